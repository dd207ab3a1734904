"""Whatever a party sends about somebody, it tells nothing of who asks after them.

Every kind of file that leaves a bureau is made here for the same person, after whom a
family asks that agreed to everything but being named abroad: the bytes hold neither
the requester's name nor a way to reach them, no consent, and no letter.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from repatria.access.models import Installation
from repatria.access.queries import installation
from repatria.bureau import services as bureau
from repatria.bureau.core.answers import Answer
from repatria.bureau.models import Entry
from repatria.bureau.queries import certified, payload_left
from repatria.bureau.services import To

# A bureau's desk, two people in its register, and an office that writes to it.
from repatria.bureau.tests.conftest import AT, HEADER, LATER, ROWS
from repatria.bureau.tests.conftest import asked as asked
from repatria.bureau.tests.conftest import comes as comes
from repatria.bureau.tests.conftest import registrar as registrar
from repatria.custody.core.payloads import to_payload
from repatria.custody.core.told import Told
from repatria.exchange.core.counters import Change
from repatria.exchange.core.entry_states import EntryState
from repatria.exchange.services import answers, counters, holds, lists
from repatria.exchange.tests.papers import NEGOTIATOR, document
from repatria.ledger.models import Entry as Line
from repatria.matching import services as matching
from repatria.register.engine.intake import read_content
from repatria.register.models import SourceFile
from repatria.register.services.lists import take_in
from repatria.register.services.sending import prepare_list_transmission
from repatria.register.web.downloads import entities_of_list, offer_of
from repatria.shared.actors import Actor
from repatria.tracing import services as tracing
from repatria.tracing.core.sought import Sought
from repatria.tracing.models import TracingRequest
from repatria.transmission.models import Outgoing
from repatria.transmission.queries import payload_sent

REQUESTER, TELEPHONE, LETTER = "Olha Fernblick", "+000 555 0101", "the goats are well"
RELATIVE = "Aunt Kalyna, +000 555 0202"
# The number as it was written, and without its spaces: three digits stand in any hash.
SECRETS = (
    "Olha", "Fernblick", "555 0101", "5550101", LETTER, RELATIVE, "consent", "spouse",
)  # fmt: skip
PEOPLE = "1;Коваленко;Іван;Петрович;09.05.1984;{}\n2;Мельник;Ганна;Іванівна;;\n"


def listed(actor: Actor, *, sender: str, subject: str) -> SourceFile:
    """Take in a list of Sudmark's people in the hands of Norland, contacts and all."""
    header = HEADER.rstrip() + ";Контакт родича\n"
    raw = (header + PEOPLE.format(f"{RELATIVE} ({sender})")).encode()
    return take_in(
        actor=actor, one=read_content(raw, name="list.csv"), raw=raw, name="list.csv",
        sender=sender, subject=subject, holder="NORLAND", home="SUDMARK",
        said_on=date(2022, 11, 1), at=AT,
    )  # fmt: skip


@pytest.fixture
def ours(registrar: Actor) -> SourceFile:
    """Our own list of those we hold."""
    return listed(registrar, sender="north", subject="held")


@pytest.fixture
def case_ref(ours: SourceFile) -> str:
    """The first person on it."""
    record = ours.records.select_related("membership__person").get(row=1)
    return record.membership.person.case_ref


@pytest.fixture
def family(registrar: Actor, case_ref: str) -> TracingRequest:
    """Somebody who asks after that person, was verified, and wrote a letter."""
    request = tracing.record_request(
        actor=registrar, name=REQUESTER, contact=TELEPHONE, relation="spouse",
        sought=Sought(family="Коваленко", given="Іван", birth="1984-05-09"), at=AT,
    )  # fmt: skip
    told: dict[str, Any] = {"actor": registrar, "at": AT}
    tracing.link_request(request=request, case_ref=case_ref, **told)
    tracing.check_requester(
        requester=request.requester, holds=True, how="papers", **told
    )
    for share in ("agency", "other_bureau", "registers"):
        tracing.record_consent(
            request=request, share=share, given=True, said_on=AT.date(), **told
        )
    tracing.record_letter(
        request=request, way="to_prisoner", form="card", text=LETTER,
        received_on=AT.date(), **told,
    )  # fmt: skip
    return request


@pytest.fixture
def everything(
    registrar: Actor, ours: SourceFile, case_ref: str, family: TracingRequest,
    asked: Callable[..., Entry],
) -> dict[str, bytes]:  # fmt: skip
    """Every kind of file that leaves, by what it is."""
    told: dict[str, Any] = {"actor": registrar, "at": AT}
    prepare_list_transmission(version=ours, to="south", **told)
    _reply_to_a_list(registrar, ours)
    bureau.enquire(to="south", rows=ROWS[:2], **told)
    holds.record_hold(
        case_ref=case_ref, article="GC III 115", ground="judicial prosecution", **told
    )
    holds.prepare_hold_notification(to="south", home="SUDMARK", **told)
    on_paper = _answer(registrar, asked(ROWS[1:2]), case_ref, on_paper=True)
    _answer(registrar, asked(ROWS[1:2]), case_ref, on_paper=False)
    _say_of_a_list()
    sent = {f"{one.ref} ({one.kind})": payload_sent(one)
            for one in Outgoing.objects.order_by("pk")}  # fmt: skip
    issued = bureau.issue(
        case_ref=case_ref, to=To(request_ref=family.ref), language="en", **told
    )
    offers = (
        offer_of(registrar, ours),
        entities_of_list(registrar, ours),
        tracing.offer_of_requests(registrar, at=AT),
    )
    return sent | {
        "reply on paper": payload_left(on_paper),
        "statement": json.dumps(_statement(), ensure_ascii=False).encode(),
        "certificate": certified.signed(issued.certificate).file(),
        **{offer.what: offer.make("mark") for offer in offers},
    }


def _reply_to_a_list(actor: Actor, ours: SourceFile) -> None:
    theirs = listed(actor, sender="south", subject="missing")
    run = matching.start_run(actor=actor, left=theirs, right=ours, at=AT)
    run = matching.perform_run(run.pk, at=AT)
    matching.prepare_reply(actor=actor, run=run, file=theirs, to="south", at=AT)


def _say_of_a_list() -> None:
    """Answer the agency's list person by person, and ask for changes of it."""
    told: dict[str, Any] = {"actor": NEGOTIATOR, "at": AT}
    rows = json.loads(document())
    leg = rows["legs"]["NORLAND>SUDMARK"]
    leg[0] |= {"holder_id": "1", "home_id": "1", "name": "Коваленко Іван"}
    version = lists.receive_proposal(
        sender="agency", payload=document(legs=rows["legs"]), **told
    )
    answers.answer_entries(
        version=version, said=answers.Said(EntryState.HELD),
        entries=list(version.entries.filter(direction="NORLAND>SUDMARK")), **told,
    )  # fmt: skip
    change = Change(unwanted=frozenset({leg[0]["case"]}))
    kept = counters.keep_counter(version=version, change=change, **told)
    answers.send_answers(version=version, party="NORLAND", to="south", **told)
    counters.send_counter(counter=kept, to="south", **told)


def _answer(actor: Actor, entry: Entry, case_ref: str, *, on_paper: bool) -> Entry:
    bureau.decide(
        actor=actor, entry=entry, row=1, answer=Answer.HELD, case_ref=case_ref, at=AT
    )
    return bureau.reply(actor=actor, entry=entry, on_paper=on_paper, at=LATER)


def _statement() -> dict[str, object]:
    """A capture card as it would cross, with a relative written on it."""
    return to_payload(
        Told(
            kind="capture", voice="holder", sender="north", holder="NORLAND",
            home="SUDMARK", happened_on="2022-11-01",
            person={"family": "Коваленко", "given": "Іван"},
            private={"next_of_kin": RELATIVE},
        )
    )  # fmt: skip


def test_nothing_that_leaves_tells_who_asks_or_how_to_reach_them(
    everything: dict[str, bytes], as_party: Installation
) -> None:
    assert installation() == as_party
    sent = {name.partition("(")[2].rstrip(")") for name in everything if "(" in name}
    assert sent == {"list", "reply", "enquiry", "notification"}
    assert sum("(reply)" in name for name in everything) == 4, (
        "to a list, to an enquiry, person by person, and a counter-proposal"
    )
    for name, content in everything.items():
        assert len(content) > 60, name
        told = content.decode("utf-8-sig")
        found = [one for one in SECRETS if one.casefold() in told.casefold()]
        assert (name, found) == (name, [])


def test_what_leaves_is_about_the_person_after_all(
    everything: dict[str, bytes],
) -> None:
    """An empty file keeps every secret: each tells what it is meant to tell."""
    for name, content in everything.items():
        about = (
            ('"held"', '"verdict"', '"unwanted"')
            if "reply" in name
            else ("Ковал", "Kovalenko")
        )
        assert any(one in content.decode("utf-8-sig") for one in about), name


def test_the_ledger_tells_neither(
    everything: dict[str, bytes], family: TracingRequest
) -> None:
    bodies = "".join(Line.objects.values_list("body", flat=True))
    assert family.ref in bodies
    assert [one for one in (*SECRETS[:6], "Коваленко") if one in bodies] == []
    assert everything
