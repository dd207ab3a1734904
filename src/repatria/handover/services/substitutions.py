"""Somebody from the agreed reserve goes in the place of somebody who does not."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from repatria.access import doors, vault
from repatria.exchange import queries as exchange
from repatria.exchange.models import ListEntry
from repatria.exchange.services.proposals import SUBSTITUTE, reserves_ready
from repatria.handover import queries
from repatria.handover.core.errors import (
    NotLikeForLikeError,
    NotNamedError,
    OutOfOrderError,
)
from repatria.handover.core.steps import (
    STANDING_WORDS,
    STEP_WORDS,
    Step,
    may_follow,
)
from repatria.handover.models import Handover, HandoverEvent, Line
from repatria.handover.services.crossing import write
from repatria.handover.services.manifests import (
    locked,
    make_manifest,
    refuse_after_departure,
    refuse_unless_ours,
)
from repatria.handover.services.planning import line_from
from repatria.shared.actors import Actor


def reserves_for(*, actor: Actor, handover: Handover) -> list[ListEntry]:
    """Return who may go instead of somebody on this leg, the agreed order kept.

    The reserve was worked out with the list: who is in it does not depend on who is
    missing now, nor why.  Whoever said no since, or is held back since, is left out
    without a word.  In the neutral agency's installation alone.
    """
    doors.require(actor, SUBSTITUTE)
    version = exchange.agreed_list(handover.exchange_ref, handover.round_number)
    taken = {line.shared_ref for line in queries.lines_of(handover)}
    return [
        entry
        for entry in reserves_ready(actor=actor, version=version, on=handover.on)
        if entry.direction == handover.leg and entry.shared_ref not in taken
    ]


@transaction.atomic
def substitute(
    *,
    actor: Actor,
    handover: Handover,
    case_ref: str,
    reserve_ref: str,
    holder_officer: str,
    home_officer: str,
    at: datetime,
) -> HandoverEvent:
    """Let somebody from the agreed reserve of the same leg go instead: one for one.

    Parity stays as it was agreed.  ``holder_officer`` and ``home_officer`` name those
    who agreed, one of each side; they are sealed.  The manifest gets a new version.
    Refused after departure.
    """
    held = locked(handover)
    refuse_unless_ours(held)
    refuse_after_departure(held)
    if not (holder_officer.strip() and home_officer.strip()):
        raise NotNamedError
    line = queries.line_about(held, case_ref)
    _refuse_out_of_order(line)
    entry = _reserve(actor, held, line, reserve_ref)
    other = _new_line(held, entry, line)
    event = write(
        actor,
        line,
        Step.SUBSTITUTED,
        for_line=other,
        sealed_agreed=_sealed(held, line, holder_officer, home_officer),
        at=at,
    )
    if queries.current_manifest(held) is not None:
        make_manifest(actor=actor, handover=held, at=at)
    return event


def _refuse_out_of_order(line: Line) -> None:
    now = queries.standing_of(line)
    if not may_follow(now, Step.SUBSTITUTED):
        raise OutOfOrderError(
            line=str(line.number),
            now=STANDING_WORDS[now],
            step=STEP_WORDS[Step.SUBSTITUTED],
        )


def _reserve(
    actor: Actor, handover: Handover, line: Line, reserve_ref: str
) -> ListEntry:
    for entry in reserves_for(actor=actor, handover=handover):
        if reserve_ref in {entry.case_ref, entry.shared_ref}:
            return entry
    raise NotLikeForLikeError(case=reserve_ref, line=str(line.number))


def _new_line(handover: Handover, entry: ListEntry, instead: Line) -> Line:
    """Give whoever goes instead a line; one taken away before is taken up again."""
    known = handover.lines.filter(
        shared_ref=entry.shared_ref, in_place_of=instead.number, listed=False
    ).first()
    if known is not None:
        known.listed = True
        known.save(update_fields=["listed"])
        return known
    last = handover.lines.aggregate(last=Max("number"))["last"] or 0
    line = line_from(handover, last + 1, entry, in_place_of=instead.number)
    line.save(force_insert=True)
    return line


def _sealed(
    handover: Handover, line: Line, holder_officer: str, home_officer: str
) -> bytes:
    agreed = {
        handover.holder: holder_officer.strip(),
        handover.home: home_officer.strip(),
    }
    return vault.seal_text(
        f"handover:{handover.ref}",
        f"agreed:{line.number}",
        json.dumps(agreed, ensure_ascii=False, sort_keys=True),
    )
