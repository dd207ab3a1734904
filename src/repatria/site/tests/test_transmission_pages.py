"""Receiving, signing and correspondents, on their pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from repatria.access.models import Installation
from repatria.ledger.core.signatures import public_bytes
from repatria.ledger.models import Entry
from repatria.shared.actors import Actor
from repatria.transmission import keyring, queries, services
from repatria.transmission.core import envelope, signing
from repatria.transmission.core.signing import PublicKey
from repatria.transmission.models import Correspondent, Incoming, Outgoing

AT = datetime(2022, 11, 24, 9, tzinfo=UTC)
NORTH = Actor(ref="command:test", organisation="north")
KEY = Ed25519PrivateKey.from_private_bytes(b"n" * 32)
THEIR_KEY = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def here(as_party: Installation, settings: Settings, tmp_path: Path) -> None:
    del as_party
    settings.REPATRIA_HOME = tmp_path


@pytest.fixture
def acquainted() -> None:
    """Let the north have its key and know the south."""
    keyring.set_own_key(
        actor=NORTH, name="North", party="NORLAND", public_key=public_bytes(KEY), at=AT
    )
    keyring.add_correspondent(
        actor=NORTH,
        code="south",
        name="Sudmark Information Bureau",
        party="SUDMARK",
        public_key=public_bytes(THEIR_KEY),
        at=AT,
    )


def letter(*, recipient: str = "north", kind: str = "enquiry") -> bytes:
    payload = b'{"asks":"whether they are alive"}'
    header = envelope.Header(
        number=1,
        sender="south",
        recipient=recipient,
        kind=kind,
        made_at=AT.isoformat(),
        payload_sha256=sha256(payload).hexdigest(),
        payload_bytes=len(payload),
    )
    content = envelope.unsigned(header, payload)
    return envelope.signed(content, signing.sign(THEIR_KEY, content))


def brought(client: Client, content: bytes) -> tuple[int, str]:
    file = SimpleUploadedFile("south-0001-enquiry.repatria", content)
    answer = client.post("/transmissions/receive/", {"file": file}, follow=True)
    return answer.status_code, unescape(answer.content.decode())


@pytest.mark.usefixtures("acquainted")
def test_a_file_that_came_is_received_and_shown(signed_in: SignIn) -> None:
    registrar, content = signed_in("registrar"), letter(kind="riddle")
    status, page = brought(registrar, content)
    assert status == 200
    assert "Received whole, in its turn, and signed." in page
    assert signing.fingerprint(public_bytes(THEIR_KEY)) in page
    came = Incoming.objects.get()
    file = registrar.get(f"/transmissions/in/{came.pk}/file/")
    assert file.content == content
    assert Entry.objects.filter(act="transmission.file-taken").count() == 1
    listed = registrar.get("/transmissions/").content.decode()
    assert "Sudmark Information Bureau" in listed
    assert "Kept unread" in listed


@pytest.mark.usefixtures("acquainted")
@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(letter()[:200], "ends too early", id="truncated"),
        pytest.param(letter(recipient="agency"), "addressed to agency", id="not ours"),
        pytest.param(b"%PDF-1.7", "is not a transmission", id="another file"),
        pytest.param(b"", "empty", id="empty"),
    ],
)
def test_a_file_that_is_refused_says_why_on_the_page(
    signed_in: SignIn, content: bytes, says: str
) -> None:
    status, page = brought(signed_in("registrar"), content)
    assert status == 409
    assert says in page
    assert 'role="alert"' in page
    assert not Incoming.objects.exists()


@pytest.mark.usefixtures("acquainted")
def test_what_could_not_be_read_says_why_and_is_tried_again(
    signed_in: SignIn,
) -> None:
    registrar = signed_in("registrar")
    _status, page = brought(registrar, letter(kind="checkpoint"))
    assert "Kept, but could not be read" in page
    assert "is not a checkpoint of a ledger" in page
    came = Incoming.objects.get()
    registrar.post(f"/transmissions/in/{came.pk}/read/")
    assert came.readings.count() == 2


@pytest.mark.usefixtures("acquainted")
def test_a_checkpoint_is_prepared_signed_elsewhere_and_carried(
    signed_in: SignIn,
) -> None:
    delegate = signed_in("registrar")
    answer = delegate.post("/transmissions/checkpoint/", {"to": "south"}, follow=True)
    page = answer.content.decode()
    prepared = Outgoing.objects.get()
    assert "Waits for a signature" in page
    assert "repatria sign south-0001-checkpoint.repatria --key north.key" in page
    address = f"/transmissions/out/{prepared.pk}/"
    to_sign = delegate.get(f"{address}file/").content

    def attached(key: Ed25519PrivateKey) -> tuple[int, str]:
        made = signing.sign(key, to_sign).file()
        given = {"signature": SimpleUploadedFile("a.sig", made)}
        answer = delegate.post(f"{address}signature/", given, follow=True)
        return answer.status_code, unescape(answer.content.decode())

    status, page = attached(THEIR_KEY)
    assert status == 409
    assert "not of this organisation's key" in page
    status, page = attached(KEY)
    assert status == 200
    assert "What was sent cannot be unsent" in page
    carried = delegate.get(f"{address}file/")
    assert carried.content == queries.file_to_send(prepared)
    assert envelope.read(carried.content).signature is not None
    assert 'filename="south-0001-checkpoint.repatria"' in carried["Content-Disposition"]


@pytest.mark.usefixtures("acquainted")
def test_a_form_without_a_signature_asks_for_it(signed_in: SignIn) -> None:
    one = services.prepare(
        actor=NORTH, to="south", kind="enquiry", payload=b"{}", at=AT
    )
    answer = signed_in("registrar").post(f"/transmissions/out/{one.pk}/signature/")
    assert answer.status_code == 409
    assert "This field is required" in answer.content.decode()


@pytest.mark.usefixtures("acquainted")
def test_a_checkpoint_for_nobody_is_not_prepared(signed_in: SignIn) -> None:
    answer = signed_in("registrar").post("/transmissions/checkpoint/", {"to": "x"})
    assert answer.status_code == 302
    assert not Outgoing.objects.exists()


def public_file(code: str = "south") -> str:
    return PublicKey(code, public_bytes(THEIR_KEY)).file()


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def asked(client: Client, address: str, file: str, **told: str) -> str:
    given = {**told, "public_key": SimpleUploadedFile("a.pub", file.encode())}
    return client.post(address, given).content.decode()


ABOUT = {"code": "south", "name": "Sudmark Information Bureau", "party": "SUDMARK"}


@pytest.mark.parametrize("role", ["registrar", "administrator"])
def test_a_correspondent_is_added_once_the_fingerprint_was_compared(
    signed_in: SignIn, role: str
) -> None:
    client, address = signed_in(role), "/transmissions/correspondents/add/"
    assert client.get(address).status_code == 200
    page = asked(client, address, public_file(), **ABOUT)
    assert signing.fingerprint(public_bytes(THEIR_KEY)) in page
    assert not Correspondent.objects.exists()

    kept = {name: hidden(page)[name] for name in (*ABOUT, "key_text")}
    client.post(address, kept)  # without the tick: nothing yet
    assert not Correspondent.objects.exists()
    client.post(address, {**kept, "compared": "on"})
    added = Correspondent.objects.get()
    assert (added.code, added.party) == ("south", "SUDMARK")
    assert added.public_key == public_bytes(THEIR_KEY)
    listed = client.get("/transmissions/correspondents/").content.decode()
    assert "Sudmark Information Bureau" in listed


def test_a_tick_counts_for_the_key_that_was_shown_alone(signed_in: SignIn) -> None:
    address = "/transmissions/correspondents/add/"
    asked(signed_in("registrar"), address, public_file(), **ABOUT, compared="on")
    assert not Correspondent.objects.exists()


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("ssh-ed25519 AAAA", "Choose the file ending in .pub"),
        (public_file("agency"), "it is of another organisation"),
    ],
)
def test_a_key_that_cannot_be_theirs_is_not_taken(
    signed_in: SignIn, file: str, says: str
) -> None:
    address = "/transmissions/correspondents/add/"
    assert says in asked(signed_in("registrar"), address, file, **ABOUT)


def test_the_own_key_is_given_and_replaced(signed_in: SignIn) -> None:
    client, address = signed_in("registrar"), "/transmissions/correspondents/own/"
    assert client.get(address).status_code == 200
    assert "another organisation" in asked(client, address, public_file())
    for key in (KEY, THEIR_KEY):
        line = PublicKey("north", public_bytes(key)).file()
        page = asked(client, address, line)
        client.post(address, {"key_text": hidden(page)["key_text"], "compared": "on"})
        assert queries.own_public_key() == public_bytes(key)
    assert queries.public_keys_of("north") == [
        public_bytes(KEY),
        public_bytes(THEIR_KEY),
    ]


@pytest.mark.usefixtures("acquainted")
def test_a_correspondent_is_given_a_new_key(signed_in: SignIn) -> None:
    client, one = signed_in("registrar"), queries.recipient("south")
    address = f"/transmissions/correspondents/{one.pk}/"
    line = PublicKey("south", public_bytes(KEY)).file()
    page = asked(client, address, line)
    client.post(address, {"key_text": hidden(page)["key_text"], "compared": "on"})
    assert queries.public_key_of("south") == public_bytes(KEY)
    assert client.get("/transmissions/correspondents/999/").status_code == 404


@pytest.mark.usefixtures("acquainted")
def test_who_may_not_send_sees_no_way_to(signed_in: SignIn) -> None:
    one = services.prepare(
        actor=NORTH, to="south", kind="enquiry", payload=b"{}", at=AT
    )
    came = services.receive(actor=NORTH, content=letter(), at=AT)
    auditor = signed_in("auditor")
    listed = auditor.get("/transmissions/").content.decode()
    assert "Receive a file" not in listed
    assert auditor.get(f"/transmissions/out/{one.pk}/").status_code == 200
    assert auditor.get(f"/transmissions/in/{came.pk}/").status_code == 200
    for address in (
        f"/transmissions/out/{one.pk}/file/",
        f"/transmissions/in/{came.pk}/file/",
        "/transmissions/correspondents/",
    ):
        assert auditor.get(address).status_code == 404
    negotiator = signed_in("negotiator")
    assert negotiator.get(f"/transmissions/in/{came.pk}/file/").status_code == 404
    assert signed_in("clinician").get("/transmissions/").status_code == 404


def test_what_is_not_there_is_not_found(signed_in: SignIn) -> None:
    registrar = signed_in("registrar")
    for address in ("/transmissions/in/9/", "/transmissions/out/9/"):
        assert registrar.get(address).status_code == 404
    assert "Nothing has come yet" in registrar.get("/transmissions/").content.decode()


@pytest.mark.usefixtures("acquainted")
@pytest.mark.parametrize(
    ("kind", "role", "status"),
    [
        ("notification", "handover-officer", 404),
        ("notification", "negotiator", 200),
        ("notification", "registrar", 200),
        ("proposal", "handover-officer", 200),
        ("reply", "handover-officer", 200),
        ("notification", "auditor", 404),
    ],
)
def test_a_prepared_file_is_taken_by_whoever_may_see_what_it_holds(
    signed_in: SignIn, kind: str, role: str, status: int
) -> None:
    one = services.prepare(
        actor=Actor(ref="command:test", organisation="north"),
        to="south",
        kind=kind,
        payload=b"somebody is held back",
        at=AT,
    )
    client = signed_in(role)
    assert client.get(f"/transmissions/out/{one.pk}/file/").status_code == status
    page = client.get(f"/transmissions/out/{one.pk}/").content.decode()
    assert ("/file/" in page) is (status == 200)
