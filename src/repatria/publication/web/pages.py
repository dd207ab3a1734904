"""Pages of the publication officer, and the one page that everybody may read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from repatria.access import doors as access
from repatria.access.core.errors import NothingHereError
from repatria.access.web.requests import actor_of, page, public
from repatria.publication import doors, queries, services
from repatria.publication.models import TotalsProposal
from repatria.publication.report import languages, page_name, shown
from repatria.publication.services import files
from repatria.register.queries import party_names
from repatria.shared.errors import RepatriaError, in_words

READ, DECIDE = doors.READ, doors.DECIDE
TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "css": "text/css; charset=utf-8",
}


@public
@require_safe
def public_page(request: HttpRequest) -> HttpResponse:
    """Show what is public, in the reader's language, to whoever asks."""
    language = str(getattr(request, "LANGUAGE_CODE", "en"))
    name = page_name(language if language in languages() else "en")
    return _file(files.public_file(name), name)


@public
@require_safe
def public_file(request: HttpRequest, name: str) -> HttpResponse:
    """Hand out one public file, byte for byte as it lies in the public folder."""
    del request
    return _file(files.public_file(name), name)


def _file(content: bytes | None, name: str) -> HttpResponse:
    if content is None:
        raise Http404
    return HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]])


@page(READ)
def publications(request: HttpRequest) -> HttpResponse:
    """Show what waits, what could be proposed, and what was decided."""
    current = {one.pk for one in queries.public_now()}
    changed = {one.pk for one in queries.no_longer_so()}
    proposals = [
        (one, queries.last_event(one), one.pk in current, one.pk in changed)
        for one in TotalsProposal.objects.prefetch_related("events")
    ]
    context = {
        "waiting": queries.waiting(),
        "to_propose": queries.to_propose(),
        "proposals": proposals,
        "may_decide": access.may(actor_of(request), DECIDE),
    }
    return render(request, "publication/publications.html", context)


@page(READ)
def proposal(request: HttpRequest, ref: str) -> HttpResponse:
    """Show exactly what would be public, and let another person decide."""
    actor = actor_of(request)
    held = doors.open_proposal(actor, ref)
    context = {
        "proposal": held,
        "one": shown(queries.told_by(held)),
        "parties": party_names(),
        "last": queries.last_event(held),
        "public": queries.is_public(held),
        "near": queries.near_to_public(held),
        "own": held.proposed_by == actor.ref,
        "events": held.events.order_by("pk"),
        "may_decide": access.may(actor, DECIDE),
    }
    return render(request, "publication/proposal.html", context)


@page(READ)
def preview(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """Show one file as it would be if this proposal were all that is public."""
    held = doors.open_proposal(actor_of(request), ref)
    return _file(files.preview_file(queries.told_by(held), name), name)


@page(DECIDE, methods=("POST",))
def propose(request: HttpRequest) -> HttpResponse:
    """Propose the totals of an exchange."""
    actor = actor_of(request)
    exchange = doors.open_exchange(actor, request.POST.get("exchange", ""))

    def done() -> str:
        made = services.propose_totals(
            actor=actor, exchange=exchange, at=datetime.now(UTC)
        )
        return reverse("publication:proposal", args=[made.ref])

    words = gettext("Proposed. Nothing is public until another person publishes it.")
    return _act(request, done, words, back=reverse("publication:publications"))


@page(DECIDE, methods=("POST",))
def publish(request: HttpRequest, ref: str) -> HttpResponse:
    """Publish what another person proposed."""
    words = gettext("Published. It can be withdrawn, but not taken back from others.")
    return _decide(request, ref, services.publish, words)


@page(DECIDE, methods=("POST",))
def set_aside(request: HttpRequest, ref: str) -> HttpResponse:
    """Decide that a proposal is not published."""
    return _decide(request, ref, services.set_aside, gettext("Set aside."))


@page(DECIDE, methods=("POST",))
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back what is public."""
    reason = request.POST.get("reason", "")[:300]
    words = gettext("Withdrawn. The public page no longer shows it.")
    return _decide(request, ref, services.withdraw, words, reason=reason)


def _decide(
    request: HttpRequest,
    ref: str,
    service: Callable[..., Any],
    words: str,
    **more: object,
) -> HttpResponse:
    actor = actor_of(request)
    held = doors.open_proposal(actor, ref, right=DECIDE)
    here = reverse("publication:proposal", args=[ref])

    def done() -> str:
        service(actor=actor, proposal=held, at=datetime.now(UTC), **more)
        return here

    return _act(request, done, words, back=here)


def _act(
    request: HttpRequest, done: Callable[[], str], words: str, *, back: str
) -> HttpResponse:
    """Do it and say so; a refusal says what is so and what to do, and goes back."""
    try:
        following = done()
    except NothingHereError:
        raise
    except RepatriaError as refusal:
        messages.error(request, in_words(refusal))
        return HttpResponseRedirect(back)
    messages.success(request, words)
    return HttpResponseRedirect(following)
