"""The door to somebody's health: assigned cases only, and every look is noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.access.queries import assigned_cases
from repatria.ledger import reads
from repatria.medical import queries
from repatria.medical.models import (
    Commission,
    CommissionAct,
    Diagnosis,
    Examination,
    Inspection,
    Member,
    Sitting,
)
from repatria.medical.queries import Denied, Health
from repatria.medical.queries.commissions import (
    CommissionFile,
    Examined,
    commission_file,
    examinations_at,
    examinations_of_each,
    examined,
)
from repatria.medical.queries.diagnoses import Diagnosed, diagnoses_of_each
from repatria.medical.queries.held import Held, held_of_each
from repatria.medical.queries.inspections import (
    Inspected,
    inspections_of,
    inspections_of_each,
)
from repatria.medical.queries.owners import taken_back
from repatria.register.queries import person_called
from repatria.shared.actors import Actor

READ, STATE = "medical.read", "medical.state"
COMMISSIONS, SET_UP = "medical.commissions", "medical.commission"
EXAMINE = "medical.examine"

Kept = TypeVar("Kept", Commission, Sitting, Examination)


@dataclass(frozen=True, slots=True)
class HealthFile:
    """All that is stated about one person's health."""

    case_ref: str
    statements: list[Health]
    denied: list[Denied]
    inspections: list[Inspected]
    held: Held
    examinations: list[Examined]
    diagnoses: list[Diagnosed]


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
        examinations=examinations_of_each([case_ref])[case_ref],
        diagnoses=diagnoses_of_each([case_ref])[case_ref],
    )


def open_inspection(actor: Actor, ref: str) -> Inspection:
    """Let the actor act on one inspection of a case that they may state health of."""
    doors.require(actor, STATE)
    found = Inspection.objects.filter(ref=ref).first()
    if found is None:
        raise NothingHereError
    doors.open_case(actor, found.case_ref, right=STATE)
    return found


def open_diagnosis(actor: Actor, ref: str) -> Diagnosis:
    """Let the actor act on one diagnosis of a case that they may state health of."""
    doors.require(actor, STATE)
    found = Diagnosis.objects.filter(ref=ref).first()
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
    before, found = examinations_of_each(cases), diagnoses_of_each(cases)
    return [
        HealthFile(
            each,
            health[each],
            denied[each],
            seen[each],
            held[each],
            before[each],
            found[each],
        )
        for each in cases
    ]


# --- Commissions ------------------------------------------------------------------


def open_commission(
    actor: Actor, ref: str, *, right: str = COMMISSIONS
) -> CommissionFile:
    """Return a commission for whoever may read of it, or act on it."""
    doors.require(actor, right)
    return commission_file(_one_of(Commission, ref))


def open_sitting(actor: Actor, ref: str, *, right: str = COMMISSIONS) -> Sitting:
    """Return a sitting; who was examined comes through ``examined_at``."""
    doors.require(actor, right)
    return _one_of(Sitting, ref)


def examined_at(actor: Actor, sitting: Sitting) -> tuple[list[Examined], int]:
    """Return whose examination the actor may read, and how many others there are.

    Each that is returned is noted; restricted cases are not counted for whoever is not
    to know of them.
    """
    every = examinations_at(sitting)
    seen = set(doors.visible(actor, [one.case_ref for one in every]))
    theirs = set(doors.openable(actor, EXAMINE, [one.case_ref for one in every]))
    for case_ref in theirs:
        reads.note(case_ref)
    mine = [one for one in every if one.case_ref in theirs]
    return mine, sum(one.case_ref in seen - theirs for one in every)


def open_examination(actor: Actor, ref: str) -> Examined:
    """Let a commission doctor see one examination of a case entrusted to them."""
    doors.require(actor, EXAMINE)
    row = _one_of(Examination, ref)
    doors.open_case(actor, row.case_ref, right=EXAMINE)
    found = examined(row)
    if found is None:
        raise NothingHereError
    return found


def open_member_or_act(actor: Actor, ref: str) -> Commission:
    """Return whose member, sitting, approval or telling stands under a number."""
    doors.require(actor, SET_UP)
    acts = CommissionAct.objects.filter(ref=ref, examination=None)
    for rows in (
        acts.select_related("commission"),
        Member.objects.filter(ref=ref).select_related("commission"),
        Sitting.objects.filter(ref=ref).select_related("commission"),
    ):
        found = rows.first()
        if found is not None:
            return found.commission
    raise NothingHereError


def cases_to_examine(actor: Actor, commission: Commission) -> list[HealthFile]:
    """Return the assigned cases of people of the commission's two powers, noted."""
    doors.require(actor, EXAMINE)
    sides = commission.holder, commission.home
    return [
        file
        for file in open_own_cases(actor)
        if not file.held.over and (file.held.holder, file.held.home) == sides
    ]


def _one_of(model: type[Kept], ref: str) -> Kept:
    held = model._default_manager.filter(ref=ref)
    found = held.exclude(ref__in=taken_back()).first()
    if found is None:
        raise NothingHereError
    return found
