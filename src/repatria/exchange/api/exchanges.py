"""Exchanges, their rounds, where they stand, and when everybody will be home."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field, model_validator

from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import Code, Filled, Number, Page, Ref
from repatria.access.restricted import hidden_cases
from repatria.exchange import doors, queries
from repatria.exchange.core.crossed import BANDS, told_apart
from repatria.exchange.core.rounds import MOST_ROUNDS
from repatria.exchange.models import Exchange, ExchangeEvent
from repatria.exchange.queries.rounds import RoundTold, rounds_told
from repatria.exchange.services import exchanges, series
from repatria.exchange.services.exchanges import RoundPlan
from repatria.shared.pieces import a_page

router = Router(tags=["exchanges"])
MOST_RULES, MOST_PARTIES, MOST_SEATS = 100_000, 20, 1_000_000
RoundNumber = Annotated[int, Field(ge=1, le=MOST_ROUNDS)]
Way = Annotated[str, Field(max_length=90, pattern=r"^[^>\x00]+>[^>\x00]+$")]
Seats = Annotated[int, Field(ge=0, le=MOST_SEATS)]


class ExchangeTold(Schema):
    """An exchange; ``rules`` is "" where another organisation keeps their text."""

    exchange: str
    title: str
    parties: list[str]
    rounds: int
    rules: str
    rules_sha256: str


class Exchanges(Schema):
    """The newest first; ``next`` begins the next page."""

    exchanges: list[ExchangeTold]
    next: int | None


class Bounds(Schema):
    """A number known within two bounds, mostly exactly."""

    low: int
    high: int


class RoundSaid(Schema):
    """A round, with numbers by the party whose people they are.

    ``proposed``, ``crossed`` and ``version`` are None where there is no list, or where
    nothing has crossed.  ``ahead``: what is owed to each of two parties after it.
    """

    round: int
    on: date | None
    places: dict[str, int]
    state: str | None
    version: int | None
    sha256: str | None
    signed_by: list[str]
    proposed: dict[str, int] | None
    crossed: dict[str, int] | None
    ahead: dict[str, Bounds] | None


class Rounds(Schema):
    """Every round, in its order."""

    rounds: list[RoundSaid]


class EventTold(Schema):
    """A round reached a state; ``said_by`` is "" where it happened here.

    ``undoes`` is the number of the event that this one takes back, else None.
    """

    number: int
    state: str
    said_by: str
    reason: str
    undoes: int | None
    by: str
    at: datetime


class Events(Schema):
    """What happened to a round, the oldest first."""

    events: list[EventTold]


class Band(Schema):
    """Who waits, held for ``from_days`` and longer; None where nobody said since when.

    ``counts`` by whose people they are; None for a number too small to be told.
    """

    from_days: int | None
    counts: dict[str, int | None]


class Expected(Schema):
    """When one side could be home, person for person, with the places planned."""

    rounds: int
    on: date | None
    left: int


class ScheduleTold(Schema):
    """Who waits, and when one side could be home: as if everybody on the lists went.

    ``until_home`` is None where a round ahead states no places.
    """

    waiting: dict[str, int]
    bands: list[Band]
    until_home: Expected | None


class RoundAsked(Schema):
    """A round as planned; ``places`` by direction, "A>B": held by A, going to B."""

    on: date | None = None
    places: Annotated[dict[Way, Seats], Field(max_length=400, default_factory=dict)]


class Opened(Schema):
    """An exchange to set up: ``rules`` is the text of RULES.toml, as agreed."""

    title: Filled
    parties: Annotated[list[Code], Field(min_length=2, max_length=MOST_PARTIES)]
    rules: Annotated[str, Field(max_length=MOST_RULES, pattern=r"^[^\x00]*$")]
    rounds: Annotated[
        list[RoundAsked], Field(max_length=MOST_ROUNDS, default_factory=list)
    ]

    @model_validator(mode="after")
    def _ways_leave_parties(self) -> Opened:
        """Refuse places from whoever is no party, or from a party to itself."""
        for way in (way for one in self.rounds for way in one.places):
            holder, _to, home = way.partition(">")
            if holder not in self.parties or holder == home:
                raise ValueError("places")
        return self


A_REF = "X-2K7M90QX"
AN_EXCHANGE: dict[str, Any] = {
    "exchange": A_REF,
    "title": "Lake series",
    "parties": ["NORLAND", "SUDMARK"],
    "rounds": 1,
    "rules": 'parties = ["NORLAND", "SUDMARK"]',
    "rules_sha256": "b0c4...",
}
A_ROUND: dict[str, Any] = {
    "round": 1,
    "on": "2022-11-23",
    "places": {"NORLAND>SUDMARK": 36, "SUDMARK>NORLAND": 36},
    "state": None,
    "version": None,
    "sha256": None,
    "signed_by": [],
    "proposed": None,
    "crossed": None,
    "ahead": None,
}
AN_EVENT = {
    "number": 4,
    "state": "proposed",
    "said_by": "",
    "reason": "",
    "undoes": None,
    "by": "token:7",
    "at": "2022-11-21T09:00:00Z",
}
A_SCHEDULE = {
    "waiting": {"NORLAND": 80, "SUDMARK": 78},
    "bands": [{"from_days": 0, "counts": {"NORLAND": 80, "SUDMARK": 78}}],
    "until_home": {"rounds": 3, "on": "2022-12-21", "left": 2},
}


@operation(
    router,
    "GET",
    "/exchanges",
    right=doors.READ,
    answers={"exchanges": [AN_EXCHANGE], "next": None},
)
def all_exchanges(request: HttpRequest, page: Query[Page]) -> Exchanges:
    """Return every exchange, the newest first; they name nobody."""
    del request
    found = Exchange.objects.order_by("-pk")
    older = found.filter(pk__lt=page.after) if page.after else found
    shown, more = a_page(older, page.limit)
    return Exchanges(
        exchanges=[told(one) for one in shown], next=shown[-1].pk if more else None
    )


def told(exchange: Exchange) -> ExchangeTold:
    """Return what is told of an exchange; it names nobody."""
    return ExchangeTold(
        exchange=exchange.ref,
        title=exchange.title,
        parties=list(queries.parties_of(exchange)),
        rounds=exchange.rounds.count(),
        rules=exchange.rules,
        rules_sha256=exchange.rules_sha256,
    )


@operation(
    router,
    "POST",
    "/exchanges",
    right=doors.SET_UP,
    asks={
        "title": "Lake series",
        "parties": ["NORLAND", "SUDMARK"],
        "rules": 'parties = ["NORLAND", "SUDMARK"]',
        "rounds": [{"on": "2022-11-23", "places": {"NORLAND>SUDMARK": 36}}],
    },
    answers=AN_EXCHANGE,
)
def open_one(request: HttpRequest, body: Opened) -> ExchangeTold:
    """Set up an exchange under agreed rules, with its rounds."""
    opened = exchanges.open_exchange(
        actor=actor_of(request),
        title=body.title,
        parties=tuple(body.parties),
        rules=body.rules,
        rounds=[
            RoundPlan(number, one.on, one.places)
            for number, one in enumerate(body.rounds, 1)
        ],
        at=datetime.now(UTC),
    )
    return told(opened)


@operation(router, "GET", "/exchanges/{ref}", right=doors.READ, answers=AN_EXCHANGE)
def one_exchange(request: HttpRequest, ref: Ref) -> ExchangeTold:
    """Return one exchange."""
    return told(doors.open_exchange(actor_of(request), ref))


@operation(
    router,
    "GET",
    "/exchanges/{ref}/rounds",
    right=doors.READ,
    answers={"rounds": [A_ROUND]},
)
def rounds(request: HttpRequest, ref: Ref) -> Rounds:
    """Return the rounds of an exchange: proposed, crossed, and who is ahead."""
    exchange = doors.open_exchange(actor_of(request), ref)
    return Rounds(rounds=[_round(one) for one in rounds_told(exchange)])


def _round(one: RoundTold) -> RoundSaid:
    version = one.version
    return RoundSaid(
        round=one.held.number,
        on=one.held.planned_on,
        places=one.held.sizes,
        state=one.state.value if one.state else None,
        version=version.version if version else None,
        sha256=version.sha256 if version else None,
        signed_by=queries.signed_by(version) if version else [],
        proposed=one.proposed,
        crossed=one.crossed,
        ahead={party: Bounds(low=n.low, high=n.high) for party, n in one.ahead.items()}
        if one.ahead
        else None,
    )


@operation(
    router,
    "GET",
    "/exchanges/{ref}/rounds/{number}/events",
    right=doors.READ,
    answers={"events": [AN_EVENT]},
)
def events(request: HttpRequest, ref: Ref, number: Number) -> Events:
    """Return what happened to a round, also what was taken back."""
    held = doors.open_round(actor_of(request), ref, number)
    return Events(events=[event_told(one) for one in queries.events_of(held)])


def event_told(one: ExchangeEvent) -> EventTold:
    """Return what is told of an event; it names nobody."""
    return EventTold(
        number=one.pk,
        state=one.state,
        said_by=one.said_by,
        reason=one.reason,
        undoes=one.undoes_id,
        by=one.by,
        at=one.at,
    )


@operation(
    router,
    "GET",
    "/exchanges/{ref}/schedule",
    right=doors.READ,
    answers=A_SCHEDULE,
)
def schedule(request: HttpRequest, ref: Ref) -> ScheduleTold:
    """Return who waits and when one side could be home; no wish changes it."""
    actor = actor_of(request)
    exchange = doors.open_exchange(actor, ref)
    waiting = series.waiting_by_band(
        exchange, on=datetime.now(UTC).date(), hidden=hidden_cases(actor)
    )
    home = series.until_all_are_home(rounds_told(exchange), waiting)
    apart = {party: told_apart(bands) for party, bands in waiting.bands.items()}
    starts: list[int | None] = [0, *BANDS, None]
    places = [*range(len(BANDS) + 1), series.UNKNOWN]
    return ScheduleTold(
        waiting=waiting.sums,
        bands=[
            Band(
                from_days=start,
                counts={party: told.get(place, 0) for party, told in apart.items()},
            )
            for start, place in zip(starts, places, strict=True)
        ],
        until_home=Expected(rounds=home.rounds, on=home.on, left=home.left)
        if home
        else None,
    )
