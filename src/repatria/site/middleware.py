"""Refusals that rise from a page, said in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.access.core.errors import NothingHereError
from repatria.shared.errors import RepatriaError
from repatria.site import errors
from repatria.site.refusals import what_and_remedy

REFUSED = 409  # the request was understood, and things are not so that it can be done


class RefusalsAreSpoken:
    """Answer a refusal with a page that says what is so and what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the page does."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Turn a refusal into its page; leave every other error to Django."""
        if isinstance(exception, NothingHereError):
            return errors.not_found(request)
        if not isinstance(exception, RepatriaError):
            return None
        what, remedy = what_and_remedy(exception)
        told = {"what": what, "remedy": remedy, "code": exception.code}
        return render(request, "site/refused.html", told, status=REFUSED)
