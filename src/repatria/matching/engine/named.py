"""Family name, given name and patronymic as numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.engine.codes import Codes, Coded, blank_to_null, coded
from repatria.matching.engine.features import NameFeature
from repatria.names.engine.classes import (
    given_class_values,
    patronymic_class_values,
)
from repatria.names.engine.columns import (
    clean_values,
    fold_values,
    skeleton_values,
    surname_fold_values,
    surname_skeleton_values,
)

Classes = Callable[[pl.Series], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class _Folded:
    """A column of names: codes into distinct spellings, and the fold of each."""

    coded: Coded
    folds: pl.Series


def name_features(columns: Mapping[str, pl.Series]) -> dict[str, NameFeature]:
    """Turn the three name columns into features; a part nobody states is left out."""
    folded = {name: _folded(column) for name, column in columns.items()}
    family, given = _unswapped(folded["family"], folded["given"])
    rows = {
        "family": family,
        "given": given,
        "patronymic": _row_folds(folded["patronymic"]),
    }
    every = pl.concat([rows["family"], rows["given"]])
    crossed = coded(every).codes
    half = len(rows["family"])
    found: dict[str, NameFeature] = {}
    for name, column in rows.items():
        if column.null_count() < len(column):
            cross = crossed[:half] if name == "family" else crossed[half:]
            found[name] = _feature(name, column, cross)
    return found


def _folded(column: pl.Series) -> _Folded:
    spelt = coded(column)
    return _Folded(spelt, blank_to_null(fold_values(clean_values(spelt.values))))


def _row_folds(part: _Folded) -> pl.Series:
    return _gathered(part.folds, part.coded.codes)


def _gathered(values: pl.Series, codes: Codes) -> pl.Series:
    return values.gather(pl.Series(codes).replace(-1, None))


def _unswapped(family: _Folded, given: _Folded) -> tuple[pl.Series, pl.Series]:
    """Put family and given name back where only the other order makes sense."""
    looks_given = [_is_given(part) for part in (family, given)]
    families, givens = _row_folds(family), _row_folds(given)
    swapped = looks_given[0] & ~looks_given[1] & (given.coded.codes >= 0)
    if not swapped.any():
        return families, givens
    at = pl.Series(swapped)
    return givens.zip_with(at, families), families.zip_with(at, givens)


def _is_given(part: _Folded) -> npt.NDArray[np.bool_]:
    known = given_class_values(part.folds)["first"].to_numpy() >= 0
    return np.append(known, False)[part.coded.codes]


def _feature(name: str, folds: pl.Series, crossed: Codes) -> NameFeature:
    plain = coded(folds)
    family = name == "family"
    levelled = surname_fold_values(plain.values) if family else plain.values
    skeletons = (
        surname_skeleton_values(plain.values)
        if family
        else skeleton_values(plain.values)
    )
    fold, skeleton = _through(plain, levelled), _through(plain, skeletons)
    first, second = _classes(name, plain)
    letters = plain.values.str.slice(0, 1).cast(
        pl.Enum(list("abcdefghijklmnopqrstuvwxyz"))
    )
    return NameFeature(
        fold=fold.codes,
        skeleton=skeleton.codes,
        first_class=first,
        second_class=second,
        initial=plain.per_row(letters.to_physical().cast(pl.Int32).to_numpy()),
        prefix=_through(plain, skeletons.str.slice(0, 2)).codes,
        bare=np.append(plain.values.str.len_chars().to_numpy() == 1, False)[
            plain.codes
        ],
        parts=_parts(plain, skeletons),
        crossed=crossed,
        fold_texts=fold.values.to_numpy(),
        skeleton_texts=skeleton.values.to_numpy(),
    )


def _through(rows: Coded, texts: pl.Series) -> Coded:
    """Code a text of each distinct value and carry the codes to the rows."""
    inner = coded(texts)
    return Coded(rows.per_row(inner.codes), inner.values)


def _classes(name: str, plain: Coded) -> tuple[Codes, Codes]:
    if name == "family":
        none = np.full(len(plain.codes), -1, dtype=np.int32)
        return none, none
    classes = given_class_values if name == "given" else patronymic_class_values
    table = classes(plain.values)
    return plain.per_row(table["first"].to_numpy()), plain.per_row(
        table["second"].to_numpy()
    )


def _parts(plain: Coded, skeletons: pl.Series) -> tuple[Codes, Codes]:
    """Code the parts of double names; a single name is its own first part."""
    words = skeletons.str.split(" ")
    parts = [words.list.get(n, null_on_oob=True) for n in (0, 1)]
    both = coded(pl.concat(parts)).codes
    half = len(skeletons)
    return plain.per_row(both[:half]), plain.per_row(both[half:])
