"""The understood columns of a list, tidied but in the list's own words."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from repatria.register.core.fields import (
    DATE_FIELDS,
    NAME_FIELDS,
    Field,
    MappedColumn,
)

# Ways of leaving a cell blank.  Not for status and note, where "unknown" may be
# the very thing that is said.
_BLANK_WORDS = """
    - -- --- – — ― _ . ? ?? ??? * н/д Н/Д н.д. б/н n/a N/A NA #N/A NaN nan null NULL
    None none невідомо Невідомо НЕВІДОМО неизвестно Неизвестно НЕИЗВЕСТНО unknown
    Unknown UNKNOWN невядома unbekannt inconnu
"""
_BLANKS = ("", *_BLANK_WORDS.split())
_WORDY = (Field.STATUS, Field.NOTE)
_MARKS = (
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
    "\u0000-\u0008\u000e-\u001f\u007f"
)
_INVISIBLE = f"[{_MARKS}]"
REPLACEMENT = "\ufffd"
_SUSPECT = rf"^\s|\s$|[{_MARKS}{REPLACEMENT}]"
_UNKNOWN = (
    r"(?:невідом|невстановлен|невпізнан|неопознанн|неустановленн)(?:ий|а|о|ый|ая|ое)"
    r"|неизвестн(?:ый|ая|о|ое)|unknown|unidentified|unnamed|unbekannt|inconnue?"
    r"|n\. ?n\.?|nn|без імені|без имени"
)
_SOMEBODY = (
    r"особа|людина|чоловік|жінка|тіло|солдат|лицо|человек|мужчина|женщина|тело"
    r"|person|man|woman|male|female|soldier|body"
)
_SUM = r"(?:всього|усього|разом|всего|итого|total|razem|summe)[\s:=–—-]*\d*"
_NOBODY = rf"(?i)^\W*(?:(?:{_UNKNOWN})(?:\s+(?:{_SOMEBODY}))?|{_SUM})\W*$"
_PART_ORDER = {"day": 0, "month": 1, "year": 2}


def suspect_columns(own: pl.DataFrame) -> frozenset[str]:
    """Return the columns with blank edges, invisible marks or lost letters.

    One look at everything, so that sound lists pay for no other.
    """
    found = own.select(pl.all().str.contains(_SUSPECT).any())
    return frozenset(name for name in found.columns if found[name].item())


def build_fields(
    own: pl.DataFrame, mapping: Sequence[MappedColumn], suspects: frozenset[str]
) -> pl.DataFrame:
    """Return a column for each understood field, null for blank.

    Edges are stripped and invisible marks left out; nothing else is changed.
    Several columns of one field are joined: day, month and year to ``d.m.y``,
    others by a space.
    """
    by_field: dict[Field, list[MappedColumn]] = {}
    for one in mapping:
        if one.field is not None:
            by_field.setdefault(one.field, []).append(one)
    sound = own.select(
        _cleaned(one.column, suspects)
        for one in _once(mapping)
        if one.field is not None
    )
    built = [
        _joined(field, sound, columns).alias(field.value)
        for field in Field
        if (columns := by_field.get(field))
    ]
    fields = pl.DataFrame(built) if built else pl.DataFrame(height=own.height)
    return without_nobody(fields)


def _cleaned(name: str, suspects: frozenset[str]) -> pl.Expr:
    column = pl.col(name)
    if name not in suspects:
        return column
    return column.str.replace_all(_INVISIBLE, "").str.strip_chars()


def _joined(
    field: Field, own: pl.DataFrame, columns: Sequence[MappedColumn]
) -> pl.Series:
    if len(columns) == 1:
        return tidy(own[columns[0].column], keep_words=field in _WORDY)
    if field in DATE_FIELDS:
        return _date_of_parts(own, columns)
    pieces = [tidy(own[one.column], keep_words=True) for one in columns]
    return (
        pl.DataFrame(pieces)
        .select(
            pl.concat_str(pl.all(), separator=" ", ignore_nulls=True).replace("", None)
        )
        .to_series()
    )


def _date_of_parts(own: pl.DataFrame, columns: Sequence[MappedColumn]) -> pl.Series:
    """Join day, month and year; an unknown part before a known one becomes ``??``."""
    ordered = sorted(columns, key=lambda one: _PART_ORDER.get(one.part, 3))
    parts = {
        one.part: tidy(own[one.column], keep_words=False).str.replace(r"\.0$", "")
        for one in ordered
    }
    frame = pl.DataFrame([part.alias(name) for name, part in parts.items()])
    known = pl.any_horizontal(pl.all().is_not_null())
    text = pl.concat_str(
        [
            pl.col(name).fill_null("????" if name == "year" else "??")
            for name in frame.columns
        ],
        separator=".",
    )
    return frame.select(pl.when(known).then(text)).to_series()


def tidy(values: pl.Series, *, keep_words: bool) -> pl.Series:
    """Return the values with null for blank.

    Looks before it changes: most columns come back as they are, sharing their
    memory.
    """
    blanks = [""] if keep_words else list(_BLANKS)
    is_blank = values.is_in(blanks)
    if is_blank.any():
        return values.set(is_blank.fill_null(value=False), None)
    return values


def without_nobody(fields: pl.DataFrame) -> pl.DataFrame:
    """Blank the names that name nobody: of a person unknown, of a sum.

    Two unknown persons are not one person because both are unknown.  Some
    family names say the same: beside a given name they stay.
    """
    names = [field.value for field in NAME_FIELDS if field.value in fields.columns]
    if not names:
        return fields
    nobody = pl.all_horizontal(
        pl.col(name).is_null() | pl.col(name).str.contains(_NOBODY) for name in names
    )
    at = fields.select(nobody).to_series()
    if not at.any():
        return fields
    return fields.with_columns(
        pl.when(~at).then(pl.col(name)).alias(name) for name in names
    )


def _once(mapping: Sequence[MappedColumn]) -> list[MappedColumn]:
    return list({one.column: one for one in mapping if one.field is not None}.values())


def hidden_marks(values: pl.Series) -> list[int]:
    """Return the rows, from 1, whose value holds marks that cannot be seen."""
    return (
        values.str.contains(_INVISIBLE).fill_null(value=False).arg_true() + 1
    ).to_list()
