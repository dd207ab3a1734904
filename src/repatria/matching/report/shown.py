"""A list's rows as the report shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from repatria.matching.report.data import Row, Value
from repatria.register.core.words import FIELDS
from repatria.register.engine.records import ReadList

NAME_PARTS = ("family", "given", "patronymic")
_APART = {"id", "full_name", "birth_date", *NAME_PARTS}  # have columns of their own
_ORDER = tuple(FIELDS)


@dataclass(frozen=True, slots=True)
class Shown:
    """A list, its rows, and which fields are worth a place beside the name.

    ``titles`` names the columns of no known field that were compared, by field.
    """

    stated: pl.DataFrame
    own: pl.DataFrame
    further: tuple[str, ...]
    titles: Mapping[str, str]

    def row(self, number: int) -> Row:
        """Return row ``number``, from 1."""
        said = self.stated.row(number - 1, named=True)
        parts = [said.get(part) for part in NAME_PARTS]
        return Row(
            number,
            said.get("id") or "",
            said.get("full_name") or " ".join(part for part in parts if part),
            said.get("birth_date") or "",
            tuple(Value(field, said[field]) for field in self.further if said[field]),
        )

    def text(self, number: int, field: str) -> str:
        """Return what row ``number`` says in ``field``, ``""`` where it does not."""
        if field in self.titles:
            return self.own[number - 1, self.titles[field]] or ""
        if field in self.stated.columns:
            return self.stated[number - 1, field] or ""
        return ""


def shown(one: ReadList, stated: pl.DataFrame, titles: Mapping[str, str]) -> Shown:
    """Make a list ready to be shown; ``stated`` has its fields, names taken apart.

    A field that says the same in every row tells the reader nothing and is left
    out beside the names.
    """
    further = [
        name
        for name in sorted(stated.columns, key=place_of)
        if name not in _APART and (one.rows < 2 or _says_different_things(stated[name]))
    ]
    return Shown(stated, one.own, tuple(further), titles)


def _says_different_things(column: pl.Series) -> bool:
    # The first rows nearly always tell; a long column is then not looked through.
    return column.head(1000).n_unique() > 1 or column.n_unique() > 1


def place_of(field: str) -> tuple[int, str]:
    """Return where a field stands when fields are read in order; new ones come last."""
    return (_ORDER.index(field) if field in FIELDS else len(_ORDER)), field
