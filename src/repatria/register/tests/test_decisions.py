"""One person or two: linked, separated, undone; the records never move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.register import queries, services
from repatria.register.announcements import merged, parted
from repatria.register.core.joining import joinable
from repatria.register.core.persons import (
    Tie,
    components,
    contradictions,
    holding,
    memberships,
)
from repatria.register.core.refusals import (
    AlreadyUndoneError,
    JoinedElsewhereError,
    PartedError,
    SameRecordError,
    UndoOfUndoError,
)
from repatria.register.models import Decision, Membership, Record
from repatria.register.tests.conftest import AT, HEADER, PEOPLE, Desk
from repatria.shared.errors import RepatriaError

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(desk: Desk) -> list[Record]:
    """Six records: three of each of two lists."""
    desk.take_in(HEADER + PEOPLE)
    desk.take_in(HEADER + PEOPLE.upper(), sender="north", subject="missing")
    return list(Record.objects.order_by("pk"))


def _link(desk: Desk, one: Record, other: Record) -> Decision:
    return services.link(actor=desk.actor, left=one, right=other, reasons="", at=AT)


def _separate(desk: Desk, one: Record, other: Record) -> Decision:
    return services.separate(actor=desk.actor, left=one, right=other, reasons="", at=AT)


def _undo(desk: Desk, decision: Decision) -> Decision:
    return services.undo(actor=desk.actor, decision=decision, at=AT)


def _ref(record: Record) -> str:
    return services.person_of(record).case_ref


def test_a_merge_keeps_the_older_number_and_the_younger_opens_the_same(
    desk: Desk, rows: list[Record]
) -> None:
    older, younger = _ref(rows[0]), _ref(rows[3])
    _link(desk, rows[3], rows[0])
    assert _ref(rows[3]) == _ref(rows[0]) == older
    person = queries.person_called(younger)
    assert person is not None
    assert person.case_ref == older
    assert queries.numbers_of(younger) == [older, younger]
    assert set(queries.names_of([older, younger])) == {older, younger}


def test_whoever_was_entrusted_with_a_former_number_finds_the_person_by_name(
    desk: Desk,
    rows: list[Record],
    signed_in: Callable[..., Any],
    case_assigned: Callable[[Any, str], None],
) -> None:
    liaison = signed_in("family-liaison")
    case_assigned(liaison.user, _ref(rows[3]))
    _link(desk, rows[3], rows[0])
    found = liaison.post("/search/", {"asked": "Коваль"})
    assert _ref(rows[0]) in found.content.decode()
    assert _ref(rows[1]) not in found.content.decode()


def test_undoing_a_link_gives_both_their_numbers_back(
    desk: Desk, rows: list[Record]
) -> None:
    before = [_ref(row) for row in rows]
    decision = _link(desk, rows[0], rows[3])
    _undo(desk, decision)
    assert [_ref(row) for row in rows] == before
    assert Decision.objects.count() == 2


def test_deciding_twice_does_no_harm(desk: Desk, rows: list[Record]) -> None:
    one = _link(desk, rows[0], rows[3])
    assert _link(desk, rows[0], rows[3]) == one
    assert _link(desk, rows[3], rows[0]).kind == Decision.Kind.LINK
    first = _separate(desk, rows[1], rows[2])
    assert _separate(desk, rows[2], rows[1]) == first


def test_a_separation_overrules_the_link_of_the_same_two(
    desk: Desk, rows: list[Record]
) -> None:
    _link(desk, rows[0], rows[3])
    parting = _separate(desk, rows[0], rows[3])
    assert _ref(rows[0]) != _ref(rows[3])
    with pytest.raises(PartedError, match=str(parting.pk)):
        _link(desk, rows[0], rows[3])
    _undo(desk, parting)
    assert _ref(rows[0]) == _ref(rows[3])


def test_what_stays_joined_through_others_says_so_and_changes_nothing(
    desk: Desk, rows: list[Record]
) -> None:
    one, two = _link(desk, rows[0], rows[1]), _link(desk, rows[1], rows[2])
    with pytest.raises(JoinedElsewhereError) as refusal:
        _separate(desk, rows[0], rows[2])
    assert refusal.value.facts["decisions"] == f"{one.pk}, {two.pk}"
    assert _ref(rows[0]) == _ref(rows[2])
    assert not Decision.objects.filter(kind="separate").exists()


def test_an_undoing_that_would_contradict_a_later_separation_is_refused(
    desk: Desk, rows: list[Record]
) -> None:
    a, b, c = rows[:3]
    _link(desk, a, b)
    parting = _separate(desk, a, b)
    _separate(desk, a, c)
    _link(desk, b, c)
    with pytest.raises(PartedError):
        _undo(desk, parting)
    assert _ref(a) != _ref(b) == _ref(c)


def test_undoing_twice_and_undoing_an_undoing_are_refused(
    desk: Desk, rows: list[Record]
) -> None:
    decision = _link(desk, rows[0], rows[3])
    undoing = _undo(desk, decision)
    with pytest.raises(AlreadyUndoneError):
        _undo(desk, decision)
    with pytest.raises(UndoOfUndoError):
        _undo(desk, undoing)


def test_one_record_cannot_be_linked_with_itself(
    desk: Desk, rows: list[Record]
) -> None:
    with pytest.raises(SameRecordError):
        _link(desk, rows[0], rows[0])
    with pytest.raises(SameRecordError):
        _separate(desk, rows[0], rows[0])


def test_records_stay_as_they_are_whatever_is_decided(
    desk: Desk, rows: list[Record]
) -> None:
    before = list(Record.objects.order_by("pk").values())
    _undo(desk, _link(desk, rows[0], rows[3]))
    _separate(desk, rows[1], rows[4])
    assert list(Record.objects.order_by("pk").values()) == before


def test_later_rooms_hear_of_merges_and_partings_after_the_commit(
    desk: Desk, rows: list[Record], django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[tuple[str, object]] = []

    def hear_merge(**facts: object) -> None:
        heard.append(("merged", facts["former"]))

    def hear_part(**facts: object) -> None:
        heard.append(("parted", facts["again"]))

    merged.subscribe(hear_merge)
    parted.subscribe(hear_part)
    younger = _ref(rows[3])
    with django_capture_on_commit_callbacks(execute=True):
        decision = _link(desk, rows[0], rows[3])
    with django_capture_on_commit_callbacks(execute=True):
        _undo(desk, decision)
    assert heard == [("merged", younger), ("parted", younger)]


def test_somebody_on_lists_of_opposite_direction_is_flagged(
    desk: Desk, rows: list[Record]
) -> None:
    there = desk.take_in(
        HEADER + "1;Koval;Ivan;;09.05.1984\n", sender="north", holder="NORLAND",
        home="SUDMARK",
    ).records.get()  # fmt: skip
    assert not queries.said_to_be_held_by_both(_ref(rows[0]))
    _link(desk, rows[0], there)
    assert queries.said_to_be_held_by_both(_ref(rows[0]))


def test_any_story_of_decisions_gives_what_a_rebuild_gives(
    desk: Desk, rows: list[Record]
) -> None:
    """Replay stories drawn by chance, each undone before the next."""

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["link", "separate", "undo"]),
                st.integers(0, 5),
                st.integers(0, 5),
            ),
            max_size=14,
        )
    )
    def story(acts: list[tuple[str, int, int]]) -> None:
        from django.db import transaction

        with transaction.atomic():
            for act, one, other in acts:
                _try(desk, act, rows[one], rows[other])
                _check_separations()
            held = dict(Membership.objects.values_list("record_id", "person_id"))
            assert services.rebuild_memberships() == 0
            assert (
                dict(Membership.objects.values_list("record_id", "person_id")) == held
            )
            transaction.set_rollback(True)

    story()


def _try(desk: Desk, act: str, one: Record, other: Record) -> None:
    try:
        if act == "link":
            _link(desk, one, other)
        elif act == "separate":
            _separate(desk, one, other)
        else:
            held = Decision.objects.order_by("pk")
            if held.exists():
                _undo(desk, held[one.pk % held.count()])
    except RepatriaError:
        pass  # a refusal changes nothing, which the rebuild checks


def _check_separations() -> None:
    from repatria.register.services.memberships import standing

    for one in standing().filter(kind="separate"):
        assert _ref(one.left) != _ref(one.right)


def test_memberships_that_were_lost_are_made_anew(
    desk: Desk, rows: list[Record]
) -> None:
    _link(desk, rows[0], rows[3])
    held = dict(Membership.objects.values_list("record_id", "person_id"))
    Membership.objects.all().delete()
    assert services.rebuild_memberships() == 6
    assert dict(Membership.objects.values_list("record_id", "person_id")) == held


# --- The pure part ----------------------------------------------------------------

ties = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12)


def _ties(pairs: list[tuple[int, int]]) -> list[Tie]:
    return [Tie(a, b, n) for n, (a, b) in enumerate(pairs) if a != b]


@given(ties, ties)
def test_links_one_by_one_never_join_what_was_separated(
    separated: list[tuple[int, int]], wanted: list[tuple[int, int]]
) -> None:
    records = {n: n for n in range(8)}
    separates = _ties(separated)
    pairs = [(tie.left, tie.right) for tie in _ties(wanted)]
    accepted, refused = joinable(records, separates, pairs)
    assert sorted(accepted + refused) == sorted(pairs)
    links = [Tie(a, b, 0) for a, b in accepted]
    assert not contradictions(components(records, links), separates)


@given(ties, ties)
def test_the_order_of_decisions_decides_nothing(
    linked: list[tuple[int, int]], separated: list[tuple[int, int]]
) -> None:
    first = {n: 100 + n for n in range(8)}
    links, separates = _ties(linked), _ties(separated)
    told = memberships(first, links, separates)
    assert told == memberships(first, links[::-1], separates[::-1])
    leads = components(first, holding(links, separates))
    for record, person in told.items():
        assert person == min(first[r] for r in first if leads[r] == leads[record])
