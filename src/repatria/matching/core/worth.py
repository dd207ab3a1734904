"""What a person's answer about a pair is worth, and why: the order of the queue.

The machine knows least where its probability is near one half, and an answer changes
most where a verdict turns on it.  Who waits behind a pair counts too.  The worth is a
number without a unit, from 0 on; only its order means something.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repatria.shared.text import mark as _

CUSTODY = "custody"  # among the conflicts: both parties say that they hold the person
# What adds to the worth, and by how much; uncertainty alone is between 0 and 1.
ADDS = {
    "custody": 0.6,
    "conflict": 0.3,
    "fate": 0.3,
    "woman": 0.2,
    "young": 0.2,
    "long": 0.2,
}
MOST_RIVALS = 4
A_RIVAL = 0.05
A_WEEK = 0.05  # of waiting
MOST_WEEKS = 20
UNCERTAIN_FROM = 0.5

REASONS = {
    "uncertain": _("the machine can hardly tell ({share})"),
    "proposed": _("the machine proposes one person ({share}), and nobody has decided"),
    "doubted": _("the machine doubts it ({share}), and nobody has decided"),
    "waits": _("nobody has decided ({share})"),
    "custody": _("both parties are said to hold this person"),
    "conflict": _("the lists differ in what the Convention asks for: {fields}"),
    "fate": _("one of the lists says that the person is dead or has returned"),
    "woman": _("one of the lists says that the person is a woman"),
    "young": _("the person was younger than 25"),
    "long": _("the person had been held for a year or longer"),
    "rivals": _("other pairs with one of these rows depend on it"),
}


@dataclass(frozen=True, slots=True)
class PairFacts:
    """What is known of a pair before anybody looks at it.

    ``differs`` names fields in conflict; ``fates`` what either row says became of the
    person; ``rivals`` counts the other pairs with one of the rows; ``urgent`` holds
    any of "woman", "young", "long", as the lists say.
    """

    probability: float
    differs: Sequence[str] = ()
    fates: frozenset[str] = frozenset()
    rivals: int = 0
    urgent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Worth:
    """How much an answer is worth, and the codes of the reasons, weightiest first."""

    value: float
    because: tuple[str, ...]


def worth(pair: PairFacts) -> Worth:
    """Return what an answer about a pair is worth.

    >>> worth(PairFacts(0.5))
    Worth(value=1.0, because=('uncertain',))
    >>> worth(PairFacts(1.0, differs=["birth_date"])).because
    ('conflict', 'proposed')
    """
    uncertainty = 1 - abs(2 * pair.probability - 1)
    parts = {code: ADDS[code] for code in _codes(pair)}
    if pair.rivals:
        parts["rivals"] = A_RIVAL * min(pair.rivals, MOST_RIVALS)
    parts[_leaning(pair.probability, uncertainty)] = uncertainty
    ranked = sorted(parts, key=lambda code: -parts[code])
    return Worth(round(sum(parts.values()), 4), tuple(ranked))


def _codes(pair: PairFacts) -> list[str]:
    conflicts = set(pair.differs) - {CUSTODY}
    found = {
        "custody": CUSTODY in pair.differs,
        "conflict": bool(conflicts),
        "fate": bool(pair.fates),
        **{code: code in pair.urgent for code in ("woman", "young", "long")},
    }
    return [code for code, holds in found.items() if holds]


def _leaning(probability: float, uncertainty: float) -> str:
    if uncertainty >= UNCERTAIN_FROM:
        return "uncertain"
    return "proposed" if probability > 0.5 else "doubted"


def after_waiting(value: float, days: int) -> float:
    """Return the worth of an answer once its pair has waited for some days.

    >>> after_waiting(0.5, 14), after_waiting(0.5, 3)
    (0.6, 0.5)
    """
    weeks = min(max(days, 0) // 7, MOST_WEEKS)
    return round(value + A_WEEK * weeks, 4)
