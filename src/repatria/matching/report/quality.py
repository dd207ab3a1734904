"""A list's card in the report: how it was read and how good it is."""

from __future__ import annotations

import polars as pl

from repatria.matching.report.data import (
    SHOWN_AT_MOST,
    ColumnUse,
    ListCard,
    Missing,
    Remark,
    Section,
    Split,
    Unreadable,
)
from repatria.matching.report.words import how_word
from repatria.register.core.fields import Layout, MappedColumn
from repatria.register.core.remarks import FAULTS, UNREADABLE
from repatria.register.engine.quality import FieldQuality, quality
from repatria.register.engine.records import ReadList
from repatria.shared.dates import FAULTS as DATE_FAULTS
from repatria.shared.text import mark as _
from repatria.shared.text import say

_BIRTH_FAULTS = {
    "future": _("The date lies in the future."),
    "too-young": _("Too young at capture to be a soldier."),
    "too-old": _("Older at capture than people live to be."),
    "too-early": _("Born before 1850."),
}
_MIXED = _("A word mixes Latin and Cyrillic letters.")
_MIXED_REMEDY = _(
    "Look-alike letters were read as one script; ask the sender to type the word again."
)
_IDENTICAL = _("The row repeats an earlier row in every cell.")
_REPEATED_IDS = _("The number of the row is that of an earlier row.")
_COMPARE = _("Compare with the paper list and ask the sender.")
_READ_AGAIN = _("Correct the line in the file and run again.")
_PLAIN = _("{format} file")
_IN_LETTERS = _("{format} file, letters in {encoding}")
_FROM_SHEET = _("{format} file, sheet {sheet}")
_PARTED = _("values parted by {signs}")
_SIGNS = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("bars")}
_AS_IT_STANDS = _("compared as it stands")
# What people call the encodings that have another name in programs.
_ENCODINGS = {"utf-8-sig": "UTF-8", "cp1251": "Windows-1251", "cp866": "DOS 866"}
NAMING = frozenset({"full_name", "family", "given", "service_number"})
# Words by which a list says that its people are invented.
_SYNTHETIC = r"(?i)synthetic|вигадан|вымышлен|выдуман"


def list_card(
    one: ReadList, split: Split, as_they_stand: frozenset[str] = frozenset()
) -> ListCard:
    """Return the card of a list whose rows went where ``split`` says.

    ``as_they_stand`` names the columns of no known field that were compared.
    """
    found = quality(one)
    missing = tuple(Missing(field.field, field.missing) for field in found.fields)
    remarks = [remark for field in found.fields for remark in _field_remarks(field)]
    remarks += [Remark(_fault(code), rows) for code, rows in found.row_faults.items()]
    if found.identical:
        remarks.append(Remark(say(_IDENTICAL), found.identical))
    if found.repeated_ids:
        remarks.append(Remark(say(_REPEATED_IDS), found.repeated_ids, "id"))
    return ListCard(
        name=one.name,
        sha256=one.sha256,
        rows=one.rows,
        split=split,
        synthetic=is_synthetic(one),
        form=_form(one.layout),
        columns=tuple(_use(column, as_they_stand) for column in one.layout.mapping),
        missing=missing,
        remarks=tuple(remarks),
        unreadable=_unreadable(one),
        nameless=is_nameless(one),
    )


def is_nameless(one: ReadList) -> bool:
    """Say whether no column of a list was understood as naming its people."""
    return bool(one.rows) and not NAMING & set(one.fields.columns)


def is_synthetic(one: ReadList) -> bool:
    """Say whether the list marks its people as invented."""
    marked = [name for name in ("note", "status") if name in one.fields.columns]
    return any(bool(one.fields[name].str.contains(_SYNTHETIC).any()) for name in marked)


def _field_remarks(field: FieldQuality) -> list[Remark]:
    remarks = [
        Remark(_fault(code), rows, field.field, say(_COMPARE))
        for code, rows in field.faults.items()
    ]
    if field.mixed_scripts:
        remarks.append(
            Remark(say(_MIXED), field.mixed_scripts, field.field, say(_MIXED_REMEDY))
        )
    return remarks


def _fault(code: str) -> str:
    return say({**FAULTS, **DATE_FAULTS, **_BIRTH_FAULTS}.get(code, code))


def _form(layout: Layout) -> str:
    """Say how the file was read, in a few words and the remarks of its reader."""
    facts = {
        "format": layout.format.upper(),
        "encoding": _ENCODINGS.get(layout.encoding, layout.encoding.upper()),
        "sheet": layout.sheet,
    }
    kind = _IN_LETTERS if layout.encoding else _FROM_SHEET if layout.sheet else _PLAIN
    said = [say(kind, **facts)]
    if layout.delimiter in _SIGNS:
        said.append(say(_PARTED, signs=say(_SIGNS[layout.delimiter])))
    return " ".join([", ".join(said) + ".", *map(str, layout.notes)])


def _use(column: MappedColumn, as_they_stand: frozenset[str]) -> ColumnUse:
    if column.field is not None:
        return ColumnUse(column.column, column.field.value, how_word(column.how))
    compared = column.column in as_they_stand
    return ColumnUse(column.column, how=say(_AS_IT_STANDS) if compared else "")


def _unreadable(one: ReadList) -> Section[Unreadable]:
    rows = (
        one.faults.filter(pl.col("severity") == UNREADABLE)
        .unique("row", keep="first")
        .sort("row")
    )
    entries = tuple(
        Unreadable(
            row["row"],
            int(one.lines[row["row"] - 1]),
            _fault(row["code"]),
            say(_READ_AGAIN),
            row["text"] or "",
        )
        for row in rows.head(SHOWN_AT_MOST).iter_rows(named=True)
    )
    return Section(entries, rows.height)
