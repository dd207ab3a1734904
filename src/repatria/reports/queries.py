"""Shared reads: reports, what stands of their drafts, testimonies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Max, QuerySet

from repatria.access import vault
from repatria.accountability.models import Allegation, Claim
from repatria.reports.models import (
    Draft,
    DraftDecision,
    Report,
    Testimony,
    TestimonyTie,
)

OPEN = "open"
CONFIRMED = DraftDecision.Kind.CONFIRMED.value
REJECTED = DraftDecision.Kind.REJECTED.value
UNDONE = DraftDecision.Kind.UNDONE.value
ORIGINAL = "original"
TEXT = "text"
WORDS = "words"


def owner(ref: str) -> str:
    """Return the owner of a report's key."""
    return f"report:{ref}"


def text_of(report: Report) -> str:
    """Return the text that every draft quotes."""
    return vault.open_text(owner(report.ref), TEXT, bytes(report.sealed_text))


def original_of(report: Report) -> bytes:
    """Return the bytes that came in."""
    return vault.open_bytes(owner(report.ref), ORIGINAL, bytes(report.sealed_original))


def words_of(testimony: Testimony) -> str:
    """Return what was told, in the report's words."""
    sealed = bytes(testimony.sealed_words)
    return vault.open_text(owner(testimony.report.ref), WORDS, sealed)


def report_with(sha256: str) -> Report | None:
    """Return the report whose bytes have this hash."""
    return Report.objects.filter(sha256=sha256).first()


def newest_decisions(drafts: Iterable[Draft]) -> dict[int, DraftDecision]:
    """Return the decision that counts for each draft that has one, by draft."""
    newest = (
        DraftDecision.objects.filter(draft__in=[draft.pk for draft in drafts])
        .values("draft")
        .annotate(newest=Max("pk"))
        .values_list("newest", flat=True)
    )
    held = DraftDecision.objects.filter(pk__in=list(newest))
    return {decision.draft_id: decision for decision in held}


def state_of(decision: DraftDecision | None) -> str:
    """Return ``open``, ``confirmed`` or ``rejected``."""
    return OPEN if decision is None or decision.kind == UNDONE else decision.kind


def parties_in(report: Report) -> list[str]:
    """Return the parties of the exchanges that a report tells of, in its order."""
    drafted = report.drafts.values_list("value", flat=True)
    named = [party for value in drafted for party in value.get("parties") or []]
    return list(dict.fromkeys(named))


def is_confirmed(draft: Draft) -> bool:
    """Tell whether somebody confirmed a draft and did not take that back."""
    return state_of(newest_decisions([draft]).get(draft.pk)) == CONFIRMED


def states_of(report: Report) -> Counter[str]:
    """Return how many drafts of a report stand in which state."""
    drafts = list(report.drafts.all())
    decided = newest_decisions(drafts)
    return Counter(state_of(decided.get(draft.pk)) for draft in drafts)


def number_open() -> int:
    """Return how many drafts wait for somebody to decide."""
    newest = (
        Draft.objects.annotate(newest=Max("decisions__pk"))
        .exclude(newest=None)
        .values_list("newest", flat=True)
    )
    decided = DraftDecision.objects.filter(pk__in=list(newest)).exclude(kind=UNDONE)
    return Draft.objects.count() - decided.count()


def statements_from(report: Report) -> QuerySet[Claim]:
    """Return what was recorded as said in a report, oldest first."""
    return Claim.objects.filter(report_ref=report.ref).order_by("pk")


def allegations_from(report: Report) -> QuerySet[Allegation]:
    """Return the allegations recorded from a report that are about one act."""
    held = Allegation.objects.select_related("claim", "incident")
    return held.filter(claim__report_ref=report.ref, pattern=False).order_by("pk")


def newest_tie(testimony: Testimony, case_ref: str = "") -> TestimonyTie | None:
    """Return the newest word about whom a testimony belongs to, or to one case."""
    held = testimony.ties.order_by("-pk")
    return (held.filter(case_ref=case_ref) if case_ref else held).first()


def testimonies_tied_to(case_ref: str) -> list[Testimony]:
    """Return the testimonies that a person agreed to have kept."""
    held = Testimony.objects.filter(ties__case_ref=case_ref).distinct()
    return [one for one in held.select_related("report") if _is_kept(one, case_ref)]


def _is_kept(testimony: Testimony, case_ref: str) -> bool:
    tie = newest_tie(testimony, case_ref)
    return tie is not None and tie.consent == TestimonyTie.Consent.GIVEN
