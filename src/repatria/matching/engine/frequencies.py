"""How common each stated value is, for both lists together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.core.model import Frequency
from repatria.matching.engine.codes import Codes, counted
from repatria.matching.engine.features import Features, NameFeature
from repatria.matching.engine.keys import forms

COMMON = 2000  # values a table keeps
LEAST_ROWS = 10  # a value on fewer rows is not kept: it could name a person
TRUST = 500.0  # rows that the starting share counts for

Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counted:
    """A field's values: each row points to an entry, each entry to a value's code.

    ``texts`` are the values' texts.  Entries end with -1, for rows that state
    nothing.
    """

    rows: Codes
    entries: Codes
    texts: npt.NDArray[np.object_]

    @property
    def codes(self) -> Codes:
        """The code of each row's value."""
        return self.entries[self.rows]


def counted_values(features: Features) -> dict[str, Counted]:
    """Return, keyed ``field.level``, the values whose frequency softens that level."""
    found: dict[str, Counted] = {}
    for name, part in features.names.items():
        found[f"{name}.same"] = Counted(part.rows, part.fold, part.fold_texts)
        if name == "family":
            found["family.spelling"] = Counted(
                part.rows, part.skeleton, part.skeleton_texts
            )
        else:
            found[f"{name}.variant"] = Counted(
                part.rows, forms(part), _form_texts(part)
            )
    for name, date in features.dates.items():
        entries = np.where(date.day > 0, np.arange(len(date.day)), -1).astype(np.int32)
        texts = np.array([str(day) for day in date.whole], dtype=object)
        found[f"{name}.same"] = Counted(date.rows, entries, texts)
    for name, text in features.texts.items():
        found[f"{name}.same"] = Counted(text.rows, text.whole, text.texts)
    return found


def _form_texts(part: NameFeature) -> npt.NDArray[np.object_]:
    """Return the text of each code that ``keys.forms`` gives."""
    classes = int(part.first_class.max()) + 1
    labels = np.array([f"class {n}" for n in range(classes)], dtype=object)
    return np.concatenate([labels, part.skeleton_texts])


def frequency_of(values: Counted, start: float) -> Frequency:
    """Count a field's values; ``start`` is the share to expect before counting.

    Two rows that agree are left out of their own count: a value that only they
    state says nothing about how often others would state it.
    """
    rows = counted(values.codes, len(values.texts)).astype(np.float64)
    others = np.maximum(rows - 2, 0)
    shares = (others + TRUST * start) / (rows.sum() + TRUST)
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
