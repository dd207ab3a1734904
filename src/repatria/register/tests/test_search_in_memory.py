"""The search page on the index in memory: who is found, who no longer, who yet."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from repatria.ledger.models import Entry
from repatria.register import services
from repatria.register.models import Record
from repatria.register.queries.in_memory import AT_ONCE, memory
from repatria.register.tests.conftest import AT, HEADER, PEOPLE, SAID_ON, Desk

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Any]
LIST = HEADER + PEOPLE
READING = "still being read into memory"


@pytest.fixture
def desk_in_memory(desk: Desk) -> Iterator[Desk]:
    """A desk with a list, and a process that has read it."""
    desk.take_in(LIST)
    memory.load()
    yield desk
    memory.empty()


def _ask(client: Any, line: str = "", **apart: str) -> str:
    answer = client.post("/search/", {"asked": line, **apart})
    assert answer.status_code == 200
    return str(answer.content.decode())


def _ref(row: int) -> str:
    return services.person_of(
        Record.objects.get(source_file__isnull=False, row=row)
    ).case_ref


def _reasons(page: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page).split())


@pytest.mark.usefixtures("desk_in_memory")
@pytest.mark.parametrize(
    ("line", "apart"),
    [
        pytest.param("Koval Ivan", {}, id="in Latin letters"),
        pytest.param("Vanya KOVALJ", {}, id="a diminutive"),
        pytest.param("Коваль", {"birth": "198?"}, id="a decade"),
        pytest.param("", {"birth": "1984-05"}, id="a month alone"),
        pytest.param("", {"number": "1"}, id="the number on the list"),
    ],
)
def test_a_person_is_found_from_memory(
    signed_in: SignIn, line: str, apart: dict[str, str]
) -> None:
    page = _ask(signed_in("registrar"), line, **apart)
    assert _ref(1) in page
    assert READING not in page


@pytest.mark.usefixtures("desk_in_memory")
def test_an_answer_says_who_says_so_how_sure_and_why(signed_in: SignIn) -> None:
    page = _reasons(_ask(signed_in("registrar"), "Kovalj Vania 09.05.1984"))
    assert "Nearly certain" in page
    assert "The given name is another form of the same name." in page
    assert "Born on the same day." in page
    assert "version 1, row 1" in page


def test_a_row_of_several_versions_is_one_answer_and_names_every_case(
    desk_in_memory: Desk, signed_in: SignIn
) -> None:
    desk_in_memory.take_in(LIST.replace("09.05.1984", "09.05.1985"))
    memory.load()
    first, second = (
        services.person_of(each).case_ref
        for each in Record.objects.filter(row=1).order_by("pk")
    )
    page = _reasons(_ask(signed_in("registrar"), "Koval Ivan 1984"))
    assert page.count("version 1, row 1") == 0
    assert page.count("version 2, row 1") == 1
    assert f"{second} on an earlier version: {first}" in page


@pytest.mark.usefixtures("desk_in_memory")
def test_a_case_number_is_found_in_either_field(signed_in: SignIn) -> None:
    client = signed_in("registrar")
    assert _ref(2) in _ask(client, _ref(2).lower())
    assert _ref(2) in _ask(client, number=_ref(2))


def test_who_comes_later_is_found_at_once(
    desk_in_memory: Desk, signed_in: SignIn
) -> None:
    services.record_statement(
        actor=desk_in_memory.actor, kind="letter", sender="north",
        told={"family": "Бондаренко", "given": "Олег"}, verbatim="Бондаренко Олег",
        said_on=SAID_ON, at=AT,
    )  # fmt: skip
    assert "Бондаренко" in _ask(signed_in("registrar"), "Bondarenko")


@pytest.mark.usefixtures("desk_in_memory")
def test_who_has_left_is_found_no_more(signed_in: SignIn) -> None:
    client = signed_in("registrar")
    record = Record.objects.get(row=1)
    assert _ref(1) in _ask(client, "Коваль")
    services.leave_search(records=[record.pk], at=AT)
    page = _ask(client, "Коваль")
    assert _ref(1) not in page
    assert "Nobody like this stands here." in page
    assert "the family name alone" in page


def test_until_names_are_read_the_database_answers_and_the_page_says_so(
    desk: Desk, signed_in: SignIn
) -> None:
    desk.take_in(LIST)
    client = signed_in("registrar")
    page = _ask(client, "Koval Ivan")
    assert READING in page
    assert _ref(1) in page
    assert _ref(1) in _ask(client, "Koval", birth="198?")
    assert _ref(1) not in _ask(client, "Koval", place="Nowhere")


@pytest.mark.usefixtures("desk_in_memory")
def test_many_at_once_are_read_aside_and_the_page_says_so(signed_in: SignIn) -> None:
    held = memory.current()
    assert held is not None
    assert memory.state().complete
    last = Record.objects.order_by("-pk").first()
    assert last is not None
    last.pk, last.row = last.pk + AT_ONCE + 5, 99
    last.save(force_insert=True)
    assert not memory.state().complete
    assert "New records are being read" in _ask(signed_in("registrar"))


@pytest.mark.usefixtures("desk_in_memory")
def test_a_liaison_finds_assigned_people_alone_however_many_are_alike(
    signed_in: SignIn, case_assigned: Callable[..., None]
) -> None:
    client = signed_in("family-liaison")
    assert _ref(1) not in _ask(client, "Коваль")
    case_assigned(client.user, _ref(1))
    assert _ref(1) in _ask(client, "Коваль")
    assert _ref(2) not in _ask(client, "Мельник")


@pytest.mark.usefixtures("desk_in_memory")
def test_whoever_was_shown_is_on_the_ledger_and_no_cache_keeps_the_page(
    signed_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    client = signed_in("registrar")
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/search/", {"asked": "Kovalj Vania"})
    assert "no-store" in answer["Cache-Control"]
    assert "no-store" in client.get("/search/")["Cache-Control"]
    shown = set(re.findall(r"R-[0-9A-Z]{8}", answer.content.decode()))
    assert _ref(1) in shown
    noted = [entry.body for entry in Entry.objects.filter(act="read")]
    assert all(any(ref in body for body in noted) for ref in shown)
    assert "Kovalj" not in caplog.text + " ".join(noted)


@pytest.mark.usefixtures("desk_in_memory")
@pytest.mark.parametrize(
    ("line", "apart", "said"),
    [
        pytest.param("", {}, "Nothing was asked.", id="nothing"),
        pytest.param("", {"birth": "тоді"}, "No date could be read.", id="no date"),
        pytest.param("ш" * 100_000, {}, "200 characters", id="too much"),
        pytest.param("Koval\0", {}, "Null characters", id="a null character"),
        pytest.param("\x01\x02", {}, "Nobody like this", id="control characters"),
        pytest.param("\u202e?!", {}, "Nobody like this", id="punctuation"),
    ],
)
def test_what_cannot_be_searched_is_answered_in_words(
    signed_in: SignIn, line: str, apart: dict[str, str], said: str
) -> None:
    page = _ask(signed_in("registrar"), line, **apart)
    assert said in page
