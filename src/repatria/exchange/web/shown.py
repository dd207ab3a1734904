"""What pages of exchanges show, as plain values in the reader's order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core.counted import PARTS
from repatria.exchange.core.course import REASON_WORDS, Reason
from repatria.exchange.core.document import between_two
from repatria.exchange.core.states import STATE_WORDS, State, standing, tone_of
from repatria.exchange.models import (
    CountClaim,
    Exchange,
    ListEntry,
    ListVersion,
    Round,
)
from repatria.exchange.web.balance import balance
from repatria.exchange.web.steps import steps
from repatria.medical.core.words import MODALITY_WORDS, Modality
from repatria.register.queries import party_names
from repatria.shared.text import say, say_number

_WITH = ("rounds__events", "rounds__counts", "rules_versions")


def sides(exchange: Exchange) -> list[dict[str, str]]:
    """Return the parties, the reader's own first; a neutral reader's by the alphabet.

    The order mirrors with the reader's party and nothing else does.
    """
    ours = installation().party
    codes = sorted(queries.parties_of(exchange), key=lambda code: (code != ours, code))
    names = party_names(codes)
    return [{"code": code, "name": names.get(code, code)} for code in codes]


def legs(exchange: Exchange, used: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Return directions by the order of the sides: where they lead, then whence.

    ``used`` are those that a list or a plan knows; both between two parties are there
    anyway.
    """
    codes = [side["code"] for side in sides(exchange)]
    split = {tuple(leg.split(">", 1)) for leg in {*used, *between_two(sorted(codes))}}
    names = party_names({code for pair in split for code in pair})
    places = {code: place for place, code in enumerate(codes)}
    elsewhere = len(codes)
    ordered = sorted(
        split,
        key=lambda pair: (places.get(pair[1], elsewhere), pair[1], places[pair[0]]),
    )
    return [
        {
            "leg": f"{holder}>{home}",
            "holder": {"code": holder, "name": names.get(holder, holder)},
            "home": {"code": home, "name": names.get(home, home)},
        }
        for holder, home in ordered
    ]


def with_rounds(
    exchanges: QuerySet[Exchange],
) -> list[tuple[Exchange, list[dict[str, Any]]]]:
    """Return exchanges, each with its rounds as they are shown."""
    found = list(exchanges.prefetch_related(*_WITH))
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
        "turn": [step for step in steps(held) if step["next"]],
        "may_change": queries.may_still_change(held) and state is not State.SUSPENDED,
        "events": events_shown(held),
        "version": version,
        "legs": numbers(held, told),
        "balance": balance(held.exchange, sides(held.exchange), told) if told else None,
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


def events_shown(held: Round) -> list[dict[str, Any]]:
    """Return what happened to a round, oldest first, also what was taken back."""
    events = queries.events_of(held)
    stand = {event.pk for event in standing(events)}
    return [
        {
            "at": event.at,
            "by": event.by,
            "said_by": event.said_by,
            "reason": REASON_WORDS[Reason(event.reason)] if event.reason else "",
            "undoes": event.undoes_id is not None,
            "undone": event.undoes_id is None and event.pk not in stand,
            **state_shown(State(event.state)),
        }
        for event in events
    ]


def given(exchange: Exchange, told: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the legs without persons: remains, maps, money, and from whom to whom."""
    found = told.get("considerations", [])
    by_leg = {leg["leg"]: leg for leg in legs(exchange, {one["leg"] for one in found})}
    return [{**by_leg[one["leg"]], **one} for one in found]


def numbers(held: Round, told: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return for each direction how many are planned, how many go, and parity.

    ``told`` is the document of the round's newest list, None where there is none yet.
    How many stand outside parity a document tells of each party, so that it is known
    of a leg where its holder has no other.
    """
    listed = told["legs"] if told else {}
    found = legs(held.exchange, {*held.sizes, *listed})
    ways = Counter(leg["holder"]["code"] for leg in found)
    outside = {
        party: sums["gives_outside"]
        for party, sums in (told["parity"] if told else {}).items()
        if ways[party] == 1
    }
    return [
        {
            **leg,
            "planned": held.sizes.get(leg["leg"]),
            "goes": len(listed.get(leg["leg"], ())) if told else None,
            "outside": outside.get(leg["holder"]["code"], 0),
        }
        for leg in found
    ]


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
    return [
        {**leg, "entries": held.get(leg["leg"], [])} for leg in legs(exchange, held)
    ]


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
