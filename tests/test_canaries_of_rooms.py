"""Marked words in the rooms where people cross: where they may not turn up.

The same as ``test_canaries``, in the neutral agency's installation: statements of a
captivity, the desk's letters and certificates, lists, holds and manifests, evidence, a
file that was fetched, and a backup.  Names are those of the invented conflict.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client

from repatria.access import exports
from repatria.access.core.roles import Role
from repatria.access.models import Export
from repatria.accountability import services as accountability
from repatria.accountability.services.files import Upload
from repatria.bureau import services as bureau
from repatria.bureau.core.answers import Answer
from repatria.bureau.core.pieces import Channel, Direction, Kind, Whom
from repatria.bureau.services import To
from repatria.bureau.services.entries import Piece
from repatria.custody.core.told import Told
from repatria.custody.services import record_statement
from repatria.exchange.services import destinations, holds, wishes
from repatria.exchange.tests import world
from repatria.exchange.tests.world import NORTH, SOUTH
from repatria.handover import queries, services
from repatria.handover.models import Handover
from repatria.handover.tests import stage
from repatria.ledger.models import Entry
from repatria.register.models import SourceFile
from repatria.register.web.downloads import offer_of
from repatria.site import home
from repatria.site.backups import making
from repatria.site.backups.databases import Sqlite
from tests.test_canaries import ADDRESS, found_in, rows_of_the_database, walk
from tests.test_canaries import logged as logged

pytestmark = pytest.mark.django_db
AT = stage.AT
NAMES = list(world.FAMILIES[:6])
SEALED = (
    "kanarkin kanarnote kanarheld kanarofficer kanaropposite kanarevidence "
    "kanarrecipient kanarhaven"
).split()
EVERY = [*NAMES, *SEALED]
ACTOR = world.command(
    "agency-delegate", "neutral-interviewer", "registrar", "handover-officer"
)
# Where names stand in clear: they are searched, printed and signed.
IN_CLEAR = {
    "register_record",
    "bureau_subject",
    "exchange_listentry",
    "exchange_listversion",
    "handover_line",
    "handover_manifest",
}
SEES_LISTS = {Role.HANDOVER_OFFICER, Role.AGENCY_DELEGATE}


@dataclass
class Scene:
    """Somebody of whom every one of these rooms knows something."""

    case_ref: str
    handover: Handover
    serial: str
    home: Path

    @property
    def places(self) -> list[str]:
        """Where to begin to walk."""
        ref = self.handover.ref
        return [
            "/", f"/custody/case/{self.case_ref}/", f"/bureau/pieces/{self.serial}/",
            "/exchanges/holds/", f"/exchanges/{self.handover.exchange_ref}/rounds/1/",
            f"/handovers/{ref}/check-in/", f"/handovers/{ref}/manifest/1/",
            "/incidents/", "/exports/",
        ]  # fmt: skip


@pytest.fixture
def own_home(settings: Any, tmp_path: Path) -> Path:
    """A data folder of this test's own, to look into all of it."""
    place = tmp_path / "agency"
    settings.REPATRIA_HOME = place
    settings.REPATRIA_MASTER_KEY_FILE = place / "keys" / "master.key"
    return place


@pytest.fixture
def scene(own_home: Path, as_agency: object, tmp_path: Path) -> Scene:
    """A list that both signed, a handover on it, and what the other rooms keep."""
    del as_agency
    agreed = stage.agreed_by_agency(tmp_path)
    case_ref = agreed.cases["N-1"]
    handover = stage.planned(agreed)
    _crossing(handover)
    _captivity(case_ref)
    _held_back()
    destinations.record_destination(
        actor=ACTOR, case_ref=case_ref, country="kanarhaven", words_of=[NORTH, SOUTH],
        at=AT,
    )  # fmt: skip
    wishes.record_wish(actor=ACTOR, case_ref=case_ref, answer="no", at=AT)
    accountability.add_evidence(
        actor=ACTOR, kind="document", upload=Upload(b"%PDF-1.4 kanarevidence"), at=AT
    )
    return Scene(case_ref, handover, _enquiry(case_ref), own_home)


def _crossing(handover: Handover) -> None:
    told: dict[str, Any] = {"actor": ACTOR, "handover": handover, "at": AT}
    services.make_manifest(**told)
    line = queries.lines_of(handover)[0]
    reserve = services.reserves_for(actor=ACTOR, handover=handover)[0]
    services.substitute(
        case_ref=line.case_ref, reserve_ref=reserve.case_ref,
        holder_officer="kanarofficer", home_officer="kanaropposite", **told,
    )  # fmt: skip


def _captivity(case_ref: str) -> None:
    card = Told(
        "capture", voice="holder", sender="north", holder=NORTH, home=SOUTH,
        happened_on="2022-03-01", person={"family": NAMES[0], "given": "Norland"},
        private={"next_of_kin": "kanarkin"},
    )  # fmt: skip
    record_statement(
        actor=ACTOR, told=card, received_on=AT.date(), case_ref=case_ref, at=AT
    )
    bureau.issue(
        actor=ACTOR, case_ref=case_ref, to=To(organisation="south"), language="en",
        at=AT,
    )  # fmt: skip


def _held_back() -> None:
    named = {"holder_id": "N-6", "name": "kanarheld", "until": ""}
    named |= {"article": "GC III 115", "ground": "judicial prosecution"}
    told = {"by": NORTH, "home": SOUTH, "held": [named]}
    holds.receive_holds(actor=ACTOR, sender="north", told=told, at=AT)


def _enquiry(case_ref: str) -> str:
    """Enter a letter that asks after somebody, and answer it on paper."""
    piece = Piece(
        Direction.IN, Kind.ENQUIRY, Whom.ORGANISATION, "south", Channel.PAPER,
        AT.date(), party=SOUTH, note="kanarnote",
    )  # fmt: skip
    rows = [{"own_id": "1", "family": NAMES[0], "given": "Norland"}]
    entry = bureau.enter(actor=ACTOR, piece=piece, rows=rows, at=AT)
    told: dict[str, Any] = {"actor": ACTOR, "entry": entry, "at": AT}
    bureau.decide(row=1, answer=Answer.HELD, case_ref=case_ref, **told)
    bureau.reply(on_paper=True, **told)
    return str(entry.serial)


# --- At rest -----------------------------------------------------------------------


def test_what_these_rooms_seal_is_in_no_column_and_no_file(scene: Scene) -> None:
    cells = list(rows_of_the_database())
    sealed = [(table, found_in(cell, SEALED)) for table, cell in cells]
    assert [one for one in sealed if one[1]] == []
    assert {table for table, cell in cells if found_in(cell, NAMES)} == IN_CLEAR
    for place in scene.home.rglob("*"):
        if place.is_file():
            told = place.read_bytes().decode("latin-1") + place.name
            assert (place.name, found_in(told, EVERY)) == (place.name, [])


def test_neither_a_value_nor_the_ledger_says_a_name(scene: Scene) -> None:
    told = [
        f"{one!s} {one!r}"
        for model in apps.get_models()
        for one in model._default_manager.all()[:50]
    ]
    assert [text for text in told if found_in(text, EVERY)] == []
    bodies = str(list(Entry.objects.values_list("body", flat=True)))
    assert found_in(bodies, EVERY) == []
    assert scene.handover.ref in bodies


def test_a_file_that_was_fetched_is_nowhere_any_more(scene: Scene) -> None:
    version = SourceFile.objects.order_by("pk")[0]
    held = exports.ask_for(
        actor=ACTOR, offer=offer_of(ACTOR, version), purpose="handover",
        recipient="kanarrecipient", at=AT,
    )  # fmt: skip
    file = exports.fetch(actor=ACTOR, export=held, at=AT)
    assert found_in(file.decode("utf-8-sig"), NAMES)
    kept = Export.objects.get()
    assert (bytes(kept.sealed_file), bytes(kept.sealed_cases)) == (b"", b"")
    cells = list(rows_of_the_database())
    assert [cell for _table, cell in cells if found_in(cell, SEALED)] == []
    assert {table for table, cell in cells if found_in(cell, NAMES)} == IN_CLEAR
    assert scene.case_ref not in str(kept.__dict__)


def test_a_backup_is_sealed_and_its_sealed_words_stay_so(
    scene: Scene, tmp_path: Path
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the copy of a test's own database is made from its file")
    place = scene.home / home.DATABASE
    place.write_bytes(connection.connection.serialize())
    key = pyrage.x25519.Identity.generate()
    to = tmp_path / "backup.age"
    said: list[str] = []
    making.make_backup(
        scene.home, Sqlite(scene.home), to=to, recipient=key.to_public(), at=AT,
        progress=said.append,
    )  # fmt: skip
    raw = to.read_bytes()
    assert found_in(raw.decode("latin-1"), EVERY) == []
    assert found_in(str(said), EVERY) == []
    master = (scene.home / "keys" / "master.key").read_bytes().strip()
    opened = pyrage.decrypt(raw, [key])
    named = False
    with tarfile.open(fileobj=io.BytesIO(opened), mode="r:*") as archive:
        for member in archive:
            content = archive.extractfile(member)
            told = (content.read() if content else b"").decode("latin-1")
            assert found_in(member.name, EVERY) == []
            assert found_in(told, SEALED) == []
            assert master.decode("ascii") not in told
            named = named or bool(found_in(told, NAMES))
    assert named, "it was opened, and it is this database"


# --- While pages are read ------------------------------------------------------------


@pytest.mark.parametrize(
    "role",
    [
        Role.ADMINISTRATOR,
        Role.HANDOVER_OFFICER,
        Role.INVESTIGATOR,
        Role.PUBLICATION_OFFICER,
        Role.AGENCY_DELEGATE,
    ],
    ids=str,
)
def test_names_stay_on_the_pages_of_these_rooms(
    scene: Scene, role: Role, signed_in: Callable[..., Client], logged: list[str]
) -> None:
    client = signed_in(role.value)
    client.raise_request_exception = False
    wrong: list[tuple[str, str]] = []
    shown = False
    for address, answer in walk(client, scene.places):
        body = answer.content.decode(errors="replace")
        wrong += [
            ("address", link) for link in ADDRESS.findall(body) if found_in(link, EVERY)
        ]
        wrong += [("header", address) for _one in found_in(str(answer.headers), EVERY)]
        named = found_in(body, NAMES)
        shown = shown or bool(named)
        if named and not (
            role in SEES_LISTS and answer.get("Cache-Control") == "no-store"
        ):
            wrong.append(("page", address))
        if answer.status_code >= 500:
            wrong.append(("broken", address))
    wrong += [("log", line) for line in logged if found_in(line, EVERY)]
    sessions = str([one.get_decoded() for one in Session.objects.all()])
    wrong += [("session", sessions)] if found_in(sessions, EVERY) else []
    cached = str(getattr(cache, "_cache", ""))
    wrong += [("cache", cached)] if found_in(cached, EVERY) else []
    assert wrong == []
    assert shown is (role in SEES_LISTS), "the canaries sing where they may"
    bodies = str(list(Entry.objects.values_list("body", flat=True)))
    assert found_in(bodies, EVERY) == []


def test_a_refusal_names_nobody(
    scene: Scene, signed_in: Callable[..., Client], logged: list[str]
) -> None:
    client = signed_in("handover-officer", "agency-delegate")
    client.raise_request_exception = False
    ref = scene.handover.ref
    for address, sent in (
        (f"/handovers/{ref}/check-in/", {"code": NAMES[0]}),
        (f"/bureau/pieces/{scene.serial}/answer/", {"row": "1", "answer": NAMES[0]}),
        (f"/exchanges/holds/persons/{scene.case_ref}/", {"ground": NAMES[0]}),
        (f"/exchanges/destinations/persons/{scene.case_ref}/", {"country": NAMES[0]}),
        ("/custody/new/capture/", {"family": NAMES[0], "said_on": NAMES[0]}),
    ):
        answer = client.post(address, sent)
        assert answer.status_code < 500, address
        assert found_in(answer.get("Location", ""), EVERY) == []
    assert [line for line in logged if found_in(line, EVERY)] == []
    assert scene.home.is_dir()
