"""What a party says of a list: answers per person, taken back, a counter-proposal."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import Number, Ref
from repatria.access.core.errors import NothingHereError
from repatria.exchange import doors
from repatria.exchange.api.lists import VERSION, CounterTold
from repatria.exchange.core.counters import Change
from repatria.exchange.core.entry_states import EntryState, Missing, RefusedFor
from repatria.exchange.queries import positions
from repatria.exchange.services import answers, counters
from repatria.exchange.services.answers import Said

router = Router(tags=["exchanges"])
MOST_ENTRIES = 10_000
Entries = Annotated[list[Ref], Field(max_length=MOST_ENTRIES)]
Answer = Literal[
    "requested", "held", "not_held", "dead", "already_returned", "refused",
    "duplicate", "needs_data",
]  # fmt: skip


class EntriesAnswer(Schema):
    """One answer of those with these numbers in the list.

    ``on`` "": no day is stated.  ``ground`` belongs to a refusal; it is sealed, and
    never sent.
    """

    entries: Annotated[Entries, Field(min_length=1)]
    state: Answer
    on: Annotated[str, Field(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")] = ""
    same_as: Annotated[str, Field(max_length=20, pattern=r"^[^\x00]*$")] = ""
    missing: Annotated[list[Missing], Field(max_length=20, default_factory=list)]
    ground: RefusedFor | None = None


class EntriesAnswered(Schema):
    """An act of this party's, by whose number it can be taken back."""

    act: str


class ChangesAsked(Schema):
    """Who should go and who should not, by numbers in the list, and no reason."""

    wanted: Annotated[Entries, Field(default_factory=list)]
    unwanted: Annotated[Entries, Field(default_factory=list)]


AN_ACT = {"act": "V-2K7M90QX"}


@operation(
    router,
    "POST",
    VERSION + "/answers",
    right=doors.ANSWER,
    asks={"entries": ["R-7K2M90QX"], "state": "held"},
    answers=AN_ACT,
)
def answer(
    request: HttpRequest, ref: Ref, number: Number, version: Number, body: EntriesAnswer
) -> EntriesAnswered:
    """Answer people of the newest list alike, for this party.  Nothing is sent by it.

    All of them are answered, or none.
    """
    actor = actor_of(request)
    opened = _newest(request, ref, number, version, right=doors.ANSWER)
    _check_listed(body.entries, opened)
    said = Said(
        EntryState(body.state),
        on=body.on,
        of=body.same_as,
        missing=tuple(one.value for one in body.missing),
        ground=body.ground.value if body.ground else "",
    )
    act = answers.answer_entries(
        actor=actor,
        version=opened.seen.version,
        entries=[opened.listed[case] for case in dict.fromkeys(body.entries)],
        said=said,
        at=datetime.now(UTC),
    )
    return EntriesAnswered(act=act)


@operation(
    router,
    "POST",
    VERSION + "/answers/{act}/back",
    right=doors.ANSWER,
    answers=AN_ACT,
)
def take_back(
    request: HttpRequest, ref: Ref, number: Number, version: Number, act: Ref
) -> EntriesAnswered:
    """Take an act of this party's back; what stood before stands again."""
    opened = _newest(request, ref, number, version, right=doors.ANSWER)
    back = answers.take_back(
        actor=actor_of(request),
        version=opened.seen.version,
        act=act,
        at=datetime.now(UTC),
    )
    return EntriesAnswered(act=back)


@operation(
    router,
    "POST",
    VERSION + "/counter",
    right=doors.COUNTER,
    asks={"wanted": ["R-7K2M90QX"], "unwanted": ["R-4P1N80ZT"]},
    answers={"party": "NORLAND", "wanted": ["R-7K2M90QX"], "unwanted": ["R-4P1N80ZT"]},
)
def counter(
    request: HttpRequest, ref: Ref, number: Number, version: Number, body: ChangesAsked
) -> CounterTold:
    """Keep this party's counter-proposal over the newest list.  Nothing is sent."""
    opened = _newest(request, ref, number, version, right=doors.COUNTER)
    _check_listed([*body.wanted, *body.unwanted], opened)
    kept = counters.keep_counter(
        actor=actor_of(request),
        version=opened.seen.version,
        change=Change(frozenset(body.wanted), frozenset(body.unwanted)),
        at=datetime.now(UTC),
    )
    return CounterTold(party=kept.party, wanted=kept.wanted, unwanted=kept.unwanted)


def _newest(
    request: HttpRequest, ref: str, number: int, version: int, *, right: str
) -> doors.PositionsShown:
    """Open a list that something is said of; an older version is refused."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=right)
    opened = doors.open_positions(actor, held, version=version, right=right)
    positions.check_newest(opened.seen.version)
    return opened


def _check_listed(cases: Collection[str], opened: doors.PositionsShown) -> None:
    """Refuse all where one is not on the list, or not for the reader to see."""
    if not opened.listed.keys() >= set(cases):
        raise NothingHereError
