"""One proposes, another publishes; what is public can be withdrawn, with a reason."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from repatria.exchange.models import Exchange
from repatria.ledger import services as ledger
from repatria.publication import queries
from repatria.publication.core.errors import (
    AlreadyDecidedError,
    NoLongerSoError,
    NothingOverError,
    NotPublicError,
    SameAgainError,
    SecondPersonError,
    WhyMissingError,
)
from repatria.publication.core.threshold import threshold
from repatria.publication.models import TotalsEvent, TotalsProposal
from repatria.publication.services.files import write_public_files
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor


@transaction.atomic
def propose_totals(*, actor: Actor, exchange: Exchange, at: datetime) -> TotalsProposal:
    """Write down the totals of an exchange exactly as they would be public.

    Nothing goes out: another person looks at them and publishes.  Raises
    ``NothingOverError`` before a crossing is over.
    """
    document = queries.totals_document(exchange)
    if document is None:
        raise NothingOverError(exchange=exchange.ref)
    _refuse_same(exchange, document.decode())
    proposal = TotalsProposal.objects.create(
        ref=new_ref("B"),
        exchange_ref=exchange.ref,
        document=document.decode(),
        sha256=hashlib.sha256(document).hexdigest(),
        least_shown=threshold().least_shown,
        proposed_by=actor.ref,
        proposed_at=at,
    )
    ledger.append(
        actor=actor,
        act="publication.proposed",
        about=proposal.ref,
        facts={"exchange": exchange.ref, "sha256": proposal.sha256},
        at=at,
    )
    return proposal


def _refuse_same(exchange: Exchange, document: str) -> None:
    """Refuse what already waits or is public; once withdrawn it may come again."""
    same = TotalsProposal.objects.filter(exchange_ref=exchange.ref, document=document)
    for one in same:
        if queries.last_event(one) is None or queries.is_public(one):
            raise SameAgainError(proposal=one.ref)


@transaction.atomic
def publish(*, actor: Actor, proposal: TotalsProposal, at: datetime) -> TotalsEvent:
    """Make a proposal public, as another person than its proposer.

    Exactly the proposed bytes become public, and only while they are still so.  The
    files are written after the act is committed.
    """
    TotalsProposal.objects.select_for_update().get(pk=proposal.pk)
    if queries.last_event(proposal) is not None:
        raise AlreadyDecidedError(proposal=proposal.ref)
    if actor.ref == proposal.proposed_by:
        raise SecondPersonError
    if not queries.is_still_so(proposal):
        raise NoLongerSoError(proposal=proposal.ref)
    return _decide(proposal, TotalsEvent.Kind.PUBLISHED, actor=actor, at=at)


@transaction.atomic
def withdraw(
    *, actor: Actor, proposal: TotalsProposal, reason: str, at: datetime
) -> TotalsEvent:
    """Take back what is public.  What others have copied meanwhile stays with them."""
    if not queries.is_public(proposal):
        raise NotPublicError(proposal=proposal.ref)
    if not reason.strip():
        raise WhyMissingError
    kind = TotalsEvent.Kind.WITHDRAWN
    return _decide(proposal, kind, actor=actor, reason=reason, at=at)


@transaction.atomic
def set_aside(
    *, actor: Actor, proposal: TotalsProposal, reason: str = "", at: datetime
) -> TotalsEvent:
    """Decide that a proposal is not published."""
    if queries.last_event(proposal) is not None:
        raise AlreadyDecidedError(proposal=proposal.ref)
    kind = TotalsEvent.Kind.SET_ASIDE
    return _decide(proposal, kind, actor=actor, reason=reason, at=at)


def _decide(
    proposal: TotalsProposal,
    kind: TotalsEvent.Kind,
    *,
    actor: Actor,
    reason: str = "",
    at: datetime,
) -> TotalsEvent:
    event = TotalsEvent.objects.create(
        proposal=proposal, kind=kind, reason=reason, by=actor.ref, at=at
    )
    ledger.append(
        actor=actor,
        act=f"publication.{kind.value}",
        about=proposal.ref,
        facts={"sha256": proposal.sha256},
        at=at,
    )
    transaction.on_commit(write_public_files)
    return event
