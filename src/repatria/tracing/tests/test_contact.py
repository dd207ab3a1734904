"""The log of calls: some is not all, and nobody is asked who wants peace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.access.models import LeftAloneRequest
from repatria.shared.actors import Actor
from repatria.tracing import queries, services
from repatria.tracing.core.contact import Contact, Standing, standing, tally
from repatria.tracing.core.errors import LeftAloneError
from repatria.tracing.tests.conftest import AT

logs = st.lists(st.lists(st.sampled_from(list(Contact)), max_size=5), max_size=40)


@given(logs)
def test_a_total_counts_everybody_once(people: list[list[Contact]]) -> None:
    told = tally(people)
    parts = (
        told.reached, told.not_reached, told.refused, told.offered, told.not_recorded
    )  # fmt: skip
    assert sum(parts) == told.of == len(people)


@given(logs)
def test_nobody_without_an_entry_is_counted_as_reached(
    people: list[list[Contact]],
) -> None:
    told = tally(people)
    assert told.not_recorded == sum(1 for log in people if not log)
    assert told.reached == sum(1 for log in people if Contact.CALL_MADE in log)


def test_a_total_never_stands_without_how_many_it_is_out_of() -> None:
    people = [["call_made"]] * 12 + [[]] * 24
    assert tally(people).sentence() == "12 of 36 reached somebody"


@pytest.mark.parametrize(
    ("log", "where"),
    [
        pytest.param([], Standing.NOT_RECORDED, id="nothing written is not recorded"),
        pytest.param(["call_offered"], Standing.OFFERED, id="an offer is no call"),
        pytest.param(
            ["call_not_reached", "call_refused"], Standing.REFUSED, id="the last word"
        ),
        pytest.param(
            ["call_made", "call_refused"], Standing.REACHED, id="reached stays reached"
        ),
    ],
)
def test_where_one_person_stands(log: list[str], where: Standing) -> None:
    assert standing(log) is where


def test_the_log_of_somebody_who_wants_peace_takes_nothing(
    person: Callable[..., str], liaison: Actor
) -> None:
    case_ref = person()
    LeftAloneRequest.objects.create(
        case_ref=case_ref, leave_alone=True, said_at=AT, heard_by="user:1"
    )
    with pytest.raises(LeftAloneError, match="2022-11-20"):
        services.log_contact(
            actor=liaison, case_ref=case_ref, kind="call_offered", at=AT
        )
    assert not queries.contacts_of(case_ref).exists()


def test_totals_over_persons_count_those_of_whom_nothing_is_known(
    person: Callable[..., str], liaison: Actor
) -> None:
    cases = [person(f"Коваль{n}") for n in range(3)]
    services.log_contact(actor=liaison, case_ref=cases[0], kind="call_made", at=AT)
    assert queries.contact_totals(cases).sentence() == "1 of 3 reached somebody"
    assert queries.contact_totals(cases).not_recorded == 2
