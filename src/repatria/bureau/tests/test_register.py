"""The register of correspondence: gapless, never lost, only growing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repatria.bureau import queries, services
from repatria.bureau.core.errors import NotClosedError, NotOpenError
from repatria.bureau.core.pieces import Channel, Direction, Kind, Outcome, State, Whom
from repatria.bureau.models import Entry
from repatria.bureau.queries import Wanted, running
from repatria.bureau.services import Piece
from repatria.bureau.tests.conftest import AT, DAY, LATER
from repatria.ledger.models import Entry as Line
from repatria.shared.actors import Actor
from repatria.transmission import services as transmission
from repatria.transmission.models import Incoming


def piece(
    direction: Direction = Direction.IN, kind: Kind = Kind.ENQUIRY, on: date = DAY,
    correspondent: str = "south",
) -> Piece:  # fmt: skip
    return Piece(
        direction=direction, kind=kind, whom=Whom.ORGANISATION,
        correspondent=correspondent, channel=Channel.PAPER, on=on, note="A secret word",
    )  # fmt: skip


def test_whatever_comes_is_entered_even_where_it_cannot_be_read(
    comes: Callable[..., Incoming],
) -> None:
    broken = comes(b'{"about":"persons","rows":[{"row":7}]}')
    letter = comes(b"Dear colleagues, we ask ...")
    notified = comes(b"{}", kind="notification")
    comes(b"{}", kind="list")
    assert broken.state == "refused"
    assert letter.state == "read"
    entries = {one.transmission_ref: one for one in Entry.objects.all()}
    assert set(entries) == {broken.ref, letter.ref, notified.ref}
    assert [one.number for one in Entry.objects.order_by("pk")] == [1, 2, 3]
    assert all(one.is_open for one in entries.values())


def test_what_was_sent_is_entered_too(registrar: Actor) -> None:
    sent = transmission.prepare(
        actor=registrar, to="south", kind="notification", payload=b"{}", at=AT
    )
    entry = queries.entry_of(sent.ref)
    assert (entry.serial, entry.state) == ("OUT-2022-000001", State.CLOSED)
    assert entry.party == "SUDMARK"


def test_numbers_have_no_gap_where_an_act_fails(registrar: Actor) -> None:
    services.enter(actor=registrar, piece=piece(), at=AT)
    enter_and(registrar, piece(), fails=True)
    services.enter(actor=registrar, piece=piece(Direction.OUT), at=AT)
    last = services.enter(actor=registrar, piece=piece(), at=AT)
    following = services.enter(
        actor=registrar, piece=piece(), at=AT + timedelta(days=60)
    )
    assert last.serial == "IN-2022-000002"
    assert following.serial == "IN-2023-000001"


def enter_and(actor: Actor, what: Piece, *, fails: bool) -> None:
    """Enter a piece in an act that is perhaps undone as a whole."""
    with transaction.atomic():
        services.enter(actor=actor, piece=what, at=AT)
        transaction.set_rollback(fails)


@given(acts=st.lists(st.tuples(st.sampled_from(Direction), st.booleans()), max_size=12))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_number_up_to_the_last_is_there(
    registrar: Actor, acts: list[tuple[Direction, bool]]
) -> None:
    with transaction.atomic():
        for direction, fails in acts:
            enter_and(registrar, piece(direction), fails=fails)
        for direction in Direction:
            held = Entry.objects.filter(direction=direction.value)
            numbers = sorted(held.values_list("number", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))
        transaction.set_rollback(True)


def test_a_piece_is_closed_with_an_outcome_and_opened_again(registrar: Actor) -> None:
    entry = services.enter(actor=registrar, piece=piece(kind=Kind.NOTIFICATION), at=AT)
    with pytest.raises(NotClosedError):
        services.reopen(actor=registrar, entry=entry, at=AT)
    services.close(
        actor=registrar, entry=entry, outcome=Outcome.TAKEN_IN, note="filed", at=LATER
    )
    with pytest.raises(NotOpenError):
        services.close(actor=registrar, entry=entry, outcome=Outcome.TAKEN_IN, at=LATER)
    entry.refresh_from_db()
    assert (entry.state, entry.closed_on) == (State.CLOSED, LATER.date())
    services.reopen(actor=registrar, entry=entry, at=LATER)
    entry.refresh_from_db()
    assert (entry.state, entry.closed_on) == (State.OPEN, None)
    assert [note for _event, note in queries.notes_of(entry)] == ["filed", ""]
    assert queries.note_of(entry) == "A secret word"
    assert services.rebuild_states() == 0


def test_no_word_of_a_piece_is_on_the_ledger(registrar: Actor) -> None:
    services.enter(
        actor=registrar, piece=piece(), rows=[{"family": "Kovalenko"}], at=AT
    )
    bodies = " ".join(Line.objects.values_list("body", flat=True))
    assert "IN-2022-000001" in bodies
    assert "secret" not in bodies
    assert "Kovalenko" not in bodies


def test_the_database_refuses_to_rewrite_a_piece(registrar: Actor) -> None:
    entry = services.enter(actor=registrar, piece=piece(), at=AT)
    for column in ("number", "correspondent", "on"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.filter(pk=entry.pk).update(
                **{column: {"on": DAY - timedelta(1)}.get(column, 9)}
            )
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as at,
    ):
        at.execute("DELETE FROM bureau_entry")


@pytest.fixture
def many(registrar: Actor) -> list[Entry]:
    """Enquiries of many days; this bureau means to answer within ten."""
    services.set_policy(actor=registrar, clock=queries.ENQUIRY_CLOCK, days=10, at=AT)
    kinds = (Kind.ENQUIRY, Kind.NOTIFICATION)
    return [
        services.enter(
            actor=registrar,
            piece=piece(list(Direction)[day % 2], kinds[day % 3 == 0],
                        DAY - timedelta(day * 9), ("south", "agency")[day % 4 == 0]),
            at=AT,
        )
        for day in range(14)
    ]  # fmt: skip


@pytest.mark.parametrize("sort", ["newest", "oldest", "due"])
@pytest.mark.parametrize(
    "chosen",
    [{}, {"direction": "in"}, {"kind": "enquiry"}, {"state": "overdue"},
     {"correspondent": "south", "state": "open"}, {"age": "quarter"}],
    ids=str,
)  # fmt: skip
def test_pages_leave_out_nobody_and_repeat_nobody(
    many: list[Entry], sort: str, chosen: dict[str, str]
) -> None:
    wanted = Wanted(**chosen, sort=sort)
    seen: list[int] = []
    after = "start"
    while after:
        page, after = queries.page_of_entries(
            wanted, after="" if after == "start" else after, today=DAY, at_most=3
        )
        seen += [one.pk for one in page]
    held = queries.entries_wanted(wanted, today=DAY)
    held = held.filter(due_on__isnull=False) if sort == "due" else held
    assert len(seen) == len(set(seen))
    assert set(seen) == set(held.values_list("pk", flat=True))
    assert len(many) == 14


def test_ages_add_up_to_what_is_open(many: list[Entry]) -> None:
    del many
    ages = queries.ages_of_open(today=DAY)
    for direction in Direction:
        held = Entry.objects.filter(state=State.OPEN, direction=direction.value)
        counted = [one.came if direction is Direction.IN else one.went for one in ages]
        assert sum(counted) == held.count()
        for age, n in zip(ages, counted, strict=True):
            wanted = Wanted(direction=direction.value, age=age.band.code)
            assert queries.entries_wanted(wanted, today=DAY).count() == n


def test_clocks_of_enquiries_stand_in_two_columns(many: list[Entry]) -> None:
    del many
    ours, theirs = running.two_columns(today=DAY)
    assert {one.owed_by for one in ours} == {"north"}
    assert {one.owed_to for one in theirs} == {"north"}
    late = queries.overdue(Direction.IN, today=DAY)
    assert sum(one.overdue for one in ours) == late.count() > 0
    assert all(one.clock.article == "GC III 122 (7)" for one in ours)


def test_without_a_policy_elapsed_time_is_all_that_is_said(registrar: Actor) -> None:
    services.enter(actor=registrar, piece=piece(on=DAY - timedelta(400)), at=AT)
    [line] = running.two_columns(today=DAY).we_owe
    assert (line.due, line.late(on=DAY), line.waits(on=DAY)) == (None, 0, 400)


def test_families_are_told_together_and_none_is_named(registrar: Actor) -> None:
    for number in range(3):
        of_a_family = Piece(
            direction=Direction.IN, kind=Kind.ENQUIRY, whom=Whom.FAMILY,
            correspondent=f"T-{number}", channel=Channel.PHONE, on=DAY,
        )  # fmt: skip
        services.enter(actor=registrar, piece=of_a_family, at=AT)
    [line] = running.two_columns(today=DAY).we_owe
    assert (line.owed_to, line.count) == (running.FAMILIES, 3)
