"""Who saw or changed what, and does the ledger still say so?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from repatria.access.queries import installation, people_called
from repatria.access.web.requests import actor_of, number_in, page
from repatria.ledger import queries, reads, services
from repatria.ledger.core import checkpoints
from repatria.ledger.core.checkpoints import SignedCheckpoint
from repatria.ledger.models import Checkpoint, HeldCheckpoint
from repatria.ledger.queries import Told, Wanted
from repatria.shared.pieces import a_page
from repatria.shared.text import say
from repatria.site.ledger.words import act_called

AT_A_TIME = 50
CHECKPOINTS_SHOWN = 10
UNFOLDED = 10  # of the case numbers that one page showed


class FilterForm(forms.Form):
    """Which entries an auditor wants to see."""

    act = forms.ChoiceField(label=_("What was done"), required=False)
    actor = forms.ChoiceField(label=_("By whom"), required=False)
    case = forms.CharField(
        label=_("Case number or other reference"), required=False, max_length=80
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything, anybody = ("", _("Anything")), ("", _("Anybody"))
        acts = [(act, act_called(act)) for act in queries.acts()]
        known = people_called(queries.actors())
        people = [(ref, known[ref]) for ref in sorted(known, key=known.__getitem__)]
        self._choose("act", [anything, *acts])
        self._choose("actor", [anybody, *people])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the reader)
        field.choices = choices

    def wanted(self, *, before: int | None) -> Wanted:
        """Return what was asked for; what is not understood asks for all."""
        if not self.is_valid():
            return Wanted(before=before)
        told = self.cleaned_data
        return Wanted(told["act"], told["actor"], told["case"].strip(), before)


class VerifyForm(forms.Form):
    """A checkpoint that somebody else has held."""

    held = forms.FileField(
        label=_("A checkpoint of this ledger that somebody else holds"),
        help_text=_(
            "May be left out. Only such a checkpoint shows that nothing was rewritten."
        ),
        required=False,
    )


@page("ledger.read")
def entries(request: HttpRequest) -> HttpResponse:
    """Show the newest entries that fit, a page at a time."""
    form = FilterForm(request.GET.dict())
    wanted = form.wanted(before=number_in(request, "before") or None)
    if wanted.case:
        reads.note(wanted.case)  # whoever looks up a case leaves an entry, too
    found = queries.newest_first(wanted, at_most=AT_A_TIME + 1)
    shown, more = a_page(found, AT_A_TIME)
    people = people_called(one.actor for one in shown)
    context = {
        "form": form,
        "rows": [
            (one, people[one.actor], act_called(one.act), facts_of(one))
            for one in shown
        ],
        "older": _address(wanted, before=shown[-1].number) if more else "",
        "is_first": wanted.before is None,
        "verify_form": VerifyForm(),
        "checkpoints": Checkpoint.objects.order_by("-pk")[:CHECKPOINTS_SHOWN],
        "held": HeldCheckpoint.objects.order_by("-pk")[:CHECKPOINTS_SHOWN],
    }
    return render(request, "site/ledger/entries.html", context)


def _address(wanted: Wanted, *, before: int) -> str:
    asked = {"act": wanted.act, "actor": wanted.actor, "case": wanted.case}
    kept = {name: value for name, value in asked.items() if value}
    return "?" + urlencode({**kept, "before": before})


def facts_of(told: Told) -> list[tuple[str, str, list[str]]]:
    """Return an entry's facts: name, value, and what of a long list is folded away."""
    return [(name, *_written(fact)) for name, fact in told.facts.items() if fact != ""]


def _written(fact: object) -> tuple[str, list[str]]:
    if not isinstance(fact, list):
        return str(fact), []
    each = [str(one) for one in fact]
    return ", ".join(each[:UNFOLDED]), each[UNFOLDED:]


@page("ledger.read", methods=("POST",))
def verify(request: HttpRequest) -> HttpResponse:
    """Make a checkpoint, then hold the whole ledger against every one there is."""
    actor, at = actor_of(request), datetime.now(UTC)
    held = _held(request)
    made = services.make_checkpoint(actor=actor, at=at)
    verdict = queries.verify(organisation=installation().code, held=held)
    services.append(
        actor=actor,
        act="ledger.verified",
        facts={
            "entries": verdict.size,
            "held": verdict.held,
            "findings": len(verdict.findings),
        },
        at=at,
    )
    context = {
        "verdict": verdict,
        "made": made,
        "findings": [say(one.what, **one.facts) for one in verdict.findings],
    }
    return render(request, "site/ledger/verified.html", context)


def _held(request: HttpRequest) -> list[SignedCheckpoint]:
    file = request.FILES.get("held")
    if file is None:
        return []
    return [checkpoints.read(file.read(), file=str(file.name))]


@page("ledger.read")
def checkpoint_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a checkpoint of this ledger, to be held by somebody else."""
    del request
    row = Checkpoint.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return _file(queries.signed(row).file(), f"{row.organisation}-{row.size}")


@page("ledger.read")
def held_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give another organisation's checkpoint back as it came."""
    del request
    row = HeldCheckpoint.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return _file(bytes(row.file), f"{row.organisation}-{row.size}")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}.checkpoint"'
    return answer
