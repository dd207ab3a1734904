"""Items of evidence, what is claimed about them, and what lies unseen between."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from repatria.accountability import queries
from repatria.accountability.core.errors import (
    NotConsecutiveError,
    NotTogetherError,
    SequenceTakenError,
)
from repatria.accountability.core.said import Said
from repatria.accountability.models import (
    EvidenceItem,
    Incident,
    SceneClaim,
    ShownConsent,
    UnseenInterval,
)
from repatria.accountability.models.choices import (
    Consent,
    EvidenceKind,
    SceneKind,
    Subjects,
)
from repatria.accountability.services.claims import record_claim
from repatria.accountability.services.files import Upload, seal_file
from repatria.ledger import services as ledger
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor


@transaction.atomic
def add_evidence(
    *,
    actor: Actor,
    kind: str,
    incident: Incident | None = None,
    sequence: int | None = None,
    subjects: str = "unknown",
    announced: Said | None = None,
    upload: Upload | None = None,
    at: datetime,
) -> EvidenceItem:
    """Record an item: announced by a statement, or held with its file, or both.

    Without ``upload`` it stands as "announced, not held"; the file can be kept later
    (``keep_file``).  ``sequence`` counts from 1 inside the incident, None where the
    order is not known.  Consent of those shown starts as not known.
    """
    _check_free(incident, sequence)
    item = EvidenceItem.objects.create(
        ref=new_ref("E"),
        incident=incident,
        announced=record_claim(announced, actor=actor, at=at) if announced else None,
        kind=EvidenceKind(kind),
        sequence=sequence,
        subjects=Subjects(subjects),
        at=at,
        by=actor.ref,
    )
    ledger.append(
        actor=actor,
        act="accountability.evidence-added",
        about=item.ref,
        facts={"incident": incident.ref if incident else "", "kind": kind},
        at=at,
    )
    if upload is not None:
        seal_file(item, upload, actor=actor, at=at)
    return item


def _check_free(incident: Incident | None, sequence: int | None) -> None:
    if incident is None or sequence is None:
        return
    if incident.evidence.filter(sequence=sequence).exists():
        raise SequenceTakenError(sequence=str(sequence), incident=incident.ref)


@transaction.atomic
def record_shown_consent(
    *,
    actor: Actor,
    item: EvidenceItem,
    consent: str,
    basis: str = "",
    at: datetime,
) -> ShownConsent:
    """Record whether those shown agreed to be seen; the newest row counts."""
    row = ShownConsent.objects.create(
        item=item, consent=Consent(consent), basis=basis, at=at, by=actor.ref
    )
    ledger.append(
        actor=actor,
        act="accountability.shown-consent",
        about=item.ref,
        facts={"consent": consent},
        at=at,
    )
    return row


@transaction.atomic
def note_unseen_interval(
    *,
    actor: Actor,
    after: EvidenceItem,
    before: EvidenceItem,
    length_said: str = "",
    matters: str = "",
    at: datetime,
) -> UnseenInterval:
    """Record that nobody was shown what lies between two neighbours of a sequence.

    ``matters`` tells what turns on it ("when the shots were fired").  Recording it
    again for the same two corrects it: the newest is drawn.
    """
    incident = after.incident
    if incident is None or incident.pk != before.incident_id:
        raise NotTogetherError(incident=incident.ref if incident else "")
    if not queries.are_neighbours(after, before):
        raise NotConsecutiveError(after=after.ref, before=before.ref)
    interval = UnseenInterval.objects.create(
        incident=incident,
        after=after,
        before=before,
        length_said=length_said,
        matters=matters,
        at=at,
        by=actor.ref,
    )
    ledger.append(
        actor=actor,
        act="accountability.unseen-interval",
        about=incident.ref,
        facts={"after": after.ref, "before": before.ref},
        at=at,
    )
    return interval


@transaction.atomic
def record_scene_claim(
    *,
    actor: Actor,
    said: Said,
    item: EvidenceItem,
    kind: str,
    same_as: EvidenceItem | None = None,
    at: datetime,
) -> SceneClaim:
    """Record what somebody claims about an item, as sure as they claim it.

    ``kind`` "shows" or "same_scene"; for the latter ``same_as`` names another item,
    or nothing where the claim speaks of the scene as a whole.
    """
    if same_as is not None and same_as.incident_id != item.incident_id:
        raise NotTogetherError(incident=item.incident.ref if item.incident else "")
    scene = SceneClaim.objects.create(
        claim=record_claim(said, actor=actor, at=at),
        item=item,
        kind=SceneKind(kind),
        same_as=same_as,
    )
    ledger.append(
        actor=actor,
        act="accountability.scene-claim",
        about=item.ref,
        facts={"scene_claim": scene.pk, "kind": kind},
        at=at,
    )
    return scene
