"""The rules behind restricted cases, break-glass and exports, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.access.core.break_glass import minutes_left, rates
from repatria.access.core.exports import State, needs_approval, state_of
from repatria.access.core.refs import new_ref, read_ref
from repatria.access.core.rights import opens, restricted_cases, right_called, rights
from repatria.access.core.roles import Role
from repatria.shared.actors import Actor

NOON = datetime(2022, 11, 2, 12, tzinfo=UTC)
roles = st.sampled_from([role.value for role in Role])
held = st.sampled_from(sorted(rights()))
sides = st.fixed_dictionaries({"entrusted": st.booleans(), "broken": st.booleans()})


@given(st.frozensets(roles, min_size=1), held, sides)
def test_a_restriction_never_opens_a_case(
    who: frozenset[str], right: str, stands: dict[str, bool]
) -> None:
    actor = Actor("user:1", who)
    shown = opens(right_called(right), actor, restricted=True, **stands)
    assert opens(right_called(right), actor, restricted=False, **stands) >= shown


@given(st.frozensets(roles, min_size=1), held, sides, st.booleans())
def test_to_be_entrusted_never_closes_a_case(
    who: frozenset[str], right: str, stands: dict[str, bool], restricted: object
) -> None:
    actor, known = Actor("user:1", who), right_called(right)
    with_it, without = (
        opens(
            known,
            actor,
            entrusted=one,
            broken=stands["broken"],
            restricted=bool(restricted),
        )
        for one in (True, False)
    )
    assert with_it >= without


def test_break_glass_reaches_only_roles_that_may_break_it() -> None:
    may = right_called("access.break-glass").roles
    assert restricted_cases().break_glass <= may
    assert Role.NEGOTIATOR not in restricted_cases().roles | restricted_cases().assigned


def test_what_the_agency_may_see_is_never_withheld_from_it() -> None:
    assert {"agency-delegate", "neutral-interviewer"} <= restricted_cases().roles


def test_scopes_limit_and_never_add() -> None:
    right = right_called("register.lists")
    registrar = Actor("token:1", frozenset({"registrar"}), scopes=frozenset())
    nobody = Actor("token:2", frozenset(), scopes=frozenset({"register.lists"}))
    both = Actor("token:3", registrar.roles, scopes=nobody.scopes)
    found = [right.reaches(one, kind="party") for one in (registrar, nobody, both)]
    assert found == [False, False, True]


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ((True, True, True, True), State.FETCHED),
        ((False, True, True, False), State.REFUSED),
        ((False, True, False, None), State.EXPIRED),
        ((False, False, True, None), State.WAITING),
        ((False, False, True, True), State.READY),
        ((False, False, False, None), State.READY),
    ],
    ids=lambda one: one.value if isinstance(one, State) else "",
)
def test_where_a_file_stands(
    told: tuple[bool, bool, bool, bool | None], state: State
) -> None:
    fetched, expired, needs, approved = told
    found = state_of(fetched=fetched, expired=expired, needs=needs, approved=approved)
    assert found is state


@pytest.mark.parametrize(
    ("people", "sensitive", "needs"),
    [(50, False, False), (51, False, True), (1, True, True)],
)
def test_who_must_agree(people: int, *, sensitive: bool, needs: bool) -> None:
    assert needs_approval(people=people, sensitive=sensitive, most_alone=50) is needs


@given(st.integers(-3_600, 3_600))
def test_minutes_left_are_counted_whole(seconds: int) -> None:
    left = minutes_left(NOON + timedelta(seconds=seconds), now=NOON)
    assert left >= 0
    assert seconds <= 0 or 0 <= left * 60 - seconds < 60


def test_rates_count_each_opening_once() -> None:
    told = [("user:1", "justified"), ("user:2", ""), ("user:1", "not-justified")]
    told.append(("user:2", "needs-talk"))
    told.append(("user:2", "justified"))
    two, one = rates(told)
    assert (two.who, two.opened, two.justified, two.waiting) == ("user:2", 3, 1, 2)
    assert (one.opened, one.justified, one.not_justified) == (2, 1, 1)


def test_numbers_differ_and_are_read_over_a_telephone() -> None:
    drawn = {new_ref("E") for _time in range(100)}
    assert len(drawn) == 100
    assert all(read_ref(ref.lower()) == ref for ref in drawn)
