"""Pages of the rules of one exchange: read in plain words, and changed."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.doors import may
from repatria.access.web.requests import actor_of, page
from repatria.exchange import doors, queries
from repatria.exchange.core.errors import LotBrokenError, RulesRefusedError
from repatria.exchange.core.refusals import (
    AnotherCopyError,
    RulesChangedMeanwhileError,
    RulesElsewhereError,
    RulesForOthersError,
)
from repatria.exchange.models import Exchange, RulesVersion
from repatria.exchange.services import changing
from repatria.exchange.services.rules import read_rules_text
from repatria.exchange.web import shown
from repatria.exchange.web.rules_forms import CopyForm, RulesFieldsForm, RulesTextForm
from repatria.exchange.web.rules_shown import in_plain_words, versions_shown
from repatria.shared.errors import in_words

_REFUSALS = (
    RulesRefusedError,
    RulesForOthersError,
    LotBrokenError,
    RulesChangedMeanwhileError,
)
_METHODS = ("GET", "HEAD", "POST")


@page(doors.READ)
def agreed(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the rules of an exchange in plain words, and every version of them."""
    actor = actor_of(request)
    exchange = doors.open_exchange(actor, ref)
    return render(request, "exchange/agreed_rules.html", _context(request, exchange))


@page(doors.SET_UP, methods=_METHODS)
def change(request: HttpRequest, ref: str) -> HttpResponse:
    """Change the rules in fields."""
    exchange = doors.open_exchange(actor_of(request), ref, right=doors.SET_UP)
    newest = _changeable(exchange)
    told = tomllib.loads(newest.text)
    form = RulesFieldsForm(
        told, exchange.parties, request.POST or None, initial={"seen": newest.number}
    )
    if request.method == "POST" and form.is_valid() and _kept(request, exchange, form):
        return redirect("exchange:agreed-rules", ref=ref)
    context = _form_context(exchange, form)
    return render(request, "exchange/change_rules.html", context)


@page(doors.SET_UP, methods=_METHODS)
def change_text(request: HttpRequest, ref: str) -> HttpResponse:
    """Change the rules as text."""
    exchange = doors.open_exchange(actor_of(request), ref, right=doors.SET_UP)
    newest = _changeable(exchange)
    initial = {"seen": newest.number, "text": newest.text}
    form = RulesTextForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _kept(request, exchange, form):
        return redirect("exchange:agreed-rules", ref=ref)
    context = _form_context(exchange, form)
    return render(request, "exchange/change_rules_text.html", context)


@page(doors.SET_UP, methods=("POST",))
def copy(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep a party's own copy of the rules, where its hash is the one told."""
    actor = actor_of(request)
    exchange = doors.open_exchange(actor, ref, right=doors.SET_UP)
    form = CopyForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["text"]
        try:
            changing.keep_copy(
                actor=actor, exchange=exchange, text=text, at=datetime.now(UTC)
            )
        except (*_REFUSALS, AnotherCopyError) as refusal:
            form.add_error("text", in_words(refusal))
        else:
            messages.success(request, _("Kept: the copy has the hash that was told."))
            return redirect("exchange:agreed-rules", ref=ref)
    context = _context(request, exchange) | {"copy_form": form}
    return render(request, "exchange/agreed_rules.html", context)


def _form_context(
    exchange: Exchange, form: RulesFieldsForm | RulesTextForm
) -> dict[str, Any]:
    reopened = changing.reopened_by_change(exchange)
    return _about(exchange) | {"form": form, "reopened": reopened}


def _changeable(exchange: Exchange) -> RulesVersion:
    """Return the newest version; refuse where another organisation keeps the rules."""
    newest = queries.newest_rules(exchange)
    if newest.said_by or not newest.text:
        raise RulesElsewhereError(exchange=exchange.ref, by=newest.said_by)
    return newest


def _kept(
    request: HttpRequest, exchange: Exchange, form: RulesFieldsForm | RulesTextForm
) -> bool:
    """Keep what a form says; whether a page can go on."""
    told = form.cleaned_data
    try:
        made = changing.change_rules(
            actor=actor_of(request),
            exchange=exchange,
            text=told["text"],
            seen=told["seen"],
            why=told["why"],
            at=datetime.now(UTC),
        )
    except _REFUSALS as refusal:
        form.add_error(None, in_words(refusal))
        return False
    if made.number == told["seen"]:
        messages.info(request, _("Nothing was changed."))
    else:
        said = _("Version {n} of the rules is kept; lists that waited are reopened.")
        messages.success(request, said.format(n=made.number))
    return True


def _about(exchange: Exchange) -> dict[str, Any]:
    return {"exchange": exchange, "sides": shown.sides(exchange)}


def _context(request: HttpRequest, exchange: Exchange) -> dict[str, Any]:
    newest = queries.newest_rules(exchange)
    may_set_up = may(actor_of(request), doors.SET_UP)
    return _about(exchange) | {
        "newest": newest,
        "words": in_plain_words(read_rules_text(newest.text)) if newest.text else None,
        "versions": versions_shown(queries.rules_versions(exchange)),
        "may_change": may_set_up and bool(newest.text) and not newest.said_by,
        "copy_form": CopyForm() if may_set_up and not newest.text else None,
    }
