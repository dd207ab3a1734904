"""Two written names: may they be one person's, and why."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.names.compare import SAME_FROM, compare
from repatria.names.romanise import romanise

SAME = [
    ("Тарас Коваленко", "Taras Kovalenko", "script"),
    ("Taras H. Kovalenko", "КОВАЛЕНКО Тарас Григорович", "initial and order"),
    ("Коля Коваленко", "Микола Коваленко", "diminutive"),
    ("Николай Коваленко", "Mykola Kovalenko", "language"),
    ("Тарас Коваленко", "Тарас Григорович Коваленко", "patronymic left out"),
    ("Т. Коваленко", "Тарас Коваленко", "one initial"),
    ("Tаrаs Kovalenkо", "Taras Kovalenko", "look-alike letters"),
    ("Tar4s K0valenko", "Taras Kovalenko", "digits for letters"),
    ("TarasKovalenko", "Taras Kovalenko", "joined"),
    ("Taras Koval enko", "Taras Kovalenko", "split"),
    ("Taras Kovalneko", "Taras Kovalenko", "letters swapped"),
    ("Mr. Taras Kovalenko", "Taras Kovalenko", "title"),
    ("Taras Taras Kovalenko", "Taras Kovalenko", "typed twice"),
    ("Коваленко Микола Миколайович", "Коваленко Николай Николаевич", "patronymic"),
    ("Omar al-Masri", "Umar el Masri", "article"),
    ("Omar ibn Salih Nasser", "Omar bin Saleh Nasser", "son of"),
    ("Ніно Берідзе", "ნინო ბერიძე", "Georgian"),
    ("Αλέξανδρος Νίκου", "Alexandros Nikou", "Greek"),
    ("Jānis Kalniņš", "Janis Kalnin", "Latvian ending"),
]
OTHER = [
    ("Тарас Коваленко", "Петро Коваленко", "given name"),
    ("Тарас Коваленко", "Тарас Зимовий", "family name"),
    ("Коваленко Іван Петрович", "Коваленко Іван Павлович", "father"),
    ("Omar bin Salih", "Salih bin Omar", "father and son changed"),
    ("John A. Smith", "John B. Smith", "initial"),
    ("Олександр Коваленко", "Олексій Коваленко", "alike given names"),
    ("Omar Said al-Masri", "Omar Said al-Halabi", "one word of many"),
    ("Тарас", "Тарас Коваленко", "a given name alone"),
    ("王小明", "王小红", "Chinese"),
    ("", "Тарас Коваленко", "nothing to compare"),
]
PARTS = st.sampled_from(
    (
        "Тарас Іван Коля Mykola Kovalenko Коваленко Зима bin al- Omar Т. H. Петрович "
        "Петрівна Jean-Luc J.-L. JL Ig0r ნინო עומר عمر 王小明 김 , ' . Mr Dr x Ñandú"
    ).split(" ")
)
names = st.lists(PARTS, max_size=6).map(" ".join) | st.text(max_size=12)


@pytest.mark.parametrize(
    ("one", "other"), [c[:2] for c in SAME], ids=[c[2] for c in SAME]
)
def test_one_person(one: str, other: str) -> None:
    assert compare(one, other).same


@pytest.mark.parametrize(
    ("one", "other"), [c[:2] for c in OTHER], ids=[c[2] for c in OTHER]
)
def test_two_people(one: str, other: str) -> None:
    assert not compare(one, other).same


@given(names, names)
def test_sides_do_not_matter(one: str, other: str) -> None:
    assert compare(one, other) == compare(other, one)


@given(names, names)
def test_a_score_is_a_share_with_reasons(one: str, other: str) -> None:
    found = compare(one, other)
    assert 0 <= found.score <= 1
    assert found.same == (found.score >= SAME_FROM)
    assert found.reasons


@given(st.lists(st.sampled_from(["Тарас", "Kovalenko", "Зима", "Omar"]), min_size=1))
def test_a_name_is_its_own(words: list[str]) -> None:
    assert compare(" ".join(words), " ".join(words)).score == 1


def test_a_page_of_text_is_compared_in_no_time() -> None:
    page = "слово" * 5000 + " слово" * 5000
    assert compare(page, page + " Зима").score <= 1


def test_reasons_are_sentences_with_the_words_in_question() -> None:
    found = compare("Коля Коваленко", "Микола Петрович Коваленко")
    assert found.reasons == (
        "“Коля” and “Микола” are forms of one name.",
        "1 word stands in one of the names only.",
    )
    assert compare("Mr Taras Zima", "Тарас Зима").reasons == (
        "All words are the same.",
        "Titles were passed over.",
    )


@pytest.mark.parametrize(
    ("written", "latin"),
    [
        ("Νίκος", "nikos"),
        ("გიორგი", "giorgi"),
        ("Արամ", "aram"),
        ("김민수", "gimminsu"),
        ("王小明", "wangxiaoming"),
        ("नवीन", "navina"),
        ("משה", "mshh"),
        ("Taras", "Taras"),
        ("Тарас", "тарас"),
    ],
)
def test_romanise(written: str, latin: str) -> None:
    assert romanise(written) == latin


def test_accuracy_on_public_pairs(benchmark_data: Path) -> None:
    path = benchmark_data / "names/name_pairs_public_figures.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    said = [compare(row["name1"], row["name2"]).same for row in rows]
    meant = [row["is_match"] == "True" for row in rows]
    hits = sum(a and b for a, b in zip(said, meant, strict=True))
    assert 2 * hits / (sum(said) + sum(meant)) >= 0.85
