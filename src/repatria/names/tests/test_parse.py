"""Written names taken apart, one by one and in columns."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.names.engine.parse import infer_order_values, parse_name_values
from repatria.names.parse import ParsedName, parse_name
from repatria.names.roles import NameOrder
from repatria.names.words import split_name

CASES = [
    ("Коваленко Тарас Григорович", ParsedName("Коваленко", "Тарас", "Григорович")),
    ("Тарас Григорович Коваленко", ParsedName("Коваленко", "Тарас", "Григорович")),
    ("Taras Kovalenko", ParsedName("Kovalenko", "Taras")),
    ("KOVALENKO, Taras H.", ParsedName("KOVALENKO", "Taras", "H.")),
    ("Коваленко, Тарас, Григорович", ParsedName("Коваленко", "Тарас", "Григорович")),
    ("Коваленко Т. Г.", ParsedName("Коваленко", "Т.", "Г.")),
    ("Т.Г. Коваленко", ParsedName("Коваленко", "Т.", "Г.")),
    ("Taras H. Kovalenko", ParsedName("Kovalenko", "Taras", "H.")),
    ("Зима З. І.", ParsedName("Зима", "З.", "І.")),
    ("ЗИМА Тарас Григорович", ParsedName("ЗИМА", "Тарас", "Григорович")),
    ("Тарас ЗИМА", ParsedName("ЗИМА", "Тарас")),
    ("Нечай-Левицький Іван", ParsedName("Нечай-Левицький", "Іван")),
    ("Нечай - Левицький Іван", ParsedName("Нечай-Левицький", "Іван")),
    ("Іван Нечай Левицький", ParsedName("Нечай Левицький", "Іван")),
    ("Mykola von Something", ParsedName("von Something", "Mykola")),
    ("Коваленко", ParsedName("Коваленко")),
    ("Тарас", ParsedName(given="Тарас")),
    ("", ParsedName()),
    ("Іван Марко", ParsedName("Марко", "Іван")),
    ("Марко Іван", ParsedName("Марко", "Іван")),
    ("Семен Роман Іванович", ParsedName("Семен", "Роман", "Іванович")),
    ("Петрович Іван Сергійович", ParsedName("Петрович", "Іван", "Сергійович")),
    ("Петрович Іван", ParsedName("Петрович", "Іван")),
    ("Іван Петрович", ParsedName("", "Іван", "Петрович")),
    ("Гасанов Мамед Али оглы", ParsedName("Гасанов", "Мамед", "Али оглы")),
    ("Kowalski Jan Maria", ParsedName("Kowalski", "Jan Maria")),
    ("Johann Bilasz", ParsedName("Bilasz", "Johann")),
    (
        "ст. солдат Коваленко Тарас (Грім)",
        ParsedName("Коваленко", "Тарас", "", "ст. солдат", "Грім"),
    ),
    ("Коваленко Тарас «Грім»", ParsedName("Коваленко", "Тарас", call_sign="Грім")),
    ("Тарас 'Грім' Коваленко", ParsedName("Коваленко", "Тарас", call_sign="Грім")),
    (
        'Коваленко Тарас позивний "Грім"',
        ParsedName("Коваленко", "Тарас", call_sign="Грім", rest="позивний"),
    ),
    (
        "Коваленко Марія Іванівна (Зименко)",
        ParsedName("Коваленко", "Марія", "Іванівна", rest="Зименко"),
    ),
    (
        "Коваленко Тарас Григорович, ст. сержант",
        ParsedName("Коваленко", "Тарас", "Григорович", "ст. сержант"),
    ),
    (
        "Капітан 3 рангу Коваленко О. О.",
        ParsedName("Коваленко", "О.", "О.", "Капітан 3 рангу"),
    ),
    ("Козак Тарас Григорович", ParsedName("Козак", "Тарас", "Григорович")),
    ("солдат Козак Іван", ParsedName("Козак", "Іван", rank="солдат")),
    (
        "козак Коваленко Тарас Григорович",
        ParsedName("Коваленко", "Тарас", "Григорович", "козак"),
    ),
    ("МАЙОР, Тарас", ParsedName("МАЙОР", "Тарас")),
    ("Коваленко Тарас, 1984", ParsedName("Коваленко", "Тарас", rest="1984")),
]


@pytest.mark.parametrize(("written", "parts"), CASES, ids=[c[0] for c in CASES])
def test_parse_name(written: str, parts: ParsedName) -> None:
    assert parse_name(written) == parts


@pytest.mark.parametrize("order", NameOrder)
def test_a_known_order_changes_no_plain_name(order: NameOrder) -> None:
    for written, parts in CASES[:12]:
        assert parse_name(written, order=order) == parts


def test_an_order_settles_the_doubtful() -> None:
    first = parse_name("Зима Верба", order=NameOrder.FAMILY_FIRST)
    second = parse_name("Зима Верба", order=NameOrder.GIVEN_FIRST)
    assert (first.family, second.family) == ("Зима", "Верба")


PIECES = st.sampled_from(
    "Коваленко Зима Козак Taras Іван Марко Роман Саша Петрович Петрівна Лукашевич Т. "
    "Г. J. К ст. солдат Сержант рядовий 3 1984 von бін оглы позивний aka ЗИМА KOVAL на "
    "Нечай-Левицький О'Ніл Мар’яна , ; ( ) « » \" ' - — / . І З".split(" ")
)
names = st.lists(PIECES, max_size=7).map(" ".join)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=15)


@given(names | anything, st.sampled_from(NameOrder))
def test_no_word_is_lost_or_doubled(written: str, order: NameOrder) -> None:
    parts = parse_name(written, order=order)
    kept = [word for part in _fields(parts) for word in part.split(" ") if word]
    words = [word for word in split_name(written) if re.search(r"[^\W_]", word)]
    assert sorted(w for w in kept if re.search(r"[^\W_]", w)) == sorted(words)


def _fields(parts: ParsedName) -> tuple[str, ...]:
    return (
        parts.family,
        parts.given,
        parts.patronymic,
        parts.rank,
        parts.call_sign,
        parts.rest,
    )


@given(st.lists(names | anything, max_size=20), st.sampled_from(NameOrder))
def test_columns_equal_the_function(written: list[str], order: NameOrder) -> None:
    found = parse_name_values(pl.Series(written, dtype=pl.String), order=order)
    assert found.rows() == [_fields(parse_name(name, order=order)) for name in written]


def test_a_page_of_text_is_taken_apart_too() -> None:
    parts = parse_name("Зима " * 3000)
    assert sum(len(part.split()) for part in _fields(parts)) == 3000


def test_a_column_shows_its_order() -> None:
    family_first = pl.Series(["Коваленко Тарас", "Зименко Іван", "Зима Верба"])
    given_first = pl.Series(["Тарас Коваленко", "Іван Зименко", "Зима Верба"])
    assert infer_order_values(family_first) is NameOrder.FAMILY_FIRST
    assert infer_order_values(given_first) is NameOrder.GIVEN_FIRST
    assert parse_name_values(family_first)["family"].to_list()[2] == "Зима"
    assert parse_name_values(given_first)["family"].to_list()[2] == "Верба"


def test_an_empty_column_and_nulls() -> None:
    assert parse_name_values(pl.Series([], dtype=pl.String)).height == 0
    found = parse_name_values(pl.Series([None, "Зима"], dtype=pl.String))
    assert found["family"].to_list() == ["", "Зима"]
    assert set(found.columns) == set(ParsedName.__slots__)
