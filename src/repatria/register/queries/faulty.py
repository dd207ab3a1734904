"""The rows of a list in which something is wrong: to look at and to correct."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from repatria.access import vault
from repatria.access.core.sealing import opened
from repatria.register.core.correcting import BadRow, cells_of
from repatria.register.core.faulty import BAD, Weight
from repatria.register.models import Record, RowFault, SourceFile
from repatria.shared.pieces import a_page, pieces

ROWS_A_PAGE = 100
_AT_A_TIME = 2_000


@dataclass(slots=True)
class FaultyRow:
    """A row with everything that is wrong in it, and its own words.

    ``pairs`` are None once the row was erased.
    """

    row: int
    line: int
    record: Record
    faults: list[RowFault] = field(default_factory=list)
    pairs: list[tuple[str, str]] | None = None

    @property
    def lost(self) -> bool:
        """Whether nothing of the row is understood."""
        return any(fault.weight == Weight.ROW_LOST for fault in self.faults)


def count_of(file: SourceFile) -> dict[str, int]:
    """Return how many rows are lost, have a lost value, or are worth a look."""
    counts = {}
    for weight in Weight:
        held = RowFault.objects.filter(source_file=file, weight=weight)
        counts[weight.name] = held.values("row").distinct().count()
    return counts


def columns_of(file: SourceFile) -> list[str]:
    """Return the columns of the file a list came as, in their order."""
    told = file.summary.get("columns", ())
    return list(dict.fromkeys(one["column"] for one in told))


def page_of(
    file: SourceFile, weights: Iterable[int], *, after: int
) -> tuple[list[FaultyRow], bool]:
    """Return a page of faulty rows behind row ``after``, and whether there are more."""
    held = RowFault.objects.filter(source_file=file, weight__in=[*weights])
    rows = held.filter(row__gt=after).order_by("row").values_list("row", flat=True)
    wanted, more = a_page(rows.distinct(), ROWS_A_PAGE)
    return _with_words(file, wanted), more


def _with_words(file: SourceFile, rows: list[int]) -> list[FaultyRow]:
    held = file.records.filter(row__in=rows).order_by("row")
    words = _words_of(list(held))
    found = {
        one.row: FaultyRow(one.row, one.line, one, pairs=words.get(one.row))
        for one in held
    }
    for fault in RowFault.objects.filter(source_file=file, row__in=rows):
        found[fault.row].faults.append(fault)
    return list(found.values())


def _words_of(records: list[Record]) -> dict[int, list[tuple[str, str]]]:
    """Return rows word for word, leaving out those that were erased."""
    keys = vault.keys_of([record.owner for record in records])
    return {
        record.row: json.loads(
            opened(
                keys[record.owner],
                bytes(record.sealed_verbatim),
                place=f"{record.owner}/verbatim",
            )
        )
        for record in records
        if record.owner in keys and record.sealed_verbatim
    }


def to_correct(file: SourceFile) -> Iterator[FaultyRow]:
    """Yield every row to correct, some thousands at a time."""
    held = RowFault.objects.filter(source_file=file, weight__in=BAD)
    rows = list(held.order_by("row").values_list("row", flat=True).distinct())
    for some in pieces(rows, _AT_A_TIME):
        yield from _with_words(file, some)


def as_bad_row(one: FaultyRow, file: SourceFile, reason: str) -> BadRow:
    """Return a row as it goes to a spreadsheet."""
    delimiter = str(file.summary.get("delimiter", ""))
    return BadRow(
        one.line, reason, cells_of(one.pairs or [], columns_of(file), delimiter)
    )
