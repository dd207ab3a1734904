"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from repatria.shared.dates import (
    FAULTS,
    DateOrder,
    PartialDate,
    infer_order,
    read_date,
    read_date_with_fault,
)

THE_DAY = PartialDate(1984, 5, 9)
days = st.dates(min_value=date(1850, 1, 1), max_value=date(2029, 12, 31))


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("1984-05-09", id="ISO"),
        pytest.param("1984/5/9", id="year first with strokes"),
        pytest.param("1984.05.09", id="year first with stops"),
        pytest.param("09.05.1984", id="stops"),
        pytest.param("9/5/1984", id="strokes, one digit"),
        pytest.param(" 09 . 05 . 1984 ", id="spaced out"),
        pytest.param("09.05.84", id="two-digit year"),
        pytest.param("84-05-09", id="two-digit year first"),
        pytest.param("9 травня 1984 р.", id="Ukrainian"),
        pytest.param("9 мая 1984 г.", id="Russian"),
        pytest.param("9 мая 1984 года", id="Russian with the word year"),
        pytest.param("May 9, 1984", id="English, month first"),
        pytest.param("9th May 1984", id="English ordinal"),
        pytest.param("09-May-84", id="English, short"),
        pytest.param("9. Mai 1984", id="German"),
        pytest.param("le 9 mai 1984", id="French"),
        pytest.param("9 maja 1984 r.", id="Polish"),
        pytest.param("9.V.1984", id="Roman month"),
        pytest.param("30811", id="serial of a spreadsheet"),
        pytest.param("30811.0", id="serial that became a fraction"),
        pytest.param("19840509", id="eight digits"),
        pytest.param("09051984", id="eight digits, day first"),
        pytest.param("090584", id="six digits"),
        pytest.param("1984-05-09 00:00:00", id="date and time"),
        pytest.param("1984-05-09T00:00:00Z", id="date and time of a machine"),
        pytest.param("09.05.1984 14:30", id="day first and time"),
        pytest.param("09.05.1984 р.н.", id="born, Ukrainian"),
        pytest.param("09.05.1984г.р.", id="born, Russian"),
        pytest.param("09—05—1984", id="long dashes"),
        pytest.param("０９．０５．１９８４", id="full-width digits"),
        pytest.param("\u202e09.05.1984\u200b", id="invisible marks"),
        pytest.param("٠٩.٠٥.١٩٨٤", id="Arabic digits"),
    ],
)
def test_the_ninth_of_may_is_read_however_written(written: str) -> None:
    assert read_date_with_fault(written) == (THE_DAY, "")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("", PartialDate(), id="blank is unknown, not today"),
        pytest.param("-", PartialDate(), id="a dash is unknown"),
        pytest.param("невідомо", PartialDate(), id="unknown in words"),
        pytest.param("0000-00-00", PartialDate(), id="zeros are unknown"),
        pytest.param("1984", PartialDate(1984), id="year alone"),
        pytest.param("1984-05-??", PartialDate(1984, 5), id="day unknown"),
        pytest.param("??.05.1984", PartialDate(1984, 5), id="day unknown in front"),
        pytest.param("00.05.1984", PartialDate(1984, 5), id="day zero"),
        pytest.param("xx.05.1984", PartialDate(1984, 5), id="day crossed out"),
        pytest.param("хх.хх.1984", PartialDate(1984), id="crossed out in Cyrillic"),
        pytest.param("05.1984", PartialDate(1984, 5), id="month and year"),
        pytest.param("травень 1984", PartialDate(1984, 5), id="month in words"),
        pytest.param("9 травня", PartialDate(0, 5, 9), id="year unknown"),
        pytest.param("09.05.????", PartialDate(0, 5, 9), id="year marked unknown"),
        pytest.param(
            "близько 1985", PartialDate(1985, approximate=True), id="about, uk"
        ),
        pytest.param(
            "около 1985 г.", PartialDate(1985, approximate=True), id="about, ru"
        ),
        pytest.param("ca. 1985", PartialDate(1985, approximate=True), id="circa"),
        pytest.param("прибл. 1985", PartialDate(1985, approximate=True), id="approx."),
        pytest.param("1985?", PartialDate(1985, approximate=True), id="doubted"),
        pytest.param(
            "09.05.1984 ?", PartialDate(1984, 5, 9, approximate=True), id="day doubted"
        ),
        pytest.param("198?", PartialDate(1985, approximate=True), id="decade: middle"),
        pytest.param("1984-1986", PartialDate(1984, approximate=True), id="range"),
        pytest.param("05/09/84", PartialDate(1984, 9, 5), id="two digits: 1900s"),
        pytest.param("12.03.22", PartialDate(2022, 3, 12), id="two digits: 2000s"),
    ],
)
def test_unknown_parts_stay_unknown(written: str, meant: PartialDate) -> None:
    assert read_date_with_fault(written) == (meant, "")


@pytest.mark.parametrize(
    ("written", "meant", "fault"),
    [
        pytest.param(
            "31.02.1980", PartialDate(1980, 2), "impossible", id="no such day"
        ),
        pytest.param(
            "29.02.1981", PartialDate(1981, 2), "impossible", id="no leap year"
        ),
        pytest.param("1984-13-09", PartialDate(1984), "impossible", id="no such month"),
        pytest.param(
            "13.13.1984", PartialDate(1984), "impossible", id="thirteen twice"
        ),
        pytest.param("99.99.9999", PartialDate(), "impossible", id="nothing possible"),
        pytest.param("09.05.0984", PartialDate(0, 5, 9), "impossible", id="year 984"),
        pytest.param("abc", PartialDate(), "unreadable", id="no date at all"),
        pytest.param("09.05.1984.1", PartialDate(), "unreadable", id="four numbers"),
        pytest.param(
            "1 2 травня 3", PartialDate(), "unreadable", id="three and a month"
        ),
        pytest.param("123456789", PartialDate(), "unreadable", id="too many digits"),
        pytest.param("1984 Львів", PartialDate(1984), "unclear", id="other words"),
        pytest.param(
            "85", PartialDate(1985, approximate=True), "century-assumed", id="85 alone"
        ),
        pytest.param("около 40 лет", PartialDate(), "unreadable", id="an age"),
        pytest.param("вік: 40", PartialDate(), "unreadable", id="an age behind"),
        pytest.param(
            "25 років, 09.05.1984", PartialDate(1984, 5, 9), "unclear", id="both"
        ),
        pytest.param("9.5.84 (38 лет)", PartialDate(1984, 5, 9), "unclear", id="then"),
        pytest.param("2 половина 1990", PartialDate(1990), "unclear", id="half a year"),
        pytest.param("1-я пол. мая 1984", PartialDate(1984, 5), "unclear", id="half"),
        pytest.param(
            "05/23/1984", PartialDate(1984, 5, 23), "other-order", id="turned"
        ),
    ],
)
def test_what_cannot_be_is_dropped_and_said(
    written: str, meant: PartialDate, fault: str
) -> None:
    assert read_date_with_fault(written) == (meant, fault)


def test_the_order_of_a_column_settles_what_could_be_both() -> None:
    assert read_date("05/09/1984", order=DateOrder.DAY_FIRST).month == 9
    assert read_date("05/09/1984", order=DateOrder.MONTH_FIRST).month == 5


@pytest.mark.parametrize(
    ("column", "order"),
    [
        pytest.param(["05/23/1984", "01/02/90"], DateOrder.MONTH_FIRST, id="American"),
        pytest.param(
            ["23.05.1984", "05/23/1984", "31.1.90"], DateOrder.DAY_FIRST, id="most"
        ),
        pytest.param(["01/02/1990"], DateOrder.DAY_FIRST, id="no evidence"),
        pytest.param([], DateOrder.DAY_FIRST, id="no dates"),
        pytest.param(["1984-05-23"], DateOrder.DAY_FIRST, id="ISO says nothing"),
    ],
)
def test_the_order_is_found_out_from_the_column(
    column: list[str], order: DateOrder
) -> None:
    assert infer_order(column) is order


def test_a_given_latest_year_moves_the_century() -> None:
    assert read_date("01.02.15", latest_year=1918).year == 1915
    assert read_date("01.02.19", latest_year=1918).year == 1819
    assert read_date("01.02.15").year == 2015


@given(days)
def test_iso_dates_come_back_whole(day: date) -> None:
    meant = PartialDate(day.year, day.month, day.day)
    assert read_date_with_fault(day.isoformat()) == (meant, "")


@given(days, st.sampled_from(DateOrder))
def test_a_day_written_in_an_order_is_read_in_it(day: date, order: DateOrder) -> None:
    pattern = "%d.%m.%Y" if order is DateOrder.DAY_FIRST else "%m/%d/%Y"
    assert read_date(day.strftime(pattern), order=order) == PartialDate(
        day.year, day.month, day.day
    )


@given(st.text() | st.text("0123456789.-/?xх ~ТравMAYрг", max_size=25))
@example("²")
@example("9" * 5000)
@example("0" * 60 + ".")
@example("x.x.x.x.1984")
def test_any_text_gives_a_date_that_can_be(written: str) -> None:
    for order in DateOrder:
        when, fault = read_date_with_fault(written, order=order)
        assert fault in {"", *FAULTS}
        assert not when.year or 1800 <= when.year <= 2100
        date(when.year or 2000, when.month or 1, when.day or 1)
        assert when.month or not when.day
