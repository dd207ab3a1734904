"""What a list states, names taken apart where one column holds them whole."""

from __future__ import annotations

import polars as pl

from repatria.names.engine.parse import parse_name_values
from repatria.register.core.fields import Field
from repatria.register.engine.records import ReadList

# The first date behind a name; what else stands there is left to the sealed words.
_BORN = r"[\s,(]((?:\d{1,2}[./-]){0,2}(?:1[89]|20)\d\d)(?:\D|$)"
_PARSED = ("family", "given", "patronymic", "rank", "call_sign")


def stated_by(one: ReadList) -> pl.DataFrame:
    """Return a list's fields, one-column names taken apart, null for blank."""
    fields = one.fields
    if Field.FULL_NAME in fields.columns:
        parsed = parse_name_values(fields[Field.FULL_NAME])
        return _with_births(_filled(fields, parsed))
    if "family" in fields.columns and "given" not in fields.columns:
        return _filled(fields.drop("family"), parse_name_values(fields["family"]))
    return _patronymic_out_of_given(fields)


def _filled(fields: pl.DataFrame, parsed: pl.DataFrame) -> pl.DataFrame:
    """Add parsed parts where a list has no such column or leaves it blank."""
    added = []
    for name in _PARSED:
        part = (
            pl.when(parsed[name] == "").then(None).otherwise(parsed[name]).alias(name)
        )
        added.append(
            pl.coalesce(pl.col(name), part) if name in fields.columns else part
        )
    filled = fields.with_columns(added)
    blank = [
        name
        for name in ("rank", "call_sign")
        if filled[name].null_count() == filled.height
    ]
    return filled.drop(blank)


def _with_births(fields: pl.DataFrame) -> pl.DataFrame:
    """Add the dates that stand behind the names of a list without such a column."""
    name = Field.BIRTH_DATE.value
    if name in fields.columns:
        return fields
    born = fields[Field.FULL_NAME].str.extract(_BORN).alias(name)
    return fields if born.null_count() == len(born) else fields.with_columns(born)


def _patronymic_out_of_given(fields: pl.DataFrame) -> pl.DataFrame:
    """Part "Тарас Григорович" in the given column into its two names."""
    if "given" not in fields.columns:
        return fields
    given = pl.col("given").str.strip_chars()
    two = given.str.contains(r"^\S+\s+\S+$")
    if "patronymic" in fields.columns:
        two &= pl.col("patronymic").is_null()
    else:
        fields = fields.with_columns(pl.lit(None, dtype=pl.String).alias("patronymic"))
    return fields.with_columns(
        pl.when(two).then(given.str.extract(r"^(\S+)")).otherwise(given).alias("given"),
        pl.when(two)
        .then(given.str.extract(r"(\S+)$"))
        .otherwise("patronymic")
        .alias("patronymic"),
    )
