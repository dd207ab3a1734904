"""Tables that only grow: the database refuses, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.state import ProjectState

from repatria.ledger.triggers import AppendOnly, promises, put_back

pytestmark = pytest.mark.django_db
WHOLE = AppendOnly("trying_table")
PART = AppendOnly("trying_table", may_change=("blanked",))


@pytest.fixture(autouse=True)
def table() -> Iterator[None]:
    run("CREATE TABLE trying_table (id integer PRIMARY KEY, kept text, blanked text)")
    run("INSERT INTO trying_table VALUES (1, 'a', 'b')")
    yield
    run("DROP TABLE trying_table")


def run(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def apply(operation: AppendOnly) -> None:
    operation.put(connection)


def is_refused(statement: str) -> bool:
    try:
        with transaction.atomic():
            run(statement)
    except IntegrityError:
        return True
    return False


CHANGES = [
    "UPDATE trying_table SET kept = 'c'",
    "UPDATE trying_table SET kept = NULL",
    "UPDATE trying_table SET id = 2",
    "DELETE FROM trying_table",
]


@pytest.mark.parametrize("statement", CHANGES)
@pytest.mark.parametrize("operation", [WHOLE, PART], ids=["whole", "part"])
def test_what_would_rewrite_is_refused(operation: AppendOnly, statement: str) -> None:
    apply(operation)
    assert is_refused(statement)
    assert run("SELECT * FROM trying_table") == [(1, "a", "b")]


def test_a_table_grows() -> None:
    apply(WHOLE)
    run("INSERT INTO trying_table VALUES (2, 'c', 'd')")
    assert run("SELECT count(*) FROM trying_table") == [(2,)]


def test_only_named_columns_may_change() -> None:
    apply(PART)
    assert not is_refused("UPDATE trying_table SET blanked = ''")
    assert is_refused("UPDATE trying_table SET blanked = 'x', kept = 'x'")
    apply(WHOLE)
    assert is_refused("UPDATE trying_table SET blanked = 'x'")


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no TRUNCATE")
def test_truncate_is_refused() -> None:
    apply(WHOLE)
    assert is_refused("TRUNCATE trying_table")


def test_the_migration_can_be_taken_back() -> None:
    state = ProjectState()

    class Editor:
        pass

    editor = Editor()
    editor.connection = connection  # type: ignore[attr-defined]
    WHOLE.database_forwards("trying", editor, state, state)
    assert is_refused(CHANGES[0])
    WHOLE.database_backwards("trying", editor, state, state)
    assert not is_refused(CHANGES[0])


def test_after_a_migration_every_promise_holds_again() -> None:
    made = list(promises(connection))
    assert "ledger_entry" in {promise.table for promise in made}
    for promise in made:
        promise.drop(connection)
    put_back(using="default")
    run(
        "INSERT INTO ledger_checkpoint "
        "(size, root, organisation, at, public_key, signature, peaks) "
        "VALUES (0, '', 'north', '2022-11-24 09:00:00+00:00', '', '', '')"
    )
    assert is_refused("DELETE FROM ledger_checkpoint")


def test_the_operation_says_what_it_does() -> None:
    name, args, kwargs = PART.deconstruct()
    assert name == "AppendOnly"
    assert (args or kwargs) is not None
    assert PART.describe() == "Let trying_table only grow"
