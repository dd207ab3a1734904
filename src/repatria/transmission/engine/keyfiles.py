"""An organisation's keys as files: made, read, and never written over."""

from __future__ import annotations

from pathlib import Path

from repatria.shared.files import owner_only
from repatria.transmission.core import signing
from repatria.transmission.core.envelope import CODE
from repatria.transmission.core.errors import BadCodeError, KeyFileExistsError
from repatria.transmission.core.signing import PublicKey, Signature


def make_keys(organisation: str, folder: Path, passphrase: str = "") -> PublicKey:
    """Make ``CODE.key`` (for its owner's eyes alone) and ``CODE.pub`` in ``folder``."""
    if not CODE.fullmatch(organisation):
        raise BadCodeError(code=organisation)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    private, public = folder / f"{organisation}.key", folder / f"{organisation}.pub"
    for place in (private, public):
        if place.exists():
            raise KeyFileExistsError(file=str(place))
    key = signing.new_key()
    _write_secret(private, signing.private_file(key, passphrase))
    made = signing.public_key_of(organisation, key)
    public.write_text(made.file(), encoding="ascii")
    return made


def _write_secret(place: Path, content: bytes) -> None:
    with open(place, "xb", opener=owner_only) as file:
        file.write(content)


def read_public(place: Path) -> PublicKey:
    """Return the key in a ``.pub`` file; raise ``NotAKeyError``."""
    return signing.read_public_key(place.read_text("ascii", errors="replace"))


def sign_file(place: Path, key: Path, passphrase: str = "") -> Path:
    """Sign a file and write the signature beside it, as ``FILE.sig``."""
    private = signing.read_private_key(key.read_bytes(), passphrase, file=str(key))
    made = signing.sign(private, place.read_bytes())
    beside = place.with_name(f"{place.name}.sig")
    beside.write_bytes(made.file())
    return beside


def signatures_beside(place: Path) -> list[Signature]:
    """Return the signatures in ``FILE.sig`` and ``FILE.WHO.sig``, those there are."""
    own = f"{place.name}."
    found = sorted(
        file
        for file in place.parent.iterdir()
        if file.name.startswith(own) and file.name.endswith(".sig") and file.is_file()
    )
    return [signing.read_signature(file.read_bytes()) for file in found]
