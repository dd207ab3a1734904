"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from repatria.accountability.web import pages
from repatria.accountability.web.acts import page_of
from repatria.accountability.web.table import ACTS

app_name = "accountability"


def _act(address: str, name: str) -> URLPattern:
    return path(address, page_of(ACTS[name]), name=name)


urlpatterns = [
    path("incidents/", pages.incidents, name="incidents"),
    _act("incidents/new/", "open-incident"),
    path("incidents/<str:ref>/", pages.incident, name="incident"),
    path("incidents/<str:ref>/evidence.json", pages.bundle, name="bundle"),
    _act("incidents/<str:key>/correct/", "correct-incident"),
    _act("incidents/<str:key>/allegation/", "allege"),
    _act("incidents/<str:key>/answer/", "answer"),
    _act("incidents/<str:key>/evidence/", "add-evidence"),
    _act("incidents/<str:key>/unseen/", "unseen"),
    _act("incidents/<str:key>/undertaking/", "undertake-about"),
    _act("incidents/<str:key>/proceeding/", "proceeding-about"),
    _act("incidents/<str:key>/assess/", "assess-incident"),
    _act("allegations/<int:key>/answer/", "answer-allegation"),
    path("conditions/", pages.conditions, name="conditions"),
    _act("conditions/new/", "condition"),
    _act("conditions/allegation/", "allege-conditions"),
    path("claims/<int:number>/", pages.claim, name="claim"),
    _act("claims/<int:key>/correct/", "correct-claim"),
    _act("claims/<int:key>/assess/", "assess-claim"),
    _act("claims/<int:key>/tie/", "tie"),
    _act("patterns/new/", "pattern-new"),
    path("patterns/<int:number>/", pages.pattern, name="pattern"),
    _act("patterns/<int:key>/instance/", "instance"),
    path("undertakings/", pages.undertakings, name="undertakings"),
    _act("undertakings/new/", "undertake"),
    _act("undertakings/<int:key>/proceeding/", "proceeding"),
    _act("proceedings/<str:key>/state/", "proceeding-state"),
    path("evidence/", pages.every_item, name="items"),
    _act("evidence/new/", "add-item"),
    path("evidence/<str:ref>/", pages.evidence, name="evidence"),
    _act("evidence/<str:key>/file/", "keep-file"),
    _act("evidence/<str:key>/claim/", "scene"),
    _act("evidence/<str:key>/consent/", "shown-consent"),
    _act("evidence/<str:key>/moved/", "moved"),
    path("evidence/<str:ref>/original/", pages.original, name="original"),
    path("evidence/<str:ref>/check/", pages.check, name="check"),
]
