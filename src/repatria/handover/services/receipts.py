"""The receipt: what crossed and what did not, signed by both over one hash."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import rfc8785
from django.db import transaction

from repatria.access.queries import installation
from repatria.handover import queries
from repatria.handover.announcements import received
from repatria.handover.core import documents
from repatria.handover.core.documents import Outcome
from repatria.handover.core.errors import (
    NoManifestError,
    NoReceiptError,
    NotSignedByError,
    ReceiptChangedError,
    UnsettledError,
)
from repatria.handover.core.steps import Standing, counted
from repatria.handover.models import Handover, Receipt
from repatria.handover.services.manifests import journey_of, locked, sha256_of
from repatria.handover.services.signatures import covers, keep_signature
from repatria.handover.services.states import close
from repatria.ledger.services import append
from repatria.shared.actors import Actor
from repatria.transmission.core.signing import read_signature


@transaction.atomic
def make_receipt(*, actor: Actor, handover: Handover, at: datetime) -> Receipt:
    """Make the receipt from what was seen here; the same again is no other receipt.

    Every line says ``crossed`` or ``not crossed`` and nothing else.  A signature that
    another organisation sent before counts at once if it is over the same bytes.
    """
    held = locked(handover)
    document = _document(held)
    last = queries.current_receipt(held)
    if last is not None and last.document == document:
        return last
    receipt = Receipt.objects.create(
        handover=held,
        document=document,
        sha256=sha256_of(document),
        made_at=at,
        made_by=actor.ref,
    )
    append(
        actor=actor,
        act="handover.receipt-made",
        about=held.ref,
        facts={"sha256": receipt.sha256},
        at=at,
    )
    for theirs in queries.receipts_received(held):
        if theirs.sha256 == receipt.sha256:
            adopt(receipt, theirs.incoming_signatures, actor=actor, at=at)
    return receipt


def _document(handover: Handover) -> str:
    manifest = queries.current_manifest(handover)
    if manifest is None:
        raise NoManifestError(handover=handover.ref)
    people = queries.stands(handover)
    counts = counted([each.standing for each in people])
    if not counts.settled:
        raise UnsettledError(open=str(counts.awaited + counts.here))
    outcomes = [
        (each.line.number, each.line.shared_ref, outcome_of(each.standing))
        for each in people
    ]
    told = documents.receipt(
        journey_of(handover),
        outcomes,
        manifest_sha256=manifest.sha256,
        manifest_version=manifest.version,
        synthetic=installation().synthetic,
    )
    return rfc8785.dumps(told).decode()


def outdated(handover: Handover) -> bool:
    """Tell whether what is recorded now differs from the newest receipt, both signed.

    So it stays until the receipt is made again from what is recorded now.
    """
    receipt = queries.current_receipt(handover)
    if receipt is None or not queries.is_mutual(receipt):
        return False
    try:
        return _document(handover) != receipt.document
    except UnsettledError:  # a line was opened again: no receipt says so
        return True


def outcome_of(standing: Standing) -> Outcome:
    """Return all that is told of where a person stands."""
    if standing is Standing.CROSSED:
        return Outcome.CROSSED
    return Outcome.NOT_CROSSED


@transaction.atomic
def sign_receipt(
    *,
    actor: Actor,
    handover: Handover,
    signature: bytes,
    at: datetime,
    party: str = "",
) -> None:
    """Attach a party's detached signature (a ``.sig`` file) to our newest receipt.

    ``party`` is our own where nothing is said.  Raises ``ReceiptChangedError`` for a
    signature over an earlier receipt and ``NotSignedByError`` for any other.
    """
    held = locked(handover)
    receipt = queries.current_receipt(held)
    if receipt is None:
        raise NoReceiptError(handover=held.ref)
    read_signature(signature)  # a file that is none says so
    signer = party or queries.own_signer()
    attach(receipt, signer, signature, actor=actor, at=at)


def attach(
    receipt: Receipt, party: str, signature: bytes, *, actor: Actor, at: datetime
) -> None:
    """Attach a signature to this receipt, if it covers it."""
    handover = receipt.handover
    allowed = queries.receipt_signers(handover)
    if party not in allowed or not covers(receipt.document, party, signature):
        _refuse(receipt, party, signature)
    new = keep_signature(
        receipt, party, signature, act="handover.receipt-signed", actor=actor, at=at
    )
    if new and queries.is_mutual(receipt):
        close(actor, handover, at=at)
        transaction.on_commit(lambda: received.announce(handover_ref=handover.ref))


def _refuse(receipt: Receipt, party: str, signature: bytes) -> None:
    for older in receipt.handover.receipts.exclude(pk=receipt.pk):
        if covers(older.document, party, signature):
            raise ReceiptChangedError
    raise NotSignedByError(party=party)


def adopt(
    receipt: Receipt,
    signatures: Mapping[str, bytes],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Attach every signature that came with a receipt of the same bytes."""
    for party, signature in sorted(signatures.items()):
        attach(receipt, party, signature, actor=actor, at=at)
