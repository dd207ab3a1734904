"""Lists in delimited text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from repatria.register.core.fields import ColumnMap, Field
from repatria.register.core.ragged import Kind
from repatria.register.engine.careful import read_with_care
from repatria.register.engine.records import ReadList
from repatria.register.engine.rows import record_columns

Reader = Callable[..., ReadList]


def faults_of(one: ReadList) -> list[tuple[int, str, str]]:
    return list(one.faults.select("row", "code", "severity").iter_rows())


def test_a_plain_list_is_read_whole(read: Reader, people: str) -> None:
    one = read(people)
    assert one.rows == 3
    assert one.fields["family"].to_list() == ["Коваль", "Мельник", "Їжак"]
    assert one.lines.to_list() == [2, 3, 4]
    assert one.faults.is_empty()
    assert one.sha256 == hashlib.sha256(people.encode()).hexdigest()
    assert one.date_orders == {"birth_date": "day-first"}


@pytest.mark.parametrize(
    ("delimiter", "called"),
    [(",", "csv"), (";", "csv"), ("\t", "tsv"), ("|", "csv")],
)
def test_the_delimiter_is_found_out(
    read: Reader, people: str, delimiter: str, called: str
) -> None:
    one = read(people.replace(";", delimiter))
    assert (one.layout.delimiter, one.layout.format) == (delimiter, called)
    assert one.fields["given"].to_list() == ["Іван", "Ганна", "Євген"]


def test_commas_in_names_do_not_hide_the_semicolons(read: Reader) -> None:
    one = read("ПІБ;Місце\nКоваль, Іван;м. Київ, Подол\nМельник, Петро;Львів, Сихів\n")
    assert one.own.row(0) == ("Коваль, Іван", "м. Київ, Подол")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_newline_ends_a_row(
    read: Reader, people: str, newline: str
) -> None:
    one = read(people.replace("\n", newline))
    assert one.fields["patronymic"].to_list() == ["Петрович", "Іванівна", "Юрійович"]
    assert one.lines.to_list() == [2, 3, 4]
    assert one.layout.blank_lines == 0


def test_a_newline_inside_quotation_marks_keeps_line_numbers_right(
    read: Reader,
) -> None:
    one = read('id,name,dob\n1,"Коваль\nІван",1984\n2,"Мель""ник, П.",1985\n3,Ї,1986')
    assert one.own["name"].to_list() == ["Коваль\nІван", 'Мель"ник, П.', "Ї"]
    assert one.lines.to_list() == [2, 4, 5]
    assert one.faults.is_empty()


def test_a_line_that_looks_whole_inside_quotation_marks_is_no_row(read: Reader) -> None:
    one = read('id,name,dob\n1,"a\nb,c,d\ne",1984\n2,f,1985\n')
    assert one.own["name"].to_list() == ["a\nb,c,d\ne", "f"]
    assert one.lines.to_list() == [2, 5]


def test_blank_lines_are_counted_and_are_no_rows(read: Reader) -> None:
    one = read("id,name\n\n1,Коваль\n   \n\n2,Мельник\n\n\n")
    assert one.rows == 2
    assert one.lines.to_list() == [3, 6]
    assert one.layout.blank_lines == 5


def test_blank_lines_at_the_end_alone_are_counted_too(read: Reader) -> None:
    assert read("id,name\r\n1,Коваль\r\n\r\n\r\n").layout.blank_lines == 2


def test_a_row_of_separators_alone_stays_and_is_unreadable(read: Reader) -> None:
    one = read("id,name\n1,Коваль\n,\n2,Мельник\n")
    assert one.rows == 3
    assert faults_of(one) == [(2, "no-text", "unreadable")]


def test_titles_above_the_header_are_passed_over_and_said(
    read: Reader, people: str
) -> None:
    one = read(f"Список осіб станом на 01.02.2024;;;;\n\n{people}")
    assert one.layout.header_line == 3
    assert one.lines.to_list() == [4, 5, 6]
    assert one.layout.blank_lines == 1
    assert [str(note) for note in one.layout.notes] == [
        "Lines above the header that are no rows: 1."
    ]


def test_a_list_without_header_loses_no_person(read: Reader, people: str) -> None:
    one = read(people.partition("\n")[2])
    assert one.rows == 3
    assert one.layout.header_line == 0
    assert one.own.columns[0] == "column 1"
    assert one.fields["family"].to_list() == ["Коваль", "Мельник", "Їжак"]
    assert one.fields["birth_date"].null_count() == 0


def test_a_row_that_numbers_the_columns_is_no_person(read: Reader, people: str) -> None:
    header, _, rows = people.partition("\n")
    one = read(f"{header}\n1;2;3;4;5\n{rows}")
    assert one.rows == 4
    assert faults_of(one) == [(1, "column-numbers", "unreadable")]


def test_header_names_met_twice_are_told_apart(read: Reader) -> None:
    one = read("name,name,,name\na,b,x,c\nd,e,y,f\n")
    assert one.own.columns == ["name", "name (2)", "column 3", "name (3)"]
    assert one.own.rows() == [("a", "b", "x", "c"), ("d", "e", "y", "f")]


def test_trailing_delimiters_make_no_column(read: Reader) -> None:
    assert read("id,name,\n1,a,\n2,b,\n").own.columns == ["id", "name"]
    assert read("id,name\n1,a,\n2,b,\n").own.columns == ["id", "name"]


def test_a_short_row_is_filled_or_unreadable_but_never_lost(
    read: Reader, people: str
) -> None:
    one = read(people + "4;Бук\n5;Граб;Олег\n")
    assert one.rows == 5
    assert one.own.row(3) == ("4", "Бук", None, None, None)
    assert faults_of(one) == [
        (4, "too-few-cells", "unreadable"),
        (5, "missing-cells", "field"),
    ]
    assert one.faults["text"].to_list() == ["4;Бук", ""]


def test_a_separator_inside_a_cell_is_mended_where_only_one_way_fits(
    read: Reader,
) -> None:
    head = "id,name,place,dob\n1,Коваль,Київ,09.05.1984\n2,Бук,Львів,01.02.1990\n"
    one = read(head + "3,Граб,Рим, Італія,03.04.1985\n4,a,b,c,d,05.06.1986\n")
    assert one.own.row(2) == ("3", "Граб", "Рим, Італія", "03.04.1985")
    assert faults_of(one) == [
        (3, "joined-cells", "field"),
        (4, "too-many-cells", "unreadable"),
    ]


def test_more_delimiters_than_columns_are_no_fault_when_nothing_follows(
    read: Reader, people: str
) -> None:
    one = read(people + "4;Бук;Олег;Ілліч;01.01.1990;;;\n")
    assert one.rows == 4
    assert one.faults.is_empty()


@pytest.mark.parametrize(
    "row",
    ['1,Ко"валь,1984', '1,"Коваль,1984', '1,"Ко"валь,1984', '1,Коваль",1984'],
)
def test_a_stray_quotation_mark_swallows_nothing(read: Reader, row: str) -> None:
    one = read(f"id,name,dob\n{row}\n2,Мельник,1985\n3,Бук,1986\n")
    assert one.own["id"].to_list() == ["1", "2", "3"]
    assert "Коваль" in one.own["name"][0].replace('"', "")
    assert faults_of(one) == [(1, "stray-quote", "field")]


def test_spaces_after_delimiters_do_not_spoil_quoted_cells(read: Reader) -> None:
    one = read('id, name, dob\n1, "Коваль, І.", 1984\n2, "Бук", 1985\n')
    assert one.fields["full_name"].to_list() == ["Коваль, І.", "Бук"]
    assert one.fields["birth_date"].to_list() == ["1984", "1985"]


def test_own_columns_are_verbatim_and_fields_are_tidy(read: Reader) -> None:
    one = read("id,surname\n1,  Коваль \n2, - \n3,н/д\n4,\u202eБук\n")
    assert one.own["surname"].to_list() == ["  Коваль ", " - ", "н/д", "\u202eБук"]
    assert one.fields["family"].to_list() == ["Коваль", None, None, "Бук"]
    assert faults_of(one) == [(4, "hidden-marks", "field")]


def test_nul_bytes_are_removed_and_said(read: Reader, people: str) -> None:
    one = read(people.replace("Мельник", "Мель\0ник"))
    assert one.fields["family"][1] == "Мельник"
    assert faults_of(one) == [(2, "nul-bytes", "field")]


def test_a_name_of_ten_thousand_letters_is_only_long(read: Reader, people: str) -> None:
    one = read(people + f"4;{'Ю' * 10_000};a;b;1984\n")
    assert len(one.fields["family"][3]) == 10_000


def test_the_separator_line_of_spreadsheets_is_obeyed(
    read: Reader, people: str
) -> None:
    one = read("sep=;\n" + people)
    assert one.layout.header_line == 2
    assert one.lines.to_list() == [3, 4, 5]


def test_many_blank_lines_on_top_hide_nothing(read: Reader, people: str) -> None:
    one = read("\r\n" * 1_000 + people)
    assert (one.layout.header_line, one.layout.blank_lines) == (1_001, 1_000)
    assert one.lines.to_list() == [1_002, 1_003, 1_004]


def test_a_header_alone_is_a_list_of_nobody(read: Reader, people: str) -> None:
    one = read(people.partition("\n")[0])
    assert one.rows == 0
    assert set(one.fields.columns) >= {"id", "family", "birth_date"}
    assert one.fields.height == one.own.height == 0


def test_one_column_of_names_is_a_list(read: Reader) -> None:
    one = read("ПІБ\nКоваль Іван\n\nБук Я\nГраб Петро Ілліч\n")
    assert one.fields["full_name"].to_list() == [
        "Коваль Іван",
        "Бук Я",
        "Граб Петро Ілліч",
    ]
    assert one.lines.to_list() == [2, 4, 5]


@pytest.mark.parametrize(
    "content",
    [
        "Коваль Іван Петрович 9.5.1984\nБук Олег Іванович 1979 р.н.\n",
        "1. Коваль Іван Петрович (09.05.1984)\n2. Бук Олег Іванович (1979)\n",
        "Name\nКоваль Іван Петрович 09.05.1984\nБук Олег Іванович 1979\n",
    ],
)
def test_names_with_a_number_or_a_birth_in_one_column_lose_nobody(
    read: Reader, content: str
) -> None:
    told = record_columns(read(content), longest=400)
    assert told.select("family", "given", "birth").rows() == [
        ("Коваль", "Іван", "1984-05-09"),
        ("Бук", "Олег", "1979"),
    ]


@pytest.mark.parametrize(
    ("heading", "fate"),
    [
        ("Дата смерті", "dead"),
        ("Died", "dead"),
        ("Дата обміну", "returned"),
        ("Returned on", "returned"),
        ("Статус", ""),
    ],
)
def test_a_date_means_what_its_heading_says_became_of_somebody(
    read: Reader, heading: str, fate: str
) -> None:
    one = read(
        f"Прізвище;Дата народження;{heading}\nКоваль;1984;01.08.2022\nБук;1990;\n"
    )
    told = record_columns(one, longest=400)
    assert told["said_fate"].to_list() == [fate, ""]
    assert told["captured_on"].to_list() == ["", ""]


def test_identical_rows_all_stay(read: Reader) -> None:
    assert read("id,name\n" + "7,Коваль\n" * 5).rows == 5


def test_parts_of_a_date_are_joined(read: Reader) -> None:
    one = read(
        "surname,birth year,birth month,birth day\nКоваль,1984,5,9\nБук,1990,,\n,,,\n"
    )
    assert one.fields["birth_date"].to_list() == ["9.5.1984", "??.??.1990", None]


def test_a_lone_year_is_a_birth_date(read: Reader) -> None:
    one = read("Прізвище,Рік народження\nКоваль,1984\nБук,1990\n")
    assert one.fields["birth_date"].to_list() == ["1984", "1990"]


def test_fields_are_columns_of_the_field_enumeration(read: Reader, people: str) -> None:
    assert set(read(people).fields.columns) <= {field.value for field in Field}


@pytest.mark.parametrize(
    ("first", "rows"),
    [
        pytest.param("foo,bar,baz", 2, id="words over numbers name the columns"),
        pytest.param("7,x,No", 3, id="the answer no is not a header"),
        pytest.param("7,lorem,8", 3, id="numbers over numbers are a row"),
        pytest.param("a,lorem,a", 3, id="one word twice is a row"),
    ],
)
def test_an_unknown_first_row_is_judged_by_those_below(
    read: Reader, first: str, rows: int
) -> None:
    assert read(f"{first}\n1,lorem,2\n3,ipsum,4\n").rows == rows


def test_a_header_line_can_be_told(read: Reader) -> None:
    text = "id,surname\nx,y\n1,Коваль\n"
    assert read(text, columns=ColumnMap(header_line=2)).own.columns == ["x", "y"]
    assert read(text, columns=ColumnMap(header_line=9)).rows == 3


def test_a_byte_order_mark_is_no_part_of_a_headerless_list(read: Reader) -> None:
    one = read("\ufeff1,Коваль,Іван,Петрович\n2,Бук,Ганна,Іванівна\n")
    assert one.own.row(0)[0] == "1"


def test_when_the_quick_reader_refuses_every_row_is_still_read() -> None:
    body = b'a,1\n"b,\nc",2\n\nd,3\n'
    found = read_with_care(
        body, delimiter=",", kinds=(Kind.TEXT, Kind.TEXT), quick=lambda *_: None
    )
    assert found.frame.rows() == [("a", "1"), ("b,\nc", "2"), ("d", "3")]
    assert (found.lines.to_list(), found.blank_lines) == ([0, 1, 4], 1)
