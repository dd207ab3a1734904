"""A proposal on its way: sent by the agency, received and kept by a party."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import rfc8785
from django.db import transaction

from repatria.access import restricted
from repatria.access.core.errors import WithheldError
from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core.document import Row, fault_in, rows_of
from repatria.exchange.core.lots import fault_in_section, inputs_sha256
from repatria.exchange.core.refusals import (
    NotOurExchangeError,
    ProposalAlteredError,
    ProposalDiffersError,
)
from repatria.exchange.core.states import State
from repatria.exchange.models import Exchange, ListVersion, Round
from repatria.exchange.queries import lots
from repatria.exchange.services.candidates import entries_from
from repatria.exchange.services.exchanges import RoundPlan, open_round, record_state
from repatria.exchange.services.rules import keep_version
from repatria.ledger import services as ledger
from repatria.register.models import Record, Subject
from repatria.shared.actors import Actor
from repatria.shared.pieces import pieces
from repatria.transmission import services as transmission
from repatria.transmission.models import Outgoing

PROPOSAL = "proposal"
_AT_A_TIME = 500


@transaction.atomic
def send_proposal(
    *, actor: Actor, version: ListVersion, to: str, at: datetime
) -> Outgoing:
    """Prepare a proposal for one party: the very document that all get, no more.

    Raises ``WithheldError`` where somebody on it has since been withheld from the
    powers: work the round out again, without them.
    """
    untold = restricted.withheld_from(to)
    if version.entries.filter(case_ref__in=untold).exists():
        raise WithheldError(to=to)
    outgoing = transmission.prepare(
        actor=actor,
        to=to,
        kind=PROPOSAL,
        payload=version.document.encode(),
        at=at,
    )
    if queries.state_of(version.round) is State.PROPOSED:
        record_state(
            actor=actor, held=version.round, state=State.LISTS_EXCHANGED, at=at
        )
    ledger.append(
        actor=actor,
        act="exchange.proposal-prepared",
        about=version.round.exchange.ref,
        facts={"round": version.round.number, "sha256": version.sha256, "to": to},
        at=at,
    )
    return outgoing


@transaction.atomic
def receive_proposal(
    *, actor: Actor, sender: str, payload: bytes, at: datetime
) -> ListVersion:
    """Keep a proposal that came from the agency; the same one twice does no harm.

    Raises ``ProposalAlteredError``, ``NotOurExchangeError``, or
    ``ProposalDiffersError`` where another list came under a number that is taken.
    """
    told = _read(payload)
    sha256 = hashlib.sha256(payload).hexdigest()
    held = _round_for(told, sender=sender, actor=actor, at=at)
    known = held.versions.filter(
        kind=ListVersion.Kind.PROPOSAL, version=told["version"]
    ).first()
    if known is not None:
        return _same_or_refused(known, sha256)
    version = ListVersion.objects.create(
        round=held,
        version=told["version"],
        kind=ListVersion.Kind.PROPOSAL,
        document=payload.decode(),
        sha256=sha256,
        said_by=sender,
        made_by=actor.ref,
        made_at=at,
    )
    going, others = rows_of(told)
    lines = [*((row, True) for row in going), *((row, False) for row in others)]
    entries_from(version, lines, case_of=own_numbers([*going, *others]))
    record_state(actor=actor, held=held, state=State.PROPOSED, at=at)
    record_state(actor=actor, held=held, state=State.LISTS_EXCHANGED, at=at)
    ledger.append(
        actor=actor,
        act="exchange.proposal-received",
        about=held.exchange.ref,
        facts={"round": held.number, "version": version.version, "sha256": sha256},
        at=at,
    )
    return version


def own_numbers(rows: Iterable[Row]) -> dict[str, str]:
    """Return this installation's own case numbers for people of a document.

    Found by the number that this organisation's own list gave each of them: the held
    list for those it holds, the missing list for its own people.
    """
    ours = installation().party
    wanted: dict[tuple[str, str, str], str] = {}
    for row in rows:
        listed = f"{row.holder}>{row.gets}"  # as lists go, wherever the person goes
        if row.holder == ours:
            wanted[Subject.HELD, listed, row.holder_id] = row.case
        elif row.gets == ours:
            wanted[Subject.MISSING, listed, row.home_id] = row.case
    return _found(wanted)


def _found(wanted: Mapping[tuple[str, str, str], str]) -> dict[str, str]:
    ids = sorted({own_id for _subject, _leg, own_id in wanted if own_id})
    found: dict[str, str] = {}
    for some in pieces(ids, _AT_A_TIME):
        records = Record.objects.filter(
            own_id__in=some, source_file__isnull=False
        ).select_related("source_file", "membership__person")
        for record in records.order_by("pk"):
            file = record.source_file
            if file is None:
                continue
            key = (file.subject, f"{file.holder}>{file.home}", record.own_id)
            if key in wanted:
                found[wanted[key]] = record.membership.person.case_ref
    return found


def _read(payload: bytes) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(payload)
    except (ValueError, RecursionError) as fault:
        raise ProposalAlteredError(fault="JSON") from fault
    if wrong := fault_in(told) or _fault_in_lot(told):
        raise ProposalAlteredError(fault=wrong)
    if rfc8785.dumps(told) != payload:
        raise ProposalAlteredError(fault="RFC 8785")
    if installation().party not in told["parties"]:
        parties = ", ".join(told["parties"])
        raise NotOurExchangeError(exchange=told["exchange"], parties=parties)
    return told


def _fault_in_lot(told: Mapping[str, Any]) -> str:
    """Return "lot" where it does not hold, or is not what was committed here."""
    if "lot" not in told:
        return ""
    going, others = rows_of(told)
    section = told["lot"]
    if fault_in_section(section, document=told, rows=[*going, *others]):
        return "lot"
    call = lots.lot_over(inputs_sha256(section["inputs"]))
    ours = lots.commitments_of(call) if call else {}
    said = section["commitments"]
    return "lot" if any(said.get(who) != value for who, value in ours.items()) else ""


def _round_for(
    told: Mapping[str, Any], *, sender: str, actor: Actor, at: datetime
) -> Round:
    exchange, _new = Exchange.objects.get_or_create(
        ref=told["exchange"],
        defaults={
            "title": told["title"],
            "parties": told["parties"],
            "made_by": actor.ref,
            "made_at": at,
        },
    )
    if list(queries.parties_of(exchange)) != told["parties"]:
        raise ProposalAlteredError(fault="parties")
    held = exchange.rounds.filter(number=told["round"]).first()
    newest = queries.newest_version(held) if held else None
    # A list that comes late tells nothing of the rules that hold now.
    is_news = newest is None or told["version"] > newest.version
    if is_news and exchange.rules_sha256 != told["rules_sha256"]:
        keep_version(
            exchange, sha256=told["rules_sha256"], said_by=sender, actor=actor, at=at
        )
    if held is None:
        on = date.fromisoformat(told["on"]) if told["on"] else None
        held = open_round(exchange, RoundPlan(told["round"], on, told["seats"]))
    return held


def _same_or_refused(known: ListVersion, sha256: str) -> ListVersion:
    if known.sha256 != sha256:
        raise ProposalDiffersError(version=str(known.version), hash=known.sha256[:12])
    return known
