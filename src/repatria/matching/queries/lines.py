"""The rows of a list with what a comparison says of each: on pages, paper, in files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from repatria.matching.core.changes import CHANGED, NEW, WORDS, Change
from repatria.matching.models import RowVerdict, Run
from repatria.matching.queries.earlier import Earlier, around, whole
from repatria.matching.report.pairs import FIELD_OF
from repatria.matching.report.rows import conflict_words
from repatria.matching.standings import standing
from repatria.register.models import Record, SourceFile
from repatria.register.queries import case_refs_of
from repatria.register.queries.versions import version_before
from repatria.register.standings import Standing
from repatria.shared.pieces import a_page
from repatria.shared.text import say

ROWS_A_PAGE = 100
MOST_ON_PAPER = 5_000
AT_A_TIME = 2_000
# Sealed, and not shown here: not worth carrying for each of 100,000 rows.
_SEALED = ("sealed_verbatim", "sealed_extra", "salt", "leaf")
_TONES = {NEW: "open", CHANGED: "differs"}


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
        return _TONES.get(self.change.kind, "") if self.change else ""


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
    before = version_before(file)
    earlier = around(before, [row.record for row in rows]) if before else None
    return _lines(rows, earlier, before), more


def every_line(
    run: Run, file: SourceFile, verdict: str, *, without: Collection[str] = ()
) -> Iterator[list[Line]]:
    """Yield all rows of a list, some thousands at a time."""
    held = held_rows(run, file, verdict, without=without)
    before = version_before(file)
    earlier = whole(before) if before else None
    after = 0
    while rows := list(held.filter(row__gt=after)[:AT_A_TIME]):
        yield _lines(rows, earlier, before)
        after = rows[-1].row


def _lines(
    rows: Sequence[RowVerdict], earlier: Earlier | None, before: SourceFile | None
) -> list[Line]:
    refs = case_refs_of([row.record_id for row in rows])
    return [
        _line(row, refs[row.record_id], earlier, before.version if before else 0)
        for row in rows
    ]


def _line(row: RowVerdict, ref: str, earlier: Earlier | None, version: int) -> Line:
    found = earlier.change_of(row.record) if earlier else None
    return Line(
        record=row.record,
        case_ref=ref,
        standing=standing(row),
        verdict=row.verdict,
        change=found,
        changed=_words(found, version) if found else "",
        conflicts=conflict_words(row.pair.differs) if row.pair else [],
        pair=row.pair_id or 0,
    )


def _words(found: Change, version: int) -> str:
    fields = [FIELD_OF.get(column, column) for column in found.fields]
    return say(
        WORDS[found.kind], version=version, fields=", ".join(conflict_words(fields))
    )
