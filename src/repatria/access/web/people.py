"""The administrator's pages: who works here, as what, on which case numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from repatria.access import links, queries, services
from repatria.access.core.errors import NotACaseNumberError, UserNameTakenError
from repatria.access.core.roles import ROLE_NAMES, Role
from repatria.access.models import Assignment, RoleGrant, User
from repatria.access.web.forms import AccountForm, CaseForm, RoleForm
from repatria.access.web.requests import actor_of, page
from repatria.shared.errors import in_words
from repatria.shared.text import say


@page("access.people")
def people(request: HttpRequest) -> HttpResponse:
    """List everybody who has an account."""
    open_grants = RoleGrant.objects.filter(ended_at=None).order_by("role")
    everybody = User.objects.order_by("-is_active", "username").prefetch_related(
        Prefetch("grants", open_grants, to_attr="held")
    )
    rows = [
        {"user": user, "roles": [_role_name(grant.role) for grant in user.held]}
        for user in everybody
    ]
    return render(request, "access/people.html", {"rows": rows})


@page("access.people", methods=("GET", "POST"))
def add(request: HttpRequest) -> HttpResponse:
    """Make an account, and show the link by which its owner sets a password."""
    form = AccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            user = services.create_user(actor=actor_of(request), at=_now(), **told)
        except UserNameTakenError as refusal:
            form.add_error("username", in_words(refusal))
        else:
            return _show_link(request, user)
    return render(request, "access/add.html", {"form": form})


@page("access.people")
def account(request: HttpRequest, number: int) -> HttpResponse:
    """Show one account: its roles and the numbers of its cases."""
    return _account_page(request, get_object_or_404(User, pk=number))


@page("access.people", methods=("POST",))
def give_role(request: HttpRequest, number: int) -> HttpResponse:
    """Give a role."""
    user = get_object_or_404(User, pk=number, is_active=True)
    form = _role_form(user, request.POST)
    if not form.is_valid():
        return _account_page(request, user, role_form=form)
    role = form.cleaned_data["role"]
    services.grant_role(actor=actor_of(request), user=user, role=role, at=_now())
    messages.success(request, _("The role was given."))
    return redirect("access:account", number)


@page("access.people", methods=("POST",))
def take_role(request: HttpRequest, number: int) -> HttpResponse:
    """Take a role back."""
    grant = get_object_or_404(RoleGrant, pk=number)
    services.end_role(actor=actor_of(request), grant=grant, at=_now())
    messages.success(request, _("The role was taken back."))
    return redirect("access:account", grant.user_id)


@page("access.assign", methods=("POST",))
def assign(request: HttpRequest, number: int) -> HttpResponse:
    """Entrust a case."""
    user = get_object_or_404(User, pk=number, is_active=True)
    form = CaseForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            services.assign_case(actor=actor_of(request), user=user, at=_now(), **told)
        except NotACaseNumberError as refusal:
            form.add_error("case_ref", in_words(refusal))
        else:
            messages.success(request, _("The case was assigned."))
            return redirect("access:account", number)
    return _account_page(request, user, case_form=form)


@page("access.assign", methods=("POST",))
def end_assignment(request: HttpRequest, number: int) -> HttpResponse:
    """Entrust a case no longer."""
    assignment = get_object_or_404(Assignment, pk=number)
    services.end_assignment(actor=actor_of(request), assignment=assignment, at=_now())
    messages.success(request, _("The case is assigned no longer."))
    return redirect("access:account", assignment.user_id)


@page("access.people", methods=("POST",))
def new_link(request: HttpRequest, number: int) -> HttpResponse:
    """Make another link, for somebody who has lost a password."""
    user = get_object_or_404(User, pk=number, is_active=True)
    return _show_link(request, user)


@page("access.people", methods=("GET", "POST"))
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Close an account, after showing what that means."""
    user = get_object_or_404(User, pk=number, is_active=True)
    if request.method == "POST":
        services.close_account(actor=actor_of(request), user=user, at=_now())
        messages.success(request, _("The account was closed."))
        return redirect("access:people")
    return render(request, "access/close.html", {"account": user})


def _show_link(request: HttpRequest, user: User) -> HttpResponse:
    """Show a fresh link once: it is kept nowhere, not in a message, not in a cookie."""
    token = links.make_password_link(actor=actor_of(request), user=user, at=_now())
    address = request.build_absolute_uri(reverse("access:link", args=[token]))
    told = {"account": user, "link": address, "good_for": links.GOOD_FOR}
    answer = render(request, "access/link_made.html", told)
    answer["Cache-Control"] = "no-store"
    return answer


def _account_page(
    request: HttpRequest,
    user: User,
    *,
    role_form: RoleForm | None = None,
    case_form: CaseForm | None = None,
) -> HttpResponse:
    told: dict[str, Any] = {
        "account": user,
        "grants": _roles_held(user),
        "assignments": _cases_held(user),
        "role_form": role_form or _role_form(user, None),
        "case_form": case_form or CaseForm(),
    }
    return render(request, "access/account.html", told)


def _roles_held(user: User) -> list[dict[str, Any]]:
    return [
        {
            "role": _role_name(one.role),
            "since": one.granted_at,
            "until": one.ended_at,
            "ends_at": reverse("access:take-role", args=[one.pk]),
        }
        for one in RoleGrant.objects.filter(user=user).order_by("granted_at", "pk")
    ]


def _cases_held(user: User) -> list[dict[str, Any]]:
    return [
        {
            "case": one.case_ref,
            "since": one.assigned_at,
            "until": one.ended_at,
            "ends_at": reverse("access:end-assignment", args=[one.pk]),
        }
        for one in Assignment.objects.filter(user=user).order_by("-assigned_at")
    ]


def _role_form(user: User, told: Any) -> RoleForm:
    held = queries.actor_for(user).roles
    return RoleForm(told, kind=queries.installation().kind, held=set(held))


def _role_name(role: str) -> str:
    return say(ROLE_NAMES[Role(role)])


def _now() -> datetime:
    return datetime.now(UTC)
