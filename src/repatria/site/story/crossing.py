"""Two days at the border: manifests, who is there, who crosses, what both sign."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from repatria.access.core.roles import Role
from repatria.site.story.agreement import HOME_TO_ONE, HOME_TO_OTHER
from repatria.site.story.cast import (
    AGENCY,
    FIRST_ROUND,
    NORTH,
    SECOND_ROUND,
    SOUTH,
    Organisation,
    Stage,
    somebody,
)
from repatria.site.story.installations import inside
from repatria.site.story.post import carry, signed

if TYPE_CHECKING:
    from repatria.handover.models import Handover

PLACE = "Lake bridge"
PARTIES = (NORTH, SOUTH)
EVERYWHERE = (AGENCY, NORTH, SOUTH)
ABSENT = 7  # the line of somebody who is not there on the second day
STAYS = 12  # the line of somebody who does not go


def cross(stage: Stage, exchange_ref: str) -> dict[int, dict[str, int]]:
    """Hand over both rounds; return how many crossed in each, by direction."""
    told = {}
    for number, day in enumerate((FIRST_ROUND, SECOND_ROUND), 1):
        stage.clock.go_to(day)
        _assemble(stage, exchange_ref, number)
        refs = [
            _hand_over(stage, exchange_ref, number, leg, day)
            for leg in (HOME_TO_ONE, HOME_TO_OTHER)
        ]
        told[number] = _crossed(stage, refs)
    return told


def _assemble(stage: Stage, exchange_ref: str, number: int) -> None:
    """Close the interviews, and count heads at the place before anybody leaves."""
    from repatria.exchange import queries
    from repatria.exchange.models import Round
    from repatria.exchange.services import course

    with inside(stage.home(AGENCY)):
        held = Round.objects.get(exchange__ref=exchange_ref, number=number)
        course.close_interviews(
            actor=somebody(stage, AGENCY, Role.NEUTRAL_INTERVIEWER),
            held=held,
            closed=True,
            at=stage.now(),
        )
        version = queries.agreed_list(exchange_ref, number)
        entries = queries.entries_of(version)
        course.assemble(
            actor=_officer(stage, AGENCY),
            held=held,
            heads=Counter(entry.direction for entry in entries),
            at=stage.now(),
        )


def _crossed(stage: Stage, refs: list[str]) -> dict[str, int]:
    from repatria.handover import queries
    from repatria.handover.core.steps import Standing

    counts: Counter[str] = Counter()
    with inside(stage.home(AGENCY)):
        for ref in refs:
            handover = _called(ref)
            stands = queries.stands(handover)
            counts[handover.leg] = sum(
                each.standing is Standing.CROSSED for each in stands
            )
    return dict(counts)


def _hand_over(
    stage: Stage, exchange_ref: str, number: int, leg: str, day: datetime
) -> str:
    """Take one leg from its list to a receipt that both parties signed."""
    ref = _plan(stage, exchange_ref, number, leg, day)
    _send_manifest(stage, ref)
    if number == 2 and leg == HOME_TO_ONE:
        _replace(stage, ref, line=ABSENT)
        _send_manifest(stage, ref)
    _depart(stage, ref)
    stays = STAYS if number == 2 and leg == HOME_TO_OTHER else 0
    for one in EVERYWHERE:
        _walk_over(stage, one, ref, stays=stays)
    _sign_receipts(stage, ref)
    return ref


def _officer(stage: Stage, one: Organisation) -> Any:
    return somebody(stage, one, Role.HANDOVER_OFFICER)


def _called(ref: str) -> Handover:
    from repatria.handover.models import Handover

    return Handover.objects.get(ref=ref)


def _plan(stage: Stage, exchange_ref: str, number: int, leg: str, day: datetime) -> str:
    from repatria.handover.services import manifests, planning

    officer = _officer(stage, AGENCY)
    with inside(stage.home(AGENCY)):
        handover = planning.plan_handover(
            actor=officer,
            exchange_ref=exchange_ref,
            round_number=number,
            leg=leg,
            place=PLACE,
            on=day.date(),
            at=stage.now(),
        )
        manifests.make_manifest(actor=officer, handover=handover, at=stage.now())
        return handover.ref


def _send_manifest(stage: Stage, ref: str) -> None:
    """Sign the newest manifest as its maker, and send it to both parties."""
    from repatria.handover import queries
    from repatria.handover.services import manifests, sending

    with inside(stage.home(AGENCY)):
        manifest = queries.current_manifest(_called(ref))
        document = manifest.document if manifest else ""
        manifests.sign_manifest(
            actor=_officer(stage, AGENCY),
            handover=_called(ref),
            signature=signed(stage, AGENCY, document.encode()),
            at=stage.now(),
        )
        for party in PARTIES:
            outgoing = sending.send_manifest(
                actor=_officer(stage, AGENCY),
                handover=_called(ref),
                to=party.code,
                at=stage.now(),
            )
            carry(stage, AGENCY, outgoing)


def _replace(stage: Stage, ref: str, *, line: int) -> None:
    """Note that somebody is missing; the next of the agreed reserve goes instead."""
    from repatria.handover import queries
    from repatria.handover.services import crossing, substitutions

    officer = _officer(stage, AGENCY)
    with inside(stage.home(AGENCY)):
        handover = _called(ref)
        missing = queries.line_numbered(handover, line)
        crossing.check_in(
            actor=officer,
            handover=handover,
            case_ref=missing.case_ref,
            present=False,
            at=stage.now(),
        )
        reserve = substitutions.reserves_for(actor=officer, handover=handover)[0]
        substitutions.substitute(
            actor=officer,
            handover=handover,
            case_ref=missing.case_ref,
            reserve_ref=reserve.shared_ref,
            holder_officer="officer on duty, Sudmark (invented)",
            home_officer="officer on duty, Norland (invented)",
            at=stage.now(),
        )


def _depart(stage: Stage, ref: str) -> None:
    from repatria.handover.services import manifests

    with inside(stage.home(AGENCY)):
        manifests.record_departure(
            actor=_officer(stage, AGENCY), handover=_called(ref), at=stage.now()
        )


def _walk_over(stage: Stage, one: Organisation, ref: str, *, stays: int) -> None:
    """Check everybody in and over, as an organisation's own officer sees it."""
    from repatria.handover import queries
    from repatria.handover.core.steps import Standing
    from repatria.handover.services import crossing

    officer, at = _officer(stage, one), stage.now()
    with inside(stage.home(one)):
        handover = _called(ref)
        for each in queries.stands(handover):
            if each.standing is not Standing.AWAITED:
                continue
            known = each.line.case_ref or each.line.shared_ref
            told = {"actor": officer, "handover": handover, "case_ref": known}
            here = each.line.number != stays
            crossing.check_in(**told, present=here, at=at)
            if not here:
                crossing.not_crossed(**told, at=at + timedelta(seconds=1))
        counts = queries.counts_of(handover)
        crossing.confirm_all_here(
            actor=officer, handover=handover, counted=counts.here, at=stage.now()
        )


def _sign_receipts(stage: Stage, ref: str) -> None:
    """Let each party sign what it saw; over the same bytes the receipt is mutual."""
    from repatria.handover.services import receipts, sending

    with inside(stage.home(AGENCY)):
        receipts.make_receipt(
            actor=_officer(stage, AGENCY), handover=_called(ref), at=stage.now()
        )
    for party in PARTIES:
        officer = _officer(stage, party)
        with inside(stage.home(party)):
            handover = _called(ref)
            receipt = receipts.make_receipt(
                actor=officer, handover=handover, at=stage.now()
            )
            receipts.sign_receipt(
                actor=officer,
                handover=handover,
                signature=signed(stage, party, receipt.document.encode()),
                at=stage.now(),
            )
            other = SOUTH if party == NORTH else NORTH
            for to in (AGENCY, other):
                outgoing = sending.send_receipt(
                    actor=officer, handover=handover, to=to.code, at=stage.now()
                )
                carry(stage, party, outgoing)
