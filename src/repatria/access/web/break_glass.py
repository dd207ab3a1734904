"""Pages of break-glass: opening a case, closing it, and looking at it afterwards."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
)
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from repatria.access import doors, openings
from repatria.access.core.break_glass import GROUNDS, VERDICTS, minutes_left
from repatria.access.core.errors import NotACaseNumberError, NothingHereError
from repatria.access.models import Opening, User
from repatria.access.web.requests import actor_of, page
from repatria.ledger import reads
from repatria.shared.errors import in_words
from repatria.shared.text import say

_SHOWN = 50


class OpenForm(forms.Form):
    """Which case, on which ground, and why."""

    case_ref = forms.CharField(
        label=gettext_lazy("Case number"),
        help_text=gettext_lazy("R- and eight signs."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("On which ground?"), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Why, in your own words?"),
        help_text=gettext_lazy("The auditor reads this; it is kept sealed."),
        min_length=10,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["ground"], GROUNDS)


class ReviewForm(forms.Form):
    """What an auditor makes of it."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Was it justified?"), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=gettext_lazy("What do you say to it?"),
        help_text=gettext_lazy("May stay empty. Kept sealed beside the reason."),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["verdict"], VERDICTS)


def _choose(field: forms.Field, words: dict[str, str]) -> None:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the reader)
    field.choices = [(code, say(told)) for code, told in words.items()]


@page("access.break-glass", methods=("GET", "POST"))
def open_case(request: HttpRequest) -> HttpResponse:
    """Ask who it is once more, then for the ground and the reason; then open."""
    if not did_recently_reauthenticate(request):
        # What was typed is not kept in the session: it may tell of a person.
        following = urlencode({"next": request.path})
        return redirect(f"{reverse('account_reauthenticate')}?{following}")
    actor = actor_of(request)
    form = OpenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _opened(request, form):
        return redirect("access:break-glass")
    now = _now()
    told = {
        "form": form,
        "minutes": settings.REPATRIA_BREAK_GLASS_MINUTES,
        "own": [
            (one, _is_open(one, now)) for one in openings.own(actor, at_most=_SHOWN)
        ],
    }
    return render(request, "access/break_glass.html", told)


def _opened(request: HttpRequest, form: OpenForm) -> bool:
    try:
        held = openings.break_glass(
            actor=actor_of(request),
            user=cast(User, request.user),
            at=_now(),
            **form.cleaned_data,
        )
    except NotACaseNumberError as refusal:
        form.add_error("case_ref", in_words(refusal))
        return False
    said = _("%(case)s, if there is such a case, is open to you for %(minutes)d min.")
    minutes = minutes_left(held.until, now=_now())
    messages.warning(request, said % {"case": held.case_ref, "minutes": minutes})
    return True


@page("access.break-glass", methods=("POST",))
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """Close a case before its time is up."""
    openings.close(actor=actor_of(request), ref=ref, at=_now())
    messages.success(request, _("The case is closed to you again."))
    return redirect("access:break-glass")


@page("access.openings")
def log(request: HttpRequest) -> HttpResponse:
    """Show who opened which case when, by its number; to the auditor also how often."""
    actor = actor_of(request)
    rows = list(openings.with_verdicts().order_by("-pk")[:_SHOWN])
    auditor = doors.may(actor, "access.review")
    told = {
        "rows": [
            (one, say(GROUNDS[one.ground]), say(VERDICTS.get(one.verdict, "")))
            for one in rows
        ],
        "auditor": auditor,
        "rates": openings.rates_of_everybody() if auditor else [],
    }
    return render(request, "access/openings.html", told)


@page("access.review", methods=("GET", "POST"))
def review(request: HttpRequest, ref: str) -> HttpResponse:
    """Show why a case was opened, and take the auditor's word on it."""
    held = Opening.objects.filter(ref=ref).first()
    if held is None:
        raise NothingHereError
    reads.note(held.case_ref)  # the reason may tell of the person
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        openings.review(
            actor=actor_of(request), opening=held, at=_now(), **form.cleaned_data
        )
        messages.success(request, _("Your word stands beside the opening."))
        return redirect("access:openings")
    made = list(held.reviews.all())
    told = {
        "opening": held,
        "ground": say(GROUNDS[held.ground]),
        "reason": openings.reason_of(held),
        "form": form,
        "reviews": [
            (one, say(VERDICTS[one.verdict]), words)
            for one, words in zip(made, openings.words_of(held, made), strict=True)
        ],
    }
    return render(request, "access/review.html", told)


def _is_open(one: Opening, now: datetime) -> bool:
    return one.closed_at is None and one.until > now


def _now() -> datetime:
    return datetime.now(UTC)
