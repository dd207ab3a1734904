"""How common each stated value is, for both lists together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.core.model import Frequency
from repatria.matching.engine.codes import Codes, counted
from repatria.matching.engine.features import Features

COMMON = 2000  # values a table keeps
LEAST_ROWS = 10  # a value on fewer rows is not kept: it could name a person
TRUST = 500.0  # rows that the starting share counts for

Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counted:
    """A field's values as one code a row, with the text of each code."""

    codes: Codes
    texts: npt.NDArray[np.object_]


def counted_values(features: Features) -> dict[str, Counted]:
    """Return, keyed ``field.level``, the values whose frequency softens that level."""
    found: dict[str, Counted] = {}
    for name, feature in features.names.items():
        found[f"{name}.same"] = Counted(feature.fold, feature.fold_texts)
        if name == "family":
            found["family.spelling"] = Counted(feature.skeleton, feature.skeleton_texts)
        else:
            found[f"{name}.variant"] = _forms(
                feature.first_class, feature.skeleton, feature.skeleton_texts
            )
    for name, date in features.dates.items():
        days, codes = np.unique(date.whole, return_inverse=True)
        whole = codes.astype(np.int32)
        whole[date.whole % 100 == 0] = -1
        found[f"{name}.same"] = Counted(
            whole, np.array([str(day) for day in days], dtype=object)
        )
    for name, text in features.texts.items():
        found[f"{name}.same"] = Counted(text.whole, text.texts)
    return found


def _forms(classes: Codes, skeletons: Codes, texts: npt.NDArray[np.object_]) -> Counted:
    """One code for all forms of a name: its class where known, else its skeleton."""
    most = int(classes.max(initial=-1)) + 1
    codes = np.where(
        classes >= 0, classes, np.where(skeletons >= 0, skeletons + most, -1)
    )
    labels = np.array([f"class {n}" for n in range(most)], dtype=object)
    return Counted(codes.astype(np.int32), np.concatenate([labels, texts]))


def frequency_of(values: Counted, start: float) -> Frequency:
    """Count a field's values; ``start`` is the share to expect before counting."""
    rows = counted(values.codes, len(values.texts)).astype(np.float64)
    stated = rows.sum()
    shares = (rows + TRUST * start) / (stated + TRUST)
    order = np.argsort(-rows, kind="stable")[:COMMON]
    kept = order[rows[order] >= LEAST_ROWS]
    rest = rows.copy()
    rest[kept] = 0
    rare = start if not rest.sum() else float((rest * shares).sum() / rest.sum())
    return Frequency(
        {str(values.texts[n]): float(shares[n]) for n in sorted(kept)}, rare
    )


def shares_of(values: Counted, frequency: Frequency) -> Shares:
    """Return the share of each code's value by a model's table."""
    table = pl.Series(list(frequency.common), dtype=pl.String)
    known = pl.Series(list(frequency.common.values()), dtype=pl.Float64)
    texts = pl.Series(values.texts, dtype=pl.String)
    shares = texts.replace_strict(
        table, known, default=frequency.rare, return_dtype=pl.Float64
    )
    return shares.to_numpy()
