"""Taking requests back, knowing them again, and opening them again with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from repatria.access import vault
from repatria.access.core.errors import ErasedError
from repatria.ledger.services import append
from repatria.register.models import Record
from repatria.shared.actors import Actor
from repatria.shared.text import say
from repatria.tracing import queries
from repatria.tracing.core.errors import (
    ForgottenError,
    NotWithdrawnError,
    WithdrawnBeforeError,
    WithdrawnError,
)
from repatria.tracing.core.notices import NoticeState
from repatria.tracing.core.withdrawals import (
    SAID_BY_WORDS,
    About,
    Cause,
    Known,
    SaidBy,
    Turn,
    kept_of,
    known_as,
)
from repatria.tracing.models import (
    Arrival,
    TracingRequest,
    Withdrawal,
    WithdrawnPrint,
)
from repatria.tracing.services.notices import withdraw_notice
from repatria.tracing.services.standing import settle

PURPOSE = "tracing.withdrawn"
SOURCE_PURPOSE = "tracing.source"
# What an erasure blanks in the register; its leaf and its case number stay.
_BLANK = (
    "own_id", "family", "given", "patronymic", "birth", "birth_place", "rank", "unit",
    "service_number", "captured_on", "captured_at", "place", "sex", "call_sign",
    "key_family", "key_given", "key_number",
)  # fmt: skip


@transaction.atomic
def withdraw_request(
    *,
    actor: Actor,
    request: TracingRequest,
    said_by: SaidBy | str,
    cause: Cause | str,
    at: datetime,
    forget: bool = False,
) -> Withdrawal:
    """Record that a request was taken back, and by whom; it stays so when it returns.

    ``forget``: what it said is erased for good; keyed fingerprints stay.  A notice
    that nobody has sent is withdrawn with it.  Raises ``WithdrawnError``.
    """
    held = TracingRequest.objects.select_for_update().get(pk=request.pk)
    refuse_withdrawn(held)
    said_by = SaidBy(said_by)
    withdrawal = Withdrawal.objects.create(
        request=held,
        turn=Turn.WITHDRAWN,
        said_by=said_by,
        cause=Cause(cause),
        forgotten=forget,
        at=at,
        by=actor.ref,
    )
    _keep_prints(withdrawal, _known_of(held, said_by))
    notice = queries.open_notice_of(held)
    if notice is not None and queries.notice_state(notice) is NoticeState.PROPOSED:
        withdraw_notice(actor=actor, notice=notice, at=at, reason="request-withdrawn")
    append(
        actor=actor,
        act="tracing.request-withdrawn",
        about=held.ref,
        facts={"said_by": said_by, "cause": withdrawal.cause, "forgotten": forget},
        at=at,
    )
    if forget:
        _forget(held, actor=actor, at=at)
    settle(held)
    return withdrawal


@transaction.atomic
def reopen_request(
    *, actor: Actor, request: TracingRequest, reason: str, at: datetime
) -> Withdrawal:
    """Open a withdrawn request again, with the reason of whoever decides it."""
    held = TracingRequest.objects.select_for_update().get(pk=request.pk)
    last = queries.last_withdrawal(held)
    if last is None or last.turn != Turn.WITHDRAWN:
        raise NotWithdrawnError(request=held.ref)
    if last.forgotten:
        raise ForgottenError(request=held.ref)
    return _turn(last, Turn.REOPENED, reason=reason, actor=actor, at=at)


def _turn(
    last: Withdrawal, kind: Turn, *, reason: str, actor: Actor, at: datetime
) -> Withdrawal:
    turn = Withdrawal.objects.create(
        request=last.request,
        turn=kind,
        said_by=SaidBy.REQUESTER,
        reason=reason,
        forgotten=last.forgotten,
        at=at,
        by=actor.ref,
    )
    append(
        actor=actor,
        act=f"tracing.request-{kind}",
        about=last.request.ref,
        facts={"withdrawn_at": last.at.isoformat()},
        at=at,
    )
    settle(last.request)
    return turn


def refuse_withdrawn(request: TracingRequest) -> None:
    """Raise ``WithdrawnError`` where the request is withdrawn now."""
    last = queries.last_withdrawal(request)
    if last is not None and last.turn != Turn.REOPENED:
        raise WithdrawnError(request=request.ref, day=f"{last.at:%Y-%m-%d}")


def withdrawn_before(known: Iterable[Known]) -> Withdrawal | None:
    """Return the withdrawal that still stands and knows one of these texts again."""
    digests = [digest_of(one) for one in known]
    prints = WithdrawnPrint.objects.filter(digest__in=digests)
    found = Withdrawal.objects.filter(prints__in=prints).select_related("request")
    for withdrawal in found.distinct().order_by("-at", "-pk"):
        newest = queries.last_withdrawal(withdrawal.request)
        if newest is not None and newest.turn == Turn.WITHDRAWN:
            return newest
    return None


def refusal_of(withdrawal: Withdrawal) -> WithdrawnBeforeError:
    """Return what the clerk is told: when and by whom, and nothing that it said."""
    return WithdrawnBeforeError(
        day=f"{withdrawal.at:%Y-%m-%d}",
        by=say(SAID_BY_WORDS[SaidBy(withdrawal.said_by)]),
        request=withdrawal.request.ref,
    )


def taken_anew(
    known: Sequence[Known], *, reason: str, actor: Actor, at: datetime
) -> Withdrawal | None:
    """Let a request in that was withdrawn before; refused unless a reason is given.

    Returns the withdrawal that it was known by, None where there is none.  Where the
    same person asked the same, the old request has found its successor; where it was
    the person sought who objected, the old one stays as it is.  Raises
    ``WithdrawnBeforeError``.
    """
    first = withdrawn_before(known)
    if first is not None and not reason.strip():
        raise refusal_of(first)
    pairs = [one for one in known if one.about is not About.SOUGHT]
    while (withdrawal := withdrawn_before(pairs)) is not None:
        _turn(withdrawal, Turn.SUCCEEDED, reason=reason, actor=actor, at=at)
    return first


@transaction.atomic
def note_stopped(
    *,
    actor: Actor,
    withdrawal: Withdrawal,
    channel: str,
    repository: str,
    digest: str,
    at: datetime,
) -> Arrival:
    """Note that a withdrawn request arrived once more; nothing of it is kept."""
    arrival = Arrival.objects.create(
        stopped_by=withdrawal,
        channel=channel,
        repository=repository,
        digest=digest,
        at=at,
        by=actor.ref,
    )
    append(
        actor=actor,
        act="tracing.request-stopped",
        about=withdrawal.request.ref,
        facts={"channel": channel},
        at=at,
    )
    return arrival


def digest_of(known: Known) -> str:
    """Return the keyed fingerprint of a text by which a request is known."""
    if known.about is About.SOURCE:
        return vault.fingerprint(SOURCE_PURPOSE, known.text)
    return vault.fingerprint(f"{PURPOSE}.{known.about}", known.text)


def _known_of(request: TracingRequest, said_by: SaidBy) -> list[Known]:
    """Return by what this request is known again, as far as its words still open."""
    try:
        sought = queries.sought_in(request)
        known = kept_of(
            queries.name_of_requester(request.requester),
            queries.contact_of_requester(request.requester),
            sought,
        )
    except ErasedError:
        return []
    if said_by is SaidBy.SOUGHT:
        known += known_as(sought)
    return known


def _keep_prints(withdrawal: Withdrawal, known: Iterable[Known]) -> None:
    prints = {(one.about.value, digest_of(one)) for one in known}
    digests = withdrawal.request.arrivals.exclude(digest="")
    prints |= {
        (About.SOURCE.value, digest)
        for digest in digests.values_list("digest", flat=True)
    }
    WithdrawnPrint.objects.bulk_create(
        WithdrawnPrint(withdrawal=withdrawal, about=about, digest=digest)
        for about, digest in sorted(prints)
    )


def _forget(request: TracingRequest, *, actor: Actor, at: datetime) -> None:
    """Erase what a request said: its words, who asks, its statement in the register.

    Whoever asks keeps their other requests: then only this one's own words go.
    """
    requester = request.requester
    others = requester.requests.exclude(pk=request.pk)
    if not any(not queries.is_withdrawn(one) for one in others):
        vault.erase(requester.owner, at=at)
    TracingRequest.objects.filter(pk=request.pk).update(sealed_sought=b"")
    request.arrivals.update(sealed_verbatim=b"", own_id="")
    request.notes.update(sealed_text=b"", sealed_verbatim=b"")
    vault.erase(request.record.owner, at=at)
    Record.objects.filter(pk=request.record_id).update(**dict.fromkeys(_BLANK, ""))
    append(
        actor=actor,
        act="tracing.request-forgotten",
        about=request.ref,
        facts={"record": request.record_id},
        at=at,
    )
