"""Sealed values of the database: sealed here, opened here, erased here.

The master key lies outside the database (``REPATRIA_MASTER_KEY_FILE``); the keys it
wraps lie in a table of their own, so that backups can keep them apart.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings

from repatria.access.bulk import insert_columns
from repatria.access.core.errors import ErasedError
from repatria.access.core.sealing import KEY_BYTES, new_key, opened, seal
from repatria.access.models import DataKey
from repatria.shared.pieces import pieces
from repatria.shared.text import mark as _
from repatria.shared.text import say

_ERASED = _("erased")


def seal_text(owner: str, field: str, text: str) -> bytes:
    """Seal one value of ``owner`` ("requester:3"), making its key at first need."""
    return seal(_key_of(owner, make=True), text.encode(), place=f"{owner}/{field}")


def open_text(owner: str, field: str, sealed: bytes) -> str:
    """Return a sealed text; raise ``ErasedError`` once its key is destroyed."""
    return open_bytes(owner, field, sealed).decode()


def open_or_erased(owner: str, field: str, sealed: bytes) -> str:
    """Return a sealed text for a page, or the word that it was erased."""
    try:
        return open_text(owner, field, sealed)
    except ErasedError:
        return say(_ERASED)


def seal_bytes(owner: str, field: str, content: bytes) -> bytes:
    """Seal bytes, such as a file, for ``owner``."""
    return seal(_key_of(owner, make=True), content, place=f"{owner}/{field}")


def open_bytes(owner: str, field: str, sealed: bytes) -> bytes:
    """Return sealed bytes; raise ``ErasedError`` once their key is destroyed."""
    key = _key_of(owner, make=False)
    return opened(key, bytes(sealed), place=f"{owner}/{field}")


def make_keys(owners: Iterable[str]) -> dict[str, bytes]:
    """Make and store a key for each new owner, in one go; for long lists.

    Returns the open keys; seal with ``access.core.sealing.seal`` and the place
    ``"owner/field"``.
    """
    keys = {owner: new_key() for owner in owners}
    master = _master()
    wrapped = [seal(master, key, place=owner) for owner, key in keys.items()]
    insert_columns(
        DataKey, {"owner": list(keys), "wrapped": wrapped}, destroyed_at=None
    )
    return keys


def keys_of(owners: Sequence[str]) -> dict[str, bytes]:
    """Return the open keys of many owners, leaving out those erased."""
    master = _master()
    held = DataKey.objects.filter(owner__in=owners, destroyed_at=None)
    return {
        row.owner: opened(master, bytes(row.wrapped), place=row.owner) for row in held
    }


def open_texts(field: str, sealed: Mapping[str, bytes]) -> dict[str, str]:
    """Return the sealed texts of many owners at once, leaving out those erased."""
    return {
        owner: opened(key, sealed[owner], place=f"{owner}/{field}").decode()
        for owner, key in keys_of([*sealed]).items()
    }


def erase(owner: str, *, at: datetime) -> None:
    """Destroy the key of ``owner``: what it sealed can never be read again."""
    erase_all([owner], at=at)


def erase_all(owners: Iterable[str], *, at: datetime) -> int:
    """Destroy the keys of many owners; return how many there were."""
    destroyed = 0
    for piece in pieces(owners, 500):
        held = DataKey.objects.filter(owner__in=piece, destroyed_at=None)
        destroyed += held.update(wrapped=b"", destroyed_at=at)
    return destroyed


def fingerprint(purpose: str, text: str) -> str:
    """Return a keyed fingerprint of ``text``: HMAC-SHA-256, as hexadecimal digits.

    Its key is derived from the master key for this ``purpose`` alone, so that nobody
    with the database but without that key can try texts, and no two purposes can be
    compared.  Under another master key nothing is known again.
    """
    key = hmac.digest(_master(), f"fingerprint:{purpose}".encode(), "sha256")
    return hmac.new(key, text.encode(), "sha256").hexdigest()


def _key_of(owner: str, *, make: bool) -> bytes:
    row = DataKey.objects.filter(owner=owner).first()
    if row is None and make:
        return make_keys([owner])[owner]
    if row is None or row.destroyed_at is not None:
        raise ErasedError
    return opened(_master(), bytes(row.wrapped), place=owner)


def _master() -> bytes:
    return _master_in(Path(settings.REPATRIA_MASTER_KEY_FILE))


@cache
def _master_in(file: Path) -> bytes:
    key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    if len(key) != KEY_BYTES:
        raise ValueError(file.name)
    return key
