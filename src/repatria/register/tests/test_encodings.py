"""Lists in every encoding that offices have used."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from repatria.register.core.alphabets import rank_encodings
from repatria.register.core.errors import EncodingUnknownError
from repatria.register.core.fields import ColumnMap
from repatria.register.engine.records import ReadList

Reader = Callable[..., ReadList]


@pytest.mark.parametrize(
    ("encoding", "called"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1251", "cp1251"),
        ("koi8-u", "koi8_u"),
        ("mac-cyrillic", "mac_cyrillic"),
        ("iso8859-5", "iso8859_5"),
    ],
)
def test_the_encoding_is_found_out(
    read: Reader, people: str, encoding: str, called: str
) -> None:
    one = read(people.encode(encoding))
    assert one.layout.encoding == called
    assert one.fields["family"].to_list() == ["Коваль", "Мельник", "Їжак"]
    assert one.faults.is_empty()


@pytest.mark.parametrize("encoding", ["cp866", "koi8-r", "cp1251", "utf-16-be"])
def test_russian_in_old_encodings_is_read(read: Reader, encoding: str) -> None:
    one = read("id,Фамилия,Имя\n1,Ёлкин,Семён\n2,Щукин,Юрий\n".encode(encoding))
    assert one.fields["family"].to_list() == ["Ёлкин", "Щукин"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Nazwisko,Imię\nŁączyński,Stanisław\nWójcik,Grażyna\n", "cp1250"),
        ("Nom,Prénom\nLefèvre,François\nChâtelain,Hélène\n", "cp1252"),
        ("Nachname,Vorname\nMüller,Jürgen\nGroß,Käthe\n", "latin-1"),
    ],
)
def test_latin_letters_with_marks_are_read(
    read: Reader, text: str, encoding: str
) -> None:
    one = read(text.encode(encoding))
    assert one.own.rows() == [tuple(row.split(",")) for row in text.split("\n")[1:-1]]


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_u", "cp866"])
@pytest.mark.parametrize("word", ["Шевченко", "КОВАЛЕНКО Микола", "прізвище", "Привет"])
def test_one_word_tells_the_encoding(word: str, encoding: str) -> None:
    try:
        sample = word.encode(encoding)
    except UnicodeEncodeError:
        sample = word.replace("і", "и").encode(encoding)
    assert sample.decode(rank_encodings(sample)[0].encoding) == sample.decode(encoding)


def test_lines_of_another_encoding_are_mended_and_said(
    read: Reader, people: str
) -> None:
    stranger = "4;Шевченко;Тарас;Ілліч;05.05.1955\n"
    one = read(people.encode() + stranger.encode("cp1251") + people.encode()[-70:])
    assert one.layout.encoding == "utf-8"
    assert one.fields["family"][3] == "Шевченко"
    mended = one.faults.filter(one.faults["code"] == "other-encoding")
    assert mended["row"].to_list() == [4]
    assert mended["severity"].to_list() == ["field"]


def test_a_stranger_far_below_the_samples_is_found(read: Reader, people: str) -> None:
    rows = people.partition("\n")[2].encode()
    content = people.encode() + rows * 3_000 + "9;Бук;Яків;;1984\n".encode("cp1251")
    one = read(content + rows * 6_000)
    assert one.rows == 27_004
    assert one.fields["given"][9_003] == "Яків"
    assert one.faults["row"].to_list() == [9_004]


def test_bytes_that_are_no_text_make_a_row_unreadable(
    read: Reader, people: str
) -> None:
    one = read(people.encode() + b"4;\xd0\x98\xff\xfe\x98\x98;\x81\x8d\x98;x;1984\n")
    assert one.rows == 4
    assert one.faults.row(0)[:4] == (4, "", "undecodable", "unreadable")


def test_a_given_encoding_is_obeyed(read: Reader) -> None:
    one = read("id,name\n1,Ян\n".encode("koi8-r"), columns=ColumnMap(encoding="koi8-r"))
    assert one.fields["full_name"].to_list() == ["Ян"]
    with pytest.raises(EncodingUnknownError, match="klingon"):
        read("id\n1\n", columns=ColumnMap(encoding="klingon"))


def test_utf16_in_english_is_not_taken_for_binary_data(read: Reader) -> None:
    assert read("id,name\n1,Smith\n".encode("utf-16-le")).own.row(0) == ("1", "Smith")
