"""What was withdrawn stays withdrawn, and keeps no name once it was erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repatria.access.core.errors import ErasedError
from repatria.shared.actors import Actor
from repatria.tracing import queries, services
from repatria.tracing.core.errors import (
    ForgottenError,
    NotWithdrawnError,
    WithdrawnBeforeError,
    WithdrawnError,
)
from repatria.tracing.core.sought import Sought
from repatria.tracing.core.withdrawals import kept_of, known_as, known_by
from repatria.tracing.models import TracingRequest
from repatria.tracing.tests.conftest import AT

Request = Callable[..., TracingRequest]
LATER = AT + timedelta(days=3)
WHOLE = Sought(family="Kovalenko", given="Ivan", birth="1990-05-09")
NAMES = ("Olha Kovalenko", "Marko Bondar", "Iryna Shevchenko", "Petro Melnyk")
SPELT = {
    "Olha Kovalenko": ("Коваленко Ольга", "OLHA KOVALENKO", "Kovalenko, Olha"),
    "Marko Bondar": ("Бондар Марко", "Bondar Marko"),
    "Iryna Shevchenko": ("Шевченко Ірина", "shevchenko iryna"),
    "Petro Melnyk": ("Мельник Петро", "MELNYK Petro"),
}


def record(
    actor: Actor, *, name: str = "Olha Kovalenko", **told: object
) -> TracingRequest:
    said = {"contact": "+000 555 0101", "sought": WHOLE, "reason": "", **told}
    return services.record_request(
        actor=actor,
        name=name,
        relation="spouse",
        at=LATER,
        **said,  # type: ignore[arg-type]
    )


@pytest.fixture
def withdrawn(liaison: Actor) -> TracingRequest:
    """A request whose requester does not ask any more; its words were erased."""
    made = record(liaison)
    services.withdraw_request(
        actor=liaison, request=made, said_by="requester", cause="no_longer_asks",
        at=AT, forget=True,
    )  # fmt: skip
    made.refresh_from_db()
    return made


def test_the_clerk_is_told_when_and_by_whom_and_nothing_else(
    withdrawn: TracingRequest, liaison: Actor
) -> None:
    with pytest.raises(WithdrawnBeforeError) as refused:
        record(liaison, name="Коваленко Ольга", contact="555-01-01 (000)")
    told = refused.value.facts
    assert told == {
        "day": "2022-11-20",
        "by": "whoever asked",
        "request": withdrawn.ref,
    }
    assert TracingRequest.objects.count() == 1


def tables_holding(word: str) -> list[str]:
    """The tables in which a word stands in clear, in small letters."""
    held = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            if word in " ".join(map(str, cursor.fetchall())).casefold():
                held.append(table)
    return held


def test_erased_means_that_no_table_holds_the_name_any_more(liaison: Actor) -> None:
    made = record(liaison)
    assert tables_holding("kovalenko") == ["register_record"]
    services.withdraw_request(
        actor=liaison, request=made, said_by="requester", cause="no_longer_asks",
        at=AT, forget=True,
    )  # fmt: skip
    assert tables_holding("kovalenko") == tables_holding("5550101") == []
    made.refresh_from_db()
    with pytest.raises(ErasedError):
        queries.sought_in(made)


def test_a_reason_lets_it_in_and_the_old_one_has_its_successor(
    withdrawn: TracingRequest, liaison: Actor
) -> None:
    with pytest.raises(ForgottenError):
        services.reopen_request(
            actor=liaison, request=withdrawn, reason="asks again", at=LATER
        )
    made = record(liaison, reason="She came in person and asks again.")
    assert made.arrivals.get().reason == "She came in person and asks again."
    assert withdrawn.withdrawals.last().turn == "succeeded"  # type: ignore[union-attr]
    assert queries.is_withdrawn(withdrawn)
    services.withdraw_request(
        actor=liaison, request=made, said_by="requester", cause="found", at=LATER
    )
    with pytest.raises(WithdrawnBeforeError):
        record(liaison)


def test_what_was_not_erased_is_opened_again_as_it_was(
    request_for: Request, liaison: Actor
) -> None:
    asked = request_for()
    with pytest.raises(NotWithdrawnError):
        services.reopen_request(actor=liaison, request=asked, reason="x", at=AT)
    services.withdraw_request(
        actor=liaison, request=asked, said_by="requester", cause="found", at=AT
    )
    with pytest.raises(WithdrawnError):
        services.withdraw_request(
            actor=liaison, request=asked, said_by="sought", cause="removal", at=AT
        )
    services.reopen_request(actor=liaison, request=asked, reason="a slip", at=LATER)
    assert not queries.is_withdrawn(asked)
    assert queries.sought_in(asked).family == "Kovalenko"
    asked.state.refresh_from_db()
    assert asked.state.stands == "waiting"


def test_the_person_sought_is_known_again_whoever_asks(liaison: Actor) -> None:
    made = record(liaison)
    services.withdraw_request(
        actor=liaison, request=made, said_by="sought", cause="not_missing", at=AT
    )
    with pytest.raises(WithdrawnBeforeError, match="the person sought"):
        record(liaison, name="Marko Bondar", contact="+000 555 0199")
    allowed = record(
        liaison, name="Marko Bondar", contact="+000 555 0199", reason="a namesake"
    )
    assert queries.is_withdrawn(made)
    assert not queries.is_withdrawn(allowed)


def test_another_relative_is_not_stopped_by_a_requesters_withdrawal(
    withdrawn: TracingRequest, liaison: Actor
) -> None:
    made = record(liaison, name="Marko Bondar", contact="+000 555 0199")
    assert made.ref != withdrawn.ref


def test_the_same_relative_may_ask_after_somebody_else(
    withdrawn: TracingRequest, liaison: Actor
) -> None:
    brother = Sought(family="Kovalenko", given="Petro", birth="1985")
    father = Sought(family="Kovalenko", given="Ivan", birth="1960")
    made = [record(liaison, sought=one) for one in (brother, father)]
    assert withdrawn.ref not in {one.ref for one in made}


def test_a_notice_that_nobody_sent_goes_with_the_request(
    request_for: Request,
    person: Callable[..., str],
    crossed: Callable[[str], None],
    liaison: Actor,
) -> None:
    asked, case_ref = request_for(), person()
    crossed(case_ref)
    services.link_request(actor=liaison, request=asked, case_ref=case_ref, at=AT)
    services.withdraw_request(
        actor=liaison, request=asked, said_by="requester", cause="found", at=AT
    )
    assert queries.open_notice_of(asked) is None
    with pytest.raises(WithdrawnError):
        services.propose_for(request=asked, at=AT, actor=liaison)


def test_without_a_whole_date_of_birth_no_namesake_is_taken_for_the_person() -> None:
    assert known_as(Sought(family="Kovalenko", given="Ivan", birth="1990")) == []
    assert known_as(WHOLE) != []
    assert kept_of("Olha", "", Sought()) == []


people = st.sampled_from(NAMES)
birth = st.sampled_from(["", "1984", "1984-05", "09.05.1984", "1990"])


@given(people, people, birth, birth, people, st.data())
def test_a_withdrawn_request_is_known_again_however_it_is_spelt(
    who: str, whom: str, first: str, again: str, other: str, data: st.DataObject
) -> None:
    given_name, family = whom.split()
    kept = kept_of(who, "", Sought(family=family, given=given_name, birth=first))
    spelt = data.draw(st.sampled_from(SPELT[who]))
    asked = known_by(spelt, "", Sought(family=family, given=given_name, birth=again))
    years = {first[-4:] if "." in first else first[:4],
             again[-4:] if "." in again else again[:4]} - {""}  # fmt: skip
    assert bool({*kept} & {*asked}) is (len(years) < 2)
    if other != who:
        stranger = known_by(other, "", Sought(family=family, given=given_name))
        assert not {*kept} & {*stranger}


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(NAMES), st.booleans())
def test_after_any_withdrawal_only_that_request_is_stopped(
    liaison: Actor,
    names: list[str],
    forget: bool,  # noqa: FBT001 - hypothesis hands it in
) -> None:
    with transaction.atomic():
        gone, *others = names
        made = record(liaison, name=gone, contact="")
        services.withdraw_request(
            actor=liaison, request=made, said_by="requester", cause="found", at=AT,
            forget=forget,
        )  # fmt: skip
        for spelt in SPELT[gone]:
            with pytest.raises(WithdrawnBeforeError):
                record(liaison, name=spelt, contact="")
        assert [record(liaison, name=one, contact="") for one in others]
        transaction.set_rollback(True)
