"""Home: families are told, calls, rehabilitation, a heart, and somebody left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from repatria.access.core.roles import Role
from repatria.site.story.cast import NORTH, SECOND_ROUND, Stage, somebody
from repatria.site.story.installations import inside

if TYPE_CHECKING:
    from repatria.register.models import Record
    from repatria.tracing.models import TracingRequest

WEEKS = timedelta(days=28)
REHABILITATION = (
    "medical_check",
    "quarantine",
    "physical_rehabilitation",
    "psychological_rehabilitation",
)


@dataclass(frozen=True, slots=True)
class Family:
    """An invented family: who asks, how they are reached, and what a call came to."""

    name: str
    contact: str
    relation: str
    language: str
    calls: tuple[str, ...]


# "Some" could speak to their relatives: offered is not made, and made is not all.
FAMILIES = (
    Family("M. Testova (invented)", "000 00 01", "parent", "uk", ("call_made",)),
    Family("A. Sampleson (invented)", "000 00 02", "spouse", "en", ("call_made",)),
    Family("O. Primerova (invented)", "000 00 03", "sibling", "ru", ()),
    Family(
        "B. Example (invented)", "000 00 04", "child", "en",
        ("call_not_reached", "call_made"),
    ),
    Family(
        "L. Vyhadana (invented)", "000 00 05", "parent", "uk", ("call_not_reached",)
    ),
    Family("P. Nobody (invented)", "000 00 06", "spouse", "en", ("call_refused",)),
)  # fmt: skip
SICK, LEFT_ALONE = 1, 2  # whose stories the report tells: places among the families


def families_ask(stage: Stage, going: list[str]) -> list[str]:
    """Let families ask before anybody knows; link each request to a case.

    ``going`` are case numbers of the bureau; returns those that were asked after.
    """
    chosen = going[: len(FAMILIES)]
    with inside(stage.home(NORTH)):
        for case_ref, family in zip(chosen, FAMILIES, strict=True):
            _assign(stage, case_ref)
            _ask(stage, case_ref, family)
    return chosen


def _assign(stage: Stage, case_ref: str) -> None:
    from repatria.access.models import User
    from repatria.access.services import assign_case

    administrator = somebody(stage, NORTH, Role.ADMINISTRATOR)
    for role in (
        Role.FAMILY_LIAISON,
        Role.CLINICIAN,
        Role.DEBRIEFER,
        Role.INVESTIGATOR,
    ):
        account = User.objects.get(username=role.value)
        assign_case(
            actor=administrator, user=account, case_ref=case_ref, at=stage.now()
        )


def _ask(stage: Stage, case_ref: str, family: Family) -> None:
    from repatria.register.queries import records_of
    from repatria.tracing.services import requests

    liaison = somebody(stage, NORTH, Role.FAMILY_LIAISON)
    record = records_of(case_ref)[0]
    request = requests.record_request(
        actor=liaison,
        name=family.name,
        contact=family.contact,
        relation=family.relation,
        sought=_sought(record),
        language=family.language,
        at=stage.now(),
    )
    requests.check_requester(
        actor=liaison,
        requester=request.requester,
        holds=True,
        how="papers",
        at=stage.now(),
    )
    requests.link_request(
        actor=liaison, request=request, case_ref=case_ref, at=stage.now()
    )


def _sought(record: Record) -> Any:
    from repatria.tracing.core.sought import Sought

    return Sought(
        family=record.family,
        given=record.given,
        patronymic=record.patronymic,
        birth=record.birth,
        unit=record.unit,
    )


def tell_families(stage: Stage, cases: list[str]) -> dict[str, int]:
    """Let the liaison send each proposed notice, and log what the calls came to."""
    from repatria.tracing.services.contact import log_contact

    liaison = somebody(stage, NORTH, Role.FAMILY_LIAISON)
    sent, calls = 0, 0
    with inside(stage.home(NORTH)):
        for case_ref, family in zip(cases, FAMILIES, strict=True):
            request = _request_about(case_ref)
            sent += _send(stage, request)
            for kind in ("call_offered", *family.calls):
                log_contact(
                    actor=liaison,
                    case_ref=case_ref,
                    kind=kind,
                    request=request,
                    at=stage.now(),
                )
                calls += kind == "call_made"
    return {"notices": sent, "calls": calls, "families": len(cases)}


def _request_about(case_ref: str) -> TracingRequest:
    from repatria.tracing.models import TracingRequest

    for request in TracingRequest.objects.order_by("pk"):
        if request.case_ref == case_ref:
            return request
    raise LookupError(case_ref)


def _send(stage: Stage, request: TracingRequest) -> int:
    from repatria.tracing.services.notices import send_notice

    liaison = somebody(stage, NORTH, Role.FAMILY_LIAISON)
    waiting = list(request.notices.all())
    for notice in waiting:
        send_notice(actor=liaison, notice=notice, agreed=True, at=stage.now())
    return len(waiting)


def care_for(stage: Stage, cases: list[str], denied_ref: str) -> dict[str, str]:
    """Take the returned through rehabilitation; one was denied care, one wants rest.

    ``denied_ref`` is the statement of denied care that a referral answers.
    """
    from repatria.care.services import left_alone, stages, visits

    clinician = somebody(stage, NORTH, Role.CLINICIAN)
    with inside(stage.home(NORTH)):
        left_alone.ask_to_be_left_alone(
            actor=clinician, case_ref=cases[LEFT_ALONE], at=stage.now()
        )
        _refer(stage, cases[SICK], denied_ref)
        _rehabilitate(stage, cases[SICK])
        visits.record_visit(
            actor=clinician,
            case_ref=cases[0],
            kind="asked",
            on=SECOND_ROUND.date(),
            at=stage.now(),
        )
        _rehabilitate(stage, cases[0])
        _visit(stage, cases[0], on=(SECOND_ROUND + WEEKS).date())
        stages.record_stage(
            actor=clinician,
            case_ref=cases[0],
            stage="follow_up",
            step="planned",
            due_on=(SECOND_ROUND + 6 * WEEKS).date(),
            at=_later(stage, SECOND_ROUND + WEEKS),
        )
    return {"sick": cases[SICK], "left_alone": cases[LEFT_ALONE], "visited": cases[0]}


def _refer(stage: Stage, case_ref: str, because_ref: str) -> None:
    from repatria.care.services.referrals import move_referral, refer

    clinician = somebody(stage, NORTH, Role.CLINICIAN)
    referral = refer(
        actor=clinician,
        case_ref=case_ref,
        to="Cardiology, Nordhavn hospital (invented)",
        reason="Heart condition without treatment for four months.",
        urgency="at_once",
        because_ref=because_ref,
        at=stage.now(),
    )
    move_referral(actor=clinician, referral=referral, state="accepted", at=stage.now())


def _rehabilitate(stage: Stage, case_ref: str) -> None:
    """Record each stage of body and mind begun and done, a week each."""
    from repatria.care.services.stages import record_stage

    clinician = somebody(stage, NORTH, Role.CLINICIAN)
    for week, name in enumerate(REHABILITATION):
        for step, day in (("begun", 7 * week), ("done", 7 * week + 6)):
            record_stage(
                actor=clinician,
                case_ref=case_ref,
                stage=name,
                step=step,
                at=SECOND_ROUND + timedelta(days=day, hours=3),
            )


def _visit(stage: Stage, case_ref: str, *, on: date) -> None:
    from repatria.care.services.visits import record_visit

    clinician = somebody(stage, NORTH, Role.CLINICIAN)
    at = _later(stage, SECOND_ROUND + WEEKS)
    for kind in ("allowed_from", "happened"):
        record_visit(actor=clinician, case_ref=case_ref, kind=kind, on=on, at=at)


def _later(stage: Stage, moment: datetime) -> datetime:
    stage.clock.go_to(moment)
    return stage.now()
