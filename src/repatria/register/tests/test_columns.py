"""Which column is which: by header, by content, as told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from repatria.register.core.column_map import column_map_of
from repatria.register.core.content import birth_or_capture
from repatria.register.core.errors import ColumnMapError, ColumnMissingError
from repatria.register.core.fields import Field, MappedColumn
from repatria.register.core.headers import understand
from repatria.register.core.mapping import map_columns
from repatria.register.engine.column_maps import load_column_map
from repatria.register.engine.intake import read_list
from repatria.register.engine.records import ReadList

Reader = Callable[..., ReadList]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("ПІБ", Field.FULL_NAME),
        ("П.І.Б.", Field.FULL_NAME),
        ("Ф.И.О.", Field.FULL_NAME),
        ("Прізвище", Field.FAMILY),
        ("ПРІЗВИЩЕ (укр.)", Field.FAMILY),
        ("Прізвище військовослужбовця", Field.FAMILY),
        ("Фамилия", Field.FAMILY),
        ("surname", Field.FAMILY),
        ("Nachname", Field.FAMILY),
        ("Nazwisko", Field.FAMILY),
        ("Ім’я", Field.GIVEN),
        ("Ім`я", Field.GIVEN),
        ("given_name", Field.GIVEN),
        ("first_name", Field.GIVEN),
        ("Prénom", Field.GIVEN),
        ("По-батькові", Field.PATRONYMIC),
        ("Отчество", Field.PATRONYMIC),
        ("Дата народження", Field.BIRTH_DATE),
        ("Дата народженя", Field.BIRTH_DATE),
        ("Д.Н.", Field.BIRTH_DATE),
        ("date_of_birth", Field.BIRTH_DATE),
        ("Date of brith", Field.BIRTH_DATE),
        ("dob", Field.BIRTH_DATE),
        ("Geburtsdatum", Field.BIRTH_DATE),
        ("Дата нараджэння", Field.BIRTH_DATE),
        ("birth_place", Field.BIRTH_PLACE),
        ("Місце народження", Field.BIRTH_PLACE),
        ("Звання", Field.RANK),
        ("Военское звание", Field.RANK),
        ("в/ч", Field.UNIT),
        ("Військова частина", Field.UNIT),
        ("особовий номер", Field.SERVICE_NUMBER),
        ("Special number", Field.SERVICE_NUMBER),
        ("жетон", Field.SERVICE_NUMBER),
        ("soc_sec_id", Field.SERVICE_NUMBER),
        ("Дата полону", Field.CAPTURED_ON),
        ("Дата пленения", Field.CAPTURED_ON),
        ("Місце полону", Field.CAPTURED_AT),
        ("Місце утримання", Field.HELD_AT),
        ("Место содержания", Field.HELD_AT),
        ("Стать", Field.SEX),
        ("gender", Field.SEX),
        ("Позивний", Field.CALL_SIGN),
        ("Дата смерті", Field.STATUS),
        ("Date of death", Field.STATUS),
        ("Дата обмена", Field.STATUS),
        ("Примітки", Field.NOTE),
        ("الاسم الكامل", Field.FULL_NAME),
        ("id", Field.ID),
        ("No.", Field.ID),
        ("№", Field.ID),
    ],
)
def test_a_header_is_understood(header: str, field: Field) -> None:
    meant = understand(header)
    assert meant is not None
    assert meant.field is field


@pytest.mark.parametrize(
    "header",
    [
        "rec_id",
        "№ п/п",
        "suburb",
        "postcode",
        "unique_id",
        "cluster",
        "foo",
        "",
        "x" * 9999,
    ],
)
def test_other_headers_name_no_field(header: str) -> None:
    meant = understand(header)
    assert meant is None or meant.field is None


def fields_of(mapping: tuple[MappedColumn, ...]) -> dict[str, Field | None]:
    return {one.column: one.field for one in mapping}


def test_of_two_columns_for_one_field_the_surer_is_kept() -> None:
    mapping = map_columns(["Прізвище особи", "Прізвище"], [["Бук"], ["Граб"]])
    assert fields_of(mapping) == {"Прізвище особи": None, "Прізвище": Field.FAMILY}
    assert "surer" in mapping[0].note


def test_of_two_equally_sure_columns_the_fuller_is_kept() -> None:
    mapping = map_columns(["surname", "Прізвище"], [["", "a"], ["b", "c"]])
    assert fields_of(mapping) == {"surname": None, "Прізвище": Field.FAMILY}


def test_plain_name_beside_surname_is_the_given_name() -> None:
    assert fields_of(map_columns(["Surname", "Name"], [["a"], ["b"]])) == {
        "Surname": Field.FAMILY,
        "Name": Field.GIVEN,
    }
    assert fields_of(map_columns(["Name", "Vorname"], [["a"], ["b"]])) == {
        "Name": Field.FAMILY,
        "Vorname": Field.GIVEN,
    }


def test_a_column_of_rank_and_unit_is_both() -> None:
    mapping = map_columns(["rank_unit"], [["Inft., IR. Nr. 41"]])
    assert [one.field for one in mapping] == [Field.RANK, Field.UNIT]


CONTENT = {
    Field.BIRTH_DATE: [f"{day:02}.05.19{60 + day}" for day in range(1, 29)],
    Field.CAPTURED_ON: [f"2022-03-{day:02}" for day in range(1, 29)],
    Field.PATRONYMIC: ["Іванович", "Petrivna", "Сергеевич", "Ihorovych"] * 7,
    Field.FULL_NAME: ["Коваль Іван Петрович", "Бук Ганна Іллівна"] * 14,
    Field.RANK: ["солдат", "ст. сержант", "капітан", "матрос"] * 7,
    Field.UNIT: ["в/ч А1234", "93 ОМБр", "36 бригада", "А0998"] * 7,
    Field.SEX: ["ч", "ж", "ч", "ч"] * 7,
    Field.SERVICE_NUMBER: [f"АБ-{number}" for number in range(123_400, 123_428)],
}


@pytest.mark.parametrize("field", CONTENT)
def test_content_tells_what_a_mute_header_does_not(field: Field) -> None:
    mapping = map_columns(["column x"], [CONTENT[field]])
    assert [(one.field, one.how) for one in mapping] == [(field, "content")]


def test_two_columns_of_dates_are_told_apart() -> None:
    samples = [CONTENT[Field.CAPTURED_ON], CONTENT[Field.BIRTH_DATE]]
    assert fields_of(map_columns(["a1", "b2"], samples)) == {
        "a1": Field.CAPTURED_ON,
        "b2": Field.BIRTH_DATE,
    }


def test_of_three_columns_of_dates_one_is_left_alone() -> None:
    samples = [
        CONTENT[Field.CAPTURED_ON],
        CONTENT[Field.BIRTH_DATE],
        ["2024-01-01"] * 28,
    ]
    assert [one.field for one in map_columns(["a", "b", "c"], samples)] == [
        Field.CAPTURED_ON,
        Field.BIRTH_DATE,
        None,
    ]


def test_dates_beside_a_known_birth_date_are_captures() -> None:
    samples = [["1990"], CONTENT[Field.CAPTURED_ON], CONTENT[Field.BIRTH_DATE]]
    mapping = map_columns(["dob", "x1", "x2"], samples)
    assert [one.field for one in mapping] == [Field.BIRTH_DATE, Field.CAPTURED_ON, None]


def test_a_column_of_no_dates_counts_as_births() -> None:
    assert birth_or_capture([["", "x"]]) == (Field.BIRTH_DATE,)


def test_words_beside_patronymics_are_names() -> None:
    samples = [["Ehub", "Kovak"], ["Zaur", "Inno"], ["Petrovych", "Ihorivna"]]
    assert [one.field for one in map_columns(["a", "b", "c"], samples)] == [
        Field.FAMILY,
        Field.GIVEN,
        Field.PATRONYMIC,
    ]


def test_words_beside_a_full_name_are_not_names() -> None:
    samples = [CONTENT[Field.FULL_NAME], ["lorem", "ipsum"]]
    assert fields_of(map_columns(["a", "b"], samples))["b"] is None


def test_words_of_no_known_kind_stay_unmapped() -> None:
    mapping = map_columns(["x1", "x2"], [["lorem", "ipsum"], ["1", "2"]])
    assert fields_of(mapping) == {"x1": None, "x2": None}


MAP = """
encoding = "utf-8"
delimiter = ";"
header_line = 2
ignore = ["D"]
[columns]
id = "A"
family = "B"
birth_date = ["X", "Y", "Z"]
[dates]
birth_date = "month-first"
"""


@pytest.fixture
def column_map(tmp_path: Path) -> Path:
    path = tmp_path / "map.toml"
    path.write_text(MAP, encoding="utf-8")
    return path


def test_a_column_map_settles_everything(read: Reader, column_map: Path) -> None:
    text = "name;surname;dob\nA;B;X;Y;Z;D\nr7;Коваль;9;5;1984;Іванович\n"
    one = read(text, columns=load_column_map(column_map))
    assert one.fields.rows() == [("r7", "Коваль", "9.5.1984")]
    assert {mapped.how for mapped in one.layout.mapping if mapped.field} == {"given"}
    assert one.date_orders == {"birth_date": "month-first"}


def test_a_wrong_column_is_refused_with_those_that_exist(
    tmp_path: Path, column_map: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("t\nA;B;X;Y\n1;2;3;4\n", encoding="utf-8")
    with pytest.raises(
        ColumnMissingError, match="no column called Z; it has A, B, X, Y"
    ):
        read_list(path, columns=load_column_map(column_map))


def test_columns_of_a_list_without_header_are_named_by_number(read: Reader) -> None:
    given = column_map_of(
        {"header_line": 0, "columns": {"family": "column 2"}}, file="map.toml"
    )
    one = read("id,surname\n7,Коваль\n", columns=given)
    assert one.fields["family"].to_list() == ["surname", "Коваль"]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("nonsense = 1", "unknown key 'nonsense'"),
        ("[columns]\nheight = 'x'", "unknown field 'height'"),
        ("columns = 3", "must be a section"),
        ("[columns]\nid = 3", "id must name a column"),
        ("[dates]\nfamily = 'day-first'", "must be a date field"),
        ("[dates]\nbirth_date = 'year-first'", "must be a date field"),
        ("delimiter = '::'", "one plain character"),
        ("encoding = 1", "encoding must be text"),
        ("header_line = -1", "line number"),
        ("= broken", "Invalid"),
    ],
)
def test_an_unsound_column_map_is_refused_with_the_reason(
    tmp_path: Path, written: str, reason: str
) -> None:
    path = tmp_path / "map.toml"
    path.write_text(written)
    with pytest.raises(ColumnMapError, match=reason):
        load_column_map(path)


def test_a_missing_column_map_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ColumnMapError, match=r"map\.toml"):
        load_column_map(tmp_path / "map.toml")


def test_a_heading_that_looks_like_a_pattern_is_a_heading(read: Reader) -> None:
    one = read("No;^.*$;Name\n1;x;Koval\n2;;Melnyk\n")
    assert one.own.columns == ["No", "^.*$ (2)", "Name"]
    assert one.own["^.*$ (2)"].to_list() == ["x", None]
