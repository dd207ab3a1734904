"""Pages of the tokens by which programs come in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from repatria.access import tokens as services
from repatria.access.models import ApiToken, User
from repatria.access.web.requests import actor_of, page

RIGHT = "access.tokens"
DAYS = (
    (7, gettext_lazy("A week")),
    (30, gettext_lazy("A month")),
    (90, gettext_lazy("Three months")),
    (365, gettext_lazy("A year")),
)


class TokenForm(forms.Form):
    """For which program, for what, for how long."""

    name = forms.CharField(
        label=gettext_lazy("What is the program called?"),
        help_text=gettext_lazy("Such as: nightly counts. The ledger shows it."),
        max_length=80,
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What may it do?"),
        help_text=gettext_lazy("Rights of this person; the program never has more."),
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("For how long?"), choices=DAYS, coerce=int, initial=30
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  (reader)
        field.choices = [(one, one) for one in sorted(services.scopes_of(user))]


@page(RIGHT)
def made(request: HttpRequest) -> HttpResponse:
    """Show every token there ever was, without its words, and whose it is."""
    now = _now()
    rows = [
        (one, one.ended_at is None and one.expires_at > now and one.user.is_active)
        for one in ApiToken.objects.select_related("user").order_by("-pk")
    ]
    people = User.objects.filter(is_active=True).order_by("username")
    return render(request, "access/tokens.html", {"rows": rows, "people": people})


@page(RIGHT, methods=("GET", "POST"))
def make(request: HttpRequest, number: int) -> HttpResponse:
    """Make a token for a program of somebody's, and show its words once."""
    user = get_object_or_404(User, pk=number, is_active=True)
    form = TokenForm(request.POST if request.method == "POST" else None, user=user)
    if request.method != "POST" or not form.is_valid():
        return render(request, "access/token_make.html", {"form": form, "of": user})
    told = dict(form.cleaned_data)
    good_for = timedelta(days=told.pop("days"))
    token, secret = services.make_token(
        actor=actor_of(request), user=user, good_for=good_for, at=_now(), **told
    )
    answer = render(
        request, "access/token_made.html", {"token": token, "secret": secret}
    )
    answer["Cache-Control"] = "no-store"
    return answer


@page(RIGHT, methods=("POST",))
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a token before its time."""
    token = get_object_or_404(ApiToken, pk=number)
    services.end_token(actor=actor_of(request), token=token, at=_now())
    messages.success(request, _("The token opens nothing any more."))
    return redirect("access:tokens")


def _now() -> datetime:
    return datetime.now(UTC)
