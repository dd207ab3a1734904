"""Comparing two lists that stand here: asked for, done as a job, kept."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from repatria.ledger import services as ledger
from repatria.matching.core.refusals import SameListError
from repatria.matching.core.urgent import urgent_of
from repatria.matching.engine.link import Progress
from repatria.matching.engine.stored import Compared, compare
from repatria.matching.models import Pair, Run
from repatria.matching.services.keeping import Side, keep_found
from repatria.matching.services.verdicts import settle_stated
from repatria.register.core.directions import Direction
from repatria.register.core.statements import COLUMNS
from repatria.register.engine.rows import list_of_records
from repatria.register.models import SourceFile
from repatria.shared.actors import Actor
from repatria.shared.errors import RepatriaError

TOLD_EVERY_S = 0.3  # how often progress is written: seldom enough to cost nothing


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
    keep_found(run, found, left, right)
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
