"""What the room shows on a person's page, and what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from repatria.access.doors import may
from repatria.access.queries import installation
from repatria.exchange import doors, queries
from repatria.exchange.core.destination_refusals import (
    NotConcernedError,
    NotOnAListError,
)
from repatria.exchange.core.states import NEEDS, State
from repatria.exchange.models import ListEntry, ListVersion, Round
from repatria.exchange.queries import lots, positions
from repatria.exchange.services.course_messages import to_tell
from repatria.exchange.services.destinations import concerned
from repatria.exchange.services.interviews import interviews_needed
from repatria.exchange.web.destinations import destinations_shown
from repatria.exchange.web.said import conflict_shown
from repatria.register.models import Subject
from repatria.register.queries import records_of
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel, Waiting, WaitingSource
from repatria.shared.text import mark as _
from repatria.shared.text import mark_number

_TO_SIGN = mark_number("{n} list waits to be signed", "{n} lists wait to be signed")
_UNSIGNED = mark_number(
    "{n} list waits for the signatures of every party",
    "{n} lists wait for the signatures of every party",
)
_TO_ANSWER = mark_number(
    "{n} list waits for our answer, person by person",
    "{n} lists wait for our answer, person by person",
)
_COUNTERED = mark_number(
    "{n} list has counter-proposals that wait for an answer",
    "{n} lists have counter-proposals that wait for an answer",
)
_TO_ASK = mark_number("{n} person waits to be asked", "{n} persons wait to be asked")
_NO_DAY = mark_number(
    "{n} agreed round waits for its day", "{n} agreed rounds wait for their day"
)
_INTERVIEWS = mark_number(
    "{n} round whose interviews are open", "{n} rounds whose interviews are open"
)
_ASSEMBLE = mark_number(
    "{n} round waits to be assembled", "{n} rounds wait to be assembled"
)
_RECONCILE = mark_number(
    "{n} round waits for its counts to be compared",
    "{n} rounds wait for their counts to be compared",
)
_UNTOLD = mark_number(
    "{n} step of a round was not told to the others",
    "{n} steps of a round were not told to the others",
)
_LOTS = mark_number(
    "{n} lot waits for our commitment or secret",
    "{n} lots wait for our commitment or secret",
)
_COUNTS = mark_number(
    "{n} count belongs to no round yet", "{n} counts belong to no round yet"
)


def _exchange(actor: Actor, case_ref: str, at: datetime) -> Mapping[str, Any] | None:
    lines = [
        {
            "entry": line,
            "agreed": queries.is_agreed(line.version),
            "conflicts": _conflicts(actor, line, at),
        }
        for line in doors.lines_about(actor, case_ref)
    ]
    shown = {
        "lines": lines,
        "going": _going_elsewhere(actor, case_ref),
        "may_hold": may(actor, doors.HOLD) and _is_held_here(case_ref),
        "may_send": may(actor, doors.DESTINATION) and _is_listed(case_ref),
    }
    return shown if any(shown.values()) else None


def _going_elsewhere(actor: Actor, case_ref: str) -> list[dict[str, Any]]:
    if not may(actor, doors.DESTINATIONS):
        return []
    found = doors.destinations_about(actor, case_ref)
    return destinations_shown([one for one in found if one.holds])


def _is_listed(case_ref: str) -> bool:
    try:
        return bool(concerned(case_ref))
    except (NotOnAListError, NotConcernedError):
        return False


def _conflicts(actor: Actor, line: ListEntry, at: datetime) -> list[dict[str, str]]:
    """Return what contradicts that somebody goes; of those left out nothing is told."""
    if not line.proposed:
        return []
    found = doors.conflicts_seen(actor, line.version, [line], at=at)
    return [conflict_shown(one) for one in found.get(line.pk, ())]


def _is_held_here(case_ref: str) -> bool:
    ours = installation().party
    files = (record.source_file for record in records_of(case_ref))
    return any(
        file is not None and (file.subject, file.holder) == (Subject.HELD, ours)
        for file in files
    )


def _wish(actor: Actor, case_ref: str, at: datetime) -> Mapping[str, Any]:
    del at
    return {"heard": doors.open_wishes(actor, case_ref)}


def _newest_lists() -> list[ListVersion]:
    return list(queries.newest_versions(Round.objects.all()).values())


def _to_sign(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    ours = installation().party
    waits = [one for one in _newest_lists() if ours not in queries.signed_by(one)]
    return _line(_TO_SIGN, len(waits), "exchange:exchanges")


def _unsigned(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    waits = [one for one in _newest_lists() if not queries.is_agreed(one)]
    return _line(_UNSIGNED, len(waits), "exchange:exchanges")


def _to_answer(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    ours, newest = installation().party, _newest_lists()
    answered = positions.lists_answered(newest, ours)
    waits = [
        one
        for one in newest
        if ours not in queries.signed_by(one) and one.pk not in answered
    ]
    return _line(_TO_ANSWER, len(waits), "exchange:exchanges")


def _countered(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    waits = positions.lists_countered(_newest_lists())
    return _line(_COUNTERED, len(waits), "exchange:exchanges")


def _to_ask(actor: Actor, at: datetime) -> Sequence[Waiting]:
    waits = len(interviews_needed(actor=actor, at=at))
    return _line(_TO_ASK, waits, "exchange:interviews", article="GC III 109")


def _to_attach(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    return _line(_COUNTS, len(queries.counts_without_round()), "exchange:counts")


def _rounds_at(*states: State) -> list[Round]:
    rounds = Round.objects.select_related("exchange").prefetch_related("events")
    return [held for held in rounds if queries.state_of(held) in states]


def _to_schedule(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    return _line(_NO_DAY, len(_rounds_at(State.AGREED)), "exchange:exchanges")


def _to_close(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    agreed = _rounds_at(State.AGREED, State.SCHEDULED)
    waits = [held for held in agreed if queries.interviews_closed(held) is None]
    return _line(_INTERVIEWS, len(waits), "exchange:exchanges", article="GC III 109")


def _to_assemble(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    return _line(_ASSEMBLE, len(_rounds_at(State.SCHEDULED)), "exchange:exchanges")


def _to_reconcile(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    over = _rounds_at(State.COMPLETED, State.PARTIAL)
    return _line(_RECONCILE, len(over), "exchange:exchanges")


def _to_tell(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    waits = to_tell(*Round.objects.all())
    return _line(_UNTOLD, len(waits), "exchange:exchanges")


def _lots(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    ours = installation().party or installation().code
    waits = [call for call in lots.newest_lots() if lots.waits_for(call, ours)]
    return _line(_LOTS, len(waits), "exchange:exchanges")


def _line(
    what: tuple[str, str], count: int, address: str, *, article: str = ""
) -> Sequence[Waiting]:
    return [Waiting(what, count, address, article=article)] if count else []


PANELS = (
    Panel(
        key="exchange",
        right=doors.READ,
        title=_("Exchange"),
        template="exchange/panel.html",
        fill=_exchange,
        order=40,
    ),
    Panel(
        key="wish",
        right=doors.WISH,
        title=_("What the person wishes"),
        template="exchange/wish_panel.html",
        fill=_wish,
        order=41,
    ),
)
WAITING = (
    WaitingSource(doors.SIGN, _to_sign),
    WaitingSource(doors.PROPOSE, _unsigned),
    WaitingSource(doors.ANSWER, _to_answer),
    WaitingSource(doors.PROPOSE, _countered),
    WaitingSource(doors.WISH, _to_ask),
    WaitingSource(doors.COUNTS, _to_attach),
    WaitingSource(NEEDS[State.SCHEDULED], _to_schedule),
    WaitingSource(doors.INTERVIEWS, _to_close),
    WaitingSource(NEEDS[State.ASSEMBLED], _to_assemble),
    WaitingSource(NEEDS[State.RECONCILED], _to_reconcile),
    WaitingSource(doors.SEND, _to_tell),
    WaitingSource(doors.LOT, _lots),
)
