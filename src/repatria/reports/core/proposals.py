"""Drafts one by one, as a person confirms or rejects them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from repatria.reports.core.drafts import Allegation, Drafts, Event, Json
from repatria.reports.core.marks import Span
from repatria.shared.text import mark as _

COUNT = "count"
NOT_STATED = "not_stated"
ALLEGATION = "allegation"
PATTERN = "pattern"
INFERENCE = "inference"
TESTIMONY = "testimony"
EVIDENCE = "evidence"
CONDITION = "condition"
UNDERTAKING = "undertaking"
ANSWER = "answer"

# What each kind is called, in the order of the legend.
KINDS = {
    COUNT: _("number"),
    NOT_STATED: _("number not stated"),
    ALLEGATION: _("allegation"),
    PATTERN: _("alleged pattern"),
    INFERENCE: _("narrator infers"),
    TESTIMONY: _("testimony"),
    EVIDENCE: _("evidence"),
    CONDITION: _("conditions of captivity"),
    UNDERTAKING: _("undertaking"),
    ANSWER: _("answer"),
}

_ABOUT = {
    "conditions of captivity: ": CONDITION,
    "undertaking: ": UNDERTAKING,
    "answer (": ANSWER,
}


@dataclass(frozen=True)
class Proposal:
    """One draft: where it stands in the answer, its kind, its values, its words."""

    path: str
    kind: str
    value: Json
    span: Span


def proposals_of(drafts: Drafts) -> list[Proposal]:
    """Return every draft of a report apart, in the order of its text."""
    found = [
        *_numbers(drafts),
        *_alleged(drafts),
        *_told(drafts),
        *_claimed(drafts),
    ]
    return sorted(found, key=lambda one: (one.span, one.path))


def _numbers(drafts: Drafts) -> Iterator[Proposal]:
    for place, event in enumerate(drafts.events):
        around = _around(event)
        for number, count in enumerate(event.counts):
            path = f"events.{place}.counts.{number}"
            yield Proposal(path, COUNT, count.as_json() | around, count.span)
        words = event.counts[0].span if event.counts else event.told
        if words is None:
            continue
        for number, party in enumerate(event.not_stated):
            path = f"events.{place}.not_stated.{number}"
            value = _unstated(event, party) | around
            span = dict(event.withheld).get(party, words)
            yield Proposal(path, NOT_STATED, value, span)


def _around(event: Event) -> Json:
    """Return what a number has from its exchange."""
    told = event.as_json()
    keys = ("main", "status", "date", "date_from", "parties", "mediators")
    return {key: told[key] for key in keys if key in told}


def _unstated(event: Event, party: str) -> Json:
    who, how = "narrator", "said"
    if event.counts:
        who, how = event.counts[0].asserted_by, event.counts[0].modality
    return {
        "to": party, "n": None, "what": "all", "approximate": False,
        "asserted_by": who, "modality": how, "confidence": "formula",
    }  # fmt: skip


def _alleged(drafts: Drafts) -> Iterator[Proposal]:
    for number, one in enumerate(drafts.allegations):
        yield Proposal(f"allegations.{number}", _kind(one), one.as_json(), one.span)


def _kind(one: Allegation) -> str:
    if one.modality == "inferred":
        return INFERENCE
    return PATTERN if one.pattern else ALLEGATION


def _told(drafts: Drafts) -> Iterator[Proposal]:
    for number, one in enumerate(drafts.testimonies):
        yield Proposal(f"testimonies.{number}", TESTIMONY, one.as_json(), one.span)
    for number, item in enumerate(drafts.evidence):
        yield Proposal(f"evidence.{number}", EVIDENCE, item.as_json(), item.span)


def _claimed(drafts: Drafts) -> Iterator[Proposal]:
    for number, one in enumerate(drafts.claims):
        lead = next(lead for lead in _ABOUT if one.about.startswith(lead))
        value = one.as_json() | {"about": one.about.removeprefix(lead)}
        kind = _ABOUT[lead]
        if kind == ANSWER:
            answers, _bracket, words = value["about"].partition("): ")
            value |= {"answers": answers, "about": words}
        yield Proposal(f"claims.{number}", kind, value, one.span)
