"""What was agreed and what it comes to, as both editions show it.

Follows from the rules and from who goes, and from nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from repatria.exchange.core.lot import Witness
from repatria.exchange.core.rules import Consideration, Kind, Rules
from repatria.exchange.engine.proposal import Balance, Proposal, Status
from repatria.shared.text import mark as _

KINDS = {
    Kind.COUNT: _("person for person"),
    Kind.CATEGORY: _("person for person in each category"),
    Kind.VALUE: _("by the value of ranks"),
    Kind.RATIO: _("by a ratio"),
    Kind.NONE: _("nobody is counted against anybody"),
}
WITNESSES = {
    Witness.NOT_WITNESSED: _("Lot not witnessed: nobody committed to it before."),
    Witness.COMMITTED: _(
        "The parties committed to the lot; secrets are not shown yet."
    ),
    Witness.WITNESSED: _("Lot witnessed: every secret fits what was committed to."),
}


@dataclass(frozen=True, slots=True)
class Sums:
    """How many arrive in one place, and what counts in parity if it is a party."""

    place: str
    arrive: int
    balance: Balance | None


@dataclass(frozen=True, slots=True)
class Worth:
    """What one person counts by a ratio, whom ``giver`` gives."""

    giver: str
    category: str
    points: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed and what it comes to: sums, and how to check them."""

    parties: tuple[str, ...]
    as_of: str
    found: bool
    proven: bool
    parity: str
    in_points: bool
    worths: tuple[Worth, ...]
    considerations: tuple[Consideration, ...]
    sums: tuple[Sums, ...]
    lot: str
    seed: str
    fingerprint: str


def agreed_view(proposal: Proposal) -> Agreed:
    """Return what both editions show of the rules and of the sums."""
    rules = proposal.pool.rules
    found = proposal.status in {Status.OPTIMAL, Status.FEASIBLE}
    parity = proposal.parity
    return Agreed(
        parties=tuple(sorted(rules.parties)),
        as_of=rules.as_of.isoformat() if rules.as_of else "",
        found=found,
        proven=proposal.status is not Status.FEASIBLE,
        parity=KINDS[rules.parity.kind],
        in_points=not rules.parity.counts_persons,
        worths=tuple(worths_of(rules)),
        considerations=rules.considerations,
        sums=tuple(
            Sums(place, persons, parity.get(place))
            for place, persons in proposal.received.items()
        ),
        lot=WITNESSES[rules.lot.witness],
        seed=rules.lot.seed,
        fingerprint=sha256(proposal.shared_bytes()).hexdigest() if found else "",
    )


def worths_of(rules: Rules) -> Iterator[Worth]:
    """Yield what one person counts by a ratio; nothing where none was agreed."""
    if rules.parity.kind is not Kind.RATIO:
        return
    ratio = rules.parity.ratio
    for unit in rules.units():
        yield Worth(unit, "", ratio.points(unit))
    for one in ratio.kindred:
        points = ratio.points(one.held_by, one.category)
        yield Worth(one.held_by, one.category, points)
