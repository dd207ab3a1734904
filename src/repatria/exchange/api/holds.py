"""Names held back under articles 115 and 119: read, told, ended."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import Page, Ref
from repatria.exchange import doors
from repatria.exchange.core.articles import Article, Ground
from repatria.exchange.models import Hold
from repatria.exchange.services import holds
from repatria.exchange.services.holds import HoldShown

router = Router(tags=["exchanges"])


class HoldTold(Schema):
    """A party says by name that it holds somebody back; ``until`` "": not stated.

    ``case`` is None where none of ours is known.
    """

    hold: str
    case: str | None
    party: str
    home: str
    article: str
    ground: str
    until: str
    holder_id: str
    said_by: str
    recorded_at: datetime
    ended_at: datetime | None


class Holds(Schema):
    """The newest first; ``next`` begins the next page."""

    holds: list[HoldTold]
    next: int | None


class HeldBack(Schema):
    """Whom this party holds back, under which article, and on what ground."""

    case: Ref
    article: Article
    ground: Ground
    until: Annotated[str, Field(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$")] = ""


A_HOLD = {
    "hold": "H-2K7M90QX",
    "case": "R-7K2M90QX",
    "party": "NORLAND",
    "home": "SUDMARK",
    "article": "GC III 115",
    "ground": "judicial prosecution",
    "until": "",
    "holder_id": "N-1",
    "said_by": "north",
    "recorded_at": "2022-11-21T09:00:00Z",
    "ended_at": None,
}


@operation(
    router,
    "GET",
    "/holds",
    right=doors.HOLDS,
    answers={"holds": [A_HOLD], "next": None},
)
def all_holds(request: HttpRequest, page: Query[Page]) -> Holds:
    """Return the names held back, the newest first; ``after`` counts from there."""
    found = doors.open_holds(actor_of(request))
    shown = found[page.after : page.after + page.limit]
    following = page.after + len(shown)
    return Holds(
        holds=[_told(one) for one in shown],
        next=following if shown and following < len(found) else None,
    )


def _told(one: HoldShown) -> HoldTold:
    return HoldTold(
        hold=one.ref,
        case=one.case_ref or None,
        party=one.party,
        home=one.home,
        article=one.article,
        ground=one.ground,
        until=one.until,
        holder_id=one.holder_id,
        said_by=one.said_by,
        recorded_at=one.recorded_at,
        ended_at=one.ended_at,
    )


@operation(
    router,
    "POST",
    "/holds",
    right=doors.HOLD,
    asks={
        "case": "R-7K2M90QX",
        "article": "GC III 115",
        "ground": "judicial prosecution",
    },
    answers=A_HOLD,
)
def hold_back(request: HttpRequest, body: HeldBack) -> HoldTold:
    """Say that this party holds somebody back, as an article lets it."""
    actor = actor_of(request)
    doors.open_person_to_hold(actor, body.case)
    held = holds.record_hold(
        actor=actor,
        case_ref=body.case,
        article=body.article.value,
        ground=body.ground.value,
        until=body.until,
        at=datetime.now(UTC),
    )
    return _one(held)


@operation(router, "POST", "/holds/{ref}/end", right=doors.HOLD, answers=A_HOLD)
def end(request: HttpRequest, ref: Ref) -> HoldTold:
    """Say that a hold of this party's has ended."""
    actor = actor_of(request)
    held = doors.open_hold(actor, ref)
    holds.end_hold(actor=actor, hold=held, at=datetime.now(UTC))
    return _one(held)


def _one(held: Hold) -> HoldTold:
    found = holds.shown(Hold.objects.filter(pk=held.pk))
    return _told(next(iter(found.values())))
