"""Texts as numbers: equal texts of both lists share one code."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Codes = npt.NDArray[np.int32]  # one code a row; MISSING where nothing is stated
MISSING = -1


@dataclass(frozen=True, slots=True)
class Coded:
    """A column as codes into its distinct values, which are sorted."""

    codes: Codes
    values: pl.Series


def coded(column: pl.Series) -> Coded:
    """Code a text column; null is ``MISSING``.  Codes do not depend on row order."""
    values = column.drop_nulls().unique().sort()
    codes = column.cast(pl.Enum(values)).to_physical().cast(pl.Int32).fill_null(MISSING)
    return Coded(codes.to_numpy(), values)


def blank_to_null(column: pl.Series) -> pl.Series:
    """Return the column with empty texts as null."""
    return column.set(column == "", None)


def ended(codes: Codes) -> Codes:
    """Return the codes with a last ``MISSING``, for what index -1 finds."""
    return np.append(codes, np.int32(MISSING)).astype(np.int32, copy=False)


def counted(codes: Codes, size: int) -> npt.NDArray[np.int64]:
    """Count the rows of each code, leaving the missing out."""
    return np.bincount(codes[codes >= 0], minlength=size)
