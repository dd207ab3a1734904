"""Restricted cases and break-glass: who sees a case, and who learns of that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from repatria.access import doors, openings, restricted
from repatria.access.core.errors import (
    NotRestrictedError,
    OwnOpeningError,
)
from repatria.access.models import Opening, OpeningReview, Restriction
from repatria.access.queries import actor_for
from repatria.ledger.models import Entry
from repatria.register.models import Person, SourceFile
from repatria.register.tests.conftest import HEADER, PEOPLE, Desk
from repatria.shared.actors import Actor
from repatria.transmission.models import Correspondent

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Any]
AT = datetime(2022, 11, 21, 9, tzinfo=UTC)
PASSWORD = "four quiet words here"  # noqa: S105
TOLD = {"ground": "danger", "reason": "A call from the ward at night."}


@pytest.fixture
def case_ref(desk: Desk) -> str:
    """The case of Іван Коваль, first of three on a list."""
    desk.take_in(HEADER + PEOPLE)
    ref: str = Person.objects.order_by("pk").values_list("case_ref", flat=True)[0]
    return ref


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  (the doors ask the database's clock)


def bare(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.content.decode().partition("<main")[2]


def restrict(desk: Desk, case_ref: str) -> Restriction:
    return restricted.restrict(
        actor=desk.actor, case_ref=case_ref, ground="at-risk", reason="asked", at=AT
    )


def test_a_restricted_case_is_not_there_for_others(
    desk: Desk, case_ref: str, signed_in: SignIn
) -> None:
    del desk
    officer, registrar = signed_in("matching-officer"), signed_in("registrar")
    page, lists = f"/persons/{case_ref}/", f"/lists/{SourceFile.objects.get().pk}/"
    assert officer.get(page).status_code == 200
    told = {"ground": "withheld", "reasons": "the family is in danger"}
    assert registrar.post(f"{page}restrict/", told).status_code == 302
    nothing = bare(officer.get("/persons/R-00000000/"))
    assert bare(officer.get(page)) == nothing
    for asked in ("Коваль", case_ref):
        found = officer.post("/search/", {"asked": asked}).content.decode()
        assert case_ref not in found.partition("<main")[2].partition("</form>")[2]
    shown = officer.get(lists).content.decode()
    assert "Мельник" in shown
    assert "Коваль" not in shown
    assert "Restricted" in registrar.get(page).content.decode()
    assert (
        "the family is in danger" in registrar.get(f"{page}restrict/").content.decode()
    )
    assert "Коваль" in registrar.get(lists).content.decode()


def test_whom_it_is_assigned_to_sees_it_and_all_do_once_it_is_lifted(
    desk: Desk, case_ref: str, signed_in: SignIn, case_assigned: Callable[..., None]
) -> None:
    restrict(desk, case_ref)
    one, other, never = (
        signed_in("matching-officer"),
        signed_in("matching-officer"),
        signed_in("negotiator"),
    )
    for reader in (one, never):
        case_assigned(reader.user, case_ref)
    page = f"/persons/{case_ref}/"
    seen = [reader.get(page).status_code for reader in (one, other, never)]
    assert seen == [200, 404, 404]
    with pytest.raises(NotRestrictedError):
        restrict(desk, case_ref)
    registrar = signed_in("registrar")
    assert registrar.post(f"{page}restrict/", {"reasons": "over"}).status_code == 302
    assert other.get(page).status_code == 200
    with pytest.raises(NotRestrictedError):
        restricted.lift(actor=desk.actor, case_ref=case_ref, reason="", at=AT)


def test_a_door_of_many_leaves_out_who_is_hidden(desk: Desk, case_ref: str) -> None:
    restrict(desk, case_ref)
    officer = Actor("command:test", frozenset({"matching-officer"}))
    assert doors.visible(officer, [case_ref, "R-1"]) == ["R-1"]
    assert doors.visible(desk.actor, [case_ref, "R-1"]) == [case_ref, "R-1"]
    assert doors.openable(officer, "register.person", [case_ref]) == []


def test_nobody_withheld_from_the_powers_is_told_to_one(
    desk: Desk, case_ref: str, signed_in: SignIn
) -> None:
    for code, party in (("south", "SUDMARK"), ("agency", "")):
        Correspondent.objects.create(code=code, name=code, party=party, added_at=AT)
    restricted.restrict(
        actor=desk.actor, case_ref=case_ref, ground="withheld", reason="asked", at=AT
    )
    address = f"/lists/{SourceFile.objects.get().pk}/send/"
    client = signed_in("negotiator", "matching-officer")
    assert "Коваль" not in client.get(address).content.decode()
    refused = client.post(address, {"to": "south"})
    assert refused.status_code == 409
    assert "withheld from the powers" in refused.content.decode()
    assert client.post(address, {"to": "agency"}).status_code == 302


# --- Break-glass -----------------------------------------------------------------


def again(client: Client) -> None:
    """Give the reader a password and say once more who it is."""
    client.user.set_password(PASSWORD)  # type: ignore[attr-defined]
    client.user.save()  # type: ignore[attr-defined]
    client.force_login(client.user)  # type: ignore[attr-defined]
    answer = client.post(
        "/account/reauthenticate/?next=/break-glass/", {"password": PASSWORD}
    )
    assert answer["Location"] == "/break-glass/"


def test_whoever_breaks_the_glass_says_once_more_who_they_are(
    desk: Desk, case_ref: str, signed_in: SignIn
) -> None:
    del desk
    client = signed_in("clinician")
    client.user.set_password(PASSWORD)
    client.user.save()
    client.force_login(client.user)
    for answer in (
        client.get("/break-glass/"),
        client.post("/break-glass/", {**TOLD, "case_ref": case_ref}),
    ):
        assert answer["Location"].startswith("/account/reauthenticate/?next=")
    assert not Opening.objects.exists()
    assert TOLD["reason"] not in str(dict(client.session))


def test_a_case_opens_for_a_while_and_everybody_concerned_learns_of_it(
    desk: Desk, case_ref: str, signed_in: SignIn
) -> None:
    del desk
    client, page = signed_in("clinician"), f"/persons/{case_ref}/"
    assert client.get(page).status_code == 404
    again(client)
    client.post("/break-glass/", {**TOLD, "case_ref": case_ref.lower()})
    shown = client.get(page)
    assert shown.status_code == 200
    assert "is open to you by break-glass: 60 minutes left" in " ".join(
        shown.content.decode().split()
    )
    for role in ("auditor", "administrator"):
        reader = signed_in(role)
        today = reader.get("/").content.decode()
        assert f"Case {case_ref} was opened by break-glass" in today
        log = reader.get("/break-glass/log/").content.decode()
        assert case_ref in log
        assert TOLD["reason"] not in log
    held = Opening.objects.get()
    assert client.post(f"/break-glass/{held.ref}/close/").status_code == 302
    assert client.get(page).status_code == 404
    told = Entry.objects.get(act="access.case-opened").body
    assert case_ref in told
    assert TOLD["reason"] not in told


def test_an_auditor_reviews_it_and_sees_how_often(
    desk: Desk, case_ref: str, signed_in: SignIn
) -> None:
    del desk
    user, auditor = signed_in("clinician").user, signed_in("auditor")
    held = openings.break_glass(
        actor=actor_for(user), user=user, case_ref=case_ref, at=AT, **TOLD
    )
    address = f"/break-glass/log/{held.ref}/"
    assert TOLD["reason"] in auditor.get(address).content.decode()
    assert Entry.objects.filter(act="read").exists()
    auditor.post(address, {"verdict": "needs-talk", "words": "Why not call?"})
    assert "was opened by break-glass" in auditor.get("/").content.decode()
    auditor.post(address, {"verdict": "justified", "words": ""})
    assert "was opened by break-glass" not in auditor.get("/").content.decode()
    assert "Why not call?" in auditor.get(address).content.decode()
    (rate,) = openings.rates_of_everybody()
    assert (rate.opened, rate.justified, rate.waiting) == (1, 1, 0)
    assert "How often" in auditor.get("/break-glass/log/").content.decode()
    with pytest.raises(OwnOpeningError):
        openings.review(
            actor=actor_for(user), opening=held, verdict="justified", words="", at=AT
        )
    assert OpeningReview.objects.count() == 2


@pytest.mark.parametrize(
    ("role", "opens"), [("clinician", True), ("investigator", False)]
)
def test_a_restricted_case_opens_only_to_the_roles_listed(
    desk: Desk, case_ref: str, signed_in: SignIn, role: str, *, opens: bool
) -> None:
    restrict(desk, case_ref)
    client = signed_in(role)
    openings.break_glass(
        actor=actor_for(client.user), user=client.user, case_ref=case_ref,
        at=now(), **TOLD,
    )  # fmt: skip
    assert (client.get(f"/persons/{case_ref}/").status_code == 200) is opens


def test_time_runs_out_and_a_second_asking_opens_nothing_new(
    desk: Desk, case_ref: str, signed_in: SignIn
) -> None:
    del desk
    user = signed_in("clinician").user
    actor = actor_for(user)
    long_ago = now() - timedelta(minutes=61)
    first = openings.break_glass(
        actor=actor, user=user, case_ref=case_ref, at=long_ago, **TOLD
    )
    assert openings.open_now(actor) == []
    assert not doors.may_open(actor, "register.person", case_ref)
    same = openings.break_glass(
        actor=actor, user=user, case_ref=case_ref, at=long_ago, **TOLD
    )
    assert same == first
    openings.close(actor=actor, ref=first.ref, at=now())
    assert not Entry.objects.filter(act="access.opening-closed").exists()
