"""One person's page: what every room has to say, as far as the reader may see it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from repatria.access import restricted
from repatria.access.doors import may, may_ask
from repatria.access.web.requests import actor_of, page
from repatria.register.doors import open_person
from repatria.register.queries import name_of, numbers_of
from repatria.site.gathering import panels_for


@page("register.person")
def person(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Show who says what about this person, and what is still unknown."""
    actor = actor_of(request)
    found = open_person(actor, case_ref).case_ref
    if found != case_ref:  # two numbers have become one
        return redirect("site:person", found)
    numbers = numbers_of(case_ref)
    told = {
        "case_ref": case_ref,
        "former": [number for number in numbers if number != case_ref],
        "name": name_of(case_ref),
        "may_ask": may_ask(case_ref),
        "restricted": case_ref in restricted.numbers(),
        "may_restrict": may(actor, "access.restrict"),
        "panels": panels_for(
            actor, case_ref, numbers, request=request, at=datetime.now(UTC)
        ),
    }
    return render(request, "site/person.html", told)
