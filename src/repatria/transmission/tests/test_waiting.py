"""What waits for whoever sends and receives."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from repatria.access.models import Installation
from repatria.ledger.models import Entry
from repatria.transmission import keyring, services
from repatria.transmission.core import signing
from repatria.transmission.panels import WAITING
from repatria.transmission.tests.parties import (
    AT,
    KEYS,
    actor_of,
    public,
    signed,
    transmission,
)

NORTH = actor_of("north")


def waiting() -> list[tuple[str, int]]:
    (source,) = WAITING
    return [(one.what[0], one.count) for one in source.ask(NORTH, AT)]


@pytest.mark.django_db
def test_what_is_unsigned_or_unread_waits_until_it_is_done(
    as_party: Installation, settings: Settings, tmp_path: Path
) -> None:
    del as_party
    settings.REPATRIA_HOME = tmp_path
    for code in ("north", "south"):
        about = {"name": code, "party": "", "public_key": public(code), "at": AT}
        if code == "north":
            keyring.set_own_key(actor=NORTH, **about)  # type: ignore[arg-type]
        else:
            keyring.add_correspondent(actor=NORTH, code=code, **about)  # type: ignore[arg-type]
    assert waiting() == []
    one = services.prepare(
        actor=NORTH, to="south", kind="enquiry", payload=b"{}", at=AT
    )
    _header, content = transmission(kind="checkpoint")
    services.receive(actor=NORTH, content=signed(content), at=AT)
    assert waiting() == [
        ("{n} transmission waits for a signature", 1),
        ("{n} transmission came and could not be read", 1),
    ]
    file = services.outbox_file(one).read_bytes()
    made = signing.sign(KEYS["north"], file).file()
    services.attach_signature(actor=NORTH, outgoing=one, signature=made, at=AT)
    assert waiting() == [("{n} transmission came and could not be read", 1)]
    assert Entry.objects.filter(act="transmission.signed").count() == 1
