"""A round under negotiation, for the pictures of ``docs/negotiating.md``.

Played after the demonstration's story: the agency proposes one more round, and both
parties answer it, find somebody on it who is home already, and ask for changes.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from repatria.access.core.roles import Role
from repatria.site.story.agreement import HOME_TO_ONE, HOME_TO_OTHER, RULES
from repatria.site.story.cast import (
    AGENCY,
    NORTH,
    ONE,
    OTHER,
    SOUTH,
    Organisation,
    Stage,
    somebody,
)
from repatria.site.story.installations import inside
from repatria.site.story.post import carry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from repatria.exchange.models import ListEntry

TITLE = "December exchange"
SIZE = 12


def play(stage: Stage) -> dict[str, str]:
    """Play the talks in all three installations; return the exchange's number."""
    ref = _propose(stage)
    for party, other in ((NORTH, SOUTH), (SOUTH, NORTH)):
        with inside(stage.home(party)):
            _answer(stage, party, other, ref)
    return {"talks": ref}


def _propose(stage: Stage) -> str:
    from repatria.exchange.services import exchanges, lists, proposals

    delegate = somebody(stage, AGENCY, Role.AGENCY_DELEGATE)
    with inside(stage.home(AGENCY)):
        on = (stage.now() + timedelta(days=9)).date()
        sizes = dict.fromkeys((HOME_TO_ONE, HOME_TO_OTHER), SIZE)
        exchange = exchanges.open_exchange(
            actor=delegate, title=TITLE, parties=(ONE, OTHER), rules=RULES,
            rounds=[exchanges.RoundPlan(1, on, sizes)], at=stage.now(),
        )  # fmt: skip
        version = proposals.make_proposal(
            actor=delegate, held=exchange.rounds.get(), at=stage.now()
        )
        for party in (NORTH, SOUTH):
            outgoing = lists.send_proposal(
                actor=delegate, version=version, to=party.code, at=stage.now()
            )
            carry(stage, AGENCY, outgoing)
        return str(exchange.ref)


def _answer(stage: Stage, party: Organisation, other: Organisation, ref: str) -> None:
    """Answer for most of those held, say who is home, and ask for changes."""
    from repatria.exchange import queries
    from repatria.exchange.core.counters import Change
    from repatria.exchange.models import Exchange
    from repatria.exchange.services import answers, counters

    actor = somebody(stage, party, Role.NEGOTIATOR)
    held = Exchange.objects.get(ref=ref).rounds.get()
    version = queries.versions_of(held)[0]
    going = queries.entries_of(version)
    ours = [one for one in going if one.holder == party.party]
    home = [one for one in going if one.holder == other.party]
    left = [one for one in queries.others_of(version) if one.holder == other.party]
    _say(stage, actor, version, ours[:7], "held")
    _say(stage, actor, version, ours[7:9], "needs_data", missing=("birth", "unit"))
    _say(stage, actor, version, home[:1], "already_returned", on="2022-11-24")
    change = Change(
        frozenset(one.shared_ref for one in left[:6]),
        frozenset(one.shared_ref for one in (*home[:1], *home[-5:])),
    )
    kept = counters.keep_counter(
        actor=actor, version=version, change=change, at=stage.now()
    )
    told: dict[str, Any] = {"actor": actor, "to": AGENCY.code}
    sent = answers.send_answers(
        version=version, party=party.party, at=stage.now(), **told
    )
    carry(stage, party, sent)
    carry(stage, party, counters.send_counter(counter=kept, at=stage.now(), **told))


def _say(
    stage: Stage,
    actor: Any,
    version: Any,
    entries: Sequence[ListEntry],
    state: str,
    **more: Any,
) -> None:
    from repatria.exchange.core.entry_states import EntryState
    from repatria.exchange.services import answers

    answers.answer_entries(
        actor=actor, version=version, entries=entries, at=stage.now(),
        said=answers.Said(EntryState(state), **more),
    )  # fmt: skip
