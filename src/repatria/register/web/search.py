"""The search: is this person here, however spelt?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from repatria.access.web.requests import actor_of, page
from repatria.register import doors, queries
from repatria.register.core.search import read_search
from repatria.register.queries.in_memory import memory
from repatria.register.queries.searching import Found
from repatria.register.web.forms import SearchForm


@never_cache
@page("register.search", methods=("GET", "HEAD", "POST"))
def search(request: HttpRequest) -> HttpResponse:
    """Ask and answer.  What is asked travels in the body: no address holds a name."""
    form = SearchForm(request.POST or None)
    found: list[Found] | None = None
    if request.method == "POST" and form.is_valid():
        found = doors.found(actor_of(request), read_search(**form.asked_for))
    told = {
        "form": form,
        "found": found,
        "names": queries.sender_names(one.record.source.sender for one in found or ()),
        "memory": memory.state(),
    }
    return render(request, "register/search.html", told)
