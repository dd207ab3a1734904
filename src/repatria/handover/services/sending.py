"""Manifest and receipt on their way to another organisation."""

from __future__ import annotations

import json
from datetime import datetime

import rfc8785
from django.db import transaction

from repatria.handover import queries
from repatria.handover.core.documents import MANIFEST, RECEIPT
from repatria.handover.core.errors import NoManifestError, NoReceiptError
from repatria.handover.models import Handover, Manifest, Receipt
from repatria.handover.services.signatures import written_signatures
from repatria.ledger.services import append
from repatria.shared.actors import Actor
from repatria.transmission import services as transmission
from repatria.transmission.models import Outgoing


def manifest_payload(manifest: Manifest) -> bytes:
    """Return what a manifest's transmission carries: document, hash, signatures."""
    return _payload(MANIFEST, manifest)


def receipt_payload(receipt: Receipt) -> bytes:
    """Return what a receipt's transmission carries: document, hash, signatures."""
    return _payload(RECEIPT, receipt)


def _payload(kind: str, signed: Manifest | Receipt) -> bytes:
    return rfc8785.dumps(
        {
            "kind": kind,
            kind: json.loads(signed.document),
            "sha256": signed.sha256,
            "signatures": written_signatures(signed),
        }
    )


@transaction.atomic
def send_manifest(
    *, actor: Actor, handover: Handover, to: str, at: datetime
) -> Outgoing:
    """Prepare the newest manifest for another organisation, with its signatures."""
    manifest = queries.current_manifest(handover)
    if manifest is None:
        raise NoManifestError(handover=handover.ref)
    payload = manifest_payload(manifest)
    return _send(actor, handover, to, MANIFEST, manifest.sha256, payload, at=at)


@transaction.atomic
def send_receipt(
    *, actor: Actor, handover: Handover, to: str, at: datetime
) -> Outgoing:
    """Prepare our newest receipt for another organisation, with its signatures."""
    receipt = queries.current_receipt(handover)
    if receipt is None:
        raise NoReceiptError(handover=handover.ref)
    payload = receipt_payload(receipt)
    return _send(actor, handover, to, RECEIPT, receipt.sha256, payload, at=at)


def _send(
    actor: Actor,
    handover: Handover,
    to: str,
    kind: str,
    sha256: str,
    payload: bytes,
    *,
    at: datetime,
) -> Outgoing:
    outgoing = transmission.prepare(
        actor=actor,
        to=to,
        kind=kind,
        payload=payload,
        facts={"handover": handover.ref},
        at=at,
    )
    append(
        actor=actor,
        act=f"handover.{kind}-prepared",
        about=handover.ref,
        facts={"sha256": sha256, "to": to, "transmission": outgoing.ref},
        at=at,
    )
    return outgoing
