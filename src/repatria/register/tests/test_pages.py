"""Pages of the register: what they show, to whom, and what they refuse."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from repatria.ledger.models import Entry
from repatria.register import services
from repatria.register.models import Decision, Record, SourceFile, Upload
from repatria.register.tests.conftest import AT, HEADER, PEOPLE, Desk

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Any]
LIST = HEADER + PEOPLE
TOLD = {
    "sender": "north",
    "subject": "missing",
    "holder": "SUDMARK",
    "home": "NORLAND",
    "said_on": "2022-11-19",
}


def _upload(client: Any, content: bytes, *, name: str = "list.csv", **told: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post("/lists/import/", {**TOLD, **told, "file": file})


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _plain(answer: Any) -> str:
    """Return a page's words without tags, with single spaces."""
    words = re.sub(r"<[^>]+>", " ", _text(answer)).replace("&#x27;", "'")
    return " ".join(words.split())


def _workbook() -> bytes:
    people = [["No", "Name", "Born"], ["1", "Шевченко Тарас Григорович", "1984-05-09"]]
    return _sheets({"People": people})


def _sheets(sheets: dict[str, list[list[str]]]) -> bytes:
    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        pytest.param(LIST.encode(), 3, id="csv"),
        pytest.param(LIST.encode("cp1251"), 3, id="csv in cp1251"),
        pytest.param(_workbook(), 1, id="xlsx"),
    ],
)
def test_a_list_is_uploaded_looked_at_and_imported(
    desk: Desk, signed_in: SignIn, content: bytes, rows: int
) -> None:
    del desk
    client = signed_in("registrar")
    answer = _upload(client, content)
    assert answer.status_code == 302
    shown = client.get(answer["Location"])
    assert f"Import {rows} row" in _text(shown)
    assert "Check your answers" in _text(shown)
    assert not SourceFile.objects.exists()
    done = client.post(answer["Location"], {"import": "yes"}, follow=True)
    assert SourceFile.objects.get().rows == rows
    assert f"Imported: {rows} rows" in _text(done)
    assert not Upload.objects.exists()
    assert client.get(answer["Location"]).status_code == 404


def test_the_sheet_that_is_the_list_is_chosen_on_the_page(
    desk: Desk, signed_in: SignIn
) -> None:
    del desk
    client = signed_in("registrar")
    raw = _sheets(
        {
            "Title": [["List of November"]],
            "People": [["No", "Name", "Born"], ["1", "Бук Олег", "31.02.1990"]],
            "Empty": [],
        }
    )
    address = _upload(client, raw, name="book.xlsx")["Location"]
    shown = _plain(client.get(address))
    assert "only this one will be imported" in shown
    assert "No row of the file book.xlsx could be read" in shown
    for sheet, refusal in (
        ("Empty", "holds no rows"),
        ("Absent", "has no sheet called"),
    ):
        refused = client.post(address, {"sheet": sheet}, follow=True)
        assert refusal in _plain(refused)
    shown = _plain(client.post(address, {"sheet": "People"}, follow=True))
    assert "Import 1 row" in shown
    assert "Places to look at 1 listed below with line and reason" in shown
    client.post(address, {"import": "yes"})
    assert SourceFile.objects.get().summary["sheet"] == "People"
    assert Record.objects.get().family == "Бук"


def test_what_an_import_will_replace_is_said_before(
    desk: Desk, signed_in: SignIn
) -> None:
    desk.take_in(
        LIST, sender="north", subject="missing", holder="SUDMARK", home="NORLAND"
    )
    client = signed_in("registrar")
    newer = LIST.replace("2;Мельник;Ганна", "2;Мельник;Олена").replace(
        "3;Їжак", "4;Їжак"
    )
    shown = _plain(client.get(_upload(client, newer.encode())["Location"]))
    assert "version 2 of this sender's list" in shown
    assert "1 new, 1 gone, 1 changed, 1 unchanged" in shown
    other = "id;Прізвище\n77;Бук\n"
    shown = _plain(client.get(_upload(client, other.encode())["Location"]))
    assert "1 new, 3 gone, 0 changed, 0 unchanged" in shown
    assert "Nobody on this list stands in the version before it." in shown


def test_a_first_list_replaces_none(desk: Desk, signed_in: SignIn) -> None:
    del desk
    client = signed_in("registrar")
    shown = _plain(client.get(_upload(client, LIST.encode())["Location"]))
    assert "version 1 of this sender's list the first: it replaces none" in shown
    assert "Since version" not in shown


def test_captures_after_the_day_of_the_list_are_named_before_the_import(
    desk: Desk, signed_in: SignIn
) -> None:
    del desk
    client = signed_in("registrar")
    late = "id;Прізвище;Дата полону\n1;Коваль;01.05.2022\n2;Бук;03.04.2024\n"
    shown = _plain(client.get(_upload(client, late.encode())["Location"]))
    assert "The date lies after the day of the list. 1" in shown


def test_a_file_of_which_no_row_is_readable_cannot_be_imported(
    desk: Desk, signed_in: SignIn
) -> None:
    del desk
    client = signed_in("registrar")
    address = _upload(client, b"No;Name;Born\n;;\n;;\n")["Location"]
    shown = client.get(address)
    assert "opened under Transmissions" in _text(shown)
    assert b'name="import"' not in shown.content
    refused = client.post(address, {"import": "yes"})
    assert refused.status_code == 409
    assert "register.no-readable-row" in _text(refused)
    assert not SourceFile.objects.exists()


def test_a_file_that_is_thrown_away_leaves_nothing(
    desk: Desk, signed_in: SignIn
) -> None:
    del desk
    client = signed_in("registrar")
    address = _upload(client, LIST.encode())["Location"]
    client.post(address, {"throw-away": "yes"})
    assert not Upload.objects.exists()
    assert not SourceFile.objects.exists()


def test_the_same_list_twice_is_said_on_the_form(desk: Desk, signed_in: SignIn) -> None:
    desk.take_in(LIST)
    answer = _upload(signed_in("registrar"), LIST.encode())
    assert answer.status_code == 200
    assert "stands here already: list.csv, version 1" in _text(answer)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"%PDF-1.7 x", "is a PDF document, not a list", id="a PDF"),
        pytest.param(b"PK\x03\x04broken", "damaged", id="a broken archive"),
        pytest.param(("a;" * 600).encode(), "columns; at most 500", id="too wide"),
    ],
)
def test_what_is_no_list_is_refused_on_the_form_and_not_kept(
    desk: Desk, signed_in: SignIn, content: bytes, said: str
) -> None:
    del desk
    answer = _upload(signed_in("registrar"), content)
    assert answer.status_code == 200
    assert said in _text(answer)
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        pytest.param({"home": "SUDMARK"}, "same party cannot be both", id="one party"),
        pytest.param({"said_on": "2999-01-01"}, "date in the future", id="future"),
        pytest.param({"said_on": "soon"}, "Enter a valid date", id="no date"),
        pytest.param({"holder": "ATLANTIS"}, "ATLANTIS", id="unknown party"),
    ],
)
def test_answers_that_cannot_be_are_sent_back(
    desk: Desk, signed_in: SignIn, told: dict[str, str], said: str
) -> None:
    del desk
    answer = _upload(signed_in("registrar"), LIST.encode(), **told)
    assert answer.status_code == 200
    assert said in _text(answer)


def test_lists_and_their_rows_are_shown_page_by_page(
    desk: Desk, signed_in: SignIn
) -> None:
    many = "".join(f"{n};Коваль;Іван;;19{n % 90 + 10}\n" for n in range(1, 131))
    file = desk.take_in(HEADER + many)
    client = signed_in("registrar")
    assert "Held by Sudmark, of Norland" in _text(client.get("/lists/"))
    first = _text(client.get(f"/lists/{file.pk}/"))
    assert "100 rows of 130" in first
    assert "?after=100" in first
    assert "30 rows of 130" in _text(client.get(f"/lists/{file.pk}/?after=100"))


def test_a_page_of_rows_notes_every_person_it_shows(
    desk: Desk, signed_in: SignIn
) -> None:
    file = desk.take_in(LIST)
    signed_in("registrar").get(f"/lists/{file.pk}/")
    last = Entry.objects.order_by("number").last()
    assert last is not None
    for record in file.records.all():
        assert services.person_of(record).case_ref in last.body


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param("Коваль", True, id="as written"),
        pytest.param("Koval Ivan", True, id="in Latin letters"),
        pytest.param("ivan KOVALJ", True, id="in another romanisation and order"),
        pytest.param("Ковальова Іван", True, id="with an ending"),
        pytest.param("09.05.1984", True, id="by birth date"),
        pytest.param("Коваль 1984", True, id="name and year"),
        pytest.param("Сидоренко", False, id="somebody else"),
        pytest.param("?!", False, id="nothing to look for"),
    ],
)
def test_a_person_is_found_however_spelt(
    desk: Desk, signed_in: SignIn, asked: str, *, found: bool
) -> None:
    file = desk.take_in(LIST)
    ref = services.person_of(file.records.get(row=1)).case_ref
    answer = signed_in("registrar").post("/search/", {"asked": asked})
    assert (ref in _text(answer)) is found
    assert asked not in answer.request["PATH_INFO"]


def test_a_case_number_finds_the_person_also_by_a_former_number(
    desk: Desk, signed_in: SignIn
) -> None:
    one, other = desk.take_in(LIST).records.order_by("row")[:2]
    former = services.person_of(other).case_ref
    services.link(actor=desk.actor, left=one, right=other, reasons="", at=AT)
    answer = signed_in("registrar").post("/search/", {"asked": former.lower()})
    assert services.person_of(one).case_ref in _text(answer)


def test_a_liaison_finds_assigned_people_alone(
    desk: Desk, signed_in: SignIn, case_assigned: Callable[..., None]
) -> None:
    file = desk.take_in(LIST)
    ref = services.person_of(file.records.get(row=1)).case_ref
    client = signed_in("family-liaison")
    assert ref not in _text(client.post("/search/", {"asked": "Коваль"}))
    case_assigned(client.user, ref)
    assert ref in _text(client.post("/search/", {"asked": "Коваль"}))


def test_a_person_shows_who_says_what_and_where_statements_differ(
    desk: Desk, signed_in: SignIn
) -> None:
    here = desk.take_in(LIST).records.get(row=1)
    there = desk.take_in(
        "No;Name;Born\n77;Koval Ivan;1985\n", sender="north", subject="missing"
    ).records.get()
    services.link(actor=desk.actor, left=here, right=there, reasons="the same", at=AT)
    ref = services.person_of(here).case_ref
    page = _text(signed_in("matching-officer").get(f"/persons/{ref}/"))
    assert "Statements differ" in page
    assert "9 May 1984" in page or "May 9, 1984" in page
    assert "1985" in page
    assert ">77<" in page
    assert "the same" in page


def test_a_statement_is_shown_word_for_word(desk: Desk, signed_in: SignIn) -> None:
    record = desk.take_in("No;Name;Phone\n1;Koval Ivan;+380\n").records.get()
    page = _text(signed_in("registrar").get(f"/records/{record.pk}/"))
    assert "+380" in page
    assert "Phone" in page


def test_a_decision_is_undone_with_its_reason(desk: Desk, signed_in: SignIn) -> None:
    one, other = desk.take_in(LIST).records.order_by("row")[:2]
    made = services.link(actor=desk.actor, left=one, right=other, reasons="", at=AT)
    ref = services.person_of(one).case_ref
    address = f"/persons/{ref}/decisions/{made.pk}/undo/"
    client = signed_in("matching-officer")
    assert "two persons again" in _text(client.get(address))
    client.post(address, {"reasons": "two brothers"})
    assert Decision.objects.get(undoes=made).reasons == "two brothers"
    assert services.person_of(one) != services.person_of(other)


def test_a_party_is_registered_and_named(desk: Desk, signed_in: SignIn) -> None:
    del desk
    client = signed_in("registrar")
    told = {"code": "LAKE", "en": "Lake", "uk": "Озеро", "ru": ""}
    page = _text(client.post("/parties/", told, follow=True))
    assert "Озеро" in page
    assert "capital letters" in _text(client.post("/parties/", {**told, "code": "a>b"}))


ADDRESSES = [
    ("/lists/", {"registrar", "matching-officer", "agency-delegate", "auditor"}),
    ("/lists/1/", {"registrar", "matching-officer", "agency-delegate", "auditor"}),
    ("/lists/import/", {"registrar"}),
    ("/parties/", {"registrar"}),
    ("/search/", {"registrar", "matching-officer", "family-liaison"}),
    ("/records/1/", {"registrar", "matching-officer", "negotiator", "auditor"}),
]


@pytest.mark.parametrize(("address", "roles"), ADDRESSES)
@pytest.mark.parametrize(
    "role",
    ["administrator", "registrar", "matching-officer", "negotiator", "clinician"],
)
def test_a_page_opens_to_its_roles_and_is_not_there_for_others(
    desk: Desk, signed_in: SignIn, address: str, roles: set[str], role: str
) -> None:
    file = desk.take_in(LIST)
    record = file.records.get(row=1)
    place = address.replace("/lists/1/", f"/lists/{file.pk}/")
    place = place.replace("/records/1/", f"/records/{record.pk}/")
    client = signed_in(role)
    answer = client.get(place)
    if role in roles:
        assert answer.status_code == 200
    else:
        assert answer.status_code == 404
        nowhere = client.get("/lists/999999/")
        expected = _without_token(nowhere).replace("/lists/999999/", place)
        assert _without_token(answer) == expected


def _without_token(answer: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", _text(answer))


def test_what_somebody_uploaded_is_nobody_elses(desk: Desk, signed_in: SignIn) -> None:
    del desk
    address = _upload(signed_in("registrar"), LIST.encode())["Location"]
    assert signed_in("registrar").get(address).status_code == 404


def test_no_name_stands_in_a_string_that_reaches_logs(desk: Desk) -> None:
    file = desk.take_in(LIST)
    record = Record.objects.select_related("membership").get(row=1)
    said = " ".join(str(one) for one in (file, record, record.membership, file.source))
    assert "Коваль" not in said
