"""The door to somebody's health: assigned cases only, and every look is noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.access.queries import assigned_cases
from repatria.ledger import reads
from repatria.medical import queries
from repatria.medical.models import Inspection
from repatria.medical.queries import Denied, Health
from repatria.medical.queries.held import Held, held_of_each
from repatria.medical.queries.inspections import (
    Inspected,
    inspections_of,
    inspections_of_each,
)
from repatria.register.queries import person_called
from repatria.shared.actors import Actor

READ, STATE = "medical.read", "medical.state"


@dataclass(frozen=True, slots=True)
class HealthFile:
    """All that is stated about one person's health."""

    case_ref: str
    statements: list[Health]
    denied: list[Denied]
    inspections: list[Inspected]
    held: Held


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
        inspections=inspections_of(case_ref),
        held=_held([case_ref])[case_ref],
    )


def open_inspection(actor: Actor, ref: str) -> Inspection:
    """Let the actor act on one inspection of a case that they may state health of."""
    doors.require(actor, STATE)
    found = Inspection.objects.filter(ref=ref).first()
    if found is None:
        raise NothingHereError
    doors.open_case(actor, found.case_ref, right=STATE)
    return found


def cases_to_state(actor: Actor, case_refs: Iterable[str]) -> list[str]:
    """Return those of many cases whose health the actor may state, each noted."""
    found = doors.openable(actor, STATE, case_refs)
    for case_ref in found:
        reads.note(case_ref)
    return found


def _held(case_refs: Iterable[str]) -> dict[str, Held]:
    refs = list(case_refs)
    known = held_of_each(refs)
    return {ref: known.get(ref, Held(ref)) for ref in refs}


def open_own_cases(actor: Actor) -> list[HealthFile]:
    """Return the health files of the cases assigned to the actor, each noted."""
    doors.require(actor, READ)
    cases = sorted(assigned_cases(actor))
    for case_ref in cases:
        reads.note(case_ref)
    health = queries.health_of_each(cases)
    denied = queries.denied_care_of_each(cases)
    seen, held = inspections_of_each(cases), _held(cases)
    return [
        HealthFile(each, health[each], denied[each], seen[each], held[each])
        for each in cases
    ]
