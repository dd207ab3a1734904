"""Files with persons in them: asked for, agreed to by a second person, fetched once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from repatria.access import exports, restricted
from repatria.access.core.errors import (
    ExportNotReadyError,
    NothingHereError,
    SecondPersonError,
)
from repatria.access.models import DataKey, Export
from repatria.ledger.models import Entry
from repatria.register.models import Person, SourceFile
from repatria.register.tests.conftest import HEADER, PEOPLE, Desk
from repatria.register.web.downloads import offer_of
from repatria.shared.actors import Actor

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Any]
LIST = HEADER + PEOPLE + '4;"=cmd|calc";Олег;Ігорович;01.01.1980\n'
WHY = {"purpose": "family", "recipient": "Rosa Adler, Lake Agency"}
AT = datetime(2022, 11, 21, 9, tzinfo=UTC)


@pytest.fixture
def listed(desk: Desk) -> SourceFile:
    return desk.take_in(LIST)


@pytest.fixture
def most_alone(settings: Any) -> Any:
    settings.REPATRIA_EXPORT_ALONE = 3
    return settings


def ask(client: Client, file: SourceFile) -> Export:
    answer = client.post(f"/lists/{file.pk}/download/", WHY)
    assert answer.status_code == 302
    return Export.objects.latest("pk")


def fetch(client: Client, export: Export) -> Any:
    return client.post(f"/exports/{export.ref}/fetch/")


def last_read() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(Entry.objects.filter(act="read").last().body)  # type: ignore[union-attr]
    return told


def test_a_small_file_is_fetched_once_and_everybody_in_it_is_noted(
    listed: SourceFile, signed_in: SignIn
) -> None:
    client = signed_in("registrar")
    asked = client.get(f"/lists/{listed.pk}/download/").content.decode()
    assert "The file shows 4 people." in asked
    export = ask(client, listed)
    answer = fetch(client, export)
    text = answer.content.decode("utf-8-sig")
    assert f"Export {export.ref} of north" in text
    assert "'=cmd|calc" in text
    assert export.ref in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    refs = set(Person.objects.values_list("case_ref", flat=True))
    assert set(last_read()["facts"]["cases"]) == refs
    again = fetch(client, export)
    assert again.status_code == 409
    assert "cannot be had now" in again.content.decode()
    assert DataKey.objects.get(owner=export.owner).destroyed_at is not None


def test_purpose_and_recipient_are_asked_for(
    listed: SourceFile, signed_in: SignIn
) -> None:
    answer = signed_in("registrar").post(f"/lists/{listed.pk}/download/", {})
    assert answer.status_code == 200
    assert not Export.objects.exists()


def test_a_larger_file_waits_for_a_second_person(
    listed: SourceFile, signed_in: SignIn, most_alone: Any
) -> None:
    del most_alone
    client, second = signed_in("registrar"), signed_in("auditor")
    page = client.get(f"/lists/{listed.pk}/download/").content.decode()
    assert "A second person must agree" in page
    export = ask(client, listed)
    assert fetch(client, export).status_code == 409
    shown = second.get("/exports/").content.decode()
    assert "Rosa Adler, Lake Agency" in shown
    assert "Коваль" not in shown
    decide = f"/exports/{export.ref}/decide/"
    assert client.post(decide, {"answer": "approve"}).status_code == 409
    assert second.post(decide, {"answer": "approve"}).status_code == 302
    assert second.post(decide, {"answer": "refuse"}).status_code == 409
    assert fetch(second, export).status_code == 404, "not theirs"
    assert "Коваль" in fetch(client, export).content.decode()
    acts = [
        json.loads(body)["act"] for body in Entry.objects.values_list("body", flat=True)
    ]
    assert [act for act in acts if act.startswith("access.export")] == [
        "access.export-asked",
        "access.export-approved",
        "access.export-fetched",
    ]
    assert "Adler" not in str(list(Entry.objects.values_list("body", flat=True)))


def test_what_was_refused_is_destroyed(
    listed: SourceFile, signed_in: SignIn, most_alone: Any
) -> None:
    del most_alone
    client, second = signed_in("registrar"), signed_in("auditor")
    export = ask(client, listed)
    second.post(f"/exports/{export.ref}/decide/", {"answer": "refuse"})
    assert fetch(client, export).status_code == 409
    assert bytes(Export.objects.get().sealed_file) == b""
    assert "Refused" in client.get("/exports/").content.decode()


def test_what_nobody_fetches_in_time_is_forgotten(
    desk: Desk, listed: SourceFile
) -> None:
    offer = offer_of(desk.actor, listed)
    held = exports.ask_for(actor=desk.actor, offer=offer, at=AT, **WHY)
    late = AT + exports.GOOD_FOR + timedelta(seconds=1)
    with pytest.raises(ExportNotReadyError):
        exports.fetch(actor=desk.actor, export=held, at=late)
    assert exports.forget_expired(actor=desk.actor, at=AT) == 0
    assert exports.forget_expired(actor=desk.actor, at=late) == 1
    assert exports.forget_expired(actor=desk.actor, at=late) == 0
    assert bytes(Export.objects.get().sealed_file) == b""


def test_a_restricted_case_takes_two_and_is_in_no_file_of_others(
    desk: Desk, listed: SourceFile
) -> None:
    case_ref = Person.objects.order_by("pk").values_list("case_ref", flat=True)[0]
    restricted.restrict(
        actor=desk.actor, case_ref=case_ref, ground="at-risk", reason="asked", at=AT
    )
    full = offer_of(desk.actor, listed)
    assert exports.takes_two(full)
    officer = Actor("user:7", frozenset({"matching-officer"}), "north")
    offer = offer_of(officer, listed)
    assert case_ref not in offer.cases
    held = exports.ask_for(actor=officer, offer=offer, at=AT, **WHY)
    text = exports.fetch(actor=officer, export=held, at=AT).decode()
    assert "Мельник" in text
    assert "Коваль" not in text
    with pytest.raises(NothingHereError):
        exports.ask_for(actor=officer, offer=full, at=AT, **WHY)


def test_nobody_agrees_to_their_own_file(
    desk: Desk, listed: SourceFile, most_alone: Any
) -> None:
    del most_alone
    offer = offer_of(desk.actor, listed)
    held = exports.ask_for(actor=desk.actor, offer=offer, at=AT, **WHY)
    with pytest.raises(SecondPersonError):
        exports.decide(actor=desk.actor, export=held, approved=True, at=AT)


def test_the_file_lies_sealed(desk: Desk, listed: SourceFile) -> None:
    held = exports.ask_for(
        actor=desk.actor, offer=offer_of(desk.actor, listed), at=AT, **WHY
    )
    raw = Export.objects.filter(pk=held.pk).values_list().get()
    assert "Коваль".encode() not in b"".join(
        bytes(one) if isinstance(one, memoryview | bytes) else str(one).encode()
        for one in raw
    )
    assert not re.search("Adler|Коваль", str(held) + repr(held))


def entities_in(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.content.decode().splitlines()]


def test_a_list_and_a_person_are_taken_out_as_entities(
    listed: SourceFile, signed_in: SignIn
) -> None:
    client = signed_in("registrar")
    ref = Person.objects.order_by("pk").values_list("case_ref", flat=True)[0]
    assert f"/persons/{ref}/ftm/" in client.get(f"/persons/{ref}/").content.decode()
    assert (
        f"/lists/{listed.pk}/ftm/"
        in client.get(f"/lists/{listed.pk}/").content.decode()
    )
    assert client.post(f"/lists/{listed.pk}/ftm/", WHY).status_code == 302
    answer = fetch(client, Export.objects.latest("pk"))
    people = [one for one in entities_in(answer) if one["schema"] == "Person"]
    assert len(people) == 4
    assert Export.objects.latest("pk").ref in people[0]["properties"]["notes"][0]
    assert client.post(f"/persons/{ref}/ftm/", WHY).status_code == 302
    (person,) = entities_in(fetch(client, Export.objects.latest("pk")))
    assert person["properties"]["lastName"] == ["Коваль"]
    assert last_read()["facts"]["cases"] == [ref]
