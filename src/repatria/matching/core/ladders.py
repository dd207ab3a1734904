"""How two statements of one field may relate: a ladder of levels for each field.

A level is a number: 0 says that one side does not state the field, 1 is full
agreement, and each step down agrees less.  The words of a level are what the
reviewer reads; its shares ``m`` and ``u`` are where fitting starts from (the
share of pairs at this level when the records are one person, and when they
are two).
"""

from __future__ import annotations

from dataclasses import dataclass

from repatria.shared.text import mark as _

UNKNOWN = 0

# Levels at which nothing that is known disagrees.
_AGREEING = {"same", "spelling", "variant", "initial", "month", "year", "shared"}


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a ladder: its code, its words, and its shares to start from."""

    code: str
    says: str
    m: float
    u: float


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels of one field, best first.

    ``circumstance`` marks fields that whole groups share (one unit
    taken on one day at one place), whose weights are not simply added.
    """

    field: str
    title: str
    levels: tuple[Level, ...]
    circumstance: bool = False

    @property
    def last_agreement(self) -> int:
        """The last level that agrees as far as is known: it never counts against."""
        return max(
            n for n, level in enumerate(self.levels, 1) if level.code in _AGREEING
        )

    @property
    def conflicts(self) -> tuple[bool, ...]:
        """Say of each level, from 0 (unknown) on, whether it is a difference."""
        return (False, *(level.code not in _AGREEING for level in self.levels))

    def number(self, code: str) -> int:
        """Return the level number of ``code``.

        >>> LADDERS["family"].number("same")
        1
        """
        return [level.code for level in self.levels].index(code) + 1


_LADDERS = (
    Ladder(
        "family",
        _("family name"),
        (
            Level("same", _("family name the same"), 0.74, 1e-3),
            Level("spelling", _("family name the same but for spelling"), 0.15, 1e-3),
            Level("slip", _("family name alike but for a slip"), 0.07, 6e-4),
            Level(
                "swapped", _("family name stands in the other's given name"), 4e-3, 1e-5
            ),
            Level("partly", _("family name alike in part"), 0.02, 1.2e-2),
            Level("differs", _("family name differs"), 0.015, 0.985),
        ),
    ),
    Ladder(
        "given",
        _("given name"),
        (
            Level("same", _("given name the same"), 0.66, 2.5e-2),
            Level("variant", _("given name a form of the same name"), 0.25, 2e-2),
            Level("slip", _("given name alike but for a slip"), 0.04, 6e-3),
            Level(
                "swapped", _("given name stands in the other's family name"), 4e-3, 1e-5
            ),
            Level("initial", _("given name agrees with the initial"), 0.03, 2e-2),
            Level("differs", _("given name differs"), 0.015, 0.93),
        ),
    ),
    Ladder(
        "patronymic",
        _("patronymic"),
        (
            Level("same", _("patronymic the same"), 0.62, 2.2e-2),
            Level("variant", _("patronymic a form of the same name"), 0.27, 2e-2),
            Level("slip", _("patronymic alike but for a slip"), 0.05, 8e-3),
            Level("initial", _("patronymic agrees with the initial"), 0.04, 2e-2),
            Level("differs", _("patronymic differs"), 0.02, 0.93),
        ),
    ),
    Ladder(
        "birth_date",
        _("birth date"),
        (
            Level("same", _("birth date the same"), 0.86, 6e-5),
            Level("month", _("birth date the same as far as known"), 0.02, 2e-4),
            Level("swapped", _("day and month of birth swapped"), 0.012, 3e-5),
            Level("slip", _("birth date differs in one part"), 0.05, 5e-3),
            Level("year", _("birth year the same, more is not known"), 0.03, 3e-3),
            Level("same_year", _("birth year the same, the day differs"), 8e-3, 3e-2),
            Level("near", _("birth year differs by one"), 8e-3, 6e-2),
            Level("differs", _("birth date differs"), 0.012, 0.90),
        ),
    ),
    Ladder(
        "birth_place",
        _("birth place"),
        (
            Level("same", _("birth place the same"), 0.65, 1e-2),
            Level("shared", _("birth place alike in part"), 0.25, 4e-2),
            Level("differs", _("birth place differs"), 0.10, 0.95),
        ),
    ),
    Ladder(
        "rank",
        _("rank"),
        (
            Level("same", _("rank the same"), 0.80, 0.22),
            Level("near", _("rank a step or two apart"), 0.15, 0.33),
            Level("differs", _("rank differs"), 0.05, 0.45),
        ),
    ),
    Ladder(
        "unit",
        _("unit"),
        (
            Level("same", _("unit the same"), 0.70, 2e-2),
            Level("shared", _("unit alike in part"), 0.15, 8e-2),
            Level("differs", _("unit differs"), 0.15, 0.90),
        ),
        circumstance=True,
    ),
    Ladder(
        "service_number",
        _("service number"),
        (
            Level("same", _("service number the same"), 0.93, 2e-6),
            Level("slip", _("service number differs in one character"), 0.04, 1e-4),
            Level("differs", _("service number differs"), 0.03, 0.999),
        ),
    ),
    Ladder(
        "captured_on",
        _("day of capture"),
        (
            Level("same", _("day of capture the same"), 0.75, 1e-2),
            Level(
                "near",
                _("day of capture within a week, or the same as far as known"),
                0.15,
                3e-2,
            ),
            Level("differs", _("day of capture differs"), 0.10, 0.96),
        ),
        circumstance=True,
    ),
    Ladder(
        "captured_at",
        _("place of capture"),
        (
            Level("same", _("place of capture the same"), 0.75, 3e-2),
            Level("shared", _("place of capture alike in part"), 0.12, 6e-2),
            Level("differs", _("place of capture differs"), 0.13, 0.91),
        ),
        circumstance=True,
    ),
    Ladder(
        "call_sign",
        _("call sign"),
        (
            Level("same", _("call sign the same"), 0.85, 5e-4),
            Level("differs", _("call sign differs"), 0.15, 0.999),
        ),
    ),
    Ladder(
        "sex",
        _("sex"),
        (
            Level("same", _("sex the same"), 0.995, 0.9),
            Level("differs", _("sex differs"), 0.005, 0.1),
        ),
    ),
)

LADDERS: dict[str, Ladder] = {ladder.field: ladder for ladder in _LADDERS}


def ladder_of_extra(number: int) -> Ladder:
    """Return the ladder of the lists' ``number``-th shared column of no known field."""
    return Ladder(
        f"extra{number}",
        _("another shared column"),
        (
            Level("same", _("{column}: the same"), 0.75, 2e-2),
            Level("shared", _("{column}: alike"), 0.15, 2e-2),
            Level("differs", _("{column}: differs"), 0.10, 0.96),
        ),
    )
