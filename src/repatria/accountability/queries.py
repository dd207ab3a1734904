"""What is read in more than one place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from django.db.models import QuerySet

from repatria.access.numbers import all_numbers
from repatria.accountability.models import (
    Allegation,
    Assessment,
    Claim,
    ConditionClaim,
    CustodyEvent,
    EvidenceItem,
    Incident,
    Involved,
    PatternInstance,
    Proceeding,
    Tie,
    Undertaking,
    UnseenInterval,
)
from repatria.accountability.models.choices import Consent, CustodyKind, Part


def incidents_newest_first() -> QuerySet[Incident]:
    """Return every incident with what the list shows of it."""
    return Incident.objects.order_by("-pk").prefetch_related(
        "outlines", "allegations", "evidence", "answers", "assessments"
    )


def newest_wording(claim: Claim) -> Claim:
    """Return the claim as last corrected; the claim itself where it never was."""
    while (newer := Claim.objects.filter(replaces=claim).first()) is not None:
        claim = newer
    return claim


def corrections_of(claims: Iterable[Claim]) -> dict[int, list[Claim]]:
    """Return, for each claim that was corrected, its later wordings, oldest first."""
    wordings = {claim.pk: claim.pk for claim in claims}
    found: dict[int, list[Claim]] = {}
    while wordings:
        newer = Claim.objects.filter(replaces__in=wordings)
        following: dict[int, int] = {}
        for claim in newer:
            first = wordings[claim.replaces_id or 0]
            found.setdefault(first, []).append(claim)
            following[claim.pk] = first
        wordings = following
    return found


def allegations_of(incident: Incident) -> list[Allegation]:
    """Return what is alleged about an incident, in the order of recording."""
    held = incident.allegations.select_related("claim")
    return list(held.prefetch_related("involved", "claim__assessments").order_by("pk"))


def on_no_incident() -> list[Allegation]:
    """Return allegations of conditions: on no incident, and no pattern."""
    held = Allegation.objects.filter(incident=None, pattern=False)
    return list(
        held.select_related("claim", "claim__inferred_from")
        .prefetch_related("involved", "claim__assessments", "answers__claim")
        .order_by("pk")
    )


def patterns() -> list[Allegation]:
    """Return every allegation of a pattern."""
    held = Allegation.objects.filter(pattern=True).select_related("claim")
    return list(held.prefetch_related("involved", "instance_events").order_by("pk"))


def parties_in(allegation: Allegation, part: Part) -> tuple[str, ...]:
    """Return the codes of the parties whose people have a part in an allegation."""
    codes = (
        row.party for row in allegation.involved.all() if row.part == part and row.party
    )
    return tuple(dict.fromkeys(codes))


def people_in(allegation: Allegation, part: Part) -> list[Involved]:
    """Return those who have a part in an allegation, as described."""
    return [row for row in allegation.involved.all() if row.part == part]


def is_instance(pattern: Allegation, incident: Incident) -> bool:
    """Tell whether the incident counts as an instance of the pattern now."""
    last = PatternInstance.objects.filter(pattern=pattern, incident=incident).last()
    return last is not None and last.counted


def instances_of(pattern: Allegation) -> list[PatternInstance]:
    """Return the newest word on every incident that is counted in a pattern."""
    newest: dict[int, PatternInstance] = {}
    events = pattern.instance_events.select_related("incident")
    shown = ("incident__outlines", "incident__assessments")
    for event in events.prefetch_related(*shown).order_by("pk"):
        newest[event.incident_id] = event
    return [event for event in newest.values() if event.counted]


def in_sequence(incident: Incident) -> list[EvidenceItem]:
    """Return the items of an incident: those with a place first, in their order."""
    held = list(
        incident.evidence.select_related("file", "announced").prefetch_related(
            "scene_claims__claim", "scene_claims__same_as", "consents", "custody"
        )
    )
    return sorted(
        held, key=lambda item: (item.sequence is None, item.sequence, item.pk)
    )


def are_neighbours(after: EvidenceItem, before: EvidenceItem) -> bool:
    """Tell whether ``before`` comes directly after ``after`` in their sequence."""
    if after.sequence is None or before.sequence is None:
        return False
    between = EvidenceItem.objects.filter(
        incident=after.incident_id,
        sequence__gt=after.sequence,
        sequence__lt=before.sequence,
    )
    return after.sequence < before.sequence and not between.exists()


def unseen_in(incident: Incident) -> dict[int, UnseenInterval]:
    """Return the newest unseen interval after each item, by the item's number."""
    return {row.after_id: row for row in incident.unseen.order_by("pk")}


def shown_consent(item: EvidenceItem) -> str:
    """Return what is known of the consent of those shown, "unknown" at first."""
    last = max(item.consents.all(), key=lambda row: row.pk, default=None)
    return last.consent if last else Consent.UNKNOWN.value


def newest_assessment(assessments: Iterable[Assessment]) -> Assessment | None:
    """Return the assessment that is shown: the newest."""
    return max(assessments, key=lambda row: row.pk, default=None)


def state_of(proceeding: Proceeding) -> str:
    """Return the state a proceeding came to last."""
    return max(proceeding.events.all(), key=lambda event: event.pk).state


def is_tied(claim: Claim, case_ref: str) -> bool:
    """Tell whether a statement is tied to a person by their consent now."""
    return claim in statements_tied_to(case_ref)


def statements_tied_to(case_ref: str) -> Sequence[Claim]:
    """Return the statements that a person agreed to have in their record.

    Two numbers that turned out to be one person's count as one: the newest word of
    the person decides, under whichever number it was heard.
    """
    ties = Tie.objects.filter(case_ref__in=all_numbers(case_ref))
    newest = {tie.claim_id: tie for tie in ties.select_related("claim").order_by("pk")}
    return [tie.claim for tie in newest.values() if tie.consent == Consent.GIVEN]


def unassessed_incidents() -> QuerySet[Incident]:
    """Return incidents that nobody has assessed."""
    return Incident.objects.filter(assessments=None)


def announced_not_held() -> QuerySet[EvidenceItem]:
    """Return items of which a statement tells but whose file is not here."""
    return EvidenceItem.objects.filter(file=None)


def damaged() -> list[EvidenceItem]:
    """Return items whose last check found the file missing or altered."""
    checks = CustodyEvent.objects.filter(
        kind__in=(CustodyKind.CHECKED, CustodyKind.FAILED)
    ).select_related("item")
    newest = {check.item_id: check for check in checks.order_by("pk")}
    return [row.item for row in newest.values() if row.kind == CustodyKind.FAILED]


def conditions() -> list[ConditionClaim]:
    """Return every claim about conditions of captivity."""
    held = ConditionClaim.objects.select_related("claim").order_by("pk")
    return list(held.prefetch_related("claim__inferences", "claim__assessments"))


def neighbours(incident: Incident) -> list[tuple[EvidenceItem, EvidenceItem]]:
    """Return each two items that follow one another in the sequence."""
    ordered = list(incident.evidence.exclude(sequence=None).order_by("sequence"))
    return list(pairwise(ordered))


def others_of(item: EvidenceItem) -> list[EvidenceItem]:
    """Return the other items of the same incident."""
    held = EvidenceItem.objects.filter(incident=item.incident_id).exclude(pk=item.pk)
    return list(held) if item.incident_id else []


def undertakings() -> list[Undertaking]:
    """Return every undertaking with the proceedings that follow from it."""
    held = Undertaking.objects.select_related("claim", "incident").order_by("pk")
    return list(held.prefetch_related("proceedings__events"))


def proceedings_without_undertaking() -> list[Proceeding]:
    """Return proceedings that nobody is recorded to have vowed."""
    held = Proceeding.objects.filter(undertaking=None).select_related("incident")
    return list(held.prefetch_related("events"))


def patterns_counting(incident: Incident) -> list[Allegation]:
    """Return the patterns of which this incident counts as an instance."""
    counted = Allegation.objects.filter(instance_events__incident=incident).distinct()
    held = counted.select_related("claim")
    return [pattern for pattern in held if is_instance(pattern, incident)]


def wordings_of(claim: Claim) -> list[Claim]:
    """Return every wording of a statement, the oldest first."""
    first = claim
    while first.replaces is not None:
        first = first.replaces
    return [first, *corrections_of([first]).get(first.pk, ())]


def number_tied(claim: Claim) -> int:
    """Return to how many persons a statement is tied by their consent."""
    newest = {tie.case_ref: tie for tie in claim.ties.order_by("pk")}
    return sum(tie.consent == Consent.GIVEN for tie in newest.values())


def items_without_incident() -> list[EvidenceItem]:
    """Return the items that hang on no incident, such as footage of a return."""
    held = EvidenceItem.objects.filter(incident=None).select_related("announced")
    return list(held.select_related("file").prefetch_related("consents").order_by("pk"))
