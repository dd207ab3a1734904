"""Whoever asked to be left alone is, under every number that their case ever had."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from repatria.access.doors import may_ask
from repatria.access.queries import everybody_left_alone
from repatria.accountability.core.errors import LeftAloneError
from repatria.accountability.models import Claim
from repatria.accountability.services import tie_to_person
from repatria.care.services import ask_to_be_left_alone, take_back
from repatria.register.models import Decision, Record
from repatria.register.services import link, person_of, record_statement, undo
from repatria.reports import models as reports
from repatria.reports.core.errors import AskedToBeLeftAloneError
from repatria.reports.services.testimonies import tie_testimony
from repatria.shared.actors import Actor

pytestmark = pytest.mark.django_db
AT = datetime(2022, 11, 24, 9, tzinfo=UTC)
SOMEBODY = Actor(ref="user:9", roles=frozenset({"registrar"}), organisation="north")
QUIET = "Asked to be left alone"


def stated(sender: str) -> Record:
    """One organisation's statement about somebody, which opens a case."""
    return record_statement(
        actor=SOMEBODY,
        kind="card",
        sender=sender,
        told={"family": "Abrel", "given": "Norland"},
        verbatim=f"Abrel Norland, {sender}",
        said_on=date(2022, 6, 1),
        at=AT,
    )


@pytest.fixture
def two(as_party: object) -> tuple[str, str]:
    """Two numbers that have become one; the younger one asked to be left alone."""
    del as_party
    one, other = stated("south"), stated("agency")
    refs = person_of(one).case_ref, person_of(other).case_ref
    ask_to_be_left_alone(actor=SOMEBODY, case_ref=refs[1], at=AT)
    assert may_ask(refs[0])
    link(actor=SOMEBODY, left=one, right=other, reasons="", at=AT)
    return refs


def test_a_request_heard_under_one_number_holds_under_both(
    two: tuple[str, str],
) -> None:
    assert not any(map(may_ask, two))
    assert everybody_left_alone() == frozenset(two)
    take_back(actor=SOMEBODY, case_ref=two[0], at=AT + timedelta(days=1))
    assert all(map(may_ask, two))
    assert everybody_left_alone() == frozenset()


def test_two_cases_that_are_parted_again_speak_each_for_themselves(
    two: tuple[str, str],
) -> None:
    undo(actor=SOMEBODY, decision=Decision.objects.get(), at=AT)
    assert [may_ask(case_ref) for case_ref in two] == [True, False]


@pytest.mark.parametrize("asked_as", [0, 1])
def test_no_statement_is_tied_to_them(two: tuple[str, str], asked_as: int) -> None:
    told: dict[str, Any] = {"case_ref": two[asked_as], "consent": "given", "at": AT}
    with pytest.raises(LeftAloneError):
        tie_to_person(actor=SOMEBODY, claim=Claim(pk=1), **told)
    with pytest.raises(AskedToBeLeftAloneError):
        tie_testimony(actor=SOMEBODY, testimony=reports.Testimony(pk=1), **told)


@pytest.mark.parametrize("page", ["/persons/{}/", "/health/{}/", "/health/{}/state/"])
def test_the_pages_that_ask_say_so(
    two: tuple[str, str],
    page: str,
    signed_in: Callable[..., Client],
    case_assigned: Callable[..., None],
) -> None:
    client = signed_in("clinician")
    for case_ref in two:
        case_assigned(client.user, case_ref)  # type: ignore[attr-defined]
    shown = client.get(page.format(two[0])).content.decode()
    assert QUIET in shown
