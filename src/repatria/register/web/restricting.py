"""Letting only a few see a person's case, and lifting that again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from repatria.access import doors as access
from repatria.access import restricted
from repatria.access.core.restrictions import GROUNDS
from repatria.access.core.rights import restricted_cases
from repatria.access.core.roles import ROLE_NAMES, Role
from repatria.access.web.requests import actor_of, page
from repatria.register import doors
from repatria.register.web.forms import ReasonForm
from repatria.shared.text import say


class RestrictForm(ReasonForm):
    """On which ground, and why."""

    ground = forms.ChoiceField(
        label=gettext_lazy("On which ground?"), widget=forms.RadioSelect
    )
    field_order = ("ground", "reasons")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the reader)
        field.choices = [(code, say(words)) for code, words in GROUNDS.items()]


@page("access.restrict", methods=("GET", "POST"))
def restrict(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Say what a restriction does, then restrict a case, or lift what holds."""
    actor = actor_of(request)
    access.require(actor, "register.person")
    person = doors.open_person(actor, case_ref)
    held = restricted.current(person.case_ref)
    form = (ReasonForm if held else RestrictForm)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        told["reason"] = told.pop("reasons")
        act = restricted.lift if held else restricted.restrict
        act(actor=actor, case_ref=person.case_ref, at=datetime.now(UTC), **told)
        messages.success(request, _("Lifted.") if held else _("Restricted."))
        return redirect("site:person", case_ref=person.case_ref)
    reasons = restricted.reasons_of(held)
    rule = restricted_cases()
    told = {
        "person": person,
        "form": form,
        "held": [(one, say(GROUNDS[one.ground]), reasons[one.ref]) for one in held],
        "sees": _names(rule.roles),
        "assigned": _names(rule.assigned),
    }
    return render(request, "register/restrict.html", told)


def _names(roles: frozenset[str]) -> list[str]:
    return [say(ROLE_NAMES[role]) for role in Role if role in roles]
