"""However long a list grows, its pages ask the database no more often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from repatria.register.models import Person
from repatria.register.tests.conftest import Desk

pytestmark = pytest.mark.django_db

HEADER = "id,surname,given name,date of birth\n"


def _people(count: int) -> str:
    rows = (f"N-{n},Abrel,Ostin,1984-05-{n % 28 + 1:02}\n" for n in range(count))
    return HEADER + "".join(rows)


def test_rows_of_a_list(
    desk: Desk, signed_in: Callable[..., Any], queries_for: Callable[[Any, str], int]
) -> None:
    reader = signed_in("registrar")
    asked = [
        queries_for(reader, f"/lists/{desk.take_in(_people(count), sender=sender).pk}/")
        for count, sender in ((3, "south"), (30, "north"))
    ]
    assert asked[0] == asked[1]


def test_lists(
    desk: Desk, signed_in: Callable[..., Any], queries_for: Callable[[Any, str], int]
) -> None:
    reader = signed_in("registrar")
    desk.take_in(_people(2), sender="south")
    few = queries_for(reader, "/lists/")
    for n in range(3, 9):
        desk.take_in(_people(n), sender="south")
    assert queries_for(reader, "/lists/") == few


@pytest.mark.parametrize("role", ["registrar", "family-liaison"])
def test_people_found(
    desk: Desk,
    signed_in: Callable[..., Any],
    case_assigned: Callable[[Any, str], None],
    django_assert_max_num_queries: Callable[[int], Any],
    role: str,
) -> None:
    desk.take_in(_people(30))
    reader = signed_in(role)
    for person in Person.objects.all():
        case_assigned(reader.user, person.case_ref)
    with django_assert_max_num_queries(20):  # fewer than there are people
        answer = reader.post("/search/", {"asked": "Abrel"})
    assert answer.content.decode().count('href="/persons/') == 30
