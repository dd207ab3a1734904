"""The family's first visit: asked for, allowed from a day on, happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from repatria.shared.text import mark as _


class Visit(StrEnum):
    """What is recorded about a visit."""

    ASKED = "asked"
    ALLOWED_FROM = "allowed_from"
    HAPPENED = "happened"


VISIT_WORDS = {
    Visit.ASKED: _("The family asked for it"),
    Visit.ALLOWED_FROM: _("Allowed from"),
    Visit.HAPPENED: _("It happened"),
}


@dataclass(frozen=True, slots=True)
class FirstVisit:
    """What is known of the first visit; None is not recorded."""

    asked: date | None = None
    allowed_from: date | None = None
    happened: date | None = None

    @property
    def before_allowed(self) -> bool:
        """Whether it happened on a day on which it was not allowed yet."""
        if self.happened is None:
            return False
        return self.allowed_from is None or self.happened < self.allowed_from

    @property
    def waits(self) -> bool:
        """Whether a family asked and nobody has answered."""
        answered = self.allowed_from is not None or self.happened is not None
        return self.asked is not None and not answered


def first_visit(events: Iterable[tuple[str, date]]) -> FirstVisit:
    """Return what (kind, day) pairs in order of time say of the first visit.

    The first time it was asked and happened counts, and the newest permission.

    >>> first_visit([("asked", date(2022, 11, 25))]).waits
    True
    """
    asked = happened = allowed = None
    for kind, day in events:
        if kind == Visit.ASKED:
            asked = asked or day
        elif kind == Visit.HAPPENED:
            happened = happened or day
        else:
            allowed = day
    return FirstVisit(asked, allowed, happened)
