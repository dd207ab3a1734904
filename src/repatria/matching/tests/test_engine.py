"""How two statements of one field compare, and which rows are compared at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from repatria.matching.core.model import ladder_named
from repatria.matching.engine.candidates import candidates_between
from repatria.matching.engine.duplicates import copies
from repatria.matching.engine.features import Features
from repatria.matching.engine.keys import COARSE, RARE
from repatria.matching.engine.levels import compared, measure, measured_fields
from repatria.matching.engine.prepare import prepared
from repatria.matching.tests.lists import Person, list_of

NOBODY: Person = {"family": "Ґудзенко", "given": "Ярема"}


def features_of(folder: Path, *sides: Sequence[Person]) -> Features:
    lists = [
        list_of(folder, people, name=f"{number}.csv")
        for number, people in enumerate(sides)
    ]
    return prepared(*lists)


def level(folder: Path, field: str, left: Person, right: Person) -> str:
    """Return the code of the level that two people reach, ``""`` if unknown."""
    features = features_of(folder, [left], [right])
    one, other = np.array([0], dtype=np.int32), np.array([1], dtype=np.int32)
    levels = compared(features, one, other, features.fields)
    measure(measured_fields(features), levels, one, other)
    step = int(levels[field][0])
    return ladder_named(field).levels[step - 1].code if step else ""


def field_level(folder: Path, field: str, left: str, right: str) -> str:
    """Compare one field of two people who share everything else."""
    found = level(folder, field, {**NOBODY, field: left}, {**NOBODY, field: right})
    turned = level(folder, field, {**NOBODY, field: right}, {**NOBODY, field: left})
    assert found == turned
    return found


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        pytest.param("Шевченко", "Shevchenko", "same", id="English"),
        pytest.param("Шевченко", "Schewtschenko", "same", id="German"),
        pytest.param("Шевченко", "ШЕВЧЕНКО", "same", id="capitals"),
        pytest.param("Шевченко", "Шeвчeнкo", "same", id="mixed scripts"),
        pytest.param("Вишневський", "Вишневская", "same", id="a woman's ending"),
        pytest.param("Шевченко", "Шевчинко", "spelling", id="another vowel"),
        pytest.param("Шевченко", "Шевпенко", "slip", id="one letter"),
        pytest.param("Коваль-Бойко", "Бойко", "partly", id="half of a double name"),
        pytest.param("Шевченко", "Шевчук", "partly", id="alike in part"),
        pytest.param("Шевченко", "Бондар", "differs", id="another name"),
        pytest.param("Шевченко", "", "", id="blank"),
    ],
)
def test_family_names(tmp_path: Path, left: str, right: str, code: str) -> None:
    assert field_level(tmp_path, "family", left, right) == code


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        pytest.param("Микола", "Mykola", "same", id="another script"),
        pytest.param("Микола", "Коля", "variant", id="short form"),
        pytest.param("Микола", "Николай", "variant", id="another language"),
        pytest.param("Микола", "М.", "initial", id="initial"),
        pytest.param("Микола", "П.", "differs", id="another initial"),
        pytest.param("Володимир", "Воломимир", "slip", id="slip"),
        pytest.param("Микола", "Остап", "differs", id="another name"),
        pytest.param("Микола", "", "", id="blank"),
    ],
)
def test_given_names(tmp_path: Path, left: str, right: str, code: str) -> None:
    assert field_level(tmp_path, "given", left, right) == code


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        pytest.param("Миколайович", "Mykolaiovych", "same", id="another script"),
        pytest.param("Миколайович", "Николаевич", "variant", id="another language"),
        pytest.param("Миколайович", "Миколаївна", "variant", id="a woman's"),
        pytest.param("Миколайович", "М.", "initial", id="initial"),
        pytest.param("Миколайович", "Остапович", "differs", id="another name"),
    ],
)
def test_patronymics(tmp_path: Path, left: str, right: str, code: str) -> None:
    assert field_level(tmp_path, "patronymic", left, right) == code


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(
            {"family": "Пилипчук", "given": "Ярема"},
            {"family": "Ярема", "given": "Пилипчук"},
            id="both names unknown to us",
        ),
        pytest.param(
            {"family": "Шевченко", "given": "Микола"},
            {"family": "Mykola", "given": "Shevchenko"},
            id="a known given name",
        ),
    ],
)
def test_names_in_each_others_column(
    tmp_path: Path, left: Person, right: Person
) -> None:
    """Put back where a name is known, else noticed."""
    for field in ("family", "given"):
        assert level(tmp_path, field, left, right) in {"same", "swapped"}
        assert level(tmp_path, field, right, left) in {"same", "swapped"}


def test_a_name_in_one_column_is_compared_with_a_name_in_three(tmp_path: Path) -> None:
    left = {"full_name": "Шевченко Микола Остапович"}
    right = {"family": "Shevchenko", "given": "Mykola", "patronymic": "Ostapovych"}
    for field in right:
        assert level(tmp_path, field, left, right) == "same"


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        pytest.param("09.05.1984", "1984-05-09", "same", id="notations"),
        pytest.param("09.05.1984", "9 травня 1984", "same", id="a month in words"),
        pytest.param("09.05.1984", "05.09.1984", "swapped", id="day and month"),
        pytest.param("09.05.1984", "19.05.1984", "slip", id="one digit of the day"),
        pytest.param("09.05.1984", "09.06.1984", "slip", id="another month"),
        pytest.param("09.05.1984", "09.05.1985", "slip", id="a year later"),
        pytest.param(
            "09.05.1984", "09.05.1948", "slip", id="digits of the year turned"
        ),
        pytest.param("09.05.1984", "??.05.1984", "month", id="day unknown"),
        pytest.param("09.05.1984", "1984", "year", id="year alone"),
        pytest.param("1984", "1984", "year", id="both a year alone"),
        pytest.param("09.05.1984", "21.11.1984", "same_year", id="another day"),
        pytest.param("09.05.1984", "21.11.1985", "near", id="year plus one"),
        pytest.param("09.05.1984", "21.11.1983", "near", id="year minus one"),
        pytest.param("09.05.1984", "1983", "near", id="a year alone, minus one"),
        pytest.param("09.05.1984", "21.11.1961", "differs", id="another date"),
        pytest.param("09.05.1984", "невідомо", "", id="unknown"),
    ],
)
def test_birth_dates(tmp_path: Path, left: str, right: str, code: str) -> None:
    assert field_level(tmp_path, "birth_date", left, right) == code


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        pytest.param("20.05.2022", "2022-05-20", "same", id="same"),
        pytest.param("20.05.2022", "26.05.2022", "near", id="within a week"),
        pytest.param("29.05.2022", "02.06.2022", "near", id="over a month's end"),
        pytest.param("20.05.2022", "05.2022", "near", id="as far as known"),
        pytest.param("20.05.2022", "20.06.2022", "differs", id="a month later"),
        pytest.param("20.05.2022", "", "", id="blank"),
    ],
)
def test_days_of_capture(tmp_path: Path, left: str, right: str, code: str) -> None:
    assert field_level(tmp_path, "captured_on", left, right) == code


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        pytest.param("Умань", "Uman", "same", id="another script"),
        pytest.param("м. Умань", "Умань", "same", id="town"),
        pytest.param("с. Іванівка, Уманський р-н", "Іванівка", "same", id="district"),
        pytest.param(
            "Іванівка, Уманський р-н", "Уманський р-н", "shared", id="district alone"
        ),
        pytest.param("Умань", "Бровари", "differs", id="another place"),
        pytest.param("Умань", "", "", id="blank"),
    ],
)
def test_places(tmp_path: Path, left: str, right: str, code: str) -> None:
    assert field_level(tmp_path, "birth_place", left, right) == code


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        pytest.param("641 омбр", "641 MR Bde", "same", id="another language"),
        pytest.param(
            "641-а окрема механізована бригада", "641 омбр", "same", id="short"
        ),
        pytest.param("в/ч А4276", "military unit A4276", "same", id="post code"),
        pytest.param("2 б-н 641 омбр", "641 омбр", "shared", id="battalion stated"),
        pytest.param("641 омбр", "642 омбр", "differs", id="another number"),
        pytest.param("Полк охорони", "polk okhorony", "same", id="no number"),
        pytest.param("641 омбр", "", "", id="blank"),
    ],
)
def test_units(tmp_path: Path, left: str, right: str, code: str) -> None:
    assert field_level(tmp_path, "unit", left, right) == code


@pytest.mark.parametrize(
    ("left", "right", "code"),
    [
        pytest.param("солдат", "private", "same", id="another language"),
        pytest.param("ст. сержант", "старший сержант", "same", id="short"),
        pytest.param("солдат", "старший солдат", "near", id="a step"),
        pytest.param("солдат", "полковник", "differs", id="far apart"),
        pytest.param("солдат", "кухар", "", id="no rank"),
    ],
)
def test_ranks(tmp_path: Path, left: str, right: str, code: str) -> None:
    assert field_level(tmp_path, "rank", left, right) == code


@pytest.mark.parametrize(
    ("field", "left", "right", "code"),
    [
        pytest.param("service_number", "АВ-431936", "AB 431936", "same", id="scripts"),
        pytest.param("service_number", "АВ-431936", "431936", "same", id="no letters"),
        pytest.param("service_number", "АВ-431936", "АВ-431937", "slip", id="a digit"),
        pytest.param("service_number", "АВ-431936", "КК-885210", "differs", id="other"),
        pytest.param("call_sign", "Сокіл", "Sokil", "same", id="call sign"),
        pytest.param("call_sign", "Сокіл", "Вовк", "differs", id="another call sign"),
    ],
)
def test_numbers_and_call_signs(
    tmp_path: Path, field: str, left: str, right: str, code: str
) -> None:
    assert field_level(tmp_path, field, left, right) == code


def namesakes(count: int, **more: str) -> list[Person]:
    return [{"family": "Пилипчук", **more} for _n in range(count)]


@pytest.mark.parametrize(
    ("size", "crowded"),
    [
        pytest.param(int(RARE**0.5), False, id="at the limit"),
        pytest.param(int(RARE**0.5) + 1, True, id="beyond it"),
    ],
)
def test_a_crowded_block_is_left_out_and_counted(
    tmp_path: Path, size: int, *, crowded: bool
) -> None:
    features = features_of(tmp_path, namesakes(size), namesakes(size))
    keep = np.ones(features.rows, dtype=bool)
    found = candidates_between(features, keep)
    pairs = sum(len(some) for some in found.pairs())
    assert pairs == (0 if crowded else size * size)
    assert found.left_out == ({"family": 2 * size} if crowded else {})


def test_a_finer_key_sees_the_rows_that_a_crowded_one_left_out(tmp_path: Path) -> None:
    size = int(COARSE**0.5) + 1
    people = [
        {"family": "Пилипчук", "given": "Ярема", "birth_date": f"0{n % 9 + 1}.01.1990"}
        for n in range(size)
    ]
    features = features_of(tmp_path, people, people)
    found = candidates_between(features, np.ones(features.rows, dtype=bool))
    pairs = {int(pair) for some in found.pairs() for pair in some}
    assert found.left_out["family"] == 2 * size
    assert pairs >= {row << 32 | row + size for row in range(size)}


def test_a_stranger_crowds_nobodys_block(tmp_path: Path) -> None:
    size = int(RARE**0.5)
    stranger = {"family": "Ωζξψ"}
    features = features_of(tmp_path, namesakes(size), [*namesakes(size), stranger])
    found = candidates_between(features, np.ones(features.rows, dtype=bool))
    assert sum(len(some) for some in found.pairs()) == size * size


def test_rows_that_say_the_same_are_copies_of_the_first(tmp_path: Path) -> None:
    left: list[Person] = [
        {"family": "Пилипчук", "given": "Ярема"},
        {"family": "Pylypchuk", "given": "Yarema"},
        {"family": "", "given": ""},
        {"family": "", "given": ""},
        {"family": "Пилипчук", "given": "Остап"},
    ]
    features = features_of(tmp_path, left, left[:1])
    same = copies(features, np.ones(features.rows, dtype=bool))
    assert same.first.tolist() == [0, 0, -1, -1, 4, 5]
    assert same.copied.tolist() == [1]
    assert same.keep.tolist() == [True, False, False, False, True, True]


def test_an_unreadable_row_is_no_copy(tmp_path: Path) -> None:
    features = features_of(tmp_path, namesakes(3), namesakes(1))
    readable = np.array([True, False, True, True])
    assert copies(features, readable).first.tolist() == [0, -1, 0, 3]


def test_silent_rows_are_those_that_name_nobody(tmp_path: Path) -> None:
    left: list[Person] = [
        {"family": "Пилипчук", "rank": "солдат", "service_number": ""},
        {"family": "", "rank": "солдат", "service_number": ""},
        {"family": "", "rank": "", "service_number": "АВ-431936"},
    ]
    features = features_of(tmp_path, left, left)
    assert features.silent.tolist() == [False, True, False] * 2
