"""The second list: answered person by person, asked to be changed, made anew."""

from __future__ import annotations

from collections import Counter as Tally
from typing import TYPE_CHECKING, Any

from repatria.access.core.roles import Role
from repatria.site.story.cast import AGENCY, NORTH, SOUTH, Organisation, Stage, somebody
from repatria.site.story.installations import inside
from repatria.site.story.post import carry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from repatria.exchange.models import Counter, ListEntry, ListVersion, Round
    from repatria.exchange.services.answers import Said

EVERYBODY = (NORTH, SOUTH, AGENCY)
WAYS = ((SOUTH, NORTH), (NORTH, SOUTH))
STALE = 5  # the line of somebody who is home already, among those whom South holds
HOME_SINCE = "2022-11-11"


def negotiate(stage: Stage, version: ListVersion) -> ListVersion:
    """Let both sides answer a list, and one of them ask for a change.

    Inside the agency; returns the version with the smallest change, not yet sent.
    """
    from repatria.exchange.services import answers, counters

    delegate = somebody(stage, AGENCY, Role.AGENCY_DELEGATE)
    for party, other in WAYS:
        _answer(stage, party, version)
        outgoing = answers.send_answers(
            actor=delegate, version=version, party=party.party, to=other.code,
            at=stage.now(),
        )  # fmt: skip
        carry(stage, AGENCY, outgoing)
    _ask_off(stage, NORTH, version)
    _pass_on(stage, _asked_by(version, NORTH), to=SOUTH)
    answered = counters.answer_counters(
        actor=delegate, held=version.round, settled={}, at=stage.now()
    )
    return answered.version


def _answer(stage: Stage, party: Organisation, version: ListVersion) -> None:
    """Let a party say of everybody who is proposed what it knows; tell the agency."""
    from repatria.exchange.services import answers

    negotiator = somebody(stage, party, Role.NEGOTIATOR)
    with inside(stage.home(party)):
        here = _same(version)
        for said, entries in _positions(party, here):
            answers.answer_entries(
                actor=negotiator, version=here, entries=entries, said=said,
                at=stage.now(),
            )  # fmt: skip
        outgoing = answers.send_answers(
            actor=negotiator, version=here, party=party.party, to=AGENCY.code,
            at=stage.now(),
        )  # fmt: skip
        carry(stage, party, outgoing)


def _positions(
    party: Organisation, version: ListVersion
) -> Iterator[tuple[Said, list[ListEntry]]]:
    """Yield what a party says: its own are asked for, whom it holds can go, but one."""
    from repatria.exchange import queries
    from repatria.exchange.core.entry_states import EntryState
    from repatria.exchange.services.answers import Said

    going = queries.entries_of(version)
    held = [one for one in going if one.direction.startswith(f"{party.party}>")]
    home = held[STALE - 1 : STALE] if party == SOUTH else []
    yield Said(EntryState.REQUESTED), [one for one in going if one not in held]
    yield Said(EntryState.HELD), [one for one in held if one not in home]
    if home:
        yield Said(EntryState.ALREADY_RETURNED, on=HOME_SINCE), home


def _ask_off(stage: Stage, party: Organisation, version: ListVersion) -> None:
    """Let a party ask that whoever is said to be home already is taken off the list.

    It asks for nobody by name instead: the answer to that might tell of a wish.
    """
    from repatria.exchange.core.counters import Change
    from repatria.exchange.core.entry_states import EntryState
    from repatria.exchange.models import EntryAnswer
    from repatria.exchange.services import counters

    negotiator = somebody(stage, party, Role.NEGOTIATOR)
    with inside(stage.home(party)):
        here = _same(version)
        gone = EntryAnswer.objects.filter(
            entry__version=here, state=EntryState.ALREADY_RETURNED
        )
        off = frozenset(gone.values_list("entry__shared_ref", flat=True))
        asked = counters.keep_counter(
            actor=negotiator, version=here, change=Change(unwanted=off), at=stage.now()
        )
        outgoing = counters.send_counter(
            actor=negotiator, counter=asked, to=AGENCY.code, at=stage.now()
        )
        carry(stage, party, outgoing)


def _pass_on(stage: Stage, asked: Counter, *, to: Organisation) -> None:
    from repatria.exchange.services import counters

    outgoing = counters.send_counter(
        actor=somebody(stage, AGENCY, Role.AGENCY_DELEGATE), counter=asked, to=to.code,
        at=stage.now(),
    )  # fmt: skip
    carry(stage, AGENCY, outgoing)


def _asked_by(version: ListVersion, party: Organisation) -> Counter:
    from repatria.exchange.queries import positions

    return positions.counters_over(version)[party.party]


def _same(version: ListVersion) -> ListVersion:
    """Return this installation's own copy of a list."""
    from repatria.exchange.models import ListVersion

    return ListVersion.objects.get(sha256=version.sha256)


def seen_by_all(
    stage: Stage, exchange_ref: str, *, number: int
) -> list[dict[str, Any]]:
    """Return what each installation knows of how a round's list was agreed."""
    from repatria.exchange.models import Round

    seen = []
    for one in EVERYBODY:
        with inside(stage.home(one)):
            held = Round.objects.get(exchange__ref=exchange_ref, number=number)
            seen.append({"of": one.code, **_seen(held)})
    return seen


def _seen(held: Round) -> dict[str, Any]:
    """Return answers, what was asked, and the difference that it made."""
    from repatria.exchange import queries
    from repatria.exchange.core.counters import difference
    from repatria.exchange.queries import positions

    first, *_others, last = queries.versions_of(held)
    changed = difference(queries.document_of(first), queries.document_of(last))
    answers: dict[str, Tally[str]] = {}
    for by_party in positions.answers_up_to(last).values():
        for party, row in by_party.items():
            answers.setdefault(party, Tally())[row.state] += 1
    return {
        "answers": {party: dict(told) for party, told in sorted(answers.items())},
        "asked_off": {one.party: one.unwanted for one in positions.counters_of(held)},
        "version": last.version,
        "sha256": last.sha256,
        "joins": [row.case for row in changed.joins],
        "leaves": [row.case for row in changed.leaves],
        "legs": sorted({row.leg for row in (*changed.joins, *changed.leaves)}),
        "signed_by": sorted(last.signatures.values_list("party", flat=True)),
    }
