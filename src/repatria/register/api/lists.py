"""Lists and their rows, page by page."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Query, Router, Schema

from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import Number, Page
from repatria.register import doors
from repatria.register.core.statements import COLUMNS
from repatria.register.models import Record, SourceFile
from repatria.register.queries import case_refs_of
from repatria.shared.pieces import a_page

router = Router(tags=["lists"])
RIGHT = "register.lists"


class ListTold(Schema):
    """One version of a list."""

    number: int
    sender: str
    version: int
    subject: str
    holder: str
    home: str
    said_on: date
    received_at: datetime
    rows: int
    version_hash: str


class Lists(Schema):
    """Versions in the order in which they came; ``next`` begins the next page."""

    lists: list[ListTold]
    next: int | None


class RowTold(Schema):
    """One row: its case, and what it says; what it does not say is left out."""

    row: int
    record: int
    case: str
    says: dict[str, str]


class Rows(Schema):
    """Rows in their order; ``next`` begins the next page."""

    rows: list[RowTold]
    next: int | None


A_LIST = {
    "number": 4101,
    "sender": "south",
    "version": 1,
    "subject": "held",
    "holder": "SUDMARK",
    "home": "NORLAND",
    "said_on": "2022-11-19",
    "received_at": "2022-11-20T08:00:00Z",
    "rows": 3,
    "version_hash": "5c" * 32,
}
_A_ROW = {
    "row": 1,
    "record": 5201,
    "case": "R-7K2M90QX",
    "says": {"own_id": "1", "family": "Koval", "birth": "1984-05-09"},
}


@operation(
    router, "GET", "/lists", right=RIGHT, answers={"lists": [A_LIST], "next": None}
)
def lists(request: HttpRequest, page: Query[Page]) -> Lists:
    """Return the versions of lists, in the order in which they came."""
    del request
    held = SourceFile.objects.select_related("source").filter(pk__gt=page.after)
    shown, more = a_page(held.order_by("pk"), page.limit)
    return Lists(
        lists=[told(one) for one in shown], next=shown[-1].pk if more else None
    )


def told(one: SourceFile) -> ListTold:
    """Return what is told of a version; it names nobody."""
    return ListTold(
        number=one.pk,
        sender=one.source.sender,
        version=one.version,
        subject=one.subject,
        holder=one.holder,
        home=one.home,
        said_on=one.said_on,
        received_at=one.received_at,
        rows=one.rows,
        version_hash=one.merkle_root,
    )


@operation(router, "GET", "/lists/{number}", right=RIGHT, answers=A_LIST)
def one_list(request: HttpRequest, number: Number) -> ListTold:
    """Return one version of a list."""
    return told(doors.open_list(actor_of(request), number))


@operation(
    router,
    "GET",
    "/lists/{number}/rows",
    right=RIGHT,
    answers={"rows": [_A_ROW], "next": None},
)
def rows(request: HttpRequest, number: Number, page: Query[Page]) -> Rows:
    """Return rows of a list behind row ``after``; each person in them is noted."""
    actor = actor_of(request)
    held = doors.rows_of(actor, doors.open_list(actor, number))
    behind = held.filter(row__gt=page.after).order_by("row")
    shown, more = a_page(behind, page.limit)
    refs = case_refs_of([one.pk for one in shown])
    doors.note_shown(refs.values())
    return Rows(
        rows=[
            RowTold(row=one.row, record=one.pk, case=refs[one.pk], says=said(one))
            for one in shown
        ],
        next=shown[-1].row if more else None,
    )


def said(record: Record) -> dict[str, str]:
    """Return what a record says, without what it does not."""
    values = ((column, str(getattr(record, column))) for column in COLUMNS)
    return {column: value for column, value in values if value}
