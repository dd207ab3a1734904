"""The pages of requests, families, letters and other registers, as a liaison."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from repatria.access.models import Export
from repatria.shared.actors import Actor
from repatria.tracing import queries, services
from repatria.tracing.core.sought import Sought
from repatria.tracing.models import Letter, TracingRequest
from repatria.tracing.tests.conftest import AT
from repatria.tracing.tests.test_pfif import document
from repatria.tracing.tests.test_pfif import person as in_pfif

SignIn = Callable[..., Client]
Request = Callable[..., TracingRequest]
TODAY = "2022-11-20"
ASKS = {
    "name": "Olha Kovalenko", "relation": "spouse", "contact": "+000 555 0101",
    "language": "uk", "family": "Kovalenko", "given": "Ivan",
}  # fmt: skip


@pytest.fixture
def desk(liaison: Actor, signed_in: SignIn) -> Client:
    """A family liaison at the desk."""
    assert liaison.organisation
    return signed_in("family-liaison")


@pytest.fixture
def linked(
    request_for: Request,
    person: Callable[..., str],
    desk: Client,
    case_assigned: Callable[..., None],
    liaison: Actor,
) -> tuple[TracingRequest, TracingRequest]:
    """Two requests about one case, which is entrusted to whoever sits at the desk."""
    case_ref = person()
    asked = (request_for(), request_for())
    for one in asked:
        services.link_request(actor=liaison, request=one, case_ref=case_ref, at=AT)
    case_assigned(desk.user, asked[0].case_ref)  # type: ignore[attr-defined]
    return asked


def test_the_list_pages_by_cursor_and_narrows(
    desk: Client, request_for: Request, liaison: Actor
) -> None:
    made = [request_for() for _one in range(queries.A_PAGE + 3)]
    first = desk.get(reverse("tracing:requests")).content.decode()
    assert made[-1].ref in first
    assert made[0].ref not in first
    cursor = f"?before={made[3].pk}"
    assert cursor in first
    rest = desk.get(reverse("tracing:requests") + cursor).content.decode()
    assert made[0].ref in rest
    assert made[3].ref not in rest
    services.withdraw_request(
        actor=liaison, request=made[5], said_by="requester", cause="found", at=AT
    )
    gone = desk.get(reverse("tracing:requests") + "?stands=withdrawn").content.decode()
    assert made[5].ref in gone
    assert made[6].ref not in gone
    young = desk.get(reverse("tracing:requests") + "?checked=yes&older=30&x=1")
    assert "No request fits" in young.content.decode()


def test_a_long_list_asks_the_database_no_oftener_than_a_short_one(
    desk: Client, request_for: Request, queries_for: Callable[[Client, str], int]
) -> None:
    address = reverse("tracing:requests")
    request_for()
    few = queries_for(desk, address)
    for _one in range(8):
        request_for()
    assert queries_for(desk, address) == few


def test_a_linked_request_of_another_case_is_not_in_the_list(
    desk: Client,
    request_for: Request,
    person: Callable[..., str],
    liaison: Actor,
) -> None:
    asked, waiting = request_for(), request_for("Bondar", "Petro")
    services.link_request(actor=liaison, request=asked, case_ref=person(), at=AT)
    page = desk.get(reverse("tracing:requests")).content.decode()
    assert asked.ref not in page
    assert waiting.ref in page
    family = reverse("tracing:family", args=[asked.case_ref])
    assert desk.get(family).status_code == 404


def test_conflict_decision_and_answer_are_taken_on_the_family_page(
    desk: Client, linked: tuple[TracingRequest, TracingRequest]
) -> None:
    one, other = linked
    family = reverse("tracing:family", args=[one.case_ref])
    page = desk.get(family).content.decode()
    assert "Two of them say to be what only one can be" in page
    wrong = desk.post(
        reverse("tracing:conflict", args=[one.case_ref]),
        {"conflict-kind": "other", "conflict-raised_by": one.ref,
         "conflict-other": one.ref, "conflict-words": "x"},
    )  # fmt: skip
    assert wrong.status_code == 422
    assert "not the same" in wrong.content.decode()
    desk.post(
        reverse("tracing:conflict", args=[one.case_ref]),
        {"conflict-kind": "both_next_of_kin", "conflict-raised_by": one.ref,
         "conflict-other": other.ref, "conflict-words": "He left her."},
    )  # fmt: skip
    page = desk.get(family).content.decode()
    assert "In conflict: nobody has decided" in page
    assert "1 conflict between relatives waits" in desk.get("/").content.decode()
    desk.post(
        reverse("tracing:telling", args=[one.case_ref]),
        {"telling-request": other.ref, "telling-may_tell": "nothing",
         "telling-reason": "papers of the other hold"},
    )  # fmt: skip
    desk.post(
        reverse("tracing:person-answer", args=[one.case_ref]),
        {"answer-request": one.ref, "answer-agrees": "no", "answer-heard": "telephone",
         "answer-said_on": TODAY},
    )  # fmt: skip
    desk.post(
        reverse("tracing:who-filed", args=[one.case_ref]),
        {"filed-request": one.ref, "filed-reason": "asked himself"},
    )
    page = desk.get(family).content.decode()
    for words in ("Is told nothing", "Does not agree", "told without the name"):
        assert words in page


def test_a_notice_to_whoever_is_not_told_says_why_before_it_is_tried(
    desk: Client,
    linked: tuple[TracingRequest, TracingRequest],
    crossed: Callable[[str], None],
    liaison: Actor,
) -> None:
    one, other = linked
    crossed(one.case_ref)
    notice = services.propose_for(request=other, at=AT, actor=liaison)
    services.decide_telling(
        actor=liaison, request=other, case_ref=one.case_ref, may_tell="nothing",
        reason="not next of kin", at=AT,
    )  # fmt: skip
    services.check_requester(
        actor=liaison, requester=other.requester, holds=True, how="papers", at=AT
    )
    page = desk.get(reverse("tracing:notice", args=[notice.ref])).content.decode()
    assert "decide anew there" in page
    answer = desk.post(reverse("tracing:send", args=[notice.ref]), {"agreed": "on"})
    assert answer.status_code == 409
    assert "is not told where the person is" in answer.content.decode()


def test_consents_are_written_down_and_shown(
    desk: Client, request_for: Request
) -> None:
    asked = request_for()
    address = reverse("tracing:consent", args=[asked.ref])
    desk.post(address, {"share": "agency", "given": "yes"})
    assert not asked.consents.exists()
    desk.post(
        address,
        {"share": "agency", "given": "yes", "said_on": TODAY, "channels": ["letter"]},
    )
    page = desk.get(reverse("tracing:request", args=[asked.ref])).content.decode()
    assert "By letter" in page
    assert page.count("Not asked") >= 3


def test_a_request_is_withdrawn_stopped_at_the_desk_and_let_in_with_a_reason(
    desk: Client,
) -> None:
    desk.post(reverse("tracing:new-request"), ASKS)
    asked = TracingRequest.objects.get()
    address = reverse("tracing:withdraw-request", args=[asked.ref])
    assert "stays withdrawn" in desk.get(address).content.decode()
    desk.post(address, {"said_by": "requester", "cause": "found", "forget": "on"})
    page = desk.get(reverse("tracing:request", args=[asked.ref])).content.decode()
    assert "Erased" in page
    assert "Kovalenko" not in page
    assert "cannot be opened again" in page
    assert "Open the request again" not in page
    stopped = desk.post(reverse("tracing:new-request"), ASKS)
    assert stopped.status_code == 409
    said = stopped.content.decode()
    assert f"(number {asked.ref})" in said
    assert "whoever asked" in said
    assert TracingRequest.objects.count() == 1
    desk.post(reverse("tracing:new-request"), {**ASKS, "reason": "asks again"})
    assert TracingRequest.objects.count() == 2


def test_what_was_not_erased_is_opened_again_from_its_page(
    desk: Client, request_for: Request, liaison: Actor
) -> None:
    asked = request_for()
    services.withdraw_request(
        actor=liaison, request=asked, said_by="sought", cause="not_missing", at=AT
    )
    reopen = reverse("tracing:reopen", args=[asked.ref])
    desk.post(reopen, {"reason": ""})
    assert queries.is_withdrawn(asked)
    desk.post(reopen, {"reason": "it was a namesake"})
    assert not queries.is_withdrawn(asked)
    page = desk.get(reverse("tracing:request", args=[asked.ref])).content.decode()
    assert "I am not missing" in page
    assert "it was a namesake" in page


def test_a_candidate_is_answered_from_the_page(
    desk: Client, request_for: Request, person: Callable[..., str]
) -> None:
    case_ref, asked = person(), request_for()
    page = desk.get(reverse("tracing:request", args=[asked.ref])).content.decode()
    assert case_ref in page
    record = queries.candidates_of(asked)[0].record.pk
    address = reverse("tracing:answer", args=[asked.ref])
    told = {"record": record, "said": "different", "reason": "another father"}
    assert desk.post(address, {**told, "record": 987654}).status_code == 404
    desk.post(address, {"record": record})
    assert not asked.candidate_answers.exists()
    desk.post(address, told)
    page = desk.get(reverse("tracing:request", args=[asked.ref])).content.decode()
    assert case_ref not in page
    assert "1 candidate was answered before" in page


def test_a_letter_is_recorded_relayed_and_printed(
    desk: Client, linked: tuple[TracingRequest, TracingRequest]
) -> None:
    asked = linked[0]
    new = reverse("tracing:new-letter", args=[asked.ref])
    told = {"way": "from_prisoner", "form": "family_news", "text": "word " * 26,
            "received_on": TODAY}  # fmt: skip
    assert "26 words" in desk.post(new, told).content.decode()
    late = {**told, "text": "I am well.", "received_on": "2222-01-01"}
    assert "not come yet" in desk.post(new, late).content.decode()
    desk.post(new, {**told, "text": "I am well.", "written_on": TODAY})
    letter = Letter.objects.get()
    address = reverse("tracing:letter", args=[letter.ref])
    desk.post(address, {"step": "read_by_home", "on": TODAY})
    page = desk.get(address).content.decode()
    assert "Possibly written under duress" in page
    assert "Read and cleared by the power of origin" in page
    form = desk.get(reverse("tracing:letter-print", args=[letter.ref])).content.decode()
    assert "I am well." in form
    assert "Olha Kovalenko" in form
    mail = desk.get(reverse("tracing:letters", args=[asked.case_ref])).content.decode()
    assert letter.ref in mail
    assert "Below the floor, as far as seen here" in mail
    assert "1 letter between a prisoner and a family" in desk.get("/").content.decode()


def test_a_letter_of_a_case_not_entrusted_is_not_there(
    linked: tuple[TracingRequest, TracingRequest], liaison: Actor, signed_in: SignIn
) -> None:
    letter = services.record_letter(
        actor=liaison, request=linked[0], way="to_prisoner", form="card", text="Hello",
        received_on=AT.date(), at=AT,
    )  # fmt: skip
    outsider = signed_in("family-liaison")
    for name in ("letter", "letter-print"):
        address = reverse(f"tracing:{name}", args=[letter.ref])
        assert outsider.get(address).status_code == 404


def test_a_file_of_another_register_is_taken_in_and_its_faults_are_named(
    desk: Client,
) -> None:
    address = reverse("tracing:pfif")

    def upload(content: bytes) -> str:
        file = SimpleUploadedFile("other.xml", content, "application/xml")
        return desk.post(address, {"file": file}).content.decode()

    page = upload(document(in_pfif(), in_pfif(2).replace("1990-05-09", "May")))
    assert "date_of_birth is no date" in page
    assert TracingRequest.objects.count() == 1
    assert "document type" in upload(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    asked = TracingRequest.objects.get()
    shown = desk.get(reverse("tracing:request", args=[asked.ref])).content.decode()
    assert "other.example" in shown


def test_a_file_for_another_register_is_made_with_its_purpose(
    desk: Client, request_for: Request, liaison: Actor
) -> None:
    asked = request_for()
    address = reverse("tracing:pfif-export")
    told = {"purpose": "other", "recipient": "The Lake register"}
    assert desk.get(address).status_code == 409, "nobody agreed to it"
    services.record_consent(
        actor=liaison, request=asked, share="registers", given=True,
        said_on=AT.date(), at=AT,
    )  # fmt: skip
    assert "The file shows 1 person." in desk.get(address).content.decode()
    assert desk.post(address, {"purpose": ""}).status_code == 200
    done = desk.post(address, told, follow=True).content.decode()
    assert "It can be fetched once." in done
    [export] = Export.objects.all()
    answer = desk.post(reverse("access:export-fetch", args=[export.ref]))
    assert answer["Content-Type"] == "application/xml"
    assert b"Kovalenko" in answer.content
    assert b"555 0101" not in answer.content
    assert "Another purpose" in desk.get(reverse("tracing:pfif")).content.decode()


def test_ageing_is_told_in_days_and_narrows_the_list(
    desk: Client, request_for: Request, liaison: Actor
) -> None:
    asked = request_for()
    new = services.record_request(
        actor=liaison, name="Marko Bondar", contact="+000 555 0199", relation="spouse",
        sought=Sought(family="Bondar"),
        at=datetime.now(UTC),  # noqa: TID251  (the page counts days until today)
    )  # fmt: skip
    every = reverse("tracing:requests")
    assert new.ref in desk.get(every).content.decode()
    page = desk.get(every + "?older=365").content.decode()
    assert asked.ref in page
    assert "days ago" in page
    assert new.ref not in page
