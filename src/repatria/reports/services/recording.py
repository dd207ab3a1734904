"""What becomes of a confirmed draft: a statement in the room it belongs to.

Each function records one kind and returns what it made, as ``DraftDecision.made``
keeps it; an empty answer means that it stays in this room.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from repatria.access import vault
from repatria.accountability import queries as alleged
from repatria.accountability import services as accountability
from repatria.accountability.core.intervals import Interval
from repatria.accountability.core.said import Said
from repatria.accountability.models import EvidenceItem, Incident
from repatria.accountability.services import Role
from repatria.exchange.services.counts import record_count_claim
from repatria.reports import queries
from repatria.reports.core import proposals as kinds
from repatria.reports.core.errors import NotRecordableError
from repatria.reports.models import Draft, Testimony
from repatria.reports.services.answers import Answers, quotation_of
from repatria.shared.actors import Actor

Made = dict[str, object]
Recorder = Callable[[Actor, Draft, Answers, datetime], Made]
CLAIM = "claim"
ITEM = "evidence"
NUMBER = "count"


def record(actor: Actor, draft: Draft, given: Answers, at: datetime) -> Made:
    """Record a confirmed draft in the room it belongs to, and return what was made."""
    return _RECORDERS[draft.kind](actor, draft, given, at)


def _said(draft: Draft, given: Answers, **more: Any) -> Said:
    inferred = given.get("inferred_from")
    return Said(
        claimant=given["claimant"],
        side=given.get("side", ""),
        modality=given.get("modality", "said"),
        about=given.get("about", ""),
        quotation=given["quotation"],
        span=(draft.span_start, draft.span_end),
        report_ref=draft.report.ref,
        said_on=given.get("said_on"),
        inferred_from=inferred.pk if inferred else None,
        **more,
    )


def incident_of(
    actor: Actor, draft: Draft, given: Answers, at: datetime
) -> Incident | None:
    """Return the incident chosen, one opened for a ``new_title``, or None."""
    if given.get("incident") or not given.get("new_title"):
        held: Incident | None = given.get("incident")
        return held
    return accountability.open_incident(
        actor=actor,
        title=given["new_title"],
        when=Interval(given.get("earliest"), given.get("latest")),
        basis=given.get("basis") or draft.report.ref,
        at=at,
    )


def _number(actor: Actor, draft: Draft, given: Answers, at: datetime) -> Made:
    published = draft.report.published
    claim = record_count_claim(
        actor=actor,
        claimant=given["claimant"],
        n=given["n"],
        event_on=str(given["event_on"] or ""),
        parties=draft.value["parties"],
        to=given["to"],
        held=given.get("round"),
        what=given["what"],
        approximate=bool(given["approximate"]),
        ordinal=given["ordinal"],
        modality=given["modality"],
        said_on=str(published or ""),
        report_ref=draft.report.ref,
        quotation=given["quotation"],
        at=at,
    )
    return {"made": NUMBER, "number": claim.pk}


def _condition(actor: Actor, draft: Draft, given: Answers, at: datetime) -> Made:
    condition = accountability.record_condition_claim(
        actor=actor,
        said=_said(draft, given),
        captives_of=given["captives_of"],
        holder=given["holder"],
        at=at,
    )
    return {"made": CLAIM, "number": condition.claim_id}


def _undertaking(actor: Actor, draft: Draft, given: Answers, at: datetime) -> Made:
    undertaking = accountability.record_undertaking(
        actor=actor,
        said=_said(draft, given),
        incident=incident_of(actor, draft, given, at),
        at=at,
    )
    return {"made": CLAIM, "number": undertaking.claim_id}


def _allegation(actor: Actor, draft: Draft, given: Answers, at: datetime) -> Made:
    pattern = draft.kind == kinds.PATTERN
    parts = (("victim", given["victims"]), ("accused", given["accused"]))
    allegation = accountability.record_allegation(
        actor=actor,
        said=_said(draft, given),
        act=given["act"],
        roles=[Role(part, party) for part, party in parts if party],
        incident=None if pattern else incident_of(actor, draft, given, at),
        characterisation=given["characterisation"],
        pattern=pattern,
        at=at,
    )
    return {"made": CLAIM, "number": allegation.claim_id}


def _answer(actor: Actor, draft: Draft, given: Answers, at: datetime) -> Made:
    allegation = given.get("allegation")
    incident = allegation.incident if allegation else given.get("incident")
    if allegation is None and incident is None:
        raise NotRecordableError
    answer = accountability.record_answer(
        actor=actor,
        said=_said(draft, given),
        kind=given["kind"],
        allegation=allegation,
        incident=incident,
        ground=given["ground"],
        at=at,
    )
    return {"made": CLAIM, "number": answer.claim_id}


def _evidence(actor: Actor, draft: Draft, given: Answers, at: datetime) -> Made:
    """Add the item as announced, not held; then what is claimed of it."""
    incident = incident_of(actor, draft, given, at)
    item = accountability.add_evidence(
        actor=actor,
        kind=given["kind"],
        incident=incident,
        sequence=given["sequence"] if incident else None,
        subjects=given["subjects"],
        announced=_said(draft, given),
        at=at,
    )
    _scene_claims(actor, draft, item, given, at)
    if given["unseen"] and incident:
        _unseen_before(actor, item, incident, at)
    return {"made": ITEM, "number": item.ref}


def _scene_claims(
    actor: Actor, draft: Draft, item: EvidenceItem, given: Answers, at: datetime
) -> None:
    """Record "from the same scene" and "shows" as the claims that they are."""
    for kind, modality in (
        ("same_scene", given["same_scene"]),
        ("shows", given["shows"]),
    ):
        if modality:
            accountability.record_scene_claim(
                actor=actor,
                said=_said(draft, {**given, "modality": modality}),
                item=item,
                kind=kind,
                at=at,
            )


def _unseen_before(
    actor: Actor, item: EvidenceItem, incident: Incident, at: datetime
) -> None:
    """Note that nobody sees what lies between this item and the one before it."""
    for earlier, later in alleged.neighbours(incident):
        if later.pk == item.pk:
            accountability.note_unseen_interval(
                actor=actor, after=earlier, before=later, at=at
            )


def _testimony(actor: Actor, draft: Draft, given: Answers, at: datetime) -> Made:
    """Keep a testimony here, with the report's description and no person."""
    owner = queries.owner(draft.report.ref)
    Testimony.objects.get_or_create(
        draft=draft,
        defaults={
            "report": draft.report,
            "speaker": given["speaker"],
            "sealed_words": vault.seal_text(owner, queries.WORDS, quotation_of(draft)),
            "at": at,
            "by": actor.ref,
        },
    )
    return {}


_RECORDERS: dict[str, Recorder] = {
    kinds.COUNT: _number,
    kinds.NOT_STATED: _number,
    kinds.ALLEGATION: _allegation,
    kinds.PATTERN: _allegation,
    kinds.INFERENCE: _allegation,
    kinds.CONDITION: _condition,
    kinds.UNDERTAKING: _undertaking,
    kinds.ANSWER: _answer,
    kinds.EVIDENCE: _evidence,
    kinds.TESTIMONY: _testimony,
}
