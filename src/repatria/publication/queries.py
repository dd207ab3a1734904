"""What is over, who counted, and what is public."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

import rfc8785

from repatria.exchange import queries as exchange
from repatria.exchange.models import CountClaim, Exchange, Round
from repatria.handover import queries as handover
from repatria.handover.models import Handover
from repatria.publication.core.document import document, read
from repatria.publication.core.suppression import (
    OWN_COUNT,
    RECEIPT,
    Cell,
    Count,
    Part,
    near,
    shown_of,
)
from repatria.publication.core.threshold import threshold
from repatria.publication.models import TotalsEvent, TotalsProposal


def totals_document(held: Exchange) -> bytes | None:
    """Return what could be public of an exchange now; None before a crossing is over.

    It rests on who crossed and on what others said, and on nothing else: not on who
    was expected, and not on why somebody did not cross.
    """
    cells = [cell for one in held.rounds.order_by("number") for cell in cells_of(one)]
    if not cells:
        return None
    rule = threshold()
    return rfc8785.dumps(document(held.ref, shown_of(cells, rule), rule))


def cells_of(held: Round) -> list[Cell]:
    """Return everybody's counts of a round, none of it before all of it is over."""
    handovers = handovers_over(held)
    if not handovers:
        return []
    claims = exchange.counts_by_side(exchange.counts_for(held))
    crossed = handover.crossed_counts_by_round(held.exchange.ref)[held.number]
    ways = Counter(one.home for one in handovers)
    cells = [
        _cell(
            held,
            one,
            crossed[one.leg],
            claims.pop(one.home, []) if ways[one.home] == 1 else [],
        )
        for one in handovers
    ]
    on = max(one.on for one in handovers).isoformat()
    others = sorted(claims.items())
    return [
        *cells,
        *(
            Cell(held.number, on, _direction(held, side), _counts(told))
            for side, told in others
        ),
    ]


def _direction(held: Round, side: str) -> str:
    """Return in which direction a side's people go home, "" where it is not told.

    Among more than two parties nobody says from where: ">A" is all who come to A.
    """
    parties = exchange.parties_of(held.exchange)
    if side not in parties:
        return ""
    others = [party for party in parties if party != side]
    return f"{others[0] if len(others) == 1 else ''}>{side}"


def handovers_over(held: Round) -> list[Handover]:
    """Return the legs of a round once every one of them is over, nothing before."""
    legs = list(
        Handover.objects.filter(
            exchange_ref=held.exchange.ref, round_number=held.number
        ).order_by("leg")
    )
    agreed = exchange.agreed_version(held)
    expected = (
        {entry.direction for entry in exchange.entries_of(agreed)} if agreed else set()
    )
    here = {one.leg for one in legs}
    return legs if expected <= here and all(map(is_over, legs)) else []


def is_over(held: Handover) -> bool:
    """Tell whether everybody on the manifest has an outcome and a receipt was made."""
    return (
        handover.counts_of(held).settled and handover.current_receipt(held) is not None
    )


def _cell(
    held: Round, leg: Handover, crossed: int, claims: Iterable[CountClaim]
) -> Cell:
    by = RECEIPT if handover.has_mutual_receipt(leg) else OWN_COUNT
    counted = Count(by, crossed, ours=True)
    return Cell(held.number, leg.on.isoformat(), leg.leg, (counted, *_counts(claims)))


def _counts(claims: Iterable[CountClaim]) -> tuple[Count, ...]:
    return tuple(
        Count(
            by=claim.claimant,
            n=claim.n,
            what=claim.what,
            parts=tuple(
                Part(int(part["n"]), str(part["what"])) for part in claim.parts
            ),
            approximate=claim.approximate,
            modality=claim.modality,
            said_on=claim.said_on,
            report_ref=claim.report_ref,
        )
        for claim in claims
    )


def last_event(held: TotalsProposal) -> TotalsEvent | None:
    """Return what was decided last about a proposal; None while it waits."""
    return max(held.events.all(), key=lambda event: event.pk, default=None)


def is_public(held: TotalsProposal) -> bool:
    """Tell whether this is what the public sees of its exchange now."""
    return any(one.pk == held.pk for one in public_now())


def public_now() -> list[TotalsProposal]:
    """Return what is public: of each exchange what was published last, if it stands."""
    newest: dict[str, TotalsEvent] = {}
    events = TotalsEvent.objects.exclude(kind=TotalsEvent.Kind.SET_ASIDE)
    for event in events.select_related("proposal").order_by("pk"):
        current = newest.get(event.proposal.exchange_ref)
        withdrawn = event.kind == TotalsEvent.Kind.WITHDRAWN
        if withdrawn and current and current.proposal_id != event.proposal_id:
            continue
        newest[event.proposal.exchange_ref] = event
    public = [
        event.proposal
        for event in newest.values()
        if event.kind == TotalsEvent.Kind.PUBLISHED
    ]
    return sorted(public, key=lambda one: one.pk)


def waiting() -> list[TotalsProposal]:
    """Return the proposals about which nothing was decided, newest first."""
    return list(TotalsProposal.objects.filter(events=None).order_by("-pk"))


def to_propose() -> list[Exchange]:
    """Return exchanges with a crossing that is over and not yet proposed as it is."""
    known = set(TotalsProposal.objects.values_list("exchange_ref", "document"))
    found = []
    for held in Exchange.objects.order_by("pk"):
        told = totals_document(held)
        if told is not None and (held.ref, told.decode()) not in known:
            found.append(held)
    return found


def no_longer_so() -> list[TotalsProposal]:
    """Return what is public although the counts have changed since."""
    return [one for one in public_now() if not is_still_so(one)]


def is_still_so(held: TotalsProposal) -> bool:
    """Tell whether the document is what the counts say now."""
    known = exchange.exchange_called(held.exchange_ref)
    document = totals_document(known) if known else None
    return document is not None and document.decode() == held.document


def near_to_public(held: TotalsProposal) -> bool:
    """Tell whether a number differs so little from a public one that it tells."""
    rule = threshold()
    after = read(told_by(held))
    return any(
        near(read(told_by(one)), after, rule)
        for one in public_now()
        if one.exchange_ref == held.exchange_ref and one.pk != held.pk
    )


def told_by(held: TotalsProposal) -> dict[str, Any]:
    """Return a proposal's document as plain values."""
    told: dict[str, Any] = json.loads(held.document)
    return told
