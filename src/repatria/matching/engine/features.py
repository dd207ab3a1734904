"""What is compared: both lists as columns of numbers, rows of the left list first.

Texts are worked on once for each distinct value; a row only points to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from repatria.matching.engine.codes import Codes

Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class NameFeature:
    """One part of the name: codes of its fold, skeleton and classes.

    ``fold`` and ``skeleton`` are -1 where the part is not stated; ``classes``
    hold up to two classes of given names, -1 where none is known.  ``initial``
    is the first letter's code; ``bare`` says that only an initial is stated.
    """

    fold: Codes
    skeleton: Codes
    first_class: Codes
    second_class: Codes
    initial: Codes
    prefix: Codes  # first two letters of the skeleton
    bare: npt.NDArray[np.bool_]
    parts: tuple[Codes, Codes]  # skeletons of a double name's parts
    crossed: Codes  # the plain fold, in one code space for family and given names
    fold_texts: Texts
    skeleton_texts: Texts


@dataclass(frozen=True, slots=True)
class DateFeature:
    """A partial date: 0 is an unknown part; ``whole`` is y*10000 + m*100 + d."""

    year: npt.NDArray[np.int16]
    month: npt.NDArray[np.int8]
    day: npt.NDArray[np.int8]
    whole: Codes


@dataclass(frozen=True, slots=True)
class WordsFeature:
    """A place, unit or free text: one code for the whole, three for its words."""

    whole: Codes
    words: tuple[Codes, Codes, Codes]
    texts: Texts

    def stated(self, rows: npt.NDArray[np.int32]) -> Codes:
        """Return a code for each row that is -1 only where nothing is stated."""
        return np.maximum(self.whole[rows], self.words[0][rows])


@dataclass(frozen=True, slots=True)
class Features:
    """All that two rows are compared by; absent fields are absent here too."""

    rows: int
    left_rows: int
    names: Mapping[str, NameFeature] = field(default_factory=dict)
    dates: Mapping[str, DateFeature] = field(default_factory=dict)
    texts: Mapping[str, WordsFeature] = field(default_factory=dict)
    ranks: Codes | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields compared, in a fixed order."""
        ranked = ("rank",) if self.ranks is not None else ()
        return (*self.names, *self.dates, *self.texts, *ranked)
