"""The receipt: made from what was seen here, compared with theirs, signed by both."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.core.errors import NothingHereError
from repatria.access.doors import may
from repatria.access.web.requests import actor_of, page
from repatria.handover import doors, queries, services
from repatria.handover.core.documents import OUTCOME_WORDS, Outcome, differing_lines
from repatria.handover.models import Handover, Receipt
from repatria.handover.web.documents import as_file, take_signature
from repatria.handover.web.forms import SignatureForm
from repatria.handover.web.pages import leg_words
from repatria.shared.actors import Actor


@page("handover.view")
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    """Show our receipt, who signed it, and every receipt that came."""
    actor = actor_of(request)
    handover = doors.find(actor, ref)
    context = _context(actor, handover)
    return render(request, "handover/receipt.html", context)


def _context(actor: Actor, handover: Handover) -> dict[str, Any]:
    own = queries.current_receipt(handover)
    return {
        "handover": handover,
        "leg": leg_words(handover),
        "receipt": own,
        "told": json.loads(own.document) if own else None,
        "lines": _lines(actor, handover, own) if own else [],
        "signed_by": queries.signed_by(own) if own else [],
        "signers": queries.receipt_signers(handover),
        "mutual": own is not None and queries.is_mutual(own),
        "outdated": services.outdated(handover),
        "theirs": [_theirs(each, own) for each in queries.receipts_received(handover)],
        "may_run": may(actor, doors.RUN),
        "form": SignatureForm(signers=queries.receipt_signers(handover)),
    }


def _lines(actor: Actor, handover: Handover, own: Receipt) -> list[dict[str, Any]]:
    seen = doors.open_people(actor, handover)
    people = {each.line.number: each.line for each in seen}
    return [
        {
            **row,
            "person": people.get(row["line"]),
            "words": OUTCOME_WORDS[Outcome(row["outcome"])],
            "crossed": row["outcome"] == Outcome.CROSSED,
        }
        for row in json.loads(own.document)["lines"]
        if row["line"] in people
    ]


def _theirs(each: queries.Theirs, own: Receipt | None) -> dict[str, Any]:
    differs = differing_lines(json.loads(own.document), each.document) if own else []
    return {
        "theirs": each,
        "same": own is not None and own.sha256 == each.sha256,
        "waits": own is None,
        "differs": differs,
    }


@page("handover.run", methods=("POST",))
def make(request: HttpRequest, ref: str) -> HttpResponse:
    """Make the receipt from what was seen here."""
    actor = actor_of(request)
    handover = doors.find(actor, ref, right=doors.RUN)
    services.make_receipt(actor=actor, handover=handover, at=datetime.now(UTC))
    messages.success(request, _("The receipt is made. Next: sign it and send it."))
    return redirect("handover:receipt", ref=ref)


@page("handover.run", methods=("POST",))
def sign(request: HttpRequest, ref: str) -> HttpResponse:
    """Attach a signature to our newest receipt."""
    return take_signature(
        request,
        ref,
        signers=queries.receipt_signers,
        sign=services.sign_receipt,
        done=_("The signature covers this receipt and is attached."),
        back="handover:receipt",
    )


@page("handover.view")
def printed(request: HttpRequest, ref: str) -> HttpResponse:
    """Show our receipt as it is printed."""
    actor = actor_of(request)
    handover = doors.find(actor, ref)
    if queries.current_receipt(handover) is None:
        raise NothingHereError
    doors.open_document(actor, handover)
    return render(request, "handover/receipt_print.html", _context(actor, handover))


@page("handover.view")
def file(request: HttpRequest, ref: str) -> HttpResponse:
    """Give out our newest receipt as the file that is signed."""
    actor = actor_of(request)
    handover = doors.find(actor, ref)
    own = queries.current_receipt(handover)
    if own is None:
        raise NothingHereError
    doors.open_document(actor, handover)
    return as_file(own.document, f"receipt-{handover.ref}.json")
