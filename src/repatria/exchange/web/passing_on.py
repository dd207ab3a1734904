"""Sending answers and counter-proposals: exactly what goes out, and to whom."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import rfc8785
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.core.errors import WithheldError
from repatria.access.queries import installation
from repatria.access.web.requests import actor_of, page
from repatria.exchange import doors, queries
from repatria.exchange.core.entry_states import EntryState
from repatria.exchange.models import Counter, EntryAnswer, ListEntry
from repatria.exchange.services import answers, counters
from repatria.exchange.web import said
from repatria.exchange.web.lists import list_context
from repatria.shared.actors import Actor
from repatria.transmission.models import Correspondent, Outgoing
from repatria.transmission.queries import correspondents


@dataclass(frozen=True, slots=True)
class Parcel:
    """One reply that would be prepared: whose, to whom, and all that it holds.

    ``rows`` are answers, ``on`` and ``off`` a counter-proposal; ``unseen`` counts
    people in it who are hidden from the reader.  ``gone``: the very same was prepared
    before.  ``withheld``: somebody in it must not be told of, so it does not leave.
    """

    to: Correspondent
    party: str
    counter: Counter | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)
    on: list[ListEntry] = field(default_factory=list)
    off: list[ListEntry] = field(default_factory=list)
    unseen: int = 0
    gone: bool = False
    withheld: bool = False

    @property
    def leaves(self) -> bool:
        """Whether it would be prepared."""
        return not (self.gone or self.withheld)


@page(doors.SEND, methods=("GET", "HEAD", "POST"))
def send(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show what the parties say that goes out; prepare it when that is confirmed."""
    actor, at = actor_of(request), datetime.now(UTC)
    held = doors.open_round(actor, ref, number, right=doors.SEND)
    opened = doors.open_positions(actor, held, right=doors.SEND)
    parcels = list(_parcels(opened, at))
    if request.method == "POST":
        for parcel in parcels:
            if parcel.leaves:
                _prepared(parcel, opened, actor, at)
        told = _("Prepared. Sign each file outside the server before it leaves.")
        messages.success(request, told)
        return redirect("exchange:positions", ref=ref, number=number)
    context = list_context(opened.seen) | {
        "parcels": parcels,
        "any_leaves": any(parcel.leaves for parcel in parcels),
    }
    return render(request, "exchange/pass_on.html", context)


def _prepared(
    parcel: Parcel, opened: doors.PositionsShown, actor: Actor, at: datetime
) -> Outgoing:
    to = parcel.to.code
    if parcel.counter is not None:
        return counters.send_counter(actor=actor, counter=parcel.counter, to=to, at=at)
    return answers.send_answers(
        actor=actor, version=opened.seen.version, party=parcel.party, to=to, at=at
    )


def _parcels(opened: doors.PositionsShown, at: datetime) -> Iterator[Parcel]:
    """Yield what this installation has to send.

    A party: what it says itself, to the agency.  The agency: to each party what the
    others say.
    """
    parties = queries.parties_of(opened.seen.version.round.exchange)
    ours = installation().party
    for to in correspondents():
        if ours and not to.party:
            yield from _of(opened, ours, to, at)
        if not ours and to.party in parties:
            for party in parties:
                if party != to.party:
                    yield from _of(opened, party, to, at)


def _of(
    opened: doors.PositionsShown, party: str, to: Correspondent, at: datetime
) -> Iterator[Parcel]:
    rows = answers.sent(opened.seen.version, party)
    if rows:
        yield _answers(opened, party, to, rows, at)
    counter = opened.counters.get(party)
    if counter is not None:
        ask = said.asks_of(opened)[party]
        gone, withheld = _checked(
            to, lambda: counters.counter_told(counter, to=to.code)
        )
        yield Parcel(
            to, party, counter, on=ask.on, off=ask.off, unseen=ask.unseen,
            gone=gone, withheld=withheld,
        )  # fmt: skip


def _answers(
    opened: doors.PositionsShown,
    party: str,
    to: Correspondent,
    rows: list[EntryAnswer],
    at: datetime,
) -> Parcel:
    version = opened.seen.version
    shown = [
        {"entry": row.entry, **(said.answer_shown(row, version) or {}), "ground": ""}
        for row in rows
        if row.entry.shared_ref in opened.listed and row.state != EntryState.OPEN
    ]
    gone, withheld = _checked(
        to,
        lambda: answers.answers_told(version, party=party, to=to.code, on=at.date()),
    )
    return Parcel(
        to, party, rows=shown, unseen=len(rows) - len(shown),
        gone=gone, withheld=withheld,
    )  # fmt: skip


def _checked(to: Correspondent, told: Any) -> tuple[bool, bool]:
    """Return whether the same was prepared before, and whether it may leave at all."""
    try:
        sha256 = hashlib.sha256(rfc8785.dumps(told())).hexdigest()
    except WithheldError:
        return False, True
    return Outgoing.objects.filter(to=to, payload_sha256=sha256).exists(), False
