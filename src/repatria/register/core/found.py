"""Why somebody was found: how each part of a search agrees, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from repatria.shared.text import mark as _


class Agreement(IntEnum):
    """How a word of a search agrees with what a record says, the best first."""

    SAME = 0
    FORM = 1
    ALIKE = 2
    INITIAL = 3
    NEARLY = 4
    DIFFERS = 5
    UNSAID = 6


class Birth(IntEnum):
    """How a date of birth agrees with what was asked."""

    NOT_ASKED = 0
    SAME = 1
    AS_FAR_AS_KNOWN = 2
    TURNED = 3
    YEAR_ONLY = 4
    NEAR = 5
    DIFFERS = 6
    UNSAID = 7


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a record was found: of each part of the name, and of the rest.

    ``names`` leads from a part of the name to how it agrees; ``unmatched`` counts
    the words that the record does not hold.
    """

    names: tuple[tuple[str, Agreement], ...] = ()
    birth: Birth = Birth.NOT_ASKED
    number: bool = False
    place: bool = False
    unit: bool = False
    unmatched: int = 0

    @property
    def sentences(self) -> tuple[str, ...]:
        """The reasons as marked sentences, what agrees first."""
        said = [_NAMES[part, agreement] for part, agreement in self.names]
        if self.number:
            said.insert(0, _NUMBER)
        if self.birth in _BIRTH:
            said.append(_BIRTH[self.birth])
        said += [_PLACE] * self.place + [_UNIT] * self.unit
        return (*said, *([_UNMATCHED] if self.unmatched else ()))


_NUMBER = _("The number is the same.")
_PLACE = _("The place is named.")
_UNIT = _("The unit is named.")
_UNMATCHED = _("Not every word that you typed stands there.")
_BIRTH = {
    Birth.SAME: _("Born on the same day."),
    Birth.AS_FAR_AS_KNOWN: _("The birth date agrees as far as it is known."),
    Birth.TURNED: _("Day and month of birth stand the other way round."),
    Birth.YEAR_ONLY: _("Born in the same year, on another day."),
    Birth.NEAR: _("The birth date is close, not the same."),
    Birth.DIFFERS: _("The birth date differs."),
    Birth.UNSAID: _("The birth date is not stated there."),
}
_NAMES = {
    ("family", Agreement.SAME): _("The family name is the same."),
    ("family", Agreement.ALIKE): _("The family name is spelt alike."),
    ("family", Agreement.NEARLY): _("The family name is spelt nearly alike."),
    ("family", Agreement.DIFFERS): _("The family name differs."),
    ("given", Agreement.SAME): _("The given name is the same."),
    ("given", Agreement.FORM): _("The given name is another form of the same name."),
    ("given", Agreement.ALIKE): _("The given name is spelt alike."),
    ("given", Agreement.INITIAL): _("The initial of the given name agrees."),
    ("given", Agreement.NEARLY): _("The given name is spelt nearly alike."),
    ("given", Agreement.DIFFERS): _("The given name differs."),
    ("patronymic", Agreement.SAME): _("The patronymic is the same."),
    ("patronymic", Agreement.FORM): _("The patronymic is of the same father's name."),
    ("patronymic", Agreement.ALIKE): _("The patronymic is spelt alike."),
    ("patronymic", Agreement.INITIAL): _("The initial of the patronymic agrees."),
    ("patronymic", Agreement.NEARLY): _("The patronymic is spelt nearly alike."),
    ("patronymic", Agreement.DIFFERS): _("The patronymic differs."),
}


class Sure(StrEnum):
    """How sure it is that somebody found is the one who was meant."""

    NEARLY_CERTAIN = "nearly-certain"
    LIKELY = "likely"
    POSSIBLE = "possible"
    ONE_OF_MANY = "one-of-many"

    @classmethod
    def of(cls, share: float) -> Sure:
        """Return the word for a share between 0 and 1.

        >>> Sure.of(0.99).value, Sure.of(0.001).value
        ('nearly-certain', 'one-of-many')
        """
        steps = ((0.95, cls.NEARLY_CERTAIN), (0.5, cls.LIKELY), (0.05, cls.POSSIBLE))
        return next((word for least, word in steps if share >= least), cls.ONE_OF_MANY)

    @property
    def words(self) -> str:
        """The word as it is shown, marked."""
        return _SURE[self]


_SURE = {
    Sure.NEARLY_CERTAIN: _("Nearly certain"),
    Sure.LIKELY: _("Likely"),
    Sure.POSSIBLE: _("Possible"),
    Sure.ONE_OF_MANY: _("One of many"),
}


def shares(bits: Sequence[float], *, among: int) -> list[float]:
    """Return for each answer how likely it is the one meant, rivals considered.

    ``bits`` weigh the answers, the best first; ``among`` is how many people there are.
    That the one meant is here at all is taken to be as likely as not.

    >>> [round(share, 2) for share in shares([20, 20, 4], among=1_000)]
    [0.5, 0.5, 0.0]
    """
    top = max(bits, default=0.0)
    odds = [2.0 ** (one - top) for one in bits]
    total = sum(odds) + among * 2.0**-top
    return [one / total for one in odds]
