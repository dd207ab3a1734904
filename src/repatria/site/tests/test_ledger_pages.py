"""The auditor's page: who saw or changed what, and does it still say so?"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import Settings

from repatria.access.models import Installation
from repatria.ledger import queries, services
from repatria.ledger.models import Checkpoint, Entry
from repatria.ledger.triggers import promises
from repatria.shared.actors import Actor
from repatria.site.ledger.views import AT_A_TIME

AT = datetime(2022, 11, 24, 9, tzinfo=UTC)
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def here(as_party: Installation, settings: Settings, tmp_path: Path) -> None:
    del as_party
    settings.REPATRIA_HOME = tmp_path


def write(
    ref: str = "command:test", *, act: str = "register.opened", n: int = 1
) -> None:
    actor = Actor(ref=ref, organisation="north")
    for _each in range(n):
        services.append(actor=actor, act=act, about="R-1", facts={"rows": 36}, at=AT)


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_auditor_sees_who_did_what(signed_in: SignIn) -> None:
    auditor = signed_in("auditor", username="anka")
    write(f"user:{auditor.user.pk}")  # type: ignore[attr-defined]
    page = shown(auditor, "/ledger/")
    for told in ("anka", "register.opened", "R-1", "36"):
        assert told in page


def _shown_acts(page: str, act: str) -> int:
    """Count the entries of this act; the list to filter by names it once more."""
    return len(re.findall(rf"<code[^>]*>{re.escape(act)}</code>", page))


def test_entries_are_filtered_and_paged(signed_in: SignIn) -> None:
    auditor = signed_in("auditor")
    write(n=AT_A_TIME + 2)
    write(act="register.closed")
    first = shown(auditor, "/ledger/?act=register.opened")
    assert _shown_acts(first, "register.closed") == 0
    assert "act=register.opened&amp;before=2" in first
    older = shown(auditor, "/ledger/?act=register.opened&before=2")
    assert _shown_acts(older, "register.opened") == 2
    assert 'name="before"' not in older  # another filter begins at the newest again
    assert "No entry fits" in shown(auditor, "/ledger/?case=R-9")
    assert "register.closed" in shown(auditor, "/ledger/?before=nonsense")


def test_looking_up_a_case_in_the_ledger_leaves_an_entry(signed_in: SignIn) -> None:
    shown(signed_in("auditor"), "/ledger/?case=R-1")
    assert queries.newest_first(queries.Wanted(act="read"), at_most=1)[0].facts == {
        "cases": ["R-1"]
    }


@pytest.mark.parametrize("role", ["registrar", "administrator", "negotiator"])
def test_to_others_the_ledger_is_not_there(signed_in: SignIn, role: str) -> None:
    client = signed_in(role)
    services.make_checkpoint(actor=Actor(ref="x", organisation="north"), at=AT)
    for address in ("/ledger/", "/ledger/checkpoints/1/", "/ledger/held/1/"):
        assert client.get(address).status_code == 404
    assert client.post("/ledger/verify/").status_code == 404


def test_verifying_makes_a_checkpoint_that_can_be_kept(signed_in: SignIn) -> None:
    auditor = signed_in("auditor")
    write(n=3)
    page = auditor.post("/ledger/verify/").content.decode()
    assert "Consistent in itself" in page
    made = Checkpoint.objects.get()
    assert made.size == 3
    answer = auditor.get(f"/ledger/checkpoints/{made.pk}/")
    assert answer.content == queries.signed(made).file()
    assert 'filename="north-3.checkpoint"' in answer["Content-Disposition"]
    assert Entry.objects.last().act == "ledger.verified"  # type: ignore[union-attr]


def test_a_held_checkpoint_tells_more_than_the_ledger_itself(
    signed_in: SignIn,
) -> None:
    auditor = signed_in("auditor")
    write(n=3)
    actor = Actor(ref="x", organisation="north")
    held = queries.signed(services.make_checkpoint(actor=actor, at=AT)).file()

    def verified() -> str:
        file = SimpleUploadedFile("north.checkpoint", held)
        return auditor.post("/ledger/verify/", {"held": file}).content.decode()

    assert "Yes: it fits a checkpoint held outside" in verified()
    for promise in promises(connection):
        promise.drop(connection)
    Entry.objects.filter(number=1).update(body="{}")
    page = verified()
    assert "No: something does not hold" in page
    assert "Entry 1 was altered: it does not fit its leaf." in page


def test_a_file_that_is_no_checkpoint_is_refused(signed_in: SignIn) -> None:
    file = SimpleUploadedFile("a.pdf", b"%PDF")
    answer = signed_in("auditor").post("/ledger/verify/", {"held": file})
    assert answer.status_code == 409
    assert "a.pdf is not a checkpoint" in answer.content.decode()
    assert not Checkpoint.objects.exists()


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        pytest.param("http://testserver/ledger/?act=x", "/ledger/?act=x", id="ours"),
        pytest.param("http://elsewhere.example/ledger/", "/", id="another place"),
        pytest.param("http://testserver//elsewhere.example/", "/", id="two strokes"),
        pytest.param("javascript:alert(1)", "/", id="no address"),
        pytest.param("", "/", id="not told"),
    ],
)
def test_a_refusal_links_back_to_where_one_was_or_to_today(
    signed_in: SignIn, came_from: str, back: str
) -> None:
    given = {"held": SimpleUploadedFile("a.pdf", b"%PDF")}
    auditor = signed_in("auditor")
    answer = auditor.post("/ledger/verify/", given, headers={"referer": came_from})
    assert f'<a class="btn btn-primary" href="{back}">' in answer.content.decode()


def test_a_file_that_is_not_there_is_not_found(signed_in: SignIn) -> None:
    auditor = signed_in("auditor")
    assert auditor.get("/ledger/checkpoints/7/").status_code == 404
    assert auditor.get("/ledger/held/7/").status_code == 404
