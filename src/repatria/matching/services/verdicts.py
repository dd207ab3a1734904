"""Verdicts of rows, worked out again after an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from repatria.matching.core.verdicts import RowFacts, verdict
from repatria.matching.models import Pair, RowVerdict
from repatria.register.models import Membership, Record
from repatria.register.withdrawn import standing
from repatria.shared.pieces import pieces

_SETTLED = (Pair.Answered.SAME, Pair.Answered.DIFFERENT)
AT_A_TIME = 500
FEW = 8
# What a verdict turns on; what is sealed is not carried along.
_SIDE = ("row", "said_fate")
_READ = (
    "run", "left", "right", "probability", "verdict", "differs", "answer",
    *(f"{side}__{name}" for side in ("left", "right") for name in _SIDE),
)  # fmt: skip
_SEALED = tuple(
    f"record__{name}" for name in ("sealed_verbatim", "sealed_extra", "salt", "leaf")
)


def settle(pairs: Iterable[Pair]) -> None:
    """Work out anew the verdicts of all rows that these pairs speak of."""
    by_run: dict[int, set[int]] = {}
    for pair in pairs:
        by_run.setdefault(pair.run_id, set()).update((pair.left_id, pair.right_id))
    for run, records in by_run.items():
        for piece in pieces(sorted(records), AT_A_TIME):
            _settle(run, piece)


def settle_stated(run: int) -> None:
    """Work out anew the rows of a run of whom single statements tell a fate."""
    alone = Record.objects.filter(source_file=None).exclude(said_fate="")
    told = RowVerdict.objects.filter(
        run=run, record__membership__person__in=alone.values("membership__person")
    )
    # Read whole first: the rows are written to while they are worked out.
    for piece in pieces(list(told.values_list("record_id", flat=True)), AT_A_TIME):
        _settle(run, piece)


def settle_records(records: Iterable[int]) -> None:
    """Work out anew the verdicts of these rows in every run that has them."""
    for some in pieces(sorted(set(records)), AT_A_TIME):
        rows = RowVerdict.objects.filter(record__in=some)
        by_run: dict[int, list[int]] = {}
        for run, record in rows.values_list("run_id", "record_id"):
            by_run.setdefault(run, []).append(record)
        for run, of_run in by_run.items():
            _settle(run, of_run)


def _settle(run: int, records: list[int]) -> None:
    held = Pair.objects.filter(run_id=run).filter(
        Q(left__in=records) | Q(right__in=records)
    )
    pairs: dict[int, list[Pair]] = {record: [] for record in records}
    for pair in held.select_related("left", "right").only(*_READ):
        for record in (pair.left_id, pair.right_id):
            pairs.setdefault(record, []).append(pair)
    rows = RowVerdict.objects.filter(run_id=run, record__in=records)
    stated = _stated(records)
    changed = []
    for row in rows.select_related("record").defer(*_SEALED):
        before = _said(row)
        _take(row, pairs[row.record_id], stated.get(row.record_id, frozenset()))
        if _said(row) != before:
            changed.append(row)
    _write(changed)


def _write(changed: list[RowVerdict]) -> None:
    """Write the rows of one decision each by itself: faster than to gather so few."""
    if len(changed) > FEW:
        RowVerdict.objects.bulk_update(changed, ["verdict", "reason", "facts", "pair"])
        return
    for row in changed:
        RowVerdict.objects.filter(pk=row.pk).update(
            verdict=row.verdict, reason=row.reason, facts=row.facts, pair=row.pair_id
        )


def _stated(records: list[int]) -> dict[int, frozenset[str]]:
    """Return what single statements about the same persons say became of them.

    Statements that somebody decided are about one person with a row: a notification
    of a death, a word of a return.  Those corrected or taken back say nothing.
    """
    persons = dict(
        Membership.objects.filter(record__in=records).values_list(
            "record_id", "person_id"
        )
    )
    alone = Record.objects.filter(
        membership__person__in=set(persons.values()), source_file=None
    ).exclude(said_fate="")
    fates: dict[int, set[str]] = {}
    for person, fate in standing(alone).values_list(
        "membership__person_id", "said_fate"
    ):
        fates.setdefault(person, set()).add(fate)
    return {
        record: frozenset(fates[person])
        for record, person in persons.items()
        if person in fates
    }


def _said(row: RowVerdict) -> tuple[object, ...]:
    return row.verdict, row.reason, row.facts, row.pair_id


def _take(row: RowVerdict, pairs: list[Pair], stated: frozenset[str]) -> None:
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
            stated=stated,
            paired=best is not None,
            differs=best is not None and bool(best.differs),
            in_question=sum(in_question(pair) for pair in pairs),
            near=row.facts.get("near_row", 0) > 0,
        )
    )


def holds(pair: Pair) -> bool:
    """Tell whether a pair counts as one person: proposed so, or decided so.

    What waits for a second look counts as not looked at yet.
    """
    if pair.answer in (Pair.Answered.OPEN, Pair.Answered.SECOND):
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
