"""What is answered about a name: proposed by the machine, decided by a person.

And what of it leaves: a word and a day about the asker's own people, nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from repatria.shared.text import mark as _


class Answer(StrEnum):
    """What is said about one name that was asked."""

    HELD = "held"
    NOT_HELD = "not_held"
    DEAD = "dead"
    ALREADY_RETURNED = "already_returned"
    NEEDS_DATA = "needs_data"
    REFUSED = "refused"


ANSWER_WORDS = {
    Answer.HELD: _("Held"),
    Answer.NOT_HELD: _("Not held"),
    Answer.DEAD: _("Dead"),
    Answer.ALREADY_RETURNED: _("Already returned"),
    Answer.NEEDS_DATA: _("Needs data"),
    Answer.REFUSED: _("No answer is given"),
}
TONES = {
    Answer.HELD: "good",
    Answer.NOT_HELD: "open",
    Answer.DEAD: "ended",
    Answer.ALREADY_RETURNED: "good",
    Answer.NEEDS_DATA: "waiting",
    Answer.REFUSED: "bad",
}
# Of a name: whether it was answered at all, for the sums of a correspondent.
SAYS_SOMETHING = frozenset(
    {Answer.HELD, Answer.NOT_HELD, Answer.DEAD, Answer.ALREADY_RETURNED}
)
_ABOUT_A_PERSON = frozenset({Answer.HELD, Answer.DEAD, Answer.ALREADY_RETURNED})


class Why(StrEnum):
    """Why the machine proposes what it does; for the desk, never for the asker."""

    SAYS_TOO_LITTLE = "says_too_little"
    NOBODY_ALIKE = "nobody_alike"
    SEVERAL_ALIKE = "several_alike"
    BIRTH_DIFFERS = "birth_differs"
    SAME_NAME_AND_BIRTH = "same_name_and_birth"
    ALIKE = "alike"
    NOBODY_SAYS_HELD = "nobody_says_held"
    DISPUTED = "disputed"


WHY_WORDS = {
    Why.SAYS_TOO_LITTLE: _("The row names nobody: neither a family name nor a number."),
    Why.NOBODY_ALIKE: _("Nobody in the register has a name like this one."),
    Why.SEVERAL_ALIKE: _("Several people in the register may be meant."),
    Why.BIRTH_DIFFERS: _("The name is alike, and the date of birth is another."),
    Why.SAME_NAME_AND_BIRTH: _(
        "One person alone: the same name, the same whole date of birth."
    ),
    Why.ALIKE: _("One person alone has a name like this one; compare the rest."),
    Why.NOBODY_SAYS_HELD: _(
        "The person is known here, and no statement says that they are held."
    ),
    Why.DISPUTED: _("What is stated about the person disagrees: look at the case."),
}

# Likeness of names: 1 is the same.  From LIKELY on somebody may be meant; SAME is
# what one name in another spelling or script comes to.
LIKELY = 0.72
SAME = 0.97


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody in the register who may be meant by a row.

    ``score`` is how alike the names are alone, 0 to 1; ``birth`` the date as it is
    kept, "" where it is not stated; ``says`` what the register says of them:
    ``NOT_HELD`` where no statement says that they are held, ``NEEDS_DATA`` where
    statements disagree.
    """

    case_ref: str
    score: float
    birth: str
    says: Answer


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the machine proposes; ``certain`` rows may be confirmed together."""

    answer: Answer
    case_ref: str
    certain: bool
    why: Why


def propose(*, names: int, birth: str, candidates: Sequence[Known]) -> Proposal:
    """Propose an answer for a row with so many ``names`` and this date of birth.

    Certain is one person alone whose whole name and whole date of birth agree, and
    never that nobody is held: somebody may stand here under another spelling.
    """
    if not names:
        return Proposal(Answer.NEEDS_DATA, "", certain=False, why=Why.SAYS_TOO_LITTLE)
    alike = [one for one in candidates if one.score >= LIKELY]
    if not alike:
        return Proposal(Answer.NOT_HELD, "", certain=False, why=Why.NOBODY_ALIKE)
    likely = [one for one in alike if births_fit(birth, one.birth)]
    if not likely:
        return Proposal(Answer.NEEDS_DATA, "", certain=False, why=Why.BIRTH_DIFFERS)
    if len(likely) > 1:
        return Proposal(Answer.NEEDS_DATA, "", certain=False, why=Why.SEVERAL_ALIKE)
    return _of_one(likely[0], names=names, birth=birth)


def births_fit(one: str, other: str) -> bool:
    """Tell whether two dates as they are kept may be the same; unknown parts may.

    >>> births_fit("1984-05-09", "~1984"), births_fit("1984-05-09", "????-05-09")
    (True, True)
    >>> births_fit("", "1984"), births_fit("1984-05-09", "1984-06")
    (True, False)
    """
    pairs = zip(one.strip("~").split("-"), other.strip("~").split("-"), strict=False)
    return all(a == b or not (a.isdigit() and b.isdigit()) for a, b in pairs)


def _of_one(one: Known, *, names: int, birth: str) -> Proposal:
    unsure = {
        Answer.NOT_HELD: Why.NOBODY_SAYS_HELD,
        Answer.NEEDS_DATA: Why.DISPUTED,
    }
    if one.says in unsure:
        why = unsure[one.says]
        return Proposal(one.says, one.case_ref, certain=False, why=why)
    exact = names > 1 and one.score >= SAME and is_whole(birth) and one.birth == birth
    why = Why.SAME_NAME_AND_BIRTH if exact else Why.ALIKE
    return Proposal(one.says, one.case_ref, certain=exact, why=why)


def is_whole(birth: str) -> bool:
    """Tell whether a date as it is kept has all its parts, and is no guess.

    >>> is_whole("1984-05-09"), is_whole("1984-05"), is_whole("~1984-05-09")
    (True, False, False)
    """
    return len(birth) == len("1984-05-09") and birth.replace("-", "").isdigit()


def told_to(asker: str, answer: Answer, *, home: str) -> Answer:
    """Return what the asker is told, where ``home`` is the person's power of origin.

    A party is owed an answer about its own people (GC III 122), a neutral agency about
    everybody (GC III 123): its code is "".  About anybody else a party hears the same
    words as about a row that does not say enough, so that it learns nothing by asking.
    """
    if not asker or answer not in _ABOUT_A_PERSON or home == asker:
        return answer
    return Answer.NEEDS_DATA
