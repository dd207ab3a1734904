"""The distinct words that one field holds, and the ways to those like a given word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.names.engine.classes import (
    NO_CLASS,
    given_class_values,
    patronymic_class_values,
    patronymic_stem_values,
)
from repatria.names.engine.columns import skeleton_values
from repatria.register.engine.finding.maps import Flags, Keys, MultiMap, Values

Texts = npt.NDArray[np.object_]
LEAST_SKELETON = 3  # of shorter ones nearly everything is one letter away


@dataclass(frozen=True, slots=True)
class Kind:
    """How the words of a field are levelled, and which classes they belong to."""

    stem: Callable[[pl.Series], pl.Series]
    classes: Callable[[pl.Series], pl.DataFrame] | None


def _as_it_is(folds: pl.Series) -> pl.Series:
    return folds


KINDS = {
    "family": Kind(_as_it_is, None),
    "given": Kind(_as_it_is, given_class_values),
    "patronymic": Kind(patronymic_stem_values, patronymic_class_values),
    "context": Kind(_as_it_is, None),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """The distinct folded words of a field, numbered from 0 in order of arrival.

    ``stems`` are the same less what varies: the endings of patronymics.

    ``rows`` leads from a word's number to the rows that hold it.  The other maps lead
    to the numbers of words: from the fold, the skeleton, a skeleton less one letter,
    the first letter, and a class of names.
    """

    kind: str
    texts: Texts = field(default_factory=lambda: np.zeros(0, dtype=object))
    stems: Texts = field(default_factory=lambda: np.zeros(0, dtype=object))
    by_fold: MultiMap = field(default_factory=MultiMap)
    by_skeleton: MultiMap = field(default_factory=MultiMap)
    by_shorter: MultiMap = field(default_factory=MultiMap)
    by_initial: MultiMap = field(default_factory=MultiMap)
    by_class: MultiMap = field(default_factory=MultiMap)
    rows: MultiMap = field(default_factory=MultiMap)

    def numbered(self, folds: pl.Series) -> tuple[Terms, Values]:
        """Return each word's number, and the terms with those that were new."""
        distinct = folds.drop_nulls().unique().sort()
        known = pl.DataFrame({"fold": distinct, "key": hashed(distinct)})
        held = self._numbers_of(known)
        new = known.filter(pl.Series(held < 0))["fold"]
        grown = self._with(new)
        held[held < 0] = np.arange(len(self.texts), len(grown.texts), dtype=np.int32)
        codes = folds.replace_strict(
            distinct, pl.Series(held, dtype=pl.Int32), default=-1, return_dtype=pl.Int32
        )
        return grown, codes.fill_null(-1).to_numpy()

    def with_rows(self, terms: Values, rows: Values) -> Terms:
        """Note which rows hold which words."""
        said = terms >= 0
        return replace(self, rows=self.rows.extended(terms[said], rows[said]))

    def without(self, gone: Flags) -> Terms:
        """Forget the rows that ``gone`` marks."""
        return replace(self, rows=self.rows.without(gone))

    def compact(self) -> Terms:
        """Return the same terms with maps in which a key is found soonest."""
        maps = {
            name: getattr(self, name).compact()
            for name in self.__dataclass_fields__
            if isinstance(getattr(self, name), MultiMap)
        }
        return replace(self, **maps)

    def _numbers_of(self, known: pl.DataFrame) -> Values:
        found = np.full(len(known), -1, dtype=np.int32)
        keys = known["key"].to_numpy()
        for held, values in self.by_fold.segments:
            at = np.minimum(np.searchsorted(held, keys), len(held) - 1)
            same = held[at] == keys
            found[same] = values[at[same]]
        return found

    def _with(self, new: pl.Series) -> Terms:
        if new.is_empty():
            return self
        kind = KINDS[self.kind]
        numbers = np.arange(len(self.texts), len(self.texts) + len(new), dtype=np.int32)
        stems = kind.stem(new)
        skeletons = skeleton_values(stems)
        shorter = _less_one_letter(skeletons, numbers)
        classes = _classes(kind, new, numbers)
        return replace(
            self,
            texts=np.concatenate([self.texts, _objects(new)]),
            stems=np.concatenate([self.stems, _objects(stems)]),
            by_fold=self.by_fold.extended(hashed(new), numbers),
            by_skeleton=self.by_skeleton.extended(hashed(skeletons), numbers),
            by_shorter=self.by_shorter.extended(*shorter),
            by_initial=self.by_initial.extended(hashed(new.str.slice(0, 1)), numbers),
            by_class=self.by_class.extended(*classes),
        )


def _objects(texts: pl.Series) -> Texts:
    return texts.to_numpy().astype(object)


def hashed(texts: pl.Series) -> Keys:
    """Return a key for each text; the same text has the same key in one process."""
    return texts.hash(seed=0).to_numpy()


def shorter_forms(text: str) -> list[str]:
    """Return a text, and the text less each of its letters."""
    if len(text) < LEAST_SKELETON:
        return [text]
    return [text, *{text[:at] + text[at + 1 :] for at in range(len(text))}]


def _less_one_letter(skeletons: pl.Series, numbers: Values) -> tuple[Keys, Values]:
    frame = pl.DataFrame({"text": skeletons, "number": numbers})
    frame = frame.with_columns(size=pl.col("text").str.len_chars())
    parts = [frame.select("text", "number")]
    longest = int(frame["size"].max() or 0)  # type: ignore[arg-type]
    for at in range(longest):
        some = frame.filter((pl.col("size") > at) & (pl.col("size") >= LEAST_SKELETON))
        less = pl.col("text").str.slice(0, at) + pl.col("text").str.slice(at + 1)
        parts.append(some.select(less.alias("text"), "number"))
    every = pl.concat(parts).unique(maintain_order=True)
    return hashed(every["text"]), every["number"].to_numpy()


def _classes(kind: Kind, new: pl.Series, numbers: Values) -> tuple[Keys, Values]:
    if kind.classes is None:
        return np.zeros(0, np.uint64), np.zeros(0, np.int32)
    table = kind.classes(new)
    pairs = [(table[name].to_numpy(), numbers) for name in ("first", "second")]
    classes = np.concatenate([classes for classes, _numbers in pairs])
    both = np.concatenate([numbers for _classes, numbers in pairs])
    known = classes != NO_CLASS
    return classes[known].astype(np.uint64), both[known]
