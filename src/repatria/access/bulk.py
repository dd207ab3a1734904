"""Writing many rows at once: a list of 100,000 names in seconds, not minutes.

``bulk_create`` words and adapts each value of each row anew.  Here the statement is
worded once, only dates and JSON are adapted, and PostgreSQL takes the rows by COPY.
Constraints, triggers and the transaction hold as for every other write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from json import dumps
from typing import Any, cast

from django.db import connection, models

# What drivers take as it is; all else is adapted by its field.
_PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.FloatField,
    models.BooleanField,
    models.BinaryField,
    models.ForeignKey,
)
Values = Mapping[str, Sequence[Any]]
# From so many new rows on PostgreSQL is told how its table looks now: it plans by what
# it knows, and would look at the new rows by itself a minute too late.
MANY = 10_000


def insert_columns(
    model: type[models.Model], columns: Values, **same: Any
) -> Sequence[int]:
    """Insert rows told column by column, by attribute name; return their numbers.

    ``same`` holds what is the same in every row.  A column that is not told holds its
    field's default; one that has none must be told.
    """
    count = len(next(iter(columns.values())))
    given: dict[str, Iterable[Any]] = {}
    for field in _told(model):
        adapted, name = _adapter(field), field.attname
        if name in same:
            given[name] = repeat(adapted(same[name]), count)
        elif name not in columns and field.has_default():
            given[name] = repeat(adapted(field.get_default()), count)
        elif isinstance(field, _PLAIN):
            given[name] = columns[name]
        else:
            given[name] = map(adapted, columns[name])
    key = model._meta.pk
    numbers: Sequence[int] = columns.get(key.attname) or _reserved(model, count)
    _insert(model, {**given, key.attname: numbers})
    return numbers


def _told(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields that somebody must tell: all but a number that counts."""
    return [
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, models.AutoField | models.BigAutoField)
    ]


def _adapter(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, models.JSONField):
        # Both databases take JSON as text, and text is what COPY sends.
        encoder = field.encoder
        return lambda value: None if value is None else dumps(value, cls=encoder)
    return lambda value: field.get_db_prep_save(value, connection)


def _reserved(model: type[models.Model], count: int) -> Sequence[int]:
    """Return numbers that no other row of the table has or will get."""
    table, key = str(model._meta.db_table), str(model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) "
                "FROM generate_series(1, %s)",
                [table, key, count],
            )
            return [number for (number,) in cursor.fetchall()]
        # The transaction has held the only write lock since it began.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = (last[0] if last else 0) + 1
    return range(first, first + count)


def _insert(model: type[models.Model], given: Mapping[str, Iterable[Any]]) -> None:
    quoted = connection.ops.quote_name
    fields = {field.attname: field.column for field in model._meta.concrete_fields}
    table = quoted(model._meta.db_table)
    columns = ", ".join(quoted(str(fields[name])) for name in given)
    rows: Iterator[tuple[Any, ...]] = zip(*given.values(), strict=True)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            if cursor.rowcount >= MANY:
                cursor.execute(f"ANALYZE {table}")
            return
        places = ", ".join(["%s"] * len(given))
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({places})",  # noqa: S608 - ours
            cast("Sequence[tuple[Any, ...]]", rows),  # an iterator does as well
        )
