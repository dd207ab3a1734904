"""Why somebody is left out changes nothing that leaves an installation."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repatria.exchange import queries
from repatria.exchange.core.candidate import Candidate, Consent
from repatria.exchange.core.document import Heading, Row, proposal
from repatria.exchange.engine.propose import propose
from repatria.exchange.models import Exchange
from repatria.exchange.services import holds, lists, proposals, wishes
from repatria.exchange.services.rules import read_rules_text
from repatria.exchange.tests import world
from repatria.exchange.tests.world import AT, NORTH, SOUTH
from repatria.medical.services import state_health
from repatria.transmission import keyring
from repatria.transmission.core.signing import new_key, public_key_of
from repatria.transmission.models import Outgoing
from repatria.transmission.queries import payload_sent, unsigned_file

DELEGATE = world.command("agency-delegate")
INTERVIEWER = world.command("neutral-interviewer")
EACH = 6


# --- What happened to somebody, so that he does not go -------------------------


def refused(case_ref: str, number: str) -> None:
    del number
    wishes.record_wish(actor=INTERVIEWER, case_ref=case_ref, answer="no", at=AT)


def withdrawn(case_ref: str, number: str) -> None:
    del number
    for answer in ("yes", "withdrawn"):
        wishes.record_wish(actor=INTERVIEWER, case_ref=case_ref, answer=answer, at=AT)


def not_asked(case_ref: str, number: str) -> None:
    del number
    state_health(
        actor=DELEGATE, case_ref=case_ref, said_by="commission doctor",
        seriously=True, fit_to_travel=True, at=AT,
    )  # fmt: skip


def held_back(case_ref: str, number: str) -> None:
    del case_ref
    holder, home = (NORTH, SOUTH) if number.startswith("N") else (SOUTH, NORTH)
    told = {
        "kind": "notification", "about": "held-back", "by": holder, "home": home,
        "on": "2022-11-22",
        "held": [
            {"article": "GC III 119", "ground": "judicial sentence", "until": "",
             "holder_id": number, "name": "Somebody"}
        ],
    }  # fmt: skip
    holds.receive_holds(actor=DELEGATE, sender=holder.lower(), told=told, at=AT)


def outranked(case_ref: str, number: str) -> None:
    """Nothing happened: others have waited longer."""
    del case_ref, number


WHYS = (refused, withdrawn, not_asked, held_back, outranked)


# --- All that leaves ------------------------------------------------------------


def outgoing(exchange: Exchange, reader: Any) -> dict[str, bytes]:
    """Work out both rounds and gather everything that could leave, or be shown."""
    series = proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)
    leaves: dict[str, bytes] = {}
    for version in series:
        number = version.round.number
        leaves[f"document {number}"] = version.document.encode()
        leaves[f"hash {number}"] = version.sha256.encode()
        for to in ("north", "south"):
            sent = lists.send_proposal(actor=DELEGATE, version=version, to=to, at=AT)
            leaves[f"payload {number} {to}"] = payload_sent(sent)
            leaves[f"file {number} {to}"] = unsigned_file(sent)
        for part in ("", "delegation/", "send/", "positions/", "history/"):
            answer = reader.get(f"/exchanges/{exchange.ref}/rounds/{number}/{part}")
            leaves[f"page {number} {part}"] = _settled(answer.content)
    ours = f"/exchanges/{exchange.ref}/"
    for address in ("/", "/exchanges/", ours, f"{ours}rounds/"):
        leaves[f"page {address}"] = _settled(reader.get(address).content)
    return leaves


def _settled(page: bytes) -> bytes:
    """Take out what differs from one request to the next: a form's token."""
    return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", page)


@pytest.fixture
def cases(as_agency: object, tmp_path: Path) -> dict[str, str]:
    """The agency with both lists, and with both parties as correspondents."""
    del as_agency
    for code, party in (("north", NORTH), ("south", SOUTH)):
        keyring.add_correspondent(
            actor=DELEGATE, code=code, name=code, party=party,
            public_key=public_key_of(code, new_key()).key, at=AT,
        )  # fmt: skip
    return world.read_lists(tmp_path, each=EACH, actor=DELEGATE)


@pytest.fixture
def undone(db: None) -> Callable[[], Any]:
    """Do something and take it all back."""
    del db
    return _undone


class _Undone:
    def __enter__(self) -> None:
        self._block = transaction.atomic()
        self._block.__enter__()

    def __exit__(self, *raised: object) -> None:
        transaction.set_rollback(True)
        self._block.__exit__(None, None, None)


def _undone() -> _Undone:
    return _Undone()


@pytest.mark.django_db
@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_nothing_that_leaves_tells_why_somebody_is_left_out(
    cases: dict[str, str],
    signed_in: Callable[..., Any],
    undone: Callable[[], Any],
    data: st.DataObject,
) -> None:
    person = data.draw(st.sampled_from(sorted(cases)), label="person")
    one, other = data.draw(
        st.lists(st.sampled_from(WHYS), min_size=2, max_size=2, unique=True),
        label="whys",
    )
    found = []
    with undone():
        exchange = world.opened(DELEGATE, sizes=(2, 2))
        reader = signed_in("agency-delegate", "auditor")
        for why in (one, other):
            with undone():
                why(cases[person], person)
                left = outgoing(exchange, reader)
                goes = _who_goes(exchange)
            found.append((goes, left))
    (goes_once, left_once), (goes_again, left_again) = found
    if cases[person] in goes_once | goes_again or goes_once != goes_again:
        return  # not left out both times: other people go, and that may be seen
    assert left_once == left_again


def _who_goes(exchange: Exchange) -> frozenset[str]:
    newest = (queries.newest_version(held) for held in exchange.rounds.all())
    return frozenset(
        entry.case_ref
        for version in newest
        if version is not None
        for entry in queries.entries_of(version)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("why", WHYS, ids=lambda why: why.__name__)
def test_the_last_in_line_stays_behind_for_any_reason_and_none_is_told(
    cases: dict[str, str],
    signed_in: Callable[..., Any],
    undone: Callable[[], Any],
    why: Callable[[str, str], None],
) -> None:
    number = f"N-{EACH}"
    exchange = world.opened(DELEGATE, sizes=(2, 2))
    reader = signed_in("agency-delegate", "auditor")
    with undone():
        expected = outgoing(exchange, reader)
    why(cases[number], number)
    assert outgoing(exchange, reader) == expected
    assert cases[number] not in _who_goes(exchange)


@pytest.mark.django_db
def test_working_out_a_list_again_after_a_wish_tells_nothing(
    cases: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    exchange = world.opened(DELEGATE, sizes=(2, 2))
    reader = signed_in("agency-delegate", "auditor")
    proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)
    address = f"/exchanges/{exchange.ref}/rounds/1/"
    before = _settled(reader.get(address).content)
    refused(cases[f"N-{EACH}"], "")
    proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)
    assert _settled(reader.get(address).content) == before


@pytest.mark.django_db
def test_the_names_held_back_leave_by_themselves_and_from_the_holds_alone(
    as_party: object, tmp_path: Path
) -> None:
    del as_party
    actor = world.command("negotiator", organisation="north")
    cases = world.read_lists(tmp_path, each=3, actor=actor)
    keyring.add_correspondent(
        actor=actor, code="agency", name="Agency", party="",
        public_key=public_key_of("agency", new_key()).key, at=AT,
    )  # fmt: skip
    holds.record_hold(
        actor=actor, case_ref=cases["N-2"], article="GC III 115",
        ground="judicial prosecution", at=AT,
    )  # fmt: skip
    before = rfc8785.dumps(holds.notification(home=SOUTH, to="agency", at=AT))
    exchange = world.opened(actor)
    proposals.make_draft(actor=actor, held=queries.round_of(exchange, 1), at=AT)
    not_asked(cases["N-1"], "")
    sent = holds.prepare_hold_notification(actor=actor, to="agency", home=SOUTH, at=AT)
    assert payload_sent(sent) == before
    assert Outgoing.objects.count() == 1


# --- The same, of the document alone, on any list -------------------------------

HEADING = Heading(
    exchange="X-00000000",
    title="Lake series",
    parties=(NORTH, SOUTH),
    round=1,
    on=date(2022, 11, 23),
    version=1,
    rules_sha256="0" * 64,
    synthetic=True,
)
LEGS = ((NORTH, SOUTH), (SOUTH, NORTH))


@st.composite
def rosters(draw: st.DrawFn) -> list[Candidate]:
    """People of both directions, each with anything that may keep somebody back."""
    return [
        Candidate(
            id=f"R-{holder[0]}{n}",
            holder=holder,
            home=home,
            captured_on=date(2022, 3, draw(st.integers(1, 28))),
            consent=draw(st.sampled_from(Consent)),
            held_back=draw(st.sampled_from(["", "GC III 115"])),
            facts={
                "seriously_wounded_or_sick": draw(st.booleans() | st.none()),
                "fit_to_travel": draw(st.booleans() | st.none()),
            },
        )
        for holder, home in LEGS
        for n in range(draw(st.integers(0, 5)))
    ]


def written(people: list[Candidate]) -> tuple[frozenset[str], bytes]:
    """Return who goes, and the document."""
    rules = read_rules_text(world.RULES)
    worked = propose(people, rules)
    rows = [
        Row(f"{one.holder}>{one.home}", one.id, one.id, one.id, "") for one in people
    ]
    go = frozenset(worked.go)
    return go, rfc8785.dumps(proposal(HEADING, rows, go=go))


def changed(people: list[Candidate], at: int) -> Iterator[list[Candidate]]:
    """Yield the same people, one of them kept back for every other reason."""
    one = people[at]
    for consent in Consent:
        for held_back in ("", "GC III 115", "GC III 119"):
            other = dataclasses.replace(one, consent=consent, held_back=held_back)
            yield [*people[:at], other, *people[at + 1 :]]


@given(rosters(), st.data())
def test_the_document_follows_from_who_goes_and_nothing_else(
    people: list[Candidate], data: st.DataObject
) -> None:
    go, document = written(people)
    left = [place for place, one in enumerate(people) if one.id not in go]
    if not left:
        return
    place = data.draw(st.sampled_from(left))
    for others in changed(people, place):
        again, other_document = written(others)
        if again == go:
            assert other_document == document


@given(rosters(), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_changes_no_byte(
    people: list[Candidate], chance: Any
) -> None:
    shuffled = chance.sample(people, k=len(people))
    assert written(shuffled) == written(people)


@given(rosters())
def test_what_one_party_gives_the_other_gets(people: list[Candidate]) -> None:
    go, _document = written(people)
    rows = [
        Row(f"{one.holder}>{one.home}", one.id, one.id, one.id, "") for one in people
    ]
    told = proposal(HEADING, rows, go=go)
    north, south = told["parity"][NORTH], told["parity"][SOUTH]
    assert (north["gives"], north["gets"]) == (south["gets"], south["gives"])
    assert sum(len(rows) for rows in told["legs"].values()) == len(go)
    assert len(told["not_proposed"]) == len(people) - len(go)
