"""New lists are looked through for everybody sought; only people answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from repatria.register.models import SourceFile
from repatria.register.services import import_list, register_party
from repatria.shared.actors import Actor
from repatria.tracing import queries, services
from repatria.tracing.core.errors import WithdrawnError
from repatria.tracing.models import Candidate, TracingRequest
from repatria.tracing.tests.conftest import AT

Request = Callable[..., TracingRequest]
Listed = Callable[..., SourceFile]
HEADING = "No;Прізвище;Ім'я;Дата народження;Підрозділ"
ROWS = (
    "1;Коваленко;Іван;09.05.1990;95",
    "2;Бондар;Петро;01.02.1985;36",
    "3;Шевченко;Тарас;11.03.1979;",
)


@pytest.fixture
def listed(liaison: Actor, tmp_path: Path) -> Listed:
    """Return what imports a list of these rows."""

    def made(*rows: str) -> SourceFile:
        for code in ("NORLAND", "SUDMARK"):
            register_party(actor=liaison, code=code, names={}, at=AT)
        number = len(list(tmp_path.iterdir()))
        path = tmp_path / f"list{number}.csv"
        path.write_text("\n".join((HEADING, *rows)), encoding="utf-8")
        return import_list(
            actor=liaison, path=path, name=path.name, sender="south", subject="held",
            holder="SUDMARK", home="NORLAND", said_on=AT.date(), at=AT,
        )  # fmt: skip

    return made


def state(request: TracingRequest) -> tuple[str, int]:
    request.state.refresh_from_db()
    return request.state.stands, request.state.candidates


def test_a_new_list_brings_candidates_with_reasons_and_links_nobody(
    listed: Listed, request_for: Request
) -> None:
    asked, other = request_for(), request_for("Lysenko", "Oleh")
    version = listed(*ROWS)
    assert services.find_in_list(version, at=AT) == 1
    assert state(asked) == ("waiting", 1)
    assert state(other) == ("waiting", 0)
    first = queries.candidates_of(asked)[0]
    assert first.new_from == version
    assert first.record.family == "Коваленко"
    assert first.why
    assert not asked.case_ref


def test_the_same_list_looked_through_again_proposes_nothing_twice(
    listed: Listed, request_for: Request
) -> None:
    request_for()
    version = listed(*ROWS)
    assert services.find_in_list(version, at=AT) == 1
    assert services.find_in_list(version, at=AT) == 0
    assert Candidate.objects.count() == 1


def test_two_relatives_of_one_person_both_hear_of_the_row(
    listed: Listed, request_for: Request
) -> None:
    asked = [request_for(), request_for(), request_for()]
    services.find_in_list(listed(*ROWS), at=AT)
    assert [state(one) for one in asked] == [("waiting", 1)] * 3


def test_somebody_else_is_not_proposed_again_by_the_next_list(
    listed: Listed, request_for: Request, liaison: Actor
) -> None:
    asked = request_for()
    services.find_in_list(listed(*ROWS), at=AT)
    [found] = Candidate.objects.select_related("record")
    services.answer_candidate(
        actor=liaison, request=asked, record=found.record, said="different",
        reason="another patronymic", at=AT,
    )  # fmt: skip
    assert state(asked) == ("waiting", 0)
    again = listed(*ROWS, "4;Мельник;Олег;07.07.1991;")
    assert services.find_in_list(again, at=AT) == 0
    assert state(asked) == ("waiting", 0)


def test_same_links_the_request_and_tells_nobody(
    listed: Listed, request_for: Request, liaison: Actor
) -> None:
    asked = request_for()
    services.find_in_list(listed(*ROWS), at=AT)
    [found] = Candidate.objects.select_related("record")
    services.answer_candidate(
        actor=liaison, request=asked, record=found.record, said="same",
        reason="birth and unit agree", at=AT,
    )  # fmt: skip
    asked.refresh_from_db()
    assert asked.case_ref
    assert state(asked) == ("linked", 0)
    assert queries.open_notice_of(asked) is None


def test_a_withdrawn_request_gets_no_candidates_and_takes_no_answer(
    listed: Listed, request_for: Request, liaison: Actor
) -> None:
    asked = request_for()
    services.withdraw_request(
        actor=liaison, request=asked, said_by="requester", cause="found", at=AT
    )
    version = listed(*ROWS)
    assert services.find_in_list(version, at=AT) == 0
    with pytest.raises(WithdrawnError):
        services.answer_candidate(
            actor=liaison, request=asked, record=version.records.get(row=1),
            said="same", reason="", at=AT,
        )  # fmt: skip


def test_looking_through_asks_the_database_alike_for_few_and_many(
    listed: Listed,
    request_for: Request,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for number in range(6):
        request_for(f"Kovalenko{'a' * number}", "Ivan")
    version = listed(*ROWS)
    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        services.find_in_list(version, at=AT)


def test_an_import_announces_the_list_once_it_is_committed(
    listed: Listed,
    request_for: Request,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    from django_tasks_db.models import DBTaskResult

    asked = request_for()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        version = listed(*ROWS)
    [job] = DBTaskResult.objects.all()
    assert job.task_path.endswith("look_through")
    assert job.args_kwargs["args"] == [version.pk]
    assert state(asked) == ("waiting", 0)
