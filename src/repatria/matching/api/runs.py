"""Comparisons: started, how far they are, and what they say of every row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import MOST, Number, Page
from repatria.access.core.errors import NothingHereError
from repatria.matching import doors, queries, services
from repatria.matching.models import RowVerdict, Run, Verdict
from repatria.matching.queries.lines import held_rows
from repatria.register.doors import note_shown, open_list, without_hidden
from repatria.register.models import SourceFile
from repatria.register.queries import case_refs_of
from repatria.shared.pieces import a_page

router = Router(tags=["runs"])
RIGHT = "matching.runs"


class RunTold(Schema):
    """A comparison of two lists; ``share`` is how much of it is done, 0 to 1."""

    number: int
    left: int
    right: int
    state: str
    step: str
    share: float
    opposite: bool
    started_at: datetime
    finished_at: datetime | None
    fault: str


class Runs(Schema):
    """Comparisons in the order in which they were asked for."""

    runs: list[RunTold]
    next: int | None


class SideFound(Schema):
    """One list of a comparison: how many of its rows have each verdict."""

    list: int
    verdicts: dict[str, int]


class RunFound(Schema):
    """How far a comparison is; once done, how many rows and pairs stand how."""

    run: RunTold
    sides: list[SideFound]
    pairs: dict[str, int]


class Start(Schema):
    """Which two lists are compared."""

    left: Number
    right: Number


class VerdictsAsked(Schema):
    """Which rows are asked for: of ``list``, behind row ``after``."""

    list: Number
    verdict: Verdict | None = None
    after: Annotated[int, Field(ge=0, le=MOST)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class VerdictTold(Schema):
    """What a comparison says of one row, and why; ``pair`` is None where alone."""

    row: int
    record: int
    case: str
    verdict: str
    reason: str
    pair: int | None
    differs: list[str]


class Verdicts(Schema):
    """VerdictsAsked in their order; ``next`` begins the next page."""

    rows: list[VerdictTold]
    next: int | None


A_RUN = {
    "number": 7401,
    "left": 4101,
    "right": 4102,
    "state": "done",
    "step": "",
    "share": 1.0,
    "opposite": False,
    "started_at": "2022-11-20T08:00:00Z",
    "finished_at": "2022-11-20T08:00:04Z",
    "fault": "",
}
_FOUND = {
    "run": A_RUN,
    "sides": [
        {"list": 4101, "verdicts": {"same_on_both": 2, "only_here": 1}},
        {"list": 4102, "verdicts": {"same_on_both": 2}},
    ],
    "pairs": {"same": 2, "review": 0},
}
_A_ROW = {
    "row": 1,
    "record": 5201,
    "case": "R-7K2M90QX",
    "verdict": "same_on_both",
    "reason": "agree",
    "pair": 8501,
    "differs": [],
}


@operation(router, "GET", "/runs", right=RIGHT, answers={"runs": [A_RUN], "next": None})
def runs(request: HttpRequest, page: Query[Page]) -> Runs:
    """Return comparisons, in the order in which they were asked for."""
    del request
    held = Run.objects.filter(pk__gt=page.after).order_by("pk")
    shown, more = a_page(held.defer("model", "totals"), page.limit)
    return Runs(runs=[told(one) for one in shown], next=shown[-1].pk if more else None)


def told(run: Run) -> RunTold:
    """Return what is told of a comparison; it names nobody."""
    return RunTold(
        number=run.pk,
        left=run.left_id,
        right=run.right_id,
        state=run.state,
        step=run.step,
        share=run.share,
        opposite=run.opposite,
        started_at=run.started_at,
        finished_at=run.finished_at,
        fault=run.fault,
    )


@operation(
    router,
    "POST",
    "/runs",
    right="matching.start",
    asks={"left": 4101, "right": 4102},
    answers=A_RUN | {"state": "waiting", "share": 0.0, "finished_at": None},
)
def start(request: HttpRequest, body: Start) -> RunTold:
    """Ask for a comparison of two lists; a worker does it."""
    actor = actor_of(request)
    run = services.start_run(
        actor=actor,
        left=open_list(actor, body.left),
        right=open_list(actor, body.right),
        at=datetime.now(UTC),
    )
    return told(run)


@operation(router, "GET", "/runs/{number}", right=RIGHT, answers=_FOUND)
def one_run(request: HttpRequest, number: Number) -> RunFound:
    """Return how far a comparison is, and its totals once it is done."""
    run = doors.open_run(actor_of(request), number)
    done = run.state == Run.State.DONE
    pairs = queries.pair_counts(run) if done else {}
    return RunFound(
        run=told(run),
        sides=[_side(run, file) for file in (run.left, run.right)] if done else [],
        pairs={name: count for name, count in pairs.items() if name != "run"},
    )


def _side(run: Run, file: SourceFile) -> SideFound:
    return SideFound(list=file.pk, verdicts=queries.verdict_counts(run, file))


@operation(
    router,
    "GET",
    "/runs/{number}/verdicts",
    right=RIGHT,
    answers={"rows": [_A_ROW], "next": None},
)
def verdicts(
    request: HttpRequest, number: Number, wanted: Query[VerdictsAsked]
) -> Verdicts:
    """Return what a comparison says of the rows of one list; each person is noted."""
    actor = actor_of(request)
    run, file = doors.open_run(actor, number), open_list(actor, wanted.list)
    if run.state != Run.State.DONE or file.pk not in (run.left_id, run.right_id):
        raise NothingHereError
    every = held_rows(run, file, wanted.verdict or "").filter(row__gt=wanted.after)
    held = without_hidden(actor, every, of="record")
    shown, more = a_page(held, wanted.limit)
    refs = case_refs_of([one.record_id for one in shown])
    note_shown(refs.values())
    return Verdicts(
        rows=[_row(one, refs[one.record_id]) for one in shown],
        next=shown[-1].row if more else None,
    )


def _row(one: RowVerdict, case_ref: str) -> VerdictTold:
    return VerdictTold(
        row=one.row,
        record=one.record_id,
        case=case_ref,
        verdict=one.verdict,
        reason=one.reason,
        pair=one.pair_id,
        differs=one.pair.differs if one.pair else [],
    )
