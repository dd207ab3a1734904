"""What comes from others about exchanges, through signed and numbered files."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from repatria.exchange import queries
from repatria.exchange.models import Hold, ListVersion
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import document
from repatria.exchange.tests.world import AT, NORTH, SOUTH
from repatria.ledger.models import Entry
from repatria.transmission import keyring
from repatria.transmission import services as transmission
from repatria.transmission.core import envelope
from repatria.transmission.core.signing import new_key, public_key_of, sign
from repatria.transmission.models import Incoming
from repatria.transmission.queries import why_unread

pytestmark = pytest.mark.django_db

CLERK = world.command("registrar", organisation="north")
KEYS = {"south": new_key(), "agency": new_key()}


@pytest.fixture
def cases(as_party: object, tmp_path: Any) -> dict[str, str]:
    """The north, which corresponds with the south and with the agency."""
    del as_party
    for code, party in (("south", SOUTH), ("agency", "")):
        keyring.add_correspondent(
            actor=CLERK, code=code, name=code, party=party,
            public_key=public_key_of(code, KEYS[code]).key, at=AT,
        )  # fmt: skip
    return world.read_lists(tmp_path, each=3, actor=CLERK)


class Post:
    """Carries numbered transmissions from one sender, each after the last."""

    def __init__(self, sender: str) -> None:
        self.sender = sender
        self.key: Ed25519PrivateKey = KEYS[sender]
        self.number, self.previous = 0, ""

    def brings(self, kind: str, payload: bytes) -> Incoming:
        self.number += 1
        header = envelope.Header(
            number=self.number, sender=self.sender, recipient="north", kind=kind,
            made_at=AT.isoformat(), payload_sha256=_sha256(payload),
            payload_bytes=len(payload), previous=self.previous,
        )  # fmt: skip
        self.previous = header.sha256()
        content = envelope.unsigned(header, payload)
        return transmission.receive(
            actor=CLERK,
            content=envelope.signed(content, sign(self.key, content)),
            at=AT + timedelta(minutes=self.number),
        )


def _sha256(content: bytes) -> str:
    return sha256(content).hexdigest()


def notification(*held: dict[str, str], by: str = SOUTH, home: str = NORTH) -> bytes:
    told: dict[str, Any] = {
        "kind": "notification", "about": "held-back", "by": by, "home": home,
        "on": "2022-11-22", "held": list(held),
    }  # fmt: skip
    return rfc8785.dumps(told)


def held_back(number: str, *, article: str = "GC III 119") -> dict[str, str]:
    return {
        "article": article, "ground": "judicial prosecution", "holder_id": number,
        "name": f"Somebody {number}", "until": "",
    }  # fmt: skip


def test_a_proposal_is_read_when_it_comes_from_the_agency(
    cases: dict[str, str],
) -> None:
    incoming = Post("agency").brings("proposal", document())
    assert why_unread(incoming) == ""
    version = ListVersion.objects.get()
    assert version.said_by == "agency"
    assert queries.entries_of(version)[0].case_ref == cases["N-1"]


def test_a_party_cannot_pass_its_wish_list_off_as_the_agencys(
    cases: dict[str, str],
) -> None:
    del cases
    incoming = Post("south").brings("proposal", document())
    assert "another organisation has to" in why_unread(incoming)
    assert not ListVersion.objects.exists()


def test_an_altered_proposal_is_kept_unread_with_the_remedy(
    cases: dict[str, str],
) -> None:
    del cases
    told = json.loads(document())
    told["not_proposed"][0]["why"] = "refused"
    incoming = Post("agency").brings("proposal", rfc8785.dumps(told))
    assert "cannot be read" in why_unread(incoming)
    assert "send it again" in why_unread(incoming)
    assert not ListVersion.objects.exists()


def test_a_proposal_nested_too_deep_is_kept_unread(cases: dict[str, str]) -> None:
    del cases
    incoming = Post("agency").brings("proposal", b"[" * 100_000)
    assert "cannot be read" in why_unread(incoming)


def test_names_held_back_are_kept_beside_the_case_of_ours(
    cases: dict[str, str],
) -> None:
    Post("south").brings("notification", notification(held_back("S-2")))
    hold = Hold.objects.get()
    assert (hold.case_ref, hold.party, hold.said_by) == (cases["S-2"], SOUTH, "south")
    assert b"Somebody" not in bytes(hold.sealed_reason)
    assert not Entry.objects.filter(body__contains="Somebody").exists()


def test_a_later_notification_ends_what_it_names_no_more_and_keeps_the_rest(
    cases: dict[str, str],
) -> None:
    post = Post("south")
    post.brings("notification", notification(held_back("S-1"), held_back("S-2")))
    post.brings("notification", notification(held_back("S-2"), held_back("S-3")))
    running = {hold.case_ref for hold in queries.holds_now(AT.date())}
    assert running == {cases["S-2"], cases["S-3"]}
    assert Hold.objects.count() == 3


def test_nobody_says_whom_another_power_holds_back(cases: dict[str, str]) -> None:
    del cases
    payload = notification(held_back("N-1"), by=NORTH, home=SOUTH)
    incoming = Post("south").brings("notification", payload)
    assert "another organisation has to" in why_unread(incoming)
    assert not Hold.objects.exists()


def test_somebody_on_no_list_of_ours_is_held_back_under_the_holders_number(
    cases: dict[str, str],
) -> None:
    del cases
    Post("agency").brings("notification", notification(held_back("S-99")))
    assert Hold.objects.get().case_ref == ""


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(b"{", id="no JSON"),
        pytest.param(b"[" * 100_000, id="nested too deep"),
        pytest.param(b'{"about":"held-back"}', id="keys missing"),
        pytest.param(
            notification(held_back("S-1", article="GC III 5")), id="another article"
        ),
        pytest.param(
            notification({**held_back("S-1"), "wish": "no"}), id="a word too many"
        ),
    ],
)
def test_a_notification_written_otherwise_is_kept_unread(
    cases: dict[str, str], payload: bytes
) -> None:
    del cases
    incoming = Post("south").brings("notification", payload)
    assert "cannot be read" in why_unread(incoming)
    assert not Hold.objects.exists()


def test_a_signature_that_came_before_its_list_is_read_once_the_list_is_here(
    cases: dict[str, str],
) -> None:
    del cases
    post = Post("agency")
    signature = rfc8785.dumps(
        {
            "kind": "signature", "about": "list", "exchange": "X-00000000",
            "round": 1, "version": 1, "sha256": _sha256(document()), "party": SOUTH,
            "signature": _signed_by_the_south(),
        }
    )  # fmt: skip
    early = post.brings("signature", signature)
    assert "Receive the proposal first" in why_unread(early)
    post.brings("proposal", document())
    transmission.read_again(actor=CLERK, incoming=early, at=AT)
    assert queries.signed_by(ListVersion.objects.get()) == [SOUTH]


def _signed_by_the_south() -> str:
    return b64encode(sign(KEYS["south"], document()).signature).decode()
