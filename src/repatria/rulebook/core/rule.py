"""A rule, and the conditions under which it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact that must stand in some relation to a value.

    ``value`` is a tuple of words for ``ONE_OF``, a number for the comparisons.
    """

    fact: str
    test: Test
    value: Fact | tuple[Fact, ...]

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


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of law, in our own words and as conditions on facts.

    ``outcome`` follows where every condition holds; ``if_unknown`` is what to do
    where a fact that decides is unknown, and is never a refusal.
    ``reviewed_by`` is empty until a lawyer has read the file.
    """

    id: str
    version: int
    source: str
    valid_from: date
    says: str
    needs: tuple[str, ...]
    outcome: str
    if_unknown: str
    when: tuple[Condition, ...]
    reviewed_by: str = ""

    @property
    def is_reviewed(self) -> bool:
        """Whether a lawyer has read the rule."""
        return bool(self.reviewed_by)

    def is_in_force(self, on: date) -> bool:
        """Say whether the rule is in force on the day ``on``."""
        return self.valid_from <= on


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule answered about somebody's facts.

    ``outcome`` is the rule's where it holds, its ``if_unknown`` where nobody
    knows, and empty where it does not hold.  ``missing`` names the facts
    that would settle an unknown answer.
    """

    rule: str
    version: int
    answer: Answer
    outcome: str
    missing: tuple[str, ...] = ()
