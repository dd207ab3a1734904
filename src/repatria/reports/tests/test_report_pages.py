"""The pages: a report beside its drafts, and who may see and decide what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from repatria.access.models import Installation
from repatria.exchange.models import CountClaim
from repatria.reports import models, queries, services
from repatria.reports.core import proposals as kinds
from repatria.reports.engine.founding import founding_report
from repatria.reports.web import shown
from repatria.reports.web.forms import LANGUAGES
from repatria.shared.actors import Actor
from tools.pseudo import A_WORD, unmarked_in_html

AT = datetime(2022, 11, 25, 10, tzinfo=UTC)
SOMEBODY = Actor("user:7", frozenset({"investigator"}), "north")
TEXT = "Norland and Sudmark exchanged 50 prisoners each on Wednesday."
SignedIn = Callable[..., Client]
# What is data, where a page cannot say so: in lists to choose from, in a title.
DATA = {
    *("NORLAND", "SUDMARK"),
    *(name for _code, name in LANGUAGES),
    "Norlandic captives come home from Sudmark\n · Repatria",
    "Norlandic Defence Ministry: mortal danger",
    # What a person may rewrite before it is recorded.
    "mortal danger",
    "bring the perpetrators to justice",
    "merely feigned a surrender",
    "the killing was therefore justified",
}
A_NUMBER = re.compile(r"\b[A-Z]-[0-9A-Z]{8}\b|Repatria")


@pytest.fixture
def report(as_party: Installation) -> models.Report:
    del as_party
    return services.receive_report(
        actor=SOMEBODY, content=founding_report(), name="founding.json", at=AT
    ).report


def address(report: models.Report, name: str = "report", *more: object) -> str:
    return reverse(f"reports:{name}", args=[report.ref, *more])


def draft_of(report: models.Report, kind: str) -> models.Draft:
    return report.drafts.filter(kind=kind)[0]


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.usefixtures("as_party")
def test_the_first_page_teaches_the_next_step(signed_in: SignedIn) -> None:
    page = signed_in("investigator").get(reverse("reports:reports"))
    assert "Paste the text of one" in page.content.decode()


def test_the_list_tells_what_waits(report: models.Report, signed_in: SignedIn) -> None:
    page = signed_in("investigator").get(reverse("reports:reports"))
    shown_words = words(page.content.decode())
    assert report.title in shown_words
    assert report.ref in shown_words
    assert str(report.drafts.count()) in shown_words


@pytest.mark.usefixtures("as_party")
@pytest.mark.parametrize("how", ["pasted", "uploaded"])
def test_a_report_is_pasted_or_uploaded(signed_in: SignedIn, how: str) -> None:
    told: dict[str, object] = {"published": "2022-11-24", "language": "en"}
    if how == "pasted":
        told["text"] = TEXT
    else:
        told["file"] = SimpleUploadedFile("report.txt", TEXT.encode())
    page = signed_in("investigator").post(reverse("reports:new"), told, follow=True)
    assert page.status_code == 200
    assert "Nothing is recorded until you confirm it." in page.content.decode()
    held = models.Report.objects.get()
    assert queries.text_of(held) == TEXT
    assert {draft.value["date"] for draft in held.drafts.all()} == {"2022-11-23"}


@pytest.mark.usefixtures("as_party")
@pytest.mark.parametrize(
    "told",
    [
        {},
        {"text": "   "},
        {"text": TEXT, "file": SimpleUploadedFile("a.txt", b"another")},
        {"file": SimpleUploadedFile("a.txt", b"\x89PNG\r\n\x1a\n")},
        {"file": SimpleUploadedFile("a.json", b"{")},
    ],
    ids=["nothing", "blank", "both", "a picture", "broken"],
)
def test_what_is_no_report_is_told_on_the_form(
    signed_in: SignedIn, told: dict[str, object]
) -> None:
    page = signed_in("investigator").post(reverse("reports:new"), told)
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert models.Report.objects.count() == 0


def test_the_same_report_leads_to_the_one_that_is_here(
    report: models.Report, signed_in: SignedIn
) -> None:
    same = SimpleUploadedFile("copy.json", founding_report())
    page = signed_in("investigator").post(
        reverse("reports:new"), {"file": same}, follow=True
    )
    assert page.redirect_chain[-1][0] == address(report)
    assert "here already" in page.content.decode()
    assert models.Report.objects.count() == 1


@pytest.mark.usefixtures("as_party")
def test_a_report_without_an_event_says_so_kindly(signed_in: SignedIn) -> None:
    page = signed_in("investigator").post(
        reverse("reports:new"),
        {"text": "The court sat for three days.", "language": "en"},
        follow=True,
    )
    assert "That is no fault of the report" in page.content.decode()


def test_the_text_stands_whole_beside_its_drafts(
    report: models.Report, signed_in: SignedIn
) -> None:
    page = signed_in("investigator").get(address(report)).content.decode()
    drawn = page.split('class="report-text"')[1].split("</div>")[0]
    drawn = re.sub(r"<sup.*?</sup>", "", drawn.partition(">")[2])
    assert unescape(re.sub(r"<[^>]+>", "", drawn)) == queries.text_of(report)


def test_a_quotation_has_a_word_and_leads_to_its_draft(
    report: models.Report, signed_in: SignedIn
) -> None:
    page = signed_in("investigator").get(address(report)).content.decode()
    for draft in report.drafts.all():
        word = kinds.KINDS[draft.kind]
        said = f'<span class="visually-hidden" translate="yes"> {word}</span>'
        assert f'<a href="#draft-{draft.number}">{draft.number}{said}</a>' in page
        assert f'id="draft-{draft.number}"' in page
        assert f'id="span-{draft.number}"' in page
        assert f'class="span-{shown.STYLES[draft.kind]}"' in page


def test_hedges_and_unstated_numbers_are_shown(
    report: models.Report, signed_in: SignedIn
) -> None:
    page = words(signed_in("investigator").get(address(report)).content.decode())
    assert "about 50 (a further) people to NORLAND, 24 November 2022" in page
    assert "Number to SUDMARK not stated, 24 November 2022" in page
    assert "36 people to a side not told, 23 November 2022" in page


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_each_kind_is_checked_before_it_is_recorded(
    report: models.Report, signed_in: SignedIn, kind: str
) -> None:
    draft = draft_of(report, kind)
    client = signed_in("investigator")
    page = client.get(address(report, "confirm", draft.number))
    assert page.status_code == 200
    own = page.context["form"].initial
    if kind == kinds.ANSWER:
        killing = report.drafts.get(kind=kinds.ALLEGATION, value__type="killing")
        services.confirm(
            actor=SOMEBODY, draft=killing, answers={"new_title": "Deaths"}, at=AT
        )
        allegation = queries.allegations_from(report)[0]
        own |= {"allegation": allegation.pk}
    answers = {
        name: str(value)
        for name, value in own.items()
        if value not in (None, False) and name in page.context["form"].fields
    }
    done = client.post(address(report, "confirm", draft.number), answers)
    assert done.status_code == 302, done.context["form"].errors
    assert queries.is_confirmed(draft)
    assert draft.decisions.get().value == {}


def test_a_person_corrects_what_the_machine_misread(
    report: models.Report, signed_in: SignedIn
) -> None:
    draft = draft_of(report, kinds.COUNT)
    client = signed_in("negotiator")
    answers = {
        "claimant": "Norlandic Defence Ministry", "modality": "said", "to": "*",
        "n": "", "what": "military", "event_on": "2022-11-24",
    }  # fmt: skip
    client.post(address(report, "confirm", draft.number), answers)
    claim = CountClaim.objects.get()
    assert (claim.to, claim.n, claim.what) == ("", None, "military")


def test_a_refusal_stands_on_the_form(
    report: models.Report, signed_in: SignedIn
) -> None:
    draft = draft_of(report, kinds.ANSWER)
    answers = {"claimant": "Sudstad", "modality": "claimed", "kind": "justifies"}
    page = signed_in("investigator").post(
        address(report, "confirm", draft.number), answers
    )
    assert "Confirm the allegation it answers first" in page.content.decode()


def test_rejecting_offers_to_take_it_back(
    report: models.Report, signed_in: SignedIn
) -> None:
    draft = draft_of(report, kinds.COUNT)
    client = signed_in("investigator")
    page = client.post(address(report, "reject", draft.number), follow=True)
    assert "Take the decision back" in page.content.decode()
    client.post(address(report, "undo", draft.number))
    assert not queries.is_confirmed(draft)
    assert [one.kind for one in draft.decisions.all()] == ["rejected", "undone"]


@pytest.mark.parametrize(("role", "links"), [("investigator", 2), ("negotiator", 1)])
def test_what_was_recorded_is_one_step_away_for_whoever_may_open_it(
    report: models.Report, signed_in: SignedIn, role: str, links: int
) -> None:
    for kind in (kinds.CONDITION, kinds.EVIDENCE, kinds.COUNT):
        services.confirm(actor=SOMEBODY, draft=draft_of(report, kind), at=AT)
    client = signed_in(role)
    page = client.get(address(report)).content.decode()
    led_to = re.findall(r'<a href="([^"]+)">What was recorded</a>', page)
    assert len(led_to) == links
    assert all(client.get(each).status_code == 200 for each in led_to)


def test_the_original_is_handed_out_as_a_file(
    report: models.Report, signed_in: SignedIn
) -> None:
    answer = signed_in("investigator").get(address(report, "original"))
    assert answer.content == founding_report()
    assert answer["Content-Type"] == "application/octet-stream"
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("role", ["registrar", "clinician", "administrator"])
def test_whoever_has_no_part_in_it_finds_nothing(
    report: models.Report, signed_in: SignedIn, role: str
) -> None:
    client = signed_in(role)
    draft = draft_of(report, kinds.COUNT)
    for page in (
        reverse("reports:reports"), reverse("reports:new"), address(report),
        address(report, "original"), address(report, "confirm", draft.number),
    ):  # fmt: skip
        assert client.get(page).status_code == 404
    assert client.post(address(report, "reject", draft.number)).status_code == 404


def test_a_negotiator_decides_on_numbers_alone(
    report: models.Report, signed_in: SignedIn
) -> None:
    client = signed_in("negotiator")
    number, alleged = (draft_of(report, k) for k in (kinds.COUNT, kinds.ALLEGATION))
    assert client.get(address(report, "confirm", number.number)).status_code == 200
    assert client.get(address(report, "confirm", alleged.number)).status_code == 404
    assert client.post(address(report, "reject", alleged.number)).status_code == 404


@pytest.mark.parametrize("name", ["report", "original"])
def test_what_is_not_there_is_answered_alike(
    report: models.Report, signed_in: SignedIn, name: str
) -> None:
    nowhere = reverse(f"reports:{name}", args=["P-00000000"])
    assert signed_in("investigator").get(nowhere).status_code == 404
    outside = signed_in("registrar").get(address(report, name))
    assert outside.status_code == 404


# --- A testimony and its person ------------------------------------------------


@pytest.fixture
def told(report: models.Report) -> models.Testimony:
    services.confirm(actor=SOMEBODY, draft=draft_of(report, kinds.TESTIMONY), at=AT)
    return models.Testimony.objects.get()


def test_a_debriefer_records_what_the_person_says(
    told: models.Testimony,
    signed_in: SignedIn,
    case_assigned: Callable[[object, str], object],
) -> None:
    client = signed_in("debriefer")
    case_assigned(client.user, "R-00000000")  # type: ignore[attr-defined]
    page = reverse("reports:tie", args=[told.pk])
    assert "four months" in client.get(page).content.decode()
    answers = {"case_ref": "R-00000000", "consent": "given"}
    assert client.post(page, answers).status_code == 302
    assert queries.testimonies_tied_to("R-00000000") == [told]


def test_a_case_of_others_is_no_case(
    told: models.Testimony, signed_in: SignedIn
) -> None:
    page = reverse("reports:tie", args=[told.pk])
    answers = {"case_ref": "R-00000000", "consent": "given"}
    done = signed_in("debriefer").post(page, answers)
    assert "There is no such case for you." in done.content.decode()
    assert models.TestimonyTie.objects.count() == 0


def test_only_a_debriefer_asks(told: models.Testimony, signed_in: SignedIn) -> None:
    page = reverse("reports:tie", args=[told.pk])
    assert signed_in("investigator").get(page).status_code == 404


def test_a_testimony_taken_back_is_not_asked_about(
    told: models.Testimony, signed_in: SignedIn
) -> None:
    services.undo(actor=SOMEBODY, draft=told.draft, at=AT)
    page = reverse("reports:tie", args=[told.pk])
    assert signed_in("debriefer").get(page).status_code == 404


# --- For every page ------------------------------------------------------------


def test_every_word_can_be_translated(
    told: models.Testimony,
    signed_in: SignedIn,
    pseudo_pages: Callable[[Client], Client],
) -> None:
    report = told.report
    client = pseudo_pages(signed_in("investigator", "debriefer"))
    services.reject(actor=SOMEBODY, draft=draft_of(report, kinds.COUNT), at=AT)
    services.confirm(actor=SOMEBODY, draft=draft_of(report, kinds.CONDITION), at=AT)
    pages = [
        reverse("reports:reports"), reverse("reports:new"), address(report),
        reverse("reports:tie", args=[told.pk]),
        *(address(report, "confirm", d.number) for d in report.drafts.all()),
    ]  # fmt: skip
    left = {
        piece
        for page in pages
        for piece in unmarked_in_html(client.get(page).content.decode())
        if A_WORD.search(A_NUMBER.sub("", piece))
    }
    assert left - DATA == set()


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda s: (s[0], sum(s))),
    max_size=8,
)


@given(spans)
def test_a_text_cut_into_pieces_is_the_text(places: list[tuple[int, int]]) -> None:
    text = "abcdefghijklmnopqrstuvwxyz" * 2
    drafts = [
        models.Draft(number=n, kind=kinds.COUNT, span_start=start, span_end=end)
        for n, (start, end) in enumerate(places, start=1)
    ]
    pieces = shown.pieces_of(text, drafts)
    assert "".join(piece.text for piece in pieces) == text
    numbers = [draft.number for piece in pieces for draft in piece.starts]
    ended = [draft.number for piece in pieces for draft, _word in piece.ends]
    assert sorted(numbers) == sorted(ended) == list(range(1, len(places) + 1))
