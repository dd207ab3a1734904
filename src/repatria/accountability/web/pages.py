"""Pages that show what is alleged, on what evidence, and what is answered."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from repatria.access import doors as access
from repatria.access.web.requests import actor_of, page
from repatria.accountability import doors, queries, services
from repatria.accountability.core.media import PICTURES
from repatria.accountability.models import Incident
from repatria.accountability.web import shown
from repatria.accountability.web.bundle import bundle_of
from repatria.accountability.web.originals import drawn, handed_out, shown_picture
from repatria.register.queries import party_names

READ = "accountability.read"


@page(READ)
def incidents(request: HttpRequest) -> HttpResponse:
    """List the incidents, newest first, and the patterns alleged across them."""
    rows = [_listed(incident) for incident in queries.incidents_newest_first()]
    held = queries.patterns()
    words = shown.Wordings([one.claim for one in held])
    patterns = [
        (one, words.of(one.claim).now, len(queries.instances_of(one))) for one in held
    ]
    return _shown(request, "incidents", rows=rows, patterns=patterns)


def _listed(incident: Incident) -> dict[str, object]:
    return {
        "incident": incident,
        "alleged": len(incident.allegations.all()),
        "answered": len(incident.answers.all()),
        "items": len(incident.evidence.all()),
        "assessment": queries.newest_assessment(incident.assessments.all()),
    }


@page(READ)
def incident(request: HttpRequest, ref: str) -> HttpResponse:
    """Show who alleges what, on what evidence, and what the others answer."""
    held = doors.open_incident(actor_of(request), ref)
    alleged = shown.allegations_and_answers(held)
    items = shown.evidence(queries.in_sequence(held), held)
    boxes, strip_width = shown.drawn_sequence(items)
    return _shown(
        request,
        "incident",
        incident=held,
        earlier=held.outlines.order_by("-pk")[1:],
        rows=alleged,
        items=items,
        boxes=boxes,
        strip_width=strip_width,
        days=shown.days(held, alleged),
        assessments=held.assessments.order_by("-pk"),
        undertakings=shown.undertaken(list(held.undertakings.select_related("claim"))),
        proceedings=held.proceedings.prefetch_related("events"),
        patterns=queries.patterns_counting(held),
        may_pair=bool(queries.neighbours(held)),
    )


@page(READ)
def bundle(request: HttpRequest, ref: str) -> HttpResponse:
    """Hand out the manifest of an incident's evidence: hashes and custody, no file."""
    held = doors.open_incident(actor_of(request), ref)
    answer = HttpResponse(bundle_of(held), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{held.ref}-evidence.json"'
    return answer


@page(READ)
def conditions(request: HttpRequest) -> HttpResponse:
    """Show what is said about conditions of captivity, hanging on no incident."""
    held = queries.conditions()
    alleged = queries.on_no_incident()
    answers = [answer.claim for one in alleged for answer in one.answers.all()]
    words = shown.Wordings(
        [*(one.claim for one in held), *(one.claim for one in alleged), *answers]
    )
    rows = [(one, words.of(one.claim)) for one in held]
    allegations = [shown.with_answers(one, words) for one in alleged]
    return _shown(request, "conditions", rows=rows, allegations=allegations)


@page(READ)
def claim(request: HttpRequest, number: int) -> HttpResponse:
    """Show one statement, its wordings, and how far anybody finds it established."""
    held = doors.open_claim(actor_of(request), number)
    return _shown(
        request,
        "claim",
        claim=held,
        newest=queries.newest_wording(held),
        wordings=queries.wordings_of(held),
        assessments=held.assessments.order_by("-pk"),
        inferences=held.inferences.all(),
        ties=queries.number_tied(held),
    )


@page(READ)
def pattern(request: HttpRequest, number: int) -> HttpResponse:
    """Show an alleged pattern and, apart from it, the instances counted."""
    held = doors.open_pattern(actor_of(request), number)
    instances = [
        (row, queries.newest_assessment(row.incident.assessments.all()))
        for row in queries.instances_of(held)
    ]
    answers = [answer.claim for answer in held.answers.select_related("claim")]
    one = shown.with_answers(held, shown.Wordings([held.claim, *answers]))
    events = held.instance_events.select_related("incident").order_by("-pk")
    return _shown(request, "pattern", one=one, instances=instances, events=events)


@page(READ)
def undertakings(request: HttpRequest) -> HttpResponse:
    """Show who vowed what, and which proceedings followed."""
    vows = queries.undertakings()
    return _shown(
        request,
        "undertakings",
        undertakings=list(zip(vows, shown.undertaken(vows), strict=True)),
        others=queries.proceedings_without_undertaking(),
    )


@page(READ)
def evidence(request: HttpRequest, ref: str) -> HttpResponse:
    """Show an item and its chain of custody; of a picture only the veiled preview."""
    item = doors.open_evidence(actor_of(request), ref)
    scenes = list(item.scene_claims.select_related("claim", "same_as"))
    claims = [scene.claim for scene in scenes]
    words = shown.Wordings([*claims, *([item.announced] if item.announced else [])])
    preview = services.open_preview(item)
    answer = _shown(
        request,
        "evidence",
        item=item,
        preview=drawn(preview, "image/png") if preview else "",
        one=shown.item_shown(item, words),
        custody=item.custody.order_by("pk"),
        consents=item.consents.order_by("-pk"),
    )
    answer["Cache-Control"] = "no-store"
    return answer


@page(READ)
def every_item(request: HttpRequest) -> HttpResponse:
    """List items of evidence that hang on no incident."""
    held = queries.items_without_incident()
    items = [(item, queries.shown_consent(item)) for item in held]
    return _shown(request, "items", items=items)


@page("accountability.original", methods=("POST",))
def original(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the untouched picture, or hand out the file, to whoever says why.

    The reason, the custody event and the read entry are written before the answer
    goes out; nothing of it may be kept by the browser.
    """
    actor = actor_of(request)
    item = doors.open_original(actor, ref)
    reason = request.POST.get("reason", "")
    if not reason.strip():
        messages.error(request, gettext("Say why you need to see the original."))
        return HttpResponseRedirect(reverse("accountability:evidence", args=[ref]))
    opened = services.open_original(
        actor=actor, item=item, reason=reason[:300], at=datetime.now(UTC)
    )
    if opened.media_type in PICTURES:
        return shown_picture(request, item=item, opened=opened)
    return handed_out(item=item, opened=opened)


@page("accountability.check", methods=("POST",))
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Compare the stored file with the hash of its receipt."""
    actor = actor_of(request)
    item = doors.open_evidence(actor, ref, right="accountability.check")
    if services.check_integrity(actor=actor, item=item, at=datetime.now(UTC)):
        messages.success(request, gettext("Unchanged: it is what was received."))
    else:
        messages.error(
            request,
            gettext(
                "The stored file is missing or altered. Do not use it; restore it "
                "from the backup and tell the auditor."
            ),
        )
    return HttpResponseRedirect(reverse("accountability:evidence", args=[ref]))


def _shown(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    actor = actor_of(request)
    rights = ("record", "assess", "original", "check", "tie")
    may = {name: access.may(actor, f"accountability.{name}") for name in rights}
    told = {"parties": party_names(), "may": may, **context}
    return render(request, f"accountability/{name}.html", told)
