"""A family asks: who asks is kept apart, and a person decides whom it is about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection

from repatria.access.core.errors import NothingHereError
from repatria.register.queries import numbers_of, records_of
from repatria.shared.actors import Actor
from repatria.tracing import doors, queries, services
from repatria.tracing.core.errors import AlreadyLinkedError, NotLinkedError
from repatria.tracing.models import Requester, TracingRequest
from repatria.tracing.tests.conftest import AT

Person = Callable[..., str]
Request = Callable[..., TracingRequest]


def test_name_and_contact_of_who_asks_lie_sealed_in_the_database(
    request_for: Request,
) -> None:
    asked = request_for()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM tracing_requester")
        row = " ".join(
            bytes(each).decode("latin-1")
            if isinstance(each, bytes | memoryview)
            else str(each)
            for each in cursor.fetchone()
        )
    assert "Olha" not in row
    assert "555 0101" not in row
    assert queries.name_of_requester(asked.requester) == "Olha Kovalenko"
    assert queries.contact_of_requester(asked.requester) == "+000 555 0101"


def test_what_a_family_says_is_a_statement_that_does_not_name_the_family(
    request_for: Request,
) -> None:
    record = request_for().record
    assert (record.kind, record.source.sender) == ("request", "family")
    assert record.family == "Kovalenko"


def test_candidates_are_found_in_the_other_script(
    person: Person, request_for: Request, liaison: Actor
) -> None:
    case_ref = person()
    person("Бондар", "Петро", "1985")
    found = doors.candidates_for(liaison, request_for())
    assert [each.case_ref for each in found] == [case_ref]
    assert "year of birth" in found[0].agrees


def test_the_candidate_that_agrees_in_more_stands_first(
    person: Person, request_for: Request, liaison: Actor
) -> None:
    person("Коваленко", "Іван", "1971")
    wanted = person()
    found = doors.candidates_for(liaison, request_for())
    assert found[0].case_ref == wanted
    assert len(found) == 2


def test_a_link_is_a_decision_and_the_familys_statement_joins_the_person(
    person: Person, request_for: Request, liaison: Actor
) -> None:
    case_ref, asked = person(), request_for()
    services.link_request(
        actor=liaison, request=asked, case_ref=case_ref, reasons=["birth"], at=AT
    )
    assert asked.case_ref == case_ref
    assert [each.ref for each in queries.requests_of(case_ref)] == [asked.ref]
    assert {each.kind for each in records_of(case_ref)} == {"card", "request"}


def test_a_request_linked_twice_is_refused_until_the_first_link_is_taken_back(
    person: Person, request_for: Request, liaison: Actor
) -> None:
    first, second, asked = person(), person("Бондар"), request_for()
    services.link_request(actor=liaison, request=asked, case_ref=first, at=AT)
    with pytest.raises(AlreadyLinkedError, match=first):
        services.link_request(actor=liaison, request=asked, case_ref=second, at=AT)
    services.unlink_request(actor=liaison, request=asked, at=AT)
    services.link_request(actor=liaison, request=asked, case_ref=second, at=AT)
    asked.refresh_from_db()
    assert asked.case_ref == second
    assert [each.linked for each in asked.decisions.all()] == [True, False, True]


def test_a_link_taken_back_parts_the_two_cases_again(
    person: Person, request_for: Request, liaison: Actor
) -> None:
    case_ref, asked = person(), request_for()
    services.link_request(actor=liaison, request=asked, case_ref=case_ref, at=AT)
    services.unlink_request(actor=liaison, request=asked, at=AT)
    assert numbers_of(case_ref) == [case_ref]
    assert not queries.requests_of(case_ref).exists()
    with pytest.raises(NotLinkedError):
        services.unlink_request(actor=liaison, request=asked, at=AT)


def test_a_number_that_nobody_has_links_to_nothing(
    request_for: Request, liaison: Actor
) -> None:
    with pytest.raises(NothingHereError):
        services.link_request(
            actor=liaison, request=request_for(), case_ref="R-00000000", at=AT
        )
    with pytest.raises(NothingHereError):
        doors.known_case("no number at all")


def test_a_request_made_before_the_person_was_known_keeps_its_crossing(
    person: Person,
    request_for: Request,
    liaison: Actor,
    crossed: Callable[[str], None],
) -> None:
    """The older number speaks for both; what the younger one has still counts."""
    asked = request_for()
    younger = person()
    crossed(younger)
    services.link_request(actor=liaison, request=asked, case_ref=younger, at=AT)
    assert asked.case_ref != younger
    assert queries.crossed_on(asked.case_ref) is not None
    assert queries.open_notice_of(asked) is not None


def test_nothing_of_who_asks_can_be_overwritten(request_for: Request) -> None:
    from django.db import IntegrityError

    request_for()
    with pytest.raises(IntegrityError):
        Requester.objects.update(language="ru")
