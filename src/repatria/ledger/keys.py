"""The server's own key: it signs checkpoints and certificates, and nothing else.

Not an organisation's key, which never lies on a server.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from repatria.ledger.core.signatures import public_bytes
from repatria.shared.files import write_first

PRIVATE = "checkpoint.key"
PUBLIC = "checkpoint.pub"


def checkpoint_key(home: Path) -> Ed25519PrivateKey:
    """Return the key in ``home/keys``, made at first need; its public part beside it.

    Several processes may ask at once: the first to link its file wins.
    """
    folder = home / "keys"
    place = folder / PRIVATE
    if not place.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _make(place)
    key = load_pem_private_key(place.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(PRIVATE)
    public = folder / PUBLIC
    if not public.exists():
        public.write_text(public_bytes(key).hex() + "\n", encoding="ascii")
    return key


def _make(place: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    write_first(place, pem)
