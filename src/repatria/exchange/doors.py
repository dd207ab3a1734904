"""The doors of the room: who may see which list, and that it was seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.access.queries import everybody_left_alone
from repatria.access.restricted import hidden_cases
from repatria.exchange import queries
from repatria.exchange.core.conflicts import Conflict
from repatria.exchange.models import (
    Counter,
    Destination,
    Exchange,
    Hold,
    ListEntry,
    ListVersion,
    Round,
)
from repatria.exchange.queries import positions
from repatria.exchange.services import (
    conflicts,
    destinations,
    holds,
    interviews,
    wishes,
)
from repatria.exchange.services.candidates import Pair
from repatria.exchange.services.destinations import DestinationShown
from repatria.exchange.services.holds import HoldShown
from repatria.exchange.services.wishes import Heard
from repatria.ledger import reads
from repatria.register.queries import numbers_of, person_called
from repatria.shared.actors import Actor

READ, SET_UP, RULES = "exchange.read", "exchange.set-up", "exchange.rules"
PROPOSE, DRAFT, REASONS = "exchange.propose", "exchange.draft", "exchange.reasons"
SIGN, SEND, COUNTS = "exchange.sign", "exchange.send", "exchange.counts"
SCHEDULE, INTERVIEWS = "exchange.schedule", "exchange.interviews"
LOT = "exchange.lot"
WISH, HOLD, HOLDS = "exchange.wish", "exchange.hold", "exchange.holds"
POSITIONS, ANSWER = "exchange.positions", "exchange.answer"
COUNTER, CUSTODY = "exchange.counter", "custody.read"
DESTINATION, DESTINATIONS = "exchange.destination", "exchange.destinations"


@dataclass(frozen=True, slots=True)
class ListShown:
    """A list version as far as it may be seen: who goes, and who is not proposed.

    ``unseen`` counts those left out, whose restricted cases are not for the reader.
    """

    version: ListVersion
    going: list[ListEntry]
    others: list[ListEntry]
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class PositionsShown:
    """A list with what the parties say of it, as far as it may be seen.

    ``answers`` by number in the list and party; ``counters`` the newest of each party
    over this version.  Nothing is here of somebody hidden from the reader.
    """

    seen: ListShown
    answers: positions.Answers
    counters: dict[str, Counter]

    @property
    def listed(self) -> dict[str, ListEntry]:
        """Everybody who may be seen, by number in the list: first those who go."""
        return {one.shared_ref: one for one in (*self.seen.going, *self.seen.others)}


def open_exchange(actor: Actor, ref: str, *, right: str = READ) -> Exchange:
    """Return an exchange; it shows no person by itself."""
    doors.require(actor, right)
    exchange = queries.exchange_called(ref)
    if exchange is None:
        raise NothingHereError
    return exchange


def open_round(actor: Actor, ref: str, number: int, *, right: str = READ) -> Round:
    """Return a round of an exchange; it shows no person by itself."""
    exchange = open_exchange(actor, ref, right=right)
    held = exchange.rounds.filter(number=number).first()
    if held is None:
        raise NothingHereError
    return held


def open_list(
    actor: Actor, held: Round, *, version: int | None = None, right: str = READ
) -> ListShown:
    """Return the newest list of a round, or the one asked for; everybody is noted."""
    doors.require(actor, right)
    versions = queries.versions_of(held)
    found = (
        queries.newest_version(held)
        if version is None
        else versions.filter(version=version).first()
    )
    if found is None:
        raise NothingHereError
    return _shown(actor, found)


def open_document(
    actor: Actor, held: Round, *, version: int | None = None
) -> ListShown:
    """Return a list as the document that is signed: whole, or not at all.

    Nothing can be left out of it, since its hash is over every row.  To attach a
    signature nobody has to read it: whoever holds the key had the file from somebody
    entrusted with everybody on it.
    """
    seen = open_list(actor, held, version=version)
    if seen.unseen:
        raise NothingHereError
    return seen


def open_positions(
    actor: Actor, held: Round, *, version: int | None = None, right: str = POSITIONS
) -> PositionsShown:
    """Return a list with every answer and counter-proposal; everybody is noted."""
    seen = open_list(actor, held, version=version, right=right)
    shown = {one.shared_ref for one in (*seen.going, *seen.others)}
    answers = positions.answers_up_to(seen.version)
    return PositionsShown(
        seen,
        {case: by_party for case, by_party in answers.items() if case in shown},
        positions.counters_over(seen.version),
    )


def conflicts_seen(
    actor: Actor, version: ListVersion, entries: Sequence[ListEntry], *, at: datetime
) -> dict[int, list[Conflict]]:
    """Return what contradicts that people go whom the actor already sees.

    Names held back, answers and captivities tell as far as the actor may read those.
    """
    sight = conflicts.Sight(
        answers=doors.may(actor, POSITIONS),
        holds=doors.may(actor, HOLDS),
        custody=doors.may(actor, CUSTODY),
    )
    return conflicts.conflicts_of(version, entries, sight=sight, on=at.date())


def open_draft(actor: Actor, held: Round) -> ListShown | None:
    """Return a party's own newest draft, None where there is none yet."""
    doors.require(actor, DRAFT)
    draft = queries.newest_draft(held)
    return _shown(actor, draft) if draft else None


def open_reasons(actor: Actor, version: ListVersion, *, right: str) -> dict[str, Any]:
    """Return why each is on a list or off it.

    ``right`` is the interviewer's for a proposal, whose reasons may tell of a wish, and
    a negotiator's for a party's own draft, which knows none.
    """
    expected = REASONS if version.kind == ListVersion.Kind.PROPOSAL else DRAFT
    if right != expected:
        raise NothingHereError
    doors.require(actor, right)
    return queries.reasons_for(version)


def open_wishes(actor: Actor, case_ref: str) -> list[Heard]:
    """Return what a person answered, newest first, to the neutral interviewer.

    To everybody else, and in a party's installation to anybody, this is not there:
    the same answer as for nobody.
    """
    doors.open_case(actor, case_ref, right=WISH)
    if person_called(case_ref) is None:
        raise NothingHereError
    return wishes.wishes_heard(actor=actor, case_refs=frozenset(numbers_of(case_ref)))


def open_interviews(actor: Actor, *, at: datetime) -> list[Pair]:
    """Return whom the interviewer still has to ask, each noted.

    Whoever asked to be left alone is not among them.
    """
    needed = interviews.interviews_needed(actor=actor, at=at)
    left_alone = everybody_left_alone()
    pairs = [pair for pair in needed if pair.case_ref not in left_alone]
    _note(pair.case_ref for pair in pairs)
    return pairs


def open_holds(actor: Actor) -> list[HoldShown]:
    """Return every hold but those of hidden people, the newest first, each noted."""
    doors.require(actor, HOLDS)
    newest_first = Hold.objects.order_by("-recorded_at", "-pk")
    return seen_holds(actor, list(holds.shown(newest_first).values()))


def seen_holds(actor: Actor, found: Sequence[HoldShown]) -> list[HoldShown]:
    """Return those of many holds that are not of somebody hidden, each noted."""
    hidden = hidden_cases(actor)
    seen = [hold for hold in found if hold.case_ref not in hidden]
    _note(hold.case_ref for hold in seen)
    return seen


def open_hold(actor: Actor, ref: str) -> Hold:
    """Return one hold of this party's, to end it."""
    doors.require(actor, HOLD)
    hold = Hold.objects.filter(ref=ref).first()
    unseen = hold is not None and hold.case_ref in hidden_cases(actor)
    if hold is None or unseen or hold.said_by != actor.organisation:
        raise NothingHereError
    if hold.case_ref:
        reads.note(hold.case_ref)
    return hold


def open_person_to_hold(actor: Actor, case_ref: str) -> None:
    """Let a negotiator of the detaining power say that somebody is held back."""
    doors.open_case(actor, case_ref, right=HOLD)
    if person_called(case_ref) is None:
        raise NothingHereError


def open_destinations(actor: Actor) -> list[DestinationShown]:
    """Return every destination but those of hidden people, the newest first, noted."""
    doors.require(actor, DESTINATIONS)
    hidden = hidden_cases(actor)
    every = Destination.objects.select_related("taken_back").exclude(
        case_ref__in=hidden
    )
    seen = destinations.shown(every.order_by("-recorded_at", "-pk"))
    _note(one.case_ref for one in seen)
    return seen


def destinations_about(actor: Actor, case_ref: str) -> list[DestinationShown]:
    """Return where powers said that a person goes, the newest first."""
    doors.open_case(actor, case_ref, right=DESTINATIONS)
    told = Destination.objects.filter(case_ref__in=numbers_of(case_ref) or [case_ref])
    told = told.select_related("taken_back").order_by("-recorded_at", "-pk")
    return destinations.shown(told)


def open_destination(actor: Actor, ref: str) -> Destination:
    """Return one destination, to take it back."""
    doors.require(actor, DESTINATION)
    found = Destination.objects.filter(ref=ref).first()
    if found is None or found.case_ref in hidden_cases(actor):
        raise NothingHereError
    reads.note(found.case_ref)
    return found


def open_person_to_send(actor: Actor, case_ref: str) -> None:
    """Let somebody who speaks for powers say where a person goes."""
    doors.open_case(actor, case_ref, right=DESTINATION)
    if person_called(case_ref) is None:
        raise NothingHereError


def lines_about(actor: Actor, case_ref: str) -> list[ListEntry]:
    """Return where a person stands on the newest list of each round."""
    doors.open_case(actor, case_ref, right=READ)
    return queries.lines_about(numbers_of(case_ref) or [case_ref])


def _shown(actor: Actor, version: ListVersion) -> ListShown:
    hidden = hidden_cases(actor)
    every = [*queries.entries_of(version), *queries.others_of(version)]
    seen = [entry for entry in every if entry.case_ref not in hidden]
    _note(entry.case_ref for entry in seen)
    going = [entry for entry in seen if entry.proposed]
    others = [entry for entry in seen if not entry.proposed]
    return ListShown(version, going, others, unseen=len(every) - len(seen))


def _note(case_refs: Iterable[str]) -> None:
    for case_ref in case_refs:
        if case_ref:
            reads.note(case_ref)
