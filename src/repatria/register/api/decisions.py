"""One person or two: what was decided, deciding it, undoing it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema

from repatria.access import doors as access
from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import Number, Page, Reasons, Ref
from repatria.access.core.errors import NothingHereError
from repatria.register import doors, queries, services
from repatria.register.models import Decision, Record
from repatria.shared.actors import Actor
from repatria.shared.pieces import a_page

router = Router(tags=["decisions"])
RIGHT = "register.decide"


class DecisionTold(Schema):
    """Who decided what about two records; ``undoes`` is None but for an undoing."""

    number: int
    kind: str
    left: int
    right: int
    by: str
    at: datetime
    reasons: str
    undoes: int | None
    undone_by: int | None


class Decisions(Schema):
    """What was decided about a person, the newest first."""

    decisions: list[DecisionTold]
    next: int | None


class Decide(Schema):
    """That two records are about one person ("link"), or about two ("separate")."""

    kind: Literal["link", "separate"]
    left: Number
    right: Number
    reasons: Reasons


class Undo(Schema):
    """Why a decision is undone."""

    reasons: Reasons


A_DECISION = {
    "number": 6301,
    "kind": "link",
    "left": 5201,
    "right": 5207,
    "by": "token:7",
    "at": "2022-11-21T09:00:00Z",
    "reasons": "Same number, same day of birth.",
    "undoes": None,
    "undone_by": None,
}


@operation(
    router,
    "GET",
    "/persons/{case_ref}/decisions",
    right="register.person",
    answers={"decisions": [A_DECISION], "next": None},
)
def decisions(request: HttpRequest, case_ref: Ref, page: Query[Page]) -> Decisions:
    """Return what was decided about a person's records, the newest first."""
    person = doors.open_person(actor_of(request), case_ref)
    held = queries.decisions_about(person.case_ref)
    older = held.filter(pk__lt=page.after) if page.after else held
    shown, more = a_page(older, page.limit)
    return Decisions(
        decisions=[_told(one) for one in shown], next=shown[-1].pk if more else None
    )


@operation(
    router,
    "POST",
    "/decisions",
    right=RIGHT,
    asks={
        "kind": "link",
        "left": 5201,
        "right": 5207,
        "reasons": "Same number, same day of birth.",
    },
    answers=A_DECISION,
)
def decide(request: HttpRequest, body: Decide) -> DecisionTold:
    """Decide that two records are about one person, or about two."""
    actor = actor_of(request)
    left, right = _open(actor, body.left), _open(actor, body.right)
    act = services.link if body.kind == "link" else services.separate
    made = act(
        actor=actor,
        left=left,
        right=right,
        reasons=body.reasons,
        at=datetime.now(UTC),
    )
    return _told(made)


@operation(
    router,
    "POST",
    "/decisions/{number}/undo",
    right=RIGHT,
    asks={"reasons": "The paper list shows two birth dates."},
    answers=A_DECISION | {"number": 6302, "kind": "undo", "undoes": 6301},
)
def undo(request: HttpRequest, number: Number, body: Undo) -> DecisionTold:
    """Undo a decision; both stay written."""
    actor = actor_of(request)
    access.require(actor, "register.person")
    held = Decision.objects.filter(pk=number).first()
    if held is None:
        raise NothingHereError
    for record in (held.left_id, held.right_id):
        _open(actor, record)
    made = services.undo(
        actor=actor, decision=held, reasons=body.reasons, at=datetime.now(UTC)
    )
    return _told(made)


def _open(actor: Actor, number: int) -> Record:
    record, _person = doors.open_record(actor, number)
    return record


def _told(one: Decision) -> DecisionTold:
    undone = Decision.objects.filter(undoes=one).values_list("pk", flat=True).first()
    return DecisionTold(
        number=one.pk,
        kind=one.kind,
        left=one.left_id,
        right=one.right_id,
        by=one.by,
        at=one.at,
        reasons=one.reasons,
        undoes=one.undoes_id,
        undone_by=undone,
    )
