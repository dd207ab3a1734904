"""Tables that only grow: the database itself refuses what would rewrite them.

A migration says ``AppendOnly("ledger_entry")`` after it has made the table.  The
promise is kept by triggers on SQLite and PostgreSQL, so that neither a slip in our
code nor somebody with a database shell edits, deletes or truncates quietly; whoever
drops the triggers first is found out by a held checkpoint of the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

SAYS = "append only: a correction is a new row"
_FUNCTION = "repatria_append_only"


class AppendOnly(Operation):
    """Refuse UPDATE, DELETE and TRUNCATE on ``table``.

    ``may_change`` names the columns (as in the database) that may be updated;
    ``may_blank`` those that may become empty and nothing else, as an erasure leaves
    them.  An update that leaves all others as they were passes.  "key_*" means every
    column that begins so.  Django sees the refusal as ``IntegrityError``.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(
        self,
        table: str,
        may_change: Sequence[str] = (),
        may_blank: Sequence[str] = (),
    ) -> None:
        self.table = table
        self.may_change = tuple(may_change)
        self.may_blank = tuple(may_blank)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave the models as they are: this concerns the database alone."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Make the triggers."""
        del app_label, from_state, to_state
        self.put(schema_editor.connection)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Drop the triggers."""
        del app_label, from_state, to_state
        self.drop(schema_editor.connection)

    def describe(self) -> str:
        """Return what ``sqlmigrate`` and ``makemigrations`` show."""
        return f"Let {self.table} only grow"

    def put(self, connection: Any) -> None:
        """Make the triggers anew, for the columns that the table has now."""
        self.drop(connection)
        changed = self._changed(connection)
        with connection.cursor() as cursor:
            for statement in _MAKE[connection.vendor]:
                cursor.execute(statement.format(table=self.table, changed=changed))

    def drop(self, connection: Any) -> None:
        """Drop the triggers that are there."""
        with connection.cursor() as cursor:
            for statement in _DROP[connection.vendor]:
                cursor.execute(statement.format(table=self.table))

    def _changed(self, connection: Any) -> str:
        """Return when an update is refused: always, or when a fixed column differs."""
        if not (self.may_change or self.may_blank):
            return ""
        with connection.cursor() as cursor:
            described = connection.introspection.get_table_description
            columns = [column.name for column in described(cursor, self.table)]
        differs, length = _SAID[connection.vendor]
        tests = []
        for name in columns:
            if _names(self.may_change, name):
                continue
            test = f'OLD."{name}" {differs} NEW."{name}"'
            if _names(self.may_blank, name):
                test = f'({test} AND {length}(NEW."{name}") > 0)'
            tests.append(test)
        return f"WHEN ({' OR '.join(tests)})"


def _names(patterns: Sequence[str], column: str) -> bool:
    return any(fnmatchcase(column, pattern) for pattern in patterns)


def put_back(*, using: str, **_signal: object) -> None:
    """Make every trigger anew after a migration.

    SQLite changes a column by copying its table, and the triggers go with the old
    one; a column added later has to be guarded too.  Called after ``migrate``.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    with transaction.atomic(using):
        for promise in promises(connection):
            if promise.table in there:
                promise.put(connection)


def promises(connection: Any) -> Iterator[AppendOnly]:
    """Yield what the migrations applied to this database promise.

    Of two promises about one table the later migration's counts.
    """
    loader = MigrationLoader(connection)
    newest: dict[str, AppendOnly] = {}
    for key in sorted(loader.applied_migrations):
        migration = loader.disk_migrations.get(key)
        for operation in migration.operations if migration else ():
            if isinstance(operation, AppendOnly):
                newest[operation.table] = operation
    yield from newest.values()


# How a value is said to differ, and how long it is; NULL is of no length.
_SAID = {
    "sqlite": ("IS NOT", "length"),
    "postgresql": ("IS DISTINCT FROM", "octet_length"),
}
_MAKE = {
    "sqlite": tuple(
        f'CREATE TRIGGER "{{table}}_no_{act}" BEFORE {act.upper()} ON "{{table}}" '
        f"FOR EACH ROW {when}BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        for act, when in (("update", "{changed} "), ("delete", ""))
    ),
    "postgresql": (
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql "
        f"AS $$ BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = '23001'; END $$",
        'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" '
        f"FOR EACH ROW {{changed}} EXECUTE FUNCTION {_FUNCTION}()",
        'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()",
        'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION {_FUNCTION}()",
    ),
}
_DROP = {
    "sqlite": tuple(
        f'DROP TRIGGER IF EXISTS "{{table}}_no_{act}"' for act in ("update", "delete")
    ),
    "postgresql": tuple(
        f'DROP TRIGGER IF EXISTS "{{table}}_no_{act}" ON "{{table}}"'
        for act in ("update", "delete", "truncate")
    ),
}
