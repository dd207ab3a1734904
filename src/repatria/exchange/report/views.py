"""What the pages show, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from markupsafe import Markup

from repatria.exchange.core.reasons import Code, Why
from repatria.exchange.core.rules import OTHER
from repatria.exchange.engine.options import Option
from repatria.exchange.engine.own import Ledger, ledger_of
from repatria.exchange.engine.pool import Bools, Doubt
from repatria.exchange.engine.proposal import Proposal, Status
from repatria.exchange.engine.reserves import Reserves
from repatria.exchange.report.agreed import Agreed, agreed_view
from repatria.exchange.report.chart import Chart, chart_of, shape_of
from repatria.exchange.report.ready import ReadyView, ready_view
from repatria.matching.report.figures import number
from repatria.matching.report.verbatim import verbatim
from repatria.rulebook.core.rule import Rule
from repatria.rulebook.core.words import FOLLOWS, NEEDS
from repatria.shared.text import mark as _
from repatria.shared.text import say

SHOWN = 500
DIRECTLY = "repatriate-directly"
CASES_NAMED = 10

STATUSES = {
    Status.OPTIMAL: _("Proven: no other choice is better under these rules."),
    Status.FEASIBLE: _("It keeps the rules; that nothing is better is not proven."),
    Status.INFEASIBLE: _("No proposal: the rules cannot hold together."),
    Status.REFUSED: _("No proposal was made."),
}
CODES = {
    Code.GOES: _("goes"),
    Code.HELD: _("held back"),
    Code.CONSENT: _("consent"),
    Code.GROUP: _("group"),
    Code.RULES: _("rules"),
    Code.OUTRANKED: _("others come first"),
    Code.TIE: _("the lot"),
}
JOINS, LEAVES = _("joins"), _("leaves")


@dataclass(frozen=True, slots=True)
class Line:
    """One person in a table."""

    case: str
    holder: str
    home: str
    to: str
    tier: str = ""
    days: int = 0
    code: str = ""
    word: str = ""
    reason: Markup = field(default_factory=Markup)


@dataclass(frozen=True, slots=True)
class DelegationView:
    """Everything that may leave, and nothing else.  People are ids, in order."""

    agreed: Agreed
    going: tuple[tuple[str, tuple[str, ...]], ...]
    others: tuple[str, ...]
    for_the_agency: tuple[str, ...]


def delegation_view(proposal: Proposal) -> DelegationView:
    """Return what a delegation sees."""
    pool = proposal.pool
    going: dict[str, list[str]] = {}
    for at in np.flatnonzero(proposal.on):
        direction = pool.directions[int(pool.direction[at])]
        going.setdefault(f"{direction.holder} → {direction.to}", []).append(
            pool.ids[at]
        )
    return DelegationView(
        agreed=agreed_view(proposal),
        going=tuple((way, tuple(cases)) for way, cases in sorted(going.items())),
        others=proposal.not_proposed,
        for_the_agency=proposal.for_the_agency,
    )


@dataclass(frozen=True, slots=True)
class TierView:
    """One tier: what its rule says, who stands in it, who goes."""

    name: str
    rule: Rule | None
    exempt: bool
    needs_consent: bool
    listed: int
    going: int
    at_most: int

    @property
    def is_unguarded(self) -> bool:
        """Whether article 109 speaks of these people and the rules do not heed it.

        They go home whatever their number, and never against their will.
        """
        named = self.rule is not None and self.rule.outcome == DIRECTLY
        return named and not (self.exempt and self.needs_consent)

    @property
    def is_rest(self) -> bool:
        """Whether it holds whoever belongs to no tier that was named."""
        return self.name == OTHER.name


@dataclass(frozen=True, slots=True)
class Cost:
    """What one party gives and gets more than was agreed, and gives beyond parity."""

    party: str
    gives: Markup
    gets: Markup
    beyond: int


@dataclass(frozen=True, slots=True)
class OptionView:
    """One alternative."""

    says: Markup
    shape: str
    persons: int
    more: Markup
    joins: int
    leaves: int
    costs: tuple[Cost, ...]


@dataclass(frozen=True, slots=True)
class InternalView:
    """Everything, for whoever made the proposal.

    ``needs`` and ``follows`` say in words what a fact is, and what to do next.
    """

    needs: ClassVar[Mapping[str, str]] = NEEDS
    follows: ClassVar[Mapping[str, str]] = FOLLOWS

    agreed: Agreed
    status: str
    blocked_by: tuple[str, ...]
    own: Ledger | None
    persons: int
    left_out: int
    listed: int
    tiers: tuple[TierView, ...]
    seats: tuple[tuple[str, int, int], ...]
    codes: tuple[tuple[str, str, int], ...]
    doubts: tuple[Doubt, ...]
    going: tuple[Line, ...]
    absent: tuple[Line, ...]
    answers: bool  # a counter-proposal: then these join and leave what stood before
    changes: tuple[tuple[str, Line], ...]
    options: tuple[OptionView, ...]
    chart: Chart | None
    ready: ReadyView
    shown: int = SHOWN
    cases_named: int = CASES_NAMED


def internal_view(
    proposal: Proposal, options: list[Option], base: Proposal, found: Reserves
) -> InternalView:
    """Return everything that whoever ran the command sees.

    The options are compared with ``base``: the proposal, or what stood before it.
    """
    pool = proposal.pool
    codes = Counter(_codes(proposal)[~proposal.on].tolist())
    taken = proposal.seats
    return InternalView(
        agreed=agreed_view(proposal),
        status=STATUSES[proposal.status],
        blocked_by=proposal.blocked_by,
        own=ledger_of(pool, proposal.on),
        persons=len(proposal.go),
        left_out=len(proposal.not_proposed),
        listed=len(pool),
        tiers=tuple(_tiers(proposal)),
        seats=tuple(
            (str(way), taken.get(str(way), 0), most)
            for way, most in pool.rules.seats.items()
        ),
        codes=tuple((code, CODES[code], codes[code]) for code in Code if codes[code]),
        doubts=pool.doubts,
        going=tuple(_lines(proposal, proposal.on)),
        absent=tuple(_lines(proposal, ~proposal.on)),
        answers=base is not proposal,
        changes=(
            *((JOINS, one) for one in _lines(proposal, proposal.on & ~base.on)),
            *((LEAVES, one) for one in _lines(proposal, base.on & ~proposal.on)),
        ),
        options=tuple(_option(one, base) for one in options),
        chart=chart_of(options),
        ready=ready_view(found),
    )


def _place(proposal: Proposal, at: int) -> Line:
    pool = proposal.pool
    direction = pool.directions[int(pool.direction[at])]
    home = pool.rules.parties[int(pool.home[at])]
    return Line(pool.ids[at], direction.holder, home, direction.to)


def _codes(proposal: Proposal) -> Any:
    known = np.array([one.code.value for one in proposal.pool.whys.known] or [""])
    return known[proposal.pool.whys.at]


def _lines(proposal: Proposal, which: Bools) -> Iterator[Line]:
    """Yield the first of these people in the order in which they were considered."""
    pool = proposal.pool
    some = np.flatnonzero(which)
    order = np.lexsort((some, -pool.days[some], pool.tier[some]))
    for at in some[order][:SHOWN].tolist():
        line, why = _place(proposal, at), proposal.why(at)
        yield Line(
            case=line.case,
            holder=line.holder,
            home=line.home,
            to=line.to,
            tier=pool.rules.steps[int(pool.tier[at])].name,
            days=int(pool.days[at]),
            code=why.code.value,
            word=CODES[why.code],
            reason=_sentence(why),
        )


def _sentence(why: Why) -> Markup:
    """Return a reason for the page; what the list says in it is isolated."""
    facts = {name: verbatim(value) for name, value in why.facts}
    return Markup(say(why.sentence, **facts))  # noqa: S704 - our sentence, escaped facts


def _tiers(proposal: Proposal) -> Iterator[TierView]:
    pool, bound = proposal.pool, proposal.bound
    for at, step in enumerate(pool.rules.steps):
        here = pool.tier == at
        if here.any() or step in pool.rules.tiers:
            yield TierView(
                name=step.name,
                rule=step.rule,
                exempt=step.exempt,
                needs_consent=step.needs_consent,
                listed=int(here.sum()),
                going=int((here & proposal.on).sum()),
                at_most=bound.get(step.name, 0),
            )


def _option(one: Option, agreed: Proposal) -> OptionView:
    said = (
        say(sentence, **{name: verbatim(value) for name, value in facts.items()})
        for sentence, facts in one.sentences
    )
    mine, base = one.proposal.on, agreed.on
    costs = one.costs(agreed).items()
    return OptionView(
        says=Markup(" ".join(said)),  # noqa: S704 - our sentences, escaped facts
        shape=shape_of(one),
        persons=int(mine.sum()),
        more=_signed(int(mine.sum()) - int(base.sum())),
        joins=int((mine & ~base).sum()),
        leaves=int((base & ~mine).sum()),
        costs=tuple(
            Cost(party, _signed(cost["gives"]), _signed(cost["gets"]), cost["beyond"])
            for party, cost in costs
            if any(cost.values())
        ),
    )


def _signed(n: int) -> Markup:
    """Return a difference as it is written from the left in any script: +3, 0, -2."""
    written = f"+{number(n)}" if n > 0 else number(n)
    return Markup('<bdi dir="ltr">{}</bdi>').format(written)
