"""Clocks of people: what starts each, what stops it, and against whom it runs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date

import pytest
from django.db import connection
from django.db.models import Value
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from repatria.access.models import Installation
from repatria.bureau import fed, services
from repatria.bureau.core.clocks import Columns, Running
from repatria.bureau.core.pieces import Channel, Direction, Kind, Outcome, Whom
from repatria.bureau.queries import running
from repatria.bureau.queries.people_owed import PERSON_CLOCKS
from repatria.bureau.services import Piece
from repatria.bureau.tests.conftest import AT
from repatria.custody.services import Told, record_statement
from repatria.register.services import person_of
from repatria.rulebook.clocks import load_clock
from repatria.shared.actors import Actor

SIDES = {"NORLAND": "SUDMARK", "SUDMARK": "NORLAND"}
TODAY = AT.date()
# Kind, when, and what it is in particular; a bystander says so unless told otherwise.
Facts = Sequence[tuple[str, str, str]]
Says = Callable[..., str]

CIVILIAN = ("status", "2022-10-01", "civilian")
NOT_POW = ("status", "2022-10-01", "tribunal-not-a-prisoner-of-war")
CARD = ("capture", "2022-10-02", "capture")
MOVED = ("transfer", "2022-11-01", "")
ILL = ("hospital", "2022-11-01", "")
FREE = ("release", "2022-11-01", "")
SEEN = ("seen", "2022-11-01", "witness")
NEW_CARD = ("capture", "2022-11-05", "new-camp")
HEARD = ("seen", "2022-11-05", "letter")
# For each clock: what starts it, which day it leads to, and what stops it.
RUNS: dict[str, tuple[Facts, date | None, tuple[str, str, str]]] = {
    "geneva3.art70.arrival": ([MOVED], date(2022, 11, 8), NEW_CARD),
    "geneva3.art70.change": ([CARD, MOVED], date(2022, 11, 8), NEW_CARD),
    "geneva3.art120": ([("death", "2022-11-01", "")], None, ("death", "2022-11", "")),
    "geneva3.art122.5": ([FREE], None, ("release", "2022-11-03", "")),
    "geneva3.art122.6": ([ILL], date(2022, 11, 8), HEARD),
    "geneva3.art122.9": (
        [("effects", "2022-11-01", "packed"), ("release", "2022-10-20", "")],
        None,
        ("effects", "2022-11-05", "sent-on"),
    ),
    "geneva4.art106.arrival": ([CIVILIAN, MOVED], date(2022, 11, 8), NEW_CARD),
    "geneva4.art106.change": ([CIVILIAN, CARD, ILL], date(2022, 11, 8), NEW_CARD),
    "geneva4.art136": ([CIVILIAN, SEEN], date(2022, 11, 15), MOVED),
    "geneva4.art136.change": ([CIVILIAN, FREE], None, ("release", "2022-11-03", "")),
    "geneva4.art138": ([CIVILIAN, ILL], date(2022, 11, 8), HEARD),
    "protocol1.art33": ([NOT_POW, SEEN], date(2022, 11, 15), MOVED),
}


@pytest.fixture
def says(registrar: Actor) -> Says:
    """Return what records facts about somebody whom a party holds; gives the case."""

    def said(
        holder: str, facts: Facts, *, case_ref: str = "", voice: str = "neutral"
    ) -> str:
        for kind, happened_on, detail in facts:
            told = Told(
                kind=kind, voice=voice, sender="somebody", detail=detail,
                happened_on=happened_on, said_on="2022-11-20",
                holder=holder, home=SIDES[holder],
                person={"family": "Коваленко", "given": "Іван"},
            )  # fmt: skip
            made = record_statement(
                actor=registrar, told=told, received_on=TODAY, at=AT, case_ref=case_ref
            )
            case_ref = case_ref or person_of(made.record).case_ref
        return case_ref

    return said


def runs(clock: str, column: Sequence[Running]) -> list[Running]:
    return [one for one in column if one.clock.id == clock]


def told(column: Sequence[Running]) -> list[tuple[object, ...]]:
    return [(one.clock.id, one.count, one.since, one.due, one.overdue)
            for one in column]  # fmt: skip


@pytest.mark.parametrize("clock", RUNS)
def test_the_clock_runs_for_either_side_alike_until_what_stops_it(
    says: Says, clock: str
) -> None:
    facts, due, end = RUNS[clock]
    cases = {holder: says(holder, facts) for holder in SIDES}
    ours, theirs = running.two_columns(today=TODAY)
    assert told(ours) == told(theirs)
    [line] = runs(clock, theirs)
    assert (line.count, line.since, line.due) == (1, date(2022, 11, 1), due)
    says("SUDMARK", [end], case_ref=cases["SUDMARK"], voice="holder")
    ours, theirs = running.two_columns(today=TODAY)
    assert runs(clock, theirs) == []
    assert len(runs(clock, ours)) == 1


def test_every_clock_of_people_is_tried() -> None:
    assert {*RUNS, "geneva3.art122.2"} == set(PERSON_CLOCKS)


def test_what_we_owe_is_what_the_other_sides_bureau_is_owed(
    says: Says, as_party: Installation
) -> None:
    for holder, facts in (
        ("NORLAND", [CIVILIAN, ILL]), ("SUDMARK", [CARD, ILL]), ("SUDMARK", [FREE]),
        ("NORLAND", [MOVED]), ("SUDMARK", [("death", "2022-11", "")]),
    ):  # fmt: skip
        says(holder, facts)
    north = running.two_columns(today=TODAY)
    assert all(north)
    Installation.objects.filter(pk=as_party.pk).update(code="south", party="SUDMARK")
    assert running.two_columns(today=TODAY) == Columns(north.owed_to_us, north.we_owe)


def test_of_a_month_its_last_day_counts_and_in_doubt_nobody_is_late(
    says: Says,
) -> None:
    says("SUDMARK", [("transfer", "2022-09", "")])
    says("SUDMARK", [("transfer", "", "")])
    [line] = runs("geneva3.art70.arrival", running.two_columns(today=TODAY).owed_to_us)
    assert (line.count, line.since) == (1, date(2022, 9, 30))
    assert line.due == date(2022, 10, 7)


def test_what_is_owed_after_two_weeks_is_not_owed_before_and_is_never_late(
    says: Says,
) -> None:
    says("SUDMARK", [CIVILIAN, ("seen", "2022-11-10", "witness")])
    assert running.two_columns(today=TODAY).owed_to_us == []
    [line] = running.two_columns(today=date(2022, 12, 25)).owed_to_us
    assert (line.overdue, line.late(on=date(2022, 12, 25))) == (0, 0)


def notification(who: str, on: date) -> Piece:
    return Piece(
        direction=Direction.IN, kind=Kind.NOTIFICATION, whom=Whom.ORGANISATION,
        correspondent="south", party=who, channel=Channel.PAPER, on=on,
    )  # fmt: skip


def test_what_our_own_authorities_notified_is_owed_until_it_is_passed_on(
    registrar: Actor,
) -> None:
    services.enter(actor=registrar, piece=notification("SUDMARK", TODAY), at=AT)
    assert running.two_columns(today=TODAY).we_owe == []
    entry = services.enter(
        actor=registrar, piece=notification("NORLAND", date(2022, 11, 14)), at=AT
    )
    [line] = running.two_columns(today=TODAY).we_owe
    assert (line.clock.id, line.count, line.waits(on=TODAY)) == (
        "geneva3.art122.3", 1, 10,
    )  # fmt: skip
    services.close(actor=registrar, entry=entry, outcome=Outcome.TAKEN_IN, at=AT)
    assert running.two_columns(today=TODAY).we_owe == []


def test_a_later_room_feeds_its_clocks_and_winds_up_those_of_the_sick(
    desk: Client, says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("repatria.bureau.fed._sources", [])
    monkeypatch.setattr("repatria.bureau.fed._reports", [])
    monthly = load_clock("geneva3.art31")
    assert monthly.id not in running.started_here()
    line = Running(monthly, "NORLAND", "SUDMARK", 3, date(2022, 11, 1), None)

    def inspections(today: date, hidden: Collection[str]) -> list[Running]:
        assert today >= TODAY
        assert not hidden
        return [line]

    for _time in range(2):
        fed.provide(inspections, clocks=[monthly.id])
    assert monthly.id in running.started_here()
    says("SUDMARK", [ILL])
    fed.provide_report(reported)
    fed.provide_report(reported)
    ours, theirs = running.two_columns(today=TODAY)
    assert ours.count(line) == 1
    [ill] = runs("geneva3.art122.6", theirs)
    assert ill.since == date(2022, 11, 20)
    assert "GC III 31" in desk.get(reverse("bureau:clocks")).content.decode()


def reported(person: str) -> Value:
    assert person
    return Value("2022-11-20")


def test_as_much_is_asked_for_many_people_as_for_one(says: Says) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            running.two_columns(today=TODAY)
        return len(queries)

    for holder in SIDES:
        says(holder, [CARD, ILL])
    few = asked()
    for _time in range(4):
        for holder in SIDES:
            says(holder, [CARD, ILL])
    assert asked() == few > 0


def test_clocks_are_worked_out_again_once_somebody_did_something(
    desk: Client, says: Says, queries_for: Callable[[Client, str], int]
) -> None:
    says("SUDMARK", [CARD, ILL])
    with CaptureQueriesContext(connection) as queries:
        desk.get(reverse("bureau:clocks"))
    afresh = len(queries)
    assert 2 * queries_for(desk, reverse("bureau:clocks")) < afresh
    for _time in range(2):
        before = running.columns_now(today=TODAY)
        assert before == running.two_columns(today=TODAY)
        says("SUDMARK", [CARD, ILL])
    assert running.columns_now(today=TODAY) != before


def test_clocks_that_nothing_starts_are_named_apart_with_their_rules(
    desk: Client,
) -> None:
    page = desk.get(reverse("bureau:clocks")).content.decode()
    running_here, _summary, resting = page.partition("do not run here yet")
    assert resting
    for clock in ("geneva3.art104", "geneva3.annex1.IB5", "protocol1.art34.3"):
        assert clock not in running_here
        assert clock in resting
    assert "not before" in resting
    for clock in RUNS:
        assert clock in running_here
