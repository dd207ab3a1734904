"""Who could go, who was asked, what is proposed, and what both sides sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from repatria.access.core.roles import Role
from repatria.site.story.answering import negotiate
from repatria.site.story.cast import (
    AGENCY,
    FIRST_ROUND,
    NORTH,
    ONE,
    OTHER,
    SECOND_ROUND,
    SOUTH,
    Organisation,
    Stage,
    somebody,
)
from repatria.site.story.drawing import draw
from repatria.site.story.examining import let_a_commission_decide
from repatria.site.story.installations import inside
from repatria.site.story.post import carry, clerk, signed

if TYPE_CHECKING:
    from repatria.exchange.models import Exchange, ListVersion

HOME_TO_ONE, HOME_TO_OTHER = f"{OTHER}>{ONE}", f"{ONE}>{OTHER}"
SIZES = (36, 50)
ANSWERED = 2  # the round whose list is answered and changed before anybody signs
TITLE = "November exchange"
# The seriously sick go home outside parity, and never against their will.
RULES = f"""\
parties = ["{ONE}", "{OTHER}"]
tiers = ["geneva3.art109.1", 1]
exempt = ["geneva3.art109.1"]
require_consent = ["geneva3.art109.1"]

[parity]
kind = "count"

[lot]
seed = "drawn at the table on 15 November"
"""


def hold_somebody_back(stage: Stage) -> str:
    """Let one side say by name whom it prosecutes, and tell the agency (art. 119)."""
    from repatria.exchange.services import holds
    from repatria.register.models import Record

    negotiator = somebody(stage, SOUTH, Role.NEGOTIATOR)
    with inside(stage.home(SOUTH)):
        record = Record.objects.filter(source_file__subject="held").order_by("row")[0]
        hold = holds.record_hold(
            actor=negotiator,
            case_ref=record.membership.person.case_ref,
            article="GC III 119",
            ground="judicial prosecution",
            at=stage.now(),
        )
        outgoing = holds.prepare_hold_notification(
            actor=negotiator, to=AGENCY.code, home=ONE, at=stage.now()
        )
        carry(stage, SOUTH, outgoing)
        return str(hold.ref)


def ask_in_private(stage: Stage) -> dict[str, str]:
    """Let a commission decide on two, and the neutral interviewer ask some captives.

    Returns the case numbers of the roles that the story gives them.
    """
    from repatria.exchange.services.candidates import pairs_between
    from repatria.exchange.services.wishes import record_wish

    interviewer = somebody(stage, AGENCY, Role.NEUTRAL_INTERVIEWER)
    with inside(stage.home(AGENCY)):
        waiting = [
            pair for pair in pairs_between(ONE, OTHER) if pair.leg == HOME_TO_ONE
        ]
        sick, unasked, refuses, thinks_again = (pair.case_ref for pair in waiting[:4])
        let_a_commission_decide(stage, sick, unasked)
        for case_ref, answer in (
            (sick, "yes"),
            (refuses, "no"),
            (thinks_again, "yes"),
            (thinks_again, "withdrawn"),
        ):
            record_wish(
                actor=interviewer, case_ref=case_ref, answer=answer, at=stage.now()
            )
    return {"sick": sick, "unasked": unasked}


def agree(stage: Stage) -> Exchange:
    """Propose both rounds, and carry lists and signatures until both have both.

    The second list is answered person by person first, and changed by one.
    """
    from repatria.exchange.services.exchanges import RoundPlan, open_exchange

    delegate = somebody(stage, AGENCY, Role.AGENCY_DELEGATE)
    days = (FIRST_ROUND, SECOND_ROUND)
    with inside(stage.home(AGENCY)):
        exchange = open_exchange(
            actor=delegate,
            title=TITLE,
            parties=(ONE, OTHER),
            rules=RULES,
            rounds=[
                RoundPlan(
                    number,
                    day.date(),
                    dict.fromkeys((HOME_TO_ONE, HOME_TO_OTHER), size),
                )
                for number, (day, size) in enumerate(zip(days, SIZES, strict=True), 1)
            ],
            at=stage.now(),
        )
        for held in exchange.rounds.order_by("number"):
            _agree_on(stage, held)
    return exchange


def _agree_on(stage: Stage, held: Any) -> None:
    from repatria.exchange.services import exchanges, proposals

    delegate = somebody(stage, AGENCY, Role.AGENCY_DELEGATE)
    draw(stage, held)
    version = proposals.make_proposal(actor=delegate, held=held, at=stage.now())
    _send(stage, version)
    if held.number == ANSWERED:
        # The lot stands: it was drawn over everybody, and nobody came or went since.
        version = negotiate(stage, version)
        _send(stage, version)
    for party, other in ((NORTH, SOUTH), (SOUTH, NORTH)):
        _sign(stage, party, version)
        _pass_on(stage, version, party, to=other)
    exchanges.schedule_round(
        actor=delegate,
        held=held,
        on=held.planned_on,
        at=stage.now(),
    )
    tell_the_others(stage, AGENCY, held)


def _send(stage: Stage, version: ListVersion) -> None:
    """Send the very same list to both parties."""
    from repatria.exchange.services import lists

    delegate = somebody(stage, AGENCY, Role.AGENCY_DELEGATE)
    for party in (NORTH, SOUTH):
        outgoing = lists.send_proposal(
            actor=delegate, version=version, to=party.code, at=stage.now()
        )
        carry(stage, AGENCY, outgoing)


def tell_the_others(stage: Stage, one: Organisation, held: Any) -> None:
    """Tell whoever has not heard yet what happened to a round; inside ``one``."""
    from repatria.exchange.services import course_messages

    for event, _act, others in course_messages.to_tell(held):
        for to in others:
            outgoing = course_messages.tell(
                actor=clerk(stage, one), event=event, to=to.code, at=stage.now()
            )
            carry(stage, one, outgoing)


def _sign(stage: Stage, party: Organisation, version: ListVersion) -> None:
    """Let a party sign the very bytes it received, and tell the agency."""
    from repatria.exchange.models import ListVersion as Versions
    from repatria.exchange.services import signatures

    negotiator = somebody(stage, party, Role.NEGOTIATOR)
    with inside(stage.home(party)):
        here = Versions.objects.get(sha256=version.sha256)
        signatures.sign_list(
            actor=negotiator,
            version=here,
            signature=signed(stage, party, here.document.encode()),
            at=stage.now(),
        )
        outgoing = signatures.send_signature(
            actor=negotiator,
            version=here,
            party=party.party,
            to=AGENCY.code,
            at=stage.now(),
        )
        carry(stage, party, outgoing)


def _pass_on(
    stage: Stage, version: ListVersion, party: Organisation, *, to: Organisation
) -> None:
    """Let the agency carry one party's signature to the other."""
    from repatria.exchange.services import signatures

    outgoing = signatures.send_signature(
        actor=somebody(stage, AGENCY, Role.AGENCY_DELEGATE),
        version=version,
        party=party.party,
        to=to.code,
        at=stage.now(),
    )
    carry(stage, AGENCY, outgoing)
