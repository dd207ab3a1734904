"""The pages of care: who is late, and nobody is asked who wants peace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from repatria.access.queries import wants_to_be_left_alone
from repatria.care import queries, services
from repatria.care.core.stages import Stage, Step
from repatria.care.models import Referral
from repatria.care.tests.conftest import AT, DAY
from repatria.medical.services import state_denied_care
from repatria.shared.actors import Actor

SignIn = Callable[..., Client]
Assigned = Callable[..., None]


@pytest.fixture
def desk(case_ref: str, signed_in: SignIn, case_assigned: Assigned) -> Client:
    """A clinician to whom the case is assigned."""
    client = signed_in("clinician")
    case_assigned(client.user, case_ref)  # type: ignore[attr-defined]
    return client


def test_a_stage_is_recorded_and_undone_on_the_page(
    desk: Client, case_ref: str
) -> None:
    told = {"stage": "medical_check", "step": "done"}
    desk.post(reverse("care:stage", args=[case_ref]), told)
    assert queries.stages_of(case_ref)[Stage.MEDICAL_CHECK].step is Step.DONE
    desk.post(reverse("care:undo-stage", args=[case_ref]))
    assert queries.stages_of(case_ref)[Stage.MEDICAL_CHECK].step is None
    page = desk.get(reverse("care:case", args=[case_ref])).content.decode()
    assert "Psychological rehabilitation" in page
    assert "Not recorded" in page


def test_a_visit_too_early_is_refused_with_what_is_still_to_do(
    desk: Client, case_ref: str
) -> None:
    address = reverse("care:visit", args=[case_ref])
    assert "Not done yet:" in desk.get(address).content.decode()
    desk.post(address, {"kind": "asked", "on": "2022-11-25"})
    answer = desk.post(address, {"kind": "allowed_from", "on": "2022-11-26"})
    assert answer.status_code == 409
    assert "Physical rehabilitation" in answer.content.decode()
    assert "Asked on" in desk.get(address).content.decode()


def test_a_referral_starts_from_the_care_that_was_denied(
    desk: Client, case_ref: str, carer: Actor
) -> None:
    denied = state_denied_care(
        actor=carer, case_ref=case_ref, condition="heart", text="refused",
        duration_said="four months", said_by="the person", modality="said", at=AT,
    )  # fmt: skip
    address = reverse("care:refer", args=[case_ref])
    page = desk.get(address).content.decode()
    assert "four months" in page
    told = {
        "because_ref": denied.ref, "to": "Cardiology", "reason": "Heart",
        "urgency": "at_once",
    }  # fmt: skip
    desk.post(address, told)
    referral = Referral.objects.get()
    page = desk.get(reverse("care:case", args=[case_ref])).content.decode()
    assert denied.ref in page
    assert "Cardiology" in page
    desk.post(
        reverse("care:move-referral", args=[case_ref, referral.ref]),
        {"state": "accepted"},
    )
    assert queries.state_of(referral) == "accepted"


def test_being_left_alone_is_recorded_and_honoured_on_every_page_that_asks(
    desk: Client, case_ref: str, signed_in: SignIn, case_assigned: Assigned
) -> None:
    address = reverse("care:left-alone", args=[case_ref])
    desk.post(address, {"say": "leave-alone"})
    assert wants_to_be_left_alone(case_ref)
    liaison = signed_in("family-liaison")
    case_assigned(liaison.user, case_ref)  # type: ignore[attr-defined]
    for client, name in ((desk, "care:visit"), (liaison, "tracing:calls-of")):
        where = reverse(name, args=[case_ref])
        page = client.get(where).content.decode()
        assert "asked to be left alone since" in page
        told = {"kind": "asked", "on": "2022-11-25"}
        if name != "care:visit":
            told = {"kind": "call_offered"}
        assert client.post(where, told).status_code == 409
    page = desk.get(reverse("care:case", args=[case_ref])).content.decode()
    assert 'value="conversation"' not in page
    refused = desk.post(
        reverse("care:stage", args=[case_ref]),
        {"stage": "conversation", "step": "begun"},
    )
    assert refused.status_code == 409
    desk.post(address, {"say": "take-back"})
    assert not wants_to_be_left_alone(case_ref)


def test_where_to_and_why_are_for_those_who_refer(
    desk: Client,
    case_ref: str,
    carer: Actor,
    signed_in: SignIn,
    case_assigned: Assigned,
) -> None:
    services.refer(
        actor=carer, case_ref=case_ref, to="Cardiology", reason="Heart",
        urgency="week", at=AT,
    )  # fmt: skip
    address = reverse("care:case", args=[case_ref])
    assert "Cardiology" in desk.get(address).content.decode()
    liaison = signed_in("family-liaison")
    case_assigned(liaison.user, case_ref)  # type: ignore[attr-defined]
    page = liaison.get(address)
    assert page.status_code == 200
    assert "Cardiology" not in page.content.decode()


def test_somebody_else_s_case_answers_like_no_case(
    case_ref: str, signed_in: SignIn
) -> None:
    outsider = signed_in("clinician")
    for name in ("case", "visit", "refer", "left-alone"):
        for asked in (case_ref, "R-00000000"):
            address = reverse(f"care:{name}", args=[asked])
            assert outsider.get(address).status_code == 404
    assert case_ref not in outsider.get(reverse("care:returned")).content.decode()


def test_late_follow_ups_stand_under_today_and_first_in_the_list(
    desk: Client, case_ref: str, carer: Actor
) -> None:
    services.record_stage(
        actor=carer, case_ref=case_ref, stage="follow_up", step="planned",
        due_on=DAY - timedelta(days=1), at=AT,
    )  # fmt: skip
    assert "1 follow-up is late" in desk.get("/").content.decode()
    page = desk.get(reverse("care:returned")).content.decode()
    assert "Late since" in page
    assert case_ref in page
