"""The sixteen statements of the founding report, and where each stands now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from repatria.shared.text import mark as _
from repatria.shared.text import say
from repatria.site.story.cast import NORTH, Stage
from repatria.site.story.installations import inside

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: what the report says, the page, who opens it, the records.

    ``page`` is a view's name and ``arguments`` finds its arguments in what the story
    tells; ``account`` is the user name in the bureau of the report's own side.
    ``records`` are model labels, the first is counted.
    """

    number: str
    says: str
    page: str
    arguments: Callable[[Told], Sequence[object]]
    account: str
    records: tuple[str, ...]


def _nothing(_told: Told) -> Sequence[object]:
    return ()


def _exchange(told: Told) -> Sequence[object]:
    return (told["agreed"]["exchange"],)


def _report(told: Told) -> Sequence[object]:
    return (told["report"]["report"],)


def _incident(told: Told) -> Sequence[object]:
    return (told["report"]["incident"],)


STATEMENTS = (
    Statement(
        "F1",
        _("About fifty came home on Thursday"),
        "exchange:exchange",
        _exchange,
        "negotiator",
        ("exchange.CountClaim", "handover.Receipt"),
    ),
    Statement(
        "F2",
        _("In return for captives whose number is not given"),
        "exchange:exchange",
        _exchange,
        "negotiator",
        ("exchange.CountClaim",),
    ),
    Statement(
        "F3",
        _("They had been in mortal danger, a ministry says"),
        "accountability:conditions",
        _nothing,
        "investigator",
        ("accountability.ConditionClaim",),
    ),
    Statement(
        "F4",
        _("Footage shows the group and what they feel"),
        "accountability:items",
        _nothing,
        "investigator",
        ("accountability.EvidenceItem",),
    ),
    Statement(
        "F5",
        _("Some could telephone their families"),
        "tracing:calls",
        _nothing,
        "family-liaison",
        ("tracing.ContactEvent",),
    ),
    Statement(
        "F6",
        _("Rehabilitation comes before the families"),
        "care:case",
        lambda told: (told["cared"]["visited"],),
        "clinician",
        ("care.StageEvent", "care.VisitEvent"),
    ),
    Statement(
        "F7",
        _("One was denied care for four months despite his heart"),
        "care:case",
        lambda told: (told["cared"]["sick"],),
        "clinician",
        ("medical.DeniedCare", "care.Referral", "reports.Testimony"),
    ),
    Statement(
        "F8",
        _("Another wants to forget"),
        "care:left-alone",
        lambda told: (told["cared"]["left_alone"],),
        "clinician",
        ("access.LeftAloneRequest",),
    ),
    Statement(
        "F9",
        _("The second exchange in a week; thirty-six on Wednesday"),
        "exchange:exchange",
        _exchange,
        "negotiator",
        ("exchange.CountClaim", "exchange.Round"),
    ),
    Statement(
        "F10",
        _("The narrator reads mistreatment and torture into it"),
        "reports:report",
        _report,
        "investigator",
        ("accountability.Allegation",),
    ),
    Statement(
        "F11",
        _("Videos of a killing appeared; one side calls it a war crime"),
        "accountability:incident",
        _incident,
        "investigator",
        ("accountability.Incident", "accountability.Allegation"),
    ),
    Statement(
        "F12",
        _("Such killings are called a common practice"),
        "accountability:pattern",
        lambda told: (told["report"]["pattern"],),
        "investigator",
        ("accountability.PatternInstance",),
    ),
    Statement(
        "F13",
        _("Those responsible will be brought to justice"),
        "accountability:undertakings",
        _nothing,
        "investigator",
        ("accountability.Undertaking", "accountability.Proceeding"),
    ),
    Statement(
        "F14",
        _("First clip, second clip, and what lies between them"),
        "accountability:incident",
        _incident,
        "investigator",
        ("accountability.UnseenInterval", "accountability.EvidenceItem"),
    ),
    Statement(
        "F15",
        _("A clip believed to be from the same scene"),
        "accountability:incident",
        _incident,
        "investigator",
        ("accountability.SceneClaim",),
    ),
    Statement(
        "F16",
        _("The other side: the surrender was feigned, the killing justified"),
        "accountability:incident",
        _incident,
        "investigator",
        ("accountability.Answer",),
    ),
)


def table(stage: Stage, told: Told) -> list[dict[str, Any]]:
    """Return a row for each statement: its page, who opens it, what was recorded."""
    from django.apps import apps
    from django.urls import reverse

    with inside(stage.home(NORTH)):
        return [
            {
                "number": one.number,
                "says": one.says,
                "installation": NORTH.code,
                "address": reverse(one.page, args=one.arguments(told)),
                "account": one.account,
                "recorded": {
                    label: apps.get_model(label).objects.count()
                    for label in one.records
                },
            }
            for one in STATEMENTS
        ]


def words(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the table as lines: number, statement, page, and who opens it."""
    head = say(
        _("Where each statement of the report stands now ({installation}, {name}):"),
        installation=NORTH.code,
        name=NORTH.name,
    )
    return "\n".join([head, *(_line(row) for row in rows)])


def _line(row: Mapping[str, Any]) -> str:
    recorded = ", ".join(
        f"{label.partition('.')[2]} {count}" for label, count in row["recorded"].items()
    )
    return (
        f"  {row['number']:>3}  {say(row['says'])}\n"
        f"       {row['address']}  ({row['account']})  {recorded}"
    )
