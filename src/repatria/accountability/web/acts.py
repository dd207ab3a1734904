"""Pages on which something is recorded: a question or several, then one act.

Each page says what it will do before it does it; a refusal is shown on the form with
what to do next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext

from repatria.access.core.errors import NothingHereError
from repatria.access.web.requests import actor_of, page
from repatria.accountability.web.forms import ActForm
from repatria.shared.actors import Actor
from repatria.shared.errors import RepatriaError, in_words

Thing = Any  # an incident, an item, a statement, or nothing
Opens = Callable[[Actor, Any], Thing]
Does = Callable[[Actor, Thing, Any, datetime], str]


def nothing(actor: Actor, key: Any) -> None:
    """Open nothing: the act is about no one thing."""
    del actor, key


@dataclass(frozen=True, slots=True)
class Act:
    """A page that records one kind of thing.

    ``does`` calls the service and returns where to go afterwards; ``starts`` fills the
    form with what is held, for a correction.
    """

    title: str  # these three: marked for translation
    says: str
    button: str
    right: str
    form: type[ActForm]
    does: Does
    opens: Opens = nothing
    starts: Callable[[Thing], Mapping[str, Any]] = lambda _thing: {}


def page_of(act: Act) -> Callable[..., HttpResponse]:
    """Return the view that asks the questions of ``act`` and records the answers."""

    @page(act.right, methods=("GET", "HEAD", "POST"))
    def view(request: HttpRequest, key: Any = None) -> HttpResponse:
        """Ask, or record what was answered."""
        actor = actor_of(request)
        thing = act.opens(actor, key)
        if request.method != "POST":
            return _asked(
                request, act, act.form(initial=act.starts(thing), thing=thing)
            )
        form = act.form(request.POST, request.FILES, thing=thing)
        following = _recorded(act, actor, thing, form)
        if following is None:
            return _asked(request, act, form)
        messages.success(request, gettext("Recorded, with who did it and when."))
        return HttpResponseRedirect(following)

    return view


def _recorded(act: Act, actor: Actor, thing: Thing, form: ActForm) -> str | None:
    """Record and return where to go; None where the form has something to say."""
    if not form.is_valid():
        return None
    try:
        return act.does(actor, thing, form, datetime.now(UTC))
    except NothingHereError:
        raise
    except RepatriaError as refusal:
        form.add_error(None, in_words(refusal))
        return None


def _asked(request: HttpRequest, act: Act, form: ActForm) -> HttpResponse:
    context = {"act": act, "form": form, "multipart": form.is_multipart()}
    return render(request, "accountability/act.html", context)
