"""The pages one can start from, by the work they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from repatria.shared.text import mark as _

# So many pages still read well beside each other; more are shown by their work.
FEW = 7


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation: its name for Django, its words, who may open it."""

    address: str
    words: str
    right: str

    @property
    def path(self) -> str:
        """Where it lies on this server."""
        return _path_of(self.address)


@cache
def _path_of(address: str) -> str:
    # Once for each, and not twice on every page for every place.
    return reverse(address)


@dataclass(frozen=True, slots=True)
class Work:
    """The pages of one kind of work; without ``words`` they stand by themselves."""

    words: str
    places: tuple[Place, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The name of each of its pages for Django."""
        return tuple(place.address for place in self.places)


WORKS = (
    Work("", (Place("site:today", _("Today"), "site.today"),)),
    Work(
        _("Lists and people"),
        (
            Place("register:lists", _("Lists"), "register.lists"),
            Place("matching:runs", _("Comparisons"), "matching.runs"),
            Place("matching:queues", _("Review"), "matching.decide"),
            Place("register:search", _("Search"), "register.search"),
            Place("custody:new", _("Cards and statements"), "custody.record"),
        ),
    ),
    Work(
        _("Letters and deadlines"),
        (
            Place("bureau:register", _("Correspondence"), "bureau.read"),
            Place("bureau:clocks", _("Deadlines"), "bureau.read"),
            Place("medical:commissions", _("Commissions"), "medical.commissions"),
            Place("bureau:certificates", _("Certificates"), "bureau.certificates"),
        ),
    ),
    Work(
        _("Families and calls"),
        (
            Place("tracing:requests", _("Families"), "tracing.request"),
            Place("tracing:calls", _("Calls home"), "tracing.contact"),
        ),
    ),
    Work(
        _("Exchange and crossing"),
        (
            Place("exchange:exchanges", _("Exchanges"), "exchange.read"),
            Place("handover:handovers", _("Handovers"), "handover.view"),
            Place("transmissions:all", _("Transmissions"), "transmission.read"),
        ),
    ),
    Work(
        _("Life after return"),
        (
            Place("medical:cases", _("Health"), "medical.read"),
            Place("care:returned", _("Care"), "care.read"),
        ),
    ),
    Work(
        _("What happened"),
        (
            Place("accountability:incidents", _("Incidents"), "accountability.read"),
            Place("accountability:conditions", _("Conditions"), "accountability.read"),
            Place(
                "accountability:undertakings",
                _("Undertakings"),
                "accountability.read",
            ),
            Place("reports:reports", _("Reports"), "reports.read"),
            Place("publication:publications", _("Publication"), "publication.read"),
        ),
    ),
    Work(
        _("Record and access"),
        (
            Place("ledger:entries", _("Ledger"), "ledger.read"),
            Place("access:break-glass", _("Break-glass"), "access.break-glass"),
            Place("access:openings", _("Openings"), "access.openings"),
            Place("access:exports", _("Exports"), "access.exports"),
            Place("register:erasures", _("Erasures"), "register.erase"),
            Place("register:retention", _("Retention"), "register.retention"),
        ),
    ),
    Work(
        _("Looking after"),
        (
            Place(
                "transmissions:correspondents",
                _("Correspondents"),
                "transmission.correspondents",
            ),
            Place("access:people", _("People"), "access.people"),
            Place("access:tokens", _("Programs"), "access.tokens"),
        ),
    ),
)
NAVIGATION = tuple(place for work in WORKS for place in work.places)


def works_for(may: Callable[[str], bool]) -> list[Work]:
    """Return the pages somebody may open: by their work if they are many.

    A work of one page is that page, without a name around it.
    """
    works = list(_allowed(may))
    if sum(len(work.places) for work in works) <= FEW:
        return [Work("", tuple(place for work in works for place in work.places))]
    return [work if len(work.places) > 1 else Work("", work.places) for work in works]


def _allowed(may: Callable[[str], bool]) -> Iterator[Work]:
    for work in WORKS:
        places = tuple(place for place in work.places if may(place.right))
        if places:
            yield Work(work.words, places)
