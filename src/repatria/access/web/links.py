"""The two pages that a one-time link opens."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from repatria.access import links, services
from repatria.access.core.errors import LinkSpentError, UserNameTakenError
from repatria.access.models import Installation
from repatria.access.web.forms import (
    ABOUT,
    FirstAdministratorForm,
    PasswordForm,
    SetUpForm,
)
from repatria.access.web.requests import public
from repatria.shared.errors import in_words

Purpose = links.Purpose


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_password(request: HttpRequest, token: str) -> HttpResponse:
    """Let the owner of an account choose its password."""
    try:
        link = links.open_link(token, purpose=Purpose.PASSWORD, at=_now())
    except LinkSpentError:
        return _spent(request)
    form = PasswordForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["password1"]
        links.use_password_link(token=token, password=password, at=_now())
        return redirect("account_login")
    told = {"form": form, "account": link.user}
    return render(request, "access/set_password.html", told)


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    """Say whose installation this is, and make its first administrator."""
    try:
        links.open_link(token, purpose=Purpose.SET_UP, at=_now())
    except LinkSpentError:
        return _spent(request)
    known = Installation.objects.exists()
    form = (FirstAdministratorForm if known else SetUpForm)(_sent(request))
    if request.method == "POST" and form.is_valid() and _set_up(token, form):
        return redirect("account_login")
    return render(request, "access/set_up.html", {"form": form, "known": known})


def _set_up(token: str, form: FirstAdministratorForm) -> bool:
    told = form.cleaned_data
    about = {name: told[name] for name in ABOUT if name in told}
    try:
        with transaction.atomic():
            if about:
                services.set_up(actor=links.SERVER, at=_now(), **about)
            links.use_set_up_link(
                token=token,
                username=told["username"],
                password=told["password1"],
                at=_now(),
            )
    except UserNameTakenError as refusal:
        form.add_error("username", in_words(refusal))
        return False
    return True


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "access/link_spent.html", status=404)


def _now() -> datetime:
    return datetime.now(UTC)
