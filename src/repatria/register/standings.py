"""What later rooms know of a list's rows, for the pages that show the rows.

A later room says in its ``AppConfig.ready`` how its columns are asked for; the page of
a list then shows them, counts them and filters by them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from repatria.register.models import SourceFile


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one row, in the reader's words; ``tone`` as for states."""

    tone: str
    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A standing that rows of the list have, how many have it, and its words."""

    code: str
    tone: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of standings.

    ``of`` gives those of some records, ``holding`` the records (as a query of their
    keys) that have a standing; ``about`` says where the column comes from, and
    ``address`` leads there.
    """

    key: str
    title: str
    about: str
    address: str
    choices: Sequence[Choice]
    of: Callable[[Collection[int]], Mapping[int, Standing]]
    holding: Callable[[str], QuerySet[Any, int]]


Source = Callable[[SourceFile], Sequence[Column]]
_sources: list[Source] = []


def provide(source: Source) -> None:
    """Ask ``source`` for columns from now on; a second time counts once."""
    if source not in _sources:
        _sources.append(source)


def columns_of(file: SourceFile) -> list[Column]:
    """Return every column that later rooms have for a list, earlier rooms first."""
    return [column for source in _sources for column in source(file)]
