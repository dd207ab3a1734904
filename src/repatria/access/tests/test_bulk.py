"""Many rows at once: all are there, and the database knows how many."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection

from repatria.access.bulk import MANY, insert_columns
from repatria.register.models import Person

pytestmark = pytest.mark.django_db


def test_a_database_that_plans_by_what_it_knows_knows_of_many_new_rows() -> None:
    refs = [f"R-{number:08}" for number in range(MANY)]
    at = datetime(2022, 11, 1, tzinfo=UTC)
    numbers = insert_columns(Person, {"case_ref": refs}, opened_at=at)
    kept = Person.objects.order_by("case_ref").values_list("pk", "case_ref")
    assert list(kept) == list(zip(numbers, refs, strict=True))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples FROM pg_class WHERE relname = %s",
                [Person._meta.db_table],
            )
            assert cursor.fetchone() == (MANY,)
