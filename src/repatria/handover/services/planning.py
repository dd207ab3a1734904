"""Planning a handover from the list that both parties signed."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from repatria.access.queries import installation
from repatria.exchange import queries as exchange
from repatria.exchange.core.states import State
from repatria.exchange.models import ListEntry
from repatria.handover.core.errors import NobodyOnLegError, PlannedAlreadyError
from repatria.handover.models import Handover, Line
from repatria.handover.services.states import advance
from repatria.ledger.services import append
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor


@transaction.atomic
def plan_handover(
    *,
    actor: Actor,
    exchange_ref: str,
    round_number: int,
    leg: str,
    place: str,
    on: date,
    at: datetime,
) -> Handover:
    """Plan the crossing of one leg "A>B" of a round, from its agreed list.

    Everybody of that direction gets a line, in the order of the list.  Raises
    exchange's ``NotAgreedError``, ``NobodyOnLegError`` or ``PlannedAlreadyError``.
    """
    version = exchange.agreed_list(exchange_ref, round_number)
    people = [each for each in exchange.entries_of(version) if each.direction == leg]
    if not people:
        raise NobodyOnLegError(
            exchange=exchange_ref, round=str(round_number), leg=leg.replace(">", " → ")
        )
    refuse_second(exchange_ref, round_number, leg)
    handover = Handover.objects.create(
        ref=new_ref("H"),
        exchange_ref=exchange_ref,
        round_number=round_number,
        leg=leg,
        place=place.strip(),
        on=on,
        list_sha256=version.sha256,
        maker=installation().code,
        planned_at=at,
        planned_by=actor.ref,
    )
    Line.objects.bulk_create(
        [line_from(handover, number, each) for number, each in enumerate(people, 1)]
    )
    advance(actor, handover, State.SCHEDULED, at=at)
    append(
        actor=actor,
        act="handover.planned",
        about=handover.ref,
        facts={"exchange": exchange_ref, "round": round_number, "lines": len(people)},
        at=at,
    )
    return handover


def refuse_second(exchange_ref: str, round_number: int, leg: str) -> None:
    """Raise ``PlannedAlreadyError`` where this leg of the round has a handover."""
    known = Handover.objects.filter(
        exchange_ref=exchange_ref, round_number=round_number, leg=leg
    ).first()
    if known is not None:
        raise PlannedAlreadyError(handover=known.ref, leg=leg.replace(">", " → "))


def line_from(
    handover: Handover, number: int, entry: ListEntry, *, in_place_of: int = 0
) -> Line:
    """Return the line of somebody on the agreed list; not saved."""
    return Line(
        handover=handover,
        number=number,
        case_ref=entry.case_ref,
        shared_ref=entry.shared_ref,
        holder_id=entry.holder_id,
        home_id=entry.home_id,
        name=entry.name,
        in_place_of=in_place_of,
    )
