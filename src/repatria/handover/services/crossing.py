"""Who is here, who has crossed: one entry at a time, undone by another entry."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from repatria.access.queries import installation
from repatria.exchange import queries as exchange
from repatria.exchange.services.exchanges import record_outcome
from repatria.handover import queries
from repatria.handover.announcements import crossed, taken_back
from repatria.handover.core.errors import (
    CountsDifferError,
    NothingToUndoError,
    OutOfOrderError,
    ReserveTakenError,
)
from repatria.handover.core.steps import (
    STANDING_WORDS,
    STEP_WORDS,
    Standing,
    Step,
    effective,
    may_follow,
    said_already,
    standing,
)
from repatria.handover.models import Handover, HandoverEvent, Line
from repatria.handover.services.manifests import locked
from repatria.ledger.services import append
from repatria.shared.actors import Actor
from repatria.tracing import services as tracing

_CROSSINGS = frozenset({Step.CROSSED, Step.NOT_CROSSED})


@transaction.atomic
def check_in(
    *, actor: Actor, handover: Handover, case_ref: str, present: bool, at: datetime
) -> HandoverEvent:
    """Record that somebody is here, or is missing; no reason is asked or kept."""
    step = Step.PRESENT if present else Step.ABSENT
    return record(actor, handover, case_ref, step, at=at)


@transaction.atomic
def confirm_crossing(
    *, actor: Actor, handover: Handover, case_ref: str, at: datetime
) -> HandoverEvent:
    """Record that somebody crossed.  Calling twice does no harm.

    Tracing is asked to propose a notice to each family that asks; a person sends it.
    """
    return record(actor, handover, case_ref, Step.CROSSED, at=at)


@transaction.atomic
def not_crossed(
    *, actor: Actor, handover: Handover, case_ref: str, at: datetime
) -> HandoverEvent:
    """Record that somebody did not cross, for whatever reason: none is kept."""
    return record(actor, handover, case_ref, Step.NOT_CROSSED, at=at)


def record(
    actor: Actor, handover: Handover, case_ref: str, step: Step, *, at: datetime
) -> HandoverEvent:
    """Write one entry about a person, if it can follow what stands."""
    held = locked(handover)
    line = queries.line_about(held, case_ref)
    events = queries.events_of(line)
    now = queries.standing_of(line)
    if said_already(now, step):
        return HandoverEvent.objects.get(pk=effective(events)[-1].number)
    if not may_follow(now, step):
        raise OutOfOrderError(
            line=str(line.number), now=STANDING_WORDS[now], step=STEP_WORDS[step]
        )
    event = write(actor, line, step, at=at)
    if step in _CROSSINGS:
        _outcome(actor, line, crossed=step is Step.CROSSED, at=at)
    if step is Step.CROSSED:
        _crossed(actor, line, at=at)
    return event


def write(
    actor: Actor,
    line: Line,
    step: Step,
    *,
    at: datetime,
    undoes: int | None = None,
    for_line: Line | None = None,
    sealed_agreed: bytes = b"",
) -> HandoverEvent:
    """Write an entry and its line on the ledger."""
    event = HandoverEvent.objects.create(
        handover=line.handover,
        line=line,
        case_ref=line.case_ref,
        kind=step,
        for_line=for_line,
        sealed_agreed=sealed_agreed,
        undoes_id=undoes,
        at=at,
        by=actor.ref,
    )
    append(
        actor=actor,
        act=f"handover.{step.replace('_', '-')}",
        about=line.case_ref or line.shared_ref,
        facts={"handover": line.handover.ref, "line": line.number},
        at=at,
    )
    return event


def _outcome(actor: Actor, line: Line, *, crossed: bool, at: datetime) -> None:
    """Tell the exchange who still waits, where it knows the round and the person."""
    known = exchange.exchange_called(line.handover.exchange_ref)
    if known is None or not line.case_ref:
        return
    record_outcome(
        actor=actor,
        held=exchange.round_of(known, line.handover.round_number),
        case_ref=line.case_ref,
        crossed=crossed,
        at=at,
    )


def _families_here(line: Line) -> bool:
    """Tell whether this organisation may have to tell this person's family.

    A party tells the families of its own people; those whom it held go home to the
    other party, which tells theirs.  The neutral agency may be asked by both.
    """
    party = installation().party
    return bool(line.case_ref) and party in ("", line.handover.home)


def _crossed(actor: Actor, line: Line, *, at: datetime) -> None:
    case_ref, handover = line.case_ref, line.handover
    if not _families_here(line):
        return
    tracing.note_crossing(actor=actor, case_ref=case_ref, on=handover.on, at=at)
    tracing.propose_notice(case_ref=case_ref, at=at, actor=actor)
    transaction.on_commit(
        lambda: crossed.announce(
            case_ref=case_ref,
            exchange_ref=handover.exchange_ref,
            round=handover.round_number,
            leg=handover.leg,
            on=handover.on,
        )
    )


@transaction.atomic
def confirm_all_here(
    *, actor: Actor, handover: Handover, counted: int, at: datetime
) -> int:
    """Record that everybody who is here crossed, if the head count agrees.

    ``counted`` is what the officer counted, not what the page showed.  Raises
    ``CountsDifferError``, and then nothing is recorded.
    """
    held = locked(handover)
    here = [
        each.line for each in queries.stands(held) if each.standing is Standing.HERE
    ]
    if counted != len(here):
        raise CountsDifferError(counted=str(counted), listed=str(len(here)))
    for line in here:
        record(actor, held, line.case_ref or line.shared_ref, Step.CROSSED, at=at)
    return len(here)


@transaction.atomic
def undo_last(
    *, actor: Actor, handover: Handover, case_ref: str, at: datetime
) -> HandoverEvent:
    """Undo the last entry about a person by another entry; both stay.

    A crossing taken back withdraws the notices that nobody has sent yet.
    """
    held = locked(handover)
    line = queries.line_about(held, case_ref)
    events = effective(queries.events_of(line))
    if not events:
        raise NothingToUndoError(line=str(line.number))
    last = HandoverEvent.objects.get(pk=events[-1].number)
    if last.for_line is not None:
        _take_back_substitute(last.for_line)
    undone = write(actor, line, Step.UNDONE, undoes=last.pk, at=at)
    if last.kind in _CROSSINGS:
        _outcome(actor, line, crossed=False, at=at)
    if last.kind == Step.CROSSED and _families_here(line):
        _take_back_crossing(actor, line, at=at)
    return undone


def _take_back_crossing(actor: Actor, line: Line, *, at: datetime) -> None:
    case_ref = line.case_ref
    tracing.take_back_crossing(
        actor=actor, case_ref=case_ref, on=line.handover.on, at=at
    )
    transaction.on_commit(
        lambda: taken_back.announce(
            case_ref=case_ref, exchange_ref=line.handover.exchange_ref
        )
    )


def _take_back_substitute(line: Line) -> None:
    if standing(queries.events_of(line)) is not Standing.AWAITED:
        raise ReserveTakenError(line=str(line.number))
    line.listed = False
    line.save(update_fields=["listed"])
