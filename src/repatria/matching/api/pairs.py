"""Pairs that wait for a person's answer, and the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import MOST, MaybeReasons, Number, Page
from repatria.matching import doors, services
from repatria.matching.models import Answer, Pair
from repatria.matching.queries import queue
from repatria.matching.queries.queue import Queue
from repatria.register.api.lists import said
from repatria.register.doors import note_shown
from repatria.register.models import Record
from repatria.register.queries import case_refs_of
from repatria.shared.pieces import a_page

router = Router(tags=["pairs"])
RIGHT = "matching.decide"
ACTS: dict[str, Callable[..., Answer]] = {
    "same": services.decide_same,
    "different": services.decide_different,
    "unsure": services.answer_unsure,
    "needs_data": services.answer_needs_data,
    "undo": services.undo,
}


class Waiting(Page):
    """Which queue is asked for; ``after`` is the number of a pair, 0 for the start."""

    queue: Queue = Queue.OPEN


class PairSide(Schema):
    """One record of a pair."""

    record: int
    case: str
    list: int | None
    says: dict[str, str]


class PairTold(Schema):
    """Two records that may be one person, what the machine proposes, and the answer.

    ``seen`` is the newest answer (0: none), to be given back with one's own; ``answer``
    is empty while nobody has answered.
    """

    number: int
    run: int
    left: PairSide
    right: PairSide
    probability: float
    proposal: str
    differs: list[str]
    answer: str
    seen: int


class Pairs(Schema):
    """What an answer is worth most first; ``next`` begins the next page."""

    pairs: list[PairTold]
    next: int | None


class GiveAnswer(Schema):
    """An answer, and the newest one that was shown before it was given."""

    answer: Literal["same", "different", "unsure", "needs_data", "undo"]
    seen: Annotated[int, Field(ge=0, le=MOST)]
    reasons: MaybeReasons = ""


class Answered(Schema):
    """How the pair now stands; ``decision`` is None where none was taken."""

    pair: int
    answer: str
    seen: int
    decision: int | None


_A_PAIR = {
    "number": 8501,
    "run": 7401,
    "left": {
        "record": 5201,
        "case": "R-7K2M90QX",
        "list": 4101,
        "says": {"family": "Koval", "birth": "1984-05-09"},
    },
    "right": {
        "record": 5207,
        "case": "R-3MZ81C4T",
        "list": 4102,
        "says": {"family": "Kowal", "birth": "1984-05-09"},
    },
    "probability": 0.93,
    "proposal": "review",
    "differs": [],
    "answer": "",
    "seen": 0,
}


@operation(
    router,
    "GET",
    "/runs/{number}/pairs",
    right=RIGHT,
    answers={"pairs": [_A_PAIR], "next": None},
)
def pairs(request: HttpRequest, number: Number, wanted: Query[Waiting]) -> Pairs:
    """Return the pairs of a comparison that wait; both persons of each are noted."""
    actor = actor_of(request)
    run = doors.open_run(actor, number, right=RIGHT)
    held = queue.waiting(run, wanted.queue, actor=actor, at=datetime.now(UTC))
    last = Pair.objects.filter(run=run, pk=wanted.after).first()
    if last is not None:
        held = queue.behind(held, last)
    held = held.select_related("left", "right").prefetch_related("answers")
    shown, more = a_page(held, wanted.limit)
    refs = case_refs_of({pk for one in shown for pk in (one.left_id, one.right_id)})
    note_shown(refs.values())
    return Pairs(
        pairs=[_told(one, refs) for one in shown], next=shown[-1].pk if more else None
    )


@operation(router, "GET", "/pairs/{number}", right=RIGHT, answers=_A_PAIR)
def one_pair(request: HttpRequest, number: Number) -> PairTold:
    """Return one pair as it stands now."""
    pair = doors.open_pair(actor_of(request), number)
    return _told(pair, case_refs_of((pair.left_id, pair.right_id)))


@operation(
    router,
    "POST",
    "/pairs/{number}/answer",
    right=RIGHT,
    asks={"answer": "same", "seen": 0, "reasons": "Same number on both lists."},
    answers={"pair": 8501, "answer": "same", "seen": 9601, "decision": 6301},
)
def answer(request: HttpRequest, number: Number, body: GiveAnswer) -> Answered:
    """Answer a pair; refused (409) where another answer came since ``seen``."""
    actor = actor_of(request)
    pair = doors.open_pair(actor, number)
    made = ACTS[body.answer](
        actor=actor,
        pair=pair,
        reasons=body.reasons,
        seen=body.seen,
        at=datetime.now(UTC),
    )
    pair.refresh_from_db(fields=["answer"])
    return Answered(
        pair=pair.pk, answer=pair.answer, seen=made.pk, decision=made.decision_id
    )


def _told(pair: Pair, refs: dict[int, str]) -> PairTold:
    answers = [one.pk for one in pair.answers.all()]
    return PairTold(
        number=pair.pk,
        run=pair.run_id,
        left=_side(pair.left, refs),
        right=_side(pair.right, refs),
        probability=pair.probability,
        proposal=pair.verdict,
        differs=pair.differs,
        answer=pair.answer,
        seen=max(answers, default=0),
    )


def _side(record: Record, refs: dict[int, str]) -> PairSide:
    return PairSide(
        record=record.pk,
        case=refs[record.pk],
        list=record.source_file_id,
        says=said(record),
    )
