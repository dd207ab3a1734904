"""The search: is this person here, however spelt?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.access.web.requests import actor_of, page
from repatria.register import doors, queries
from repatria.register.core.search import read_search
from repatria.register.searching import Found
from repatria.register.searching import search as look_for
from repatria.register.web.forms import SearchForm


@page("register.search", methods=("GET", "HEAD", "POST"))
def search(request: HttpRequest) -> HttpResponse:
    """Ask and answer.  What is asked travels in the body: no address holds a name."""
    form = SearchForm(request.POST or None)
    found: list[Found] | None = None
    if request.method == "POST" and form.is_valid():
        asked = read_search(form.cleaned_data["asked"])
        found = look_for(asked) if asked.anything else []
        refs = [one.case_ref for one in found]
        seen = set(doors.seen_in_search(actor_of(request), refs))
        found = [one for one in found if one.case_ref in seen]
    told = {
        "form": form,
        "found": found,
        "names": queries.sender_names(one.record.source.sender for one in found or ()),
    }
    return render(request, "register/search.html", told)
