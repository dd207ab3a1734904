"""Who may send and receive: correspondents and public keys, entered by a person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from repatria.ledger import services as ledger
from repatria.shared.actors import Actor
from repatria.transmission.core import signing
from repatria.transmission.core.envelope import CODE
from repatria.transmission.core.errors import BadCodeError, CorrespondentExistsError
from repatria.transmission.models import Correspondent, GivenKey

_TAKEN = "checkpoint"  # keys/checkpoint.pub is the server's own


@transaction.atomic
def add_correspondent(
    *, actor: Actor, code: str, name: str, party: str, public_key: bytes, at: datetime
) -> Correspondent:
    """Add an organisation with its public key, whose fingerprint was compared aloud.

    ``party`` is the code of the party it serves, empty for a neutral one.
    """
    if not CODE.fullmatch(code) or code == _TAKEN:
        raise BadCodeError(code=code)
    if Correspondent.objects.filter(code=code).exists():
        raise CorrespondentExistsError(code=code)
    added = Correspondent.objects.create(code=code, name=name, party=party, added_at=at)
    _give(added, public_key, actor=actor, at=at)
    return added


@transaction.atomic
def give_key(
    *, actor: Actor, correspondent: Correspondent, public_key: bytes, at: datetime
) -> GivenKey:
    """Enter a correspondent's new key: what it signs with the old one is refused."""
    return _give(correspondent, public_key, actor=actor, at=at)


@transaction.atomic
def set_own_key(
    *, actor: Actor, name: str, party: str, public_key: bytes, at: datetime
) -> GivenKey:
    """Enter the public part of this organisation's key.

    The private part was made elsewhere and stays there.
    """
    own, _new = Correspondent.objects.get_or_create(
        own=True,
        defaults={
            "code": actor.organisation,
            "name": name,
            "party": party,
            "added_at": at,
        },
    )
    return _give(own, public_key, actor=actor, at=at)


def _give(
    correspondent: Correspondent, public_key: bytes, *, actor: Actor, at: datetime
) -> GivenKey:
    given = GivenKey.objects.create(
        correspondent=correspondent,
        key=public_key.hex(),
        given_at=at,
        given_by=actor.ref,
    )
    _keep_beside(correspondent.code, public_key)
    ledger.append(
        actor=actor,
        act="transmission.key-given",
        about=correspondent.code,
        facts={"key": public_key.hex(), "own": correspondent.own},
        at=at,
    )
    return given


def _keep_beside(code: str, public_key: bytes) -> None:
    """Write the key into the data folder too, for whoever verifies it offline."""
    folder = Path(settings.REPATRIA_HOME) / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    line = signing.PublicKey(code, public_key).file()
    (folder / f"{code}.pub").write_text(line, encoding="ascii")
