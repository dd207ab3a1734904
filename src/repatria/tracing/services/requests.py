"""Recording what a family asks, who asks, and whom it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from repatria.access import vault
from repatria.access.core.errors import NothingHereError
from repatria.ledger.services import append
from repatria.register import services as register
from repatria.register.core.case_numbers import new_ref
from repatria.register.models import Decision
from repatria.register.queries import records_of
from repatria.shared.actors import Actor
from repatria.tracing import queries
from repatria.tracing.core.errors import AlreadyLinkedError, NotLinkedError
from repatria.tracing.core.notices import NoticeState
from repatria.tracing.core.relations import CheckedBy, Relation
from repatria.tracing.core.sought import Sought
from repatria.tracing.core.withdrawals import Known, known_as, known_by, known_from
from repatria.tracing.models import (
    Arrival,
    Requester,
    RequesterCheck,
    RequestLink,
    TracingRequest,
    Withdrawal,
)
from repatria.tracing.services.notices import propose_for, withdraw_notice
from repatria.tracing.services.standing import settle, settle_requester
from repatria.tracing.services.withdrawals import (
    digest_of,
    refuse_withdrawn,
    taken_anew,
)

SENDER = "family"
"""Who says so, of a statement that a family made: never which family."""


@dataclass(frozen=True, slots=True)
class Came:
    """How a request reached us: at the desk, unless another register sent it."""

    channel: str = Arrival.Channel.DESK.value
    repository: str = ""
    own_id: str = ""
    said_at: datetime | None = None
    expires_at: datetime | None = None
    verbatim: str = ""

    @property
    def known(self) -> list[Known]:
        """By what it is known again: its number in its register."""
        return known_from(self.repository, self.own_id)


DESK = Came()


@transaction.atomic
def record_request(
    *,
    actor: Actor,
    name: str,
    contact: str,
    relation: Relation | str,
    sought: Sought,
    at: datetime,
    language: str = "en",
    reason: str = "",
    came: Came = DESK,
) -> TracingRequest:
    """Record that somebody asks after a person; whose case it is, is decided later.

    ``name`` and ``contact`` of who asks and everything in ``sought`` are sealed.
    ``language`` is the one in which the family wants to be told.  Where such a request
    was withdrawn before, nothing is taken in without a ``reason``: raises
    ``WithdrawnBeforeError``.
    """
    known = [*known_by(name, contact, sought), *known_as(sought), *came.known]
    before = taken_anew(known, reason=reason, actor=actor, at=at)
    requester = _requester(
        actor=actor, name=name, contact=contact, language=language, at=at
    )
    request = _request(requester, Relation(relation), sought, actor=actor, at=at)
    _arrived(request, came, before=before, reason=reason, actor=actor, at=at)
    append(actor=actor, act="tracing.request-recorded", about=request.ref, at=at)
    settle(request)
    return request


def _request(
    requester: Requester,
    relation: Relation,
    sought: Sought,
    *,
    actor: Actor,
    at: datetime,
) -> TracingRequest:
    ref = new_ref("T")
    record = register.record_statement(
        actor=actor,
        kind="request",
        sender=SENDER,
        told=sought.told(),
        verbatim=sought.written(),
        said_on=at.date(),
        at=at,
    )
    return TracingRequest.objects.create(
        ref=ref,
        requester=requester,
        relation=relation,
        sealed_sought=vault.seal_text(
            requester.owner, f"sought:{ref}", sought.written()
        ),
        record=record,
        received_at=at,
        recorded_by=actor.ref,
    )


def _arrived(
    request: TracingRequest,
    came: Came,
    *,
    before: Withdrawal | None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Arrival:
    """Note how a request came, and its own words where another register sent it."""
    owner = request.requester.owner
    sealed = (
        vault.seal_text(owner, f"arrival:{request.ref}", came.verbatim)
        if came.verbatim
        else b""
    )
    return Arrival.objects.create(
        request=request,
        stopped_by=before,
        channel=came.channel,
        repository=came.repository,
        own_id=came.own_id,
        digest=digest_of(came.known[0]) if came.known else "",
        said_at=came.said_at,
        expires_at=came.expires_at,
        sealed_verbatim=sealed,
        reason=reason if before else "",
        at=at,
        by=actor.ref,
    )


@transaction.atomic
def arrived_again(
    *, actor: Actor, request: TracingRequest, came: Came, at: datetime
) -> Arrival:
    """Note that a request that stands here came once more; its first words stay."""
    arrival = _arrived(request, came, before=None, reason="", actor=actor, at=at)
    append(
        actor=actor,
        act="tracing.request-came-again",
        about=request.ref,
        facts={"channel": came.channel},
        at=at,
    )
    return arrival


def _requester(
    *, actor: Actor, name: str, contact: str, language: str, at: datetime
) -> Requester:
    requester = Requester(
        ref=new_ref("Q"), language=language, recorded_at=at, recorded_by=actor.ref
    )
    requester.sealed_name = vault.seal_text(requester.owner, "name", name)
    requester.sealed_contact = vault.seal_text(requester.owner, "contact", contact)
    requester.save(force_insert=True)
    return requester


@transaction.atomic
def check_requester(
    *,
    actor: Actor,
    requester: Requester,
    holds: bool,
    how: CheckedBy | str,
    at: datetime,
) -> RequesterCheck:
    """Record that somebody checked who asks, and whether it holds."""
    check = RequesterCheck.objects.create(
        requester=requester, holds=holds, how=CheckedBy(how), at=at, by=actor.ref
    )
    append(
        actor=actor,
        act="tracing.requester-checked",
        about=requester.ref,
        facts={"holds": holds, "how": check.how},
        at=at,
    )
    settle_requester(requester)
    return check


@transaction.atomic
def link_request(
    *,
    actor: Actor,
    request: TracingRequest,
    case_ref: str,
    at: datetime,
    reasons: Sequence[str] = (),
) -> RequestLink:
    """Decide that the request is about this case; its notice is proposed if crossed."""
    held = TracingRequest.objects.select_for_update().get(pk=request.pk)
    refuse_withdrawn(held)
    if held.case_ref:
        raise AlreadyLinkedError(request=held.ref, case=held.case_ref)
    others = [each for each in records_of(case_ref) if each.pk != held.record_id]
    if not others:
        raise NothingHereError
    made = register.link(
        actor=actor,
        left=others[-1],
        right=held.record,
        reasons="; ".join(reasons),
        at=at,
    )
    number = register.person_of(held.record).case_ref
    link = _decide(held, number, made, reasons=reasons, actor=actor, at=at)
    request.case_ref = held.case_ref = number
    if queries.crossed_on(number) is not None and queries.may_be_proposed(held):
        propose_for(request=held, at=at, actor=actor)
    return link


@transaction.atomic
def unlink_request(
    *,
    actor: Actor,
    request: TracingRequest,
    at: datetime,
    reasons: Sequence[str] = (),
) -> RequestLink:
    """Take back the decision whom the request is about; both decisions stay.

    A notice that nobody has sent yet is withdrawn with it.
    """
    held = TracingRequest.objects.select_for_update().get(pk=request.pk)
    if not held.case_ref:
        raise NotLinkedError(request=held.ref)
    last = held.decisions.last()
    if last is not None and last.decision is not None:
        register.undo(
            actor=actor, decision=last.decision, at=at, reasons="; ".join(reasons)
        )
    notice = queries.open_notice_of(held)
    if notice is not None and queries.notice_state(notice) is NoticeState.PROPOSED:
        withdraw_notice(actor=actor, notice=notice, at=at, reason="unlinked")
    number = held.case_ref
    link = _decide(held, number, None, reasons=reasons, actor=actor, at=at)
    request.case_ref = ""
    return link


def _decide(
    request: TracingRequest,
    case_ref: str,
    decision: Decision | None,
    *,
    reasons: Sequence[str],
    actor: Actor,
    at: datetime,
) -> RequestLink:
    """Write whose case the request is; without a decision, nobody's any more."""
    linked = decision is not None
    link = RequestLink.objects.create(
        request=request,
        case_ref=case_ref,
        linked=linked,
        decision=decision,
        reasons=list(reasons),
        at=at,
        by=actor.ref,
    )
    request.case_ref = case_ref if linked else ""
    request.save(update_fields=["case_ref"])
    append(
        actor=actor,
        act="tracing.request-linked" if linked else "tracing.request-unlinked",
        about=case_ref,
        facts={"request": request.ref},
        at=at,
    )
    settle(request)
    return link
