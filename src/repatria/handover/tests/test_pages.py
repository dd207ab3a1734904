"""The pages of a handover: big, plain, and without a name where none is due."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from repatria.handover import queries, services
from repatria.handover.core.steps import Standing
from repatria.handover.models import Handover
from repatria.handover.tests import stage
from repatria.handover.tests.stage import AT
from repatria.handover.web import pages
from repatria.ledger.models import Entry
from repatria.register.queries import party_names
from repatria.transmission.models import Outgoing

SignIn = Callable[..., Client]


@pytest.fixture
def table(agreed: stage.Agreed, signed_in: SignIn) -> Client:
    """An officer at the table where people are checked in."""
    assert agreed.cases
    return signed_in("handover-officer")


def address(name: str, handover: Handover, *more: Any) -> str:
    return reverse(f"handover:{name}", args=[handover.ref, *more])


def stands(handover: Handover) -> list[Standing]:
    return [each.standing for each in queries.stands(handover)]


def test_a_leg_that_both_agreed_is_planned_from_the_page(
    agreed: stage.Agreed, table: Client
) -> None:
    told = {
        "leg": f"{agreed.exchange.ref}|1|{stage.LEG}",
        "place": "Lake crossing",
        "on": "2022-11-23",
    }
    page = table.post(reverse("handover:plan"), told, follow=True).content.decode()
    handover = Handover.objects.get()
    assert handover.ref in page
    assert "Make the manifest" in page
    listed = table.get(reverse("handover:handovers")).content.decode()
    assert handover.ref in listed


def test_the_manifest_prints_with_a_code_a_line_and_the_hash(
    handover: Handover, table: Client
) -> None:
    table.post(address("make-manifest", handover))
    manifest = queries.current_manifest(handover)
    assert manifest is not None
    page = table.get(address("manifest", handover, 1)).content.decode()
    assert page.count("<svg") == 3
    assert manifest.sha256 in page
    assert "Synthetic" in page
    for line in queries.lines_of(handover):
        assert line.name in page
        assert f"{handover.ref}/1/{line.number}" in page
    assert table.get(address("manifest", handover, 2)).status_code == 404


def test_a_code_holds_no_name(handover: Handover, table: Client) -> None:
    table.post(address("make-manifest", handover))
    page = table.get(address("manifest", handover, 1)).content.decode()
    names = {line.name for line in queries.lines_of(handover)}
    for drawn in re.findall(r"<svg.*?</svg>", page, re.S):
        assert not any(name in drawn for name in names)


def test_everybody_shown_is_on_the_ledger(handover: Handover, table: Client) -> None:
    table.get(address("check-in", handover))
    read = Entry.objects.filter(body__contains='"act":"read"').last()
    assert read is not None
    for line in queries.lines_of(handover):
        assert line.case_ref in read.body


def test_the_file_to_sign_is_the_very_document_and_its_signature_is_attached(
    agreed: stage.Agreed, handover: Handover, table: Client
) -> None:
    stage.assembled(agreed)
    table.post(address("make-manifest", handover))
    manifest = queries.current_manifest(handover)
    assert manifest is not None
    file = table.get(address("manifest-file", handover, 1))
    assert file.content.decode() == manifest.document
    signature = SimpleUploadedFile(
        "manifest.sig", stage.signature("north", manifest.document)
    )
    table.post(
        address("sign-manifest", handover), {"party": "NORLAND", "signature": signature}
    )
    assert queries.signed_by(manifest) == ["NORLAND"]
    table.post(address("departure", handover))
    page = table.get(address("handover", handover)).content.decode()
    assert "Departed" in page


def test_people_are_checked_in_and_the_counts_agree(
    handover: Handover, table: Client
) -> None:
    for number in (1, 2, 3):
        answer = table.post(address("record", handover, number), {"step": "present"})
        assert answer["Location"].endswith(f"#line-{number}")
    page = table.get(address("check-in", handover)).content.decode()
    assert "The counts agree" in page
    table.post(address("record", handover, 3), {"step": "undone"})
    assert stands(handover)[2] is Standing.AWAITED


def test_a_line_is_found_by_its_number_and_by_its_code(
    handover: Handover, table: Client
) -> None:
    for typed in ("2", f"{handover.ref}/1/2"):
        answer = table.post(address("check-in", handover), {"code": typed})
        assert answer["Location"].endswith("?line=2#line-2")
    page = table.get(address("check-in", handover) + "?line=2").content.decode()
    assert "Line 2" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("99", "is on no line", id="a number that nobody has"),
        pytest.param("H-11111111/1/2", "belongs to handover", id="another handover"),
        pytest.param("Ivan", "is on no line", id="neither number nor code"),
    ],
)
def test_what_is_not_on_the_manifest_is_said_clearly(
    handover: Handover, table: Client, typed: str, said: str
) -> None:
    answer = table.post(address("check-in", handover), {"code": typed})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert said in page
    assert 'id="line-1"' in page  # the table goes on working


def test_a_crossing_that_is_over_raises_no_alarm(
    handover: Handover, table: Client
) -> None:
    for number in (1, 2, 3):
        table.post(address("record", handover, number), {"step": "present"})
    page = table.get(address("crossing", handover)).content.decode()
    assert "Every line has an outcome" not in page
    for number, step in ((1, "crossed"), (2, "crossed"), (3, "not_crossed")):
        table.post(
            address("record", handover, number), {"step": step, "mode": "crossing"}
        )
    page = table.get(address("crossing", handover)).content.decode()
    assert "Every line has an outcome" in page
    assert "The counts do not agree" not in page


def test_a_wrong_head_count_records_nobody(handover: Handover, table: Client) -> None:
    table.post(address("record", handover, 1), {"step": "present"})
    answer = table.post(address("all-here", handover), {"counted": "2"})
    assert answer.status_code == 409
    assert Standing.CROSSED not in stands(handover)
    table.post(address("all-here", handover), {"counted": "1"})
    assert stands(handover)[0] is Standing.CROSSED


def test_somebody_goes_instead_from_the_page(handover: Handover, table: Client) -> None:
    table.post(address("make-manifest", handover))
    table.post(address("record", handover, 1), {"step": "absent"})
    where = address("substitute", handover, 1)
    reserve = services.reserves_for(actor=stage.officer(), handover=handover)[0]
    assert reserve.name in table.get(where).content.decode()
    told = {
        "reserve": reserve.shared_ref,
        "holder_officer": "A. North",
        "home_officer": "B. South",
    }
    page = table.post(where, told, follow=True).content.decode()
    assert "Replaced: its signatures do not cover the newest version." in page
    assert stands(handover)[0] is Standing.REPLACED
    assert stands(handover)[3] is Standing.AWAITED


def test_no_page_has_a_field_for_why_somebody_does_not_go(
    handover: Handover, table: Client
) -> None:
    for name in ("check-in", "crossing"):
        page = table.get(address(name, handover)).content.decode()
        assert "<textarea" not in page
        fields = set(re.findall(r'name="(\w+)"', page))
        assert fields <= {
            "csrfmiddlewaretoken", "next", "language", "mode", "step", "code",
            "counted", "viewport", "robots",
        }  # fmt: skip


def test_the_receipt_is_made_signed_by_both_and_sent_from_the_pages(
    handover: Handover, table: Client
) -> None:
    table.post(address("make-manifest", handover))
    for number in (1, 2):
        table.post(
            address("record", handover, number), {"step": "crossed", "mode": "crossing"}
        )
    table.post(address("record", handover, 3), {"step": "absent"})
    table.post(address("make-receipt", handover))
    receipt = queries.current_receipt(handover)
    assert receipt is not None
    for code in ("north", "south"):
        signature = SimpleUploadedFile("r.sig", stage.signature(code, receipt.document))
        table.post(
            address("sign-receipt", handover),
            {"party": stage.PARTIES[code], "signature": signature},
        )
    page = table.get(address("receipt", handover)).content.decode()
    assert "Signed by both" in page
    assert "missing" not in page.lower()
    check = table.get(address("send", handover, "receipt")).content.decode()
    assert receipt.sha256 in check
    table.post(address("send", handover, "receipt"), {"to": "south"})
    assert Outgoing.objects.get().kind == "receipt"
    paper = table.get(address("print-receipt", handover)).content.decode()
    assert receipt.sha256 in paper
    assert json.loads(
        table.get(address("receipt-file", handover)).content
    ) == json.loads(receipt.document)
    differs = "What is recorded now differs from the receipt that was signed"
    shown = [address(name, handover) for name in ("handover", "receipt")]
    assert not any(differs in table.get(one).content.decode() for one in shown)
    table.post(address("record", handover, 2), {"step": "undone", "mode": "crossing"})
    for one in shown:
        page = table.get(one).content.decode()
        assert differs in page
        assert "Signed by both" not in page


def test_a_file_that_is_no_signature_is_refused(
    handover: Handover, table: Client
) -> None:
    table.post(address("make-manifest", handover))
    answer = table.post(
        address("sign-manifest", handover),
        {"party": "NORLAND", "signature": SimpleUploadedFile("x.sig", b"\x00")},
    )
    assert answer.status_code == 409
    assert "not a signature" in answer.content.decode()


def test_a_delegate_looks_and_does_not_act_and_others_see_nothing(
    handover: Handover, signed_in: SignIn
) -> None:
    services.make_manifest(actor=stage.officer(), handover=handover, at=AT)
    delegate = signed_in("agency-delegate")
    assert delegate.get(address("manifest", handover, 1)).status_code == 200
    assert delegate.get(address("check-in", handover)).status_code == 404
    answer = delegate.post(address("record", handover, 1), {"step": "crossed"})
    assert answer.status_code == 404
    for role in ("administrator", "family-liaison", "clinician", "negotiator"):
        other = signed_in(role)
        for name in ("handover", "check-in", "receipt"):
            assert other.get(address(name, handover)).status_code == 404


def test_today_tells_an_officer_what_is_missing(
    handover: Handover, table: Client
) -> None:
    page = table.get("/").content.decode()
    assert "1 handover has no manifest" in page
    assert "1 agreed leg has no handover" in page
    assert "GC III 46" in page
    assert handover.ref not in page


def test_departure_is_offered_by_the_maker_until_everybody_has_an_outcome(
    handover: Handover, table: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.post(address("make-manifest", handover))

    def offered() -> bool:
        page = table.get(address("handover", handover)).content.decode()
        return "Record the departure" in page

    assert offered()
    with monkeypatch.context() as elsewhere:
        party = SimpleNamespace(code="south", party="SUDMARK")
        elsewhere.setattr(pages, "installation", lambda: party)
        assert not offered()
        page = table.get(address("handover", handover)).content.decode()
        assert "Recorded by the organisation that makes the manifest." in page
    for line in queries.lines_of(handover):
        services.not_crossed(
            actor=stage.officer(), handover=handover, case_ref=line.case_ref, at=AT
        )
    assert not offered()


def test_a_signature_is_asked_for_by_name_and_first_of_this_organisation(
    handover: Handover, table: Client
) -> None:
    table.post(address("make-manifest", handover))
    page = table.get(address("handover", handover)).content.decode()
    assert f'<option value="{queries.own_signer()}" selected>' in page
    for code, name in party_names(queries.receipt_signers(handover)).items():
        assert re.search(rf'<option value="{code}"[^>]*>{name}<', page)
