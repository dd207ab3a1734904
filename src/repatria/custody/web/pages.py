"""Pages that show a captivity: the whole of it, one statement, and its print."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from repatria.access.web.requests import actor_of, page
from repatria.custody import doors, queries
from repatria.custody.core.contradictions import contradictions
from repatria.custody.core.forms import Form, forms
from repatria.custody.core.kinds import RECORDED
from repatria.custody.core.state import State
from repatria.custody.core.words import KIND_WORDS, Kind
from repatria.custody.models import Statement
from repatria.custody.reading import said_in
from repatria.custody.web import shown
from repatria.custody.web.answers import answers
from repatria.register.queries import name_of
from repatria.shared.actors import Actor


@page("custody.record")
def new(request: HttpRequest) -> HttpResponse:
    """Show which statements can be recorded, each by its form."""
    return render(request, "custody/new.html", {"forms": form_choices()})


def form_choices() -> list[dict[str, str]]:
    """Return the forms in order; what is taken back starts from its statement."""
    return [
        {
            "kind": kind.value,
            "words": KIND_WORDS[kind],
            "article": forms()[kind].article,
        }
        for kind in RECORDED
        if kind is not Kind.RETRACTION
    ]


@page("custody.read")
def case(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Show one captivity: axes, ladder, and everything said, in order of time."""
    actor = actor_of(request)
    state = doors.open_custody(actor, case_ref)
    if state.case_ref != case_ref:  # two numbers have become one
        return redirect("custody:case", state.case_ref)
    context = captivity(actor, state, at=datetime.now(UTC))
    return render(request, "custody/case.html", context)


def captivity(actor: Actor, state: State, *, at: datetime) -> dict[str, Any]:
    """Return what the page and the panel show of one captivity."""
    lines = shown.Lines(state.statements)
    rows, apart = shown.rows(state, lines, today=at.date())
    health = doors.open_health(actor, state.case_ref)
    records = doors.may(actor, doors.RECORD, state.case_ref)
    return {
        "case_ref": state.case_ref,
        "name": name_of(state.case_ref),
        "fates": shown.fates(state.fate, lines),
        "statuses": shown.statuses(state.status, lines),
        "reads_health": doors.may(actor, doors.HEALTH, state.case_ref),
        "health": health,
        "health_line": lines.of(health.said) if health else None,
        "climbs": shown.climbs(state.ladder, lines),
        "conflicts": shown.conflicts(contradictions(state.statements), lines),
        "rows": rows,
        "apart": apart,
        "may_record": records,
        "forms": form_choices() if records else [],
    }


@page("custody.read")
def statement(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one statement as it was made, as far as this reader may read it."""
    actor = actor_of(request)
    held = doors.open_statement(actor, ref)
    return render(request, "custody/statement.html", _statement(actor, held))


@page("custody.read")
def printed(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one statement on the paper of its form, to be printed."""
    actor = actor_of(request)
    held = doors.open_statement(actor, ref)
    return render(request, "custody/print.html", _statement(actor, held))


def _statement(actor: Actor, held: Statement) -> dict[str, Any]:
    case_ref = held.record.membership.person.case_ref
    form: Form = forms()[Kind(held.kind)]
    told = queries.told_again(held)
    said = said_in(held)
    readers = doors.readers_of(actor, case_ref)
    records = doors.may(actor, doors.RECORD, case_ref)
    replaced = getattr(held, "replaced_by", None)
    lines = shown.Lines([said])
    return {
        "statement": held,
        "form": form,
        "line": lines.of(said),
        "answers": list(answers(form, told, readers)),
        "case_ref": case_ref,
        "name": name_of(case_ref),
        "replaced_by": replaced,
        "taken_back": replaced is not None and replaced.kind == Kind.RETRACTION,
        "may_record": records and replaced is None and held.kind != Kind.RETRACTION,
    }
