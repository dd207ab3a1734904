"""Where exchanges stand, and who is on which list.  Nothing here opens a wish."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from repatria.access import vault
from repatria.exchange.core.refusals import NoSuchRoundError, NotAgreedError
from repatria.exchange.core.states import (
    State,
    is_negotiated,
    standing,
    where_suspended,
)
from repatria.exchange.models import (
    CountClaim,
    Exchange,
    ExchangeEvent,
    Hold,
    InterviewsEvent,
    ListEntry,
    ListReasons,
    ListVersion,
    Round,
    RulesVersion,
)

REASONS = "reasons"
"""The field under which the reasons of a list are sealed."""


def exchange_called(ref: str) -> Exchange | None:
    """Return the exchange with this number, if it is here."""
    return Exchange.objects.filter(ref=ref).first()


def exchanges_with_rules() -> list[Exchange]:
    """Return the exchanges whose rules are kept here, and not their hash alone."""
    every = Exchange.objects.prefetch_related("rules_versions")
    return [exchange for exchange in every if exchange.rules]


def newest_rules(exchange: Exchange) -> RulesVersion:
    """Return the version of an exchange's rules that holds now."""
    return exchange.rules_versions.order_by("number").reverse()[0]


def rules_versions(exchange: Exchange) -> list[RulesVersion]:
    """Return every version of an exchange's rules, the oldest first."""
    return list(exchange.rules_versions.order_by("number"))


def rules_changed_since(version: ListVersion) -> bool:
    """Tell whether a list was worked out under rules that hold no more."""
    told: str = document_of(version)["rules_sha256"]
    return told != version.round.exchange.rules_sha256


def round_of(exchange: Exchange, number: int) -> Round:
    """Return one round; raise ``NoSuchRoundError``."""
    found = exchange.rounds.filter(number=number).first()
    if found is None:
        raise NoSuchRoundError(exchange=exchange.ref, round=str(number))
    return found


def events_of(held: Round) -> list[ExchangeEvent]:
    """Return what happened to a round, oldest first."""
    return sorted(held.events.all(), key=lambda event: (event.at, event.pk))


def state_of(held: Round) -> State | None:
    """Return where a round stands: its newest event that holds; None before any."""
    newest = newest_event(held)
    return State(newest.state) if newest else None


def newest_event(held: Round) -> ExchangeEvent | None:
    """Return the newest event of a round that nobody took back."""
    events = standing(events_of(held))
    return events[-1] if events else None


def before(event: ExchangeEvent) -> ExchangeEvent:
    """Return the event that held when this one came; it has to be there."""
    events = [one for one in events_of(event.round) if one.pk < event.pk]
    return standing(events)[-1]


def crossed_counts(held: Round) -> dict[str, int]:
    """Return how many crossed in a round as it was recorded here, by whose they are.

    As the receipts that closed the round counted; where it was closed without, by the
    outcomes of those on its list.
    """
    closing = (State.COMPLETED, State.PARTIAL)
    ended = [one for one in standing(events_of(held)) if one.state in closing]
    if ended and ended[-1].facts:
        return dict(ended[-1].facts)
    version = agreed_version(held)
    if version is None:
        return {}
    newest = dict(held.outcomes.order_by("pk").values_list("case_ref", "crossed"))
    entries = version.entries.all()
    came = Counter(one.home for one in entries if newest.get(one.case_ref, False))
    return {party: came[party] for party in parties_of(held.exchange)}


def state_before(held: Round) -> State | None:
    """Return where a suspended round stood when it was suspended."""
    return where_suspended(standing(events_of(held)))


def may_still_change(held: Round) -> bool:
    """Tell whether the list of a round may still become another."""
    return is_negotiated(state_of(held), before=state_before(held))


def interviews_closed(held: Round) -> InterviewsEvent | None:
    """Return when the interviews of a round were closed, None while they are open."""
    newest = held.interviews.order_by("pk").last()
    return newest if newest and newest.closed else None


def versions_of(held: Round) -> QuerySet[ListVersion]:
    """Return the proposals of a round, oldest first; drafts are not among them."""
    proposals = held.versions.filter(kind=ListVersion.Kind.PROPOSAL)
    return proposals.order_by("version")


def newest_version(held: Round) -> ListVersion | None:
    """Return the newest proposal of a round."""
    return versions_of(held).last()


def newest_versions(rounds: Iterable[Round]) -> dict[int, ListVersion]:
    """Return the newest proposal of each of many rounds that has one, by round."""
    of_the_round = ListVersion.objects.filter(
        round=OuterRef("round"), kind=ListVersion.Kind.PROPOSAL
    )
    newest = of_the_round.order_by("-version").values("pk")[:1]
    found = ListVersion.objects.filter(round__in=list(rounds), pk=Subquery(newest))
    versions = found.select_related("round__exchange").prefetch_related("signatures")
    return {version.round_id: version for version in versions}


def newest_draft(held: Round) -> ListVersion | None:
    """Return a party's own newest draft."""
    drafts = held.versions.filter(kind=ListVersion.Kind.DRAFT)
    return drafts.order_by("version").last()


def parties_of(exchange: Exchange) -> tuple[str, ...]:
    """Return the codes of the parties to an exchange, two or more, sorted."""
    return tuple(exchange.parties)


def signed_by(version: ListVersion) -> list[str]:
    """Return the parties whose signature over this version is here."""
    return sorted(one.party for one in version.signatures.all())


def is_agreed(version: ListVersion) -> bool:
    """Tell whether every party has signed this very version."""
    return set(parties_of(version.round.exchange)) <= set(signed_by(version))


def agreed_version(held: Round) -> ListVersion | None:
    """Return the newest version that every party signed, if there is one."""
    parties = len(parties_of(held.exchange))
    counted = versions_of(held).annotate(by=Count("signatures"))
    signed = counted.filter(by__gte=parties)
    return next((one for one in reversed(list(signed)) if is_agreed(one)), None)


def agreed_list(exchange_ref: str, round_number: int) -> ListVersion:
    """Return the list that every party signed; raise ``NotAgreedError``."""
    exchange = exchange_called(exchange_ref)
    held = exchange.rounds.filter(number=round_number).first() if exchange else None
    version = agreed_version(held) if held else None
    if version is None:
        raise NotAgreedError(exchange=exchange_ref, round=str(round_number))
    return version


def entries_of(version: ListVersion) -> list[ListEntry]:
    """Return who goes, in the order of the document."""
    return list(version.entries.filter(proposed=True).order_by("place"))


def others_of(version: ListVersion) -> list[ListEntry]:
    """Return everybody who is ``not proposed``, in the order of the document."""
    return list(version.entries.filter(proposed=False).order_by("place"))


def entry_of(version: ListVersion, case_ref: str) -> ListEntry | None:
    """Return a person's line in a list, found by our number or the list's own."""
    ours = Q(case_ref=case_ref) | Q(shared_ref=case_ref)
    return version.entries.filter(ours).first()


def lines_about(case_refs: Iterable[str]) -> list[ListEntry]:
    """Return a person's line in the newest list of each round, oldest round first."""
    lines = ListEntry.objects.filter(
        case_ref__in=list(case_refs), version__kind=ListVersion.Kind.PROPOSAL
    )
    lines = lines.select_related("version__round__exchange").prefetch_related(
        "version__signatures"
    )
    newest: dict[int, ListEntry] = {}
    for line in lines.order_by("version__round__planned_on", "version__version"):
        newest[line.version.round_id] = line
    return list(newest.values())


def holds_now(on: date) -> list[Hold]:
    """Return the holds that have neither been ended nor run out by the day ``on``."""
    open_ones = Hold.objects.filter(end=None).order_by("recorded_at", "pk")
    return [hold for hold in open_ones if is_running(hold.until, on)]


def is_running(until: str, on: date) -> bool:
    """Tell whether a term that may be known in part has not surely run out.

    >>> is_running("2022-11", date(2022, 11, 30)), is_running("2022", date(2023, 1, 1))
    (True, False)
    """
    return not until or on.isoformat()[: len(until)] <= until


def counts_for(held: Round) -> list[CountClaim]:
    """Return who says how many came home in a round."""
    return sorted(held.counts.all(), key=lambda one: (one.to, one.said_on, one.pk))


def counts_without_round() -> list[CountClaim]:
    """Return the counts that nobody has tied to a round yet."""
    return list(CountClaim.objects.filter(round=None))


def counts_by_side(claims: Iterable[CountClaim]) -> dict[str, list[CountClaim]]:
    """Return claims by whose people they count; "" where the side is not stated."""
    sides = defaultdict(list)
    for claim in claims:
        sides[claim.to].append(claim)
    return dict(sides)


def document_of(version: ListVersion) -> dict[str, Any]:
    """Return the list as data."""
    told: dict[str, Any] = json.loads(version.document)
    return told


def reasons_owner(ref: str) -> str:
    """Return the owner of the key that seals the reasons of a list."""
    return f"list-reasons:{ref}"


def reasons_for(version: ListVersion) -> dict[str, Any]:
    """Open why each is on a list or off it; the caller has passed the door.

    ``why``: case -> code, sentence, facts; ``reserves``: direction -> cases, best
    first; ``for_the_agency``: cases; ``rules``: the rules of law that decided, with
    their versions.  Empty where another organisation made the list.
    """
    newest = version.reasons.order_by("pk").last()
    if newest is None:
        return {"why": {}, "reserves": {}, "for_the_agency": [], "rules": []}
    return opened_reasons(newest)


def opened_reasons(reasons: ListReasons) -> dict[str, Any]:
    """Open one sealed text of reasons; the caller has passed the door."""
    sealed = bytes(reasons.sealed_reasons)
    text = vault.open_text(reasons_owner(reasons.ref), REASONS, sealed)
    told: dict[str, Any] = json.loads(text)
    return told


def reserves_of(version: ListVersion) -> list[ListEntry]:
    """Return who stands ready for somebody absent, best first in each direction.

    In the agency's installation alone: elsewhere nobody knows more of those left out
    than ``not proposed``, and the answer is empty.
    """
    reserves: dict[str, list[str]] = reasons_for(version)["reserves"]
    entries = {entry.case_ref: entry for entry in others_of(version)}
    ready = (case for cases in reserves.values() for case in cases)
    return [entries[case] for case in ready if case in entries]
