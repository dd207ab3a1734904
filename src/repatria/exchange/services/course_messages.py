"""What organisations tell each other about a round: its day, a stop, their counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import rfc8785
from django.db import transaction

from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core.course import ACT_OF, Act, message
from repatria.exchange.core.course_refusals import RoundUnknownError
from repatria.exchange.core.refusals import NotForTheSenderError, StateOutOfOrderError
from repatria.exchange.core.states import (
    NOTHING_YET,
    STATE_WORDS,
    State,
    may_follow,
)
from repatria.exchange.models import CountClaim, ExchangeEvent, Round
from repatria.exchange.services.counts import record_count_claim
from repatria.exchange.services.exchanges import record_state, schedule_round
from repatria.exchange.services.holds import NOTIFICATION
from repatria.ledger import services as ledger
from repatria.shared.actors import Actor
from repatria.transmission import services as transmission
from repatria.transmission.models import Correspondent, Outgoing
from repatria.transmission.queries import correspondents

_AGENCYS = frozenset({Act.SCHEDULED})
"""What the agency alone tells: it stands between the parties."""

Untold = tuple[ExchangeEvent, Act, list[Correspondent]]


def act_of(event: ExchangeEvent) -> Act | None:
    """Return what an event is to others; None where it is no business of theirs.

    Going on after a stop is told as one thing, whatever the state it leads back to.
    """
    earlier = ExchangeEvent.objects.filter(round=event.round_id, pk__lt=event.pk)
    return _act_after(earlier.order_by("pk").last(), event)


def _act_after(last: ExchangeEvent | None, event: ExchangeEvent) -> Act | None:
    """Return what an event is to others where ``last`` was recorded before it."""
    if event.undoes is not None:
        return Act.RESUMED if event.undoes.state == State.CANCELLED else None
    if last is not None and last.state == State.SUSPENDED != event.state:
        return Act.CANCELLED if event.state == State.CANCELLED else Act.RESUMED
    return ACT_OF.get(State(event.state))


def _recipients(
    event: ExchangeEvent, ours: str, others: Iterable[Correspondent]
) -> list[Correspondent]:
    """Return who is to hear of an event: the others, but not whoever told it.

    A party tells what it did itself; the agency also passes on what a party told.
    """
    if ours and event.said_by:
        return []
    parties = queries.parties_of(event.round.exchange)
    return [
        one
        for one in others
        if one.code != event.said_by and (one.party in parties or not one.party)
    ]


def to_tell(*rounds: Round) -> list[Untold]:
    """Return each event that others have not been told of yet, and whom to tell.

    In as many queries for many rounds as for one, if their exchanges are loaded.
    """
    ours, everybody = installation().party, list(correspondents())
    not_ours = _AGENCYS if ours else frozenset()
    events = ExchangeEvent.objects.filter(round__in=rounds).order_by("round", "pk")
    acts: list[tuple[ExchangeEvent, Act]] = []
    last: ExchangeEvent | None = None
    for event in events.select_related("undoes", "round__exchange"):
        before = last if last and last.round_id == event.round_id else None
        act = _act_after(before, event)
        if act and act not in not_ours:
            acts.append((event, act))
        last = event
    told = _told(event for event, _act in acts)
    found = []
    for event, act in sorted(acts, key=lambda one: _in_order(one[0])):
        heard = told[event.pk]
        others = _recipients(event, ours, everybody)
        waiting = [one for one in others if one.code not in heard]
        if waiting:
            found.append((event, act, waiting))
    return found


def _in_order(event: ExchangeEvent) -> tuple[int, datetime, int]:
    return event.round_id, event.at, event.pk


def _told(events: Iterable[ExchangeEvent]) -> dict[int, set[str]]:
    """Return who has been told of each event."""
    told: dict[int, set[str]] = {event.pk: set() for event in events}
    sent = Outgoing.objects.filter(
        kind=NOTIFICATION, facts__event__in=[str(event) for event in told]
    )
    for event, code in sent.values_list("facts__event", "to__code"):
        told[int(event)].add(code)
    return told


@transaction.atomic
def tell(*, actor: Actor, event: ExchangeEvent, to: str, at: datetime) -> Outgoing:
    """Prepare what one correspondent is told of an event."""
    act = act_of(event)
    assert act is not None  # noqa: S101 - to_tell offers no other
    held = event.round
    told = message(
        act,
        exchange=held.exchange.ref,
        number=held.number,
        by=_by(event),
        on=held.planned_on if act is Act.SCHEDULED else None,
        reason=event.reason,
        counts=event.facts if act is Act.RECONCILED else None,
    )
    outgoing = transmission.prepare(
        actor=actor,
        to=to,
        kind=NOTIFICATION,
        payload=rfc8785.dumps(told),
        facts={"event": str(event.pk), "act": act.value},
        at=at,
    )
    ledger.append(
        actor=actor,
        act="exchange.state-told",
        about=held.exchange.ref,
        facts={"round": held.number, "state": act.value, "to": to},
        at=at,
    )
    return outgoing


def _by(event: ExchangeEvent) -> str:
    """Return the party on whose behalf an event is told, empty for the agency."""
    if not event.said_by:
        return installation().party
    sender = Correspondent.objects.filter(code=event.said_by).first()
    return sender.party if sender else ""


@transaction.atomic
def receive(
    *, actor: Actor, sender: Correspondent, told: Mapping[str, Any], at: datetime
) -> None:
    """Take in what another organisation tells about a round.

    A party speaks for itself and the agency passes it on; the same told twice does no
    harm.  Raises ``NotForTheSenderError``, ``RoundUnknownError`` or
    ``StateOutOfOrderError``.
    """
    act = Act(told["act"])
    held = _round(told)
    by = told["by"]
    known = by in {"", *queries.parties_of(held.exchange)}
    agencys = act in _AGENCYS and by
    if not known or agencys or sender.party not in {"", by}:
        raise NotForTheSenderError(sender=sender.code)
    speaker = _speaker(sender, by)
    if act is Act.RECONCILED:
        _keep_counts(actor, held, speaker, told, at=at)
    elif act is Act.SCHEDULED:
        on = date.fromisoformat(told["on"])
        _take_day(actor, held, on, sender=speaker.code, at=at)
    elif act is Act.RESUMED:
        _resume(actor, held, speaker, at=at)
    else:
        state = State.SUSPENDED if act is Act.SUSPENDED else State.CANCELLED
        record_state(
            actor=actor, held=held, state=state, said_by=speaker.code,
            reason=told["reason"], at=at,
        )  # fmt: skip


def _round(told: Mapping[str, Any]) -> Round:
    found = Round.objects.filter(
        exchange__ref=told["exchange"], number=told["round"]
    ).first()
    if found is None:
        raise RoundUnknownError(exchange=told["exchange"], round=str(told["round"]))
    return found


def _speaker(sender: Correspondent, by: str) -> Correspondent:
    """Return whose word it is: the sender's, or the party's for whom it speaks."""
    if sender.party or not by:
        return sender
    return correspondents().filter(party=by).first() or sender


def _take_day(
    actor: Actor, held: Round, on: date, *, sender: str, at: datetime
) -> None:
    now = queries.state_of(held)
    if now is not State.SCHEDULED and not may_follow(
        now, State.SCHEDULED, before=queries.state_before(held)
    ):
        if held.planned_on == on and now in _AFTER_THE_DAY:
            return
        raise StateOutOfOrderError(
            now=STATE_WORDS[now] if now else NOTHING_YET,
            following=STATE_WORDS[State.SCHEDULED],
        )
    schedule_round(actor=actor, held=held, on=on, said_by=sender, at=at)


_AFTER_THE_DAY = frozenset(
    {State.ASSEMBLED, State.IN_HANDOVER, State.COMPLETED, State.PARTIAL}
)


def _resume(actor: Actor, held: Round, speaker: Correspondent, *, at: datetime) -> None:
    """Let a round go on: said by whoever stopped it, or by the agency."""
    newest = queries.newest_event(held)
    if newest is None or newest.state not in {State.SUSPENDED, State.CANCELLED}:
        return  # it goes on already
    if speaker.party and newest.said_by != speaker.code:
        raise NotForTheSenderError(sender=speaker.code)
    if newest.state == State.SUSPENDED:
        before = queries.state_before(held)
        if before is not None:
            record_state(
                actor=actor, held=held, state=before, said_by=speaker.code, at=at
            )
        return
    _take_cancelling_back(actor, newest, speaker, at=at)


def _take_cancelling_back(
    actor: Actor, cancelled: ExchangeEvent, speaker: Correspondent, *, at: datetime
) -> None:
    held = cancelled.round
    before = queries.before(cancelled)
    ExchangeEvent.objects.create(
        round=held, state=before.state, undoes=cancelled, said_by=speaker.code,
        by=actor.ref, at=at,
    )  # fmt: skip
    ledger.append(
        actor=actor,
        act="exchange.state-taken-back",
        about=held.exchange.ref,
        facts={"round": held.number, "state": cancelled.state, "stands": before.state},
        at=at,
    )


def _keep_counts(
    actor: Actor,
    held: Round,
    speaker: Correspondent,
    told: Mapping[str, Any],
    *,
    at: datetime,
) -> None:
    parties = queries.parties_of(held.exchange)
    for one in told["counts"]:
        if one["to"] not in parties:
            raise NotForTheSenderError(sender=speaker.code)
        known = CountClaim.objects.filter(
            round=held, claimant=speaker.name, to=one["to"], n=one["n"], report_ref=""
        )
        if not known.exists():
            record_count_claim(
                actor=actor, claimant=speaker.name, n=one["n"], to=one["to"],
                held=held, parties=parties, event_on=str(held.planned_on or ""),
                said_on=at.date().isoformat(), at=at,
            )  # fmt: skip
