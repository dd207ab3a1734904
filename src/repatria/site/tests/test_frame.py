"""What stands around the pages: Today, refusals, errors, options, logs."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from repatria.shared.actors import Actor
from repatria.shared.panels import Panel, Waiting, WaitingSource
from repatria.shared.text import mark_number
from repatria.site import errors, gathering, home
from repatria.site.logs import Addressless, Nameless
from repatria.site.navigation import FEW, NAVIGATION, works_for
from repatria.site.options import OPTIONS, mistakes

AT = datetime(2022, 11, 24, 9, tzinfo=UTC)
CASE = "R-4K7QZ2M8"
A_NAME = "Petrenko"
CARDS = mark_number("{n} capture card is missing", "{n} capture cards are missing")
ROOT = Path(__file__).parents[4]


def offers(monkeypatch: pytest.MonkeyPatch, **offered: Sequence[object]) -> None:
    def of(name: str) -> tuple[object, ...]:
        return tuple(offered.get(name, ()))

    monkeypatch.setattr(gathering, "_offers", of)


# --- Today and a person's page -----------------------------------------------------


@pytest.mark.django_db
def test_today_shows_what_is_due_first_and_what_is_late(
    as_party: object, signed_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    del as_party
    waiting = [
        Waiting(CARDS, 3, "site:today"),
        Waiting(CARDS, 1, "site:today", due=date(2022, 11, 20), article="GC III 70"),
        Waiting(CARDS, 0, "site:today"),
    ]
    hidden = WaitingSource("ledger.read", lambda _a, _t: [Waiting(CARDS, 9, "x:y")])
    shown = WaitingSource("site.today", lambda _actor, _at: waiting)
    offers(monkeypatch, WAITING=[hidden, shown])
    page = signed_in("registrar").get("/").content.decode()
    rows = re.findall(r"capture cards? (?:is|are) missing", page)
    assert rows == ["capture card is missing", "capture cards are missing"]
    assert "Late" in page
    assert "GC III 70" in page


@pytest.mark.django_db
def test_a_panel_is_drawn_for_those_who_may_see_it_and_where_it_says_something(
    as_party: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    del as_party

    def panel(key: str, right: str, *, order: int, says: bool = True) -> Panel:
        def fill(_actor: Actor, _case: str, _at: datetime) -> dict[str, Any] | None:
            return {"said_by": key} if says else None

        return Panel(key, right, key, "site/_source.html", fill, order)

    held = [
        panel("late", "register.person", order=90),
        panel("early", "register.person", order=10),
        panel("silent", "register.person", order=20, says=False),
        panel("secret", "ledger.read", order=30),
        panel("assigned", "tracing.request", order=40),
    ]
    offers(monkeypatch, PANELS=held)
    reader = Actor("user:1", frozenset({"registrar"}), "north")
    request = RequestFactory().get("/")
    drawn = gathering.panels_for(reader, CASE, [CASE], request=request, at=AT)
    assert [one.key for one in drawn] == ["early", "late"]
    assert "early" in drawn[0].inside


def test_every_place_of_the_navigation_is_there() -> None:
    assert [place for place in NAVIGATION if not reverse(place.address)] == []


def test_every_page_belongs_to_one_work() -> None:
    addresses = [place.address for place in NAVIGATION]
    assert len(addresses) == len(set(addresses))
    places = [place for work in works_for(lambda _right: True) for place in work.places]
    assert tuple(places) == NAVIGATION


@pytest.mark.parametrize("few", [1, FEW])
def test_few_pages_stand_beside_each_other(few: int) -> None:
    rights = [place.right for place in NAVIGATION]
    distinct = list(dict.fromkeys(rights))
    alone = [right for right in distinct if rights.count(right) == 1][:few]
    [work] = works_for(lambda right: right in alone)
    assert (work.words, len(work.places)) == ("", few)


def test_a_work_of_which_one_page_may_be_opened_is_that_page() -> None:
    works = works_for(lambda right: right not in {"tracing.contact", "care.read"})
    said = {work.words for work in works}
    assert "Lists and people" in said
    assert not said & {"Families and calls", "Life after return"}
    assert ("tracing:requests",) in [work.addresses for work in works if not work.words]


@pytest.mark.django_db
def test_the_pages_of_one_work_are_open_where_one_stands_and_all_can_be_reached(
    as_party: object, signed_in: Callable[..., Client]
) -> None:
    del as_party
    page = signed_in("registrar").get("/bureau/clocks/").content.decode()
    nav = page.partition('<nav class="rooms"')[2].partition("</nav>")[0]
    [opened] = re.findall(r"<details[^>]*\bopen\b.*?</details>", nav, re.DOTALL)
    assert "Letters and deadlines" in opened
    assert re.search(r'href="/bureau/clocks/"\s+aria-current="page"', opened)
    closed = nav.replace(opened, "")
    assert 'aria-current="' not in closed
    assert 'href="/lists/"' in closed
    below_no_place = signed_in("registrar").get("/parties/").content.decode()
    assert re.search(r'href="/lists/"\s+aria-current="true"', below_no_place)


# --- When a page cannot be ----------------------------------------------------------


@pytest.mark.django_db
def test_an_unexpected_error_says_nothing_of_what_it_was_about(
    as_party: object,
    signed_in: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    del as_party

    def fail(*_words: object, **_named: object) -> None:
        raise ValueError(A_NAME)

    client = signed_in("registrar")
    client.raise_request_exception = False
    monkeypatch.setattr("repatria.site.views.waiting_for", fail)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()
    assert A_NAME not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("page_too", [False, True])
def test_what_broke_is_written_down_even_if_its_page_breaks_too(
    as_party: object,
    signed_in: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    *,
    page_too: bool,
) -> None:
    del as_party

    def fail(*_words: object, **_named: object) -> None:
        raise ValueError(A_NAME)

    client = signed_in("registrar")
    client.raise_request_exception = False
    monkeypatch.setattr("repatria.site.views.waiting_for", fail)
    if page_too:
        monkeypatch.setattr("repatria.site.errors.render_to_string", fail)
    caplog.set_level(logging.ERROR)
    caplog.handler.setFormatter(Nameless("%(name)s %(message)s"))
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()
    said = [caplog.handler.format(one) for one in caplog.records]
    place = re.compile(r"^ValueError in repatria\.site\.[\w.]+:\d+$", re.MULTILINE)
    assert len([one for one in said if place.search(one)]) == 1 + page_too
    assert A_NAME not in "".join(said)


def test_logs_tell_where_and_not_whom() -> None:
    try:
        int(A_NAME)
    except ValueError as error:
        told = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "failed", None, told)
    said = Nameless("%(message)s").format(record)
    assert A_NAME not in said
    assert "ValueError" in said
    assert "test_frame" in said


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_in_our_words(as_party: object) -> None:
    del as_party
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "uk"})
    assert answer.status_code == 403
    assert "Send it once more" in answer.content.decode()


def test_a_request_that_makes_no_sense_is_answered_calmly() -> None:
    answer = errors.not_understood(RequestFactory().get("/"))
    assert answer.status_code == 400
    assert "not understood" in answer.content.decode()


# --- Options and the data folder ------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REPATRIA_HTTPS", "maybe"),
        ("REPATRIA_SECOND_FACTOR", "sometimes"),
        ("REPATRIA_HOSTS", " , "),
        ("REPATRIA_MASTER_KEY_FILE", "/no/such/folder/master.key"),
        ("DATABASE_URL", "mysql://somebody:secret@host/name"),
    ],
)
def test_a_value_that_cannot_be_meant_is_reported_with_a_hint(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert [one.name for one in mistakes()] == [name]
    [found] = run_checks(tags=["repatria"])
    assert found.hint
    assert "secret" not in str(found)


def test_options_as_they_are_make_sense() -> None:
    assert mistakes() == []


def test_every_option_is_in_the_documentation() -> None:
    page = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*?) \|", page, re.MULTILINE))
    told = {name: one.default for name, one in OPTIONS.items()}
    assert {name: text.strip("`") for name, text in rows.items()} == {
        name: default or "(empty)" for name, default in told.items()
    }


def test_a_data_folder_has_one_writer(tmp_path: Path) -> None:
    home.prepare(tmp_path)
    with home.alone(tmp_path), pytest.raises(home.InUseError), home.alone(tmp_path):
        pass
    with home.alone(tmp_path):
        assert (tmp_path / home.LOCK).exists()


def test_secrets_of_a_data_folder_are_for_its_owner_alone(tmp_path: Path) -> None:
    home.prepare(tmp_path)
    key = tmp_path / "keys" / home.MASTER_KEY
    first = key.read_text("ascii")
    assert key.stat().st_mode & 0o077 == 0
    home.prepare(tmp_path)
    assert key.read_text("ascii") == first


def test_a_line_of_the_log_names_the_page_and_not_its_address(
    rf: RequestFactory,
) -> None:
    request = rf.get("/people/link/a-token-for-one-time/")
    request.resolver_match = resolve(request.path)
    record = logging.makeLogRecord(
        {
            "msg": "%s: %s",
            "args": ("Internal Server Error", request.path),
            "request": request,
        }
    )
    assert Addressless().filter(record)
    assert record.getMessage() == "Internal Server Error: access:link"
