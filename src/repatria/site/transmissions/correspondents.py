"""With whom this organisation corresponds, and under which keys."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.core.errors import NothingHereError
from repatria.access.queries import installation
from repatria.access.web.requests import actor_of, page
from repatria.site.transmissions.forms import CorrespondentForm, KeyForm
from repatria.transmission import keyring, queries
from repatria.transmission.core.signing import fingerprint
from repatria.transmission.models import Correspondent

RIGHT = "transmission.correspondents"


@page(RIGHT)
def overview(request: HttpRequest) -> HttpResponse:
    """Show every correspondent, and this organisation, with their fingerprints."""
    own = queries.own_organisation()
    context = {
        "rows": [
            (one, _fingerprint(one))
            for one in queries.correspondents().prefetch_related("keys")
        ],
        "own": own,
        "own_fingerprint": _fingerprint(own) if own else "",
    }
    return render(request, "site/transmissions/correspondents.html", context)


def _fingerprint(one: Correspondent) -> str:
    key = one.public_key
    return fingerprint(key) if key else ""


@page(RIGHT, methods=("GET", "HEAD", "POST"))
def add(request: HttpRequest) -> HttpResponse:
    """Add another organisation, once its fingerprint was compared aloud."""
    form = CorrespondentForm(request.POST or None, request.FILES or None)
    if not _is_agreed(request, form):
        return _asked(request, form, title=_("Add a correspondent"))
    told = form.cleaned_data
    keyring.add_correspondent(
        actor=actor_of(request),
        code=told["code"],
        name=told["name"],
        party=told["party"],
        public_key=form.found.key,
        at=datetime.now(UTC),
    )
    messages.success(request, _("Added. You may send to them and receive from them."))
    return redirect("transmissions:correspondents")


@page(RIGHT, methods=("GET", "HEAD", "POST"))
def new_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a correspondent a new key."""
    one = Correspondent.objects.filter(pk=pk, own=False).first()
    if one is None:
        raise NothingHereError
    form = KeyForm(request.POST or None, request.FILES or None)
    if not _is_agreed(request, form, of=one.code):
        return _asked(request, form, title=_("A new key"), whose=one.name)
    keyring.give_key(
        actor=actor_of(request),
        correspondent=one,
        public_key=form.found.key,
        at=datetime.now(UTC),
    )
    messages.success(request, _("From now on their new key counts."))
    return redirect("transmissions:correspondents")


@page(RIGHT, methods=("GET", "HEAD", "POST"))
def own(request: HttpRequest) -> HttpResponse:
    """Take the public part of this organisation's own key."""
    held = installation()
    form = KeyForm(request.POST or None, request.FILES or None)
    if not _is_agreed(request, form, of=held.code):
        title = _("The key of this organisation")
        return _asked(request, form, title=title, whose=held.name)
    keyring.set_own_key(
        actor=actor_of(request),
        name=held.name,
        party=held.party,
        public_key=form.found.key,
        at=datetime.now(UTC),
    )
    messages.success(request, _("From now on what leaves is signed with this key."))
    return redirect("transmissions:correspondents")


def _is_agreed(request: HttpRequest, form: KeyForm, *, of: str = "") -> bool:
    """Tell whether the key was read, shown, and compared."""
    if request.method != "POST" or not form.is_valid():
        return False
    if of and form.found.organisation != of:
        form.add_error(
            "public_key", _("The key says that it is of another organisation.")
        )
        return False
    return form.is_compared


def _asked(
    request: HttpRequest, form: KeyForm, *, title: str, whose: str = ""
) -> HttpResponse:
    """Ask, or show the fingerprint of what was given and ask to compare it."""
    context: dict[str, Any] = {"form": form, "title": title, "whose": whose}
    if request.method == "POST" and form.is_valid():
        told = [name for name in ("code", "name", "party") if name in form.fields]
        context |= {
            "kept": [
                *((name, form.cleaned_data[name]) for name in told),
                ("key_text", form.found.file()),
            ],
            "found": form.found,
            "fingerprint": fingerprint(form.found.key),
        }
    return render(request, "site/transmissions/key.html", context)
