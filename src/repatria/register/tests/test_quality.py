"""What is said of the quality of a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from repatria.register.engine.quality import FieldQuality, Quality, quality
from repatria.register.engine.records import ReadList

Reader = Callable[..., ReadList]


def field(found: Quality, name: str) -> FieldQuality:
    return next(one for one in found.fields if one.field == name)


def test_filled_and_missing_values_are_counted(read: Reader) -> None:
    found = quality(read("id,surname,rank\n1,Коваль,\n2,н/д,солдат\n3,Бук,-\n"))
    assert (field(found, "family").filled, field(found, "family").missing) == (2, 1)
    assert (field(found, "rank").filled, field(found, "rank").missing) == (1, 2)


def test_rows_that_stand_twice_are_counted(read: Reader) -> None:
    found = quality(read("id,surname\n1,Коваль\n1,Коваль\n1,Бук\n2,Бук\n1,Коваль\n"))
    assert found.identical == 2
    assert found.repeated_ids == 3


def test_words_of_two_scripts_are_counted(read: Reader) -> None:
    found = quality(read("surname\nКoваль\nКоваль Ivan\nBук\nБук\nKoval\n"))
    assert field(found, "family").mixed_scripts == 2


def test_unreadable_rows_and_blank_lines_are_counted(read: Reader) -> None:
    found = quality(read("id,surname,dob,rank,note\n1,Коваль\n\n2,Бук,1984,,\n,,,,\n"))
    assert (found.rows, found.unreadable, found.blank_lines) == (3, 2, 1)
    assert found.row_faults == {"no-text": 1, "too-few-cells": 1}


def test_faults_of_values_are_counted_by_field(read: Reader) -> None:
    found = quality(read("surname,dob\nКо\u200bваль,31.02.1984\nБук,abc\nГраб,85\n"))
    assert field(found, "family").faults == {"hidden-marks": 1}
    assert field(found, "birth_date").faults == {
        "century-assumed": 1,
        "impossible": 1,
        "unreadable": 1,
    }


BIRTHS = (
    "surname,dob,date of capture\n"
    "a,01.01.1980,01.05.2022\n"
    "b,01.01.2010,01.05.2022\n"
    "c,01.01.1915,01.05.2022\n"
    "d,01.01.1840,01.05.2022\n"
    "e,01.01.2023,01.05.2022\n"
    "f,,01.05.2022\n"
)


def test_births_that_cannot_be_are_counted_against_the_capture(read: Reader) -> None:
    assert field(quality(read(BIRTHS)), "birth_date").faults == {
        "future": 1,
        "too-early": 1,
        "too-old": 2,
        "too-young": 1,
    }


def test_the_day_of_the_list_can_be_given(read: Reader) -> None:
    one = read("surname,dob\na,1990\nb,2004-01-01\nc,1950\n")
    assert field(quality(one), "birth_date").faults == {}
    found = quality(one, as_of=date(2003, 6, 1))
    assert field(found, "birth_date").faults == {"future": 1, "too-young": 1}


def test_a_capture_after_the_day_of_the_list_is_in_the_future(read: Reader) -> None:
    found = quality(read(BIRTHS), as_of=date(2022, 4, 30))
    assert field(found, "captured_on").faults == {"future": 6}


def test_a_list_of_nobody_has_no_faults(read: Reader) -> None:
    found = quality(read("id,surname,dob,captured on\n"))
    assert (found.rows, found.identical, found.repeated_ids) == (0, 0, 0)
    assert all(not one.faults for one in found.fields)


def test_a_list_without_understood_columns_has_no_fields(read: Reader) -> None:
    assert quality(read("foo,bar\nlorem,ipsum\ndolor,sit\n")).fields == ()
