"""The file that travels: a header anybody can read, a payload, a signature.

Lines of text::

    repatria-transmission-v1
    {"kind":"list","made_at":"...","number":7,"payload":{"bytes":52,"sha256":"..."},...}
    <the payload in base64, 76 characters a line>
    end
    {"format":"repatria-signature-v1",...}

The header is canonical JSON.  ``previous`` is the SHA-256 of the header before it in
the same direction, so that whoever holds the newest one holds all of them.  The last
line is there once the sender's organisation has signed everything above it.
"""

from __future__ import annotations

import binascii
import json
import re
from base64 import encodebytes
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

import rfc8785

from repatria.transmission.core.errors import (
    AlteredError,
    NotASignatureError,
    NotATransmissionError,
    TruncatedError,
)
from repatria.transmission.core.signing import Signature, read_signature

VERSION = "repatria-transmission-v1"
# Codes of organisations and kinds name files, so they hold nothing that a path would.
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_FIRST = f"{VERSION}\n".encode()
_END = b"end\n"


@dataclass(frozen=True, slots=True)
class Header:
    """Who sends what to whom, as the how-manyeth, after which one.

    ``facts`` are a kind's own words about its payload, such as a list's day and
    subject: codes and dates, never names.  ``made_at`` is ISO 8601.
    """

    number: int
    sender: str
    recipient: str
    kind: str
    made_at: str
    payload_sha256: str
    payload_bytes: int
    previous: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    def line(self) -> bytes:
        """Return the header in canonical JSON."""
        return rfc8785.dumps(
            {
                "facts": dict(self.facts),
                "kind": self.kind,
                "made_at": self.made_at,
                "number": self.number,
                "payload": {
                    "bytes": self.payload_bytes,
                    "sha256": self.payload_sha256,
                },
                "previous": self.previous,
                "recipient": self.recipient,
                "sender": self.sender,
            }
        )

    def sha256(self) -> str:
        """Return what the next header in this direction names as ``previous``."""
        return sha256(self.line()).hexdigest()


@dataclass(frozen=True, slots=True)
class Transmission:
    """A transmission that was read: header, payload, and the signature if there.

    ``content`` is what is signed: the file without its signature line.
    """

    header: Header
    payload: bytes
    content: bytes
    signature: Signature | None = None


def looks_like_one(content: bytes) -> bool:
    """Tell whether a file says of itself that it is a transmission."""
    return content.startswith(_FIRST)


def unsigned(header: Header, payload: bytes) -> bytes:
    """Return the file to be signed."""
    return b"".join((_FIRST, header.line(), b"\n", encodebytes(payload), _END))


def signed(content: bytes, signature: Signature) -> bytes:
    """Return the file with its signature: what is sent."""
    return content + signature.file()


def read(file: bytes) -> Transmission:
    """Take a file apart and hold the payload against the header.

    Raises ``NotATransmissionError``, ``TruncatedError``, ``AlteredError``.  Whose the
    signature is, is for the caller to check: here it only has to be one.
    """
    if file and _FIRST.startswith(file):
        raise TruncatedError
    if not looks_like_one(file):
        raise NotATransmissionError
    line, newline, rest = file[len(_FIRST) :].partition(b"\n")
    if not newline:
        raise TruncatedError
    header = _header(line)
    payload, signature = _body(rest)
    if len(payload) != header.payload_bytes:
        raise AlteredError
    if sha256(payload).hexdigest() != header.payload_sha256:
        raise AlteredError
    content = unsigned(header, payload)
    if not file.startswith(
        content
    ):  # another way to write the same: not what is signed
        raise AlteredError
    return Transmission(header, payload, content, signature)


def _header(line: bytes) -> Header:
    try:
        header = _header_from(json.loads(line))
        as_written = header.line()
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise AlteredError from error
    if as_written != line or not CODE.fullmatch(header.kind):
        raise AlteredError
    return header


def _header_from(said: Mapping[str, Any]) -> Header:
    datetime.fromisoformat(said["made_at"])
    return Header(
        number=int(said["number"]),
        sender=str(said["sender"]),
        recipient=str(said["recipient"]),
        kind=str(said["kind"]),
        made_at=str(said["made_at"]),
        payload_sha256=str(said["payload"]["sha256"]),
        payload_bytes=int(said["payload"]["bytes"]),
        previous=str(said["previous"]),
        facts={str(name): str(fact) for name, fact in said["facts"].items()},
    )


def _body(rest: bytes) -> tuple[bytes, Signature | None]:
    if rest.startswith(_END):  # an empty payload
        encoded, tail = b"", rest[len(_END) :]
    else:
        encoded, end, tail = rest.partition(b"\n" + _END)
        if not end:
            raise TruncatedError
    try:
        payload = binascii.a2b_base64(encoded.replace(b"\n", b""), strict_mode=True)
    except binascii.Error as error:
        raise AlteredError from error
    return payload, _signature(tail)


def _signature(tail: bytes) -> Signature | None:
    if not tail:
        return None
    if not tail.endswith(b"\n"):
        raise TruncatedError
    try:
        return read_signature(tail)
    except NotASignatureError as error:
        raise AlteredError from error
