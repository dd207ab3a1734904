"""Forms, answers checked, prints, and who may see what."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from django.test import Client

from repatria.custody.core.fields import LABELS, OWED, Reader
from repatria.custody.core.forms import forms, read_form
from repatria.custody.core.kinds import RECORDED, record_kind, said_fate
from repatria.custody.core.words import Kind
from repatria.custody.models import Statement
from repatria.ledger.models import Entry
from repatria.matching.services.verdicts import settle_records
from repatria.register.models import Record

pytestmark = pytest.mark.django_db
CARD = {
    "voice": "holder", "sender": "SUDMARK", "said_on": "12 June 2022",
    "received_on": "2022-11-20", "detail": "capture", "home": "NORLAND",
    "holder": "SUDMARK", "family": "Abrel", "given": "Ostin", "birth": "May 1984",
    "rank": "sergeant", "service_number": "?", "captured_on": "11.05.2022",
    "health": "slightly-wounded", "next_of_kin": "CANARY street", "place": "Camp 3",
}  # fmt: skip


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def clerk(signed_in: Callable[..., Client]) -> Client:
    return signed_in("registrar")


@pytest.fixture
def card(case: str, clerk: Client) -> Statement:
    """A capture card that a clerk kept."""
    told = {**CARD, "keep": "1"}
    assert clerk.post(f"/custody/case/{case}/capture/", told).status_code == 302
    return Statement.objects.get()


def test_a_card_is_checked_before_it_is_kept(case: str, clerk: Client) -> None:
    address = f"/custody/case/{case}/capture/"
    first = clerk.get(address)
    assert "Abrel" in words(first)
    check = clerk.post(address, CARD)
    assert "Check your answers" in words(check)
    assert "not known, says the source" in words(check)
    for date in ("12 June 2022", "May 1984", "11 May 2022"):  # as they were read
        assert f'<time class="name">{date}</time>' in words(check)
    assert not Statement.objects.exists()
    again = clerk.post(address, {**CARD, "change": "1"})
    assert 'value="sergeant"' in words(again)
    kept = clerk.post(address, {**CARD, "keep": "1"})
    made = Statement.objects.get()
    assert kept["Location"] == f"/custody/statement/{made.ref}/"
    page = words(clerk.get(kept["Location"]))
    assert "Slightly wounded" in page
    assert "CANARY street" in page
    assert made.record.membership.person.case_ref == case


def test_what_a_prisoner_owes_is_asked_for_and_unknown_is_an_answer(
    case: str, clerk: Client
) -> None:
    told = {**CARD, "rank": "", "birth": "soon", "sender": "nobody"}
    answer = clerk.post(f"/custody/case/{case}/capture/", told)
    assert answer.status_code == 422
    page = words(answer)
    assert "Something needs your attention" in page
    assert "7. Rank: Write it as the paper has it, or ? where nobody knows." in page
    assert "No date can be read here." in page
    assert 'href="#id_sender"' in page
    for name in ("patronymic", "next_of_kin", "health", "place"):
        told = {**CARD, name: ""}
        assert clerk.post(f"/custody/case/{case}/capture/", told).status_code == 200


def test_a_refusal_stands_on_the_form(case: str, clerk: Client) -> None:
    told = {**CARD, "home": "SUDMARK", "keep": "1"}
    answer = clerk.post(f"/custody/case/{case}/capture/", told)
    assert answer.status_code == 422
    assert "cannot be both the detaining power and the power of origin" in words(answer)
    assert not Statement.objects.exists()


def test_without_a_case_a_statement_gets_a_number_of_its_own(
    case: str, clerk: Client
) -> None:
    assert "Transfer" in words(clerk.get("/custody/new/"))
    assert clerk.get("/custody/new/transfer/").status_code == 200
    told = {"voice": "witness", "sender": "witness", "received_on": "2022-11-20",
            "detail": "video", "family": "Dovran", "keep": "1"}  # fmt: skip
    assert clerk.post("/custody/new/seen/", told).status_code == 302
    assert Statement.objects.get().record.membership.person.case_ref != case


@pytest.mark.parametrize("kind", [kind.value for kind in RECORDED])
def test_every_form_opens_and_offers_who_usually_says_such_a_thing(
    case: str, clerk: Client, kind: str
) -> None:
    answer = clerk.get(f"/custody/case/{case}/{kind}/")
    assert answer.status_code == (404 if kind == "retraction" else 200)


def test_the_card_is_printed_with_its_numbers_and_no_place_for_remarks(
    card: Statement, clerk: Client
) -> None:
    page = words(clerk.get(f"/custody/statement/{card.ref}/print/"))
    assert "sheet-card" in page
    assert "Synthetic" in page
    assert "☒ Slightly wounded" in page
    assert "☐ Sick" in page
    assert "emark" not in page.replace("NORLAND", "")
    names = [field.name for field in forms()[Kind.CAPTURE].fields]
    assert not {"words", "reason", "condition"} & set(names)


def test_a_reader_without_the_right_sees_neither_health_nor_contacts(
    case: str, card: Statement, signed_in: Callable[..., Client]
) -> None:
    negotiator = signed_in("negotiator")
    addresses = (
        f"/custody/case/{case}/", f"/persons/{case}/",
        f"/custody/statement/{card.ref}/", f"/custody/statement/{card.ref}/print/",
        f"/records/{card.record_id}/",
    )  # fmt: skip
    for address in addresses:
        page = words(negotiator.get(address))
        assert "lightly wounded" not in page.replace("☐ Slightly", "")
        assert "CANARY" not in page
        assert "slightly-wounded" not in page
    assert "not shown to you" in words(
        negotiator.get(f"/custody/statement/{card.ref}/")
    )
    assert negotiator.get(f"/custody/case/{case}/transfer/").status_code == 404


def test_a_clinician_reads_health_for_assigned_cases_alone(
    case: str,
    card: Statement,
    signed_in: Callable[..., Any],
    case_assigned: Callable[..., None],
) -> None:
    doctor, colleague = signed_in("clinician"), signed_in("clinician")
    case_assigned(doctor.user, case)
    assert "Slightly wounded" in words(doctor.get(f"/custody/case/{case}/"))
    page = words(doctor.get(f"/custody/statement/{card.ref}/"))
    assert "Slightly wounded" in page
    assert "CANARY" not in page
    for address in (f"/custody/case/{case}/", f"/custody/statement/{card.ref}/"):
        assert colleague.get(address).status_code == 404


def test_a_form_takes_over_the_newest_word_for_each_field_of_the_person(
    case: str, card: Statement, say: Callable[..., Statement], clerk: Client
) -> None:
    say("visit-refused", case, person={"family": "Abrelj"})
    page = words(clerk.get(f"/custody/case/{case}/death/"))
    for value in ("Abrelj", "Ostin", "sergeant", "1984-05"):
        assert f'value="{value}"' in page
    assert 'value="NORLAND" selected' in page
    del card


def test_every_look_is_noted(case: str, card: Statement, clerk: Client) -> None:
    for address in (f"/custody/case/{case}/", f"/custody/statement/{card.ref}/"):
        clerk.get(address)
    seen = Entry.objects.filter(body__contains=case).exclude(act__startswith="custody")
    assert seen.count() >= 2


def test_the_persons_page_shows_where_they_stand(
    case: str, card: Statement, clerk: Client
) -> None:
    page = words(clerk.get(f"/persons/{case}/"))
    assert "Captive, confirmed" in page
    assert "Confirmed by the detaining power" in page
    assert "a visit by a neutral body that says so itself" in page
    assert "Presumed prisoner of war" in page
    assert card.ref in page


def test_a_former_number_leads_to_the_number_in_use(
    case: str, card: Statement, clerk: Client
) -> None:
    former = card.record.first_person.case_ref
    assert former != case
    answer = clerk.get(f"/custody/case/{former}/")
    assert answer["Location"] == f"/custody/case/{case}/"


def test_a_source_corrects_and_takes_back_what_it_said(
    case: str, card: Statement, clerk: Client
) -> None:
    address = f"/custody/statement/{card.ref}/correct/"
    assert 'value="?"' in words(clerk.get(address))
    told = {**CARD, "voice": "home", "sender": "witness", "place": "Camp 4"}
    assert clerk.post(address, {**told, "keep": "1"}).status_code == 302
    newer = Statement.objects.get(replaces=card)
    assert (newer.voice, newer.record.source.sender) == ("holder", "SUDMARK")
    assert "Since corrected" in words(clerk.get(f"/custody/statement/{card.ref}/"))
    back = f"/custody/statement/{newer.ref}/take-back/"
    assert clerk.get(back).status_code == 200
    empty = clerk.post(back, {"reason": "", "received_on": "2022-11-24"})
    assert empty.status_code == 422
    told = {"reason": "another man", "received_on": "2022-11-24"}
    assert clerk.post(back, told).status_code == 302
    assert clerk.post(back, told).status_code == 422  # once is enough
    page = words(clerk.get(f"/custody/case/{case}/"))
    assert "Taken back" in page
    assert "Since corrected" in page
    retraction = Statement.objects.get(replaces=newer)
    assert "another man" in words(clerk.get(f"/custody/statement/{retraction.ref}/"))
    assert clerk.get(f"/custody/statement/{retraction.ref}/correct/").status_code == 404


def test_the_whole_story_reads_in_order_with_its_conflicts_and_silences(
    case: str, say: Callable[..., Statement], clerk: Client
) -> None:
    say("capture", case, detail="capture", person={"captured_on": "2022-01-03"})
    say("visit-refused", case, voice="neutral", sender="agency", happened_on="2022-02")
    say("death", case, happened_on="2022-06-01", place="Camp 3")
    say("death", case, voice="witness", sender="witness", happened_on="2022-05")
    say("visit", case, voice="neutral", sender="agency", happened_on="2022-08-01")
    say("not-held", case, happened_on="2022-09-01")
    say("transfer", case)
    say("effects", case, happened_on="2022")
    page = words(clerk.get(f"/custody/case/{case}/"))
    for phrase in (
        "Said to be dead, and seen or held on a later day", "Statements differ",
        "the day", "Nothing heard between", "Visit refused", "day not stated",
        "Denied", "perhaps earlier:",
    ):  # fmt: skip
        assert phrase in page, phrase


def test_a_death_makes_the_verdict_of_a_row_and_its_withdrawal_unmakes_it(
    listed: Callable[..., str], say: Callable[..., Statement]
) -> None:
    from repatria.custody.services import take_back
    from repatria.custody.tests.conftest import AT, CLERK
    from repatria.matching.models import RowVerdict, Run
    from repatria.register.models import SourceFile
    from repatria.register.services import undo

    case, _other = listed(), listed("held", id="S-1")
    left, right = SourceFile.objects.order_by("pk")
    run = Run.objects.create(left=left, right=right, by="x", started_at=AT)
    row = RowVerdict.objects.create(
        run=run, record=Record.objects.get(source_file=left), verdict="only_here",
        reason="nothing",
    )  # fmt: skip

    def verdict() -> tuple[str, str]:
        row.refresh_from_db()
        return row.verdict, row.reason

    dead = say("death", case, happened_on="2022-08-01")
    assert verdict() == ("dead", "stated")
    take_back(
        actor=CLERK, statement=dead, reason="another", received_on=AT.date(), at=AT
    )
    assert verdict() == ("only_here", "nothing")
    say("repatriation", case, voice="home", sender="north", happened_on="2022-11-24")
    assert verdict() == ("already_returned", "stated")
    from repatria.register.models import Decision

    last = Decision.objects.filter(kind="link").order_by("-pk").first()
    assert last is not None
    undo(actor=CLERK, decision=last, at=AT)
    settle_records([row.record_id])
    assert verdict() == ("only_here", "nothing")


# --- The forms as data -------------------------------------------------------------


def test_nothing_but_what_a_prisoner_owes_is_ever_required() -> None:
    assert {name for form in forms().values() for name in form.owed} == set(OWED)
    text = (files("repatria.custody.core") / "forms" / "capture.toml").read_text(
        "utf-8"
    )
    told = text.replace('{ name = "health"', '{ owed = true, name = "health"')
    with pytest.raises(ValueError, match="health"):
        read_form(told)


@pytest.mark.parametrize(
    ("before", "after", "wrong"),
    [
        pytest.param('paper = "card"', 'paper = "wall"', "wall", id="no such paper"),
        pytest.param('paper = "card"', "", "paper", id="no paper"),
        pytest.param('name = "rank"', 'name = "wish"', "wish", id="no such field"),
        pytest.param('label = "power"', 'label = "might"', "home", id="no such label"),
        pytest.param("owed = true", "must = true", "must", id="no such key"),
    ],
)
def test_a_form_with_a_mistake_is_not_read(before: str, after: str, wrong: str) -> None:
    text = (files("repatria.custody.core") / "forms" / "capture.toml").read_text(
        "utf-8"
    )
    with pytest.raises(ValueError, match=wrong):
        read_form(text.replace(before, after, 1))


def test_every_kind_has_a_form_a_record_and_says_that_it_is_not_verified() -> None:
    assert list(forms()) == list(RECORDED)
    assert not any(form.verified for form in forms().values())
    assert {record_kind(kind) for kind in RECORDED} <= set(Record.Kind.values)
    assert {said_fate(kind) for kind in RECORDED} == {"", "dead", "returned"}
    used = {
        row["label"]
        for kind in RECORDED
        for row in tomllib.loads(
            (files("repatria.custody.core") / "forms" / f"{kind}.toml").read_text(
                "utf-8"
            )
        )["fields"]
        if "label" in row
    }
    assert used == set(LABELS)
    contacts = {
        field.name
        for form in forms().values()
        for field in form.fields
        if field.reader is Reader.RECORDER
    }
    assert {"next_of_kin", "witnesses", "words"} <= contacts
