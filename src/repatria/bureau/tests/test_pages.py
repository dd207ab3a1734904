"""The pages of the desk: what they show, what they do, and to whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from repatria.access.models import Export
from repatria.bureau import queries, services
from repatria.bureau.core.pieces import State
from repatria.bureau.models import CertificateEvent, Entry
from repatria.bureau.queries import certified, running
from repatria.bureau.tests.conftest import AT, ROWS
from repatria.custody.services import Told, record_statement
from repatria.ledger.models import Entry as Line
from repatria.register.engine.intake import read_content
from repatria.register.services.lists import take_in
from repatria.shared.actors import Actor
from repatria.transmission.models import Incoming, Outgoing
from tools.pseudo import A_WORD, unmarked_in_html

SignIn = Callable[..., Client]
# What organisations and parties are called, and how the page itself is.
DATA = {"· Repatria", "Norland", "Sudmark", "Office agency", "Office south"}


def shown(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(f"bureau:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def sent(client: Client, name: str, *args: object, **told: object) -> str:
    answer = client.post(reverse(f"bureau:{name}", args=args), told, follow=True)
    return answer.content.decode()


def test_what_came_waits_on_today_and_on_the_register(
    desk: Client, asked: Callable[..., Entry], comes: Callable[..., Incoming]
) -> None:
    entry = asked(ROWS)
    comes(b"{}", kind="notification")
    today = desk.get("/").content.decode()
    assert "1 enquiry waits for our answer" in today
    assert "1 notification came, and nobody said what became of it" in today
    page = shown(desk, "register")
    assert entry.serial in page
    assert "S/17" in page
    assert "Kovalenko" not in page
    assert entry.serial not in shown(desk, "register", query="?kind=notification")
    assert entry.serial in shown(desk, "printed", query="?kind=enquiry&sort=oldest")


def test_an_enquiry_is_answered_from_its_page_and_its_clock_goes_away(
    desk: Client, held: dict[str, str], asked: Callable[..., Entry]
) -> None:
    entry = asked(ROWS)
    assert "GC III 122 (7)" in shown(desk, "clocks")
    page = sent(desk, "look-up", entry.serial)
    assert "One person alone: the same name" in page
    assert held["1"] in page
    assert "rows are not decided yet" in shown(desk, "reply", entry.serial)
    sent(desk, "confirm", entry.serial, certain="yes")
    sent(desk, "confirm", entry.serial, ticked=[1, 4, 5, "x"])
    page = sent(desk, "answer", entry.serial, row=3, answer="held", case_ref="")
    assert "nobody said whose it is" in page
    sent(desk, "answer", entry.serial, row=3, answer="refused")
    preview = shown(desk, "reply", entry.serial)
    assert "This is all that Office south is told" in preview
    page = sent(desk, "reply", entry.serial, transmission="yes")
    assert "leaves once it is signed" in page
    assert Outgoing.objects.get().kind == "reply"
    letter = shown(desk, "letter", entry.serial)
    assert "Reply to your enquiry" in letter
    assert held["1"] not in letter
    page = sent(desk, "names-csv", entry.serial, purpose="power", recipient="South")
    assert "It can be fetched once." in page
    export = Export.objects.get()
    assert (export.what, export.people) == ("bureau.reply", len(ROWS))
    table = desk.post(f"/exports/{export.ref}/fetch/")
    lines = table.content.decode("utf-8-sig").splitlines()
    assert export.ref in lines[0]
    assert lines[3].endswith("held,2022-11-01")
    assert held["1"] not in table.content.decode()
    assert "No clock runs against us" in shown(desk, "clocks")
    tallies = shown(desk, "tallies")
    assert "Office south" in tallies


def test_who_was_shown_on_a_page_of_names_is_on_the_ledger(
    desk: Client, held: dict[str, str], asked: Callable[..., Entry]
) -> None:
    entry = asked(ROWS)
    services.look_up_some(entry=entry, at=AT)
    shown(desk, "piece", entry.serial)
    read = Line.objects.filter(act="read").last()
    assert read is not None
    assert held["1"] in read.body
    assert entry.serial in read.body


ENTERED = {
    "direction": "in", "kind": "enquiry", "whom": "party:SUDMARK", "channel": "paper",
    "on": "2022-11-20", "their_ref": "No. 5", "note": "Under seal",
    "names": "Коваленко Іван Петрович, 9.5.1984\nNobody Likethis",
}  # fmt: skip


def test_a_paper_is_entered_with_its_names_and_answered_by_a_letter(
    desk: Client, held: dict[str, str]
) -> None:
    page = sent(desk, "enter", **ENTERED)
    assert "Entered as IN-" in page
    entry = Entry.objects.get()
    assert (entry.party, entry.their_ref) == ("SUDMARK", "No. 5")
    services.look_up_some(entry=entry, at=AT)
    sent(desk, "confirm", entry.serial, ticked=[1, 2])
    sent(desk, "reply", entry.serial, paper="yes")
    entry.refresh_from_db()
    assert entry.state == State.ANSWERED
    assert "Held" in shown(desk, "letter", entry.serial)
    assert entry.answered_by is not None
    page = shown(desk, "piece", entry.answered_by.serial)
    assert "enquiry_sha256" not in page
    assert held["1"] == entry.subjects.get(row=1).case_ref


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("on", "2999-01-01", "lies in the future"),
        ("whom", "family", "Say which request of a family"),
        ("whom", "party:NOWHERE", "Select a valid choice"),
    ],
)
def test_what_is_wrong_on_the_form_is_said(
    desk: Client, name: str, value: str, said: str
) -> None:
    answer = desk.post(reverse("bureau:enter"), {**ENTERED, name: value})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Entry.objects.exists()


def test_a_notification_is_tied_to_a_case_and_closed(
    desk: Client, held: dict[str, str]
) -> None:
    sent(desk, "enter", **{**ENTERED, "kind": "notification"})
    entry = Entry.objects.get()
    sent(desk, "tie", entry.serial, row=1, case_ref=held["1"].lower())
    assert entry.subjects.get(row=1).case_ref == held["1"]
    answer = desk.post(
        reverse("bureau:tie", args=[entry.serial]), {"row": 1, "case_ref": "R-0"}
    )
    assert answer.status_code == 404
    page = sent(desk, "close", entry.serial, outcome="taken_in", note="in the file")
    assert "in the file" in page
    assert "It waits again" in sent(desk, "reopen", entry.serial)
    assert "Say what became of it" in sent(desk, "close", entry.serial)


def test_an_enquiry_goes_out_from_its_page(desk: Client) -> None:
    page = sent(desk, "enquire", to="south", names="Žižka Jan, 1970")
    assert "It leaves once it is signed" in page
    entry = Entry.objects.get()
    assert "Owed to us" in shown(desk, "clocks")
    assert f"correspondent={entry.correspondent}" in shown(desk, "clocks")
    answer = desk.post(reverse("bureau:enquire"), {"to": "south", "names": " "})
    assert answer.status_code == 409
    assert "not a single name" in answer.content.decode()


def test_a_transfer_without_a_card_runs_against_whoever_holds_the_person(
    desk: Client, registrar: Actor, held: dict[str, str]
) -> None:
    told = Told(
        kind="transfer", voice="holder", sender="north", holder="NORLAND",
        home="SUDMARK", happened_on="2022-11-01", said_on="2022-11-02",
        person={"family": "Коваленко", "given": "Іван", "place": "Camp 2"},
    )  # fmt: skip
    record_statement(
        actor=registrar, told=told, received_on=AT.date(), at=AT, case_ref=held["1"]
    )
    ours = running.two_columns(today=AT.date()).we_owe
    [line] = [one for one in ours if one.clock.article == "GC III 70"]
    assert (line.count, line.overdue, line.due) == (1, 1, date(2022, 11, 8))
    page = desk.get(line.address).content.decode()
    assert held["1"] in page
    assert "Not reviewed by a lawyer" in page
    assert "deadline runs against us" in desk.get("/").content.decode()
    card = replace(told, kind="capture", detail="new-camp", happened_on="2022-11-09")
    record_statement(
        actor=registrar, told=card, received_on=AT.date(), at=AT, case_ref=held["1"]
    )
    [left] = running.two_columns(today=AT.date()).we_owe
    assert left.clock.article == "GC III 122 (5)"  # our own word is not told across
    assert desk.get(line.address).status_code == 404
    named = {**ENTERED, "direction": "out", "kind": "notification"}
    sent(desk, "enter", **named)
    sent(desk, "tie", Entry.objects.get().serial, row=1, case_ref=held["1"])
    assert running.two_columns(today=AT.date()).we_owe == []


def test_a_capture_that_nobody_notified_is_owed_to_us(
    desk: Client, registrar: Actor
) -> None:
    raw = (
        "id;Прізвище;Ім'я;Дата полону\n1;Сірко;Іван;2022-10-01\n2;Їжак;Юрій;\n"
    ).encode()
    take_in(
        actor=registrar, one=read_content(raw, name="missing.csv"), raw=raw,
        name="missing.csv", sender="north", subject="missing", holder="SUDMARK",
        home="NORLAND", said_on=date(2022, 11, 1), at=AT,
    )  # fmt: skip
    [line] = running.two_columns(today=AT.date()).owed_to_us
    assert (line.clock.article, line.count) == ("GC III 122 (2)", 1)
    assert (line.since, line.due) == (date(2022, 10, 1), None)
    assert desk.get(line.address).status_code == 200


def test_a_limit_is_set_where_the_rule_names_none_and_nowhere_else(
    desk: Client, asked: Callable[..., Entry]
) -> None:
    page = sent(desk, "policy", clock=queries.ENQUIRY_CLOCK, days=10)
    assert "This bureau's policy: 10 days" in " ".join(page.split())
    assert "Write a number of days" in sent(
        desk, "policy", clock="geneva3.art31", days=9
    )
    entry = asked(ROWS)
    assert entry.due_on == AT.date() + timedelta(days=10)
    assert "days late" in shown(desk, "register", query="?state=overdue")


@pytest.mark.parametrize("behind", ["9" * 40, "-1", "x", "٣"])
def test_an_address_that_names_no_place_of_a_list_shows_its_beginning(
    desk: Client, behind: str
) -> None:
    for page in ("bureau:certificates", "bureau:register"):
        for name in ("before", "after"):
            assert desk.get(reverse(page), {name: behind}).status_code == 200


def test_a_certificate_is_issued_printed_in_three_languages_checked_and_withdrawn(
    desk: Client, held: dict[str, str]
) -> None:
    case = held["1"]
    assert "Confirmed by the detaining power" in shown(desk, "of-case", case)
    page = sent(desk, "of-case", case, whom="organisation:south", language="uk")
    assert "Issued. Print it" in page
    assert '<html lang="uk"' in page  # as it was asked for, ready to print
    made = certified.current_of(case)
    assert made is not None
    assert "Certificate of captivity" in desk.get(f"/persons/{case}/").content.decode()
    for language in ("en", "uk", "ru"):
        page = shown(desk, "certificate", made.number, made.version,
                     query=f"?language={language}")  # fmt: skip
        assert f'<html lang="{language}"' in page
        assert "<svg" in page
        assert "Коваленко" in page
    code = certified.signed(made).seal.code()
    assert "Genuine, and it counts" in sent(desk, "certificates", code=code)
    forged = code.replace(made.number, "C-00000000")
    assert "Forged or misread" in sent(desk, "certificates", code=forged)
    answer = desk.post(reverse("bureau:certificates"), {"code": "anything"})
    assert answer.status_code == 409
    file = desk.get(reverse("bureau:file", args=[made.number, made.version]))
    assert file.content == certified.signed(made).file()
    page = sent(desk, "withdraw", made.number, made.version, reason="mistaken_identity")
    assert "Withdrawn. It is listed" in page
    listed = shown(desk, "certificates")
    assert made.sha256 in listed
    assert "Коваленко" not in listed
    assert "no longer counts" in sent(desk, "certificates", code=code)
    assert "repatria-public-key-v1 north" in shown(desk, "server-key")


def test_a_family_liaison_issues_for_an_assigned_case_alone(
    held: dict[str, str], signed_in: SignIn, case_assigned: Callable[..., None]
) -> None:
    liaison = signed_in("family-liaison")
    case_assigned(liaison.user, held["1"])  # type: ignore[attr-defined]
    assert liaison.get(reverse("bureau:of-case", args=[held["1"]])).status_code == 200
    assert liaison.get(reverse("bureau:of-case", args=[held["2"]])).status_code == 404
    page = sent(
        liaison, "of-case", held["1"], whom="organisation:agency", language="en"
    )
    assert "Withdraw this certificate" not in page
    made = CertificateEvent.objects.get().certificate
    other = signed_in("family-liaison")
    address = reverse("bureau:certificate", args=[made.number, made.version])
    assert other.get(address).status_code == 404
    assert liaison.get(reverse("bureau:register")).status_code == 404


def test_readers_read_and_do_not_write(
    held: dict[str, str], asked: Callable[..., Entry], signed_in: SignIn
) -> None:
    entry = asked(ROWS)
    services.look_up_some(entry=entry, at=AT)
    assert held
    for role in ("matching-officer", "auditor"):
        reader = signed_in(role)
        page = shown(reader, "piece", entry.serial)
        assert "Коваленко" in page
        assert "Confirm the" not in page
        answer = reader.post(
            reverse("bureau:confirm", args=[entry.serial]), {"certain": "yes"}
        )
        assert answer.status_code == 404


def test_a_page_of_the_register_asks_as_often_for_many_as_for_few(
    desk: Client, comes: Callable[..., Incoming],
    queries_for: Callable[[Client, str], int],
) -> None:  # fmt: skip
    comes(b"{}", kind="notification")
    few = queries_for(desk, reverse("bureau:register"))
    for _time in range(5):
        comes(b"{}", kind="notification")
    assert queries_for(desk, reverse("bureau:register")) == few


def test_every_page_is_said_in_the_readers_language(
    desk: Client, pseudo_pages: Callable[[Client], Client],
    asked: Callable[..., Entry],
) -> None:  # fmt: skip
    entry = asked(ROWS)
    services.look_up_some(entry=entry, at=AT)
    reader = pseudo_pages(desk)
    for name, args in (
        ("register", []), ("tallies", []), ("clocks", []), ("enter", []),
        ("certificates", []), ("piece", [entry.serial]), ("reply", [entry.serial]),
    ):  # fmt: skip
        left = unmarked_in_html(shown(reader, name, *args))
        known = DATA | {entry.serial, f"{entry.serial} · Repatria"}
        words = [one for one in left if A_WORD.search(one) and one not in known]
        assert words == [], name
