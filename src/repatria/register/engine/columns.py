"""The understood columns of a list, tidied but in the list's own words."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from repatria.register.core.fields import DATE_FIELDS, Field, MappedColumn

# Ways of leaving a cell blank.  Not for status and note, where "unknown" may be
# the very thing that is said.
_BLANKS = (
    "", "-", "--", "---", "–", "—", "―", "_", ".", "?", "??", "???", "*", "н/д", "Н/Д", "н.д.", "б/н",
    "n/a", "N/A", "NA", "#N/A", "NaN", "nan", "null", "NULL", "None", "none", "невідомо", "Невідомо",
    "неизвестно", "Неизвестно", "unknown", "Unknown", "UNKNOWN", "невядома", "unbekannt", "inconnu",
)  # fmt: skip
_WORDY = (Field.STATUS, Field.NOTE)
_INVISIBLE = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u0000-\u0008\u000e-\u001f\u007f]"
_EDGES = r"^\s|\s$"
_PART_ORDER = {"day": 0, "month": 1, "year": 2}


def build_fields(own: pl.DataFrame, mapping: Sequence[MappedColumn]) -> pl.DataFrame:
    """Return a column for each understood field, null for blank.

    Edges are stripped and invisible marks left out; nothing else is changed.
    Several columns of one field are joined: day, month and year to ``d.m.y``,
    others by a space.
    """
    by_field: dict[Field, list[MappedColumn]] = {}
    for one in mapping:
        if one.field is not None:
            by_field.setdefault(one.field, []).append(one)
    built = [
        _joined(field, own, columns).alias(field.value) for field, columns in sorted(by_field.items())
    ]
    return pl.DataFrame(built)


def _joined(field: Field, own: pl.DataFrame, columns: Sequence[MappedColumn]) -> pl.Series:
    if len(columns) == 1:
        return tidy(own[columns[0].column], keep_words=field in _WORDY)
    if field in DATE_FIELDS:
        return _date_of_parts(own, columns)
    pieces = [tidy(own[one.column], keep_words=True) for one in columns]
    return pl.DataFrame(pieces).select(
        pl.concat_str(pl.all(), separator=" ", ignore_nulls=True).replace("", None)
    ).to_series()


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
        [pl.col(name).fill_null("????" if name == "year" else "??") for name in frame.columns],
        separator=".",
    )
    return frame.select(pl.when(known).then(text)).to_series()


def tidy(values: pl.Series, *, keep_words: bool) -> pl.Series:
    """Return the values without blank edges and invisible marks, null for blank.

    Looks before it changes: most columns of most lists come back as they are,
    sharing their memory.
    """
    if values.str.contains(_INVISIBLE).any():
        values = values.str.replace_all(_INVISIBLE, "")
    if values.str.contains(_EDGES).any():
        values = values.str.strip_chars()
    blanks = [""] if keep_words else list(_BLANKS)
    is_blank = values.is_in(blanks)
    if is_blank.any():
        values = values.set(is_blank.fill_null(value=False), None)
    return values


def hidden_marks(values: pl.Series) -> list[int]:
    """Return the rows, from 1, whose value holds marks that cannot be seen."""
    return (values.str.contains(_INVISIBLE).fill_null(value=False).arg_true() + 1).to_list()
