"""The door to somebody's health: assigned cases only, and every look is noted."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.access.queries import assigned_cases
from repatria.ledger import reads
from repatria.medical import queries
from repatria.medical.queries import Denied, Health
from repatria.register.queries import person_called
from repatria.shared.actors import Actor

READ, STATE = "medical.read", "medical.state"


@dataclass(frozen=True, slots=True)
class HealthFile:
    """All that is stated about one person's health."""

    case_ref: str
    statements: list[Health]
    denied: list[Denied]


def open_health(actor: Actor, case_ref: str, *, right: str = READ) -> HealthFile:
    """Let the actor read a person's health file, and note it.

    Raises ``NothingHereError`` alike for no such person and for somebody else's case.
    """
    doors.open_case(actor, case_ref, right=right)
    if person_called(case_ref) is None:
        raise NothingHereError
    return HealthFile(
        case_ref=case_ref,
        statements=queries.health_of(case_ref),
        denied=queries.denied_care_of(case_ref),
    )


def open_own_cases(actor: Actor) -> list[HealthFile]:
    """Return the health files of the cases assigned to the actor, each noted."""
    doors.require(actor, READ)
    cases = sorted(assigned_cases(actor))
    for case_ref in cases:
        reads.note(case_ref)
    health = queries.health_of_each(cases)
    denied = queries.denied_care_of_each(cases)
    return [HealthFile(each, health[each], denied[each]) for each in cases]
