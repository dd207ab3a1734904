"""Pages of erasing: what was asked for, and the second person's decision."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from repatria.access import doors as access
from repatria.access.core.errors import NothingHereError
from repatria.access.web.requests import actor_of, page
from repatria.register import services
from repatria.register.core.case_numbers import is_ref
from repatria.register.core.erasures import NothingToEraseError
from repatria.register.models import Erasure
from repatria.shared.actors import Actor
from repatria.shared.errors import in_words

CONFIRM = "register.erase-confirm"
AT_MOST = 100  # erasures on the page, and statements of one
_REASONS = (Erasure.Reason.ASKED, Erasure.Reason.MISTAKE, Erasure.Reason.ORDERED)


class ErasureForm(forms.Form):
    """What is to be erased, and why."""

    about = forms.CharField(
        label=gettext_lazy("Which case, or which statement?"),
        help_text=gettext_lazy(
            "A case number (R- and eight signs) for every statement about the person, "
            "or the number of one statement, as its address shows it."
        ),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=[(one.value, one.label) for one in _REASONS],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("In words, without a name"),
        help_text=gettext_lazy("It stays after the erasure. May stay empty."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_about(self) -> str:
        """Refuse what is neither a case number nor a number."""
        text = str(self.cleaned_data["about"]).strip()
        if not is_ref(text, "R") and not (text.isascii() and text.isdigit()):
            raise forms.ValidationError(
                _("Write a case number, R- and eight signs, or the number alone.")
            )
        return text


@page("register.erase", methods=("GET", "HEAD", "POST"))
def erasures(request: HttpRequest) -> HttpResponse:
    """Show what was asked for and what was erased, and ask for one more."""
    actor = actor_of(request)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _asked(actor, **form.cleaned_data)
        except NothingToEraseError as refusal:
            form.add_error("about", in_words(refusal))
        else:
            messages.success(
                request,
                _("%(number)s is asked for. Nothing is erased until somebody agrees.")
                % {"number": made.ref},
            )
            return redirect("register:erasure", ref=made.ref)
    shown = list(Erasure.objects.select_related("step")[:AT_MOST])
    told = {"erasures": shown, "form": form}
    return render(request, "register/erasures.html", told)


def _asked(actor: Actor, *, about: str, reason: str, words: str) -> Erasure:
    case = is_ref(about, "R")
    return services.ask_for_erasure(
        actor=actor,
        case_ref=about if case else "",
        record=None if case else int(about[:15]),
        reason=reason,
        words=words,
        at=datetime.now(UTC),
    )


@page("register.erase", methods=("GET", "HEAD", "POST"))
def erasure(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one erasure, and let a second person decide.  Shows no name."""
    actor = actor_of(request)
    found = Erasure.objects.select_related("step").filter(ref=ref).first()
    if found is None:
        raise NothingHereError
    may_decide = access.may(actor, CONFIRM) and not hasattr(found, "step")
    if request.method == "POST":
        access.require(actor, CONFIRM)
        _decide(request, actor, found)
        return redirect("register:erasure", ref=found.ref)
    named = found.named.order_by("record")
    told: dict[str, Any] = {
        "erasure": found,
        "named": named.select_related("record__source", "record__source_file")[
            :AT_MOST
        ],
        "count": named.count(),
        "lists": named.exclude(record__source_file=None)
        .values("record__source_file")
        .distinct()
        .count(),
        "may_decide": may_decide,
        "is_own": found.asked_by == actor.ref,
    }
    return render(request, "register/erasure.html", told)


def _decide(request: HttpRequest, actor: Actor, found: Erasure) -> None:
    now = datetime.now(UTC)
    if "decline" in request.POST:
        services.decline_erasure(actor=actor, erasure=found, at=now)
        messages.success(request, _("Declined. Nothing was erased."))
        return
    n = services.confirm_erasure(actor=actor, erasure=found, at=now)
    messages.success(
        request,
        ngettext("%(n)d statement is erased.", "%(n)d statements are erased.", n)
        % {"n": n},
    )
