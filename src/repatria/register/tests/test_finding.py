"""The index in memory: one person among many, however spelt."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.matching.engine.synthetic import generate
from repatria.register.core.found import Agreement, Birth
from repatria.register.core.search import MOST_WORDS, read_search
from repatria.register.engine.finding.find import Answer, find
from repatria.register.engine.finding.index import Index, nobody
from repatria.register.engine.finding.rows import TEXTS

Person = dict[str, str]
# Family name, given name, patronymic, birth: all invented.
PEOPLE: tuple[tuple[str, str, str, str], ...] = (
    ("Шевченко", "Микола", "Петрович", "1984-05-09"),
    ("Щербак", "Олександр", "Іванович", "1990-02"),
    ("Їжакевич", "Євген", "", "~1979"),
    ("Кара-Мурза", "Гаджи", "Мамед огли", "1988-11-02"),
    ("Коваль", "Т.", "Г.", "1984"),
    ("Ягода", "Наталія", "Сергіївна", "2001-12-31"),
    ("Мельник", "Сергій", "Юрійович", "????-03-04"),
    ("გელაშვილი", "გიორგი", "", "1991-01-05"),
    ("Сидоренко", "Іван", "", ""),
    ("Сидоренко", "Петро", "", ""),
)
PLACED = {
    "birth_place": "Жовта Гора, Уманський р-н",
    "unit": "72 окрема механізована бригада",
    "service_number": "АБ-104233",
    "own_id": "7",
}


def frame_of(people: Iterable[Person], *, first: int = 1) -> pl.DataFrame:
    rows = [dict.fromkeys(TEXTS, "") | one for one in people]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(TEXTS, pl.String))
    return frame.with_columns(pk=pl.int_range(first, first + len(rows), dtype=pl.Int64))


def person(family: str, given_name: str, patronymic: str, birth: str) -> Person:
    return {
        "family": family, "given": given_name, "patronymic": patronymic, "birth": birth
    }  # fmt: skip


@pytest.fixture(scope="module")
def index() -> Index:
    people = [person(*one) for one in PEOPLE]
    people[0] |= PLACED
    return nobody().extended(frame_of(people))


def asked(index: Index, line: str, **apart: str) -> list[Answer]:
    return find(index, read_search(line, **apart), most=10)


@pytest.mark.parametrize(
    ("line", "row"),
    [
        pytest.param("Шевченко Микола", 1, id="as written"),
        pytest.param("Shevchenko", 1, id="English"),
        pytest.param("Schewtschenko Nikolai", 1, id="German, and the Russian name"),
        pytest.param("Chevtchenko", 1, id="French"),
        pytest.param("Szewczenko", 1, id="Polish"),
        pytest.param("Ševčenko", 1, id="with carons"),
        pytest.param("Шевченка Миколу", 1, id="in another case"),
        pytest.param("Шевчеyко", 1, id="a slip, and a letter of another script"),
        pytest.param("Коля Шевченко", 1, id="a diminutive, given name first"),
        pytest.param("nikolaj petrovich SHEVCENKO", 1, id="any order, any letters"),
        pytest.param("М. П. Шевченко", 1, id="initials"),
        pytest.param("солдат Шевченко", 1, id="with a rank"),
        pytest.param("Shcherbak Oleksandr", 2, id="shch"),
        pytest.param("Sherbak Sasha", 2, id="sh for shch, and a diminutive"),
        pytest.param("Yizhakevych Evgeny", 3, id="yi and ye"),
        pytest.param("Ezhakevich Zhenya", 3, id="as Russian hears it"),
        pytest.param("Мурза Гаджи", 4, id="half of a double name"),
        pytest.param("Karamurza Gadzhi Mamed ogly", 4, id="a son of, and joined"),
        pytest.param("Коваль Тарас Григорович", 5, id="initials on the list"),
        pytest.param("Natalja Jagoda", 6, id="ya as j"),
        pytest.param("Gelashvili Georgi", 8, id="Georgian letters on the list"),
        pytest.param("Гелашвили", 8, id="Georgian letters, asked in Cyrillic"),
    ],
)
def test_a_person_is_found_first(index: Index, line: str, row: int) -> None:
    assert [one.pk for one in asked(index, line)][:1] == [row]


@pytest.mark.parametrize(
    ("line", "birth", "first"),
    [
        pytest.param("09.05.1984", "", {1}, id="a day alone"),
        pytest.param("9 травня 1984", "", {1}, id="a month in words"),
        pytest.param("1984", "", {1, 5}, id="a year"),
        pytest.param("", "1984-05", {1}, id="a month of a year"),
        pytest.param("", "~1983", {1, 5}, id="about a year"),
        pytest.param("", "198?", {1, 4, 5}, id="a decade"),
        pytest.param("Шевченко", "05.09.1984", {1}, id="day and month turned"),
        pytest.param("", "??.03.????", set(), id="too little is nobody"),
    ],
)
def test_a_birth_date_may_be_known_in_part(
    index: Index, line: str, birth: str, first: set[int]
) -> None:
    found = asked(index, line, birth=birth)
    assert {one.pk for one in found[: len(first)]} == first


@pytest.mark.parametrize(
    ("line", "apart"),
    [
        pytest.param("104233", {}, id="digits of the service number"),
        pytest.param("АБ-104233", {}, id="with its letters"),
        pytest.param("AB 104233", {}, id="letters of the other script"),
        pytest.param("", {"number": "№ 7"}, id="the number on the list"),
        pytest.param("", {"unit": "72 бригада"}, id="the number of the unit"),
        pytest.param("", {"place": "Жовта Гора"}, id="the place of birth"),
        pytest.param("", {"place": "Zhovta Hora"}, id="in Latin letters"),
        pytest.param("Микола Уманський", {}, id="a place in the free line"),
    ],
)
def test_a_number_unit_or_place_finds_its_person(
    index: Index, line: str, apart: dict[str, str]
) -> None:
    assert [one.pk for one in asked(index, line, **apart)][:1] == [1]


@pytest.mark.parametrize(
    "line",
    [
        "", " ", "?!", "«»—…", "\x00\x01\x02", "\u202e\u2066\u200b", "0" * 100_000,
        "ш" * 100_000, "а " * 50_000, "🕊️", "%_'\"; DROP TABLE", "\ud7a3" * 50,
    ],
)  # fmt: skip
def test_whatever_is_typed_is_answered(index: Index, line: str) -> None:
    read = read_search(line, birth=line, unit=line, place=line, number=line)
    assert len(read.words) <= MOST_WORDS
    assert isinstance(asked(index, line), list)


def test_nobody_is_found_in_nobody() -> None:
    assert asked(nobody(), "Шевченко") == []


def test_reasons_say_how_each_part_agrees(index: Index) -> None:
    [one, *_others] = asked(index, "Shevtchenko Kolia Petrovich 1984-05-10")
    assert dict(one.reasons.names) == {
        "family": Agreement.SAME, "given": Agreement.FORM, "patronymic": Agreement.SAME
    }  # fmt: skip
    assert one.reasons.birth is Birth.YEAR_ONLY
    assert len(one.reasons.sentences) == 4


def test_a_word_that_the_record_lacks_is_told(index: Index) -> None:
    [one, *_others] = asked(index, "Шевченко Микола Зюзюка")
    assert one.reasons.unmatched == 1


# --- What holds for everybody ----------------------------------------------------

names = st.sampled_from([one for one in PEOPLE if one[1]])
words = st.text(
    st.sampled_from("абвгдежзийклмнопрстуфхцчшщюяіїєґabcdefghiklmnoprstuvwyzšč"),
    min_size=4, max_size=12,
)  # fmt: skip


@settings(max_examples=15)
@given(names, st.randoms(use_true_random=False))
def test_order_and_case_of_the_words_change_nothing(
    index: Index, one: tuple[str, str, str, str], chance: Random
) -> None:
    said = [part for part in one[:3] if part]
    turned = [chance.choice((str.upper, str.lower, str.title))(part) for part in said]
    chance.shuffle(turned)
    before, after = asked(index, " ".join(said)), asked(index, " ".join(turned))
    assert [found.pk for found in before] == [found.pk for found in after]
    assert np.allclose([f.bits for f in before], [f.bits for f in after], atol=1e-3)


@settings(max_examples=15)
@given(words, words)
def test_a_record_is_found_by_its_own_words(family: str, given_name: str) -> None:
    held = nobody().extended(frame_of([person(family, given_name, "", "")]))
    found = find(held, read_search(f"{family} {given_name}"), most=1)
    assert [one.pk for one in found] == [1]


@settings(max_examples=15)
@given(names, words)
def test_somebody_unrelated_changes_no_order(
    index: Index, one: tuple[str, str, str, str], family: str
) -> None:
    line = " ".join(part for part in one[:3] if part)
    before = [found.pk for found in asked(index, line)]
    more = index.extended(frame_of([person(f"{family}ъ", "", "", "")], first=100))
    after = [found.pk for found in asked(more, line) if found.pk != 100]
    assert after[:1] == before[:1]


def test_in_parts_or_at_once_the_answers_are_the_same(index: Index) -> None:
    people = [person(*one) for one in PEOPLE]
    people[0] |= PLACED
    grown = nobody()
    for at, one in enumerate(people, 1):
        grown = grown.extended(frame_of([one], first=at))
    for line in ("Шевченко", "Sidorenko", "1984", "104233"):
        assert asked(grown, line) == asked(index, line) == asked(grown.compact(), line)


def test_who_has_left_is_found_by_nothing(index: Index) -> None:
    less = index.without([1])
    for line in ("Шевченко Микола", "09.05.1984", "104233"):
        assert 1 not in [one.pk for one in asked(less, line)]
    assert less.terms["family"].rows.size == index.terms["family"].rows.size - 1
    assert all((codes[0] == -1) for codes in less.slots.values())
    assert index.without([999]) is index


def test_only_those_within_are_found(index: Index) -> None:
    read = read_search("Сидоренко")
    assert {one.pk for one in find(index, read, most=9)} == {9, 10}
    assert [one.pk for one in find(index, read, most=9, within=[10])] == [10]
    assert find(index, read, most=9, within=[]) == []


# --- The commands ------------------------------------------------------------------


def _repatria(*words_: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "repatria", *map(str, words_)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_an_index_of_lists_is_made_and_searched(tmp_path: Path) -> None:
    made = generate(tmp_path, persons=60, seed=4, overlap=1.0)
    held = tmp_path / "found"
    ran = _repatria("index", made.left, made.right, "--out", held)
    assert ran.returncode == 0, ran.stderr
    left = pl.read_csv(made.left, infer_schema=False)
    row = left.filter(pl.col("Дата народження").str.contains(r"^\d\d\.\d\d\.\d{4}$"))
    own, family, given_name, *_rest = row.row(0)
    birth = row["Дата народження"][0]
    ran = _repatria("search", held, f"{given_name} {family} {birth}", "--json")
    assert ran.returncode == 0, ran.stderr
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    both = {own} | set(
        pl.read_csv(made.truth).filter(pl.col("left_id") == own)["right_id"]
    )
    assert both <= {one["own_id"] for one in answers[:3]}
    shown = _repatria("search", held, str(family), "--most", "1").stdout
    assert str(family) in shown


def test_a_folder_without_an_index_is_refused(tmp_path: Path) -> None:
    ran = _repatria("search", tmp_path, "Шевченко")
    assert ran.returncode == 1
    assert "repatria index" in ran.stderr
    assert "Шевченко" not in ran.stderr


def test_neither_command_loads_django(tmp_path: Path) -> None:
    code = (
        "import sys, repatria.register.engine.finding.saved as s;"
        "import repatria.register.engine.finding.find, repatria.register.cli;"
        "sys.exit('django' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
