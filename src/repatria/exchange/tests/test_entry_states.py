"""What a party may answer of somebody, what may follow, and what a list comes to."""

from __future__ import annotations

import doctest
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.exchange.core import counters, entry_states, replies
from repatria.exchange.core.counters import Change, asked_by, changed, difference
from repatria.exchange.core.document import Heading, Row, proposal, rows_of
from repatria.exchange.core.entry_states import (
    OPEN,
    EntryState,
    Position,
    derived,
    fault_in,
    may_follow,
    states_for,
)

HELD, REQUESTED = Position(EntryState.HELD), Position(EntryState.REQUESTED)
HOME = Position(EntryState.ALREADY_RETURNED, "2022-11-24")
A, B, C = "A", "B", "C"


@pytest.mark.parametrize("module", [entry_states, counters, replies])
def test_examples(module: object) -> None:
    failed, tried = doctest.testmod(module)  # type: ignore[arg-type]
    assert (failed, tried > 0) == (0, True)


@pytest.mark.parametrize(
    ("party", "state", "may"),
    [
        pytest.param(A, "held", True, id="the holder says who is held"),
        pytest.param(B, "held", False, id="home does not say who is held"),
        pytest.param(A, "not_held", True, id="the holder says who is not held"),
        pytest.param(B, "not_held", False, id="home does not say who is not held"),
        pytest.param(A, "refused", True, id="the holder refuses"),
        pytest.param(B, "refused", False, id="home has nothing to refuse"),
        pytest.param(B, "requested", True, id="home asks for its own"),
        pytest.param(A, "requested", False, id="the holder asks for nobody it holds"),
        pytest.param(A, "dead", True, id="the holder knows of a death"),
        pytest.param(B, "dead", True, id="home knows of a death"),
        pytest.param(B, "already_returned", True, id="home knows who is back"),
        pytest.param(B, "duplicate", True, id="home knows its own twice"),
        pytest.param(B, "needs_data", False, id="home asks for no data"),
        pytest.param(C, "dead", False, id="a third party says nothing"),
        pytest.param(A, "agreed", False, id="nobody says agreed: signatures do"),
    ],
)
def test_who_may_say_what(party: str, state: str, *, may: bool) -> None:
    assert (EntryState(state) in states_for(party, holder=A, home=B)) is may


@pytest.mark.parametrize(
    ("now", "following", "agreed", "may"),
    [
        pytest.param("open", "held", False, True, id="a first answer"),
        pytest.param("held", "refused", False, True, id="a correction"),
        pytest.param("held", "open", False, True, id="taken back"),
        pytest.param("open", "open", False, False, id="nothing to take back"),
        pytest.param("held", "agreed", False, False, id="agreed is never said"),
        pytest.param("held", "refused", True, False, id="refused after signing"),
        pytest.param("held", "open", True, False, id="taken back after signing"),
        pytest.param("held", "dead", True, True, id="died after signing"),
        pytest.param("open", "already_returned", True, True, id="home after signing"),
        pytest.param("dead", "open", True, True, id="that word taken back"),
    ],
)
def test_what_may_follow(now: str, following: str, *, agreed: bool, may: bool) -> None:
    told = may_follow(EntryState(now), EntryState(following), agreed=agreed)
    assert told is may


@pytest.mark.parametrize(
    ("holder", "home", "proposed", "agreed", "stands"),
    [
        pytest.param(OPEN, OPEN, True, False, "requested", id="a list asks for him"),
        pytest.param(OPEN, OPEN, False, False, "open", id="nobody asks"),
        pytest.param(OPEN, REQUESTED, False, False, "requested", id="home asks"),
        pytest.param(HELD, REQUESTED, False, False, "held", id="the holder answers"),
        pytest.param(HELD, OPEN, True, True, "agreed", id="both signed"),
        pytest.param(HELD, OPEN, False, True, "held", id="signed, and not on it"),
        pytest.param(HELD, HOME, True, True, "already_returned", id="he is home"),
    ],
)  # fmt: skip
def test_where_an_entry_stands(
    holder: Position,
    home: Position,
    stands: str,
    *,
    proposed: bool,
    agreed: bool,
) -> None:
    assert derived(holder, home, proposed=proposed, agreed=agreed) == stands


@pytest.mark.parametrize(
    ("position", "fault"),
    [
        pytest.param(HELD, "", id="nothing beside it"),
        pytest.param(HOME, "", id="a day of return"),
        pytest.param(replace(HOME, on=""), "", id="a return on a day not stated"),
        pytest.param(replace(HELD, on="2022"), "on", id="a day of nothing"),
        pytest.param(Position(EntryState.DUPLICATE, of="x"), "", id="of another"),
        pytest.param(Position(EntryState.DUPLICATE), "of", id="of nobody"),
        pytest.param(Position(EntryState.DUPLICATE, of="z"), "of", id="of a stranger"),
        pytest.param(replace(HELD, of="x"), "of", id="held, and another"),
        pytest.param(
            Position(EntryState.NEEDS_DATA, missing=("birth",)), "", id="birth missing"
        ),
        pytest.param(Position(EntryState.NEEDS_DATA), "missing", id="nothing missing"),
        pytest.param(
            Position(EntryState.NEEDS_DATA, missing=("wish",)), "missing", id="a wish"
        ),
        pytest.param(replace(HELD, missing=("birth",)), "missing", id="too much"),
    ],
)
def test_what_fits_an_answer(position: Position, fault: str) -> None:
    assert fault_in(position, other_entries=frozenset({"x"})) == fault


def test_roles_are_mirrored_between_the_parties() -> None:
    for one, other in product((A, B), repeat=2):
        mirrored = {A: B, B: A}
        assert states_for(one, holder=A, home=B) == states_for(
            mirrored[one], holder=B, home=A
        ), other


# --- Lists with a change --------------------------------------------------------

CASES = [f"c{n}" for n in range(8)]
sets = st.frozensets(st.sampled_from(CASES))
changes = st.builds(Change, sets, sets)
clear = st.builds(lambda on, off: Change(on - off, off), sets, sets)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, object]:
    legs = draw(st.lists(st.sampled_from(["A>B", "B>A"]), min_size=8, max_size=8))
    rows = [
        Row(leg, case, case, case, "") for leg, case in zip(legs, CASES, strict=True)
    ]
    heading = Heading("X", "", (A, B), 1, None, 1, "", synthetic=True)
    return proposal(heading, rows, go=draw(sets))


@given(documents(), clear)
def test_a_changed_list_has_everybody_once_and_sums_that_add_up(
    told: dict[str, object], change: Change
) -> None:
    after = changed(told, change)
    going, others = rows_of(after)
    assert sorted(row.case for row in (*going, *others)) == CASES
    gives = {party: sums["gives"] for party, sums in after["parity"].items()}
    gets = {party: sums["gets"] for party, sums in after["parity"].items()}
    assert gives == {
        party: sum(row.holder == party for row in going) for party in (A, B)
    }
    assert sum(gives.values()) == sum(gets.values()) == len(going)


@given(documents(), clear)
def test_a_difference_is_what_was_changed(
    told: dict[str, object], change: Change
) -> None:
    going = {row.case for row in rows_of(told)[0]}
    found = difference(told, changed(told, change))
    joins = {row.case for row in found.joins}
    leaves = {row.case for row in found.leaves}
    assert joins == set(change.wanted) - going
    assert leaves == set(change.unwanted) & going
    back = difference(changed(told, change), told)
    assert (back.joins, back.leaves) == (found.leaves, found.joins)


@given(changes, changes)
def test_which_party_asks_first_changes_nothing(one: Change, other: Change) -> None:
    asked = asked_by({A: one, B: other})
    turned = asked_by({B: one, A: other})
    assert asked.contradictions == turned.contradictions
    assert asked.together == turned.together
    assert not asked.together.wanted & asked.together.unwanted


@given(changes, changes, st.data())
def test_a_contradiction_goes_the_way_a_person_chose(
    one: Change, other: Change, data: st.DataObject
) -> None:
    asked = asked_by({A: one, B: other})
    settled = {
        case: data.draw(st.sampled_from(["go", "stay", ""]))
        for case in sorted(asked.contradictions)
    }
    decided = asked.decided(settled)
    assert not decided.wanted & decided.unwanted
    for case, way in settled.items():
        found = (case in decided.wanted, case in decided.unwanted)
        assert found == (way == "go", way == "stay")
