"""What an entry says, and the leaf it becomes."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, cast

import rfc8785

SALT_BYTES = 32
READ = "read"  # the act of an entry that tells whom a page has shown


def body_of(
    *,
    actor: str,
    organisation: str,
    act: str,
    about: str,
    facts: Mapping[str, object],
    at: datetime,
) -> bytes:
    """Return an entry in canonical JSON (RFC 8785)."""
    return rfc8785.dumps(
        {
            "about": about,
            "act": act,
            "actor": actor,
            "at": at.isoformat(),
            "facts": cast("dict[str, Any]", dict(facts)),
            "organisation": organisation,
        }
    )


def leaf_of(salt: bytes, body: bytes) -> bytes:
    """Return the leaf: HMAC-SHA-256 of the entry under its own random salt.

    Without the salt nobody can guess an entry from its leaf, so that a proof about one
    entry tells nothing of its neighbours.

    Written out (RFC 2104) for a salt of ours: a million leaves are made twice as fast
    as by the library's general function, which serves every other length.

    >>> leaf_of(bytes(32), b"{}") == hmac.digest(bytes(32), b"{}", "sha256")
    True
    """
    if len(salt) != SALT_BYTES:
        return hmac.digest(salt, body, "sha256")
    inner = sha256(salt.translate(_INNER) + _INNER_REST + body).digest()
    return sha256(salt.translate(_OUTER) + _OUTER_REST + inner).digest()


_BLOCK_BYTES = 64
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))
_INNER_REST = b"\x36" * (_BLOCK_BYTES - SALT_BYTES)
_OUTER_REST = b"\x5c" * (_BLOCK_BYTES - SALT_BYTES)


def says(body: bytes, *, act: str, actor: str) -> bool:
    """Tell whether the columns kept beside an entry say what the entry says.

    ``about`` stands first in canonical JSON and its quotation marks are escaped: the
    first place where an act could begin is the entry's own.

    >>> says(b'{"about":"R-1","act":"read","actor":"user:1","at":"2022-11-24"}',
    ...      act="read", actor="user:2")
    False
    """
    begins = body.find(b'","act":"')
    told = f'","act":"{act}","actor":"{actor}","at":"'.encode()
    return begins >= 0 and body.startswith(told, begins)
