"""Serials, states, ages, answers, messages, clocks: the rules of the desk."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.bureau.core import clocks as running
from repatria.bureau.core import messages, pieces
from repatria.bureau.core.answers import (
    ANSWER_WORDS,
    TONES,
    WHY_WORDS,
    Answer,
    Known,
    Why,
    propose,
    told_to,
)
from repatria.bureau.core.certificate import Facts, established
from repatria.bureau.core.clocks import Running, columns
from repatria.bureau.core.pieces import Direction, Kind, Serial, State, What
from repatria.bureau.core.rules import SAYS
from repatria.bureau.core.words import NUMBERS, SENSES, STARTS, STOPS
from repatria.custody.core.said import Said
from repatria.custody.core.words import Kind as Stated
from repatria.custody.core.words import Rung, Voice
from repatria.rulebook.clocks import all_clocks
from repatria.rulebook.core.clock import Number, Sense
from repatria.shared.dates import PartialDate

TODAY = date(2022, 11, 30)
DAYS = st.dates(date(2022, 1, 1), date(2022, 12, 31))


@given(st.sampled_from(Direction), st.integers(1000, 9999), st.integers(1, 10**9 - 1))
def test_a_serial_is_read_as_it_was_written(
    direction: Direction, year: int, number: int
) -> None:
    serial = Serial(direction, year, number)
    assert pieces.read_serial(f" {str(serial).lower()} ") == serial


@pytest.mark.parametrize("typed", ["", "IN-2022-0", "UP-2022-1", "IN-22-1", "IN-2022"])
def test_what_is_no_serial_is_none(typed: str) -> None:
    assert pieces.read_serial(typed) is None


@given(
    st.sampled_from(Direction), st.sampled_from(Kind), st.lists(st.sampled_from(What))
)
def test_the_last_event_is_the_state(
    direction: Direction, kind: Kind, events: list[What]
) -> None:
    state = pieces.state_of(direction, kind, events)
    if not events:
        waits = pieces.waits_at_first(direction, kind)
        assert state is (State.OPEN if waits else State.CLOSED)
    else:
        assert (state is State.OPEN) is (events[-1] is What.REOPENED)
    assert pieces.state_of(direction, kind, [*events, What.CLOSED]) is State.CLOSED


@given(st.integers(0, 10_000))
def test_every_age_falls_into_one_band(days: int) -> None:
    held = [
        band
        for band in pieces.BANDS
        if band.least <= days and (not band.most or days <= band.most)
    ]
    assert held == [pieces.band_of(days)]
    assert pieces.days_open(TODAY - timedelta(days), TODAY) == days
    assert pieces.days_open(TODAY + timedelta(days), TODAY) == 0


KOVAL = Known("R-1", 1.0, "1984-05-09", Answer.HELD)


HELD, NEEDS = Answer.HELD, Answer.NEEDS_DATA
WHOLE = "1984-05-09"


@pytest.mark.parametrize(
    ("names", "birth", "candidates", "answer", "why"),
    [
        pytest.param(0, "", [KOVAL], NEEDS, Why.SAYS_TOO_LITTLE, id="no name"),
        pytest.param(2, "", [], Answer.NOT_HELD, Why.NOBODY_ALIKE, id="nobody"),
        pytest.param(2, WHOLE, [KOVAL], HELD, Why.SAME_NAME_AND_BIRTH, id="exact"),
        pytest.param(1, WHOLE, [KOVAL], HELD, Why.ALIKE, id="one name"),
        pytest.param(2, "1984-05", [KOVAL], HELD, Why.ALIKE, id="part of a date"),
        pytest.param(
            2, WHOLE, [replace(KOVAL, score=0.9)], HELD, Why.ALIKE, id="spelling"
        ),
        pytest.param(
            2, "1985-05-09", [KOVAL], NEEDS, Why.BIRTH_DIFFERS, id="another birth date"
        ),
        pytest.param(
            2, "1985-05-09", [replace(KOVAL, score=0.5)], Answer.NOT_HELD,
            Why.NOBODY_ALIKE, id="another birth date, and another name",
        ),
        pytest.param(2, WHOLE, [KOVAL, KOVAL], NEEDS, Why.SEVERAL_ALIKE, id="two"),
        pytest.param(
            2, WHOLE, [replace(KOVAL, says=Answer.NOT_HELD)], Answer.NOT_HELD,
            Why.NOBODY_SAYS_HELD, id="known, not held",
        ),
        pytest.param(
            2, WHOLE, [replace(KOVAL, says=NEEDS)], NEEDS, Why.DISPUTED, id="disputed"
        ),
        pytest.param(
            2, WHOLE, [replace(KOVAL, says=Answer.DEAD)], Answer.DEAD,
            Why.SAME_NAME_AND_BIRTH, id="dead",
        ),
    ],
)  # fmt: skip
def test_what_is_proposed(
    names: int, birth: str, candidates: list[Known], answer: Answer, why: Why
) -> None:
    found = propose(names=names, birth=birth, candidates=candidates)
    assert (found.answer, found.why) == (answer, why)
    assert found.certain is (why is Why.SAME_NAME_AND_BIRTH)
    assert found.case_ref or not found.certain


@given(
    st.sampled_from(["", "NORLAND", "SUDMARK"]),
    st.sampled_from(Answer),
    st.sampled_from(["", "NORLAND", "SUDMARK"]),
)
def test_a_party_hears_of_its_own_people_alone_and_the_same_for_all_others(
    asker: str, answer: Answer, home: str
) -> None:
    told = told_to(asker, answer, home=home)
    if not asker or home == asker:
        assert told is answer
    if asker and home != asker:
        assert told not in {Answer.HELD, Answer.DEAD, Answer.ALREADY_RETURNED}
    swap = {"": "", "NORLAND": "SUDMARK", "SUDMARK": "NORLAND"}
    assert told_to(swap[asker], answer, home=swap[home]) is told


WRITTEN = st.text(st.characters(codec="utf-8"), max_size=20)
ROWS = st.lists(
    st.fixed_dictionaries(dict.fromkeys(messages.COLUMNS, WRITTEN)),
    min_size=1,
    max_size=4,
)


@given(ROWS, WRITTEN)
def test_an_enquiry_is_read_as_it_was_written(
    rows: list[dict[str, str]], reference: str
) -> None:
    told = messages.read_enquiry(messages.enquiry_payload(rows, reference=reference))
    assert told is not None
    assert list(told.rows) == rows
    assert told.reference == reference


@given(ROWS)
def test_an_enquiry_carries_nothing_but_what_was_agreed(
    rows: list[dict[str, str]],
) -> None:
    sealed = [row | {"contact": "+000 555 0101", "place": "a place"} for row in rows]
    told = json.loads(messages.enquiry_payload(sealed, reference=""))
    assert all(set(row) <= {"row", *messages.COLUMNS} for row in told["rows"])


@pytest.mark.parametrize("payload", [b"", b"Dear colleagues", b"[1]", b'{"about":"x"}'])
def test_a_letter_in_another_form_is_no_fault(payload: bytes) -> None:
    assert messages.read_enquiry(payload) is None


@pytest.mark.parametrize(
    "rows",
    [None, [], [{"row": 2}], [{"row": 1, "place": "x"}], [{"row": 1, "family": 3}],
     [{"row": 1, "family": "x" * 500}], ["x"], [{"row": 1}] * 60_000],
    ids=["none", "empty", "numbers", "a column", "a number", "long", "text", "many"],
)  # fmt: skip
def test_an_enquiry_about_persons_in_a_wrong_form_is_refused(rows: Any) -> None:
    payload = json.dumps({"about": "persons", "rows": rows}).encode()
    with pytest.raises(messages.MessageFaultError):
        messages.read_enquiry(payload)


@pytest.mark.parametrize(
    "rows",
    [None, [], ["x"], [{"row": 0, "answer": "held"}], [{"row": 1, "answer": "gone"}],
     [{"row": 1, "answer": "held", "place": "x"}],
     [{"row": 1, "answer": "held"}, {"row": 1, "answer": "dead"}]],
    ids=["none", "empty", "text", "row 0", "a word", "a column", "twice"],
)  # fmt: skip
def test_a_reply_in_a_wrong_form_is_refused(rows: Any) -> None:
    payload = json.dumps({"about": "enquiry", "rows": rows}).encode()
    assert messages.is_reply_to_enquiry(payload)
    with pytest.raises(messages.MessageFaultError):
        messages.read_reply(payload)


CODES = st.sampled_from(["NORLAND", "SUDMARK", "agency"])
RUNNING = st.lists(
    st.builds(
        Running,
        clock=st.sampled_from(list(all_clocks().values())),
        owed_by=CODES, owed_to=CODES, count=st.integers(1, 9), since=DAYS,
        due=st.none() | DAYS,
    ),
    max_size=8,
)  # fmt: skip


@given(RUNNING)
def test_what_one_side_owes_is_owed_to_the_other_by_the_same_clock(
    held: list[Running],
) -> None:
    held = [one for one in held if one.owed_by != one.owed_to]
    swap = {"NORLAND": "SUDMARK", "SUDMARK": "NORLAND", "agency": "agency"}
    mirrored = [
        replace(one, owed_by=swap[one.owed_by], owed_to=swap[one.owed_to])
        for one in held
    ]
    north, south = columns(held, us={"NORLAND"}), columns(mirrored, us={"SUDMARK"})
    for here, there in zip(north, south, strict=True):
        assert [(one.clock, one.since, one.due) for one in here] == [
            (one.clock, one.since, one.due) for one in there
        ]
    between = [one for one in held if "agency" not in {one.owed_by, one.owed_to}]
    ours, theirs = columns(between, us={"NORLAND"}), columns(between, us={"SUDMARK"})
    assert ours.we_owe == theirs.owed_to_us
    assert ours.owed_to_us == theirs.we_owe


@given(RUNNING)
def test_what_is_due_first_stands_first_and_lateness_is_never_negative(
    held: list[Running],
) -> None:
    for column in columns(held, us={"NORLAND"}):
        dues = [one.due or date.max for one in column]
        assert dues == sorted(dues)
        assert all(one.late(on=TODAY) >= 0 <= one.waits(on=TODAY) for one in column)


def said(kind: Stated, voice: Voice, day: int, by: str = "south", **more: Any) -> Said:
    on = PartialDate(2022, 10, day)
    return Said(f"K-{day}", kind, voice, by=by, said_on=on, happened=on, **more)


SAID = st.builds(
    said,
    st.sampled_from([Stated.CLAIM, Stated.SEEN, Stated.HELD, Stated.VISIT]),
    st.sampled_from(Voice),
    st.integers(1, 28),
)


@given(st.lists(SAID, max_size=6), st.randoms(use_true_random=False))
def test_what_is_established_depends_on_no_order(held: list[Said], chance: Any) -> None:
    shuffled = chance.sample(held, k=len(held))
    found = established(held)
    assert established(shuffled) == found
    if found is not None:
        assert found.rung not in {Rung.CLAIMED, Rung.UNACCOUNTED}


def test_a_claim_alone_establishes_nothing_and_a_witness_is_not_named() -> None:
    claim = said(Stated.CLAIM, Voice.FAMILY, 1)
    assert established([claim]) is None
    seen = established([claim, said(Stated.SEEN, Voice.WITNESS, 2, by="somebody")])
    assert seen is not None
    assert (seen.rung, seen.by, seen.since) == (
        Rung.SEEN, ("witness",), date(2022, 10, 2),
    )  # fmt: skip


def test_a_later_statement_on_the_same_rung_changes_nothing_and_a_higher_one_does() -> (
    None
):
    first = said(Stated.HELD, Voice.HOLDER, 3, holder="SUDMARK")
    again = said(Stated.HELD, Voice.HOLDER, 9, holder="SUDMARK")
    visit = said(Stated.VISIT, Voice.NEUTRAL, 10, by="agency", holder="SUDMARK")
    hashes = []
    for statements in ([first], [first, again], [first, again, visit]):
        found = established(statements)
        assert found is not None
        hashes.append(Facts("A name", "1984", found).hash())
    assert hashes[0] == hashes[1] != hashes[2]


def test_every_code_has_words() -> None:
    assert set(ANSWER_WORDS) == set(TONES) == set(Answer)
    assert set(WHY_WORDS) == set(Why)
    assert set(NUMBERS) == set(Number)
    assert {clock.starts for clock in all_clocks().values()} == set(STARTS)
    assert {clock.stops for clock in all_clocks().values()} == set(STOPS)
    assert set(SENSES) == set(Sense)
    assert {clock.id: clock.says for clock in all_clocks().values()} == SAYS
    assert running.Columns([], []) == columns([], us=())
