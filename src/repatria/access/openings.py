"""Break-glass: a case opened by somebody to whom it is not entrusted, for a while.

While it is open it counts as entrusted.  It never gives a right that its user does not
hold: wishes stay with the neutral interviewer, restricted cases with their roles.
Whether there is such a case is neither asked nor told: a number that nobody has opens
nothing, and is answered and noted in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Now

from repatria.access import vault
from repatria.access.core.break_glass import TALK, Rate, rates
from repatria.access.core.cases import case_number
from repatria.access.core.errors import NothingHereError, OwnOpeningError
from repatria.access.core.refs import new_ref
from repatria.access.models import Opening, OpeningReview, User
from repatria.ledger.services import append
from repatria.shared.actors import Actor


@transaction.atomic
def break_glass(
    *, actor: Actor, user: User, case_ref: str, ground: str, reason: str, at: datetime
) -> Opening:
    """Open a case for a limited time; auditor and administrator see it at once.

    One that this person has open already stays as it is.
    """
    number = case_number(case_ref)
    already = Opening.objects.filter(
        user=user, case_ref=number, closed_at=None, until__gt=at
    ).first()
    if already is not None:
        return already
    minutes = settings.REPATRIA_BREAK_GLASS_MINUTES
    held = Opening(
        user=user,
        case_ref=number,
        ground=ground,
        ref=new_ref("B"),
        opened_at=at,
        until=at + timedelta(minutes=minutes),
    )
    held.sealed_reason = vault.seal_text(held.owner, "reason", reason)
    held.save()
    facts = {"opening": held.ref, "ground": ground, "minutes": minutes}
    append(actor=actor, act="access.case-opened", about=number, facts=facts, at=at)
    return held


@transaction.atomic
def close(*, actor: Actor, ref: str, at: datetime) -> None:
    """Close a case before its time is up; twice does no harm."""
    mine = _of(actor).select_for_update()
    held = mine.filter(ref=ref).first()
    if held is None:
        raise NothingHereError
    if held.closed_at is not None or held.until <= at:
        return
    held.closed_at = at
    held.save(update_fields=["closed_at"])
    facts = {"opening": held.ref}
    append(
        actor=actor,
        act="access.opening-closed",
        about=held.case_ref,
        facts=facts,
        at=at,
    )


@transaction.atomic
def review(
    *, actor: Actor, opening: Opening, verdict: str, words: str, at: datetime
) -> OpeningReview:
    """Say what an auditor makes of an opening; the newest word counts."""
    if actor.ref == f"user:{opening.user_id}":
        raise OwnOpeningError
    sealed = vault.seal_text(opening.owner, "review", words) if words else b""
    made = OpeningReview.objects.create(
        opening=opening, verdict=verdict, sealed_words=sealed, by=actor.ref, at=at
    )
    append(
        actor=actor,
        act="access.opening-reviewed",
        about=opening.case_ref,
        facts={"opening": opening.ref, "verdict": verdict},
        at=at,
    )
    return made


def open_now(actor: Actor) -> list[Opening]:
    """Return what this person has open now."""
    return list(_of(actor).filter(closed_at=None, until__gt=Now()))


def own(actor: Actor, *, at_most: int) -> list[Opening]:
    """Return what this person has opened, the newest first."""
    return list(_of(actor)[:at_most])


def _of(actor: Actor) -> QuerySet[Opening]:
    kind, _colon, number = actor.ref.partition(":")
    if kind != "user":  # a program has no reason of its own to give
        return Opening.objects.none()
    return Opening.objects.filter(user_id=int(number))


def with_verdicts() -> QuerySet[Any]:
    """Return every opening with its newest ``verdict``, "" where there is none."""
    newest = OpeningReview.objects.filter(opening=OuterRef("pk")).order_by("-pk")
    verdict = Subquery(newest.values("verdict")[:1])
    return Opening.objects.annotate(verdict=Coalesce(verdict, Value("")))


def to_review() -> QuerySet[Any]:
    """Return what no auditor has settled yet, the oldest first."""
    return with_verdicts().filter(verdict__in=("", TALK)).order_by("pk")


def rates_of_everybody() -> list[Rate]:
    """Return how often each person has broken the glass, and what became of it."""
    told = with_verdicts().order_by().values_list("user_id", "verdict")
    return rates([(f"user:{user}", verdict) for user, verdict in told])


def reason_of(opening: Opening) -> str:
    """Return why somebody opened a case; "" once that has been erased."""
    sealed = {opening.owner: bytes(opening.sealed_reason)}
    return vault.open_texts("reason", sealed).get(opening.owner, "")


def words_of(opening: Opening, made: Iterable[OpeningReview]) -> Sequence[str]:
    """Return what auditors wrote beside each verdict."""
    return [
        vault.open_text(opening.owner, "review", bytes(one.sealed_words))
        if one.sealed_words
        else ""
        for one in made
    ]
