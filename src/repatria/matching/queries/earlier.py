"""The version of a list before this one, held against its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from repatria.matching.core.changes import Change, change
from repatria.register.core.statements import COLUMNS
from repatria.register.models import Record, SourceFile

Said = dict[str, str]
COMPARED = COLUMNS[1:]  # the list's own number is what rows are recognised by
_NAME = ("family", "given", "patronymic", "birth")


class Earlier:
    """Rows of the version before, found by the list's own number, else by name and day.

    Rows whose number stands twice are recognised by name alone.
    """

    def __init__(self, rows: Iterable[Said]) -> None:
        self.by_number: dict[str, Said | None] = {}
        self.by_name: dict[tuple[str, ...], Said | None] = {}
        for said in rows:
            number, name = said["own_id"], _name(said)
            if number:
                self.by_number[number] = None if number in self.by_number else said
            if any(name):
                self.by_name[name] = None if name in self.by_name else said

    def change_of(self, record: Record) -> Change:
        """Return what changed in a row since then."""
        said = {column: str(getattr(record, column)) for column in COLUMNS}
        then = self.by_number.get(said["own_id"]) or self.by_name.get(_name(said))
        return change({column: said[column] for column in COMPARED}, then)


def _name(said: Said) -> tuple[str, ...]:
    return tuple(said[column] for column in _NAME)


def whole(before: SourceFile) -> Earlier:
    """Return all of a version, for going through a whole list."""
    return Earlier(_said(before.records.order_by()))


def around(before: SourceFile, records: Sequence[Record]) -> Earlier:
    """Return those rows of a version that a few rows of the next may come from."""
    numbers = {record.own_id for record in records} - {""}
    keys = {record.key_family for record in records} - {""}
    held = before.records.filter(Q(own_id__in=numbers) | Q(key_family__in=keys))
    return Earlier(_said(held.order_by()))


def _said(held: QuerySet[Record]) -> Iterable[Said]:
    rows = held.values_list(*COLUMNS).iterator(chunk_size=5_000)
    return (dict(zip(COLUMNS, row, strict=True)) for row in rows)
