"""Verdicts of rows, worked out again after an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from repatria.matching.core.verdicts import RowFacts, verdict
from repatria.matching.models import Pair, RowVerdict

_SETTLED = (Pair.Answered.SAME, Pair.Answered.DIFFERENT)
AT_A_TIME = 500


def settle(pairs: Iterable[Pair]) -> None:
    """Work out anew the verdicts of all rows that these pairs speak of."""
    by_run: dict[int, set[int]] = {}
    for pair in pairs:
        by_run.setdefault(pair.run_id, set()).update((pair.left_id, pair.right_id))
    for run, records in by_run.items():
        ordered = sorted(records)
        for start in range(0, len(ordered), AT_A_TIME):
            _settle(run, ordered[start : start + AT_A_TIME])


def _settle(run: int, records: list[int]) -> None:
    held = Pair.objects.filter(run_id=run).filter(
        Q(left__in=records) | Q(right__in=records)
    )
    pairs: dict[int, list[Pair]] = {record: [] for record in records}
    for pair in held.select_related("left", "right"):
        for record in (pair.left_id, pair.right_id):
            pairs.setdefault(record, []).append(pair)
    rows = RowVerdict.objects.filter(run_id=run, record__in=records)
    changed = []
    for row in rows.select_related("record"):
        before = _said(row)
        _take(row, pairs[row.record_id])
        if _said(row) != before:
            changed.append(row)
    RowVerdict.objects.bulk_update(changed, ["verdict", "reason", "facts", "pair"])


def _said(row: RowVerdict) -> tuple[object, ...]:
    return row.verdict, row.reason, row.facts, row.pair_id


def _take(row: RowVerdict, pairs: list[Pair]) -> None:
    """Put the verdict that a row's pairs and their answers give."""
    paired = sorted((pair for pair in pairs if holds(pair)), key=_firmness)
    best = paired[0] if paired else None
    other = _other(best, row.record_id) if best else None
    fates = {row.record.said_fate, other.said_fate if other else ""} - {""}
    row.pair = best
    row.facts = _with_other(row.facts, other.row if other else 0)
    row.verdict, row.reason = verdict(
        RowFacts(
            readable=row.record.readable,
            says_enough=not row.facts.get("silent", False),
            repeats=row.facts.get("row", 0) > 0,
            fates=frozenset(fates),
            paired=best is not None,
            differs=best is not None and bool(best.differs),
            in_question=sum(in_question(pair) for pair in pairs),
            near=row.facts.get("near_row", 0) > 0,
        )
    )


def holds(pair: Pair) -> bool:
    """Tell whether a pair counts as one person: proposed so, or decided so."""
    if pair.answer == Pair.Answered.OPEN:
        return pair.verdict == Pair.Proposal.SAME
    return pair.answer == Pair.Answered.SAME


def in_question(pair: Pair) -> bool:
    """Tell whether a pair still waits for an answer that settles it."""
    return not holds(pair) and pair.answer not in _SETTLED


def _firmness(pair: Pair) -> tuple[bool, float]:
    return pair.answer != Pair.Answered.SAME, -pair.probability


def _other(pair: Pair, record: int) -> Any:
    return pair.right if pair.left_id == record else pair.left


def _with_other(facts: dict[str, Any], other: int) -> dict[str, Any]:
    rest = {name: fact for name, fact in facts.items() if name != "other"}
    return rest | ({"other": other} if other else {})
