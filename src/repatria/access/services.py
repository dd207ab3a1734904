"""Who may come in and what is entrusted to them: every change, each on the ledger."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from repatria.access.core.cases import case_number
from repatria.access.core.errors import (
    AlreadySetUpError,
    LastAdministratorError,
    RoleNotHereError,
    RolesDoNotMixError,
    UserNameTakenError,
)
from repatria.access.core.roles import OF_THE_AGENCY, Role
from repatria.access.models import Assignment, Installation, RoleGrant, User
from repatria.access.queries import installation
from repatria.ledger.services import append
from repatria.shared.actors import Actor


@transaction.atomic
def set_up(
    *,
    actor: Actor,
    code: str,
    name: str,
    kind: str,
    party: str = "",
    synthetic: bool = False,
    at: datetime,
) -> Installation:
    """Say, once and for all, which organisation this installation serves.

    ``kind`` is "party" or "agency"; only a party's bureau names a ``party``.
    Raises ``AlreadySetUpError``.
    """
    held = Installation.objects.first()
    if held is not None:
        raise AlreadySetUpError(organisation=held.code)
    made = Installation.objects.create(
        code=code,
        name=name,
        kind=kind,
        party=party if kind == Installation.Kind.PARTY else "",
        synthetic=synthetic,
        created_at=at,
    )
    facts = {"kind": kind, "party": made.party, "synthetic": synthetic}
    append(actor=actor, act="access.set-up", about=code, facts=facts, at=at)
    return made


@transaction.atomic
def create_user(
    *, actor: Actor, username: str, display_name: str = "", at: datetime
) -> User:
    """Make an account without a password: its owner sets one by a one-time link."""
    if User.objects.filter(username__iexact=username).exists():
        raise UserNameTakenError
    user = User(username=username, display_name=display_name, date_joined=at)
    user.set_unusable_password()
    user.save()
    append(actor=actor, act="access.account-made", about=f"user:{user.pk}", at=at)
    return user


@transaction.atomic
def close_account(*, actor: Actor, user: User, at: datetime) -> None:
    """Let somebody sign in no more; roles and cases end too.  Nothing is deleted."""
    if not user.is_active:
        return
    for grant in RoleGrant.objects.filter(user=user, ended_at=None):
        end_role(actor=actor, grant=grant, at=at)
    for assignment in Assignment.objects.filter(user=user, ended_at=None):
        end_assignment(actor=actor, assignment=assignment, at=at)
    user.is_active = False
    user.save(update_fields=["is_active"])
    append(actor=actor, act="access.account-closed", about=f"user:{user.pk}", at=at)


@transaction.atomic
def grant_role(*, actor: Actor, user: User, role: str, at: datetime) -> RoleGrant:
    """Give somebody a role; giving it twice does no harm."""
    held = RoleGrant.objects.select_for_update().filter(user=user, ended_at=None)
    already = held.filter(role=role).first()
    if already is not None:
        return already
    _check_role(Role(role), held={grant.role for grant in held})
    grant = RoleGrant.objects.create(
        user=user, role=role, granted_by=actor.ref, granted_at=at
    )
    _note(actor, "access.role-given", user, {"role": role}, at)
    return grant


def _check_role(role: Role, *, held: set[str]) -> None:
    if role in OF_THE_AGENCY and installation().kind != Installation.Kind.AGENCY:
        raise RoleNotHereError
    if held and Role.ADMINISTRATOR in held | {role}:
        raise RolesDoNotMixError


@transaction.atomic
def end_role(*, actor: Actor, grant: RoleGrant, at: datetime) -> None:
    """Take a role back; the last administrator keeps it."""
    now = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    if now.ended_at is not None:
        return
    others = RoleGrant.objects.filter(role=now.role, ended_at=None).exclude(pk=now.pk)
    if now.role == Role.ADMINISTRATOR and not others.exists():
        raise LastAdministratorError
    now.ended_by, now.ended_at = actor.ref, at
    now.save(update_fields=["ended_by", "ended_at"])
    _note(actor, "access.role-ended", now.user, {"role": now.role}, at)


@transaction.atomic
def assign_case(*, actor: Actor, user: User, case_ref: str, at: datetime) -> Assignment:
    """Entrust a case to somebody by its number; twice does no harm.

    Whether there is such a case is neither asked nor told: a number that nobody
    has opens nothing.
    """
    number = case_number(case_ref)
    held = Assignment.objects.filter(user=user, case_ref=number, ended_at=None).first()
    if held is not None:
        return held
    made = Assignment.objects.create(
        user=user, case_ref=number, assigned_by=actor.ref, assigned_at=at
    )
    _note(actor, "access.case-assigned", user, {"case": number}, at)
    return made


@transaction.atomic
def end_assignment(*, actor: Actor, assignment: Assignment, at: datetime) -> None:
    """Entrust a case to somebody no longer."""
    now = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if now.ended_at is not None:
        return
    now.ended_by, now.ended_at = actor.ref, at
    now.save(update_fields=["ended_by", "ended_at"])
    _note(actor, "access.assignment-ended", now.user, {"case": now.case_ref}, at)


def _note(
    actor: Actor, act: str, user: User, facts: dict[str, str], at: datetime
) -> None:
    append(actor=actor, act=act, about=f"user:{user.pk}", facts=facts, at=at)
