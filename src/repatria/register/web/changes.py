"""Pages of what changed from one version of a list to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from repatria.access import doors as access
from repatria.access.web.requests import actor_of, number_in, page
from repatria.register import doors, queries, services
from repatria.register.core.differences import Change, TiedBy
from repatria.register.core.words import RECORD_FIELDS
from repatria.register.models import DiffRow, Record
from repatria.register.queries import versions
from repatria.register.web.forms import SinceForm
from repatria.shared.text import say

WORDS = {
    Change.ADDED: _("New"),
    Change.REMOVED: _("Gone"),
    Change.CHANGED: _("Changed"),
    Change.UNKNOWN: _("Not known"),
    Change.SAME: _("Unchanged"),
}
TONES = {
    Change.ADDED: "good",
    Change.REMOVED: "ended",
    Change.CHANGED: "differs",
    Change.UNKNOWN: "waiting",
    Change.SAME: "open",
}
HOW = {
    TiedBy.NUMBERS: _("Rows are recognised by the list's own numbers."),
    TiedBy.BOTH: _(
        "Rows are recognised by the list's own numbers; those without one by name "
        "and date of birth."
    ),
    TiedBy.NAMES: _(
        "One of the two versions has no numbers of its own: rows are recognised by "
        "name and date of birth."
    ),
    TiedBy.RENUMBERED: _(
        "The numbers were given anew: most of them now stand for somebody else. Rows "
        "are recognised by name and date of birth."
    ),
    TiedBy.NOTHING: _("No row of the two could be recognised."),
}
_LISTED = (Change.CHANGED, Change.ADDED, Change.REMOVED, Change.UNKNOWN)


@page("register.lists", methods=("GET", "HEAD", "POST"))
def choose(request: HttpRequest, number: int) -> HttpResponse:
    """Ask with which other version a list is compared; work it out."""
    file = doors.open_list(actor_of(request), number)
    others = versions.other_versions(file)
    form = SinceForm(request.POST or None, others=others)
    if request.method == "POST" and form.is_valid():
        wanted = int(form.cleaned_data["since"])
        other = next(one for one in others if one.version == wanted)
        before, after = sorted((file, other), key=lambda one: one.version)
        services.compare_versions(before=before, after=after)
        return redirect("register:changes", number=after.pk, since=before.pk)
    told = {"file": file, "form": form, "names": queries.files_with_names([file])}
    return render(request, "register/choose_changes.html", told)


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a changed row: what it said, and what it says."""

    title: str
    old: str
    new: str
    is_date: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A row that is not the same; ``of`` is the newer statement where there is one.

    ``apart``: the two statements are under two case numbers.
    """

    number: int
    of: Record
    was: Record | None
    case_ref: str
    apart: bool
    cells: list[Cell]


@page("register.lists")
def changes(request: HttpRequest, number: int, since: int) -> HttpResponse:
    """Show what changed between two versions, one kind of change at a time."""
    actor = actor_of(request)
    diff = doors.open_diff(actor, number, since)
    numbers = {change: diff.counts.get(change, 0) for change in Change}
    asked = request.GET.get("what", "")
    first = next((one for one in _LISTED if numbers[one]), Change.CHANGED)
    what = Change(asked) if asked in set(_LISTED) else first
    rows, more = versions.page_of(
        doors.rows_of_diff(actor, diff), what, after=number_in(request, "after")
    )
    shown = _shown(rows)
    doors.note_shown(one.case_ref for one in shown)
    told: dict[str, Any] = {
        "diff": diff,
        "file": diff.after,
        "names": queries.files_with_names([diff.after]),
        "what": what,
        "words": WORDS[what],
        "numbers": [
            (one, TONES[one], WORDS[one], numbers[one], one in _LISTED)
            for one in (*_LISTED, Change.SAME)
        ],
        "how": HOW[TiedBy(diff.tied_by)],
        "rows": shown,
        "all": numbers[what],
        "next": f"?what={what}&after={rows[-1].place}" if more else "",
        "start": f"?what={what}" if number_in(request, "after") else "",
        "may_open": access.may(actor, "register.person"),
        "carried": versions.carried_on(diff),
        "may_decide": access.may(actor, "register.decide"),
    }
    return render(request, "register/changes.html", told)


@page("register.decide", methods=("POST",))
def carry_on(request: HttpRequest, number: int, since: int) -> HttpResponse:
    """Let the rows that the sender repeats go on under their earlier case numbers."""
    actor = actor_of(request)
    diff = doors.open_diff(actor, number, since, right="register.decide")
    joined = services.carry_on(actor=actor, diff=diff, at=datetime.now(UTC))
    count = len(joined.decisions)
    said = ngettext(
        "%(count)d row goes on under its earlier case number.",
        "%(count)d rows go on under their earlier case numbers.",
        count,
    )
    messages.success(request, said % {"count": count})
    if left := len(joined.parted):
        said = ngettext(
            "%(count)d row was left: somebody had decided that it is another person.",
            "%(count)d rows were left: somebody had decided that they are others.",
            left,
        )
        messages.warning(request, said % {"count": left})
    return redirect("register:changes", number=number, since=since)


@page("register.decide", methods=("POST",))
def carry_one_on(
    request: HttpRequest, number: int, since: int, row: int
) -> HttpResponse:
    """Let one changed row go on under its earlier case number."""
    actor = actor_of(request)
    diff = doors.open_diff(actor, number, since, right="register.decide")
    one = doors.open_diff_row(actor, diff, row)
    services.carry_one_on(actor=actor, row=one, at=datetime.now(UTC))
    said = gettext("Row %(row)d goes on under its earlier case number.")
    messages.success(request, said % {"row": one.new.row if one.new else 0})
    return redirect("register:changes", number=number, since=since)


@page("register.decide", methods=("POST",))
def take_apart(request: HttpRequest, number: int, since: int) -> HttpResponse:
    """Take that back."""
    actor = actor_of(request)
    diff = doors.open_diff(actor, number, since, right="register.decide")
    count = services.take_apart_again(actor=actor, diff=diff, at=datetime.now(UTC))
    said = ngettext(
        "Taken back: %(count)d row has a case number of its own again.",
        "Taken back: %(count)d rows have case numbers of their own again.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("register:changes", number=number, since=since)


def _shown(rows: list[DiffRow]) -> list[Shown]:
    both = [record.pk for row in rows for record in (row.old, row.new) if record]
    refs = queries.case_refs_of(both)
    return [
        Shown(
            number=row.pk,
            of=record,
            was=row.old,
            case_ref=refs[record.pk],
            apart=row.old is not None and refs[row.old.pk] != refs[record.pk],
            cells=_cells(row),
        )
        for row in rows
        if (record := row.new or row.old)
    ]


def _cells(row: DiffRow) -> list[Cell]:
    if row.old is None or row.new is None:
        return []
    return [
        Cell(
            title=say(RECORD_FIELDS[name]),
            old=_text(row.old, name),
            new=_text(row.new, name),
            is_date=name in ("birth", "captured_on"),
        )
        for name in row.fields
    ]


def _text(record: Record, name: str) -> str:
    if name == "said_fate" and record.said_fate:
        return record.get_said_fate_display()
    return str(getattr(record, name))
