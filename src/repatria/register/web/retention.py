"""Pages of retention: how long what is kept, and who said so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from repatria.access.core.errors import NothingHereError
from repatria.access.web.requests import actor_of, page
from repatria.register import queries, services
from repatria.register.models import RetentionRule, Source
from repatria.register.queries import retaining

AT_MOST = 200  # sources on the page


class RuleForm(forms.Form):
    """How long one kind of statement is kept."""

    days = forms.IntegerField(
        label=gettext_lazy("How many days?"),
        help_text=gettext_lazy("Empty: kept always."),
        min_value=0,
        max_value=36_500,
        required=False,
    )
    since = forms.ChoiceField(
        label=gettext_lazy("Counted from"),
        choices=RetentionRule.Since.choices,
        widget=forms.RadioSelect,
    )
    automatic = forms.BooleanField(
        label=gettext_lazy("Erase what is due without asking anybody"),
        help_text=gettext_lazy(
            "Otherwise it is proposed once a day, and somebody confirms each erasure."
        ),
        required=False,
    )
    reasons = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SourceForm(forms.Form):
    """Until when one source is kept."""

    until = forms.DateField(
        label=gettext_lazy("Keep until"),
        help_text=gettext_lazy(
            "From the day after, its erasure is proposed. Empty: as its kind."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@page("register.retention")
def retention(request: HttpRequest) -> HttpResponse:
    """Show the rule of each kind, each source's own day, and what is due now."""
    rules = retaining.rules()
    ordered = Source.objects.order_by("kind", "sender", "title")
    sources = list(ordered.prefetch_related("files")[:AT_MOST])
    told = {
        "rules": rules,
        "sources": sources,
        "names": queries.sender_names(one.sender for one in sources)
        | queries.party_names(),
        "due": services.would_purge(at=datetime.now(UTC)),
    }
    return render(request, "register/retention.html", told)


@page("register.retention", methods=("GET", "HEAD", "POST"))
def rule(request: HttpRequest, kind: str) -> HttpResponse:
    """Say how long statements of one kind are kept."""
    found = next((one for one in retaining.rules() if one.kind == kind), None)
    if found is None:
        raise NothingHereError
    now: dict[str, Any] = {
        "days": found.keeping.days,
        "since": found.keeping.since,
        "automatic": found.keeping.automatic,
    }
    form = RuleForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        services.set_retention_rule(
            actor=actor_of(request), kind=kind, at=datetime.now(UTC),
            **form.cleaned_data,
        )  # fmt: skip
        messages.success(request, _("The rule counts from now on."))
        return redirect("register:retention")
    told = {"form": form, "title": found.words, "rule": found}
    return render(request, "register/retention_set.html", told)


@page("register.retention", methods=("GET", "HEAD", "POST"))
def source(request: HttpRequest, number: int) -> HttpResponse:
    """Say until when one source is kept."""
    found = get_object_or_404(Source, pk=number)
    form = SourceForm(
        request.POST if request.method == "POST" else None,
        initial={"until": found.retain_until},
    )
    if request.method == "POST" and form.is_valid():
        services.keep_source_until(
            actor=actor_of(request), source=found, at=datetime.now(UTC),
            until=form.cleaned_data["until"],
        )  # fmt: skip
        messages.success(request, _("It is written down."))
        return redirect("register:retention")
    names = queries.sender_names([found.sender])
    told = {
        "form": form,
        "title": found.get_kind_display(),
        "source": found,
        "sender": names.get(found.sender, found.sender),
    }
    return render(request, "register/retention_set.html", told)
