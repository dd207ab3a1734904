"""What a comparison found, written down column by column: long lists stay quick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import models

from repatria.access.bulk import insert_columns
from repatria.matching.core.verdicts import RowFacts, verdict
from repatria.matching.core.worth import CUSTODY, PairFacts, worth
from repatria.matching.engine.stored import Alone, Compared, Proposed
from repatria.matching.models import Pair, RowVerdict, Run
from repatria.register.engine.records import ReadList
from repatria.register.models import SourceFile


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


class _PairRow(NamedTuple):
    """One line of the table of pairs."""

    left_id: int
    right_id: int
    probability: float
    verdict: str
    differs: list[str]
    why: list[Any]
    rivals: int
    worth: float
    worth_because: list[str]


class _VerdictRow(NamedTuple):
    """One line of the table of verdicts."""

    record_id: int
    row: int
    verdict: str
    reason: str
    facts: dict[str, Any]
    pair_id: int | None


def keep_found(run: Run, found: Compared, left: Side, right: Side) -> None:
    """Write pairs and verdicts of a run, in the caller's transaction."""
    pairs = [_pair(run, one, left, right) for one in found.pairs]
    numbers = _insert(Pair, pairs, run_id=run.pk)
    told = [
        (number, one.verdict, bool(row.differs))
        for number, one, row in zip(numbers, found.pairs, pairs, strict=True)
    ]
    lefts = [one.left_row for one in found.pairs]
    rights = [one.right_row for one in found.pairs]
    for here, there, alone, seen in (
        (left, right, found.alone[0], _seen(lefts, rights, told)),
        (right, left, found.alone[1], _seen(rights, lefts, told)),
    ):
        verdicts = list(_verdicts(here, there, alone, seen))
        _insert(RowVerdict, verdicts, run_id=run.pk, source_file_id=here.file.pk)


def _insert(
    model: type[models.Model], rows: Sequence[Any], **same: Any
) -> Sequence[int]:
    if not rows:
        return []
    columns = dict(zip(rows[0]._fields, zip(*rows, strict=True), strict=True))
    return insert_columns(model, columns, **same)


def _pair(run: Run, one: Proposed, left: Side, right: Side) -> _PairRow:
    differs = [*one.differs, CUSTODY] if run.opposite else one.differs
    here, there = one.left_row - 1, one.right_row - 1
    rivals = max(one.rivals, 0)
    told = worth(
        PairFacts(
            probability=one.probability,
            differs=differs,
            fates=frozenset({left.fates[here], right.fates[there]} - {""}),
            rivals=rivals,
            urgent=left.urgent[here] | right.urgent[there],
        )
    )
    return _PairRow(
        left.records[here], right.records[there], one.probability, one.verdict,
        differs, one.why, rivals, told.value, list(told.because),
    )  # fmt: skip


@dataclass(slots=True)
class _Seen:
    """What the pairs say of one row: its counterpart, and how many are in question."""

    pair: int | None = None
    other: int = 0
    differs: bool = False
    in_question: int = 0


def _seen(
    rows: Iterable[int], others: Iterable[int], told: Iterable[tuple[int, str, bool]]
) -> dict[int, _Seen]:
    """Return what the pairs say of each row, told by number, verdict and conflict."""
    seen: dict[int, _Seen] = {}
    for row, other, (number, said, differs) in zip(rows, others, told, strict=True):
        held = seen.setdefault(row, _Seen())
        if said == Pair.Proposal.SAME:
            held.pair, held.other, held.differs = number, other, differs
        else:
            held.in_question += 1
    return seen


_NOTHING_SEEN = _Seen()


def _verdicts(
    here: Side, there: Side, alone: Mapping[int, Alone], pairs: Mapping[int, _Seen]
) -> Iterator[_VerdictRow]:
    unreadable = set(here.one.faults["row"].to_list())
    for row, record in enumerate(here.records, 1):
        seen, apart = pairs.get(row, _NOTHING_SEEN), alone.get(row)
        fates = {here.fate(row), there.fate(seen.other) if seen.other else ""} - {""}
        said, reason = verdict(
            RowFacts(
                readable=row not in unreadable,
                says_enough=apart is None or not apart.silent,
                repeats=apart is not None and apart.duplicate_of > 0,
                fates=frozenset(fates),
                paired=seen.pair is not None,
                differs=seen.differs,
                in_question=seen.in_question,
                near=apart is not None and apart.near_row > 0,
            )
        )
        yield _VerdictRow(record, row, said, reason, _facts(seen, apart), seen.pair)


def _facts(seen: _Seen, apart: Alone | None) -> dict[str, Any]:
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
