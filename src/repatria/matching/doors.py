"""The doors of matching: permission first, then an entry of whom was seen."""

from __future__ import annotations

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.matching.models import Confirmation, Pair, Run, Threshold, Workbook
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
        "claim",
    )
    pair = held.filter(pk=number).first()
    if pair is None:
        raise NothingHereError
    refs = set(case_refs_of((pair.left_id, pair.right_id)).values())
    if len(doors.visible(actor, refs)) < len(refs):
        raise NothingHereError
    note_shown(refs)
    return pair


def open_confirmation(actor: Actor, ref: str) -> Confirmation:
    """Return a batch that somebody confirmed."""
    doors.require(actor, "matching.decide")
    held = Confirmation.objects.select_related("run").filter(ref=ref).first()
    if held is None:
        raise NothingHereError
    return held


def open_threshold(actor: Actor, ref: str) -> Threshold:
    """Return a threshold that somebody set."""
    doors.require(actor, "matching.threshold")
    held = Threshold.objects.filter(ref=ref).first()
    if held is None:
        raise NothingHereError
    return held


def open_workbook(actor: Actor, ref: str) -> Workbook:
    """Return a workbook that this very person has asked for."""
    doors.require(actor, "matching.export")
    asked = Workbook.objects.select_related("run", "source_file__source")
    book = asked.filter(ref=ref, by=actor.ref).first()
    if book is None:
        raise NothingHereError
    return book
