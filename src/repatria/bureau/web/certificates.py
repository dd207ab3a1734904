"""Certificates of captivity: issued from a case, printed, checked, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from repatria.access.doors import may
from repatria.access.queries import installation
from repatria.access.web.requests import actor_of, number_in, page
from repatria.bureau import doors, services
from repatria.bureau.core.certificate import (
    DISPUTED,
    PROVES_NOT,
    REASON_WORDS,
    WITNESS,
    Reason,
)
from repatria.bureau.models import Certificate, CertificateEvent
from repatria.bureau.queries import certified
from repatria.bureau.web.forms import CheckForm, IssueForm, WithdrawForm
from repatria.custody.core.words import FATE_WORDS, RUNG_WORDS, Fate, Rung
from repatria.ledger.core.signatures import public_bytes
from repatria.ledger.keys import checkpoint_key
from repatria.shared.pieces import a_page
from repatria.shared.text import current_language, mark, use_language
from repatria.tracing.queries import is_verified, requests_of
from repatria.transmission.core import certificates as files
from repatria.transmission.core.signing import PublicKey, fingerprint

LISTED = 200
# Languages whose words are complete: a certificate is not half in another one.
PRINTED_IN = ("en", "uk", "ru")
_DISPUTED = mark("statements disagree whether, or how, it ended")


@page("bureau.certificates", methods=("GET", "HEAD", "POST"))
def certificates(request: HttpRequest) -> HttpResponse:
    """List what no longer counts, and check a paper by its code: nobody is named."""
    form = CheckForm(request.POST or None)
    checked = None
    if request.method == "POST" and form.is_valid():
        checked = _checked(files.read_code(form.cleaned_data["code"]))
    held = certified.no_longer(before=number_in(request, "before"))
    events, more = a_page(held, LISTED)
    told = {
        "form": form,
        "checked": checked,
        "over": [_event(one) for one in events],
        "next": f"?before={events[-1].pk}" if more else "",
    }
    return render(request, "bureau/certificates.html", told)


def _checked(seal: files.Seal) -> dict[str, Any]:
    """Return what can be said of a paper by its code alone."""
    own = installation()
    ours = seal.organisation == own.code
    keys = {_server_key()} if ours else set(certified.server_keys_of(seal.organisation))
    held = certified.certificate_with(seal) if ours else None
    over = held is not None and not certified.is_current(held)
    return {
        "seal": seal,
        "holds": seal.holds(),
        "ours": ours,
        "known_key": seal.public_key in keys,
        "any_key": bool(keys),
        "fingerprint": fingerprint(seal.public_key),
        "stands": held is not None and not over,
        "over": over,
    }


def _server_key() -> bytes:
    return public_bytes(checkpoint_key(Path(settings.REPATRIA_HOME)))


@page("bureau.certificates")
def server_key(request: HttpRequest) -> HttpResponse:
    """Give out the server's public key, with which others check certificates."""
    del request
    own = installation()
    answer = HttpResponse(
        PublicKey(own.code, _server_key()).file(),
        content_type="text/plain; charset=utf-8",
    )
    name = f"{own.code}-server.pub"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page("bureau.certificate", methods=("GET", "HEAD", "POST"))
def of_case(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Show what is established of a person, and issue it to whoever has standing."""
    actor = actor_of(request)
    found = doors.open_case_of_certificates(actor, case_ref)
    if found != case_ref:  # two numbers have become one
        return redirect("bureau:of-case", found)
    requests = list(requests_of(case_ref))
    form = IssueForm(request.POST or None, requests=requests)
    if request.method == "POST" and form.is_valid():
        event = services.issue(
            actor=actor,
            case_ref=case_ref,
            to=form.to(),
            language=form.cleaned_data["language"],
            at=datetime.now(UTC),
        )
        messages.success(request, _("Issued. Print it, or hand over the file."))
        made = event.certificate
        paper = reverse("bureau:certificate", args=[made.number, made.version])
        return redirect(f"{paper}?language={event.language}")
    facts = certified.facts_of(case_ref)
    current = certified.current_of(case_ref)
    told = {
        "case_ref": case_ref,
        "facts": facts,
        "step": RUNG_WORDS[facts.found.rung] if facts else "",
        "ended": _ended(facts.ended) if facts else "",
        "changed": bool(current and facts and current.states != facts.hash()),
        "current": current,
        "versions": [_version(one) for one in certified.versions_of(case_ref)],
        "requests": [{"ref": one.ref, "verified": is_verified(one.requester)}
                     for one in requests],
        "form": form,
    }  # fmt: skip
    return render(
        request, "bureau/of_case.html", told, status=422 if form.errors else 200
    )


def _version(certificate: Certificate) -> dict[str, Any]:
    events = [_event(one) for one in certificate.events.select_related("certificate")]
    over = any(not one["issued"] for one in events)
    return {"certificate": certificate, "events": events, "over": over}


def _event(event: CertificateEvent) -> dict[str, Any]:
    return {
        "event": event,
        "certificate": event.certificate,
        "words": event.get_what_display(),
        "issued": event.what == CertificateEvent.What.ISSUED,
        "reason": REASON_WORDS[Reason(event.reason)] if event.reason else "",
    }


@page("bureau.certificate")
def certificate(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """Show a certificate as it is printed, in the language that is asked for."""
    held = doors.open_certificate(actor_of(request), number, version)
    asked = request.GET.get("language", "")
    here = current_language()
    spoken = here if here in PRINTED_IN else PRINTED_IN[0]
    language = asked if asked in PRINTED_IN else spoken
    told = _words(held) | {
        "language": language,
        "languages": PRINTED_IN,
        "may_withdraw": may(actor_of(request), doors.WRITE),
        "withdraw_form": WithdrawForm(),
    }
    with _spoken_in(language):
        return render(request, "bureau/certificate.html", told)


@contextmanager
def _spoken_in(language: str) -> Iterator[None]:
    """Say everything inside in one language, whatever the reader's own is."""
    before = current_language()
    use_language(language)
    try:
        with override(language):
            yield
    finally:
        use_language(before)


def _words(held: Certificate) -> dict[str, Any]:
    words = certified.words_of(held)
    captivity = words["captivity"]
    return {
        "certificate": held,
        "person": words["person"],
        "captivity": captivity,
        "made_on": words["made_on"],
        "organisation": words["organisation"],
        "step": RUNG_WORDS[Rung(captivity["rung"])],
        "by": [one for one in captivity["by"] if one != WITNESS],
        "witnessed": WITNESS in captivity["by"],
        "ended": _ended(captivity["ended"]),
        "proves_not": PROVES_NOT,
        "code": certified.signed(held).seal.code(),
        "over": not certified.is_current(held),
        "fingerprint": fingerprint(bytes.fromhex(held.public_key)),
    }


def _ended(code: str) -> str:
    if code == DISPUTED:
        return _DISPUTED
    return FATE_WORDS[Fate(code)] if code else ""


@page("bureau.certificate")
def file(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """Give out a certificate as the file that can be checked offline."""
    held = doors.open_certificate(actor_of(request), number, version)
    answer = HttpResponse(
        certified.signed(held).file(), content_type="application/octet-stream"
    )
    name = f"{held.number}-{held.version}{files.SUFFIX}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page("bureau.write", methods=("POST",))
def withdraw(request: HttpRequest, number: str, version: int) -> HttpResponse:
    """Withdraw a certificate: whoever checks its paper is told so."""
    actor = actor_of(request)
    held = doors.open_certificate(actor, number, version)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        services.withdraw(
            actor=actor,
            certificate=held,
            reason=Reason(form.cleaned_data["reason"]),
            at=datetime.now(UTC),
        )
        messages.success(
            request, _("Withdrawn. It is listed by number and hash from now on.")
        )
    else:
        messages.error(request, _("Say why it is withdrawn."))
    return redirect("bureau:certificate", number, version)
