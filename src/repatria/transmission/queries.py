"""Correspondents and their keys, and the content of what came and went."""

from __future__ import annotations

from django.db.models import OuterRef, Q, QuerySet, Subquery

from repatria.shared.errors import spoken
from repatria.transmission import sealing
from repatria.transmission.core import envelope
from repatria.transmission.core.errors import (
    OwnKeyMissingError,
    UnknownRecipientError,
    UnknownSenderError,
)
from repatria.transmission.core.order import Last
from repatria.transmission.core.signing import Signature
from repatria.transmission.models import Correspondent, Incoming, Outgoing, Reading


def correspondents() -> QuerySet[Correspondent]:
    """Return the other organisations, by code."""
    return Correspondent.objects.filter(own=False)


def recipient(code: str) -> Correspondent:
    """Return whom one may send to, by its own code or its party's.

    Raises ``UnknownRecipientError``; also for this organisation itself.
    """
    found = _called(code)
    if found is None or found.own:
        raise UnknownRecipientError(recipient=code)
    return found


def _called(code: str) -> Correspondent | None:
    rows = Correspondent.objects.filter(Q(code=code) | Q(party=code))
    # Its own code first: a party's may be shared by several organisations.
    return next(iter(sorted(rows, key=lambda row: row.code != code)), None)


def own_organisation() -> Correspondent | None:
    """Return the row of this installation's own organisation, once it has a key."""
    return Correspondent.objects.filter(own=True).first()


def own_public_key() -> bytes:
    """Return this organisation's public key; raise ``OwnKeyMissingError``."""
    own = own_organisation()
    if own is None or not own.public_key:
        raise OwnKeyMissingError
    return own.public_key


def public_key_of(code: str) -> bytes:
    """Return the key that counts now of an organisation, or of a party's.

    ``code`` may be this organisation's own.  Raises ``UnknownSenderError`` where no
    key is known.
    """
    found = _called(code)
    if found is None or not found.public_key:
        raise UnknownSenderError(sender=code)
    return found.public_key


def public_keys_of(code: str) -> list[bytes]:
    """Return every key that was ever given for an organisation, the newest last.

    For signatures that were made before a key was replaced.
    """
    found = _called(code)
    return [bytes.fromhex(given.key) for given in found.keys.all()] if found else []


def last_sent(to: Correspondent) -> Last:
    """Return the newest prepared transmission to a correspondent."""
    newest = Outgoing.objects.filter(to=to).order_by("number").last()
    return Last(newest.number, newest.header_sha256) if newest else Last()


def last_received(sender: Correspondent) -> Last:
    """Return the newest transmission received from a correspondent."""
    newest = Incoming.objects.filter(sender=sender).order_by("number").last()
    return Last(newest.number, newest.header_sha256) if newest else Last()


def unsigned_file(outgoing: Outgoing) -> bytes:
    """Return the prepared file, without a signature: what is to be signed."""
    return sealing.opened(owner_of_outgoing(outgoing), outgoing.sealed_content)


def file_to_send(outgoing: Outgoing) -> bytes:
    """Return the file as it leaves, signed; unsigned while nobody has signed it."""
    content = unsigned_file(outgoing)
    if not outgoing.is_signed:
        return content
    held = outgoing.signature
    signature = Signature(
        bytes.fromhex(held.public_key), outgoing.sha256, bytes.fromhex(held.signature)
    )
    return envelope.signed(content, signature)


def file_received(incoming: Incoming) -> bytes:
    """Return a received transmission, byte for byte."""
    return sealing.opened(owner_of_incoming(incoming), incoming.sealed_content)


def payload_of(incoming: Incoming) -> bytes:
    """Return what a received transmission carries."""
    return envelope.read(file_received(incoming)).payload


def payload_sent(outgoing: Outgoing) -> bytes:
    """Return what a prepared transmission carries."""
    return envelope.read(unsigned_file(outgoing)).payload


def owner_of_outgoing(outgoing: Outgoing) -> str:
    """Return whose key seals a prepared transmission."""
    return f"outgoing:{outgoing.to.code}:{outgoing.number}"


def owner_of_incoming(incoming: Incoming) -> str:
    """Return whose key seals a received transmission."""
    return f"incoming:{incoming.sender.code}:{incoming.number}"


def why_unread(incoming: Incoming) -> str:
    """Return why a received transmission could not be read, in the reader's language.

    Empty where there was no refusal.
    """
    newest = incoming.newest_reading
    if newest is None or newest.outcome != Reading.Outcome.REFUSED:
        return ""
    return " ".join(spoken((newest.what, newest.remedy), newest.facts))


def waiting_for_signature() -> QuerySet[Outgoing]:
    """Return what is prepared and not signed yet."""
    return Outgoing.objects.filter(signature=None)


def not_read() -> QuerySet[Incoming]:
    """Return what came whose newest reading was refused by its room."""
    newest = Reading.objects.filter(incoming=OuterRef("pk")).order_by("-pk")
    rows = Incoming.objects.annotate(outcome=Subquery(newest.values("outcome")[:1]))
    return rows.filter(outcome=Reading.Outcome.REFUSED)
