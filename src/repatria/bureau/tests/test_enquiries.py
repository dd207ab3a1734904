"""Names asked and answered: proposed by the machine, decided by people."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest

from repatria.bureau import queries, services
from repatria.bureau.core import messages
from repatria.bureau.core.answers import Answer
from repatria.bureau.core.errors import (
    CaseNeededError,
    NoNamesError,
    NoRecipientError,
    NotAnEnquiryError,
    NotOpenError,
    RowGoneError,
    RowsOpenError,
)
from repatria.bureau.core.pieces import Channel, Direction, Kind, State, Whom
from repatria.bureau.models import Entry
from repatria.bureau.queries import answering, tallies
from repatria.bureau.reading import names_typed
from repatria.bureau.services import Piece
from repatria.bureau.tests.conftest import AT, LATER, ROWS
from repatria.shared.actors import Actor
from repatria.transmission import queries as transmissions
from repatria.transmission.models import Incoming, Outgoing


def looked_up(entry: Entry) -> Entry:
    while services.look_up_some(entry=entry, at=AT, at_most=2):
        pass
    return entry


def test_each_row_gets_a_proposal_and_only_the_exact_one_is_certain(
    held: dict[str, str], asked: Callable[..., Entry]
) -> None:
    entry = looked_up(asked(ROWS))
    assert entry.their_ref == "S/17"
    told = [
        (one.proposed, one.proposed_case, one.certain) for one in entry.subjects.all()
    ]
    koval = held["1"]
    assert told == [
        ("held", koval, False),
        ("held", koval, True),
        ("needs_data", "", False),
        ("not_held", "", False),
        ("needs_data", "", False),
    ]
    assert not entry.subjects.exclude(answer="").exists()


def decided(entry: Entry, held: dict[str, str], actor: Actor) -> Entry:
    looked_up(entry)
    assert services.confirm(actor=actor, entry=entry, at=AT) == 1
    assert services.confirm(actor=actor, entry=entry, rows={4, 5}, at=AT) == 2
    services.decide(
        actor=actor, entry=entry, row=1, answer=Answer.HELD, case_ref=held["1"], at=AT
    )
    services.decide(actor=actor, entry=entry, row=3, answer=Answer.REFUSED, at=AT)
    return entry


def test_one_reply_leaves_once_every_row_is_decided(
    registrar: Actor, held: dict[str, str], asked: Callable[..., Entry]
) -> None:
    entry = looked_up(asked(ROWS))
    with pytest.raises(RowsOpenError):
        services.reply(actor=registrar, entry=entry, on_paper=False, at=LATER)
    decided(entry, held, registrar)
    sent = services.reply(actor=registrar, entry=entry, on_paper=False, at=LATER)
    payload = transmissions.payload_sent(Outgoing.objects.get())
    told = json.loads(payload)
    assert [row["answer"] for row in told["rows"]] == [
        "held", "held", "refused", "not_held", "needs_data",
    ]  # fmt: skip
    assert told["reference"] == "S/17"
    assert told["rows"][0] == {
        "row": 1, "own_id": "S-1", "answer": "held", "as_of": "2022-11-01",
    }  # fmt: skip
    entry.refresh_from_db()
    assert (entry.state, entry.answered_by) == (State.ANSWERED, sent)
    assert sent.serial == "OUT-2022-000001"
    with pytest.raises(NotOpenError):
        services.reply(actor=registrar, entry=entry, on_paper=False, at=LATER)


def test_no_sealed_field_and_no_inner_word_leaves_with_a_reply(
    registrar: Actor, held: dict[str, str], asked: Callable[..., Entry]
) -> None:
    entry = decided(asked(ROWS), held, registrar)
    services.reply(actor=registrar, entry=entry, on_paper=False, at=LATER)
    payload = transmissions.payload_sent(Outgoing.objects.get())
    told = json.loads(payload)
    assert all(set(row) <= set(messages.TOLD) for row in told["rows"])
    text = payload.decode()
    for inside in (held["1"], "Коваленко", "Kovalenko", "same_name", "1984", "R-"):
        assert inside not in text


def test_of_others_a_party_hears_what_it_hears_of_a_row_that_says_too_little(
    registrar: Actor, held: dict[str, str], stated: Callable[..., str],
    asked: Callable[..., Entry],
) -> None:  # fmt: skip
    """Somebody of no known power is held: the asker learns nothing, the agency does."""
    other = stated("Сірко", "Іван", "1980-01-01", kind="card")
    rows = [
        {"family": "Сірко", "given": "Іван", "birth": "1980-01-01"},
        {"own_id": "9"},
    ]
    for sender, answers in (
        ("south", ["needs_data", "needs_data"]),
        ("agency", ["held", "needs_data"]),
    ):
        entry = looked_up(asked(rows, sender=sender))
        services.decide(
            actor=registrar, entry=entry, row=1, answer=Answer.HELD, case_ref=other,
            at=AT,
        )  # fmt: skip
        services.confirm(actor=registrar, entry=entry, rows={2}, at=AT)
        told = answering.rows_told(entry)
        assert [row["answer"] for row in told] == answers
        if sender == "south":
            first, second = ({**row, "row": 0} for row in told)
            second.pop("own_id")
            assert first == second
    assert held


def test_what_cannot_be_decided_is_refused(
    registrar: Actor, asked: Callable[..., Entry], comes: Callable[..., Incoming]
) -> None:
    entry = asked(ROWS)
    with pytest.raises(CaseNeededError):
        services.decide(actor=registrar, entry=entry, row=1, answer=Answer.DEAD, at=AT)
    with pytest.raises(RowGoneError):
        services.decide(
            actor=registrar, entry=entry, row=77, answer=Answer.NOT_HELD, at=AT
        )
    with pytest.raises(RowGoneError):
        services.tie(actor=registrar, entry=entry, row=77, case_ref="R-1", at=AT)
    other = queries.entry_of(comes(b"{}", kind="notification").ref)
    with pytest.raises(NotAnEnquiryError):
        services.confirm(actor=registrar, entry=other, at=AT)
    with pytest.raises(NoNamesError):
        services.enquire(actor=registrar, to="south", rows=[], at=AT)


def test_a_family_is_answered_on_paper_and_what_left_is_kept(registrar: Actor) -> None:
    family = Piece(
        direction=Direction.IN, kind=Kind.ENQUIRY, whom=Whom.FAMILY,
        correspondent="T-1", channel=Channel.PAPER, on=AT.date(),
    )  # fmt: skip
    entry = services.enter(
        actor=registrar, piece=family, rows=[{"family": "Žižka", "given": "Jan"}], at=AT
    )
    looked_up(entry)
    services.confirm(actor=registrar, entry=entry, rows={1}, at=AT)
    with pytest.raises(NoRecipientError):
        services.reply(actor=registrar, entry=entry, on_paper=False, at=AT)
    sent = services.reply(actor=registrar, entry=entry, on_paper=True, at=AT)
    assert json.loads(queries.payload_left(sent))["rows"] == [
        {"row": 1, "answer": "not_held"}
    ]
    assert tallies.tallies() == []


def test_our_enquiry_waits_until_its_reply_is_read(
    registrar: Actor, comes: Callable[..., Incoming]
) -> None:
    rows = names_typed("Kovalenko Ivan Petrovych, 9.5.1984\nŽižka Jan; 1970")
    assert [row["birth"] for row in rows] == ["1984-05-09", "1970"]
    entry = services.enquire(actor=registrar, to="south", rows=rows, at=AT)
    assert entry.is_open
    payload = transmissions.payload_sent(Outgoing.objects.get())
    assert json.loads(payload)["reference"] == entry.serial
    answer = messages.reply_payload(
        [{"row": 1, "answer": "held"}, {"row": 2, "answer": "refused"}],
        reference=entry.serial,
        enquiry_sha256=sha256(payload).hexdigest(),
        said_on="2022-11-27",
    )
    stray = comes(answer, kind="reply", sender="agency")
    assert stray.state == "refused"
    came = comes(answer, kind="reply", at=AT + timedelta(days=3))
    assert came.state == "read"
    entry.refresh_from_db()
    assert entry.state == State.ANSWERED
    assert entry.answered_by == queries.entry_of(came.ref)
    said = [(one.answer, one.decisions.get().said_by) for one in entry.subjects.all()]
    assert said == [("held", "south"), ("refused", "south")]
    [tally] = tallies.tallies()
    assert (tally.correspondent, tally.direction) == ("south", "out")
    assert (tally.names, tally.answered, tally.refused, tally.still_open) == (
        2,
        1,
        1,
        0,
    )


def test_a_reply_to_a_list_stays_with_the_room_of_lists(
    comes: Callable[..., Incoming],
) -> None:
    came = comes(b'{"about":"list","root":"00","rows":[]}', kind="reply")
    assert came.state == "refused"
    reading = came.newest_reading
    assert reading is not None
    assert reading.code.startswith("matching.")
    assert queries.entry_of(came.ref).is_open
