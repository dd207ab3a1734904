"""The pages one can start from, in the order of the life of a case."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.shared.text import mark as _


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation: its name for Django, its words, who may open it."""

    address: str
    words: str
    right: str


NAVIGATION = (
    Place("site:today", _("Today"), "site.today"),
    # The rooms, earlier ones first.
    Place("register:lists", _("Lists"), "register.lists"),
    Place("matching:runs", _("Comparisons"), "matching.runs"),
    Place("matching:queues", _("Review"), "matching.decide"),
    Place("register:search", _("Search"), "register.search"),
    Place("tracing:requests", _("Families"), "tracing.request"),
    Place("tracing:calls", _("Calls home"), "tracing.contact"),
    Place("bureau:register", _("Correspondence"), "bureau.read"),
    Place("bureau:clocks", _("Deadlines"), "bureau.read"),
    Place("bureau:certificates", _("Certificates"), "bureau.certificates"),
    Place("custody:new", _("Cards and statements"), "custody.record"),
    Place("medical:cases", _("Health"), "medical.read"),
    Place("exchange:exchanges", _("Exchanges"), "exchange.read"),
    Place("handover:handovers", _("Handovers"), "handover.view"),
    Place("care:returned", _("Care"), "care.read"),
    Place("accountability:incidents", _("Incidents"), "accountability.read"),
    Place("accountability:conditions", _("Conditions"), "accountability.read"),
    Place("accountability:undertakings", _("Undertakings"), "accountability.read"),
    Place("reports:reports", _("Reports"), "reports.read"),
    # What crosses, and what was done.
    Place("transmissions:all", _("Transmissions"), "transmission.read"),
    Place("ledger:entries", _("Ledger"), "ledger.read"),
    Place("register:erasures", _("Erasures"), "register.erase"),
    Place("register:retention", _("Retention"), "register.retention"),
    Place("publication:publications", _("Publication"), "publication.read"),
    Place("access:break-glass", _("Break-glass"), "access.break-glass"),
    Place("access:openings", _("Openings"), "access.openings"),
    Place("access:exports", _("Exports"), "access.exports"),
    # Those who look after the installation.
    Place(
        "transmissions:correspondents",
        _("Correspondents"),
        "transmission.correspondents",
    ),
    Place("access:people", _("People"), "access.people"),
    Place("access:tokens", _("Programs"), "access.tokens"),
)
