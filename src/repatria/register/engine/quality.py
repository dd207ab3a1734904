"""How good a list is: what is missing, what cannot be, what stands twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from repatria.register.core.fields import DATE_FIELDS, NAME_FIELDS, Field
from repatria.register.core.remarks import UNREADABLE
from repatria.register.engine.dates import read_dates
from repatria.register.engine.faulty import MIXED
from repatria.register.engine.records import ReadList
from repatria.shared.dates import DateOrder

YOUNGEST, OLDEST = 14, 100  # years of age at capture
EARLIEST_BIRTH = 1850
_WORDS = (
    *NAME_FIELDS,
    Field.BIRTH_PLACE,
    Field.CAPTURED_AT,
    Field.HELD_AT,
    Field.RANK,
    Field.CALL_SIGN,
)


@dataclass(frozen=True, slots=True)
class FieldQuality:
    """How well one field is filled; ``faults`` counts values by fault code.

    Beside the codes of the list's own faults and of ``shared.dates.FAULTS``,
    birth dates may be ``"future"`` (after the capture or the day of the list),
    ``"too-young"``, ``"too-old"`` and ``"too-early"`` (before 1850).
    """

    field: str
    filled: int
    missing: int
    faults: Mapping[str, int]
    mixed_scripts: int = 0


@dataclass(frozen=True, slots=True)
class Quality:
    """What a reader of results should know about a list; all are counts of rows.

    ``unreadable`` rows could not be read at all; ``identical`` rows repeat an
    earlier row in every cell; ``repeated_ids`` repeat an earlier id;
    ``row_faults`` counts by code the faults that belong to no single field.
    """

    rows: int
    unreadable: int
    identical: int
    repeated_ids: int
    blank_lines: int
    row_faults: Mapping[str, int]
    fields: tuple[FieldQuality, ...]


def quality(one: ReadList, *, as_of: date | None = None) -> Quality:
    """Return how good a list is.

    ``as_of`` is the day of the list: dates after it are in the future.  Where
    it is not given, the latest capture in the list stands for it.
    """
    date_faults = _date_faults(one, as_of)
    mixed = _mixed_scripts(one.fields)
    own_faults = _own_faults(one)
    rows_unreadable = one.faults.filter(pl.col("severity") == UNREADABLE)["row"]
    return Quality(
        rows=one.rows,
        unreadable=rows_unreadable.n_unique(),
        identical=one.rows - (one.own.hash_rows().n_unique() if one.rows else 0),
        repeated_ids=_repeated_ids(one.fields),
        blank_lines=one.layout.blank_lines,
        row_faults=own_faults.get("", {}),
        fields=tuple(
            FieldQuality(
                field=name,
                filled=one.rows - one.fields[name].null_count(),
                missing=one.fields[name].null_count(),
                faults=own_faults.get(name, {}) | date_faults.get(name, {}),
                mixed_scripts=mixed.get(name, 0),
            )
            for name in one.fields.columns
        ),
    )


def _own_faults(one: ReadList) -> dict[str, dict[str, int]]:
    """Count the list's own faults by field ("" for a whole row) and code."""
    field_of = {
        mapped.column: mapped.field.value
        for mapped in one.layout.mapping
        if mapped.field
    }
    counted = one.faults.group_by("column", "code").len().sort("column", "code")
    counts: dict[str, dict[str, int]] = {}
    for column, code, number in counted.iter_rows():
        of_field = counts.setdefault(field_of.get(column, ""), {})
        of_field[code] = of_field.get(code, 0) + number
    return counts


def _repeated_ids(fields: pl.DataFrame) -> int:
    if Field.ID.value not in fields.columns:
        return 0
    said = fields[Field.ID.value].drop_nulls()
    return len(said) - said.n_unique()


def _mixed_scripts(fields: pl.DataFrame) -> dict[str, int]:
    """Count values with a word of both Latin and Cyrillic letters."""
    names = [field.value for field in _WORDS if field.value in fields.columns]
    counts = fields.select(pl.col(names).str.contains(MIXED).sum())
    return {name: int(counts[name].item() or 0) for name in counts.columns}


def _date_faults(one: ReadList, as_of: date | None) -> dict[str, dict[str, int]]:
    """Count by field and code what is wrong with dates."""
    read = {
        field: read_dates(
            one.fields[field.value], order=DateOrder(one.date_orders[field.value])
        )
        for field in DATE_FIELDS
        if field.value in one.fields.columns
    }
    counts = {field.value: _by_code(dates["fault"]) for field, dates in read.items()}
    captures = read.get(Field.CAPTURED_ON)
    end = _end_of_list(captures, as_of)
    if Field.BIRTH_DATE in read:
        births = read[Field.BIRTH_DATE]
        counts[Field.BIRTH_DATE.value] |= _implausible_births(births, captures, end)
    if captures is not None and as_of:
        late = int((_day_number(captures) > end).sum())
        counts[Field.CAPTURED_ON.value] |= {"future": late} if late else {}
    return counts


def _by_code(faults: pl.Series) -> dict[str, int]:
    said = faults.filter(faults != "").alias("code").to_frame()
    return dict(said.group_by("code").len().sort("code").iter_rows())


def _day_number(dates: pl.DataFrame) -> pl.Series:
    """Return dates as numbers that grow with time, null where the year is unknown."""
    year, month, day = (
        pl.col(name).cast(pl.Int32) for name in ("year", "month", "day")
    )
    number = year * 400 + month * 32 + day
    return dates.select(pl.when(pl.col("year") > 0).then(number)).to_series()


def _end_of_list(captures: pl.DataFrame | None, as_of: date | None) -> int | None:
    if as_of:
        return as_of.year * 400 + as_of.month * 32 + as_of.day
    latest = _day_number(captures).max() if captures is not None else None
    return int(latest) if isinstance(latest, int) else None


def _implausible_births(
    births: pl.DataFrame, captures: pl.DataFrame | None, end: int | None
) -> dict[str, int]:
    """Count births that cannot be, against the capture or else the end of the list."""
    frame = pl.DataFrame({"born": _day_number(births), "year": births["year"]})
    until = frame.with_columns(_reference_year(captures, end).alias("until"))
    known = until.filter(pl.col("born").is_not_null())
    age = pl.col("until") - pl.col("year")
    sums = known.select(
        **{
            "future": (pl.col("born") > pl.lit(end)).fill_null(value=False)
            | (age < 0).fill_null(value=False),
            "too-early": pl.col("year") < EARLIEST_BIRTH,
            "too-old": age > OLDEST,
            "too-young": age.is_between(0, YOUNGEST - 1),
        }
    ).sum()
    counts = sums.row(0, named=True) if known.height else {}
    return {code: number for code, number in sorted(counts.items()) if number}


def _reference_year(
    captures: pl.DataFrame | None, end: int | None
) -> pl.Expr | pl.Series:
    """Return the year up to which an age counts: the capture's, else the list's."""
    of_list = pl.lit(end // 400 if end else None, dtype=pl.Int32)
    if captures is None:
        return of_list
    year = captures["year"].cast(pl.Int32).replace(0, None)
    return year.fill_null(end // 400) if end else year
