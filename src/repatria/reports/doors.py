"""Who may open what: permission first, the same answer for "not there"."""

from __future__ import annotations

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.ledger import reads
from repatria.reports import queries
from repatria.reports.core.proposals import COUNT, NOT_STATED
from repatria.reports.models import Draft, Report, Testimony
from repatria.shared.actors import Actor

READ = "reports.read"
RECEIVE = "reports.receive"
COUNTS = "reports.count"
DECIDE = "reports.decide"
TIE = "reports.tie"
ORIGINAL = "reports.original"


def right_for(kind: str) -> str:
    """Return the right that deciding on a draft of this kind needs."""
    return COUNTS if kind in (COUNT, NOT_STATED) else DECIDE


def open_report(actor: Actor, ref: str, *, right: str = READ) -> Report:
    """Return a report to whoever may see it."""
    doors.require(actor, right)
    report = Report.objects.filter(ref=ref).first()
    if report is None:
        raise NothingHereError
    reads.note(report.ref)
    return report


def open_draft(actor: Actor, ref: str, number: int) -> Draft:
    """Return a draft to whoever may decide on it."""
    report = open_report(actor, ref)
    draft = report.drafts.filter(number=number).first()
    if draft is None:
        raise NothingHereError
    doors.require(actor, right_for(draft.kind))
    return draft


def open_testimony(actor: Actor, number: int, *, right: str = TIE) -> Testimony:
    """Return a testimony to whoever may ask a person about it."""
    doors.require(actor, right)
    held = Testimony.objects.select_related("report", "draft").filter(pk=number)
    testimony = held.first()
    if testimony is None or not queries.is_confirmed(testimony.draft):
        raise NothingHereError
    return testimony


def open_to_tie(actor: Actor, case_ref: str) -> None:
    """Let the actor tie a testimony to this case, and note that it was opened."""
    doors.open_case(actor, case_ref, right=TIE)


def testimonies_of(actor: Actor, case_ref: str) -> list[Testimony]:
    """Return what a person agreed to have kept, and note the read."""
    doors.open_case(actor, case_ref, right=TIE)
    return queries.testimonies_tied_to(case_ref)
