"""Two lists in, one truth out; or one list, and who stands on it twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.core.model import Model, ladder_named, starting_shares
from repatria.matching.engine.candidates import candidates_between, candidates_within
from repatria.matching.engine.duplicates import (
    Copies,
    Duplicates,
    copies,
    duplicates_in,
)
from repatria.matching.engine.features import Features
from repatria.matching.engine.fit import fitted, with_repeats
from repatria.matching.engine.prepare import features_of
from repatria.matching.engine.resolve import Resolved, resolved
from repatria.matching.engine.scores import ready
from repatria.register.engine.records import ReadList
from repatria.register.engine.stated import stated_by

Progress = Callable[[str, float], None]  # step, share done


def silent(step: str, share: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The answer for two lists; rows are stacked, left first, counted from 0.

    ``stated`` holds each list's fields, names taken apart.
    """

    left: ReadList
    right: ReadList
    stated: tuple[pl.DataFrame, pl.DataFrame]
    features: Features
    model: Model
    resolved: Resolved
    duplicates: Duplicates
    left_out: dict[str, int]
    compared: int


@dataclass(frozen=True, slots=True)
class Deduplication:
    """The answer for one list."""

    one: ReadList
    stated: pl.DataFrame
    features: Features
    model: Model
    duplicates: Duplicates
    left_out: dict[str, int]
    compared: int


def link(
    left: ReadList,
    right: ReadList,
    *,
    model: Model | None = None,
    progress: Progress = silent,
) -> Reconciliation:
    """Say which rows of two lists speak of the same person.

    ``model`` is a frozen model of an earlier run; without one it is fitted to
    these lists.
    """
    progress("prepare", 0)
    stated = stated_by(left), stated_by(right)
    features = features_of((left, right), stated)
    same = _readable_copies(features, left, right)
    progress("candidates", 0)
    found = candidates_between(features, same.keep)
    inside = candidates_within(features, same.keep, tight=True)
    progress("fit", 0)
    if model:
        model = _for_these(model, features)
    else:
        model = fitted(features, found, same.keep)
        model = with_repeats(model, features, inside, same.keep)
    pairs = ready(model, features).score(found, lambda done: progress("score", done))
    progress("duplicates", 0)
    duplicates = duplicates_in(features, model, same, inside)
    progress("resolve", 0)
    answer = resolved(pairs, duplicates.group)
    return Reconciliation(
        left,
        right,
        stated,
        features,
        model,
        answer,
        duplicates,
        found.left_out,
        pairs.compared,
    )


def dedupe(
    one: ReadList, *, model: Model | None = None, progress: Progress = silent
) -> Deduplication:
    """Say which rows of one list speak of the same person."""
    progress("prepare", 0)
    stated = stated_by(one)
    features = features_of((one,), (stated,))
    same = _readable_copies(features, one)
    progress("candidates", 0)
    found = candidates_within(features, same.keep)
    progress("fit", 0)
    model = (
        _for_these(model, features)
        if model
        else fitted(features, found, same.keep, within=True)
    )
    duplicates = duplicates_in(
        features, model, same, found, lambda share: progress("score", share)
    )
    return Deduplication(
        one,
        stated,
        features,
        model,
        duplicates,
        found.left_out,
        duplicates.pairs.compared,
    )


def _readable_copies(features: Features, *lists: ReadList) -> Copies:
    """Find copies; an unreadable row is compared with nothing."""
    readable = np.ones(features.rows, dtype=bool)
    start = 0
    for one in lists:
        readable[unreadable_rows(one) - 1 + start] = False
        start += one.rows
    return copies(features, readable)


def unreadable_rows(one: ReadList) -> npt.NDArray[np.int64]:
    """Return the numbers, from 1, of the rows that could not be read."""
    return (
        one.faults.filter(one.faults["severity"] == "unreadable")["row"]
        .unique()
        .to_numpy()
    )


def _for_these(model: Model, features: Features) -> Model:
    """Complete a frozen model with starting shares for fields it has not seen."""
    known = dict(model.fields)
    for name in features.fields:
        known.setdefault(name, starting_shares(ladder_named(name)))
    return replace(model, fields=known)
