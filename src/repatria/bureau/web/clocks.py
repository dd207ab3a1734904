"""Clocks in two columns: what we owe, what is owed to us, by which article."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.core.errors import NothingHereError
from repatria.access.doors import may
from repatria.access.restricted import hidden_cases
from repatria.access.web.requests import actor_of, number_in, page
from repatria.bureau import doors, fed, queries, services
from repatria.bureau.core.clocks import Running
from repatria.bureau.core.rules import SAYS
from repatria.bureau.core.words import NUMBERS, SENSES, STARTS, STOPS
from repatria.bureau.queries.people_owed import (
    CASES_A_PAGE,
    PERSON_CLOCKS,
    page_of_cases,
)
from repatria.bureau.queries.running import FAMILIES, columns_now, started_here
from repatria.bureau.web.forms import PolicyForm
from repatria.register.doors import note_shown
from repatria.rulebook.clocks import all_clocks, load_clock
from repatria.rulebook.core.clock import Clock, Number, Sense
from repatria.shared.pieces import a_page


@page("bureau.read")
def clocks(request: HttpRequest) -> HttpResponse:
    """Show both columns, and by which rules the clocks run."""
    return _both_columns(request)


def _both_columns(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    actor, today = actor_of(request), datetime.now(UTC).date()
    ours, theirs = columns_now(today=today, hidden=hidden_cases(actor))
    told = {
        "we_owe": [_line(one, today) for one in ours],
        "owed_to_us": [_line(one, today) for one in theirs],
        **_rules(),
        "may_write": may(actor, doors.WRITE),
    }
    return render(request, "bureau/clocks.html", told, status=status)


@page("bureau.read")
def clock(request: HttpRequest, rule: str, holder: str, home: str) -> HttpResponse:
    """Show for whom one clock runs between two powers, a hundred at a time."""
    today = datetime.now(UTC).date()
    cases, more = _cases(request, rule, holder, home.strip("-"), today)
    if not cases:
        raise NothingHereError
    last = cases[-1][0]
    note_shown(case_ref for _key, case_ref, _began in cases)
    rule_of_it = load_clock(rule)
    limit = queries.policies().get(rule, 0)
    told = {
        "clock": rule_of_it,
        "says": SAYS[rule_of_it.id],
        "starts": STARTS[rule_of_it.starts],
        "stops": STOPS[rule_of_it.stops],
        "holder": holder,
        "home": home.strip("-"),
        "rows": [_case(each, rule_of_it, limit, today) for each in cases],
        "next": f"?after={last}" if more else "",
    }
    return render(request, "bureau/clock.html", told)


def _cases(
    request: HttpRequest, rule: str, holder: str, home: str, today: date
) -> tuple[list[tuple[int, str, date]], bool]:
    """Return a page of those for whom a clock runs, whichever room knows them."""
    after, hidden = number_in(request, "after"), hidden_cases(actor_of(request))
    of_people = PERSON_CLOCKS.get(rule)
    if of_people is not None:
        return page_of_cases(
            of_people, holder=holder, home=home, after=after, today=today,
            hidden=hidden,
        )  # fmt: skip
    held = fed.cases(rule, holder, home, hidden)
    rows = [(place, *each) for place, each in enumerate(held, 1)]
    return a_page(rows[after:], CASES_A_PAGE)


def _case(
    each: tuple[int, str, date], rule: Clock, policy: int, today: date
) -> dict[str, Any]:
    _key, case_ref, began = each
    due = rule.due(began, policy=policy)
    return {
        "case_ref": case_ref,
        "since": began,
        "days": max(0, (today - began).days),
        "due": due,
        "late": rule.late(due, on=today),
    }


def _line(one: Running, today: date) -> dict[str, Any]:
    return {
        "running": one,
        "clock": one.clock,
        "with_families": FAMILIES in (one.owed_by, one.owed_to),
        "starts": STARTS[one.clock.starts],
        "stops": STOPS[one.clock.stops],
        "due_words": SENSES[one.clock.sense],
        "late": one.late(on=today),
        "days": one.waits(on=today),
    }


def _rules() -> dict[str, list[dict[str, Any]]]:
    """Return the rules whose clocks run here, and those that nothing here starts."""
    set_here, started = queries.policies(), started_here()
    every = [_rule(clock, set_here.get(clock.id, 0)) for clock in all_clocks().values()]
    return {
        "rules": [one for one in every if one["clock"].id in started],
        "resting": [one for one in every if one["clock"].id not in started],
    }


def _rule(clock: Clock, policy: int) -> dict[str, Any]:
    return {
        "clock": clock,
        "says": SAYS[clock.id],
        "sense": "" if clock.sense is Sense.AT_LATEST else SENSES[clock.sense],
        "number": NUMBERS[clock.number],
        "starts": STARTS[clock.starts],
        "stops": STOPS[clock.stops],
        "policy": policy,
        "may_be_set": clock.number is Number.NONE,
    }


@page("bureau.write", methods=("POST",))
def policy(request: HttpRequest) -> HttpResponse:
    """Set within how many days this bureau means to act where a rule names none."""
    form = PolicyForm(request.POST)
    known = all_clocks().get(request.POST.get("clock", ""))
    if not form.is_valid() or known is None or known.number is not Number.NONE:
        messages.error(request, _("Write a number of days, from 0 to 3650."))
        return _both_columns(request, status=422)
    services.set_policy(
        actor=actor_of(request),
        clock=known.id,
        days=form.cleaned_data["days"],
        at=datetime.now(UTC),
    )
    messages.success(
        request, _("Set. It counts for what comes from now on, and is policy.")
    )
    return redirect("bureau:clocks")
