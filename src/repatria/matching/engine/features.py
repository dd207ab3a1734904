"""What is compared: both lists as columns of numbers, rows of the left list first.

Texts are worked on once for each distinct value.  A row only points to its
value, and what is known of a value stands in small tables, so that a million
rows fit into memory and the tables into the processor's cache.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from repatria.matching.engine.codes import Codes

Texts = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]
Marks = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class NameFeature:
    """One part of the name.

    ``rows`` points each row to its spelling, -1 where the part is not stated.
    All other arrays have one entry a spelling and a last one, -1, for no
    spelling: codes of the fold, the skeleton, up to two classes of given names
    (-1 where none is known), the first letter and the skeleton's first two.
    ``bare`` marks initials.  ``first`` and ``second`` are the skeletons of a
    double name's parts; ``crossed`` is the plain fold, in one code space for
    family and given names.
    """

    rows: Codes
    fold: Codes
    skeleton: Codes
    first_class: Codes
    second_class: Codes
    initial: Codes
    prefix: Codes
    bare: Flags
    first: Codes
    second: Codes
    crossed: Codes
    fold_texts: Texts
    skeleton_texts: Texts

    def per_row(self, of_spellings: Codes) -> Codes:
        """Carry a number of each spelling to the rows."""
        return of_spellings[self.rows]


@dataclass(frozen=True, slots=True)
class DateFeature:
    """A partial date: 0 is an unknown part; ``whole`` is y*10000 + m*100 + d.

    ``rows`` points each row to its date; the other arrays have one entry a date.
    """

    rows: Codes
    year: npt.NDArray[np.int16]
    month: npt.NDArray[np.int8]
    day: npt.NDArray[np.int8]
    whole: Codes


@dataclass(frozen=True, slots=True)
class WordsFeature:
    """A place, unit, number or other text.

    ``rows`` points each row to its value, -1 where nothing is stated.  By
    value, with a last entry -1 for none: ``whole`` codes the text as a whole,
    -1 where only its words can be compared, ``words`` its words; ``marks`` has
    a bit for each word, so that values without a common bit share no word.
    ``texts`` are the texts of ``whole``.
    """

    rows: Codes
    whole: Codes
    words: tuple[Codes, Codes, Codes]
    marks: Marks
    texts: Texts


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Features:
    """All that two rows are compared by; absent fields are absent here too.

    Equal only to itself, so that what is worked out of it can be remembered.
    """

    rows: int
    left_rows: int
    names: Mapping[str, NameFeature] = field(default_factory=dict)
    dates: Mapping[str, DateFeature] = field(default_factory=dict)
    texts: Mapping[str, WordsFeature] = field(default_factory=dict)
    ranks: Codes | None = None
    titles: Mapping[str, str] = field(
        default_factory=dict
    )  # of columns of no known field

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields compared, in a fixed order."""
        ranked = ("rank",) if self.ranks is not None else ()
        return (*self.names, *self.dates, *self.texts, *ranked)

    @property
    def silent(self) -> Flags:
        """The rows that name nobody: neither a name nor a service number."""
        silent = np.ones(self.rows, dtype=bool)
        for name in (*self.names, "service_number"):
            if name in self.fields:
                silent &= ~self.stated(name)
        return silent

    def stated(self, field: str) -> Flags:
        """Say of each row whether it states the field."""
        if field == "rank" and self.ranks is not None:
            return self.ranks >= 0
        if field in self.dates:
            date = self.dates[field]
            return (date.year > 0)[date.rows]
        rows = self.names[field].rows if field in self.names else self.texts[field].rows
        return rows >= 0
