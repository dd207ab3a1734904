"""The manifest: complete before departure, versioned, signed away from the server."""

from __future__ import annotations

import hashlib
from datetime import datetime

import rfc8785
from django.db import transaction

from repatria.access.queries import installation
from repatria.exchange.core.states import State
from repatria.handover import queries
from repatria.handover.core import documents
from repatria.handover.core.errors import (
    DepartedError,
    ManifestChangedError,
    NoManifestError,
    NotOursError,
    NotSignedByError,
    UnsignedError,
)
from repatria.handover.models import (
    Departure,
    Handover,
    Line,
    Manifest,
)
from repatria.handover.services.signatures import covers, keep_signature
from repatria.handover.services.states import advance, refuse_stopped
from repatria.ledger.services import append
from repatria.shared.actors import Actor
from repatria.transmission.core.signing import read_signature


def sha256_of(document: str) -> str:
    """Return the SHA-256 of a document's bytes, in hexadecimal."""
    return hashlib.sha256(document.encode()).hexdigest()


def journey_of(handover: Handover) -> documents.Journey:
    """Return what both documents say of a handover."""
    return documents.Journey(
        handover=handover.ref,
        exchange=handover.exchange_ref,
        round=handover.round_number,
        leg=handover.leg,
        on=handover.on.isoformat(),
    )


def locked(handover: Handover) -> Handover:
    """Return the handover, held until the end of the transaction."""
    return Handover.objects.select_for_update().get(pk=handover.pk)


def refuse_unless_ours(handover: Handover) -> None:
    """Raise ``NotOursError`` where another organisation makes the manifest."""
    if handover.maker != installation().code:
        raise NotOursError(handover=handover.ref, maker=handover.maker)


def refuse_after_departure(handover: Handover) -> None:
    """Raise ``DepartedError`` once the people have left."""
    if Departure.objects.filter(handover=handover).exists():
        raise DepartedError(handover=handover.ref)


@transaction.atomic
def make_manifest(*, actor: Actor, handover: Handover, at: datetime) -> Manifest:
    """Make the manifest from the lines as they stand; the same again is no version.

    A change makes a new version, which no earlier signature covers.  Refused after
    departure, and where another organisation makes it.
    """
    held = locked(handover)
    refuse_unless_ours(held)
    refuse_after_departure(held)
    last = queries.current_manifest(held)
    if last is not None and last.document == _document(held, last.version):
        return last
    version = last.version + 1 if last else 1
    document = _document(held, version)
    return keep_document(held, version, document, actor=actor, at=at)


def _document(handover: Handover, version: int) -> str:
    people = [person_of(line) for line in queries.lines_of(handover)]
    told = documents.manifest(
        journey_of(handover),
        people,
        version=version,
        place=handover.place,
        list_sha256=handover.list_sha256,
        synthetic=installation().synthetic,
    )
    return rfc8785.dumps(told).decode()


def person_of(line: Line) -> documents.Person:
    """Return a line as the documents know it."""
    return documents.Person(
        line=line.number,
        case=line.shared_ref,
        holder_id=line.holder_id,
        home_id=line.home_id,
        name=line.name,
        in_place_of=line.in_place_of,
    )


def keep_document(
    handover: Handover, version: int, document: str, *, actor: Actor, at: datetime
) -> Manifest:
    """Keep one version of a manifest, made here or received."""
    manifest = Manifest.objects.create(
        handover=handover,
        version=version,
        document=document,
        sha256=sha256_of(document),
        made_by=actor.ref,
        made_at=at,
    )
    append(
        actor=actor,
        act="handover.manifest-made",
        about=handover.ref,
        facts={"version": version, "sha256": manifest.sha256},
        at=at,
    )
    return manifest


@transaction.atomic
def sign_manifest(
    *,
    actor: Actor,
    handover: Handover,
    signature: bytes,
    at: datetime,
    party: str = "",
) -> None:
    """Attach a party's detached signature (a ``.sig`` file) to the newest manifest.

    ``party`` is our own where nothing is said.  Raises ``ManifestChangedError`` for a
    signature over an earlier version and ``NotSignedByError`` for any other.
    """
    held = locked(handover)
    signer = party or queries.own_signer()
    manifest = queries.current_manifest(held)
    if manifest is None:
        raise NoManifestError(handover=held.ref)
    read_signature(signature)  # a file that is none says so
    attach(manifest, signer, signature, actor=actor, at=at)


def attach(
    manifest: Manifest, party: str, signature: bytes, *, actor: Actor, at: datetime
) -> None:
    """Attach a signature to this version of a manifest, if it covers it."""
    allowed = queries.manifest_signers(manifest.handover)
    if party not in allowed or not covers(manifest.document, party, signature):
        _refuse(manifest, party, signature)
    _attach(manifest, party, signature, actor=actor, at=at)


def _attach(
    manifest: Manifest, party: str, signature: bytes, *, actor: Actor, at: datetime
) -> None:
    keep_signature(
        manifest, party, signature, act="handover.manifest-signed", actor=actor, at=at
    )


def attach_received(
    manifest: Manifest, party: str, signature: bytes, *, actor: Actor, at: datetime
) -> None:
    """Attach a signature that came with a manifest; one that does not hold refuses it.

    The maker may sign as the organisation it is, which need not be a party.
    """
    if not covers(manifest.document, party, signature):
        _refuse(manifest, party, signature)
    _attach(manifest, party, signature, actor=actor, at=at)


def _refuse(manifest: Manifest, party: str, signature: bytes) -> None:
    """Say which earlier version a signature covers, or that it covers none."""
    for older in manifest.handover.manifests.filter(version__lt=manifest.version):
        if covers(older.document, party, signature):
            raise ManifestChangedError(
                signed=str(older.version), version=str(manifest.version)
            )
    raise NotSignedByError(party=party)


@transaction.atomic
def record_departure(*, actor: Actor, handover: Handover, at: datetime) -> Departure:
    """Record that the people left on the newest manifest; twice does no harm.

    Refused without a manifest (GC III 46: the list is complete before departure) and
    while its newest version is signed by nobody, and from a round that is stopped or
    not assembled.
    """
    held = locked(handover)
    known = Departure.objects.filter(handover=held).first()
    if known is not None:
        return known
    manifest = queries.current_manifest(held)
    if manifest is None:
        raise NoManifestError(handover=held.ref)
    if not queries.signed_by(manifest):
        raise UnsignedError(version=str(manifest.version), party=held.maker)
    refuse_stopped(held)
    departure = Departure.objects.create(
        handover=held, manifest=manifest, at=at, by=actor.ref
    )
    states = (State.SCHEDULED, State.ASSEMBLED, State.IN_HANDOVER)
    advance(actor, held, *states, at=at)
    append(
        actor=actor,
        act="handover.departed",
        about=held.ref,
        facts={"version": manifest.version, "sha256": manifest.sha256},
        at=at,
    )
    return departure
