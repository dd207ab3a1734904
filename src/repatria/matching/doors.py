"""The doors of matching: permission first, then an entry of whom was seen."""

from __future__ import annotations

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.matching.models import Confirmation, Pair, Run
from repatria.register.doors import note_shown
from repatria.register.queries import case_refs_of
from repatria.shared.actors import Actor


def open_run(actor: Actor, number: int, *, right: str = "matching.runs") -> Run:
    """Return a comparison; its page shows numbers and nobody."""
    doors.require(actor, right)
    held = Run.objects.select_related("left__source", "right__source")
    run = held.filter(pk=number).first()
    if run is None:
        raise NothingHereError
    return run


def open_pair(actor: Actor, number: int, *, right: str = "matching.decide") -> Pair:
    """Return a pair with both records, and note both persons as seen."""
    doors.require(actor, right)
    held = Pair.objects.select_related(
        "run",
        "left__source",
        "right__source",
        "left__source_file",
        "right__source_file",
    )
    pair = held.filter(pk=number).first()
    if pair is None:
        raise NothingHereError
    note_shown(case_refs_of((pair.left_id, pair.right_id)).values())
    return pair


def open_confirmation(actor: Actor, ref: str) -> Confirmation:
    """Return a batch that somebody confirmed."""
    doors.require(actor, "matching.decide")
    held = Confirmation.objects.select_related("run").filter(ref=ref).first()
    if held is None:
        raise NothingHereError
    return held
