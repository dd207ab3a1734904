"""Counter-proposals: asked by a party, carried, and answered by the agency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rfc8785
from django.db import transaction

from repatria.access import doors, restricted
from repatria.access.core.errors import WithheldError
from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core import replies
from repatria.exchange.core.counters import Asked, Change, asked_by, fault_in
from repatria.exchange.core.errors import AskedBothWaysError
from repatria.exchange.core.position_refusals import (
    AskedAlreadyError,
    CannotBeMetError,
    NoCounterError,
    NothingAskedError,
    NotSettledError,
)
from repatria.exchange.engine.answering import as_it_stands
from repatria.exchange.engine.counter import counter
from repatria.exchange.engine.proposal import Status
from repatria.exchange.engine.propose import check
from repatria.exchange.models import Counter, CounterAnswer, ListVersion, Round
from repatria.exchange.queries import positions
from repatria.exchange.services import proposals
from repatria.exchange.services.answers import over, version_for
from repatria.exchange.services.candidates import standing_numbers
from repatria.exchange.services.exchanges import require_negotiated
from repatria.ledger import services as ledger
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor
from repatria.transmission import services as transmission
from repatria.transmission.models import Outgoing

COUNTER, PROPOSE = "exchange.counter", "exchange.propose"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the agency's answer is: the list that stands now, and whether it is new."""

    version: ListVersion
    base: ListVersion

    @property
    def is_new(self) -> bool:
        """Whether other people go than before."""
        return self.version != self.base


@transaction.atomic
def keep_counter(
    *, actor: Actor, version: ListVersion, change: Change, at: datetime
) -> Counter:
    """Keep this party's counter-proposal over the newest list of a round.

    ``change`` holds numbers in the list.  Raises ``OlderListError``,
    ``ListSettledError``, ``NothingAskedError``, ``AskedAlreadyError`` and
    ``AskedBothWaysError``.
    """
    doors.require(actor, COUNTER)
    positions.check_newest(version)
    require_negotiated(version.round)
    return _keep(
        version,
        change,
        party=installation().party,
        said_by=installation().code,
        actor=actor,
        at=at,
    )


@transaction.atomic
def send_counter(*, actor: Actor, counter: Counter, to: str, at: datetime) -> Outgoing:
    """Prepare a counter-proposal: one's own, or as the agency the other party's.

    Raises ``WithheldError`` where the agency would tell a power of somebody who is
    withheld from the powers.
    """
    version = counter.version
    outgoing = transmission.prepare(
        actor=actor,
        to=to,
        kind=replies.KIND,
        payload=rfc8785.dumps(counter_told(counter, to=to)),
        at=at,
    )
    ledger.append(
        actor=actor,
        act="exchange.counter-prepared",
        about=version.round.exchange.ref,
        facts={"sha256": version.sha256, "party": counter.party, "to": to},
        at=at,
    )
    return outgoing


def counter_told(counter: Counter, *, to: str) -> dict[str, Any]:
    """Return what a counter-proposal says: whom it asks on and off, and no reason."""
    version = counter.version
    asked = {*counter.wanted, *counter.unwanted}
    concerned = version.entries.filter(shared_ref__in=asked)
    if concerned.filter(case_ref__in=restricted.withheld_from(to)).exists():
        raise WithheldError(to=to)
    return replies.counter(
        over(version, counter.party, counter.at.date()),
        wanted=counter.wanted,
        unwanted=counter.unwanted,
    )


@transaction.atomic
def receive_counter(
    *, actor: Actor, sender: str, told: Mapping[str, Any], at: datetime
) -> Counter:
    """Keep a counter-proposal that came; the same one twice is kept once.

    One over an older version is kept as well: the page says over which it is, and
    the agency answers those over the newest alone.
    """
    version = version_for(told)
    change = Change(frozenset(told["wanted"]), frozenset(told["unwanted"]))
    known = positions.counters_over(version).get(told["party"])
    if known is not None and positions.change_of(known) == change:
        return known
    return _keep(
        version, change, party=told["party"], said_by=sender, actor=actor, at=at
    )


@transaction.atomic
def answer_counters(
    *, actor: Actor, held: Round, settled: Mapping[str, str], at: datetime
) -> Answered:
    """Work out the list that meets what both parties ask with the smallest change.

    ``settled`` says ``go``, ``stay`` or "" (left to the rules) of each whom the
    parties ask for both ways.  Whoever was asked for and cannot go is not proposed,
    as everybody left out; why is sealed.  Where the same people go as before, that
    version stays.  Raises ``NoCounterError``, ``NotSettledError`` and
    ``CannotBeMetError``, or ``ListSettledError`` where it is too late.
    """
    doors.require(actor, PROPOSE)
    require_negotiated(held)
    base = queries.newest_version(held)
    counters = positions.counters_over(base) if base else {}
    if base is None or not counters:
        raise NoCounterError
    asked = asked_of(counters.values())
    if open_ones := asked.contradictions - settled.keys():
        raise NotSettledError(cases=", ".join(sorted(open_ones)))
    change = asked.decided(settled)
    worked = _worked(held, base, change, at=at)
    version = proposals.keep_proposal(actor=actor, held=held, worked=worked, at=at)
    CounterAnswer.objects.create(
        version=version,
        base=base,
        counters=sorted(one.ref for one in counters.values()),
        wanted=sorted(change.wanted),
        unwanted=sorted(change.unwanted),
        by=actor.ref,
        at=at,
    )
    ledger.append(
        actor=actor,
        act="exchange.counters-answered",
        about=held.exchange.ref,
        facts={
            "round": held.number,
            "over": base.sha256,
            "version": version.version,
            "sha256": version.sha256,
        },
        at=at,
    )
    return Answered(version, base)


def asked_of(counters: Iterable[Counter]) -> Asked:
    """Return what several parties ask of one list, together."""
    return asked_by({one.party: positions.change_of(one) for one in counters})


def _keep(
    version: ListVersion,
    change: Change,
    *,
    party: str,
    said_by: str,
    actor: Actor,
    at: datetime,
) -> Counter:
    _check(version, change)
    kept = Counter.objects.create(
        ref=new_ref("O"),
        version=version,
        party=party,
        wanted=sorted(change.wanted),
        unwanted=sorted(change.unwanted),
        said_by=said_by,
        by=actor.ref,
        at=at,
    )
    ledger.append(
        actor=actor,
        act="exchange.counter-kept",
        about=version.round.exchange.ref,
        facts={
            "sha256": version.sha256,
            "party": party,
            "counter": kept.ref,
            "wanted": len(change.wanted),
            "unwanted": len(change.unwanted),
        },
        at=at,
    )
    return kept


def _check(version: ListVersion, change: Change) -> None:
    if not change:
        raise NothingAskedError
    if both := change.wanted & change.unwanted:
        raise AskedBothWaysError(cases=", ".join(sorted(both)))
    listed = version.entries.values_list("shared_ref", "proposed")
    going = {case for case, proposed in listed if proposed}
    others = {case for case, proposed in listed if not proposed}
    if already := fault_in(change, going=going, others=others):
        raise AskedAlreadyError(cases=", ".join(sorted(already)))


def _worked(
    held: Round, base: ListVersion, change: Change, *, at: datetime
) -> proposals.Worked:
    """Answer on today's facts: who is held back or has gone since stays out."""
    pairs, people, rules = proposals.people_for(held, asked=True, at=at)
    numbers = _numbers_now(base)
    here = {one.id for one in people}
    before = as_it_stands(
        people,
        rules,
        size=proposals.sizes_of(held),
        go=_now({row.shared_ref for row in queries.entries_of(base)}, numbers) & here,
    )
    off = _now(change.unwanted, numbers) & here
    found = counter(before, wanted=_now(change.wanted, numbers) & here, unwanted=off)
    if found.proposal.status is Status.INFEASIBLE:
        raise CannotBeMetError
    check(found.proposal)
    return proposals.Worked(pairs, found.proposal, off)


def _numbers_now(base: ListVersion) -> dict[str, frozenset[str]]:
    """Return for each number in the list those that stand for it after a merge."""
    standing = standing_numbers()
    listed = base.entries.values_list("shared_ref", "case_ref")
    return {
        shared: standing.get(case_ref, frozenset({case_ref}))
        for shared, case_ref in listed
    }


def _now(cases: Iterable[str], numbers: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*(numbers[case] for case in cases))
