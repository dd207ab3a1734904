"""Comparing two lists that stand here: asked for, done as a job, kept."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from repatria.access.bulk import insert_many
from repatria.ledger import services as ledger
from repatria.matching.core.refusals import SameListError
from repatria.matching.core.urgent import urgent_of
from repatria.matching.core.verdicts import RowFacts, verdict
from repatria.matching.core.worth import CUSTODY, PairFacts, worth
from repatria.matching.engine.link import Progress
from repatria.matching.engine.stored import Alone, Compared, Proposed, compare
from repatria.matching.models import Pair, RowVerdict, Run
from repatria.matching.services.verdicts import settle_stated
from repatria.register.core.directions import Direction
from repatria.register.core.statements import COLUMNS
from repatria.register.engine.records import ReadList
from repatria.register.engine.rows import list_of_records
from repatria.register.models import SourceFile
from repatria.shared.actors import Actor
from repatria.shared.errors import RepatriaError

AT_A_TIME = 2_000
TOLD_EVERY_S = 0.3  # how often progress is written: seldom enough to cost nothing
PROPOSED_BY = "matching"


@transaction.atomic
def start_run(
    *, actor: Actor, left: SourceFile, right: SourceFile, at: datetime
) -> Run:
    """Ask for a comparison of two lists; a worker does it, and the page shows how far.

    Lists of opposite direction may be compared: whoever is on both is then said to be
    held by both parties, and every pair says so.
    """
    from repatria.matching.jobs import reconcile

    if left.pk == right.pk:
        raise SameListError
    run = Run.objects.create(
        left=left,
        right=right,
        opposite=Direction(left.holder, left.home)
        == Direction(right.holder, right.home).turned,
        by=actor.ref,
        started_at=at,
    )
    ledger.append(
        actor=actor,
        act="matching.run-started",
        about=f"run:{run.pk}",
        facts={"left": left.merkle_root, "right": right.merkle_root},
        at=at,
    )
    reconcile.enqueue(run.pk)
    return run


@dataclass(frozen=True, slots=True)
class Side:
    """One list of a run: its rows as the engine reads them, and its records' keys."""

    file: SourceFile
    one: ReadList
    records: Sequence[int]  # by row, from row 1
    fates: Sequence[str]
    urgent: Sequence[frozenset[str]]  # see core.worth

    def fate(self, row: int) -> str:
        """Return what row ``row`` says became of the person."""
        return self.fates[row - 1]


def perform_run(run_id: int, *, at: datetime) -> Run:
    """Do a run that waits.  One that is done stays as it is, however often asked.

    ``at`` is when the work begins; how long it took is measured.
    """
    run = Run.objects.select_related("left", "right").get(pk=run_id)
    if run.state == Run.State.DONE:
        return run
    clock = time.perf_counter()
    Run.objects.filter(pk=run_id).update(state=Run.State.RUNNING, step="read", share=0)
    try:
        left, right = _side(run.left), _side(run.right)
        found = compare(left.one, right.one, progress=_told(run_id))
        took = time.perf_counter() - clock
        found.totals["seconds"] = round(took, 2)
        return _keep(run, found, left, right, at=at + timedelta(seconds=took))
    except Exception as fault:
        code = fault.code if isinstance(fault, RepatriaError) else type(fault).__name__
        Run.objects.filter(pk=run_id).update(state=Run.State.FAILED, fault=code)
        raise


def _side(file: SourceFile) -> Side:
    columns = (*COLUMNS, "row", "line", "readable", "pk")
    rows = list(file.records.order_by("row").values_list(*columns))
    told = dict(zip(columns, zip(*rows, strict=True), strict=True)) if rows else {}
    texts: dict[str, Sequence[Any]] = {name: told.get(name, ()) for name in columns}
    one = list_of_records(
        {name: texts[name] for name in COLUMNS},
        rows=texts["row"],
        lines=texts["line"],
        readable=texts["readable"],
        name=f"list {file.pk}",
        sha256=file.sha256,
    )
    urgent = [
        urgent_of(*said, on=file.said_on)
        for said in zip(texts["sex"], texts["birth"], texts["captured_on"], strict=True)
    ]
    return Side(file, one, texts["pk"], texts["said_fate"], urgent)


def _told(run_id: int) -> Progress:
    """Return how progress is written down, in writes of its own."""
    last: tuple[str, float] = ("", 0.0)

    def tell(step: str, share: float) -> None:
        nonlocal last
        now = time.perf_counter()
        if step == last[0] and now - last[1] < TOLD_EVERY_S:
            return
        last = (step, now)
        Run.objects.filter(pk=run_id).update(step=step, share=share)

    return tell


@transaction.atomic
def _keep(run: Run, found: Compared, left: Side, right: Side, *, at: datetime) -> Run:
    """Write pairs, verdicts and totals together, or nothing."""
    Pair.objects.filter(run=run).delete()  # of an attempt that was cut short
    pairs = [_pair(run, one, left, right) for one in found.pairs]
    insert_many(pairs)
    by_rows = list(zip(found.pairs, pairs, strict=True))
    rows = [
        *_rows(run, (left, right), found.alone[0], _of_left(by_rows)),
        *_rows(run, (right, left), found.alone[1], _of_right(by_rows)),
    ]
    insert_many(rows)
    settle_stated(run.pk)
    run.state, run.step, run.share = Run.State.DONE, "", 1.0
    run.totals, run.model, run.finished_at = found.totals, found.model, at
    run.save(update_fields=["state", "step", "share", "totals", "model", "finished_at"])
    ledger.append(
        actor=Actor(ref="job:reconcile"),
        act="matching.run-done",
        about=f"run:{run.pk}",
        facts=found.totals["totals"],
        at=at,
    )
    return run


def _pair(run: Run, one: Proposed, left: Side, right: Side) -> Pair:
    differs = [*one.differs, CUSTODY] if run.opposite else one.differs
    here, there = one.left_row - 1, one.right_row - 1
    told = worth(
        PairFacts(
            probability=one.probability,
            differs=differs,
            fates=frozenset({left.fates[here], right.fates[there]} - {""}),
            rivals=max(one.rivals, 0),
            urgent=left.urgent[here] | right.urgent[there],
        )
    )
    return Pair(
        run=run,
        left_id=left.records[here],
        right_id=right.records[there],
        probability=one.probability,
        verdict=one.verdict,
        differs=differs,
        why=one.why,
        rivals=max(one.rivals, 0),
        worth=told.value,
        worth_because=list(told.because),
    )


@dataclass(slots=True)
class Seen:
    """What the pairs say of one row: its counterpart, and how many are in question."""

    pair: Pair | None = None
    other: int = 0
    in_question: int = 0

    def take(self, pair: Pair, other: int) -> None:
        """Take in one pair of this row; ``other`` is the row it is paired with."""
        if pair.verdict == Pair.Proposal.SAME:
            self.pair, self.other = pair, other
        else:
            self.in_question += 1


def _of_left(pairs: Sequence[tuple[Proposed, Pair]]) -> dict[int, Seen]:
    seen: dict[int, Seen] = {}
    for one, pair in pairs:
        seen.setdefault(one.left_row, Seen()).take(pair, one.right_row)
    return seen


def _of_right(pairs: Sequence[tuple[Proposed, Pair]]) -> dict[int, Seen]:
    seen: dict[int, Seen] = {}
    for one, pair in pairs:
        seen.setdefault(one.right_row, Seen()).take(pair, one.left_row)
    return seen


def _rows(
    run: Run,
    sides: tuple[Side, Side],
    alone: Mapping[int, Alone],
    pairs: Mapping[int, Seen],
) -> list[RowVerdict]:
    here, there = sides
    unreadable = set(here.one.faults["row"].to_list())
    rows = []
    for row, record in enumerate(here.records, 1):
        seen, apart = pairs.get(row, Seen()), alone.get(row)
        fates = {here.fate(row), there.fate(seen.other) if seen.other else ""} - {""}
        said, reason = verdict(
            RowFacts(
                readable=row not in unreadable,
                says_enough=apart is None or not apart.silent,
                repeats=apart is not None and apart.duplicate_of > 0,
                fates=frozenset(fates),
                paired=seen.pair is not None,
                differs=seen.pair is not None and bool(seen.pair.differs),
                in_question=seen.in_question,
                near=apart is not None and apart.near_row > 0,
            )
        )
        rows.append(
            RowVerdict(
                run=run, record_id=record, source_file=here.file, row=row,
                verdict=said, reason=reason, pair=seen.pair,
                facts=_facts(seen, apart),
            )
        )  # fmt: skip
    return rows


def _facts(seen: Seen, apart: Alone | None) -> dict[str, Any]:
    facts: dict[str, Any] = {"other": seen.other} if seen.other else {}
    if apart is not None:
        facts |= {
            "row": apart.duplicate_of,
            "share": round(apart.share, 4),
            "near_row": apart.near_row,
            "near_share": round(apart.near_share, 4),
            "silent": apart.silent,
        }
    return facts
