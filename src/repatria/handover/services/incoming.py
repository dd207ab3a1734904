"""Manifests and receipts that other organisations send."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import rfc8785

from repatria.exchange import queries as exchange
from repatria.exchange.core.refusals import NotAgreedError
from repatria.exchange.models import ListVersion
from repatria.handover import queries
from repatria.handover.core import documents, errors
from repatria.handover.core.documents import MANIFEST, RECEIPT
from repatria.handover.core.errors import NotReadableError, ReceiptDiffersError
from repatria.handover.models import Handover, Line, Manifest
from repatria.handover.services import manifests, receipts
from repatria.handover.services.planning import refuse_second
from repatria.shared.actors import Actor
from repatria.transmission.kinds import register_kind
from repatria.transmission.models import Incoming


def register() -> None:
    """Say how manifests and receipts are read."""
    register_kind(MANIFEST, read=read_manifest)
    register_kind(RECEIPT, read=read_receipt)


@dataclass(frozen=True, slots=True)
class Came:
    """A document that came, its exact bytes as text, its hash and its signatures."""

    told: dict[str, Any]
    document: str
    sha256: str
    signatures: dict[str, bytes]


def _opened(payload: bytes, kind: str) -> Came:
    """Return what a payload holds; raise ``NotReadableError`` where it does not."""
    try:
        said = json.loads(payload)
        told = said[kind]
        document = rfc8785.dumps(told).decode()
        signatures = queries.read_signatures(said["signatures"])
        whole = said["kind"] == told["kind"] == kind
        whole = whole and said["sha256"] == manifests.sha256_of(document)
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as fault:
        raise NotReadableError(kind=kind, fault=errors.NO_HASH) from fault
    if not whole:
        raise NotReadableError(kind=kind, fault=errors.NO_HASH)
    return Came(told, document, said["sha256"], signatures)


def read_manifest(
    *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
) -> Manifest:
    """Take in a manifest that another organisation made.

    A version that is here already takes the new signatures; an older one, a gap in
    its lines or a changed one under a known number is refused.
    """
    came = _opened(payload, MANIFEST)
    if not isinstance(came.told.get("version"), int) or came.told["version"] < 1:
        raise NotReadableError(kind=MANIFEST, fault=errors.NO_VERSION)
    people = _people(came.told)
    handover = _handover(came.told, maker=incoming.sender.code, actor=actor, at=at)
    known = handover.manifests.filter(version=came.told["version"]).first()
    last = queries.current_manifest(handover)
    if known is None and (last is None or last.version < came.told["version"]):
        _take_lines(handover, people)
        known = manifests.keep_document(
            handover, came.told["version"], came.document, actor=actor, at=at
        )
    if known is None or known.sha256 != came.sha256:
        raise NotReadableError(kind=MANIFEST, fault=errors.NO_VERSION)
    for party, signature in sorted(came.signatures.items()):
        if party in {handover.holder, handover.home, handover.maker}:
            manifests.attach_received(known, party, signature, actor=actor, at=at)
    return known


def _people(told: Mapping[str, Any]) -> list[documents.Person]:
    try:
        people = [
            documents.Person(
                line=int(row["line"]),
                case=str(row["case"]),
                holder_id=str(row["holder_id"]),
                home_id=str(row["home_id"]),
                name=str(row["name"]),
                in_place_of=int(row.get("in_place_of", 0)),
            )
            for row in told["lines"]
        ]
    except (KeyError, TypeError, ValueError) as fault:
        raise NotReadableError(kind=MANIFEST, fault=errors.NO_LINES) from fault
    numbers = {each.line for each in people}
    if not people or len(numbers) != len(people) or min(numbers) < 1:
        raise NotReadableError(kind=MANIFEST, fault=errors.NO_LINES)
    if not {each.in_place_of for each in people} <= numbers | {0}:
        raise NotReadableError(kind=MANIFEST, fault=errors.NO_LINES)
    return people


def _handover(
    told: Mapping[str, Any], *, maker: str, actor: Actor, at: datetime
) -> Handover:
    """Return the handover of a manifest, known from its first version on."""
    known = queries.handover_called(str(told.get("handover", "")))
    if known is not None:
        if known.maker != maker:
            raise errors.NotOursError(handover=known.ref, maker=known.maker)
        return manifests.locked(known)
    made = _new_handover(told, maker=maker, actor=actor, at=at)
    refuse_second(made.exchange_ref, made.round_number, made.leg)
    made.save(force_insert=True)
    return made


def _new_handover(
    told: Mapping[str, Any], *, maker: str, actor: Actor, at: datetime
) -> Handover:
    """Return the handover that a first manifest tells of; not saved."""
    try:
        return Handover(
            ref=str(told["handover"]),
            exchange_ref=str(told["exchange"]),
            round_number=int(told["round"]),
            leg=str(told["leg"]),
            on=date.fromisoformat(told["on"]),
            place=str(told["place"]),
            list_sha256=str(told["list_sha256"]),
            maker=maker,
            planned_at=at,
            planned_by=actor.ref,
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise NotReadableError(kind=MANIFEST, fault=errors.NO_LINES) from fault


def _take_lines(handover: Handover, people: list[documents.Person]) -> None:
    """Bring the lines to what the newest manifest says; no number changes hands."""
    held = {line.number: line for line in handover.lines.all()}
    version = _agreed(handover)
    for each in people:
        line = held.pop(each.line, None)
        if line is None:
            _own_line(handover, each, version).save(force_insert=True)
        elif (line.shared_ref, line.in_place_of) != (each.case, each.in_place_of):
            raise NotReadableError(kind=MANIFEST, fault=errors.NO_LINES)
        elif not line.listed:
            Line.objects.filter(pk=line.pk).update(listed=True)
    gone = [line.pk for line in held.values()]
    Line.objects.filter(pk__in=gone).update(listed=False)


def _agreed(handover: Handover) -> ListVersion | None:
    try:
        return exchange.agreed_list(handover.exchange_ref, handover.round_number)
    except NotAgreedError:
        return None


def _own_line(
    handover: Handover, each: documents.Person, version: ListVersion | None
) -> Line:
    """Return a line with our own case number, where the agreed list leads to one."""
    entry = exchange.entry_of(version, each.case) if version else None
    return Line(
        handover=handover,
        number=each.line,
        case_ref=entry.case_ref if entry else "",
        shared_ref=each.case,
        holder_id=each.holder_id,
        home_id=each.home_id,
        name=each.name,
        in_place_of=each.in_place_of,
    )


def read_receipt(
    *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
) -> None:
    """Take in a receipt: its signatures count if it is the same, byte for byte.

    Without one of our own it waits until ours is made.  Raises
    ``ReceiptDiffersError`` with the lines that differ; the transmission is kept.
    """
    came = _opened(payload, RECEIPT)
    handover = queries.handover_called(str(came.told.get("handover", "")))
    if handover is None:
        raise NotReadableError(kind=RECEIPT, fault=errors.NO_HANDOVER)
    own = queries.current_receipt(manifests.locked(handover))
    if own is None:
        return
    if own.sha256 != came.sha256:
        raise ReceiptDiffersError(
            sender=incoming.sender.code, lines=_differing(own.document, came.told)
        )
    receipts.adopt(own, came.signatures, actor=actor, at=at)


def _differing(own: str, theirs: Mapping[str, Any]) -> str:
    lines = documents.differing_lines(json.loads(own), theirs)
    return ", ".join(str(line) for line, _ours, _theirs in lines) or "–"
