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
from repatria.register.core.fields import Layout, MappedColumn
from repatria.register.core.remarks import FAULTS, UNREADABLE
from repatria.register.engine.quality import FieldQuality, quality
from repatria.register.engine.records import ReadList
from repatria.shared.dates import FAULTS as DATE_FAULTS
from repatria.shared.text import mark as _
from repatria.shared.text import say

_HOW = {
    "header": _("by its heading"),
    "content": _("by its content"),
    "given": _("as you said"),
}
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
# Words by which a list says that its people are invented.
_SYNTHETIC = r"(?i)synthetic|вигадан|вымышлен|выдуман"


def list_card(one: ReadList, split: Split) -> ListCard:
    """Return the card of a list whose rows went where ``split`` says."""
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
        columns=tuple(_use(column) for column in one.layout.mapping),
        missing=missing,
        remarks=tuple(remarks),
        unreadable=_unreadable(one),
    )


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
    said = [layout.format.upper(), layout.encoding, layout.sheet]
    named = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("bars")}
    if layout.delimiter in named:
        said.append(say(_("parted by {signs}"), signs=say(named[layout.delimiter])))
    return ", ".join(
        [part for part in said if part] + [str(note) for note in layout.notes]
    )


def _use(column: MappedColumn) -> ColumnUse:
    if column.field is None:
        return ColumnUse(column.column)
    return ColumnUse(column.column, column.field.value, say(_HOW[column.how]))


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
