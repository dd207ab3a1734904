"""Preparing, signing and receiving: every write of the room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction

from repatria.ledger import services as ledger
from repatria.shared.actors import Actor
from repatria.shared.errors import RepatriaError
from repatria.shared.files import write_private
from repatria.transmission import kinds, queries, sealing
from repatria.transmission.core import envelope, order, signing
from repatria.transmission.core.errors import (
    BadCodeError,
    NotForUsError,
    NothingPreparedError,
    NotOurSignatureError,
    SignedAlreadyError,
    UnknownSenderError,
    UnsignedError,
    WrongSignatureError,
)
from repatria.transmission.models import (
    Correspondent,
    Incoming,
    Outgoing,
    OutgoingSignature,
    Reading,
)

OUTBOX = Path("files") / "outbox"


@transaction.atomic
def prepare(
    *,
    actor: Actor,
    to: str,
    kind: str,
    payload: bytes,
    at: datetime,
    facts: Mapping[str, str] | None = None,
) -> Outgoing:
    """Number a transmission, chain it to the one before, and lay it into the outbox.

    ``to`` is a correspondent's code or its party's; ``facts`` travel in the header in
    clear: codes and dates, never names.  Unsigned it is refused by whoever receives
    it: sign the file outside the server, then ``attach_signature``.
    """
    if not envelope.CODE.fullmatch(kind):
        raise BadCodeError(code=kind)
    found = queries.recipient(to)
    held = Correspondent.objects.select_for_update().get(pk=found.pk)
    last = queries.last_sent(held)
    header = envelope.Header(
        number=last.number + 1,
        sender=actor.organisation,
        recipient=held.code,
        kind=kind,
        made_at=at.astimezone(UTC).isoformat(),
        payload_sha256=sha256(payload).hexdigest(),
        payload_bytes=len(payload),
        previous=last.header_sha256,
        facts=dict(facts or {}),
    )
    content = envelope.unsigned(header, payload)
    outgoing = _outgoing(held, header, content, actor=actor, at=at)
    _lay_out(outgoing, content)
    ledger.append(
        actor=actor,
        act="transmission.prepared",
        about=outgoing.ref,
        facts={"kind": kind, "payload": header.payload_sha256, "to": held.code},
        at=at,
    )
    kinds.tell_prepared(outgoing=outgoing, payload=payload, actor=actor, at=at)
    return outgoing


def _outgoing(
    to: Correspondent,
    header: envelope.Header,
    content: bytes,
    *,
    actor: Actor,
    at: datetime,
) -> Outgoing:
    outgoing = Outgoing(
        to=to,
        number=header.number,
        kind=header.kind,
        facts=dict(header.facts),
        made_at=at,
        made_by=actor.ref,
        header_sha256=header.sha256(),
        payload_sha256=header.payload_sha256,
        payload_bytes=header.payload_bytes,
        sha256=sha256(content).hexdigest(),
    )
    outgoing.sealed_content = sealing.sealed(
        queries.owner_of_outgoing(outgoing), content
    )
    outgoing.save(force_insert=True)
    return outgoing


@transaction.atomic
def attach_signature(
    *, actor: Actor, outgoing: Outgoing, signature: bytes, at: datetime
) -> Outgoing:
    """Attach the organisation's signature, made outside the server; it may leave now.

    ``signature`` is the ``.sig`` file that ``repatria sign`` wrote.  Raises
    ``NotASignatureError``, ``SignedAlreadyError``, ``OwnKeyMissingError`` and
    ``NotOurSignatureError``.
    """
    made = signing.read_signature(signature)
    row = Outgoing.objects.select_for_update().get(pk=outgoing.pk)
    number = str(row.number)
    if row.is_signed:
        raise SignedAlreadyError(number=number, recipient=row.to.code)
    own, content = queries.own_public_key(), queries.unsigned_file(row)
    if made.public_key != own or not made.holds_over(content):
        raise NotOurSignatureError(number=number)
    OutgoingSignature.objects.create(
        outgoing=row,
        public_key=own.hex(),
        signature=made.signature.hex(),
        attached_at=at,
        attached_by=actor.ref,
    )
    _lay_out(row, envelope.signed(content, made))
    ledger.append(
        actor=actor,
        act="transmission.signed",
        about=row.ref,
        facts={"file": row.sha256, "key": own.hex()},
        at=at,
    )
    return row


def waiting_for(signature: bytes) -> Outgoing:
    """Return the prepared transmission that a ``.sig`` file was made for.

    Raises ``NotASignatureError`` and ``NothingPreparedError``.
    """
    made = signing.read_signature(signature)
    found = Outgoing.objects.filter(sha256=made.content_sha256).first()
    if found is None:
        raise NothingPreparedError
    return found


def _lay_out(outgoing: Outgoing, content: bytes) -> None:
    """Write the file to carry, whole or not at all.

    Before the commit: a file left over from a transaction that failed is written over
    by the next one under its number, but a number without its file could not leave.
    """
    write_private(outbox_file(outgoing), content)


def outbox_file(outgoing: Outgoing) -> Path:
    """Return where the file to carry lies."""
    return Path(settings.REPATRIA_HOME) / OUTBOX / outgoing.file_name


def forget_content(*, payload_sha256: str, incoming_ref: str = "") -> list[str]:
    """Give up the content of transmissions, because something in it is erased.

    Those prepared with this payload, and the received one called ``incoming_ref``.
    Returns whose keys have to be destroyed; header, hashes and signatures stay.  What
    was sent cannot be unsent: the recipient's copy is the recipient's.
    """
    prepared = Outgoing.objects.filter(payload_sha256=payload_sha256)
    places = [outbox_file(one) for one in prepared.select_related("to")]
    transaction.on_commit(lambda: _throw_away(places))
    owners = [queries.owner_of_outgoing(one) for one in prepared]
    code, _dash, number = incoming_ref.removeprefix("from-").rpartition("-")
    came = Incoming.objects.filter(sender__code=code, number=int(number or 0))
    return owners + [queries.owner_of_incoming(one) for one in came]


def _throw_away(places: Sequence[Path]) -> None:
    for place in places:
        place.unlink(missing_ok=True)


@transaction.atomic
def receive(
    *, actor: Actor, content: bytes, at: datetime, signature: bytes | None = None
) -> Incoming:
    """Take in a transmission: all of it in one transaction, or nothing.

    ``signature`` is a ``.sig`` file that came apart from the file.  Raises the refusals
    of ``core.errors``: altered, truncated, unknown sender, not for us, wrong signature,
    replayed, out of order, other history.  Afterwards ``incoming.state`` tells whether
    the room of its kind has read it (``read``), nobody knows the kind (``kept``), or
    the room refused it (``refused``; ``queries.why_unread`` says why, and
    ``read_again`` tries again).
    """
    came = envelope.read(content)
    header = came.header
    if header.recipient != actor.organisation:
        raise NotForUsError(recipient=header.recipient, whose=actor.organisation)
    sender = _sender(header.sender)
    made = signing.read_signature(signature) if signature else came.signature
    _check_signature(came, made, sender)
    order.check_follows(header, queries.last_received(sender))
    assert made is not None  # noqa: S101 - _check_signature saw to it
    incoming = _incoming(sender, came, made, actor=actor, at=at)
    ledger.append(
        actor=actor,
        act="transmission.received",
        about=incoming.ref,
        facts={"kind": header.kind, "payload": header.payload_sha256},
        at=at,
    )
    kinds.tell_received(incoming=incoming, payload=came.payload, actor=actor, at=at)
    _read(incoming, came.payload, actor=actor, at=at)
    return incoming


def _sender(code: str) -> Correspondent:
    sender = (
        Correspondent.objects.select_for_update().filter(code=code, own=False).first()
    )
    if sender is None or not sender.public_key:
        raise UnknownSenderError(sender=code)
    return sender


def _check_signature(
    came: envelope.Transmission, made: signing.Signature | None, sender: Correspondent
) -> None:
    if made is None:
        raise UnsignedError(number=str(came.header.number), sender=sender.code)
    if made.public_key != sender.public_key or not made.holds_over(came.content):
        raise WrongSignatureError(sender=sender.code)


def _incoming(
    sender: Correspondent,
    came: envelope.Transmission,
    made: signing.Signature,
    *,
    actor: Actor,
    at: datetime,
) -> Incoming:
    header = came.header
    incoming = Incoming(
        sender=sender,
        number=header.number,
        kind=header.kind,
        facts=dict(header.facts),
        made_at=datetime.fromisoformat(header.made_at),
        received_at=at,
        received_by=actor.ref,
        header_sha256=header.sha256(),
        payload_sha256=header.payload_sha256,
        payload_bytes=header.payload_bytes,
        signed_with=made.public_key.hex(),
    )
    incoming.sealed_content = sealing.sealed(
        queries.owner_of_incoming(incoming), envelope.signed(came.content, made)
    )
    incoming.save(force_insert=True)
    return incoming


@transaction.atomic
def read_again(*, actor: Actor, incoming: Incoming, at: datetime) -> Reading:
    """Try once more to read what was kept; reading twice what was read is refused.

    Returns the newest reading.
    """
    row = Incoming.objects.select_for_update().get(pk=incoming.pk)
    newest = row.newest_reading
    if newest is not None and newest.outcome == Reading.Outcome.READ:
        return newest
    return _read(row, queries.payload_of(row), actor=actor, at=at)


def _read(incoming: Incoming, payload: bytes, *, actor: Actor, at: datetime) -> Reading:
    """Hand the payload to the room of its kind; write down what came of it."""
    reader = kinds.reader_of(incoming.kind)
    reading = Reading(incoming=incoming, at=at, by=actor.ref)
    if reader is None:
        reading.outcome = Reading.Outcome.KEPT
    else:
        try:
            with transaction.atomic():  # what it refuses undoes its own writes alone
                reader(incoming=incoming, payload=payload, actor=actor, at=at)
            reading.outcome = Reading.Outcome.READ
        except RepatriaError as refusal:
            reading.outcome = Reading.Outcome.REFUSED
            reading.code, reading.facts = refusal.code, dict(refusal.facts)
            reading.what, reading.remedy = refusal.what, refusal.remedy
    reading.save(force_insert=True)
    ledger.append(
        actor=actor,
        act=f"transmission.{reading.outcome}",
        about=incoming.ref,
        facts={"kind": incoming.kind, "code": reading.code},
        at=at,
    )
    return reading
