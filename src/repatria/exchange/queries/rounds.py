"""The rounds of an exchange as a series: what was proposed, what crossed, who is ahead.

Nothing here opens a wish, a hold or a reason: rounds are told from documents that all
parties have, from what crossed, and from the lists that both sides gave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from repatria.exchange import queries
from repatria.exchange.core.crossed import Between, ahead, in_parity
from repatria.exchange.core.rounds import Account
from repatria.exchange.core.rules import Rules
from repatria.exchange.core.states import State
from repatria.exchange.engine.rounds.series import lends
from repatria.exchange.models import Exchange, ListVersion, Round

ENDED = frozenset({State.COMPLETED, State.PARTIAL, State.RECONCILED})
TWO = 2


@dataclass(frozen=True, slots=True)
class RoundTold:
    """One round.  ``proposed`` and ``crossed`` by the party whose people they are.

    None where there is no list, or where nothing has crossed yet.  ``ahead``: what is
    owed to each of two parties after it, all rounds so far together.
    """

    held: Round
    state: State | None
    version: ListVersion | None
    proposed: dict[str, int] | None
    crossed: dict[str, int] | None
    ahead: dict[str, Between] | None

    @property
    def is_over(self) -> bool:
        """Whether people have crossed, or nobody will."""
        return self.state in ENDED or self.state is State.CANCELLED


def rounds_told(exchange: Exchange) -> list[RoundTold]:
    """Return the rounds of an exchange in their order."""
    rounds = exchange.rounds.prefetch_related("events", "outcomes").order_by("number")
    newest = queries.newest_versions(rounds)
    parties = queries.parties_of(exchange)
    balance = {party: Between() for party in parties}
    told = []
    for held in rounds:
        state, version = queries.state_of(held), newest.get(held.pk)
        document = queries.document_of(version) if version else None
        crossed = _crossed(held) if state in ENDED else None
        if crossed is not None and document and len(parties) == TWO:
            moved = _moved(parties, document, crossed)
            balance = {party: balance[party] + moved[party] for party in parties}
        known = crossed is not None and len(parties) == TWO
        told.append(
            RoundTold(
                held=held,
                state=state,
                version=version,
                proposed=_proposed(document),
                crossed=crossed,
                ahead=dict(balance) if known else None,
            )
        )
    return told


def balance_now(rounds: Sequence[RoundTold], rules: Rules) -> dict[Account, int]:
    """Return what is owed between two that balance by persons, from what crossed.

    Nothing where it is not known exactly: nobody is credited with a guess.
    """
    known = [one.ahead for one in rounds if one.ahead is not None]
    if not known or not lends(rules) or not rules.parity.counts_persons:
        return {}
    owed = {rules.unit_of(party): n.exact for party, n in known[-1].items()}
    return {Account(unit): n for unit, n in owed.items() if n}


def _proposed(document: dict[str, Any] | None) -> dict[str, int] | None:
    if document is None:
        return None
    return {party: sums["gets"] for party, sums in document["parity"].items()}


def _crossed(held: Round) -> dict[str, int] | None:
    return queries.crossed_counts(held) or None


def _moved(
    parties: tuple[str, ...], document: dict[str, Any], crossed: dict[str, int]
) -> dict[str, Between]:
    """Return by how much this round puts each of two parties ahead."""
    came = {
        party: in_parity(
            crossed=crossed.get(party, 0),
            proposed=document["parity"][party]["gets"],
            outside=document["parity"][party]["gets_outside"],
        )
        for party in parties
    }
    one, other = parties
    return {one: ahead(came[other], came[one]), other: ahead(came[one], came[other])}
