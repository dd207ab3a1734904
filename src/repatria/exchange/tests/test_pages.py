"""Pages of exchanges, by role and by installation."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from repatria.access.models import Installation, LeftAloneRequest
from repatria.exchange import queries
from repatria.exchange.models import Exchange, ListVersion, Wish
from repatria.exchange.services import proposals, wishes
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR, OURS, document
from repatria.exchange.tests.world import AT, NORTH, SOUTH, words
from repatria.ledger.models import Entry
from repatria.medical.services import state_health
from repatria.transmission.core.signing import sign
from repatria.transmission.models import Outgoing
from repatria.transmission.queries import payload_sent

pytestmark = pytest.mark.django_db

DELEGATE = world.command("agency-delegate")
INTERVIEWER = world.command("neutral-interviewer")
ROLES = (
    "administrator registrar matching-officer negotiator handover-officer "
    "family-liaison clinician commission-doctor debriefer investigator "
    "publication-officer agency-delegate auditor"
).split()


def test_the_delegate_sets_up_a_series_and_works_it_out(
    agency: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    delegate = signed_in("agency-delegate")
    answer = delegate.post(
        "/exchanges/new/",
        {
            "title": "Lake series", "parties": [SOUTH, NORTH],
            "rules": world.RULES, "on_1": "2022-11-23", "size_1": "3",
            "on_2": "2022-11-24", "size_2": "4",
        },
    )  # fmt: skip
    exchange = Exchange.objects.get()
    assert answer["Location"] == f"/exchanges/{exchange.ref}/"
    assert (
        delegate.post(f"/exchanges/{exchange.ref}/rounds/1/propose/").status_code == 302
    )
    page = words(delegate.get(f"/exchanges/{exchange.ref}/").content.decode())
    assert "Held by Norland, going to Sudmark 3 proposed 3 places" in page
    assert "Held by Sudmark, going to Norland 3 proposed 3 places" in page
    seen = delegate.get(f"/exchanges/{exchange.ref}/rounds/1/")
    assert agency["N-1"] in seen.content.decode()
    assert "Everybody else: not proposed 14 persons" in words(seen.content.decode())
    assert "Lake series" in delegate.get("/exchanges/").content.decode()


def test_rules_that_say_nothing_are_refused_on_the_form(
    agency: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del agency
    delegate = signed_in("agency-delegate")
    for rules in ("tiers = 3", "no toml", 'parties = ["A", "B"]'):
        answer = delegate.post(
            "/exchanges/new/",
            {"title": "x", "parties": [SOUTH, NORTH], "rules": rules,
             "on_1": "2022-11-23", "size_1": "3"},
        )  # fmt: skip
        assert answer.status_code == 200
        assert "needs your attention" in answer.content.decode()
    assert not Exchange.objects.exists()


def test_a_new_exchange_starts_between_two_different_parties(
    agency: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del agency
    page = signed_in("agency-delegate").get("/exchanges/new/").content.decode()
    chosen = re.findall(r'value="(\w+)"[^>]* checked', page)
    assert sorted(chosen) == sorted([NORTH, SOUTH])


def test_rules_of_law_are_told_in_words(
    agency: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del agency
    page = words(signed_in("negotiator").get("/exchanges/rules/").content.decode())
    assert "seriously_wounded" not in page
    assert "the person is seriously wounded or seriously sick" in page
    assert "If it holds the person goes home directly" in page
    assert "A lawyer has reviewed 0 of" in page
    assert "dix-hill-1862" in page


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ("?of=geneva3.annex1.A3", "geneva3.annex1.IA3l", "geneva3.art109.1"),
        ("?q=insulin", "geneva3.annex1.IB4", "geneva3.art109.1"),
        ("?q=insulin+directly", "geneva3.annex1.IA3l", "geneva3.annex1.IB4"),
        ("?of=protocol1", "protocol1.art45.1", "geneva3.art5"),
        ("?q=no+such+word+at+all", "No rule has these words.", "geneva3.art5"),
        ("?of=categories", "categories.women", "dix-hill-1862"),
    ],
)
def test_rules_of_law_are_found_by_treaty_list_and_word(
    as_agency: object,
    signed_in: Callable[..., Any],
    asked: str,
    there: str,
    not_there: str,
) -> None:
    del as_agency
    page = words(signed_in("auditor").get(f"/exchanges/rules/{asked}").content.decode())
    assert there in page
    assert not_there not in page


def test_a_rule_tells_its_alternatives_its_kind_of_time_and_its_doubts(
    as_agency: object, signed_in: Callable[..., Any]
) -> None:
    del as_agency
    page = words(signed_in("auditor").get("/exchanges/rules/").content.decode())
    for part in (
        "has lasted: more than 12 (in months; time that has passed)",
        "expect recovery: more than 12 (in months; time that doctors expect)",
        "there is diabetes and not so: insulin is needed",
        "The text can be read in two ways:",
        "A commission relies here largely on records",
        "If it does not the commission decides",
        "A single poisoning that is over. does not hold",
    ):
        assert part in page, part


@pytest.mark.parametrize("role", ROLES)
def test_a_wish_is_there_for_nobody_but_the_interviewer(
    agency: dict[str, str], signed_in: Callable[..., Any], role: str
) -> None:
    case = agency["N-1"]
    wishes.record_wish(actor=INTERVIEWER, case_ref=case, answer="no", at=AT)
    reader = signed_in(role)
    there = reader.get(f"/exchanges/interviews/{case}/")
    nowhere = reader.get("/exchanges/interviews/R-00000000/")
    assert there.status_code == nowhere.status_code == 404
    assert _without_address(there, case) == _without_address(nowhere, "R-00000000")
    posted = reader.post(f"/exchanges/interviews/{case}/", {"answer": "yes"})
    assert posted.status_code == 404
    assert reader.get("/exchanges/interviews/").status_code == 404
    assert Wish.objects.count() == 1
    for address in ("/", f"/persons/{case}/", "/exchanges/"):
        said = reader.get(address).content.decode()
        assert "wish" not in said.lower()
        assert "interview" not in said.lower().replace("interviewer</", "")


def _without_address(answer: Any, address: str) -> str:
    text = answer.content.decode().replace(address, "CASE")
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", text)  # the form's own token


def test_in_a_partys_installation_even_an_interviewer_finds_nothing(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    reader = signed_in("neutral-interviewer", "negotiator")
    for address in (f"interviews/{north['N-1']}/", "interviews/"):
        assert reader.get(f"/exchanges/{address}").status_code == 404
    posted = reader.post(f"/exchanges/interviews/{north['N-1']}/", {"answer": "no"})
    assert posted.status_code == 404
    assert not Wish.objects.exists()


def test_the_interviewer_records_answers_and_the_newest_counts(
    agency: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    case = agency["N-10"]
    state_health(
        actor=DELEGATE, case_ref=case, said_by="commission doctor",
        seriously=True, fit_to_travel=True, at=AT,
    )  # fmt: skip
    world.opened(DELEGATE)
    interviewer = signed_in("neutral-interviewer")
    assert case in interviewer.get("/exchanges/interviews/").content.decode()
    assert "waits to be asked" in interviewer.get("/").content.decode()
    for answer in ("yes", "no"):
        interviewer.post(f"/exchanges/interviews/{case}/", {"answer": answer})
    page = words(interviewer.get(f"/exchanges/interviews/{case}/").content.decode())
    assert page.index("No, does not want to go") < page.index("Yes, wants to go home")
    assert case not in interviewer.get("/exchanges/interviews/").content.decode()
    person = words(interviewer.get(f"/persons/{case}/").content.decode())
    assert "No, does not want to go" in person


def test_whoever_asked_to_be_left_alone_is_asked_nothing(
    agency: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    case = agency["N-10"]
    state_health(
        actor=DELEGATE, case_ref=case, said_by="commission doctor",
        seriously=True, fit_to_travel=True, at=AT,
    )  # fmt: skip
    world.opened(DELEGATE)
    LeftAloneRequest.objects.create(
        case_ref=case, leave_alone=True, said_at=AT, heard_by="command:test"
    )
    interviewer = signed_in("neutral-interviewer")
    assert case not in interviewer.get("/exchanges/interviews/").content.decode()
    address = f"/exchanges/interviews/{case}/"
    assert "Record the answer" not in interviewer.get(address).content.decode()
    interviewer.post(address, {"answer": "yes"})
    assert not Wish.objects.exists()


def test_reasons_are_the_interviewers_and_nobody_elses(
    agency: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    wishes.record_wish(actor=INTERVIEWER, case_ref=agency["N-1"], answer="no", at=AT)
    exchange = world.opened(DELEGATE)
    proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)
    address = f"/exchanges/{exchange.ref}/rounds/1/reasons/"
    page = words(signed_in("neutral-interviewer").get(address).content.decode())
    assert "Refused, as the neutral interviewer recorded." in page
    assert "OUTRANKED" in page
    for role in ROLES:
        assert signed_in(role).get(address).status_code == 404
    delegate = signed_in("agency-delegate")
    for part in ("", "delegation/", "send/"):
        shown = delegate.get(f"/exchanges/{exchange.ref}/rounds/1/{part}")
        seen = shown.content.decode()
        assert "CONSENT" not in seen
        assert "refused" not in seen.lower()


def test_the_agency_sends_the_same_document_to_both_parties(
    agency: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del agency
    exchange = world.opened(DELEGATE)
    version = proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)[0]
    delegate = signed_in("agency-delegate")
    address = f"/exchanges/{exchange.ref}/rounds/1/"
    check = words(delegate.get(f"{address}send/").content.decode())
    assert "To North: the list below" in check
    assert "To South: the list below" in check
    delegate.post(f"{address}send/")
    sent = [payload_sent(one) for one in Outgoing.objects.filter(kind="proposal")]
    assert sent == [version.document.encode()] * 2
    assert "Lists exchanged" in delegate.get("/exchanges/").content.decode()


def test_a_party_sees_who_goes_and_everybody_else_as_not_proposed(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    reader = signed_in("negotiator")
    page = words(reader.get("/exchanges/X-00000000/rounds/1/").content.decode())
    assert "Everybody else: not proposed 1 person" in page
    assert "Somebody 2 R-AGENCY02 not proposed" in page
    assert north["N-1"] in page
    print_edition = reader.get("/exchanges/X-00000000/rounds/1/delegation/")
    assert "Somebody 0" in print_edition.content.decode()
    assert north["N-1"] not in words(print_edition.content.decode())
    person = words(reader.get(f"/persons/{north['N-3']}/").content.decode())
    assert "not proposed" in person
    assert "places not stated" in words(
        reader.get("/exchanges/X-00000000/").content.decode()
    )


def test_looking_at_a_list_notes_everybody_on_it(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    signed_in("negotiator").get("/exchanges/X-00000000/rounds/1/")
    last = Entry.objects.order_by("number").last()
    assert last is not None
    seen = set(json.loads(last.body)["facts"]["cases"])
    assert seen == {north["N-1"], north["S-1"], north["N-3"]}


def test_a_party_signs_the_downloaded_list_and_no_other(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del north
    negotiator = signed_in("negotiator")
    address = "/exchanges/X-00000000/rounds/1/"
    downloaded = negotiator.get(f"{address}versions/1/")
    assert downloaded.content == document()
    assert "attachment" in downloaded["Content-Disposition"]

    wrong = sign(OURS, downloaded.content + b" ").file()
    refused = _signed(negotiator, address, wrong)
    assert refused.status_code == 409
    assert "is not over version 1" in words(refused.content.decode())
    assert queries.signed_by(ListVersion.objects.get()) == []

    accepted = _signed(negotiator, address, sign(OURS, downloaded.content).file())
    assert accepted.status_code == 302
    page = words(negotiator.get(address).content.decode())
    assert "Norland Signed" in page.replace("● ", "")
    assert "Keep the signature" not in page
    negotiator.post(f"{address}send/")
    assert {one.to.code for one in Outgoing.objects.all()} == {"agency", "south"}


def _signed(client: Any, address: str, signature: bytes) -> Any:
    file = SimpleUploadedFile("list.json.sig", signature)
    return client.post(f"{address}versions/1/sign/", {"signature": file})


def test_only_a_partys_negotiator_signs(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del north
    address = "/exchanges/X-00000000/rounds/1/"
    for role in ("auditor", "handover-officer", "registrar", "agency-delegate"):
        answer = _signed(signed_in(role), address, b"")
        assert answer.status_code == 404


def test_a_negotiator_works_out_a_draft_that_is_never_sent(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    state_health(
        actor=NEGOTIATOR, case_ref=north["N-1"], said_by="camp doctor",
        seriously=True, fit_to_travel=True, at=AT,
    )  # fmt: skip
    exchange = world.opened(NEGOTIATOR)
    negotiator = signed_in("negotiator")
    address = f"/exchanges/{exchange.ref}/rounds/1/draft/"
    assert "There is no draft" in negotiator.get(address).content.decode()
    negotiator.post(address)
    page = words(negotiator.get(address).content.decode())
    assert "never sent" in page
    apart = page[page.index("For the agency") : page.index("Would not go")]
    assert north["N-1"] in apart
    assert not Outgoing.objects.exists()


def test_every_rule_stands_with_its_article_and_that_no_lawyer_read_it(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del north
    page = words(signed_in("registrar").get("/exchanges/rules/").content.decode())
    for rule in ("geneva3.art109.1", "geneva3.art115", "geneva3.art119"):
        assert rule in page
    assert "Not reviewed by a lawyer" in page


def test_the_readers_own_people_come_first_and_nothing_else_differs(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del north
    reader = signed_in("negotiator")
    address = "/exchanges/X-00000000/rounds/1/delegation/"
    ours = words(reader.get(address).content.decode())
    Installation.objects.update(party=SOUTH)
    theirs = words(reader.get(address).content.decode())
    assert ours != theirs
    assert sorted(ours.split()) == sorted(theirs.split())
