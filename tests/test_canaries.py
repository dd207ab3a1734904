"""Marked words in every field that could harm somebody, and where they may not turn up.

Every canary is a word that stands nowhere else.  What is sealed is in no column of the
database; names are in no address, log, message, session, cache, ledger entry or error,
and on no page of somebody who may not see them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client

from repatria.access import exports, openings, restricted, tokens
from repatria.access.core.roles import ROLE_NAMES, Role, roles_in
from repatria.access.queries import actor_for
from repatria.care import services as care
from repatria.ledger.models import Entry
from repatria.medical import services as medical
from repatria.medical.tests import sittings
from repatria.register import doors
from repatria.register import services as register
from repatria.register.models import Person, Record, SourceFile
from repatria.register.web.downloads import offer_of
from repatria.reports.services import receive_report
from repatria.shared.actors import Actor
from repatria.site.cli import repatria
from repatria.site.logs import Addressless, Nameless
from repatria.tracing import services as tracing
from repatria.tracing.core.sought import Sought

pytestmark = pytest.mark.django_db
AT = datetime(2022, 11, 24, 9, tzinfo=UTC)
DAY = date(2022, 11, 23)
# In clear inside the database, and on the pages of those who may see the person.
NAMES = ("Zvirokanar", "Ptakhosliv", "Kanarenko", "Kanargrad")
SEALED = (
    "kanarextra kanarverbatim kanarrequester kanarphone kanarto kanarreason "
    "kanarhealth kanarcondition kanarwords kanarrestricted kanarlifted kanarglass "
    "kanarreview kanarrecipient kanarreport kanarstatement kanarsought kanarseen "
    "kanarinjury kanardiagnosis"
).split()
EVERY = (*NAMES, *SEALED)
LIST = (
    "No;Family name;Given name;Father's name;Date of birth;Place of birth;Remark\n"
    "1;Zvirokanar;Ptakhosliv;Kanarenko;1990-02-03;Kanargrad;kanarextra\n"
    "2;Zvirokanar;Pavlo;Kanarenko;1991-02-03;Kanargrad;kanarextra\n"
)
HELD = {"sender": "south", "subject": "held", "holder": "SUDMARK", "home": "NORLAND"}
ADDRESS = re.compile(r'(?:href|action|src)="([^"]*)"')
MOST_PAGES = 25
AN_ACTOR = Actor(
    "command:test", frozenset(role.value for role in roles_in("party")), "north"
)


def found_in(text: str, words: tuple[str, ...] | list[str] = EVERY) -> list[str]:
    """Which canaries a text holds, in any letters."""
    low = unquote(unescape(text)).casefold()
    return [word for word in words if word.casefold() in low]


@pytest.fixture
def case_ref(as_party: object, signed_in: Callable[..., Client], tmp_path: Path) -> str:
    """Somebody who returned, of whom every room that there is knows something."""
    del as_party
    for code in ("NORLAND", "SUDMARK"):
        register.register_party(actor=AN_ACTOR, code=code, names={}, at=AT)
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    held = register.import_list(
        actor=AN_ACTOR, path=file, name="list.csv", said_on=DAY, at=AT, **HELD
    )
    ref = str(Person.objects.order_by("pk").values_list("case_ref", flat=True)[0])
    register.record_statement(
        actor=AN_ACTOR, kind="card", sender="north", told={"family": "Zvirokanar"},
        verbatim="kanarverbatim", said_on=DAY, at=AT,
    )  # fmt: skip
    _families(ref)
    _health(ref)
    _guarded(ref, held, signed_in("clinician").user)  # type: ignore[attr-defined]
    receive_report(
        actor=AN_ACTOR, content=b"kanarreport: 50 prisoners of war came home.",
        name="report.txt", at=AT,
    )  # fmt: skip
    return ref


def _families(ref: str) -> None:
    request = tracing.record_request(
        actor=AN_ACTOR, name="kanarrequester", contact="kanarphone", relation="spouse",
        sought=Sought(family="Zvirokanar", given="Ptakhosliv", birth="kanarsought"),
        at=AT,
    )  # fmt: skip
    tracing.link_request(actor=AN_ACTOR, request=request, case_ref=ref, at=AT)
    tracing.note_crossing(actor=AN_ACTOR, case_ref=ref, on=DAY, at=AT)


def _health(ref: str) -> None:
    medical.state_health(
        actor=AN_ACTOR, case_ref=ref, said_by="a doctor", text="kanarhealth", at=AT
    )
    medical.state_denied_care(
        actor=AN_ACTOR, condition="kanarcondition", said_by="the returnee",
        case_ref=ref, text="kanarwords", at=AT,
    )  # fmt: skip
    seen = medical.Inspected(ref, on="2022-07", by="a doctor", words="kanarseen")
    medical.record_inspections(actor=AN_ACTOR, told=[seen], at=AT)
    medical.record_diagnosis(
        actor=AN_ACTOR, case_ref=ref, said_by="a doctor", words="kanardiagnosis",
        lines=["geneva3.annex1.IA3l"], facts={"diabetes": True}, at=AT,
    )  # fmt: skip
    examined = sittings.put(sittings.sat(sittings.a_commission()), ref, "own")
    sittings.vote(examined, *["repatriate"] * 3, injury="kanarinjury")
    care.refer(
        actor=AN_ACTOR, case_ref=ref, to="kanarto", reason="kanarreason",
        urgency="at_once", at=AT,
    )  # fmt: skip


def _guarded(ref: str, held: SourceFile, user: Any) -> None:
    told: dict[str, Any] = {"case_ref": ref, "ground": "other", "at": AT}
    restricted.restrict(actor=AN_ACTOR, reason="kanarrestricted", **told)
    restricted.lift(actor=AN_ACTOR, case_ref=ref, reason="kanarlifted", at=AT)
    opened = openings.break_glass(
        actor=actor_for(user), user=user, reason="kanarglass", **told
    )
    openings.review(
        actor=AN_ACTOR, opening=opened, verdict="needs-talk", words="kanarreview", at=AT
    )
    exports.ask_for(
        actor=AN_ACTOR, offer=offer_of(AN_ACTOR, held), purpose="family",
        recipient="kanarrecipient", at=AT,
    )  # fmt: skip


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every line that the server would write, formatted as it formats them."""
    lines: list[str] = []
    formatter, addressless = Nameless("%(name)s %(message)s"), Addressless()

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.name.startswith("django.db"):
                return  # written in debugging alone, which is switched off
            addressless.filter(record)
            lines.append(formatter.format(record))

    handler, root = Kept(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lines
    root.removeHandler(handler)
    root.setLevel(before)


def rows_of_the_database() -> Iterator[tuple[str, str]]:
    """Every cell of every table, bytes included, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  (our own tables)
            for row in cursor.fetchall():
                for cell in row:
                    raw = bytes(cell) if isinstance(cell, bytes | memoryview) else None
                    yield table, raw.decode("latin-1") if raw else str(cell)


# --- At rest -----------------------------------------------------------------------


def test_what_is_sealed_is_in_no_column_and_names_where_they_are_searched(
    case_ref: str,
) -> None:
    del case_ref
    cells = list(rows_of_the_database())
    sealed = [(table, found_in(cell, SEALED)) for table, cell in cells]
    assert [one for one in sealed if one[1]] == []
    named = {table for table, cell in cells if found_in(cell, NAMES)}
    assert named == {"register_record"}
    if connection.vendor == "sqlite":
        raw = connection.connection.serialize()
        assert b"Zvirokanar" in raw, "the bytes of the file, as they lie on the disk"
        assert found_in(raw.decode("latin-1"), SEALED) == []


def test_no_value_says_a_name_when_it_is_printed(case_ref: str) -> None:
    del case_ref
    told = [
        f"{one!s} {one!r}"
        for model in apps.get_models()
        for one in model._default_manager.all()[:50]
    ]
    assert len(told) > 20
    assert [text for text in told if found_in(text)] == []
    assert found_in(str(list(Entry.objects.values_list("body", flat=True)))) == []


# --- While pages are read ------------------------------------------------------------


def walk(client: Client, start: list[str]) -> Iterator[tuple[str, Any]]:
    """Follow every link of ours, and send every form empty, from some addresses on."""
    waiting, known = list(start), set(start)
    while waiting and len(known) < MOST_PAGES:
        address = waiting.pop(0)
        answer = client.get(address)
        yield address, answer
        if answer.streaming or "html" not in answer.get("Content-Type", ""):
            continue
        for link in ADDRESS.findall(answer.content.decode()):
            path = urlsplit(unescape(link))
            following = path.path + (f"?{path.query}" if path.query else "")
            if path.netloc or not following.startswith("/"):
                continue
            if following.startswith(("/static/", "/account/")) or following in known:
                continue
            known.add(following)
            waiting.append(following)


WALKING = (
    None,
    Role.ADMINISTRATOR,
    Role.REGISTRAR,
    Role.FAMILY_LIAISON,
    Role.PUBLICATION_OFFICER,
    Role.AUDITOR,
)


@pytest.mark.parametrize("role", WALKING, ids=str)
def test_names_stay_on_the_pages_of_those_who_may_see_them(
    case_ref: str,
    role: Role | None,
    signed_in: Callable[..., Client],
    logged: list[str],
    settings: Any,
) -> None:
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
    client = signed_in(*([role.value] if role else []))
    client.raise_request_exception = False
    sees = role in SEES_EVERYBODY
    wrong: list[tuple[str, str]] = []
    start = ["/", f"/persons/{case_ref}/", "/lists/", "/exports/"]
    for address, answer in walk(client, start):
        body = answer.content.decode(errors="replace")
        wrong += [("address", link) for link in ADDRESS.findall(body) if found_in(link)]
        wrong += [("header", address) for _one in found_in(str(answer.headers))]
        unkept = answer.get("Cache-Control") == "no-store"
        if found_in(body, NAMES) and not (sees and unkept):
            wrong.append(("page", address))
        if answer.status_code >= 500:
            wrong.append(("broken", address))
    for asked in ("/search/", "/exports/", "/lists/import/", f"/persons/{case_ref}/"):
        sent = {"asked": "Zvirokanar", "name": "Kanargrad", "reasons": "kanarwords"}
        answer = client.post(asked, sent)
        wrong += [("redirect", asked) for _one in found_in(answer.get("Location", ""))]
    wrong += [("log", line) for line in logged if found_in(line)]
    sessions = [str(one.get_decoded()) for one in Session.objects.all()]
    wrong += [("session", one) for one in sessions if found_in(one)]
    cached = str(getattr(cache, "_cache", ""))
    wrong += [("cache", cached)] if found_in(cached) else []
    assert wrong == []
    assert found_in(str(list(Entry.objects.values_list("body", flat=True)))) == []


SEES_EVERYBODY = {
    Role.REGISTRAR,
    Role.MATCHING_OFFICER,
    Role.NEGOTIATOR,
    Role.HANDOVER_OFFICER,
    Role.AUDITOR,
}


def test_an_error_names_nobody(
    case_ref: str,
    signed_in: Callable[..., Client],
    logged: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_asked: object, **_more: object) -> list[object]:
        raise ValueError(NAMES[0])  # the line itself is in the log

    monkeypatch.setattr(doors, "found", broken)
    cache.clear()  # however often other tests have just asked
    client = signed_in("registrar")
    client.raise_request_exception = False
    answer = client.post("/search/", {"asked": "Zvirokanar"})
    assert answer.status_code == 500
    assert found_in(answer.content.decode()) == []
    user = client.user  # type: ignore[attr-defined]
    _token, secret = tokens.make_token(
        actor=AN_ACTOR, user=user, name="x", scopes=tokens.scopes_of(user),
        good_for=exports.GOOD_FOR * 100_000, at=AT,
    )  # fmt: skip
    for path, body in (
        ("search", '{"asked": "Zvirokanar"}'),
        ("search", '{"x": "Zvirokanar"}'),
    ):
        answer = Client().post(
            f"/api/v1/{path}", body, content_type="application/json",
            headers={"authorization": f"Bearer {secret}"},
        )  # fmt: skip
        assert answer.status_code in (422, 500)
        assert found_in(answer.content.decode()) == []
    assert any("ValueError in" in line for line in logged)
    assert [line for line in logged if found_in(line)] == []
    assert case_ref


def test_commands_name_nobody_when_they_cannot_go_on(tmp_path: Path) -> None:
    odd = tmp_path / "list.csv"
    odd.write_text('No;Name\n1;"Zvirokanar;Ptakhosliv\n', encoding="utf-16-be")
    other = tmp_path / "other.csv"
    other.write_text("No;Name\n1;Kanargrad\n", encoding="utf-8")  # a heading is told
    for words in (
        ["reconcile", str(odd), str(other), "--out", str(tmp_path / "out")],
        ["dedupe", str(other), "--out", str(tmp_path / "out2")],
        ["propose", str(other), "--rules", str(other), "--out", str(tmp_path / "o3")],
    ):
        said = CliRunner().invoke(repatria, words)
        assert said.exit_code in (0, 1, 2), words
        assert found_in(said.output) == [], words


def test_the_canaries_sing(case_ref: str, signed_in: Callable[..., Client]) -> None:
    """Words that nobody ever wrote anywhere would be found nowhere, too."""
    page = signed_in("registrar").get(f"/persons/{case_ref}/").content.decode()
    assert found_in(page, NAMES)
    from repatria.access import vault

    held = Record.objects.filter(kind="card").get()
    sealed = vault.open_text(held.owner, "verbatim", bytes(held.sealed_verbatim))
    assert "kanarverbatim" in sealed
    assert set(ROLE_NAMES) >= SEES_EVERYBODY
