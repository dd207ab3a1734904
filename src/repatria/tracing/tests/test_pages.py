"""The pages of families: what they show, to whom, and what they refuse."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from repatria.access.models import LeftAloneRequest
from repatria.access.numbers import all_numbers
from repatria.ledger.models import Entry
from repatria.shared.actors import Actor
from repatria.tracing import queries, services
from repatria.tracing.core.notices import NoticeState
from repatria.tracing.models import ContactEvent, Notice, TracingRequest
from repatria.tracing.tests.conftest import AT

SignIn = Callable[..., Client]
ASKS = {
    "name": "Olha Kovalenko",
    "relation": "spouse",
    "contact": "+000 555 0101",
    "language": "uk",
    "family": "Kovalenko",
    "given": "Ivan",
}


@pytest.fixture
def desk(liaison: Actor, signed_in: SignIn) -> Client:
    """A family liaison at the desk."""
    assert liaison.organisation
    return signed_in("family-liaison")


def linked(client: Client, case_ref: str) -> TracingRequest:
    client.post(reverse("tracing:new-request"), ASKS)
    asked = TracingRequest.objects.get()
    client.post(
        reverse("tracing:link", args=[asked.ref]),
        {"case_ref": case_ref.lower(), "reasons": "year of birth"},
    )
    client.post(
        reverse("tracing:check", args=[asked.ref]), {"how": "papers", "holds": "yes"}
    )
    asked.refresh_from_db()
    return asked


def test_a_request_is_taken_down_and_candidates_are_shown(
    desk: Client, person: Callable[..., str]
) -> None:
    case_ref = person()
    answer = desk.post(reverse("tracing:new-request"), ASKS, follow=True)
    page = answer.content.decode()
    assert "Olha Kovalenko" in page
    assert case_ref in page
    assert "Коваленко" in page
    read = Entry.objects.filter(body__contains='"act":"read"').last()
    assert read is not None
    assert case_ref in read.body


def test_what_is_missing_is_said_above_the_form(desk: Client) -> None:
    answer = desk.post(reverse("tracing:new-request"), {"name": "Olha"})
    page = answer.content.decode()
    assert "Something needs your attention" in page
    assert not TracingRequest.objects.exists()


def test_a_link_is_made_from_the_page_and_taken_back(
    desk: Client, person: Callable[..., str]
) -> None:
    asked = linked(desk, person())
    assert asked.case_ref
    desk.post(reverse("tracing:unlink", args=[asked.ref]), {"reasons": "another man"})
    asked.refresh_from_db()
    assert not asked.case_ref


def test_a_candidate_is_marked_and_without_one_the_page_asks_again(
    desk: Client, person: Callable[..., str]
) -> None:
    case_ref = person()
    desk.post(reverse("tracing:new-request"), ASKS)
    asked = TracingRequest.objects.get()
    address = reverse("tracing:link", args=[asked.ref])
    answer = desk.post(address, {"case_ref": "", "reasons": "birth"})
    assert answer.status_code == 422
    assert "Mark a candidate" in answer.content.decode()
    desk.post(address, {"candidate": case_ref, "case_ref": "", "reasons": "birth"})
    asked.refresh_from_db()
    assert all_numbers(case_ref) == all_numbers(asked.case_ref)
    assert asked.case_ref


def test_a_notice_about_somebody_not_crossed_is_refused_with_a_clear_message(
    desk: Client, person: Callable[..., str]
) -> None:
    asked = linked(desk, person())
    answer = desk.post(reverse("tracing:propose", args=[asked.ref]))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "no family is told anything" in page
    assert "Olha" not in page
    assert not Notice.objects.exists()


def test_the_notice_is_shown_exactly_before_it_is_sent_and_printed_after(
    desk: Client, person: Callable[..., str], crossed: Callable[[str], None],
) -> None:  # fmt: skip
    case_ref = person()
    crossed(case_ref)
    linked(desk, case_ref)
    notice = Notice.objects.get()
    page = desk.get(reverse("tracing:notice", args=[notice.ref])).content.decode()
    for line in queries.text_of(notice).split("\n\n"):
        assert line.replace("'", "&#x27;") in page
    assert desk.get(reverse("tracing:print", args=[notice.ref])).status_code == 404
    refused = desk.post(reverse("tracing:send", args=[notice.ref]))
    assert refused.status_code == 409
    desk.post(reverse("tracing:send", args=[notice.ref]), {"agreed": "on"})
    assert queries.notice_state(notice) is NoticeState.SENT
    letter = desk.get(reverse("tracing:print", args=[notice.ref])).content.decode()
    assert 'lang="uk"' in letter
    assert notice.ref in letter


def test_a_notice_is_withdrawn_from_its_page(
    desk: Client, person: Callable[..., str], crossed: Callable[[str], None],
) -> None:  # fmt: skip
    case_ref = person()
    crossed(case_ref)
    linked(desk, case_ref)
    notice = Notice.objects.get()
    desk.post(reverse("tracing:withdraw", args=[notice.ref]))
    assert queries.notice_state(notice) is NoticeState.WITHDRAWN
    again = desk.post(reverse("tracing:send", args=[notice.ref]), {"agreed": "on"})
    assert again.status_code == 409
    page = desk.get(reverse("tracing:notices")).content.decode()
    assert notice.ref in page


def test_a_call_is_logged_and_the_total_names_how_many_it_is_out_of(
    desk: Client,
    person: Callable[..., str],
    crossed: Callable[[str], None],
    case_assigned: Callable[..., None],
) -> None:
    cases = [person(f"Коваль{n}") for n in range(3)]
    for case_ref in cases:
        crossed(case_ref)
    case_assigned(desk.user, cases[0])  # type: ignore[attr-defined]
    desk.post(reverse("tracing:calls-of", args=[cases[0]]), {"kind": "call_made"})
    page = desk.get(reverse("tracing:calls")).content.decode()
    assert "1 of 3 reached somebody" in page
    assert cases[0] in page
    assert cases[1] not in page
    assert "2 persons are counted above" in page


def test_the_log_of_somebody_who_wants_peace_shows_that_instead_of_the_form(
    desk: Client, person: Callable[..., str], case_assigned: Callable[..., None]
) -> None:
    case_ref = person()
    case_assigned(desk.user, case_ref)  # type: ignore[attr-defined]
    LeftAloneRequest.objects.create(
        case_ref=case_ref, leave_alone=True, said_at=AT, heard_by="user:1"
    )
    address = reverse("tracing:calls-of", args=[case_ref])
    page = desk.get(address).content.decode()
    assert "asked to be left alone since" in page
    assert "Write into the log" not in page
    assert desk.post(address, {"kind": "call_offered"}).status_code == 409
    assert not ContactEvent.objects.exists()


def test_what_is_not_for_a_reader_answers_like_what_is_not_there(
    desk: Client,
    signed_in: SignIn,
    person: Callable[..., str],
    request_for: Callable[..., TracingRequest],
    liaison: Actor,
    crossed: Callable[[str], None],
) -> None:
    case_ref, asked = person(), request_for()
    crossed(case_ref)
    services.link_request(actor=liaison, request=asked, case_ref=case_ref, at=AT)
    notice = Notice.objects.get()
    there: list[tuple[str, list[Any], list[Any]]] = [
        ("tracing:request", [asked.ref], ["T-00000000"]),
        ("tracing:notice", [notice.ref], ["N-00000000"]),
        ("tracing:calls-of", [case_ref], ["R-00000000"]),
    ]
    for client in (desk, signed_in("negotiator")):
        for name, real, invented in there:
            one = client.get(reverse(name, args=real))
            other = client.get(reverse(name, args=invented))
            assert one.status_code == other.status_code == 404
            assert plain(one, real[0]) == plain(other, invented[0])


def plain(answer: Any, ref: str) -> str:
    """Return a page without the number asked for and the form's one-time token."""
    page = answer.content.decode().replace(ref, "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_today_tells_what_waits_for_a_liaison(
    desk: Client, request_for: Callable[..., TracingRequest]
) -> None:
    request_for()
    page = desk.get("/").content.decode()
    assert "1 request of a family is linked to nobody yet" in page
