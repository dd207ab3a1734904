"""What the lines of an annex say together: listed, or the commission decides.

The conditions that Annex I names are examples (II (5)): a line answers *listed* or
leaves the case to the commission.  Nothing here says *refused*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from repatria.rulebook.core.evaluate import either, evaluate, opposite, together
from repatria.rulebook.core.rule import Answer, Facts, Finding, Rule


class Part(StrEnum):
    """The lists of Annex I, in their order."""

    A1 = "A1"  # injured: as the loss of a hand or a foot
    A2 = "A2"  # wounded: no recovery within a year
    A3 = "A3"  # sick: no recovery within a year
    B = "B"  # accommodation in a neutral country
    EXCLUDED = "excluded"  # no accommodation
    READING = "reading"  # how the lists are read


HOME = frozenset({"listed", "repatriate-directly"})
ACCOMMODATION = "listed-for-accommodation"
NO_ACCOMMODATION = "not-for-accommodation"
BARS_HOME = "bars-direct-return"
COMMISSION_DECIDES = "the-commission-decides"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the lines say together about somebody's facts.

    ``home`` and ``accommodation``: whether a line lists the person for direct return
    or for a neutral country, and none of the annex's bars stands against it.  YES is
    *listed*; NO and UNKNOWN are *the commission decides*, never refused.  While
    nobody has said whether a bar holds (II (3): before the war, and not worse) the
    answer stays UNKNOWN.  ``findings`` are those of every line, in order; ``missing``
    the facts that would settle what is listed but for them.
    """

    home: Answer
    accommodation: Answer
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]

    def listed(self) -> tuple[Finding, ...]:
        """Return the lines of either list that hold, bars not counted."""
        kinds = HOME | {ACCOMMODATION}
        return _holding(self.findings, kinds)

    def bars(self) -> tuple[Finding, ...]:
        """Return the lines that hold and stand against what is listed."""
        return _holding(self.findings, {BARS_HOME, NO_ACCOMMODATION})


def read_annex(lines: Iterable[Rule], facts: Facts) -> Reading:
    """Ask every line about ``facts``, and return what they say together."""
    asked = [(line, evaluate(line, facts)) for line in lines]
    home = _listed(asked, HOME, bars=BARS_HOME)
    accommodation = _listed(asked, {ACCOMMODATION}, bars=NO_ACCOMMODATION)
    return Reading(
        home=home,
        accommodation=accommodation,
        findings=tuple(finding for _line, finding in asked),
        missing=_missing(asked, open_to=(home, accommodation)),
    )


Asked = list[tuple[Rule, Finding]]


def _listed(asked: Asked, kinds: Iterable[str], *, bars: str) -> Answer:
    wanted = frozenset(kinds)
    listed = either(one.answer for line, one in asked if line.outcome in wanted)
    barred = either(one.answer for line, one in asked if line.outcome == bars)
    return together([listed, opposite(barred)])


def _missing(asked: Asked, *, open_to: tuple[Answer, Answer]) -> tuple[str, ...]:
    """Return what the open bars miss, where a line lists the person but for them."""
    kinds = ((HOME, BARS_HOME), (frozenset({ACCOMMODATION}), NO_ACCOMMODATION))
    missing: dict[str, None] = {}
    for answer, (lists, bars) in zip(open_to, kinds, strict=True):
        holds = any(
            one.answer is Answer.YES for line, one in asked if line.outcome in lists
        )
        if answer is Answer.UNKNOWN and holds:
            for line, one in asked:
                if line.outcome == bars:
                    missing |= dict.fromkeys(one.missing)
    return tuple(missing)


def _holding(
    findings: Iterable[Finding], outcomes: Iterable[str]
) -> tuple[Finding, ...]:
    wanted = frozenset(outcomes)
    return tuple(
        one for one in findings if one.answer is Answer.YES and one.outcome in wanted
    )
