"""One-time links: a token that is shown once, kept as its hash, and opens one page.

An administrator makes an account and hands its owner a link; the password is the
owner's alone.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from repatria.access import services
from repatria.access.core.errors import LinkSpentError
from repatria.access.core.roles import Role
from repatria.access.models import Installation, OneTimeLink, User
from repatria.access.queries import installation
from repatria.ledger.services import append
from repatria.shared.actors import Actor

GOOD_FOR = timedelta(hours=24)
SERVER = Actor(ref="command:serve", roles=frozenset({Role.ADMINISTRATOR}))
Purpose = OneTimeLink.Purpose


@transaction.atomic
def make_password_link(*, actor: Actor, user: User, at: datetime) -> str:
    """Return the token of a link by which ``user`` sets a password, once.

    Links made before for the same account open nothing from here on.
    """
    OneTimeLink.objects.filter(user=user, used_at=None).update(used_at=at)
    token = _make(Purpose.PASSWORD, user=user, by=actor.ref, at=at)
    append(actor=actor, act="access.link-made", about=f"user:{user.pk}", at=at)
    return token


@transaction.atomic
def make_set_up_link(*, at: datetime) -> str:
    """Return the token of the link by which a fresh installation is set up."""
    OneTimeLink.objects.filter(purpose=Purpose.SET_UP, used_at=None).update(used_at=at)
    return _make(Purpose.SET_UP, user=None, by=SERVER.ref, at=at)


def open_link(token: str, *, purpose: str, at: datetime) -> OneTimeLink:
    """Return the link a token belongs to; raise ``LinkSpentError`` in every other case.

    The answer to a token that was never made is the same as to a used one.
    """
    link = OneTimeLink.objects.filter(
        token_hash=_hashed(token), purpose=purpose, used_at=None, expires_at__gt=at
    ).first()
    if link is None:
        raise LinkSpentError
    return link


@transaction.atomic
def use_password_link(*, token: str, password: str, at: datetime) -> User:
    """Set the password of the account that the link was made for."""
    user = _use(token, purpose=Purpose.PASSWORD, at=at).user
    if user is None or not user.is_active:
        raise LinkSpentError
    owner = Actor(ref=f"user:{user.pk}", organisation=installation().code)
    _set_password(user, password, by=owner, at=at)
    return user


@transaction.atomic
def use_set_up_link(*, token: str, username: str, password: str, at: datetime) -> User:
    """Make the first administrator, whose password only the link's user knows."""
    _use(token, purpose=Purpose.SET_UP, at=at)
    return first_administrator(username=username, password=password, at=at)


@transaction.atomic
def first_administrator(*, username: str, password: str, at: datetime) -> User:
    """Make the account that lets everybody else in."""
    by = replace(SERVER, organisation=installation().code)
    user = services.create_user(actor=by, username=username, at=at)
    services.grant_role(actor=by, user=user, role=Role.ADMINISTRATOR, at=at)
    _set_password(user, password, by=by, at=at)
    return user


def _set_password(user: User, password: str, *, by: Actor, at: datetime) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
    append(actor=by, act="access.password-set", about=f"user:{user.pk}", at=at)


def is_set_up() -> bool:
    """Tell whether it is known whose installation this is, and who lets people in."""
    grants = User.objects.filter(
        is_active=True, grants__role=Role.ADMINISTRATOR, grants__ended_at=None
    )
    return Installation.objects.exists() and grants.exists()


def _make(purpose: str, *, user: User | None, by: str, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.create(
        purpose=purpose,
        user=user,
        token_hash=_hashed(token),
        made_by=by,
        made_at=at,
        expires_at=at + GOOD_FOR,
    )
    return token


def _use(token: str, *, purpose: str, at: datetime) -> OneTimeLink:
    link = open_link(token, purpose=purpose, at=at)
    # Two at once: only one of them finds it unused.
    if not OneTimeLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise LinkSpentError
    return link


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
