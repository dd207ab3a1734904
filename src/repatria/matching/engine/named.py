"""Family name, given name and patronymic as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_lowercase

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.engine.codes import Codes, blank_to_null, coded, ended
from repatria.matching.engine.features import NameFeature
from repatria.names.engine.classes import (
    given_class_values,
    patronymic_class_values,
    patronymic_stem_values,
)
from repatria.names.engine.columns import (
    clean_values,
    fold_values,
    skeleton_values,
    surname_fold_values,
    surname_skeleton_values,
)


@dataclass(frozen=True, slots=True)
class _Folded:
    """A column of names: each row's code, and the fold of each code."""

    rows: Codes
    folds: pl.Series


def name_features(columns: Mapping[str, pl.Series]) -> dict[str, NameFeature]:
    """Turn the three name columns into features; a part nobody states is left out."""
    parts = {name: _folded(column) for name, column in columns.items()}
    parts["family"], parts["given"] = _unswapped(parts["family"], parts["given"])
    both = pl.concat([parts["family"].folds, parts["given"].folds])
    crossed = coded(both).codes
    split = len(parts["family"].folds)
    across = {"family": crossed[:split], "given": crossed[split:]}
    return {
        name: _feature(name, part, across.get(name))
        for name, part in parts.items()
        if part.rows.max(initial=-1) >= 0
    }


def _folded(column: pl.Series) -> _Folded:
    """Fold each distinct spelling, then let spellings of one fold share a code."""
    spelt = coded(column)
    folds = coded(blank_to_null(fold_values(clean_values(spelt.values))))
    return _Folded(ended(folds.codes)[spelt.codes], folds.values)


def _unswapped(family: _Folded, given: _Folded) -> tuple[_Folded, _Folded]:
    """Put family and given name back where only the other order makes sense."""
    swapped = _is_given(family) & ~_is_given(given) & (given.rows >= 0)
    if not swapped.any():
        return family, given
    every = coded(pl.concat([family.folds, given.folds]))
    split = len(family.folds)
    families = ended(every.codes[:split])[family.rows]
    givens = ended(every.codes[split:])[given.rows]
    return (
        _Folded(np.where(swapped, givens, families), every.values),
        _Folded(np.where(swapped, families, givens), every.values),
    )


def _is_given(part: _Folded) -> npt.NDArray[np.bool_]:
    known = given_class_values(part.folds)["first"].to_numpy() >= 0
    return np.append(known, False)[part.rows]


def _feature(name: str, part: _Folded, crossed: Codes | None) -> NameFeature:
    plain = part.folds
    family = name == "family"
    fold = coded(surname_fold_values(plain) if family else plain)
    skeletons = _skeletons(name, plain)
    skeleton = coded(blank_to_null(skeletons))
    first, second = _classes(name, plain)
    letters = plain.str.slice(0, 1).cast(pl.Enum(list(ascii_lowercase))).to_physical()
    one, two = _double(skeletons)
    nothing = np.full(len(plain), -1, dtype=np.int32)
    return NameFeature(
        rows=part.rows,
        fold=ended(fold.codes),
        skeleton=ended(skeleton.codes),
        first_class=ended(first),
        second_class=ended(second),
        initial=ended(letters.cast(pl.Int32).to_numpy()),
        prefix=ended(coded(blank_to_null(skeletons.str.slice(0, 2))).codes),
        bare=np.append(plain.str.len_chars().to_numpy() == 1, False),
        first=ended(one),
        second=ended(two),
        crossed=ended(nothing if crossed is None else crossed),
        fold_texts=fold.values.to_numpy(),
        skeleton_texts=skeleton.values.to_numpy(),
    )


def _skeletons(name: str, plain: pl.Series) -> pl.Series:
    """Return the skeletons; of a patronymic without its ending, which varies."""
    if name == "family":
        return surname_skeleton_values(plain)
    if name == "patronymic":
        return skeleton_values(patronymic_stem_values(plain))
    return skeleton_values(plain)


def _classes(name: str, plain: pl.Series) -> tuple[Codes, Codes]:
    if name == "family":
        none = np.full(len(plain), -1, dtype=np.int32)
        return none, none
    classes = given_class_values if name == "given" else patronymic_class_values
    table = classes(plain)
    return table["first"].to_numpy(), table["second"].to_numpy()


def _double(skeletons: pl.Series) -> tuple[Codes, Codes]:
    """Code the parts of double names; a single name is its own first part."""
    words = skeletons.str.split(" ")
    parts = [words.list.get(n, null_on_oob=True) for n in (0, 1)]
    both = coded(pl.concat(parts)).codes
    return both[: len(skeletons)], both[len(skeletons) :]
