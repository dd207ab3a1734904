"""What ``repatria read`` shows on a terminal: each draft with its quotation."""

from __future__ import annotations

from collections.abc import Iterable

from repatria.reports.core.allegations import INFERRED
from repatria.reports.core.drafts import (
    Allegation,
    Claim,
    Count,
    Drafts,
    Event,
    Evidence,
    Testimony,
)
from repatria.reports.core.marks import Span
from repatria.reports.core.sides import BOTH
from repatria.reports.core.words import ALLEGED, MODALITY, RECORDED, STATUS, WHAT
from repatria.reports.engine.ingest import Material
from repatria.shared.text import mark as _
from repatria.shared.text import say


def listing(material: Material, drafts: Drafts) -> str:
    """Return the drafts of one report in words, a line each."""
    lines = [
        say(
            _("{file}: language {language}"),
            file=material.file,
            language=material.language,
        )
    ]
    for event in drafts.events:
        lines += _event(event, material.text)
    lines += [_allegation(one, material.text) for one in drafts.allegations]
    lines += [_testimony(one, material.text) for one in drafts.testimonies]
    lines += [_evidence(one, material.text) for one in drafts.evidence]
    lines += [_claim(one, material.text) for one in drafts.claims]
    if len(lines) == 1:
        lines.append("  " + say(_("Nothing was found that could be a draft.")))
    return "\n".join(lines)


def _quoted(text: str, span: Span | None) -> str:
    """Return a quotation on one line."""
    return f"“{' '.join(span.of(text).split())}”" if span else "–"


def _event(event: Event, text: str) -> Iterable[str]:
    yield "  " + say(
        _("Exchange, {status}, day {day} {quotation}, between {parties}"),
        status=say(STATUS[event.status]),
        day=event.date or say(_("not stated")),
        quotation=_quoted(text, event.date_span),
        parties=", ".join(event.parties) or say(_("parties not stated")),
    )
    for count in event.counts:
        yield "    " + _count(count, text)
    for party in event.not_stated:
        yield "    " + say(_("{party}: number not stated"), party=party)
    if event.mediators:
        yield "    " + say(_("mediated by {who}"), who=", ".join(event.mediators))


def _count(count: Count, text: str) -> str:
    return say(
        _("{number} {what} to {party}, {modality} by {who}: {quotation}"),
        number=f"~{count.n}" if count.approximate else count.n,
        what=say(WHAT.get(count.what, WHAT["all"])),
        party=say(_("a side not told")) if count.to == BOTH else count.to,
        modality=say(MODALITY[count.modality]),
        who=count.asserted_by,
        quotation=_quoted(text, count.span),
    )


def _allegation(one: Allegation, text: str) -> str:
    told = {
        "type": say(ALLEGED[one.type]),
        "who": one.asserted_by,
        "party": one.accused or say(_("nobody named")),
        "quotation": _quoted(text, one.span),
    }
    if one.modality == INFERRED:
        words = _("Inference of {type}, {who}, against {party}: {quotation}")
        return "  " + say(words, **told)
    words = _("Allegation of {type}, {modality} by {who}, against {party}: {quotation}")
    return "  " + say(words, modality=say(MODALITY[one.modality]), **told)


def _testimony(one: Testimony, text: str) -> str:
    return "  " + say(
        _("Testimony of {who}: {quotation}"),
        who=one.speaker,
        quotation=_quoted(text, one.span),
    )


def _evidence(one: Evidence, text: str) -> str:
    return "  " + say(
        _("Evidence, {kind}: {quotation}"),
        kind=say(RECORDED[one.kind]),
        quotation=_quoted(text, one.span),
    )


def _claim(one: Claim, text: str) -> str:
    return "  " + say(
        _("Claim of {who}, {about}: {quotation}"),
        who=one.speaker,
        about=one.about,
        quotation=_quoted(text, one.span),
    )
