"""The parties to the conflict, by code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from repatria.ledger import services as ledger
from repatria.register.core.refusals import (
    PartyCodeError,
    PartyUnknownError,
    SamePartyError,
)
from repatria.register.models import Party
from repatria.shared.actors import Actor, PartyRef

_CODE = re.compile(r"[A-Z][A-Z0-9-]{0,39}")


@transaction.atomic
def register_party(
    *, actor: Actor, code: str, names: Mapping[str, str], at: datetime
) -> Party:
    """Register a party, or give one further names by language ("en", "uk", "ru").

    Raises ``PartyCodeError`` for a code that could not stand in "A>B".
    """
    if not _CODE.fullmatch(code):
        raise PartyCodeError(party=code[:40])
    held = Party.objects.filter(code=code).first()
    known = {language: name for language, name in names.items() if name}
    if held is not None and known.items() <= held.names.items():
        return held
    party, _new = Party.objects.update_or_create(
        code=code, defaults={"names": {**(held.names if held else {}), **known}}
    )
    ledger.append(actor=actor, act="register.party-registered", about=code, at=at)
    return party


def party_named(code: str) -> PartyRef:
    """Return a party's code; raise ``PartyUnknownError`` where nobody has it."""
    if not Party.objects.filter(code=code).exists():
        raise PartyUnknownError(party=code[:40])
    return PartyRef(code)


def check_sides(*, holder: str, home: str) -> None:
    """Refuse parties that are unknown, or one party on both sides."""
    party_named(holder)
    party_named(home)
    if holder == home:
        raise SamePartyError(party=holder)
