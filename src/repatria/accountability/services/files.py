"""Files of evidence: sealed once, never changed, every look at them recorded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from repatria.access import vault
from repatria.access.core.errors import ErasedError
from repatria.access.core.sealing import AlteredError
from repatria.accountability.core.errors import (
    EmptyFileError,
    EvidenceAlteredError,
    EvidenceHeldError,
    FileTooLargeError,
    NotHeldError,
    ReasonMissingError,
    SameBytesError,
)
from repatria.accountability.core.media import PICTURES, media_type
from repatria.accountability.engine.veil import veiled
from repatria.accountability.models import CustodyEvent, EvidenceFile, EvidenceItem
from repatria.accountability.models.choices import CustodyKind
from repatria.ledger import services as ledger
from repatria.shared.actors import Actor
from repatria.shared.files import write_private

MEGABYTE = 2**20
MOST_BYTES = 256 * MEGABYTE  # sealed and opened in memory, in one piece


@dataclass(frozen=True, slots=True)
class Upload:
    """The bytes of a file, who sent it, and the address it was taken from."""

    content: bytes
    received_from: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """The untouched bytes of an item, checked against the hash of their receipt."""

    content: bytes
    media_type: str
    sha256: str


@transaction.atomic
def keep_file(
    *, actor: Actor, item: EvidenceItem, upload: Upload, at: datetime
) -> EvidenceFile:
    """Seal the file of an item that was announced before."""
    held = EvidenceFile.objects.filter(item=item).first()
    if held is not None:
        raise EvidenceHeldError(item=item.ref, sha256=held.sha256)
    return seal_file(item, upload, actor=actor, at=at)


def seal_file(
    item: EvidenceItem, upload: Upload, *, actor: Actor, at: datetime
) -> EvidenceFile:
    """Seal the bytes under their SHA-256 and write down that they were received.

    The file reaches the disk before the row is committed: a row always has its file;
    a file whose row was not committed is written anew by the next attempt.
    """
    sha256 = _checked_hash(upload.content)
    stored = EvidenceFile.objects.create(
        item=item,
        sha256=sha256,
        size=len(upload.content),
        media_type=media_type(upload.content),
        received_at=at,
        received_from=upload.received_from,
        address=upload.address,
    )
    _seal_preview(sha256, upload.content)
    write_private(
        place_of(sha256), vault.seal_bytes(_owner(sha256), "file", upload.content)
    )
    _custody(item, CustodyKind.RECEIVED, actor=actor, at=at, sha256=sha256)
    return stored


def _seal_preview(sha256: str, content: bytes) -> None:
    """Seal a veiled preview of a picture beside it; of anything else there is none."""
    preview = veiled(content) if media_type(content) in PICTURES else None
    if preview is not None:
        sealed = vault.seal_bytes(_owner(sha256), "preview", preview)
        write_private(preview_place_of(sha256), sealed)


def open_preview(item: EvidenceItem) -> bytes | None:
    """Return the veiled preview of an item, a PNG; None where there is none.

    It shows no person: whoever may open the item's page may see it, and custody is
    not touched.  Its key is the key of the file: erased together.
    """
    file = EvidenceFile.objects.filter(item=item).first()
    if file is None:
        return None
    try:
        sealed = preview_place_of(file.sha256).read_bytes()
        return vault.open_bytes(_owner(file.sha256), "preview", sealed)
    except (OSError, AlteredError, ErasedError):
        return None


def _checked_hash(content: bytes) -> str:
    if not content:
        raise EmptyFileError
    if len(content) > MOST_BYTES:
        size, most = len(content) // MEGABYTE + 1, MOST_BYTES // MEGABYTE
        raise FileTooLargeError(size=str(size), most=str(most))
    sha256 = hashlib.sha256(content).hexdigest()
    same = EvidenceFile.objects.filter(sha256=sha256).select_related("item").first()
    if same is not None:
        raise SameBytesError(item=same.item.ref)
    return sha256


def open_original(
    *, actor: Actor, item: EvidenceItem, reason: str, at: datetime
) -> Opened:
    """Return the untouched file and write down who asked for it, and why.

    A picture is looked at, anything else leaves as a copy; custody says which.
    Raises ``EvidenceAlteredError``, and records it, where the bytes are not those
    that were received.
    """
    if not reason.strip():
        raise ReasonMissingError
    file = _file_of(item)
    content = _content(file)
    if content is None:
        _record_failure(item, actor=actor, at=at)
        raise EvidenceAlteredError(item=item.ref)
    looked = file.media_type in PICTURES
    with transaction.atomic():
        _custody(
            item,
            CustodyKind.VIEWED if looked else CustodyKind.COPIED,
            actor=actor,
            at=at,
            sha256=file.sha256,
            reason=reason,
        )
    return Opened(content, file.media_type, file.sha256)


@transaction.atomic
def note_moved(
    *, actor: Actor, item: EvidenceItem, place: str, reason: str, at: datetime
) -> CustodyEvent:
    """Record that the file was handed or taken somewhere else, and why."""
    if not reason.strip() or not place.strip():
        raise ReasonMissingError
    file = _file_of(item)
    return _custody(
        item,
        CustodyKind.MOVED,
        actor=actor,
        at=at,
        sha256=file.sha256,
        reason=reason,
        place=place,
    )


@transaction.atomic
def check_integrity(*, actor: Actor, item: EvidenceItem, at: datetime) -> bool:
    """Tell whether the stored file is what was received, and record the answer."""
    file = _file_of(item)
    unchanged = _content(file) is not None
    _custody(
        item,
        CustodyKind.CHECKED if unchanged else CustodyKind.FAILED,
        actor=actor,
        at=at,
        sha256=file.sha256 if unchanged else "",
    )
    return unchanged


def place_of(sha256: str) -> Path:
    """Return where the sealed file with this hash lies in the data folder."""
    return Path(settings.REPATRIA_HOME) / "files" / "evidence" / f"{sha256}.sealed"


def preview_place_of(sha256: str) -> Path:
    """Return where the sealed preview of the file with this hash lies, if any."""
    return place_of(sha256).with_suffix(".preview")


def _owner(sha256: str) -> str:
    return f"evidence:{sha256}"


def _file_of(item: EvidenceItem) -> EvidenceFile:
    file = EvidenceFile.objects.filter(item=item).first()
    if file is None:
        raise NotHeldError(item=item.ref)
    return file


def _content(file: EvidenceFile) -> bytes | None:
    """Return the bytes that were received; None where they are gone or altered."""
    try:
        sealed = place_of(file.sha256).read_bytes()
        content = vault.open_bytes(_owner(file.sha256), "file", sealed)
    except (OSError, AlteredError, ErasedError):
        return None
    return content if hashlib.sha256(content).hexdigest() == file.sha256 else None


def _record_failure(item: EvidenceItem, *, actor: Actor, at: datetime) -> None:
    with transaction.atomic():
        _custody(item, CustodyKind.FAILED, actor=actor, at=at, sha256="")


def _custody(
    item: EvidenceItem,
    kind: CustodyKind,
    *,
    actor: Actor,
    at: datetime,
    sha256: str,
    reason: str = "",
    place: str = "",
) -> CustodyEvent:
    """Write one line of the chain of custody, and its ledger entry."""
    event = CustodyEvent.objects.create(
        item=item,
        kind=kind,
        reason=reason,
        place=place,
        sha256=sha256,
        at=at,
        by=actor.ref,
    )
    ledger.append(
        actor=actor,
        act=f"accountability.evidence-{kind.value}",
        about=item.ref,
        facts={"sha256": sha256},
        at=at,
    )
    return event
