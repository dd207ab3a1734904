"""What a person answered when asked in private whether to go home."""

from __future__ import annotations

from enum import StrEnum

from repatria.shared.text import mark as _


class Answer(StrEnum):
    """The answer that a neutral interviewer heard."""

    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"


ANSWER_WORDS = {
    Answer.YES: _("Yes, wants to go home"),
    Answer.NO: _("No, does not want to go"),
    Answer.WITHDRAWN: _("Took the yes back: does not go unless asked again"),
}
_LENGTH = 16


def padded(answer: Answer) -> str:
    """Return the answer in a length that does not tell which one it is.

    A sealed text is as long as what it seals.

    >>> len(padded(Answer.NO)) == len(padded(Answer.WITHDRAWN))
    True
    """
    return answer.value.ljust(_LENGTH)


def unpadded(text: str) -> Answer:
    """Return the answer that ``padded`` was given."""
    return Answer(text.strip())
