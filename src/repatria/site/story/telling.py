"""The report of the second day: read into drafts, confirmed, answered, assessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from repatria.access.core.roles import Role
from repatria.site.story.cast import (
    NORTH,
    ONE,
    OTHER,
    SECOND_OFFICER,
    Stage,
    somebody,
)
from repatria.site.story.installations import inside

if TYPE_CHECKING:
    from repatria.accountability.models import Incident
    from repatria.exchange.models import Exchange, Round
    from repatria.reports.models import Draft, Report

REPORT = Path(__file__).parents[2] / "reports" / "data" / "founding_report.json"
INCIDENT = "Shooting of soldiers who had given themselves up (videos, November 2022)"
# The videos appeared the week before the report; when it happened nobody says.
EARLIEST, LATEST = date(2022, 11, 1), date(2022, 11, 20)
ROUND_OF_DAY = {"2022-11-23": 1, "2022-11-24": 2}


def tell(stage: Stage, exchange_ref: str, sick: str) -> dict[str, Any]:
    """Read the report in the bureau of the party it speaks for; return references.

    ``sick`` is the case of whoever agreed that a testimony of the report is kept in
    the own record.
    """
    with inside(stage.home(NORTH)):
        report = _receive(stage)
        drafts = list(report.drafts.order_by("number"))
        killing = next(draft for draft in drafts if _is_the_killing(draft))
        incident = _confirm(
            stage,
            killing,
            new_title=INCIDENT,
            earliest=EARLIEST,
            latest=LATEST,
            basis="The videos appeared in the week of 14 November.",
        )
        for draft in drafts:
            if draft.pk != killing.pk:
                _confirm(stage, draft, **_beside(draft, incident, exchange_ref))
        _count_otherwise(stage, exchange_ref)
        denied = _tie_testimony(stage, report, sick)
        return {
            "report": report.ref,
            "drafts": len(drafts),
            "incident": incident.ref if incident else "",
            "denied": denied,
            **_aftermath(stage, incident),
        }


def _receive(stage: Stage) -> Report:
    from repatria.reports.services.receive import receive_report

    return receive_report(
        actor=somebody(stage, NORTH, Role.INVESTIGATOR),
        content=REPORT.read_bytes(),
        name=REPORT.name,
        at=stage.now(),
    ).report


def _is_the_killing(draft: Draft) -> bool:
    return draft.kind == "allegation" and draft.value["type"] == "killing"


def _confirm(stage: Stage, draft: Draft, **answers: object) -> Incident | None:
    """Confirm a draft; return the incident that it hangs on now, if any."""
    from repatria.accountability.models import Incident
    from repatria.reports.services.decide import confirm

    confirm(
        actor=somebody(stage, NORTH, Role.INVESTIGATOR),
        draft=draft,
        answers=answers,
        at=stage.now(),
    )
    return Incident.objects.order_by("pk").last()


def _beside(
    draft: Draft, incident: Incident | None, exchange_ref: str
) -> dict[str, object]:
    """Return what the investigator says beside what a draft answers itself."""
    if draft.kind in {"count", "not_stated"}:
        day = ROUND_OF_DAY.get(str(draft.value["date"]))
        return {"round": _round(exchange_ref, day)} if day else {}
    if draft.kind == "evidence":
        # The group filmed after the crossing is not from the scene of the shooting.
        on_the_bus = draft.value["kind"] == "footage"
        return (
            {"subjects": "returnees"}
            if on_the_bus
            else {"incident": incident, "subjects": "captives"}
        )
    if draft.kind == "allegation" and draft.value["type"] == "perfidy":
        return {"incident": incident}
    return {"incident": incident} if draft.kind == "undertaking" else {}


def _round(exchange_ref: str, number: int) -> Round:
    from repatria.exchange.models import Round

    return Round.objects.get(exchange__ref=exchange_ref, number=number)


def _count_otherwise(stage: Stage, exchange_ref: str) -> None:
    """Record how another reporter and the other side counted the first round."""
    from repatria.exchange.services.counts import record_count_claim

    negotiator = somebody(stage, NORTH, Role.NEGOTIATOR)
    told: dict[str, Any] = {
        "actor": negotiator,
        "held": _round(exchange_ref, 1),
        "event_on": "2022-11-23",
        "said_on": "2022-11-24",
    }
    record_count_claim(
        **told, claimant="Lakeside Gazette (invented)", to=OTHER, n=35, at=stage.now()
    )
    record_count_claim(
        **told,
        claimant="Sudmark Information Bureau",
        to=ONE,
        n=36,
        parts=[{"n": 35, "what": "soldiers"}, {"n": 1, "what": "civilians"}],
        at=stage.now(),
    )


def _tie_testimony(stage: Stage, report: Report, case_ref: str) -> str:
    """Keep the testimony of denied care in the record of whoever gave it, as agreed."""
    from repatria.reports.services.testimonies import CareDenied, tie_testimony

    testimony = report.testimonies.order_by("pk")[0]
    tie = tie_testimony(
        actor=somebody(stage, NORTH, Role.DEBRIEFER),
        testimony=testimony,
        case_ref=case_ref,
        consent="given",
        denied=CareDenied(
            condition="Heart condition", duration_said="four months", ended="2022-11"
        ),
        at=stage.now(),
    )
    return tie.denied_care_ref


def _aftermath(stage: Stage, incident: Incident | None) -> dict[str, Any]:
    """Assess the incident, count it under the pattern, and open a proceeding."""
    from repatria.accountability import services
    from repatria.accountability.models import Allegation, Undertaking

    if incident is None:
        return {}
    investigator = somebody(stage, NORTH, Role.INVESTIGATOR)
    pattern = Allegation.objects.filter(pattern=True)[0]
    undertaking = Undertaking.objects.order_by("pk")[0]
    services.count_instance(
        actor=investigator,
        pattern=pattern,
        incident=incident,
        counted=True,
        reason="The claimant speaks of this incident in the same sentence.",
        at=stage.now(),
    )
    services.open_proceeding(
        actor=investigator,
        body="Military prosecutor of Norland (invented)",
        jurisdiction="Norland",
        said_by="Norlandic Defence Ministry",
        incident=incident,
        undertaking=undertaking,
        offence="Killing of persons hors de combat",
        at=stage.now(),
    )
    services.assess(
        actor=investigator,
        of=incident,
        level="credible_allegation",
        reason="Two clips; nobody has seen what lies between them.",
        source_reliability="C",
        content_credibility="3",
        sampling_note="One side's accounts only; no access to the place.",
        at=stage.now(),
    )
    return {"pattern": pattern.pk, "undertaking": undertaking.pk}


def publish(stage: Stage, exchange_ref: str) -> str:
    """Propose the totals, have a second person publish them; return their number."""
    from repatria.publication.services.decisions import propose_totals
    from repatria.publication.services.decisions import publish as make_public

    officer = Role.PUBLICATION_OFFICER
    first = somebody(stage, NORTH, officer)
    second = somebody(stage, NORTH, officer, username=SECOND_OFFICER)
    with inside(stage.home(NORTH)):
        proposal = propose_totals(
            actor=first, exchange=_exchange(exchange_ref), at=stage.now()
        )
        make_public(actor=second, proposal=proposal, at=stage.now())
        return proposal.ref


def _exchange(ref: str) -> Exchange:
    from repatria.exchange.models import Exchange

    return Exchange.objects.get(ref=ref)
