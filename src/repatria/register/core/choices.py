"""Which column is which field, as somebody chose it on a page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from repatria.register.core.fields import DATE_FIELDS, ColumnMap, Field, MappedColumn
from repatria.register.core.words import FIELDS
from repatria.shared.text import mark as _

UNUSED = ""
RANK_AND_UNIT = "rank+unit"
_PARTS = ("day", "month", "year")
_PART_WORDS = {
    "birth_date:day": _("Date of birth: day"),
    "birth_date:month": _("Date of birth: month"),
    "birth_date:year": _("Date of birth: year"),
    "captured_on:day": _("Captured on: day"),
    "captured_on:month": _("Captured on: month"),
    "captured_on:year": _("Captured on: year"),
}
# Code of a choice -> what a reader is asked, in the order of the fields.
CHOICES: Mapping[str, str] = {
    UNUSED: _("Not used; kept as it stands"),
    **{field.value: FIELDS[field.value] for field in Field},
    RANK_AND_UNIT: _("Rank and military unit together"),
    **_PART_WORDS,
}
Chosen = Sequence[tuple[str, str]]  # column and code, in the list's own order


def header_of(columns: Sequence[str]) -> str:
    """Return what a heading is recognised by: the SHA-256 of its columns' names."""
    told = json.dumps(list(columns), ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


def chosen_of(mapping: Sequence[MappedColumn]) -> list[tuple[str, str]]:
    """Return how columns were understood, as choices.

    >>> chosen_of([MappedColumn("День", Field.BIRTH_DATE, "header", 1, "day")])
    [('День', 'birth_date:day')]
    """
    codes: dict[str, list[str]] = {}
    for one in mapping:
        codes.setdefault(one.column, []).extend([_code_of(one)] if one.field else [])
    return [(column, _one_code(said)) for column, said in codes.items()]


def _code_of(one: MappedColumn) -> str:
    field = one.field.value if one.field else ""
    return f"{field}:{one.part}" if one.part in _PARTS else field


def _one_code(said: Sequence[str]) -> str:
    if set(said) == {Field.RANK.value, Field.UNIT.value}:
        return RANK_AND_UNIT
    return said[0] if said else UNUSED


def map_of(chosen: Chosen) -> ColumnMap:
    """Return the column map that choices mean: all that is not named stays unused.

    Parts of a date count where day, month and year, or month and year, are all there.
    """
    whole: dict[Field, list[str]] = {}
    parts: dict[Field, dict[str, str]] = {}
    for column, code in chosen:
        name, _colon, part = code.partition(":")
        if part:
            parts.setdefault(Field(name), {})[part] = column
        else:
            for field in _fields(code):
                whole.setdefault(field, []).append(column)
    columns = {field: _of_a_date(named) for field, named in parts.items()} | {
        # Of a whole date one column is read: several would be taken for its parts.
        field: tuple(named[:1] if field in DATE_FIELDS else named)
        for field, named in whole.items()
    }
    used = {column for named in columns.values() for column in named}
    return ColumnMap(
        columns={field: named for field, named in columns.items() if named},
        ignored=tuple(column for column, _code in chosen if column not in used),
    )


def _fields(code: str) -> tuple[Field, ...]:
    if code == RANK_AND_UNIT:
        return Field.RANK, Field.UNIT
    return (Field(code),) if code else ()


def _of_a_date(named: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns of a date's parts: all three, month and year, or the year."""
    for parts in (_PARTS, _PARTS[1:], _PARTS[2:]):
        if all(part in named for part in parts):
            return tuple(named[part] for part in parts)
    return ()
