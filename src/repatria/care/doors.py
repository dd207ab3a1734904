"""The doors of the room: assigned cases only, and every look is noted."""

from __future__ import annotations

from collections.abc import Iterable

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.care.models import Referral
from repatria.ledger import reads
from repatria.shared.actors import Actor

READ, WRITE, VISIT = "care.read", "care.write", "care.visit"
REFER, LEFT_ALONE = "care.refer", "care.left-alone"


def open_care(actor: Actor, case_ref: str, *, right: str = READ) -> None:
    """Let the actor see somebody's care after return, and note it."""
    doors.open_case(actor, case_ref, right=right)


def cases_for(actor: Actor, case_refs: Iterable[str]) -> list[str]:
    """Return those whose care the actor may read, each noted as seen."""
    shown = [each for each in case_refs if doors.may_open(actor, READ, each)]
    for case_ref in shown:
        reads.note(case_ref)
    return shown


def open_referral(actor: Actor, case_ref: str, ref: str) -> Referral:
    """Return one referral of this case; raise ``NothingHereError``."""
    doors.open_case(actor, case_ref, right=REFER)
    referral = Referral.objects.filter(case_ref=case_ref, ref=ref).first()
    if referral is None:
        raise NothingHereError
    return referral
