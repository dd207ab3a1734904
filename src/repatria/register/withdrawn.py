"""Statements whose word no longer counts: corrected, or taken back by who said them.

A record never changes.  A later room that keeps corrections says in its
``AppConfig.ready`` which records they are about; whoever draws a conclusion from a
record's word leaves those out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from repatria.register.models import Record

Source = Callable[[], QuerySet[Any, int]]
_sources: list[Source] = []


def provide(source: Source) -> None:
    """Ask ``source`` for the keys of such records from now on; twice counts once."""
    if source not in _sources:
        _sources.append(source)


def standing(records: QuerySet[Record]) -> QuerySet[Record]:
    """Return those of ``records`` whose word still counts."""
    for source in _sources:
        records = records.exclude(pk__in=source())
    return records
