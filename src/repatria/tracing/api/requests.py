"""What families ask: recorded, read by those who may, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field

from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import Filled, MaybeReasons, Page, Ref, Text
from repatria.shared.pieces import a_page
from repatria.shared.text import is_complete
from repatria.tracing import doors, queries, services
from repatria.tracing.core.relations import Relation
from repatria.tracing.core.sought import Sought
from repatria.tracing.models import TracingRequest

router = Router(tags=["requests"])
RIGHT = "tracing.request"


def _written_to(language: str) -> str:
    """Refuse a language in which nobody is told the whole truth here."""
    if language not in dict(settings.LANGUAGES) or not is_complete(language):
        raise ValueError("language")
    return language


class Reader(Schema):
    """Who asks."""

    name: str
    contact: str


class SoughtTold(Schema):
    """Whom a family seeks, in its own words; what it does not know is empty."""

    family: Filled
    given: Text = ""
    patronymic: Text = ""
    birth: Text = ""
    unit: Text = ""
    last_heard: Annotated[Text, Field(max_length=400)] = ""


class RequestTold(Schema):
    """What a family asks; ``case`` is None while nobody has decided whose it is.

    ``reader`` and ``sought`` are None once their words have been erased.
    """

    request: str
    relation: str
    language: str
    case: str | None
    stands: str
    received_at: datetime
    reader: Reader | None
    sought: dict[str, str] | None


class Requests(Schema):
    """The newest first; ``next`` begins the next page."""

    requests: list[RequestTold]
    next: int | None


class Record(Schema):
    """A family's request, in the order in which a family tells it.

    ``reason`` is asked for where such a request was withdrawn before.
    """

    name: Filled
    contact: Annotated[Filled, Field(max_length=400)]
    relation: Relation
    language: Annotated[str, AfterValidator(_written_to)] = "en"
    sought: SoughtTold
    reason: MaybeReasons = ""


class Recorded(Schema):
    """The number under which the family asks from now on."""

    request: str
    received_at: datetime


A_REQUEST = {
    "request": "T-4K7QZ2M8",
    "relation": "parent",
    "language": "en",
    "case": None,
    "stands": "waiting",
    "received_at": "2022-11-20T09:30:00Z",
    "reader": {"name": "Olha Kovalenko", "contact": "+00 555 0100"},
    "sought": {"family": "Kovalenko", "given": "Ivan", "birth": "1984"},
}


@operation(
    router, "GET", "/requests", right=RIGHT,
    answers={"requests": [A_REQUEST], "next": None},
)  # fmt: skip
def requests(request: HttpRequest, page: Query[Page]) -> Requests:
    """Return the requests that one may open, the newest first; each is noted."""
    actor = actor_of(request)
    held = doors.visible_requests(actor).order_by("-pk")
    older = held.filter(pk__lt=page.after) if page.after else held
    shown, more = a_page(older, page.limit)
    doors.shown_on_page(shown)
    return Requests(requests=_told(shown), next=shown[-1].pk if more else None)


@operation(router, "GET", "/requests/{ref}", right=RIGHT, answers=A_REQUEST)
def one_request(request: HttpRequest, ref: Ref) -> RequestTold:
    """Return one request."""
    return _told([doors.open_request(actor_of(request), ref)])[0]


@operation(
    router,
    "POST",
    "/requests",
    right=RIGHT,
    asks={
        "name": "Olha Kovalenko",
        "contact": "+00 555 0100",
        "relation": "parent",
        "sought": {"family": "Kovalenko", "given": "Ivan", "birth": "1984"},
    },
    answers={"request": "T-4K7QZ2M8", "received_at": "2022-11-20T09:30:00Z"},
)
def record(request: HttpRequest, body: Record) -> Recorded:
    """Record what a family asks; whose case it is, a person decides later."""
    made = services.record_request(
        actor=actor_of(request),
        name=body.name,
        contact=body.contact,
        relation=body.relation,
        language=body.language,
        sought=Sought(**body.sought.model_dump()),
        reason=body.reason.strip(),
        at=datetime.now(UTC),
    )
    return Recorded(request=made.ref, received_at=made.received_at)


def _told(held: Sequence[TracingRequest]) -> list[RequestTold]:
    opened = queries.opened_all(held)
    return [_one(each, opened[each.pk]) for each in held]


def _one(held: TracingRequest, opened: queries.Opened) -> RequestTold:
    sought = opened.sought
    words = {**sought.told(), "last_heard": sought.last_heard} if sought else None
    return RequestTold(
        request=held.ref,
        relation=held.relation,
        language=held.requester.language,
        case=held.case_ref or None,
        stands=held.state.stands,
        received_at=held.received_at,
        reader=None
        if opened.reader is None
        else Reader(name=opened.reader, contact=opened.contact or ""),
        sought={name: said for name, said in words.items() if said} if words else None,
    )
