"""What holds for every request: signed in, and every person shown is on the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from repatria.access import queries
from repatria.access.web.requests import actor_of
from repatria.ledger import reads
from repatria.shared.text import use_language

Answer = Callable[[HttpRequest], HttpResponse]
# Open before signing in: the sign-in itself and what a page is drawn with.
OPEN = ("/account/", "/static/", "/language/", "/alive")


def is_open(path: str) -> bool:
    """Tell whether a page shows no person and opens to everybody."""
    if path.startswith(OPEN):
        return True
    try:
        return getattr(resolve(path).func, "right", None) == ""
    except Resolver404:
        return False


class SignInFirst:
    """Send whoever is not signed in to the sign-in page, whatever they asked for.

    Also for addresses that are not there: nobody outside learns which ones are.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or ask to sign in."""
        known = request.user.is_authenticated or hasattr(request, "api_token")
        if known or is_open(request.path):
            return self.get_response(request)
        return redirect_to_login(request.get_full_path())


class AskForSecondFactor:
    """Where a second factor is required, lead whoever has none to setting one up.

    Nothing else opens before: a password alone can be guessed, read or bought.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the page of second factors."""
        if self._lacks_one(request) and not is_open(request.path):
            return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def _lacks_one(request: HttpRequest) -> bool:
        if not settings.REPATRIA_SECOND_FACTOR_REQUIRED:
            return False
        if not request.user.is_authenticated or request.session.get("second_factor"):
            return False
        # Asked once a session: the last one cannot be taken away.
        has_one = bool(is_mfa_enabled(request.user))
        if has_one:
            request.session["second_factor"] = True
        return not has_one


class SpeakOneLanguage:
    """Let words marked outside Django speak the language of the request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language that Django chose."""
        use_language(str(getattr(request, "LANGUAGE_CODE", "en")))
        return self.get_response(request)


class KeepReads:
    """Write one entry for each response that shows persons, before it goes out."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and keep which cases the answer showed to whom."""
        with queries.looked_up_once(), reads.collected() as cases:
            response = self.get_response(request)
        if request.user.is_authenticated:
            # On no disk of a browser, nor in a proxy: persons stay on this server.
            # Also where none is noted: a list looked at before it is imported.
            response["Cache-Control"] = "no-store"
        if cases:
            match = request.resolver_match
            reads.keep(
                actor=actor_of(request),
                page=match.view_name if match else "",
                cases=sorted(cases),
                at=datetime.now(UTC),
            )
        return response
