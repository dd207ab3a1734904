"""What somebody says about the columns of a list, in a small TOML file.

::

    encoding = "cp1251"          # all five lines are optional
    delimiter = ";"
    sheet = "Полонені"
    header_line = 3              # 0: the file has no header row
    ignore = ["Телефон"]

    [columns]                    # field = column, or several that are joined
    id = "Справа"
    family = "Прізвище"
    birth_date = ["День", "Місяць", "Рік"]

    [dates]                      # what 05/09/1984 means
    birth_date = "day-first"     # or "month-first"

A list without a header row calls its columns ``column 1``, ``column 2`` ...
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from repatria.register.core.errors import ColumnMapError
from repatria.register.core.fields import DATE_FIELDS, ColumnMap, Field
from repatria.shared.dates import DateOrder
from repatria.shared.text import mark as _
from repatria.shared.text import say

_KEYS = ("columns", "dates", "ignore", "encoding", "delimiter", "sheet", "header_line")


def column_map_of(table: Mapping[str, Any], *, file: str) -> ColumnMap:
    """Return the column map that a parsed TOML table means.

    Raises ``ColumnMapError`` naming ``file`` and the first thing that is wrong.
    """
    for key in table:
        if key not in _KEYS:
            known = ", ".join(_KEYS)
            unknown = _("unknown key {key!r}; known are {known}")
            raise ColumnMapError(file=file, reason=say(unknown, key=key, known=known))
    return ColumnMap(
        columns=_columns(_section(table, "columns", file), file),
        date_orders=_orders(_section(table, "dates", file), file),
        ignored=_texts(table.get("ignore", []), "ignore", file),
        encoding=_text(table, "encoding", file),
        delimiter=_delimiter(_text(table, "delimiter", file), file),
        sheet=_text(table, "sheet", file),
        header_line=_header_line(table.get("header_line"), file),
    )


def _section(table: Mapping[str, Any], name: str, file: str) -> Mapping[str, Any]:
    section = table.get(name, {})
    if not isinstance(section, Mapping):
        reason = say(_("[{name}] must be a section"), name=name)
        raise ColumnMapError(file=file, reason=reason)
    return section


def _field(name: str, file: str) -> Field:
    if name not in set(Field):
        known = ", ".join(field.value for field in Field)
        unknown = _("unknown field {name!r}; known are {known}")
        raise ColumnMapError(file=file, reason=say(unknown, name=name, known=known))
    return Field(name)


def _columns(section: Mapping[str, Any], file: str) -> dict[Field, tuple[str, ...]]:
    return {
        _field(name, file): _texts(said, name, file) for name, said in section.items()
    }


def _texts(said: object, name: str, file: str) -> tuple[str, ...]:
    texts = [said] if isinstance(said, str) else said
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        reason = say(_("{name} must name a column or a list of columns"), name=name)
        raise ColumnMapError(file=file, reason=reason)
    return tuple(texts)


def _orders(section: Mapping[str, Any], file: str) -> dict[Field, DateOrder]:
    orders = {}
    for name, said in section.items():
        field = _field(name, file)
        if field not in DATE_FIELDS or said not in set(DateOrder):
            unfit = _(
                "[dates] {name} must be a date field with 'day-first' or 'month-first'"
            )
            raise ColumnMapError(file=file, reason=say(unfit, name=name))
        orders[field] = DateOrder(said)
    return orders


def _text(table: Mapping[str, Any], name: str, file: str) -> str:
    said = table.get(name, "")
    if not isinstance(said, str):
        reason = say(_("{name} must be text"), name=name)
        raise ColumnMapError(file=file, reason=reason)
    return said


def _delimiter(said: str, file: str) -> str:
    meant = {"tab": "\t", "\\t": "\t"}.get(said, said)
    if len(meant.encode()) > 1 or meant in {'"', "\n", "\r"}:
        raise ColumnMapError(
            file=file, reason=_("delimiter must be one plain character or 'tab'")
        )
    return meant


def _header_line(said: object, file: str) -> int | None:
    if said is None or (
        isinstance(said, int) and not isinstance(said, bool) and said >= 0
    ):
        return said
    raise ColumnMapError(
        file=file, reason=_("header_line must be a line number, or 0 for none")
    )
