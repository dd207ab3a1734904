"""The same story again and again, with one person left out for another reason.

Everything is fixed but the reason: the lists, the clock, the numbers that are drawn.
What leaves an installation can then differ for no other cause.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING
from unittest.mock import patch

from repatria.access.core.roles import Role
from repatria.site.story import agreement, cast, crossing
from repatria.site.story.cast import AGENCY, NORTH, ORGANISATIONS, SOUTH, Clock, Stage
from repatria.site.story.installations import inside
from repatria.site.story.post import carry

if TYPE_CHECKING:
    from repatria.exchange.services.candidates import Pair

PARTIES = {party.party: party for party in (NORTH, SOUTH)}
SIZES = (6, 8)
ASKING_DAY = cast.BEGINNING + timedelta(days=1)
PROPOSING_DAY = cast.BEGINNING + timedelta(days=2)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


class Why(StrEnum):
    """Why somebody is left out."""

    REFUSED = "refused"
    NOT_ASKED = "not asked"
    WITHDRAWN = "withdrawn"
    HELD_BACK = "held back"
    OUTRANKED = "outranked"


ANSWERS = {
    Why.REFUSED: ("no",),
    Why.NOT_ASKED: (),
    Why.WITHDRAWN: ("yes", "withdrawn"),
    Why.HELD_BACK: ("yes",),
    Why.OUTRANKED: ("yes",),
}


@dataclass(frozen=True)
class Left:
    """What left three installations: transmissions, and what pages show or print."""

    transmissions: dict[str, bytes]
    pages: dict[str, str]
    going: frozenset[str]

    def besides_notifications_of(self, party: str) -> Left:
        """Return the same without what ``party`` says of whom it holds back.

        Its later files to the agency name the hash of the one before: that name is
        left out, and what they say stays.
        """
        sender = PARTIES[party].code
        told = {
            name: _unchained(content) if name.startswith(f"{sender}/") else content
            for name, content in self.transmissions.items()
            if not (name.startswith(f"{sender}/") and "notification" in name)
        }
        return replace(self, transmissions=told)


def _unchained(content: bytes) -> bytes:
    from repatria.transmission.core import envelope

    read = envelope.read(content)
    header = replace(read.header, previous="")
    return header.line() + read.payload


def play(compared: Path, place: Path, *, case: str, why: Why, sick: bool) -> Left:
    """Play from compared lists to receipts and published totals, in ``place``.

    ``case`` is left out for the reason ``why``, unless it is that others come first,
    and nobody does.  The sick go home before others, and only if they agree.
    """
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(compared, place)
    stage = Stage(place, Clock(ASKING_DAY))
    with drawn_alike():
        _speak_of(stage, case, why, sick=sick)
        exchange = _agree(stage)
        _cross(stage, exchange)
        return _what_left(stage, exchange)


@contextmanager
def drawn_alike() -> Iterator[None]:
    """Let numbers, and the secrets of a lot, be drawn the same each time."""
    from repatria.register.core import case_numbers

    before = case_numbers.new_ref.__defaults__
    case_numbers.new_ref.__defaults__ = (Random(1),)
    drawn = Random(1)
    alike = SimpleNamespace(token_hex=lambda size: drawn.randbytes(size).hex())
    try:
        with patch("repatria.exchange.engine.check_lot.secrets", alike):
            yield
    finally:
        case_numbers.new_ref.__defaults__ = before


def draw_anew(seed: int) -> None:
    """Let the next number be the same, however many were drawn before."""
    from repatria.register.core import case_numbers

    case_numbers.new_ref.__defaults__ = (Random(seed),)


def candidates(compared: Path) -> list[str]:
    """Return the agency's case numbers of those who may be left out or not."""
    from repatria.exchange.services.candidates import pairs_between

    with inside(compared / AGENCY.code):
        pairs = pairs_between(cast.ONE, cast.OTHER)
    held = {pair.case_ref for pair in _always_held(pairs)}
    return [pair.case_ref for pair in pairs if pair.case_ref not in held]


def holder_of(compared: Path, case: str) -> str:
    """Return the party that holds somebody."""
    from repatria.exchange.services.candidates import pairs_between

    with inside(compared / AGENCY.code):
        pairs = {pair.case_ref: pair for pair in pairs_between(cast.ONE, cast.OTHER)}
        return pairs[case].leg.partition(">")[0]


def _always_held(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the one in each direction who is held back whatever happens."""
    return list({pair.leg: pair for pair in pairs}.values())


# --- Before the proposal: what is known of whom ----------------------------------


def _speak_of(stage: Stage, case: str, why: Why, *, sick: bool) -> None:
    from repatria.exchange.services.candidates import pairs_between

    with inside(stage.home(AGENCY)):
        pairs = {pair.case_ref: pair for pair in pairs_between(cast.ONE, cast.OTHER)}
        if sick and why is not Why.OUTRANKED:
            _call_sick(stage, case)
        _answer(stage, case, ANSWERS[why])
    _tell_who_is_held(stage, pairs, case if why is Why.HELD_BACK else "")


def _answer(stage: Stage, case: str, answers: tuple[str, ...]) -> None:
    from repatria.exchange.services.wishes import record_wish

    interviewer = cast.somebody(stage, AGENCY, Role.NEUTRAL_INTERVIEWER)
    for answer in answers:
        record_wish(actor=interviewer, case_ref=case, answer=answer, at=stage.now())


def _call_sick(stage: Stage, case: str) -> None:
    from repatria.medical.services import state_health

    state_health(
        actor=cast.somebody(stage, AGENCY, Role.COMMISSION_DOCTOR),
        case_ref=case,
        said_by="Mixed medical commission",
        said_on="2022-11-14",
        category="sick",
        text="Invented.",
        seriously=True,
        fit_to_travel=True,
        at=stage.now(),
    )


def _tell_who_is_held(stage: Stage, pairs: dict[str, Pair], case: str) -> None:
    """Let each party name whom it holds back: always one, and ``case`` where given."""
    for pair in _always_held(pairs.values()):
        holder, _arrow, home = pair.leg.partition(">")
        held = [pair.held.own_id]
        if case and pairs[case].leg == pair.leg:
            held.append(pairs[case].held.own_id)
        stage.clock.go_to(ASKING_DAY + timedelta(hours=6))
        _communicate(stage, holder, home, held)


def _communicate(stage: Stage, holder: str, home: str, held: list[str]) -> None:
    from repatria.exchange.services import holds
    from repatria.register.models import Record

    party = PARTIES[holder]
    negotiator = cast.somebody(stage, party, Role.NEGOTIATOR)
    with inside(stage.home(party)):
        for own_id in held:
            record = Record.objects.get(
                source_file__subject="held", source_file__home=home, own_id=own_id
            )
            holds.record_hold(
                actor=negotiator,
                case_ref=record.membership.person.case_ref,
                article="GC III 119",
                ground="judicial prosecution",
                at=stage.now(),
            )
        stage.clock.go_to(ASKING_DAY + timedelta(hours=12))
        outgoing = holds.prepare_hold_notification(
            actor=negotiator, to=AGENCY.code, home=home, at=stage.now()
        )
        carry(stage, party, outgoing)


# --- From the proposal on: nothing here knows of the reason ----------------------


def _agree(stage: Stage) -> str:
    stage.clock.go_to(PROPOSING_DAY)
    draw_anew(2)
    sizes = agreement.SIZES
    agreement.SIZES = SIZES
    try:
        return agreement.agree(stage).ref
    finally:
        agreement.SIZES = sizes


def _cross(stage: Stage, exchange: str) -> None:
    """Hand the second round over, in which somebody is absent and replaced."""
    stage.clock.go_to(cast.SECOND_ROUND)
    draw_anew(3)
    crossing._assemble(stage, exchange, 2)
    for leg in (agreement.HOME_TO_ONE, agreement.HOME_TO_OTHER):
        crossing._hand_over(stage, exchange, 2, leg, cast.SECOND_ROUND)


# --- What left -------------------------------------------------------------------


def _what_left(stage: Stage, exchange: str) -> Left:
    transmissions: dict[str, bytes] = {}
    pages: dict[str, str] = {}
    for one in ORGANISATIONS:
        home = stage.home(one)
        for file in sorted((home / "files" / "outbox").iterdir()):
            transmissions[f"{one.code}/{file.name}"] = file.read_bytes()
        with inside(home):
            pages |= {f"{one.code} {path}": text for path, text in _shown(exchange)}
            _publish(stage, one)
        for file in sorted((home / "files" / "public").rglob("*")):
            if file.is_file():
                pages[f"{one.code} public {file.name}"] = file.read_text("utf-8")
    return Left(transmissions, pages, _going(stage))


def _going(stage: Stage) -> frozenset[str]:
    """Return whom a list proposes, and who went instead of somebody."""
    from repatria.exchange.models import ListEntry
    from repatria.handover.models import Line

    with inside(stage.home(AGENCY)):
        going = ListEntry.objects.filter(proposed=True, version__kind="proposal")
        instead = Line.objects.values_list("case_ref", flat=True)
        return frozenset(going.values_list("case_ref", flat=True)) | frozenset(instead)


def _shown(exchange: str) -> Iterator[tuple[str, str]]:
    """Yield what a negotiator, a delegate and a handover officer see and print."""
    from django.test import Client

    from repatria.access.models import User
    from repatria.exchange.models import Exchange

    assert Exchange.objects.filter(ref=exchange).exists()
    for role in (Role.NEGOTIATOR, Role.AGENCY_DELEGATE, Role.AUDITOR):
        account = User.objects.filter(username=role.value).first()
        if account is None:
            continue
        client = Client()
        client.force_login(account)
        for path in _paths(role):
            answer = client.get(f"/exchanges/{exchange}/{path}")
            assert answer.status_code == 200, (path, role, answer.status_code)
            yield f"{role} {path}", TOKEN.sub("", answer.content.decode())


def _paths(role: Role) -> Iterator[str]:
    """Yield the pages of an exchange that go over a table, or are printed.

    A negotiator's page of positions names whom his own side holds back, left out or
    not; the delegate's tells nothing more of whoever is left out.
    """
    yield from ("", "rounds/1/", "rounds/1/delegation/", "rounds/2/delegation/")
    yield from ("rounds/1/history/", "rounds/2/history/")
    if role is Role.AGENCY_DELEGATE:
        yield from ("rounds/1/positions/", "rounds/2/positions/")


def _publish(stage: Stage, one: cast.Organisation) -> None:
    """Let one propose the totals and another publish them."""
    from repatria.exchange.models import Exchange
    from repatria.publication.services import decisions

    stage.clock.go_to(cast.SECOND_ROUND + timedelta(days=2))
    draw_anew(9)
    officer = cast.somebody(stage, one, Role.PUBLICATION_OFFICER)
    proposal = decisions.propose_totals(
        actor=officer, exchange=Exchange.objects.get(), at=stage.now()
    )
    second = replace(officer, ref="user:900")
    decisions.publish(actor=second, proposal=proposal, at=stage.now())
