"""The rows of a list with what a comparison says of each: on pages, paper, in files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from repatria.matching.models import RowVerdict, Run
from repatria.matching.report.pairs import FIELD_OF
from repatria.matching.report.rows import conflict_words
from repatria.matching.standings import standing
from repatria.register.core.differences import Change
from repatria.register.models import DiffRow, ListDiff, Record, SourceFile
from repatria.register.queries import case_refs_of
from repatria.register.queries.versions import diff_of, steps_of
from repatria.register.standings import Standing
from repatria.shared.pieces import a_page
from repatria.shared.text import mark as _
from repatria.shared.text import say

ROWS_A_PAGE = 100
MOST_ON_PAPER = 5_000
AT_A_TIME = 2_000
# Sealed, and not shown here: not worth carrying for each of 100,000 rows.
_SEALED = ("sealed_verbatim", "sealed_extra", "salt", "leaf")
_TONES = {Change.ADDED: "open", Change.CHANGED: "differs", Change.UNKNOWN: "waiting"}
_WORDS = {
    Change.ADDED: _("New on this version"),
    Change.CHANGED: _("Changed since version {version}: {fields}"),
    Change.SAME: _("As on version {version}"),
    Change.UNKNOWN: _("Not known: it says too little to be recognised"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the statement, whose it is, the verdict, and what changed."""

    record: Record
    case_ref: str
    standing: Standing
    verdict: str
    change: Change | None
    changed: str  # in words; "" where there was no version before
    conflicts: Sequence[str]
    pair: int = 0  # the pair that the verdict rests on, 0 where there is none

    @property
    def tone(self) -> str:
        """How the change is drawn, "" where there is nothing to draw."""
        return _TONES.get(self.change, "") if self.change else ""


def held_rows(
    run: Run, file: SourceFile, verdict: str = "", *, without: Collection[str] = ()
) -> QuerySet[RowVerdict]:
    """Return the rows of a list in a comparison, in their order.

    ``without`` are the case numbers of those whom the reader is not to see.
    """
    held = RowVerdict.objects.filter(run=run, source_file=file)
    if verdict:
        held = held.filter(verdict=verdict)
    if without:
        held = held.exclude(record__membership__person__case_ref__in=without)
    carried = held.select_related("record", "pair")
    return carried.defer(*(f"record__{name}" for name in _SEALED)).order_by("row")


def cases_in(
    run: Run, file: SourceFile, verdict: str, *, without: Collection[str] = ()
) -> list[str]:
    """Return the case numbers of everybody on these rows."""
    held = held_rows(run, file, verdict, without=without).order_by()
    return list(held.values_list("record__membership__person__case_ref", flat=True))


def page_of_lines(
    run: Run,
    file: SourceFile,
    verdict: str,
    *,
    after: int,
    most: int = ROWS_A_PAGE,
    without: Collection[str] = (),
) -> tuple[list[Line], bool]:
    """Return the rows behind row ``after``, and whether there are more."""
    held = held_rows(run, file, verdict, without=without).filter(row__gt=after)
    rows, more = a_page(held, most)
    return _lines(rows, diff_of(file)), more


def every_line(
    run: Run, file: SourceFile, verdict: str, *, without: Collection[str] = ()
) -> Iterator[list[Line]]:
    """Yield all rows of a list, some thousands at a time."""
    held = held_rows(run, file, verdict, without=without)
    diff, after = diff_of(file), 0
    while rows := list(held.filter(row__gt=after)[:AT_A_TIME]):
        yield _lines(rows, diff)
        after = rows[-1].row


def _lines(rows: Sequence[RowVerdict], diff: ListDiff | None) -> list[Line]:
    records = [row.record_id for row in rows]
    refs = case_refs_of(records)
    steps = steps_of(diff, records) if diff else {}
    return [
        _line(row, refs[row.record_id], steps.get(row.record_id), diff) for row in rows
    ]


def _line(
    row: RowVerdict, ref: str, step: DiffRow | None, diff: ListDiff | None
) -> Line:
    return Line(
        record=row.record,
        case_ref=ref,
        standing=standing(row),
        verdict=row.verdict,
        change=(Change(step.change) if step else Change.SAME) if diff else None,
        changed=_words(step, diff.before.version) if diff else "",
        conflicts=conflict_words(row.pair.differs) if row.pair else [],
        pair=row.pair_id or 0,
    )


def _words(step: DiffRow | None, version: int) -> str:
    if step is None:
        return say(_WORDS[Change.SAME], version=version)
    fields = [FIELD_OF.get(column, column) for column in step.fields]
    told = ", ".join(conflict_words(fields))
    return say(_WORDS[Change(step.change)], version=version, fields=told)
