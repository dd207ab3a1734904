"""A rule, and the conditions under which it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain

Fact = bool | int | float | str
Facts = Mapping[str, Fact | None]
"""What is known, by name.  None, or no entry, is unknown: never no, never zero."""

MEANS_YES = frozenset({"yes", "true", "1", "y"})
MEANS_NO = frozenset({"no", "false", "0", "n"})
MEANS_UNKNOWN = frozenset({"", "unknown", "?"})


class Answer(StrEnum):
    """What a rule says about somebody.  Unknown is an answer."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Test(StrEnum):
    """How a condition looks at its fact."""

    IS = "is"
    ONE_OF = "one_of"
    MORE_THAN = "more_than"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"
    AT_MOST = "at_most"

    __test__ = False  # a word of the law, not a class of tests


class Unit(StrEnum):
    """In what a number is told."""

    NONE = ""
    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"
    KILOGRAMS = "kg"


class Time(StrEnum):
    """Which time a number of months or days tells: what lies behind, or ahead."""

    NONE = ""
    ELAPSED = "elapsed"  # it has passed
    PROGNOSIS = "prognosis"  # doctors expect it


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact that must stand in some relation to a value.

    ``value`` is a tuple of words for ``ONE_OF``, a number for the comparisons: in
    ``unit``, and where it tells a time, time of the kind ``time``.
    """

    fact: str
    test: Test
    value: Fact | tuple[Fact, ...]
    unit: Unit = Unit.NONE
    time: Time = Time.NONE

    @property
    def is_number(self) -> bool:
        """Whether the fact is a number."""
        return self.test not in {Test.IS, Test.ONE_OF} or (
            isinstance(self.value, int | float) and not isinstance(self.value, bool)
        )

    @property
    def is_claim(self) -> bool:
        """Whether the fact is a plain yes or no."""
        return isinstance(self.value, bool)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that it looks for, where the fact is one word of several."""
        values = self.value if isinstance(self.value, tuple) else (self.value,)
        return tuple(one for one in values if isinstance(one, str))


class Kind(StrEnum):
    """What can answer a question."""

    CLAIM = "claim"  # yes or no
    NUMBER = "number"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Question:
    """One fact that a rule needs, as it is asked: for a form or a checklist.

    ``words`` are those that some condition looks for, where the answer is a word; any
    other word is an answer too.  ``fact`` has its phrase in ``core.words.NEEDS``.
    """

    fact: str
    kind: Kind
    unit: Unit = Unit.NONE
    time: Time = Time.NONE
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of law, in our own words and as conditions on facts.

    It holds where every condition of ``when`` does and, if there are alternatives in
    ``any_of``, every condition of at least one of those.  ``outcome`` follows where
    it holds; ``otherwise`` where it does not, empty where nothing does; ``if_unknown``
    is what to do where a fact that decides is unknown, and is never a refusal.
    ``category`` names what the rule puts somebody in, where it is a category that
    parties may agree on.  ``reviewed_by`` is empty until a lawyer has read the file.

    Of a line of an annex, ``part`` names its list; ``on_records`` tells that a
    commission relies largely on the records of camp doctors of the person's own side,
    or on specialists of the detaining power.  ``ambiguous`` says in words where the
    text itself can be read in two ways, empty where it cannot.
    """

    id: str
    version: int
    source: str
    valid_from: date
    says: str
    needs: tuple[str, ...]
    outcome: str
    if_unknown: str
    when: tuple[Condition, ...] = ()
    any_of: tuple[tuple[Condition, ...], ...] = ()
    otherwise: str = ""
    category: str = ""
    part: str = ""
    on_records: bool = False
    ambiguous: str = ""
    reviewed_by: str = ""

    @property
    def is_reviewed(self) -> bool:
        """Whether a lawyer has read the rule."""
        return bool(self.reviewed_by)

    @property
    def article(self) -> str:
        """The id without its treaty and annex, such as ``art110.1.2`` or ``IA3l``."""
        parts = self.id.split(".")[1:]
        return ".".join(parts[1:] if parts[0].startswith("annex") else parts)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition, those of the alternatives after the others."""
        return tuple(self._conditions())

    @property
    def questions(self) -> tuple[Question, ...]:
        """What has to be asked, in the order of ``needs``."""
        asked = ([c for c in self._conditions() if c.fact == f] for f in self.needs)
        return tuple(_question(conditions) for conditions in asked)

    @property
    def answers(self) -> tuple[str, ...]:
        """What can follow, by its codes: holds, does not hold, unknown."""
        codes = (self.outcome, self.otherwise, self.if_unknown)
        return tuple(dict.fromkeys(code for code in codes if code))

    def is_in_force(self, on: date) -> bool:
        """Say whether the rule is in force on the day ``on``."""
        return self.valid_from <= on

    def _conditions(self) -> Iterator[Condition]:
        return chain(self.when, *self.any_of)


def _question(conditions: list[Condition]) -> Question:
    first = conditions[0]
    words = dict.fromkeys(word for one in conditions for word in one.words)
    kind = Kind.WORD
    if first.is_claim or first.is_number:
        kind = Kind.CLAIM if first.is_claim else Kind.NUMBER
    return Question(first.fact, kind, first.unit, first.time, tuple(words))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule answered about somebody's facts.

    ``outcome`` is the rule's where it holds, its ``if_unknown`` where nobody
    knows, and its ``otherwise``, empty for most, where it does not hold.
    ``missing`` names the facts that can still settle an unknown answer.
    """

    rule: str
    version: int
    answer: Answer
    outcome: str
    missing: tuple[str, ...] = ()
