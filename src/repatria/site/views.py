"""The pages that gather many rooms."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST, require_safe

from repatria.access.web.requests import actor_of, page, public
from repatria.site.gathering import waiting_for


@page("site.today")
def today(request: HttpRequest) -> HttpResponse:
    """Show what waits for this reader."""
    lines = waiting_for(actor_of(request), at=datetime.now(UTC))
    return render(request, "site/today.html", {"waiting": lines})


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language and go back."""
    following = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(following, {request.get_host()}):
        following = "/"
    answer = HttpResponseRedirect(following)
    code = request.POST.get("language", "")
    if check_for_language(code):
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, httponly=True)
    return answer


@public
@require_safe
def alive(_request: HttpRequest) -> HttpResponse:
    """Answer that the server answers."""
    return HttpResponse("ok", content_type="text/plain")
