"""Who alleges what and what the others answer: one model, the same for every party.

Nothing here knows a party by name: whoever swaps two codes in what goes in finds
them swapped in what comes out, and nothing else changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Alleged:
    """An allegation: its number, who makes it for which side, against whom."""

    number: int
    side: str
    accused: tuple[str, ...] = ()
    victims: tuple[str, ...] = ()
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to an allegation; ``to`` is None where it answers all of it."""

    number: int
    side: str
    to: int | None = None
    said_on: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One allegation with its answers, and the accused from whom none is recorded.

    No answer recorded is not the same as silence: silence is an answer of its own
    kind, recorded by somebody who asked.
    """

    allegation: Alleged
    answers: tuple[Answered, ...]
    unanswered: tuple[str, ...]


def side_by_side(
    allegations: Sequence[Alleged], answers: Sequence[Answered]
) -> tuple[Row, ...]:
    """Return every allegation, oldest first, beside what was answered to it.

    The order rests on days and on the order of recording, never on a party.
    """
    ordered = sorted(allegations, key=_order)
    return tuple(_row(allegation, answers) for allegation in ordered)


def _row(allegation: Alleged, answers: Sequence[Answered]) -> Row:
    its = tuple(
        sorted(
            (answer for answer in answers if _answers(answer, allegation)),
            key=_order,
        )
    )
    heard = {answer.side for answer in its}
    unanswered = tuple(side for side in allegation.accused if side not in heard)
    return Row(allegation, its, unanswered)


def _answers(answer: Answered, allegation: Alleged) -> bool:
    """Tell whether it answers this one: by number, or as an accused party to all."""
    if answer.to is not None:
        return answer.to == allegation.number
    return answer.side in allegation.accused


def _order(said: Alleged | Answered) -> tuple[date, int]:
    return said.said_on or date.max, said.number
