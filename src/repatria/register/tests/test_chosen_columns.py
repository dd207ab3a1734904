"""Columns named by a person, remembered for a sender and a heading."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from repatria.register import services
from repatria.register.core.choices import CHOICES, chosen_of, header_of, map_of
from repatria.register.core.fields import Field, MappedColumn
from repatria.register.core.refusals import ColumnChoiceError
from repatria.register.models import ColumnChoice, SourceFile
from repatria.register.tests.conftest import AT, Desk

SignIn = Callable[..., Any]
TOLD = {
    "sender": "north",
    "subject": "missing",
    "holder": "SUDMARK",
    "home": "NORLAND",
    "said_on": "2022-11-19",
}
# "Ref" and "Who" say nothing to the reader, and neither do these values.
ODD = "Ref;Who;Where\nA-1;Коваль Іван Петрович;Озерне\nA-2;Мельник Ганна;Гірське\n"


@pytest.mark.parametrize(
    ("chosen", "columns", "ignored"),
    [
        pytest.param(
            [("a", "id"), ("b", "full_name"), ("c", "")],
            {Field.ID: ("a",), Field.FULL_NAME: ("b",)},
            ("c",),
            id="one-column names",
        ),
        pytest.param(
            [
                ("y", "birth_date:year"),
                ("d", "birth_date:day"),
                ("m", "birth_date:month"),
            ],
            {Field.BIRTH_DATE: ("d", "m", "y")},
            (),
            id="a date in three columns",
        ),
        pytest.param(
            [("d", "captured_on:day"), ("y", "captured_on:year")],
            {Field.CAPTURED_ON: ("y",)},
            ("d",),
            id="a day without its month says nothing",
        ),
        pytest.param(
            [("d", "captured_on:day"), ("n", "family")],
            {Field.FAMILY: ("n",)},
            ("d",),
            id="a day alone says nothing",
        ),
        pytest.param(
            [("r", "rank+unit")],
            {Field.RANK: ("r",), Field.UNIT: ("r",)},
            (),
            id="two things in one column",
        ),
        pytest.param(
            [("a", "birth_date"), ("b", "birth_date"), ("c", "note"), ("d", "note")],
            {Field.BIRTH_DATE: ("a",), Field.NOTE: ("c", "d")},
            ("b",),
            id="one date, several notes",
        ),
    ],
)
def test_what_is_chosen_becomes_a_column_map(
    chosen: list[tuple[str, str]],
    columns: dict[Field, tuple[str, ...]],
    ignored: tuple[str, ...],
) -> None:
    told = map_of(chosen)
    assert told.columns == columns
    assert told.ignored == ignored


@given(st.sampled_from([code for code in CHOICES if ":" not in code]))
def test_a_choice_is_shown_as_it_was_made(code: str) -> None:
    told = map_of([("a", code)])
    mapping = [MappedColumn("a", field, "given") for field in told.columns]
    assert chosen_of(mapping or [MappedColumn("a")]) == [("a", code)]


def _upload(client: Any, content: str, **told: str) -> Any:
    file = SimpleUploadedFile("list.csv", content.encode())
    return client.post("/lists/import/", {**TOLD, **told, "file": file})["Location"]


def _plain(answer: Any) -> str:
    words = re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#x27;", "'")
    return " ".join(words.split())


@pytest.mark.django_db
def test_a_correction_is_read_at_once_and_remembered_for_the_sender(
    desk: Desk, signed_in: SignIn
) -> None:
    del desk
    client = signed_in("registrar")
    address = _upload(client, ODD)
    said = {"columns": "yes", "column-0": "id", "column-1": "full_name"}
    shown = client.post(address, {**said, "column-2": "held_at"}, follow=True)
    assert "Read again as you said" in _plain(shown)
    assert "are read as somebody chose on" in _plain(shown)
    client.post(address, {"import": "yes"})
    row = SourceFile.objects.get().records.get(row=1)
    assert (row.own_id, row.family, row.place) == ("A-1", "Коваль", "Озерне")

    later = client.get(_upload(client, ODD.replace("A-2", "A-3")))
    assert "are read as somebody chose on" in _plain(later)
    assert "1 new, 1 gone, 0 changed, 1 unchanged" in _plain(later)
    others = client.get(_upload(client, ODD.replace("Where", "Place where")))
    assert "are read as somebody chose on" not in _plain(others)
    elsewhere = client.get(_upload(client, ODD + "\n", sender="north") or "")
    assert "(choice 1)" in _plain(elsewhere)


@pytest.mark.django_db
def test_it_can_be_told_otherwise_and_every_choice_stays(
    desk: Desk, signed_in: SignIn
) -> None:
    del desk
    client = signed_in("registrar")
    address = _upload(client, ODD)
    said = {"columns": "yes", "column-1": "full_name"}
    client.post(address, {**said, "column-2": "note"})
    client.post(address, {**said, "column-2": "held_at"})
    shown = client.post(address, {"forget": "yes"}, follow=True)
    assert "Columns were found by their heading" in _plain(shown)
    choices = ColumnChoice.objects.order_by("version")
    assert [bool(one.columns) for one in choices] == [True, True, False]
    with pytest.raises(IntegrityError), transaction.atomic():
        choices.update(columns=[])


@pytest.mark.django_db
def test_a_choice_of_nothing_is_refused(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in("registrar")
    shown = client.post(_upload(client, ODD), {"columns": "yes"}, follow=True)
    assert "Say at least which column holds the name." in _plain(shown)
    with pytest.raises(ColumnChoiceError):
        services.choose_columns(
            actor=desk.actor, sender="north", columns={"a": "phone"}, at=AT
        )
    forgotten = services.forget_columns(
        actor=desk.actor, sender="north", header=header_of(["a"]), at=AT
    )
    assert forgotten is None
