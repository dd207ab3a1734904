"""What the report shows, as plain values: no tables, files, clock or engine.

Three kinds of text stand in these values:
* **verbatim**: what a list says, untouched; ``""`` means it does not say.
* **said**: already in the reader's language (``repatria.shared.text.say``).
* **field**: a value of ``repatria.register.core.fields.Field``, such as
  ``"birth_date"``; the report knows its word.

Row numbers count from 1 after the header.  Probabilities are between 0 and 1.
Weights are in bits: each bit doubles the odds; above zero speaks for one person.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import log2
from typing import ClassVar, Generic, TypeVar

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _

SHOWN_AT_MOST = 500  # entries of one section on the page; the CSV files hold the rest

Entry = TypeVar("Entry")


class SumError(RepatriaError):
    """Rows that came in and rows accounted for are not the same number."""

    code = "matching.report-sum"
    what: ClassVar[str] = _(
        "The numbers of {file} do not add up: {rows} and {counted}."
    )
    remedy: ClassVar[str] = _(
        "Do not use this result; run it again or report the fault."
    )


class Agreement(StrEnum):
    """What two values of one field say about each other."""

    SAME = "same"
    CLOSE = "close"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """Why a row has no counterpart on the other list."""

    ONLY_HERE = "only_here"
    REVIEW = "review"
    DUPLICATE = "duplicate"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Value:
    """One field of one row: the field's name and the verbatim text."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is shown: ``name`` and ``born`` verbatim, the rest in ``values``.

    ``id`` is the list's own number for the row, ``""`` where it has none.
    ``values`` holds further fields (rank, unit, place ...), without name and
    birth date; blank ones may be left out.
    """

    row: int
    id: str = ""
    name: str = ""
    born: str = ""
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of a pair: both verbatim values, the finding, its weight and reason.

    ``bits`` is None where the field has no weight of its own; ``why`` is said.
    """

    field: str
    left: str
    right: str
    agreement: Agreement
    bits: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the left list and a row of the right that may be one person.

    ``compared`` is in reading order.  ``differs`` names the fields in conflict
    (section 2 shows these).  ``why`` is said: the whole finding in a sentence.
    ``rivals`` counts other rows, on either list, that could take the place of one
    of these two.  ``start`` is the weight of two rows picked blindly (None: not
    known), ``overlap`` what is evened out where fields go together.
    """

    left: Row
    right: Row
    probability: float
    compared: tuple[Compared, ...] = ()
    differs: tuple[str, ...] = ()
    why: str = ""
    rivals: int = 0
    start: float | None = None
    overlap: float = 0.0


@dataclass(frozen=True, slots=True)
class Nearest:
    """The most similar row of the other list, though too far to be proposed."""

    row: Row
    probability: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class LoneRow:
    """A row without a counterpart; ``duplicate_of`` is its twin's row, 0 if none."""

    row: Row
    standing: Standing = Standing.ONLY_HERE
    nearest: Nearest | None = None
    duplicate_of: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """One row of a cluster; ``probability`` that it is the person of the others."""

    row: Row
    probability: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Rows of one list that are likely one person; ``number`` as in the CSV file."""

    number: int
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Section(Generic[Entry]):
    """The first entries of a longer list, and where the whole of it is.

    ``total`` counts all entries, shown or not; ``file`` names the CSV file that
    holds them.  Give the entries in the order they should be read.
    """

    entries: tuple[Entry, ...] = ()
    total: int = 0
    file: str = ""

    @property
    def more(self) -> int:
        """Entries that are not on the page."""
        return self.total - len(self.entries)


@dataclass(frozen=True, slots=True)
class Split:
    """Where the rows of one list went; every row stands in exactly one place.

    ``same``: in a pair called same that agrees in everything.  ``differs``: in
    such a pair with something in conflict.  ``review``: in no such pair, but in
    one to review.  ``duplicate``: a repeat of another row of its list.
    ``unreadable``: the row could not be read.  ``only_here``: all others.
    """

    same: int = 0
    differs: int = 0
    review: int = 0
    only_here: int = 0
    duplicate: int = 0
    unreadable: int = 0

    @property
    def total(self) -> int:
        """Rows accounted for."""
        found = self.same + self.differs + self.review
        return found + self.only_here + self.duplicate + self.unreadable

    @property
    def alone(self) -> int:
        """Rows without a pair called same: what the ``*_only.csv`` file holds."""
        return self.total - self.same - self.differs


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """How one column of the file was understood; ``field`` is ``""`` if unused.

    ``column`` is verbatim, ``how`` said ("by its heading", "by its content").
    """

    column: str
    field: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """Rows in which a field says nothing (``rows``), of all readable rows."""

    field: str
    rows: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A kind of fault and how often: impossible dates, mixed scripts, ...

    ``what`` and ``remedy`` are said.  ``field`` may be ``""``.  ``examples`` are
    row numbers, a few.
    """

    what: str
    rows: int
    field: str = ""
    remedy: str = ""
    examples: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that could not be read: its line in the file and what to do.

    ``what`` and ``remedy`` are said; ``text`` is the verbatim line, or ``""``.
    """

    row: int
    line: int
    what: str
    remedy: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ListCard:
    """One list: what came in, where its rows went, and how good it is.

    ``name`` is the file's name alone, ``sha256`` 64 hex digits of its bytes.
    ``nameless``: no column was understood as a name or a number of its people.
    ``label`` (verbatim, may be ``""``) is whose list it is.  ``form`` is said: how
    the file was read ("CSV, UTF-8, separated by semicolons").
    """

    name: str
    sha256: str
    rows: int
    split: Split
    label: str = ""
    synthetic: bool = False
    form: str = ""
    columns: tuple[ColumnUse, ...] = ()
    missing: tuple[Missing, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unreadable: Section[Unreadable] = Section()
    nameless: bool = False

    def __post_init__(self) -> None:
        """Refuse a card whose rows are not all accounted for."""
        same_number(self.name, self.rows, self.split.total)


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs with ``low`` <= probability < ``high`` (the last bin includes 1)."""

    low: float
    high: float
    pairs: int


@dataclass(frozen=True, slots=True)
class FieldCount:
    """How many pairs of one person are in conflict over this field."""

    field: str
    pairs: int


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """A published measurement: on which data, and how often the model erred.

    ``data`` names the data set, verbatim; ``rows`` a list.  ``wrong``: the share of
    pairs called same that are two people; ``missed``: of true pairs not called same.
    """

    data: str
    rows: int
    wrong: float
    missed: float


@dataclass(frozen=True, slots=True)
class ModelCard:
    """The model that judged, its thresholds and its published error rates.

    ``same_from`` and ``review_from`` are probabilities.  ``frozen`` says that the
    model was given, not fitted to these lists.
    """

    name: str
    version: str
    same_from: float
    review_from: float
    frozen: bool = False
    error_rates: tuple[ErrorRate, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything the report of two lists shows.

    ``expected_wrong`` is the expected number of pairs among *same* that are two
    people: the sum of (1 - probability) over them.  ``bins`` cover pairs that
    were called same or to review.  ``only_left`` and ``only_right`` hold every row
    without a *same* pair, those only here first.
    """

    left: ListCard
    right: ListCard
    review: Section[Pair]
    differs: Section[Pair]
    same: Section[Pair]
    only_left: Section[LoneRow]
    only_right: Section[LoneRow]
    duplicates_left: Section[Cluster]
    duplicates_right: Section[Cluster]
    model: ModelCard
    expected_wrong: float
    bins: tuple[Bin, ...] = ()
    conflicts: tuple[FieldCount, ...] = ()

    def __post_init__(self) -> None:
        """Refuse sections that contradict the sums of the two lists."""
        for card in (self.left, self.right):
            same_number(card.name, self.same.total, card.split.same)
            same_number(card.name, self.differs.total, card.split.differs)

    @property
    def synthetic(self) -> bool:
        """Whether either list is of invented people."""
        return self.left.synthetic or self.right.synthetic


@dataclass(frozen=True, slots=True)
class DedupeData:
    """Everything the report of one list shows.

    The card's split has ``duplicate`` for repeats (each cluster's first row is not
    a repeat), ``only_here`` for all other readable rows, and ``unreadable``.
    """

    one: ListCard
    clusters: Section[Cluster]
    model: ModelCard
    expected_wrong: float
    bins: tuple[Bin, ...] = ()

    @property
    def synthetic(self) -> bool:
        """Whether the list is of invented people."""
        return self.one.synthetic


def same_number(file: str, rows: int, counted: int) -> None:
    """Refuse with :class:`SumError` unless both numbers are one."""
    if rows != counted:
        raise SumError(file=file, rows=str(rows), counted=str(counted))


def value_of_a_look(probability: float) -> float:
    """Return how much a person's look settles, in bits: 1 at even odds, 0 if sure.

    Pairs to review are shown in falling order of it.

    >>> value_of_a_look(0.5), value_of_a_look(1.0)
    (1.0, 0.0)
    """
    if not 0 < probability < 1:
        return 0.0
    rest = 1 - probability
    return -probability * log2(probability) - rest * log2(rest)
