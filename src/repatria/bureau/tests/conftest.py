"""A bureau's desk, people in its register, and an office that writes to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from repatria.access.models import Installation
from repatria.bureau import queries
from repatria.bureau.core.messages import enquiry_payload
from repatria.bureau.models import Entry
from repatria.ledger.core.signatures import public_bytes
from repatria.register.engine.intake import read_content
from repatria.register.models import Record
from repatria.register.services import person_of, record_statement
from repatria.register.services.lists import take_in
from repatria.register.services.parties import register_party
from repatria.shared.actors import Actor
from repatria.transmission import services as transmission
from repatria.transmission.core import envelope, signing
from repatria.transmission.core.envelope import Header
from repatria.transmission.models import Correspondent, GivenKey, Incoming
from repatria.transmission.tests.parties import KEYS

AT = datetime(2022, 11, 24, 9, 30, tzinfo=UTC)
DAY = date(2022, 11, 24)
PARTIES = {"south": "SUDMARK", "agency": ""}
# Of Sudmark, and held by Norland, whose bureau this is; then of Norland, held too
# (a list names both), so that what is told about each can be compared.
THEIRS = "1;Коваленко;Іван;Петрович;09.05.1984\n2;Мельник;Ганна;Іванівна;01.02.1990\n"
HEADER = "id;Прізвище;Ім'я;По батькові;Дата народження\n"


@pytest.fixture
def registrar(as_party: Installation) -> Actor:
    """Somebody at the desk of Norland's bureau, which writes to two others."""
    assert as_party.party == "NORLAND"
    for code, party in PARTIES.items():
        made = Correspondent.objects.create(
            code=code, name=f"Office {code}", party=party, added_at=AT
        )
        GivenKey.objects.create(
            correspondent=made, key=public_bytes(KEYS[code]).hex(), given_at=AT,
            given_by="command:test",
        )  # fmt: skip
    actor = Actor("user:7", frozenset({"registrar"}), "north")
    for code in ("NORLAND", "SUDMARK"):
        register_party(actor=actor, code=code, names={"en": code.title()}, at=AT)
    return actor


@pytest.fixture
def desk(registrar: Actor, signed_in: Callable[..., Client]) -> Client:
    """The registrar's browser."""
    assert registrar.organisation
    return signed_in("registrar")


@pytest.fixture
def held(registrar: Actor) -> dict[str, str]:
    """Take in Norland's list of people of Sudmark; return their cases by number."""
    raw = (HEADER + THEIRS).encode()
    version = take_in(
        actor=registrar, one=read_content(raw, name="held.csv"), raw=raw,
        name="held.csv", sender="north", subject="held", holder="NORLAND",
        home="SUDMARK", said_on=date(2022, 11, 1), at=AT,
    )  # fmt: skip
    return {
        record.own_id: record.membership.person.case_ref
        for record in version.records.select_related("membership__person")
    }


@pytest.fixture
def stated(registrar: Actor) -> Callable[..., str]:
    """Return a maker of people of whom one statement speaks."""

    def made(family: str, given: str, birth: str = "", kind: str = "sighting") -> str:
        record: Record = record_statement(
            actor=registrar, kind=kind, sender="somebody",
            told={"family": family, "given": given, "birth": birth},
            verbatim=f"{family} {given}", said_on=date(2022, 10, 1), at=AT,
        )  # fmt: skip
        return person_of(record).case_ref

    return made


@pytest.fixture
def comes(registrar: Actor) -> Callable[..., Incoming]:
    """Return what brings a signed transmission from another office."""
    last: dict[str, tuple[int, str]] = {}

    def brought(
        payload: bytes, *, kind: str = "enquiry", sender: str = "south",
        at: datetime = AT,
    ) -> Incoming:  # fmt: skip
        from hashlib import sha256

        number, previous = last.get(sender, (0, ""))
        header = Header(
            number=number + 1, sender=sender, recipient="north", kind=kind,
            made_at=AT.isoformat(), payload_sha256=sha256(payload).hexdigest(),
            payload_bytes=len(payload), previous=previous,
        )  # fmt: skip
        content = envelope.unsigned(header, payload)
        whole = envelope.signed(content, signing.sign(KEYS[sender], content))
        incoming = transmission.receive(actor=registrar, content=whole, at=at)
        last[sender] = (number + 1, header.sha256())
        return incoming

    return brought


@pytest.fixture
def asked(comes: Callable[..., Incoming]) -> Callable[..., Entry]:
    """Return what brings an enquiry about names; gives its entry."""

    def made(rows: Sequence[dict[str, str]], sender: str = "south") -> Entry:
        payload = enquiry_payload(rows, reference="S/17")
        return queries.entry_of(comes(payload, sender=sender).ref)

    return made


ROWS = (
    {"own_id": "S-1", "family": "Kovalenko", "given": "Ivan", "birth": "1984-05-09"},
    {"own_id": "S-2", "family": "Коваленко", "given": "Іван", "patronymic": "Петрович",
     "birth": "09.05.1984"},
    {"own_id": "S-3", "family": "Мельник", "given": "Ганна", "birth": "1991"},
    {"own_id": "S-4", "family": "Žižka", "given": "Jan", "birth": "1970-01-01"},
    {"own_id": "S-5"},
)  # fmt: skip
LATER = AT + timedelta(days=3)
