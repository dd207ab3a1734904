"""The family page of a case: everybody who asks, and who may be told what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.core.errors import ErasedError, NothingHereError
from repatria.access.queries import left_alone_since
from repatria.access.web.requests import actor_of, page
from repatria.register.queries import name_of
from repatria.shared.actors import Actor
from repatria.tracing import doors, queries, services
from repatria.tracing.core.relations import RELATION_WORDS, Relation
from repatria.tracing.core.telling import (
    CONFLICT_WORDS,
    MAY_TELL_TONES,
    MAY_TELL_WORDS,
    ConflictKind,
    MayTell,
    may_contradict,
)
from repatria.tracing.core.withdrawals import STANDS_TONES, STANDS_WORDS, Stands
from repatria.tracing.models import FamilyConflict, TracingRequest
from repatria.tracing.services.contact import refuse_to_ask
from repatria.tracing.web.about import person_answered
from repatria.tracing.web.forms import (
    ConflictForm,
    ConsentForm,
    PersonAnswerForm,
    TellingForm,
    WhoFiledForm,
)


@page("tracing.request")
def family(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Show everybody who asks after one person, and who may be told what."""
    actor = actor_of(request)
    found = doors.open_family(actor, case_ref)
    if found != case_ref:
        return redirect("tracing:family", case_ref=found)
    return render(request, "tracing/family.html", _context(actor, found))


def _context(actor: Actor, case_ref: str, **forms: Form) -> dict[str, Any]:
    requests = list(queries.requests_of(case_ref).select_related("state"))
    doors.shown_on_page(requests)
    today = datetime.now(UTC).date()
    standing = [one for one in requests if not queries.is_withdrawn(one)]
    return {
        "case_ref": case_ref,
        "name": name_of(case_ref),
        "rows": _rows(actor, requests),
        "conflicts": [_conflict(one) for one in queries.conflicts_about(case_ref)],
        "hint": may_contradict([one.relation for one in standing]),
        "left_alone_since": left_alone_since(case_ref),
        "filed": [each for one in requests for each in one.who_filed.all()],
        "conflict_form": ConflictForm(requests=standing, prefix="conflict"),
        "telling_form": TellingForm(requests=standing, prefix="telling"),
        "answer_form": PersonAnswerForm(
            requests=standing, today=today, prefix="answer"
        ),
        "filed_form": WhoFiledForm(requests=requests, prefix="filed"),
        **forms,
    }


def _rows(actor: Actor, requests: Sequence[TracingRequest]) -> list[dict[str, Any]]:
    opened = queries.opened_all(requests)
    return [
        {
            "asked": one,
            "may_open": doors.may_open_request(actor, one),
            "reader": opened[one.pk].reader,
            "relation": RELATION_WORDS[Relation(one.relation)],
            "check": queries.last_check(one.requester),
            "stands": STANDS_WORDS[Stands(one.state.stands)],
            "tone": STANDS_TONES[Stands(one.state.stands)],
            "in_conflict": queries.is_in_conflict(one),
            **_telling(one),
            **person_answered(one),
        }
        for one in requests
    ]


def _telling(one: TracingRequest) -> dict[str, Any]:
    decided = queries.newest_telling(one)
    if decided is None:
        return {"telling": None}
    may_tell = MayTell(decided.may_tell)
    return {
        "telling": decided,
        "telling_words": MAY_TELL_WORDS[may_tell],
        "telling_tone": MAY_TELL_TONES[may_tell],
    }


def _conflict(one: FamilyConflict) -> dict[str, Any]:
    try:
        words = queries.words_of_conflict(one)
    except ErasedError:
        words = ""
    return {
        "conflict": one,
        "words": CONFLICT_WORDS[ConflictKind(one.kind)],
        "said": words,
    }


Act = Callable[[Actor, str, dict[str, Any], datetime], object]


def _done(
    request: HttpRequest, case_ref: str, form: Form, name: str, act: Act, told: str
) -> HttpResponse:
    """Do what a form of the family page asks for, or show it again with its faults."""
    actor = actor_of(request)
    if not form.is_valid():
        context = _context(actor, case_ref, **{name: form})
        return render(request, "tracing/family.html", context, status=422)
    act(actor, case_ref, form.cleaned_data, datetime.now(UTC))
    messages.success(request, told)
    return redirect("tracing:family", case_ref=case_ref)


def _among(case_ref: str, ref: str) -> TracingRequest:
    for one in queries.requests_of(case_ref):
        if one.ref == ref:
            return one
    raise NothingHereError


@page("tracing.request", methods=("POST",))
def conflict(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Record that two requesters contradict each other."""
    case_ref = doors.open_family(actor_of(request), case_ref)
    requests = list(queries.requests_of(case_ref))
    form = ConflictForm(request.POST, requests=requests, prefix="conflict")

    def act(actor: Actor, case: str, told: dict[str, Any], at: datetime) -> object:
        return services.record_conflict(
            actor=actor,
            case_ref=case,
            kind=told["kind"],
            raised_by=_among(case, told["raised_by"]),
            other=_among(case, told["other"]),
            words=told["words"],
            at=at,
        )

    said = _("Recorded. Neither is told anything until somebody decides.")
    return _done(request, case_ref, form, "conflict_form", act, said)


@page("tracing.request", methods=("POST",))
def telling(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Decide how much one requester may be told."""
    case_ref = doors.open_family(actor_of(request), case_ref)
    requests = list(queries.requests_of(case_ref))
    form = TellingForm(request.POST, requests=requests, prefix="telling")

    def act(actor: Actor, case: str, told: dict[str, Any], at: datetime) -> object:
        return services.decide_telling(
            actor=actor,
            request=_among(case, told["request"]),
            case_ref=case,
            may_tell=told["may_tell"],
            reason=told["reason"],
            at=at,
        )

    said = _("Decided. Notices keep to it; a later decision may change it.")
    return _done(request, case_ref, form, "telling_form", act, said)


@page("tracing.request", methods=("POST",))
def person_answer(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Record whether the person agrees that a relative is told."""
    case_ref = doors.open_family(actor_of(request), case_ref)
    refuse_to_ask(case_ref)
    requests = list(queries.requests_of(case_ref))
    today = datetime.now(UTC).date()
    form = PersonAnswerForm(
        request.POST, requests=requests, today=today, prefix="answer"
    )

    def act(actor: Actor, case: str, told: dict[str, Any], at: datetime) -> object:
        return services.record_answer_of_person(
            actor=actor,
            request=_among(case, told["request"]),
            case_ref=case,
            agrees=told["agrees"],
            heard=told["heard"],
            said_on=told["said_on"],
            at=at,
        )

    said = _("The person's answer is on record.")
    return _done(request, case_ref, form, "answer_form", act, said)


@page("tracing.request", methods=("POST",))
def who_filed(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Record how the person sought was answered who asked who filed a request."""
    case_ref = doors.open_family(actor_of(request), case_ref)
    requests = list(queries.requests_of(case_ref))
    form = WhoFiledForm(request.POST, requests=requests, prefix="filed")

    def act(actor: Actor, case: str, told: dict[str, Any], at: datetime) -> object:
        return services.tell_who_filed(
            actor=actor,
            request=_among(case, told["request"]),
            case_ref=case,
            with_name=told["with_name"],
            reason=told["reason"],
            at=at,
        )

    said = _("Recorded, how the person was answered.")
    return _done(request, case_ref, form, "filed_form", act, said)


@page("tracing.request", methods=("POST",))
def consent(request: HttpRequest, ref: str) -> HttpResponse:
    """Record what whoever asks agreed to."""
    actor, now = actor_of(request), datetime.now(UTC)
    asked = doors.open_request(actor, ref)
    form = ConsentForm(request.POST, today=now.date())
    if not form.is_valid():
        messages.error(request, _("Say what may be shared, what they said, and when."))
        return redirect("tracing:request", ref=ref)
    told = form.cleaned_data
    services.record_consent(
        actor=actor,
        request=asked,
        share=told["share"],
        given=told["given"] == "yes",
        until=told["until"],
        channels=told["channels"],
        said_on=told["said_on"],
        at=now,
    )
    messages.success(request, _("On record. Earlier answers stay to be seen."))
    return redirect("tracing:request", ref=ref)
