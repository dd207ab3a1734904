"""Tokens of programs: made by an administrator, shown once, kept as their hash.

A token acts for one person of the organisation and can never do more than they: its
scopes are names of rights, and their roles are asked anew with every request.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from repatria.access import queries, vault
from repatria.access.core.errors import (
    KeyUsedError,
    ScopeTooWideError,
    TokenNeededError,
    TooManyRequestsError,
)
from repatria.access.core.rights import rights
from repatria.access.models import ApiRequest, ApiToken, User
from repatria.ledger.services import append
from repatria.shared.actors import Actor

_START = "repatria_"  # so that whoever finds one in a file knows what it is
_SEEN_EVERY = timedelta(minutes=1)


@transaction.atomic
def make_token(
    *,
    actor: Actor,
    user: User,
    name: str,
    scopes: Iterable[str],
    good_for: timedelta,
    at: datetime,
) -> tuple[ApiToken, str]:
    """Return a token and its words, which are kept nowhere: shown once, then lost."""
    wanted = sorted(set(scopes))
    if not set(wanted) <= scopes_of(user):
        raise ScopeTooWideError
    secret = _START + secrets.token_urlsafe(32)
    made = ApiToken.objects.create(
        user=user,
        name=name,
        token_hash=_hashed(secret),
        scopes=wanted,
        made_by=actor.ref,
        made_at=at,
        expires_at=at + good_for,
    )
    facts = {"for": f"user:{user.pk}", "scopes": wanted}
    about = f"token:{made.pk}"
    append(actor=actor, act="access.token-made", about=about, facts=facts, at=at)
    return made, secret


@transaction.atomic
def end_token(*, actor: Actor, token: ApiToken, at: datetime) -> None:
    """Let a token open nothing any more; twice does no harm."""
    held = ApiToken.objects.select_for_update().get(pk=token.pk)
    if held.ended_at is not None:
        return
    held.ended_by, held.ended_at = actor.ref, at
    held.save(update_fields=["ended_by", "ended_at"])
    append(actor=actor, act="access.token-ended", about=f"token:{held.pk}", at=at)


def scopes_of(user: User) -> frozenset[str]:
    """Return the rights that the roles of this person hold here."""
    actor, kind = queries.actor_for(user), queries.installation().kind
    return frozenset(
        name for name, right in rights().items() if right.reaches(actor, kind=kind)
    )


def open_token(secret: str, *, at: datetime) -> tuple[ApiToken, Actor]:
    """Return the token of these words and who acts; raise ``TokenNeededError``."""
    held = ApiToken.objects.select_related("user").filter(
        token_hash=_hashed(secret), ended_at=None, expires_at__gt=at
    )
    token = held.first()
    if token is None or not token.user.is_active:
        raise TokenNeededError
    if token.last_used_at is None or at - token.last_used_at > _SEEN_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    behind = queries.actor_for(token.user)
    limited = replace(
        behind, ref=f"token:{token.pk}", scopes=frozenset(map(str, token.scopes))
    )
    return token, limited


def count_request(token: ApiToken, *, at: datetime) -> None:
    """Count a request against the minute's allowance; raise ``TooManyRequestsError``.

    Each process of a server counts its own.
    """
    key = f"api:{token.pk}:{int(at.timestamp()) // 60}"
    cache.add(key, 0, timeout=120)
    if cache.incr(key) > settings.REPATRIA_API_A_MINUTE:
        raise TooManyRequestsError


@transaction.atomic
def done_once(
    *, token: ApiToken, key: str, asked: bytes, at: datetime, do: Callable[[], str]
) -> str:
    """Do what a program asks under ``key``, or return what was answered before.

    The act and the memory of it are written together or not at all.  Raises
    ``KeyUsedError`` where the key came before with another request.
    """
    digest = hashlib.sha256(asked).hexdigest()
    told, fresh = ApiRequest.objects.get_or_create(
        token=token, key=key, defaults={"asked": digest, "at": at}
    )
    owner, field = f"token:{token.pk}", f"answer-{told.pk}"
    if not fresh:
        if told.asked != digest:
            raise KeyUsedError
        return vault.open_text(owner, field, bytes(told.sealed_answer))
    answer = do()
    told.status, told.sealed_answer = 200, vault.seal_text(owner, field, answer)
    told.save(update_fields=["status", "sealed_answer"])
    return answer


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
