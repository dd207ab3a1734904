"""Pages and the people who ask for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from repatria.access import doors, queries
from repatria.access.core.errors import NothingHereError
from repatria.access.core.rights import right_called
from repatria.access.models import User
from repatria.shared.actors import Actor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks; looked up once a request."""
    held = getattr(request, "actor", None)
    if held is None:
        held = queries.actor_for(cast(User, request.user))
        request.actor = held  # type: ignore[attr-defined]
    return cast(Actor, held)


def number_in(request: HttpRequest, name: str) -> int:
    """Return a whole number of the address, 0 where it holds none that can be a key."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def page(
    right: str, *, methods: tuple[str, ...] = ("GET",)
) -> Callable[[View[P]], View[P]]:
    """Open a page to those who hold ``right``; to others it is not there.

    ``NothingHereError`` from any door inside gives the same 404.  A page's right is
    kept on it (``view.right``), so that a test can see every page's.
    """
    right_called(right)  # a right that nobody listed fails when the page is loaded

    def opened(view: View[P]) -> View[P]:
        @wraps(view)
        def answer(
            request: HttpRequest, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponse:
            try:
                doors.require(actor_of(request), right)
                # After the right: to others a wrong method is no sign of a page.
                if request.method not in allowed:
                    return HttpResponseNotAllowed(allowed)
                return view(request, *args, **kwargs)
            except NothingHereError as refusal:
                raise Http404 from refusal

        allowed = [*methods, *(["HEAD"] if "GET" in methods else [])]
        cast(Any, answer).right = right
        return cast("View[P]", answer)

    return opened


def public(view: View[P]) -> View[P]:
    """Mark a page that shows no person and may be read without signing in."""
    cast(Any, view).right = ""
    return view
