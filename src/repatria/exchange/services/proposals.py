"""Making a list: the agency's proposal to every party, or a party's own draft."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import rfc8785
from django.db import transaction

from repatria.access import doors, restricted, vault
from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core.candidate import Candidate, Consent, Direction
from repatria.exchange.core.document import Heading, Row, proposal
from repatria.exchange.core.errors import ExchangeRefusedError
from repatria.exchange.core.reasons import Code
from repatria.exchange.core.refusals import NobodyAtAllError
from repatria.exchange.core.rules import Rules, tier_of
from repatria.exchange.core.states import State
from repatria.exchange.engine.proposal import Proposal, Status
from repatria.exchange.engine.propose import check, propose_series
from repatria.exchange.engine.reserves import substitutes
from repatria.exchange.engine.rounds.series import with_credit
from repatria.exchange.models import (
    Exchange,
    ListEntry,
    ListReasons,
    ListVersion,
    Round,
)
from repatria.exchange.queries import lots, positions
from repatria.exchange.queries.rounds import balance_now, rounds_told
from repatria.exchange.services.candidates import (
    Pair,
    candidates_from,
    entries_from,
    standing_numbers,
    waiting_pairs,
)
from repatria.exchange.services.exchanges import record_state
from repatria.exchange.services.rules import Used, read_rules_text, rules_used
from repatria.ledger import services as ledger
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor
from repatria.shared.text import mark as _

PROPOSE, DRAFT = "exchange.propose", "exchange.draft"
SUBSTITUTE = "exchange.substitute"
RESERVES = 5
"""How many stand ready in each direction for somebody who is absent."""


class NobodyCanGoError(ExchangeRefusedError):
    """The agreed rules cannot hold together for these people."""

    code = "exchange.nobody-can-go"
    what = _("These rules cannot hold together: {rules}.")
    remedy = _("Loosen one of them with the parties, and propose again.")


@dataclass(frozen=True, slots=True)
class Worked:
    """A round worked out: the engine's answer and the people it looked at.

    ``off`` are those who a party asked do not go: not in somebody's place either.
    """

    pairs: list[Pair]
    proposal: Proposal
    off: frozenset[str] = frozenset()


@transaction.atomic
def make_proposal(*, actor: Actor, held: Round, at: datetime) -> ListVersion:
    """Work out a round in the agency's installation and keep it as a new version.

    Gathers who stands on two parties' lists, with wishes, holds and health.  Where
    the same people go as in the newest version, that one stays and only the reasons
    are made anew: the number of versions tells nobody that a wish has changed.
    Raises ``NobodyAtAllError``, ``NobodyCanGoError`` or an ``ExchangeRefusedError``.
    """
    doors.require(actor, PROPOSE)
    worked = _worked(held, asked=True, at=at)
    check(worked.proposal)
    return keep_proposal(actor=actor, held=held, worked=worked, at=at)


def keep_proposal(
    *, actor: Actor, held: Round, worked: Worked, at: datetime
) -> ListVersion:
    """Keep what was worked out as the next version, unless the same people go.

    Then the version before stays and only the reasons are made anew.  Raises
    ``LotUnderWayError`` while the round's lot is called and not drawn.
    """
    lots.refuse_under_way(held)
    before = queries.newest_version(held)
    made = _document(held, worked, number=1 + (before.version if before else 0))
    if before and _same_list(before, made):
        _keep_reasons(before, held, worked, at=at)
        return before
    version = _keep(held, made, worked, ListVersion.Kind.PROPOSAL, actor=actor, at=at)
    _keep_reasons(version, held, worked, at=at)
    record_state(actor=actor, held=held, state=State.PROPOSED, at=at)
    _on_the_ledger(version, act="exchange.proposal-made", actor=actor, at=at)
    return version


@transaction.atomic
def make_series(*, actor: Actor, exchange: Exchange, at: datetime) -> list[ListVersion]:
    """Work out every round of an exchange, one after the other."""
    rounds = exchange.rounds.order_by("number")
    return [make_proposal(actor=actor, held=held, at=at) for held in rounds]


@transaction.atomic
def make_draft(*, actor: Actor, held: Round, at: datetime) -> ListVersion:
    """Work out a party's own draft, which is never sent.

    A party holds no wishes: whoever needs a recorded consent is not in it, always,
    and stands apart as for the agency (``for_the_agency``).
    """
    doors.require(actor, DRAFT)
    worked = _worked(held, asked=False, at=at)
    before = queries.newest_draft(held)
    made = _document(held, worked, number=1 + (before.version if before else 0))
    version = _keep(held, made, worked, ListVersion.Kind.DRAFT, actor=actor, at=at)
    _keep_reasons(version, held, worked, at=at)
    _on_the_ledger(version, act="exchange.draft-made", actor=actor, at=at)
    return version


def reserves_ready(*, actor: Actor, version: ListVersion, on: date) -> list[ListEntry]:
    """Return who of a list's reserve could go on the day ``on``, in the agreed order.

    The reserve was worked out with the list and does not depend on who is absent now,
    nor why.  Whoever said no since, is held back since, or of whom a party answers that
    he cannot come is left out without a word.  Empty outside the agency's
    installation, where nobody knows the reserve.
    """
    doors.require(actor, SUBSTITUTE)
    reserve = queries.reserves_of(version)
    if not reserve:
        return []
    wanted = {entry.case_ref for entry in reserve}
    pairs = waiting_pairs(version.round.exchange, before=version.round)
    people = candidates_from(
        (pair for pair in pairs if pair.case_ref in wanted),
        on=on,
        standing=standing_numbers(),
    )
    rules = _rules_on_the_day(version.round)
    ready = {one.id for one in people if _could_go(one, rules)}
    ready -= positions.kept_here(reserve)
    return [entry for entry in reserve if entry.case_ref in ready]


def _could_go(person: Candidate, rules: Rules) -> bool:
    """Tell whether neither a hold, nor a wish, nor a missing consent keeps somebody."""
    if person.held_back or person.consent is Consent.NO:
        return False
    needs = rules.steps[tier_of(person, rules)].needs_consent
    return person.consent is Consent.YES or not needs


def people_for(
    held: Round, *, asked: bool, at: datetime
) -> tuple[list[Pair], list[Candidate], Rules]:
    """Return who could go in a round, as pairs and as the engine looks at them.

    Raises ``NobodyAtAllError``.
    """
    pairs = waiting_pairs(held.exchange, before=held)
    if asked:
        # The agency's proposal names everybody to both powers, also whoever stays:
        # who is withheld from them (GC IV 137) is not on it at all.
        withheld = restricted.withheld()
        pairs = [pair for pair in pairs if pair.case_ref not in withheld]
    if not pairs:
        raise NobodyAtAllError
    rules = _rules_on_the_day(held)
    people = candidates_from(
        pairs, on=rules.as_of or at.date(), standing=standing_numbers()
    )
    return pairs, people, rules


def _worked(held: Round, *, asked: bool, at: datetime) -> Worked:
    pairs, people, rules = people_for(held, asked=asked, at=at)
    rounds = propose_series(people, rules, sizes=[sizes_of(held)], asked=asked)
    if rounds[0].status is Status.INFEASIBLE:
        raise NobodyCanGoError(rules=", ".join(rounds[0].blocked_by))
    return Worked(pairs, rounds[0])


def _rules_on_the_day(held: Round) -> Rules:
    """Return the agreed rules, counted to the round's day where they name none.

    With credit either side may give more by what the other may still owe.  A lot that
    was drawn gives the seed, in place of the one that the rules name.
    """
    rules = read_rules_text(held.exchange.rules)
    rules = replace(rules, lot=lots.lot_drawn(held) or rules.lot)
    if rules.credit:
        earlier = [
            one for one in rounds_told(held.exchange) if one.held.number < held.number
        ]
        lent = with_credit(rules, balance_now(earlier, rules))
        rules = replace(rules, extra={**rules.extra, **lent})
    return rules if rules.as_of else replace(rules, as_of=held.planned_on)


def sizes_of(held: Round) -> dict[Direction, int]:
    """Return the most people in each direction, as the engine takes them."""
    sizes = {}
    for written, most in held.sizes.items():
        holder, _to, home = written.partition(">")
        sizes[Direction(holder, home)] = int(most)
    return sizes


def _document(held: Round, worked: Worked, *, number: int) -> dict[str, Any]:
    exchange = held.exchange
    heading = Heading(
        exchange=exchange.ref,
        title=exchange.title,
        parties=queries.parties_of(exchange),
        round=held.number,
        on=held.planned_on,
        version=number,
        rules_sha256=exchange.rules_sha256,
        synthetic=installation().synthetic,
        seats=held.sizes,
    )
    rows = [pair.row() for pair in worked.pairs]
    go = frozenset(worked.proposal.go)
    return proposal(
        heading,
        rows,
        go=go,
        outside_parity=_outside_parity(worked.proposal),
        beside=_beside(held, rows, worked.proposal.pool.rules),
    )


def _beside(held: Round, rows: list[Row], rules: Rules) -> dict[str, Any]:
    """Return what else was agreed: legs without persons, and how the lot was drawn.

    What goes with the persons is agreed once for an exchange: its first round has it.
    """
    first = held.exchange.rounds.order_by("number").first() == held
    given = [
        {"leg": f"{one.giver}>{one.to}", "what": one.what, "quantity": one.quantity}
        for one in rules.considerations
        if first and one.quantity
    ]
    lot = lots.section_for(
        held, rows, seed=rules.lot.seed, rules_sha256=held.exchange.rules_sha256
    )
    return ({"considerations": given} if given else {}) | ({"lot": lot} if lot else {})


def _outside_parity(worked: Proposal) -> frozenset[str]:
    """Return those who go and count nothing: the exempt tiers (GC III 109)."""
    pool = worked.pool
    weightless = zip(pool.ids, pool.weight.tolist(), strict=True)
    return frozenset(case for case, weight in weightless if not weight)


def _same_list(version: ListVersion, made: dict[str, Any]) -> bool:
    told = queries.document_of(version)
    return {**told, "version": 0} == {**made, "version": 0}


def _keep(
    held: Round,
    made: dict[str, Any],
    worked: Worked,
    kind: ListVersion.Kind,
    *,
    actor: Actor,
    at: datetime,
) -> ListVersion:
    document = rfc8785.dumps(made)
    version = ListVersion.objects.create(
        round=held,
        version=made["version"],
        kind=kind,
        document=document.decode(),
        sha256=hashlib.sha256(document).hexdigest(),
        said_by=installation().code,
        rules_used=_used(worked),
        made_by=actor.ref,
        made_at=at,
    )
    go = frozenset(worked.proposal.go)
    rows = sorted((pair.row() for pair in worked.pairs), key=lambda row: row.in_order)
    own = {row.case: row.case for row in rows}
    entries_from(version, [(row, row.case in go) for row in rows], case_of=own)
    return version


def _keep_reasons(
    version: ListVersion, held: Round, worked: Worked, *, at: datetime
) -> None:
    ref = new_ref("Y")
    told = {
        "why": _whys(worked.proposal),
        "reserves": _reserves(held, worked),
        "for_the_agency": list(worked.proposal.for_the_agency),
        "rules": _used(worked),
    }
    ListReasons.objects.create(
        version=version,
        ref=ref,
        sealed_reasons=vault.seal_text(
            queries.reasons_owner(ref), queries.REASONS, json.dumps(told)
        ),
        made_at=at,
    )


def _used(worked: Worked) -> Used:
    """Return the rules of law that decided, with the versions that decided."""
    return rules_used(worked.proposal.pool.rules)


def _whys(worked: Proposal) -> dict[str, dict[str, object]]:
    whys = ((case, worked.why(place)) for place, case in enumerate(worked.pool.ids))
    return {
        case: {
            "code": why.code.value or Code.GOES.value,
            "sentence": why.sentence,
            "facts": dict(why.facts),
        }
        for case, why in whys
    }


def _reserves(held: Round, worked: Worked) -> dict[str, list[str]]:
    """Return the best substitutes for the last ordinary person of each direction."""
    found = worked.proposal
    if not found.pool.roster.asked:
        return {}
    taken = _on_other_rounds(held) | worked.off
    last: dict[str, str] = {}
    for place in range(len(found.pool)):
        if found.on[place] and found.pool.weight[place]:
            direction = found.pool.directions[int(found.pool.direction[place])]
            last[str(direction)] = found.pool.ids[place]
    return {
        direction: list(substitutes(found, absent=case, cannot=taken, most=RESERVES))
        for direction, case in last.items()
    }


def _on_other_rounds(held: Round) -> set[str]:
    others = held.exchange.rounds.exclude(pk=held.pk)
    lists = (queries.newest_version(other) for other in others)
    return {
        entry.case_ref
        for version in lists
        if version is not None
        for entry in queries.entries_of(version)
    }


def _on_the_ledger(
    version: ListVersion, *, act: str, actor: Actor, at: datetime
) -> None:
    ledger.append(
        actor=actor,
        act=act,
        about=version.round.exchange.ref,
        facts={
            "round": version.round.number,
            "version": version.version,
            "sha256": version.sha256,
        },
        at=at,
    )
