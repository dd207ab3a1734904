"""Writing a statement: its form, a look at the answers, and then it is kept."""

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
from repatria.custody import doors, queries, services
from repatria.custody.core.fields import Reader
from repatria.custody.core.forms import Form, forms
from repatria.custody.core.told import Told
from repatria.custody.core.words import KIND_WORDS, Kind, Voice
from repatria.custody.models import Statement
from repatria.custody.web.answers import answers, as_read
from repatria.custody.web.forms import StatementForm, TakeBackForm, first_answers
from repatria.register.queries import name_of, records_of
from repatria.shared.actors import Actor
from repatria.shared.errors import RepatriaError, in_words
from repatria.transmission.models import Correspondent

_WRITE = ("GET", "HEAD", "POST")
_EVERYTHING = frozenset(Reader)
# What a form takes over from the case: who it is about, and nothing that happened.
_OF_THE_PERSON = (
    "family", "given", "patronymic", "birth", "birth_place", "rank", "unit",
    "service_number", "own_id",
)  # fmt: skip

_USUALLY = {
    Kind.VISIT: Voice.NEUTRAL,
    Kind.REFUSAL: Voice.NEUTRAL,
    Kind.SEEN: Voice.WITNESS,
    Kind.REPATRIATION: Voice.HOME,
    Kind.IDENTIFIED: Voice.HOME,
    Kind.REMAINS: Voice.HOME,
}


@page("custody.record", methods=_WRITE)
def write(request: HttpRequest, kind: str) -> HttpResponse:
    """Record a statement about somebody whose case is not known yet."""
    form = _form_of(kind)
    first = Told(kind, *_usual_source(kind, holder="", home=""))
    return _writing(request, form, first, case_ref="")


@page("custody.record", methods=_WRITE)
def write_for(request: HttpRequest, case_ref: str, kind: str) -> HttpResponse:
    """Record a statement about the person of a case."""
    state = doors.open_custody(actor_of(request), case_ref, right=doors.RECORD)
    form = _form_of(kind)
    first = _first_about(state.case_ref, kind)
    return _writing(request, form, first, case_ref=state.case_ref)


@page("custody.record", methods=_WRITE)
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    """Record what the same source now says instead."""
    held = doors.open_statement(actor_of(request), ref, right=doors.RECORD)
    if held.kind == Kind.RETRACTION:
        raise NothingHereError
    case_ref = held.record.membership.person.case_ref
    first = queries.told_again(held)
    return _writing(
        request, _form_of(held.kind), first, case_ref=case_ref, replaces=held
    )


@page("custody.record", methods=_WRITE)
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that the source takes a statement back."""
    actor = actor_of(request)
    held = doors.open_statement(actor, ref, right=doors.RECORD)
    now = datetime.now(UTC)
    form = TakeBackForm(request.POST or None, initial={"received_on": now.date()})
    if request.method == "POST" and form.is_valid():
        try:
            services.take_back(actor=actor, statement=held, at=now, **form.cleaned_data)
        except RepatriaError as refusal:
            form.add_error(None, in_words(refusal))
        else:
            messages.success(request, _("Taken back. Both statements stay written."))
            return redirect("custody:statement", ref=ref)
    case_ref = held.record.membership.person.case_ref
    context = {"form": form, "statement": held, "case_ref": case_ref}
    status = 422 if form.errors else 200
    return render(request, "custody/take_back.html", context, status=status)


def _form_of(kind: str) -> Form:
    if kind == Kind.RETRACTION or kind not in [one.value for one in forms()]:
        raise NothingHereError
    return forms()[Kind(kind)]


def _first_about(case_ref: str, kind: str) -> Told:
    """Return who the case is about: of each field the newest word that there is."""
    records = records_of(case_ref)
    person = {
        name: next((text for one in records if (text := getattr(one, name))), "")
        for name in _OF_THE_PERSON
    }
    files = [one.source_file for one in records if one.source_file]
    holder, home = (files[0].holder, files[0].home) if files else ("", "")
    return Told(
        kind,
        *_usual_source(kind, holder=holder, home=home),
        person=person,
        holder=holder,
        home=home,
    )


def _usual_source(kind: str, *, holder: str, home: str) -> tuple[str, str]:
    """Return in which position, and who, mostly says such a thing: a first guess.

    Whoever types sees it and changes it; "" leaves the choice open.
    """
    voice = _USUALLY.get(Kind(kind), Voice.HOLDER)
    if voice is Voice.WITNESS:
        return voice, voice
    sides = {Voice.HOLDER: holder, Voice.HOME: home}
    party = sides.get(voice, "")
    if voice in sides and not party:
        return voice, ""
    own = installation()
    if party == own.party:
        return voice, own.code
    other = Correspondent.objects.filter(own=False, party=party).first()
    return voice, other.code if other else party


def _writing(
    request: HttpRequest,
    form: Form,
    first: Told,
    *,
    case_ref: str,
    replaces: Statement | None = None,
) -> HttpResponse:
    """Ask, show the answers, and keep them once somebody has looked."""
    actor, now = actor_of(request), datetime.now(UTC)
    initial = first_answers(first, form, received=now.date())
    posted = request.POST if request.method == "POST" else None
    asked = StatementForm(posted, form=form, initial=initial, fixed=bool(replaces))
    sound = posted is not None and asked.is_valid()
    context = _context(asked, form, case_ref, replaces)
    if sound and "keep" in request.POST:
        kept = _kept(actor, asked, case_ref=case_ref, replaces=replaces, at=now)
        if kept is not None:
            messages.success(
                request, _("Kept as it was said. Nothing was overwritten.")
            )
            return redirect("custody:statement", ref=kept.ref)
    elif sound and "change" not in request.POST:
        told = asked.told()
        context |= {
            "answers": list(answers(form, told, _EVERYTHING)),
            "told": told,
            "said_on": as_read(told.said_on),
        }
        return render(request, "custody/check.html", context)
    status = 422 if asked.errors else 200
    return render(request, "custody/write.html", context, status=status)


def _kept(
    actor: Actor,
    asked: StatementForm,
    *,
    case_ref: str,
    replaces: Statement | None,
    at: datetime,
) -> Statement | None:
    """Keep the statement; a refusal stands at the top of the form."""
    try:
        return services.record_statement(
            actor=actor, told=asked.told(), received_on=asked.received,
            case_ref=case_ref, replaces=replaces, at=at,
        )  # fmt: skip
    except RepatriaError as refusal:
        asked.add_error(None, in_words(refusal))
        return None


def _context(
    asked: StatementForm, form: Form, case_ref: str, replaces: Statement | None
) -> dict[str, Any]:
    return {
        "form": asked,
        "kind": KIND_WORDS[form.kind],
        "paper": form,
        "case_ref": case_ref,
        "name": name_of(case_ref) if case_ref else "",
        "replaces": replaces,
    }
