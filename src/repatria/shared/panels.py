"""What a room offers to the pages that gather many rooms.

The pages are assembled in ``site``: a person's page from ``Panel``s, and Today
from ``Waiting``s.  A room lists its own in ``panels.py`` as ``PANELS`` and
``WAITING``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from repatria.shared.actors import Actor


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a person's page.

    ``right`` names who may see it (``access/data/rights.toml``).  ``fill`` is
    asked with the actor, the case number and the time, and returns the context of
    ``template``, or None where the room has nothing to say about this person.
    ``order`` places it: small numbers stand higher.
    """

    key: str
    right: str
    title: str  # marked for translation
    template: str
    fill: Callable[[Actor, str, datetime], Mapping[str, Any] | None]
    order: int = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a reader: a line of the page Today.

    ``what`` is a marked phrase with ``{n}`` for ``count``; ``address`` is the name of
    a page and ``arguments`` what it needs.  ``article`` is the rule a due date comes
    from, such as "GC III 70", empty where there is none.  ``facts`` fill further
    {placeholders}: case numbers and codes, never a name.
    """

    what: tuple[str, str]  # from mark_number
    count: int
    address: str
    arguments: Sequence[str] = field(default=())
    due: date | None = None
    article: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WaitingSource:
    """A room's answer to "what waits for me?", for those who hold ``right``."""

    right: str
    ask: Callable[[Actor, datetime], Sequence[Waiting]]
