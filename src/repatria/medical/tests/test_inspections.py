"""Monthly inspections: recorded, weighed, and missed where a month has passed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from repatria.bureau.core.clocks import Running
from repatria.bureau.queries import running
from repatria.custody.services import Told, record_statement
from repatria.ledger.models import Entry
from repatria.medical import erasing
from repatria.medical.core.errors import NotYetError, WeightImpossibleError
from repatria.medical.core.inspection_file import read_rows
from repatria.medical.core.inspections import Seen, gaps, weight
from repatria.medical.core.weight_line import HEIGHT, WIDTH, drawn
from repatria.medical.models import Inspection
from repatria.medical.queries.inspections import inspections_of
from repatria.medical.services import (
    Inspected,
    record_inspections,
    take_back_inspection,
)
from repatria.medical.tests.conftest import AT, DOCTOR, SIDES, TODAY, many
from repatria.register.core.case_numbers import is_ref
from repatria.rulebook.clocks import load_clock
from repatria.rulebook.core.clock import months_later

MONTHLY = load_clock("geneva3.art31")
# Pages look at the clock on the wall.
NOW = datetime.now(UTC)  # noqa: TID251
FOUR_MONTHS_AGO = months_later(NOW.date(), -4)
LATE = (NOW.date() - months_later(FOUR_MONTHS_AGO, 1)).days
JULY, AUGUST = date(2022, 7, 16), date(2022, 8, 16)


def seen(*days: date) -> list[Seen]:
    return [Seen(day, day) for day in days]


def inspect(case_ref: str, on: str, kg: str = "", **more: str) -> Inspection:
    told = Inspected(case_ref=case_ref, on=on, by="camp doctor", kg=weight(kg), **more)
    return record_inspections(actor=DOCTOR, told=[told], at=NOW)[0]


def monthly(column: Sequence[Running]) -> list[Running]:
    return [one for one in column if one.clock.id == MONTHLY.id]


# --- Arithmetic -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "today", "found"),
    [
        pytest.param([JULY, AUGUST], None, [], id="a month to the day"),
        pytest.param([JULY, AUGUST + timedelta(days=1)], None, [1], id="a day more"),
        pytest.param([JULY, date(2022, 11, 16)], None, [4], id="four months"),
        pytest.param([JULY], date(2022, 11, 16), [4], id="four months until today"),
        pytest.param([JULY], None, [], id="nothing is owed any more"),
        pytest.param([], date(2022, 11, 16), [], id="nothing is known"),
        pytest.param([date(2022, 1, 31)], date(2022, 2, 28), [], id="a short month"),
    ],
)
def test_a_gap_is_more_than_a_month(
    days: list[date], today: date | None, found: list[int]
) -> None:
    assert [gap.months for gap in gaps(seen(*days), MONTHLY, today=today)] == found


def test_of_a_month_without_a_day_the_gap_is_the_shortest_it_can_be() -> None:
    july = Seen(date(2022, 7, 1), date(2022, 7, 31))
    august = Seen(date(2022, 8, 1), date(2022, 8, 31))
    assert gaps([july, august], MONTHLY, today=None) == []
    [gap] = gaps([july, Seen(date(2022, 9, 1), date(2022, 9, 30))], MONTHLY, today=None)
    assert (gap.since, gap.to, gap.months) == (date(2022, 7, 31), date(2022, 9, 1), 1)


_DAYS = st.dates(date(2022, 1, 1), date(2023, 12, 31))
_SEEN = st.lists(
    st.builds(
        lambda day, kg: Seen(day, day, kg),
        _DAYS,
        st.none() | st.decimals(20, 200, places=1),
    ),
    max_size=20,
)


@given(_SEEN)
def test_the_order_of_entry_changes_nothing_and_nothing_is_drawn_outside(
    told: list[Seen],
) -> None:
    today = date(2024, 6, 1)
    found = gaps(told, MONTHLY, today=today)
    assert found == gaps(told[::-1], MONTHLY, today=today)
    assert bool(found) is bool(told)
    picture = drawn(told, found)
    assert (picture is None) == (len({one.last for one in told}) < 2)
    for point in picture.points if picture else ():
        assert 0 <= point.x <= WIDTH
        assert 0 <= point.y <= HEIGHT


@pytest.mark.parametrize("written", ["", "?", " "])
def test_a_weight_may_be_unknown(written: str) -> None:
    assert weight(written) is None


@pytest.mark.parametrize("written", ["7", "0", "-60", "1e9", "NaN", "sixty", "60 61"])
def test_a_weight_that_nobody_has_is_refused(written: str) -> None:
    with pytest.raises(WeightImpossibleError):
        weight(written)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"\xff\xfe", "UTF-8", id="no text"),
        pytest.param(b"person,day\nR-1,2022-07\n", "columns", id="other columns"),
        pytest.param(b"case,on,by\n", "Row 1", id="no row"),
        pytest.param(b"case,on,by\nR-1,2022-07,d\nR-2,,d\n", "Row 2", id="no day"),
        pytest.param(b"case,on,by\nR-1,soon,doctor\n", "no day", id="no date"),
        pytest.param(b"case,on,by,weight_kg\nR-1,2022-07,d,5\n", "weighs", id="weight"),
    ],
)  # fmt: skip
def test_a_file_of_which_a_row_is_no_use_is_refused_whole(
    content: bytes, says: str
) -> None:
    with pytest.raises(Exception, match=says):
        read_rows(content)


# --- Recording ------------------------------------------------------------------

db = pytest.mark.django_db


@db
def test_weights_lie_sealed_and_the_ledger_says_only_that_it_was(
    cases: list[str],
) -> None:
    row = inspect(cases[0], "2022-07-16", "58.3", words="CANARY cough")
    assert is_ref(row.ref, "M")
    assert b"58.3" not in bytes(row.sealed_found)
    assert b"CANARY" not in bytes(row.sealed_found)
    said = "".join(Entry.objects.values_list("body", flat=True))
    assert row.ref in said
    assert "58.3" not in said
    assert "CANARY" not in said
    [told] = inspections_of(cases[0])
    assert (told.kg, told.words) == (Decimal("58.3"), "CANARY cough")


@db
def test_an_inspection_is_never_edited_and_only_taken_back(cases: list[str]) -> None:
    row = inspect(cases[0], "2022-07-16")
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.objects.update(place="Camp 9")
    take_back_inspection(actor=DOCTOR, inspection=row, reason="another man", at=AT)
    assert inspections_of(cases[0]) == []
    assert Inspection.objects.count() == 1
    with pytest.raises(Exception, match="taken back before"):
        take_back_inspection(actor=DOCTOR, inspection=row, reason="again", at=AT)
    assert inspect(cases[0], "2022-07-16").pk != row.pk


@db
def test_of_several_all_are_recorded_or_none(cases: list[str]) -> None:
    told = [Inspected(case, on="2022-07-16", by="camp doctor") for case in cases]
    tomorrow = Inspected(cases[0], on="2022-11-17", by="camp doctor")
    with pytest.raises(NotYetError):
        record_inspections(actor=DOCTOR, told=[*told, tomorrow], at=AT)
    assert not Inspection.objects.exists()
    assert len(record_inspections(actor=DOCTOR, told=told, at=AT)) == 3


@db
def test_erasing_somebody_destroys_what_was_found(cases: list[str]) -> None:
    for case in cases[:2]:
        inspect(case, "2022-07-16", "58.3")
    assert erasing.let_go(records=[], case_refs=cases[:1], at=AT) == 1
    assert inspections_of(cases[0]) == []
    assert len(inspections_of(cases[1])) == 1


# --- Clocks ---------------------------------------------------------------------


@db
@pytest.mark.usefixtures("as_party")
def test_the_month_runs_for_either_side_alike(listed: Callable[..., list[str]]) -> None:
    for holder in SIDES:
        first, second = listed(2, holder=holder)
        inspect(first, "2022-07-16")
        inspect(second, "2022-11-10")
    ours, theirs = running.two_columns(today=TODAY)
    for [line], holder in ((monthly(ours), "NORLAND"), (monthly(theirs), "SUDMARK")):
        assert (line.owed_by, line.count, line.overdue) == (holder, 2, 1)
        assert (line.since, line.due) == (JULY, AUGUST)
        assert line.late(on=TODAY) == 92


@db
def test_the_month_stops_with_the_captivity_and_not_before(cases: list[str]) -> None:
    inspect(cases[0], "2022-07-16")
    for happened_on, runs in (("2022-06-01", True), ("2022-10-01", False)):
        told = Told(
            kind="release", voice="holder", sender="SUDMARK", holder="SUDMARK",
            home="NORLAND", happened_on=happened_on, said_on="2022-11-01",
        )  # fmt: skip
        record_statement(
            actor=DOCTOR, told=told, received_on=TODAY, at=AT, case_ref=cases[0]
        )
        theirs = running.two_columns(today=TODAY).owed_to_us
        assert bool(monthly(theirs)) is runs


@db
def test_whoever_is_hidden_is_not_counted(cases: list[str]) -> None:
    for case in cases:
        inspect(case, "2022-07-16")
    [line] = monthly(running.two_columns(today=TODAY, hidden=cases[:1]).owed_to_us)
    assert line.count == 2
    assert running.two_columns(today=TODAY, hidden=cases).owed_to_us == []


@db
def test_an_inspection_winds_up_the_weekly_clock_of_the_sick(cases: list[str]) -> None:
    told = Told(
        kind="hospital", voice="neutral", sender="somebody", holder="SUDMARK",
        home="NORLAND", happened_on="2022-11-01", said_on="2022-11-01",
    )  # fmt: skip
    record_statement(
        actor=DOCTOR, told=told, received_on=TODAY, at=AT, case_ref=cases[0]
    )

    def since() -> list[date]:
        lines = running.two_columns(today=TODAY).owed_to_us
        return [one.since for one in lines if one.clock.id == "geneva3.art122.6"]

    assert since() == [date(2022, 11, 1)]
    row = inspect(cases[0], "2022-11-12")
    assert since() == [date(2022, 11, 12)]
    take_back_inspection(actor=DOCTOR, inspection=row, reason="another man", at=AT)
    assert since() == [date(2022, 11, 1)]


@db
def test_as_much_is_asked_for_many_people_as_for_one(cases: list[str]) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            running.two_columns(today=TODAY)
        return len(queries)

    inspect(cases[0], "2022-07-16")
    few = asked()
    for case in cases[1:]:
        inspect(case, "2022-07-16")
    assert asked() == few


# --- Pages ----------------------------------------------------------------------


@db
def test_a_whole_list_is_entered_at_once_and_the_gap_of_four_months_is_seen(
    doctor: Client, cases: list[str]
) -> None:
    for case in cases:
        inspect(case, f"{FOUR_MONTHS_AGO}", "60")
    today = doctor.get("/").content.decode()
    assert "3 monthly inspections are overdue" in today
    page = doctor.get("/health/inspections/?place=Camp+8").content.decode()
    assert page.count(f"{LATE} days late") == 3
    answers = {"on": f"{NOW.date()}", "by": "camp doctor", "place": "Camp 8"}
    answer = doctor.post(
        "/health/inspections/?place=Camp+8", answers | many(cases, ["51.5", "?", ""])
    )
    assert answer.status_code == 302
    assert Inspection.objects.filter(on=f"{NOW.date()}").count() == 2
    page = doctor.get(f"/health/{cases[0]}/").content.decode()
    assert "A gap of 4 whole months" in page
    assert "51.5" in page
    assert "<polyline" in page
    assert "1 monthly inspection is overdue" in doctor.get("/").content.decode()


@db
def test_a_weight_that_cannot_be_names_the_row_and_nothing_is_written(
    doctor: Client, cases: list[str]
) -> None:
    answers = {"on": f"{NOW.date()}", "by": "camp doctor"} | many(
        cases, ["51", "5", ""]
    )
    answer = doctor.post("/health/inspections/", answers)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#kg-{cases[1]}"' in page
    assert "A weight of 5 kg cannot be" in page
    nobody = doctor.post("/health/inspections/", {"on": "2022-11", "by": "doctor"})
    assert "Nobody is ticked" in nobody.content.decode()
    later = {
        "on": f"{NOW.date() + timedelta(days=1)}",
        "by": "doctor",
        f"seen-{cases[0]}": "on",
    }
    assert "has not come yet" in doctor.post(
        "/health/inspections/", later
    ).content.decode()  # fmt: skip
    assert not Inspection.objects.exists()


@db
def test_a_file_is_recorded_for_assigned_cases_alone(
    doctor: Client, cases: list[str], listed: Callable[..., list[str]]
) -> None:
    [other] = listed(1, mark="X")

    def sent(*rows: str) -> Any:
        content = "\n".join(["case;on;weight_kg;by", *rows]).encode()
        file = SimpleUploadedFile("july.csv", content)
        return doctor.post("/health/inspections/file/", {"file": file})

    good = f"{cases[0]};{FOUR_MONTHS_AGO};58,5;camp doctor"
    for theirs in (other, "R-00000000"):
        answer = sent(good, f"{theirs};{FOUR_MONTHS_AGO};;camp doctor")
        assert answer.status_code == 422
        assert "Row 2" in answer.content.decode()
    assert not Inspection.objects.exists()
    assert sent(good).status_code == 302
    assert inspections_of(cases[0])[0].source_ref == "july.csv"


@db
def test_an_inspection_is_taken_back_on_its_page(
    doctor: Client, cases: list[str], signed_in: Callable[..., Client]
) -> None:
    form = {
        "on": f"{FOUR_MONTHS_AGO}",
        "by": "camp doctor",
        "kg": "58",
        "words": "a cough",
    }
    answer = doctor.post(f"/health/{cases[0]}/inspection/", form)
    assert answer.status_code == 302
    address = f"/health/inspections/{Inspection.objects.get().ref}/take-back/"
    assert address in doctor.get(f"/health/{cases[0]}/").content.decode()
    colleague = signed_in("clinician")
    assert colleague.get(address).status_code == 404
    assert doctor.post(address, {"reason": ""}).status_code == 422
    assert doctor.post(address, {"reason": "another man"}).status_code == 302
    assert "a cough" not in doctor.get(f"/health/{cases[0]}/").content.decode()


@db
def test_the_page_of_deadlines_leads_to_whom_the_month_runs_for(
    cases: list[str], signed_in: Callable[..., Client]
) -> None:
    inspect(cases[0], f"{FOUR_MONTHS_AGO}", "60")
    desk = signed_in("registrar")
    address = "/bureau/clocks/geneva3.art31/SUDMARK/NORLAND/"
    page = desk.get("/bureau/clocks/").content.decode()
    assert address in page
    held = desk.get(address).content.decode()
    assert cases[0] in held
    assert f"{LATE} days late" in held
    assert "60" not in held.partition("<main")[2].replace(cases[0], "")
    assert desk.get(address.replace("NORLAND", "-")).status_code == 404
