"""People of the organisation: accounts, roles, cases, links."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from repatria.access import doors, links, queries, services
from repatria.access.core.errors import (
    AlreadySetUpError,
    LastAdministratorError,
    LinkSpentError,
    NotACaseNumberError,
    NothingHereError,
    RoleNotHereError,
    RolesDoNotMixError,
    UserNameTakenError,
)
from repatria.access.core.roles import OF_THE_AGENCY, Role, roles_to_give
from repatria.access.models import LeftAloneRequest, OneTimeLink, RoleGrant, User
from repatria.ledger.models import Entry
from repatria.shared.actors import Actor

pytestmark = pytest.mark.django_db
AT = datetime(2022, 11, 2, 9, tzinfo=UTC)
CASE = "R-4K7QZ2M8"
PASSWORD = "four quiet words here"  # noqa: S105


@pytest.fixture
def chief(as_party: object, actor_with: Callable[..., Actor]) -> Actor:
    del as_party
    return actor_with("administrator")


def make(chief: Actor, name: str = "someone", *roles: str) -> User:
    user = services.create_user(actor=chief, username=name, at=AT)
    for role in roles:
        services.grant_role(actor=chief, user=user, role=role, at=AT)
    return user


def acts() -> list[str]:
    return [
        json.loads(body)["act"] for body in Entry.objects.values_list("body", flat=True)
    ]


def test_every_change_stands_on_the_ledger(chief: Actor) -> None:
    user = make(chief, "someone", "clinician")
    assignment = services.assign_case(actor=chief, user=user, case_ref=CASE, at=AT)
    services.end_assignment(actor=chief, assignment=assignment, at=AT)
    token = links.make_password_link(actor=chief, user=user, at=AT)
    links.use_password_link(token=token, password=PASSWORD, at=AT)
    services.close_account(actor=chief, user=user, at=AT)
    assert acts() == [
        "access.account-made",
        "access.role-given",
        "access.case-assigned",
        "access.assignment-ended",
        "access.link-made",
        "access.password-set",
        "access.role-ended",
        "access.account-closed",
    ]
    assert "someone" not in str(list(Entry.objects.values_list("body", flat=True)))


def test_doing_it_twice_does_no_harm(chief: Actor) -> None:
    user = make(chief, "someone", "clinician", "clinician")
    for _time in range(2):
        services.assign_case(actor=chief, user=user, case_ref=CASE.lower(), at=AT)
    assert acts().count("access.role-given") == 1
    assert acts().count("access.case-assigned") == 1
    assert queries.assigned_cases(queries.actor_for(user)) == {CASE}


def test_an_administrator_holds_no_role_that_sees_a_case(chief: Actor) -> None:
    registrar, other = (
        make(chief, "one", "registrar"),
        make(chief, "two", "administrator"),
    )
    with pytest.raises(RolesDoNotMixError):
        services.grant_role(actor=chief, user=registrar, role="administrator", at=AT)
    with pytest.raises(RolesDoNotMixError):
        services.grant_role(actor=chief, user=other, role="registrar", at=AT)


@pytest.mark.parametrize("kind", ["party", "agency"])
def test_only_roles_that_would_be_granted_are_offered(kind: str) -> None:
    offered = roles_to_give(kind=kind, held=["registrar"])
    assert Role.REGISTRAR not in offered
    assert Role.ADMINISTRATOR not in offered
    here = OF_THE_AGENCY if kind == "agency" else frozenset()
    assert OF_THE_AGENCY & set(offered) == here


def test_roles_of_the_agency_do_not_exist_in_a_partys_installation(
    chief: Actor,
) -> None:
    user = make(chief)
    with pytest.raises(RoleNotHereError):
        services.grant_role(actor=chief, user=user, role="neutral-interviewer", at=AT)


def test_the_last_administrator_stays(chief: Actor) -> None:
    user = make(chief, "one", "administrator")
    grant = RoleGrant.objects.get(user=user)
    with pytest.raises(LastAdministratorError):
        services.end_role(actor=chief, grant=grant, at=AT)
    with pytest.raises(LastAdministratorError):
        services.close_account(actor=chief, user=user, at=AT)
    make(chief, "two", "administrator")
    services.end_role(actor=chief, grant=grant, at=AT)
    assert queries.actor_for(user).roles == frozenset()


def test_a_user_name_is_never_given_twice(chief: Actor) -> None:
    services.close_account(actor=chief, user=make(chief, "Someone"), at=AT)
    with pytest.raises(UserNameTakenError):
        make(chief, "someone")


def test_an_installation_serves_one_organisation(chief: Actor) -> None:
    with pytest.raises(AlreadySetUpError):
        services.set_up(actor=chief, code="b", name="B", kind="agency", at=AT)


def test_what_is_no_case_number_is_refused(chief: Actor) -> None:
    user = make(chief)
    for written in ("", "4K7QZ2M8", "R-4K7", "R-OLIU0000"):
        with pytest.raises(NotACaseNumberError):
            services.assign_case(actor=chief, user=user, case_ref=written, at=AT)


@pytest.mark.parametrize("why", ["used", "replaced", "late", "closed", "never made"])
def test_a_link_opens_once_and_not_for_long(chief: Actor, why: str) -> None:
    user, at = make(chief), AT
    token = links.make_password_link(actor=chief, user=user, at=AT)
    if why == "used":
        links.use_password_link(token=token, password=PASSWORD, at=AT)
    elif why == "replaced":
        links.make_password_link(actor=chief, user=user, at=AT)
    elif why == "late":
        at = AT + links.GOOD_FOR + timedelta(seconds=1)
    elif why == "closed":
        services.close_account(actor=chief, user=user, at=AT)
    else:
        token = "x" * 43
    with pytest.raises(LinkSpentError):
        links.use_password_link(token=token, password=PASSWORD, at=at)


def test_the_table_of_links_opens_nothing(chief: Actor) -> None:
    token = links.make_password_link(actor=chief, user=make(chief), at=AT)
    assert token not in str(list(OneTimeLink.objects.values()))


def test_whoever_asked_to_be_left_alone_is_asked_nothing() -> None:
    assert doors.may_ask(CASE)
    for leave_alone in (True, False):
        LeftAloneRequest.objects.create(
            case_ref=CASE, leave_alone=leave_alone, said_at=AT, heard_by="user:1"
        )
        assert doors.may_ask(CASE) is not leave_alone


def test_an_assigned_case_opens_to_whom_it_is_assigned_and_to_nobody_else(
    chief: Actor,
) -> None:
    one, other = make(chief, "one", "clinician"), make(chief, "other", "clinician")
    services.assign_case(actor=chief, user=one, case_ref=CASE, at=AT)
    doors.open_case(queries.actor_for(one), CASE, right="register.person")
    with pytest.raises(NothingHereError):
        doors.open_case(queries.actor_for(other), CASE, right="register.person")


def test_a_colleague_is_called_by_the_name_they_show(chief: Actor) -> None:
    shy, shown = make(chief, "shy"), make(chief, "shown")
    User.objects.filter(pk=shown.pk).update(display_name="Anka of the lists")
    refs = [f"user:{shy.pk}", f"user:{shown.pk}", "command:receive", "job:x", "agency"]
    assert [queries.people_called(refs)[ref] for ref in refs] == [
        "shy",
        "Anka of the lists",
        "the command receive",
        "the job x",
        "agency",
    ]


def test_nobody_has_to_be_found_to_be_called_something() -> None:
    odd = ["user:999", "user:", "user:x", ""]
    assert queries.people_called(odd) == {ref: ref for ref in odd}


def test_colleagues_are_looked_up_once_while_a_request_is_answered(
    chief: Actor, django_assert_num_queries: Callable[[int], Any]
) -> None:
    refs = [f"user:{make(chief, name).pk}" for name in ("one", "other")]
    with queries.looked_up_once(), django_assert_num_queries(1):
        names = [queries.people_called([ref])[ref] for ref in refs]
    assert names == ["one", "other"]


# --- Pages ------------------------------------------------------------------------


@pytest.fixture
def browser_of_chief(as_party: object, signed_in: Callable[..., Any]) -> Client:
    del as_party
    client: Client = signed_in("administrator", username="chief")
    return client


def test_an_administrator_makes_an_account_whose_owner_alone_knows_the_password(
    browser_of_chief: Client, client: Client
) -> None:
    made = browser_of_chief.post("/people/add/", {"username": "someone"})
    link = made.context["link"]
    assert made["Cache-Control"] == "no-store"
    assert b"someone" in client.get(link).content
    different = {"password1": PASSWORD, "password2": PASSWORD + "x"}
    assert client.post(link, different).status_code == 200
    same = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(link, same).status_code == 302
    assert client.get(link).status_code == 404
    told = {"login": "someone", "password": PASSWORD}
    assert client.post("/account/login/", told)["Location"] == "/"
    assert "access.signed-in" in acts()


def test_roles_and_cases_are_given_and_taken_on_the_page_of_the_account(
    browser_of_chief: Client,
) -> None:
    browser_of_chief.post("/people/add/", {"username": "someone"})
    user = User.objects.get(username="someone")
    page = f"/people/{user.pk}/"
    browser_of_chief.post(f"{page}roles/", {"role": "clinician"})
    browser_of_chief.post(f"{page}cases/", {"case_ref": CASE})
    actor = queries.actor_for(user)
    assert actor.roles == {"clinician"}
    assert queries.is_assigned(actor, CASE)
    wrong = browser_of_chief.post(f"{page}cases/", {"case_ref": "R-1"})
    assert "not a case number" in wrong.content.decode()
    grant, held = user.grants.get(), user.assignments.get()
    browser_of_chief.post(f"/people/roles/{grant.pk}/end/")
    browser_of_chief.post(f"/people/cases/{held.pk}/end/")
    assert queries.actor_for(user).roles == frozenset()
    assert queries.assigned_cases(actor) == frozenset()
    browser_of_chief.post(f"{page}close/")
    assert "Closed" in browser_of_chief.get("/people/").content.decode()


def test_a_taken_user_name_is_said_on_the_form(browser_of_chief: Client) -> None:
    answer = browser_of_chief.post("/people/add/", {"username": "CHIEF"})
    assert "This user name is taken" in answer.content.decode()


def test_a_refusal_is_a_page_that_says_what_to_do(browser_of_chief: Client) -> None:
    grant = RoleGrant.objects.get()
    answer = browser_of_chief.post(f"/people/roles/{grant.pk}/end/")
    assert answer.status_code == 409
    assert "Make somebody else administrator first." in answer.content.decode()


def test_without_a_second_factor_nothing_opens_where_one_is_required(
    browser_of_chief: Client, settings: Any
) -> None:
    settings.REPATRIA_SECOND_FACTOR_REQUIRED = True
    assert browser_of_chief.get("/people/")["Location"] == "/account/2fa/"
    assert browser_of_chief.get("/account/2fa/").status_code == 200


def test_a_wrong_password_is_answered_like_an_unknown_name(
    browser_of_chief: Client, client: Client
) -> None:
    del browser_of_chief
    answers = {
        client.post("/account/login/", {"login": name, "password": "wrong"})
        .content.decode()
        .replace(name, "NAME")
        .partition("<main")[2]
        .replace("\n", "")
        for name in ("chief", "nobody")
    }
    bare = {answer.partition("csrf")[0] for answer in answers}
    assert len(bare) == 1
    assert all("The user name or the password is not right." in one for one in answers)
