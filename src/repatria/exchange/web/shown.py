"""What pages of exchanges show, as plain values in the reader's order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core.counted import PARTS
from repatria.exchange.core.states import STATE_WORDS, State, tone_of
from repatria.exchange.models import (
    CountClaim,
    Exchange,
    ListEntry,
    ListVersion,
    Round,
)
from repatria.medical.core.words import MODALITY_WORDS, Modality
from repatria.register.queries import party_names
from repatria.shared.text import say, say_number

_ON_THE_WAY = (
    State.PROPOSED,
    State.LISTS_EXCHANGED,
    State.VERIFYING,
    State.AGREED,
    State.SCHEDULED,
    State.ASSEMBLED,
    State.IN_HANDOVER,
    State.COMPLETED,
    State.RECONCILED,
)


def sides(exchange: Exchange) -> list[dict[str, str]]:
    """Return both parties, the reader's own first; a neutral reader's by the alphabet.

    The order mirrors with the reader's party and nothing else does.
    """
    ours = installation().party
    codes = sorted([exchange.first, exchange.second], key=lambda code: code != ours)
    names = party_names(codes)
    return [{"code": code, "name": names.get(code, code)} for code in codes]


def legs(exchange: Exchange) -> list[dict[str, Any]]:
    """Return both directions, the reader's own people first."""
    one, other = sides(exchange)
    return [
        {"leg": f"{holder['code']}>{home['code']}", "holder": holder, "home": home}
        for holder, home in ((other, one), (one, other))
    ]


def with_rounds(
    exchanges: QuerySet[Exchange],
) -> list[tuple[Exchange, list[dict[str, Any]]]]:
    """Return exchanges, each with its rounds as they are shown."""
    found = list(exchanges.prefetch_related("rounds__events", "rounds__counts"))
    newest = queries.newest_versions(
        held for exchange in found for held in exchange.rounds.all()
    )
    return [
        (
            exchange,
            [_round_shown(one, newest.get(one.pk)) for one in exchange.rounds.all()],
        )
        for exchange in found
    ]


def _round_shown(held: Round, version: ListVersion | None) -> dict[str, Any]:
    """Return a round: its state, its steps, its newest list in numbers, its claims."""
    state = queries.state_of(held)
    told = queries.document_of(version) if version else None
    return {
        "held": held,
        "state": state_shown(state) if state else None,
        "steps": steps(held),
        "events": [
            {"at": event.at, "by": event.by, **state_shown(State(event.state))}
            for event in queries.events_of(held)
        ],
        "version": version,
        "legs": numbers(held, told),
        "balance": balance(held.exchange, told) if told else None,
        "signed": signed(version) if version else [],
        "claims": claims_by_side(held),
    }


def state_shown(state: State) -> dict[str, str]:
    """Return a state's code, words and tone."""
    return {
        "code": state.value,
        "words": STATE_WORDS[state],
        "tone": tone_of(state),
    }


def steps(held: Round) -> list[dict[str, Any]]:
    """Return the steps of a round in order: reached at all, and where it stands."""
    reached = {event.state for event in queries.events_of(held)}
    now = queries.state_of(held)
    return [
        {"words": STATE_WORDS[one], "reached": one.value in reached, "now": one is now}
        for one in _ON_THE_WAY
    ]


def numbers(held: Round, told: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return for each direction how many are planned, how many go, and parity.

    ``told`` is the document of the round's newest list, None where there is none yet.
    """
    return [
        {
            **leg,
            "planned": held.sizes.get(leg["leg"]),
            "goes": len(told["legs"][leg["leg"]]) if told else None,
            "outside": told["parity"][leg["holder"]["code"]]["gives_outside"]
            if told
            else 0,
        }
        for leg in legs(held.exchange)
    ]


def balance(exchange: Exchange, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return how many stand against how many in parity, the reader's own first."""
    one, other = (told["parity"][side["code"]] for side in sides(exchange))
    gets = one["gets"] - one["gets_outside"]
    gives = other["gets"] - other["gets_outside"]
    return {"one": gets, "other": gives, "even": gets == gives}


def signed(version: ListVersion) -> list[dict[str, Any]]:
    """Return for each party whether its signature over this version is here."""
    have = {one.party: one for one in version.signatures.all()}
    return [
        {**side, "signature": have.get(side["code"])}
        for side in sides(version.round.exchange)
    ]


def entries_by_leg(
    exchange: Exchange, entries: Iterable[ListEntry]
) -> list[dict[str, Any]]:
    """Return people by direction, the reader's own first."""
    held: dict[str, list[ListEntry]] = {}
    for entry in entries:
        held.setdefault(entry.direction, []).append(entry)
    return [{**leg, "entries": held.get(leg["leg"], [])} for leg in legs(exchange)]


def claims_by_side(held: Round) -> list[dict[str, Any]]:
    """Return who says how many, by whose people; a side nobody states stands empty."""
    by_side = queries.counts_by_side(queries.counts_for(held))
    shown = [
        {**side, "claims": [claim_shown(one) for one in by_side.get(side["code"], [])]}
        for side in sides(held.exchange)
    ]
    unsaid = [claim_shown(one) for one in by_side.get("", [])]
    return [*shown, {"code": "", "name": "", "claims": unsaid}]


def claim_shown(claim: CountClaim) -> dict[str, Any]:
    """Return a claim with its words."""
    return {
        "claim": claim,
        "modality": MODALITY_WORDS[Modality(claim.modality)],
        "parts": [part["n"] for part in claim.parts],
        "told": [part_shown(part) for part in claim.parts],
    }


def part_shown(part: Mapping[str, Any]) -> str:
    """Return a part of a number in words; whom nobody foresaw as the source says."""
    n, what = int(part["n"]), str(part["what"])
    words = PARTS.get(what)
    return say_number(*words, n) if words else f"{n} {what}"


def with_reasons(
    entries: Sequence[ListEntry], reasons: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return people with why each is on a list or off it; internal."""
    whys = reasons["why"]
    return [
        {"entry": entry, **why_shown(whys.get(entry.shared_ref))} for entry in entries
    ]


def why_shown(why: Mapping[str, Any] | None) -> dict[str, str]:
    """Return a reason's code and its sentence in the reader's language."""
    if why is None:
        return {"code": "", "words": ""}
    facts = {name: say(str(fact)) for name, fact in why["facts"].items()}
    return {"code": why["code"], "words": say(why["sentence"], **facts)}
