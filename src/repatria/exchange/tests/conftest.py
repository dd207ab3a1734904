"""The agency's installation, and a party's, as pages find them."""

from __future__ import annotations

from pathlib import Path

import pytest

from repatria.exchange.services import lists
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR, OURS, THEIRS, document
from repatria.exchange.tests.world import AT, NORTH, SOUTH
from repatria.transmission import keyring
from repatria.transmission.core.signing import new_key, public_key_of

DELEGATE = world.command("agency-delegate")


@pytest.fixture
def agency(as_agency: object, tmp_path: Path) -> dict[str, str]:
    """The agency's installation with both lists and correspondents."""
    del as_agency
    for code, party, key in (("north", NORTH, OURS), ("south", SOUTH, THEIRS)):
        keyring.add_correspondent(
            actor=DELEGATE, code=code, name=code.title(), party=party,
            public_key=public_key_of(code, key).key, at=AT,
        )  # fmt: skip
    return world.read_lists(tmp_path, each=10, actor=DELEGATE)


@pytest.fixture
def north(as_party: object, tmp_path: Path) -> dict[str, str]:
    """The north's installation with its lists and the agency's proposal."""
    del as_party
    clerk = world.command("registrar", organisation="north")
    keyring.set_own_key(
        actor=clerk, name="North", party=NORTH,
        public_key=public_key_of("north", OURS).key, at=AT,
    )  # fmt: skip
    for code, party, key in (("south", SOUTH, THEIRS), ("agency", "", new_key())):
        keyring.add_correspondent(
            actor=clerk, code=code, name=code.title(), party=party,
            public_key=public_key_of(code, key).key, at=AT,
        )  # fmt: skip
    cases = world.read_lists(tmp_path, each=10, actor=clerk)
    lists.receive_proposal(actor=NEGOTIATOR, sender="agency", payload=document(), at=AT)
    return cases
