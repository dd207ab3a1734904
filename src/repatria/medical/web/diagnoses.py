"""Pages of a diagnosis: the lines of Annex I, the facts, and what the rules answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from repatria.access.doors import may_ask
from repatria.access.web.requests import actor_of, page
from repatria.medical import doors, services
from repatria.medical.core.diagnosis import PARTS
from repatria.medical.queries.diagnoses import Diagnosed
from repatria.medical.web.commissions import WRITING, act_page
from repatria.medical.web.diagnosis_forms import PART_WORDS, FactsForm, chosen_lines
from repatria.medical.web.forms import ReasonForm
from repatria.register.queries import name_of
from repatria.rulebook.annex import annex_lines
from repatria.rulebook.core.words import FOLLOWS, NEEDS
from repatria.rulebook.load import all_rules
from repatria.shared.errors import RepatriaError, in_words


@page(doors.STATE, methods=WRITING)
def diagnosis(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Choose lines of Annex I, tell the facts they need, and keep both."""
    doors.open_health(actor_of(request), case_ref, right=doors.STATE)
    lines = chosen_lines(request.POST.getlist("line"))
    context = {
        "case_ref": case_ref,
        "name": name_of(case_ref),
        "may_ask": may_ask(case_ref),
        "lines": [one for one in annex_lines() if one.id in lines],
    }
    if request.method != "POST" or "change" in request.POST:
        context |= {"parts": _parts(lines)}
        return render(request, "medical/lines.html", context)
    return _facts(request, case_ref, lines, context)


def _facts(
    request: HttpRequest, case_ref: str, lines: list[str], context: dict[str, Any]
) -> HttpResponse:
    form = FactsForm(request.POST if "keep" in request.POST else None, lines=lines)
    if form.is_valid():
        try:
            services.record_diagnosis(
                actor=actor_of(request), case_ref=case_ref, lines=lines,
                facts=form.facts(), said_by=form.cleaned_data["said_by"],
                said_on=form.cleaned_data["said_on"], words=form.cleaned_data["words"],
                at=datetime.now(UTC),
            )  # fmt: skip
        except RepatriaError as refusal:
            form.add_error(None, in_words(refusal))
        else:
            messages.success(request, _("Recorded beside what was said before."))
            return redirect("medical:case", case_ref=case_ref)
    groups = (
        (_("What the lines need"), form.fields_of("line")),
        (_("In general"), form.fields_of("general")),
        (_("Article 110, where you can tell"), form.fields_of("article")),
    )
    status = 422 if form.errors else 200
    told = context | {"form": form, "groups": groups}
    return render(request, "medical/facts.html", told, status=status)


def _parts(chosen: list[str]) -> list[dict[str, Any]]:
    lines = annex_lines()
    return [
        {
            "words": PART_WORDS[part],
            "lines": [
                {"one": one, "chosen": one.id in chosen}
                for one in lines
                if one.part == part
            ],
        }
        for part in PARTS
    ]


@page(doors.STATE, methods=WRITING)
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back a diagnosis."""
    actor = actor_of(request)
    held, form = doors.open_diagnosis(actor, ref), ReasonForm(request.POST or None)
    return act_page(
        request,
        form=form,
        act=lambda at: services.take_back_diagnosis(
            actor=actor, diagnosis=held, at=at, **form.cleaned_data
        ),
        title=_("Take back a diagnosis"),
        button=_("Take it back"),
        back=reverse("medical:case", args=[held.case_ref]),
        about=f"{held.case_ref} {name_of(held.case_ref)}",
    )


def diagnosis_shown(one: Diagnosed) -> dict[str, Any]:
    """Return a diagnosis as its page draws it: each line, and what it answered."""
    rules = all_rules()
    findings = [
        {
            "told": told,
            "rule": rules.get(told["rule"]),
            "follows": FOLLOWS.get(told["outcome"], ""),
            "missing": [NEEDS[fact] for fact in told["missing"] if fact in NEEDS],
        }
        for told in one.found["findings"]
        if told["rule"] in one.lines or told["answer"] == "yes"
    ]
    return {"one": one, "findings": findings}
