"""What transmissions bring and take: each of the register's kinds becomes an entry."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from repatria.bureau import queries
from repatria.bureau.core.answers import Answer
from repatria.bureau.core.errors import (
    EnquiryUnreadableError,
    ReplyToNothingError,
    ReplyUnreadableError,
)
from repatria.bureau.core.messages import (
    MessageFaultError,
    ReplyTold,
    is_reply_to_enquiry,
    read_enquiry,
    read_reply,
)
from repatria.bureau.core.pieces import Channel, Direction, Kind, Outcome, Whom
from repatria.bureau.models import Entry, Subject, SubjectDecision
from repatria.bureau.services.entries import (
    AT_A_TIME,
    Piece,
    add_subjects,
    answered,
    enter,
)
from repatria.ledger import services as ledger
from repatria.shared.actors import Actor
from repatria.transmission.kinds import reader_of, register_kind, watch
from repatria.transmission.models import Correspondent, Incoming, Outgoing

# Kinds of transmission that are correspondence of a bureau; lists, manifests and the
# like have registers of their own.
ENTERED = {kind.value: kind for kind in Kind if kind is not Kind.OTHER}
_LONGEST_REF = 80


def register() -> None:
    """Keep account of what comes and goes, and say how enquiries are read.

    A reply to a list stays with the room that compares lists.
    """
    watch(received=enter_received, prepared=enter_prepared)
    register_kind("enquiry", read=take_enquiry)
    of_lists = reader_of("reply")

    def read(
        *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
    ) -> object:
        if of_lists is None or is_reply_to_enquiry(payload):
            return take_reply(incoming=incoming, payload=payload, actor=actor, at=at)
        return of_lists(incoming=incoming, payload=payload, actor=actor, at=at)

    register_kind("reply", read=read)


def enter_received(
    *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
) -> None:
    """Enter what came, whether or not it can be read afterwards."""
    kind = ENTERED.get(incoming.kind)
    if kind is not None:
        reference = _reference(payload) or str(incoming.number)
        piece = _piece(Direction.IN, kind, incoming.sender, incoming, at, reference)
        enter(actor=actor, piece=piece, at=at)


def enter_prepared(
    *, outgoing: Outgoing, payload: bytes, actor: Actor, at: datetime
) -> None:
    """Enter what goes, as soon as it has its number."""
    kind = ENTERED.get(outgoing.kind)
    if kind is not None:
        reference = _reference(payload) if kind is Kind.REPLY else ""
        piece = _piece(Direction.OUT, kind, outgoing.to, outgoing, at, reference)
        enter(actor=actor, piece=piece, at=at)


def _piece(
    direction: Direction,
    kind: Kind,
    correspondent: Correspondent,
    carried: Incoming | Outgoing,
    at: datetime,
    reference: str,
) -> Piece:
    return Piece(
        direction=direction,
        kind=kind,
        whom=Whom.ORGANISATION,
        correspondent=correspondent.code,
        party=correspondent.party,
        their_ref=reference,
        channel=Channel.TRANSMISSION,
        on=at.date(),
        transmission_ref=carried.ref,
        payload_sha256=carried.payload_sha256,
    )


def _reference(payload: bytes) -> str:
    try:
        told: Any = json.loads(payload)
    except (ValueError, RecursionError):
        return ""
    found = told.get("reference") if isinstance(told, dict) else None
    return found[:_LONGEST_REF] if isinstance(found, str) else ""


@transaction.atomic
def take_enquiry(
    *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
) -> None:
    """Take in whom an enquiry names; a letter in another form is only entered."""
    del actor, at
    try:
        told = read_enquiry(payload)
    except MessageFaultError as fault:
        raise EnquiryUnreadableError(reason=str(fault)) from fault
    if told is None:
        return
    entry = queries.entry_of(incoming.ref)
    add_subjects(entry, told.rows)
    transaction.on_commit(lambda: look_up_later(entry))


def look_up_later(entry: Entry) -> None:
    """Let the worker look the names up in the register, so that nobody waits."""
    from repatria.bureau.jobs import look_up  # it calls the services in its turn

    look_up.enqueue(entry.pk)


@transaction.atomic
def take_reply(
    *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
) -> None:
    """Write down what somebody answered, name by name; our enquiry waits no longer."""
    try:
        told = read_reply(payload)
    except MessageFaultError as fault:
        raise ReplyUnreadableError(reason=str(fault)) from fault
    sender = incoming.sender.code
    enquiry = queries.enquiry_sent(told.enquiry_sha256, to=sender)
    if enquiry is None:
        raise ReplyToNothingError
    entry = queries.entry_of(incoming.ref)
    _keep_answers(enquiry, told, sender=sender, actor=actor, at=at)
    answered(actor=actor, entry=enquiry, by_entry=entry, outcome=_outcome(told), at=at)
    ledger.append(
        actor=actor, act="bureau.reply-received", about=enquiry.serial,
        facts={"by": entry.serial, "rows": len(told.answers)}, at=at,
    )  # fmt: skip


def _keep_answers(
    enquiry: Entry, told: ReplyTold, *, sender: str, actor: Actor, at: datetime
) -> None:
    by_row = {one.row: one for one in enquiry.subjects.all()}
    unknown = [row for row, _answer in told.answers if row not in by_row]
    if unknown:
        raise ReplyToNothingError
    decisions, changed = [], []
    for row, answer in told.answers:
        subject = by_row[row]
        subject.answer = answer.value
        changed.append(subject)
        decisions.append(
            SubjectDecision(
                subject=subject, answer=answer.value, said_by=sender, at=at,
                by=actor.ref,
            )
        )  # fmt: skip
    SubjectDecision.objects.bulk_create(decisions, batch_size=AT_A_TIME)
    Subject.objects.bulk_update(changed, ["answer"], batch_size=AT_A_TIME)


def _outcome(told: ReplyTold) -> Outcome:
    refused = all(answer is Answer.REFUSED for _row, answer in told.answers)
    return Outcome.REFUSED if refused else Outcome.ANSWERED
