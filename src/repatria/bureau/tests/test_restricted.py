"""A restricted case at the desk: rows, replies, clocks; and what no power is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from repatria.access import restricted
from repatria.access.core.errors import WithheldError
from repatria.bureau import services
from repatria.bureau.core.answers import Answer
from repatria.bureau.models import Entry
from repatria.bureau.queries import answering, payload_left
from repatria.bureau.services import To
from repatria.bureau.tests.conftest import AT, LATER, ROWS
from repatria.register.engine.intake import read_content
from repatria.register.models import Person
from repatria.register.services.lists import take_in
from repatria.shared.actors import Actor

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
TWO = (ROWS[1], ROWS[3])


def hide(actor: Actor, case_ref: str, ground: str = "at-risk") -> None:
    restricted.restrict(
        actor=actor, case_ref=case_ref, ground=ground, reason="asked", at=AT
    )


def answered(actor: Actor, entry: Entry, case_ref: str) -> Entry:
    """Answer an enquiry of two rows, the first of which is about somebody held."""
    told: dict[str, Any] = {"actor": actor, "entry": entry, "at": AT}
    services.decide(row=1, answer=Answer.HELD, case_ref=case_ref, **told)
    services.decide(row=2, answer=Answer.NOT_HELD, **told)
    return services.reply(actor=actor, entry=entry, on_paper=True, at=LATER)


def test_no_row_letter_or_table_names_somebody_hidden(
    registrar: Actor,
    held: dict[str, str],
    asked: Callable[..., Entry],
    signed_in: SignIn,
    case_assigned: Callable[..., None],
) -> None:
    entry = asked(TWO)
    answered(registrar, entry, held["1"])
    hide(registrar, held["1"])
    clerk, other = signed_in("registrar"), signed_in("matching-officer")
    entrusted = signed_in("matching-officer")
    case_assigned(entrusted.user, held["1"])  # type: ignore[attr-defined]
    piece = reverse("bureau:piece", args=[entry.serial])
    for reader, seen in ((clerk, True), (entrusted, True), (other, False)):
        page = reader.get(piece).content.decode()
        assert ("Коваленко" in page, held["1"] in page) == (seen, seen)
        assert "Žižka" in page
        for name in ("letter", "names-csv"):
            answer = reader.get(reverse(f"bureau:{name}", args=[entry.serial]))
            assert (answer.status_code == 200) is seen, "whole, or not at all"
    told = {"purpose": "power", "recipient": "South"}
    table = reverse("bureau:names-csv", args=[entry.serial])
    assert other.post(table, told).status_code == 404


def test_a_proposed_row_names_nobody_hidden_either(
    registrar: Actor,
    held: dict[str, str],
    asked: Callable[..., Entry],
    signed_in: SignIn,
) -> None:
    entry = asked(TWO)
    services.look_up_some(entry=entry, at=AT)
    assert entry.subjects.get(row=1).proposed_case == held["1"]
    hide(registrar, held["1"])
    piece = reverse("bureau:piece", args=[entry.serial])
    page = signed_in("matching-officer").get(piece).content.decode()
    assert "Коваленко" not in page
    assert "Žižka" in page


def test_a_clock_shows_no_case_that_is_hidden(
    registrar: Actor, signed_in: SignIn
) -> None:
    raw = "id;Прізвище;Дата полону\n1;Сірко;2022-10-01\n2;Лис;2022-10-02\n".encode()
    take_in(
        actor=registrar, one=read_content(raw, name="m.csv"), raw=raw, name="m.csv",
        sender="north", subject="missing", holder="SUDMARK", home="NORLAND",
        said_on=AT.date(), at=AT,
    )  # fmt: skip
    one, two = Person.objects.order_by("pk").values_list("case_ref", flat=True)
    hide(registrar, one)
    address = reverse("bureau:clock", args=["geneva3.art122.2", "SUDMARK", "NORLAND"])
    page = signed_in("matching-officer").get(address).content.decode()
    assert (one in page, two in page) == (False, True)
    assert one in signed_in("registrar").get(address).content.decode()
    seen = [_counted(signed_in(role)) for role in ("matching-officer", "registrar")]
    assert seen == [["1"], ["2"]]
    hide(registrar, two)
    reader = signed_in("matching-officer")
    assert _counted(reader) == []
    assert reader.get(address).status_code == HTTPStatus.NOT_FOUND


def _counted(reader: Client) -> list[str]:
    """Return of how many the page of deadlines says that GC III 122 (2) is owed."""
    page = reader.get(reverse("bureau:clocks")).content.decode()
    return re.findall(r'art122\.2/SUDMARK/NORLAND/">(\d+)<', page)


@pytest.mark.parametrize(
    ("sender", "word"), [("south", "needs_data"), ("agency", "held")]
)
def test_who_is_withheld_is_told_to_the_agency_and_to_no_power(
    sender: str,
    word: str,
    registrar: Actor,
    held: dict[str, str],
    asked: Callable[..., Entry],
) -> None:
    entry = asked(TWO, sender=sender)
    hide(registrar, held["1"], "withheld")
    sent = answered(registrar, entry, held["1"])
    rows = json.loads(payload_left(sent))["rows"]
    assert rows[0]["answer"] == answering.rows_told(entry)[0]["answer"] == word
    told: dict[str, Any] = {
        "actor": registrar, "case_ref": held["1"], "language": "en", "at": AT,
    }  # fmt: skip
    if sender == "south":
        with pytest.raises(WithheldError):
            services.issue(to=To(organisation=sender), **told)
    else:
        issued = services.issue(to=To(organisation=sender), **told)
        assert issued.organisation == sender
