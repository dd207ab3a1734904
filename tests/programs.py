"""An installation with something in every room, and a program of each role.

Everybody in it is invented.  Needs Django and an empty, migrated database that holds
the installation of Norland's bureau.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from repatria.access import tokens
from repatria.access.core.roles import Role, roles_in
from repatria.access.models import RoleGrant, User
from repatria.bureau import services as bureau
from repatria.bureau.core.pieces import Channel, Direction, Kind, Whom
from repatria.exchange.services import holds, lists
from repatria.exchange.tests.papers import document
from repatria.matching import services as matching
from repatria.register import services as register
from repatria.register.engine.intake import read_content
from repatria.register.models import SourceFile
from repatria.register.services.lists import take_in
from repatria.shared.actors import Actor
from repatria.tracing import services as tracing
from repatria.tracing.core.sought import Sought
from repatria.transmission.models import Correspondent

AT = datetime(2022, 11, 20, 8, tzinfo=UTC)
FOREVER = timedelta(days=36_500)
HEADER = "No;Name;Born;Rank;Unit\n"
HELD = HEADER + (
    "S1;Коваль Іван Петрович;09.05.1984;солдат;12 бр\n"
    "S2;Мельник Ганна Іванівна;01.02.1990;сержант;7 бр\n"
    "S3;Самотній Омелян Тарасович;11.11.1991;солдат;3 бр\n"
)
MISSING = HEADER + (
    "N1;Koval Ivan Petrovych;1984-05-09;soldier;12 brigade\n"
    "N2;Melnyk Hanna Ivanivna;1990-02-21;sergeant;7 brigade\n"
    "N3;Nobody Known Here;1970-01-01;private;99 brigade\n"
)
OURS = HEADER + "N-1;Whoever Somebody;1980-01-01;soldier;1 brigade\n"


@dataclass(frozen=True, slots=True)
class World:
    """What stands in the installation, by the words of addresses and bodies."""

    secrets: Mapping[str, str] = field(repr=False)  # of a program of each role
    lists: tuple[int, int] = (0, 0)
    records: tuple[int, int] = (0, 0)
    run: int = 0
    pair: int = 0
    decision: int = 0
    case_ref: str = ""
    serial: str = ""
    request: str = ""
    exchange: str = ""
    hold: str = ""

    def numbers(self, path: str) -> dict[str, Any]:
        """Return what there really is behind the parts of an address."""
        room = path.removeprefix("/api/v1/").partition("/")[0]
        number = {
            "lists": self.lists[0],
            "records": self.records[0],
            "runs": self.run,
            "pairs": self.pair,
            "decisions": self.decision,
            "exchanges": 1,
        }
        ref = {"exchanges": self.exchange, "holds": self.hold}
        return {
            "number": number.get(room, 0),
            "version": 1,
            "case_ref": self.case_ref,
            "serial": self.serial,
            "ref": ref.get(room, self.request),
        }

    def told(self, path: str) -> dict[str, Any]:
        """Return the same for what a body or a query names."""
        sides = self.lists if path.endswith("/runs") else self.records
        codes = {"sender": "south", "holder": "SUDMARK", "home": "NORLAND"}
        return {
            "left": sides[0], "right": sides[1], "list": self.lists[0],
            "came_from": "south", "to": "south", "case": self.case_ref, **codes,
        }  # fmt: skip


def prepared() -> dict[str, str]:
    """Register parties and correspondents; return the words of each role's token."""
    desk = Actor("command:test", frozenset({"registrar"}), "north")
    for code in ("NORLAND", "SUDMARK"):
        register.register_party(actor=desk, code=code, names={"en": code}, at=AT)
    for code, party in (("south", "SUDMARK"), ("agency", "")):
        Correspondent.objects.create(code=code, name=code, party=party, added_at=AT)
    return {role.value: secret_of(role) for role in Role if role in roles_in("party")}


def secret_of(role: Role) -> str:
    """Make an account with a role, and a program that may do all that it may."""
    user = User.objects.create(username=f"program-{role.value}")
    RoleGrant.objects.create(user=user, role=role.value, granted_by="t", granted_at=AT)
    _token, secret = tokens.make_token(
        actor=Actor("command:test"), user=user, name=role.value,
        scopes=tokens.scopes_of(user), good_for=FOREVER, at=AT,
    )  # fmt: skip
    return secret


def filled() -> World:
    """Make something in every room."""
    secrets = prepared()
    desk = Actor("command:test", frozenset({"registrar"}), "north")
    held, missing = _list(desk, HELD, "south"), _list(desk, MISSING, "north")
    run = matching.start_run(actor=desk, left=held, right=missing, at=AT)
    matching.perform_run(run.pk, at=AT)
    first, second, third = held.records.order_by("row")
    link = register.link(actor=desk, left=first, right=second, reasons="told", at=AT)
    apart = register.separate(
        actor=desk, left=first, right=third, reasons="told", at=AT
    )
    piece = bureau.enter(actor=desk, piece=PIECE, rows=ROWS, at=AT)
    bureau.look_up_some(entry=piece, at=AT)
    asked = tracing.record_request(
        actor=desk, name="Olha Kovalenko", contact="+00 555 0100", relation="parent",
        sought=Sought(family="Kovalenko", given="Ivan"), at=AT,
    )  # fmt: skip
    assert link.pk < apart.pk
    negotiator = Actor("command:test", frozenset({"negotiator"}), "north")
    for number in (1, 2):
        payload = document(version=number, first=f"N-{number}")
        proposal = lists.receive_proposal(
            actor=negotiator, sender="agency", payload=payload, at=AT
        )
    ours = _list(desk, OURS, "north", subject="held", holder="NORLAND", home="SUDMARK")
    (held_back,) = ours.records.all()
    hold = holds.record_hold(
        actor=negotiator, case_ref=register.person_of(held_back).case_ref,
        article="GC III 115", ground="judicial prosecution", at=AT,
    )  # fmt: skip
    return World(
        secrets=secrets,
        lists=(held.pk, missing.pk),
        records=(first.pk, third.pk),
        run=run.pk,
        pair=run.pairs.values_list("pk", flat=True)[0],
        decision=link.pk,
        case_ref=register.person_of(first).case_ref,
        serial=piece.serial,
        request=asked.ref,
        exchange=proposal.round.exchange.ref,
        hold=hold.ref,
    )


PIECE = bureau.Piece(
    direction=Direction.IN, kind=Kind.ENQUIRY, whom=Whom.ORGANISATION,
    correspondent="south", party="SUDMARK", channel=Channel.PAPER,
    on=date(2022, 11, 20), their_ref="S/17",
)  # fmt: skip
ROWS = (
    {"own_id": "S-1", "family": "Koval", "given": "Ivan", "birth": "1984-05-09"},
    {"own_id": "S-2"},
)


def _list(
    desk: Actor,
    text: str,
    sender: str,
    *,
    subject: str = "",
    holder: str = "SUDMARK",
    home: str = "NORLAND",
) -> SourceFile:
    raw, name = text.encode(), f"{sender}{subject}.csv"
    subject = subject or ("held" if sender == "south" else "missing")
    return take_in(
        actor=desk, one=read_content(raw, name=name), raw=raw, name=name, sender=sender,
        subject=subject, holder=holder, home=home, said_on=date(2022, 11, 19), at=AT,
    )  # fmt: skip
