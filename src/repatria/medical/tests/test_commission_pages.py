"""Mixed commissions on their pages, and what others see of them: who sat, no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from repatria.medical.models import Commission, Examination, Sitting
from repatria.medical.tests.conftest import TODAY
from repatria.medical.tests.sittings import (
    APPROVED,
    BOTH,
    SAT,
    a_commission,
    put,
    sat,
    vote,
)

db = pytest.mark.django_db
REPATRIATE, REFUSE, LATER = "repatriate", "refuse", "later"


@pytest.fixture
def commission(cases: list[str]) -> Commission:
    """A commission for people of Norland whom Sudmark holds, approved by both."""
    assert cases
    return a_commission()


@pytest.fixture
def examiner(
    cases: list[str],
    signed_in: Callable[..., Client],
    case_assigned: Callable[..., None],
) -> Client:
    """A commission doctor's browser; the three cases are entrusted to them."""
    client = signed_in("commission-doctor")
    for case_ref in cases:
        case_assigned(client.user, case_ref)  # type: ignore[attr-defined]
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().partition("<main")[2]


@db
def test_a_commission_is_set_up_sits_votes_and_tells_on_its_pages(
    examiner: Client, cases: list[str]
) -> None:
    def send(address: str, **told: Any) -> None:
        answer = examiner.post(address, told)
        assert answer.status_code == 302, answer.content.decode()

    sides = {"holder": "SUDMARK", "home": "NORLAND"}
    send("/commissions/new/", name="Lake commission", **sides)
    made = Commission.objects.get()
    address = f"/commissions/{made.ref}/"
    assert "Not yet" in page(examiner, address)
    refused = examiner.post(f"{address}sitting/", {"place": "Camp 8", "on": SAT})
    assert refused.status_code == 422
    for seat, power in (("chair", "Lakeland"), ("neutral", "Hill"), ("holder", "SUD")):
        send(f"{address}member/", name=f"Dr {seat}", seat=seat, power=power, field="")
    for whom in BOTH:
        send(f"{address}approval/", whom=whom.value, on=APPROVED)
    members = list(made.members.values_list("ref", flat=True))
    send(f"{address}sitting/", place="Camp 8", on=SAT, members=members)
    sitting = f"/commissions/sittings/{Sitting.objects.get().ref}/"
    send(f"{sitting}put/", case_ref=cases[0], proposed_by="representative")
    held = f"/commissions/examined/{Examination.objects.get().ref}/"
    cast = dict(zip(members, [REPATRIATE, REFUSE, REPATRIATE], strict=True))
    send(f"{held}votes/", injury="a lost hand", fit_to_travel="yes", **cast)
    assert "a lost hand" in page(examiner, held)
    assert "☒ A" in page(examiner, f"{held}certificate/")
    assert cases[0] in page(examiner, f"{sitting}notice/")
    assert "The person examined" in page(examiner, f"{held}notice/")
    send(f"{held}told/", on=SAT)
    send(f"{sitting}told/", whom="holder", on=SAT)
    assert "GC III annex II 12" in page(examiner, address)
    assert "Repatriation" in page(examiner, f"/health/{cases[0]}/")
    send(f"{held}done/", on=TODAY)
    assert "GC III annex II 12" not in page(examiner, address)
    assert examiner.get(f"{held}take-back/sat/").status_code == 404
    send(f"{held}take-back/done/", reason="another man")
    assert "GC III annex II 12" in page(examiner, address)


@db
def test_a_certificate_is_only_of_a_repatriation(
    commission: Commission, examiner: Client, cases: list[str]
) -> None:
    held = put(sat(commission), cases[0])
    vote(held, REFUSE, REFUSE, LATER)
    address = f"/commissions/examined/{held.ref}/"
    assert "certificate" not in page(examiner, address)
    assert "geneva3.art110.1.3" in page(examiner, f"/health/{cases[0]}/")
    assert "1 deadline of a commission runs" in page(examiner, "/")
    assert examiner.get(f"{address}certificate/").status_code == 404


@db
@pytest.mark.parametrize("role", ["registrar", "agency-delegate", "auditor"])
def test_others_see_who_sat_and_not_who_was_examined_or_what_was_decided(
    commission: Commission,
    cases: list[str],
    signed_in: Callable[..., Client],
    role: str,
) -> None:
    sitting = sat(commission)
    held = put(sitting, cases[0])
    vote(held, REPATRIATE, REPATRIATE, REFUSE, injury="CANARY")
    client = signed_in(role)
    seen = page(client, f"/commissions/sittings/{sitting.ref}/")
    assert "Dr chair" in seen
    assert "1 person whose case is not entrusted to you" in seen
    seen += page(client, f"/commissions/{commission.ref}/")
    for secret in (cases[0], held.ref, "Abrel", "CANARY", "Repatriation"):
        assert secret not in seen
    for address in ("", "votes/", "certificate/", "told/", "done/"):
        told = client.get(f"/commissions/examined/{held.ref}/{address}")
        assert told.status_code == 404
    assert client.get(f"/commissions/sittings/{sitting.ref}/notice/").status_code == 404
