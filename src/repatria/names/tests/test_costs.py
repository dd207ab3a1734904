"""Learned correspondences find the Cyrillic word a Latin one stands for."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.names.costs import latin_cyrillic_cost, nearest, windows

POOL = ["шмидт", "шульц", "вэньсю", "смит", "щербак", "джонсон", "сюэ", "томото"]
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=15)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("schmidt", "шмидт", id="German"),
        pytest.param("smith", "смит", id="English"),
        pytest.param("johnson", "джонсон", id="English j"),
        pytest.param("wenxiu", "вэньсю", id="Chinese"),
        pytest.param("tomoto", "томото", id="Japanese"),
        pytest.param("Shcherbak", "щербак", id="Ukrainian, with a capital"),
        pytest.param("Schultz", "шульц", id="tz"),
    ],
)
def test_the_word_that_was_meant_comes_first(written: str, meant: str) -> None:
    assert nearest(written, POOL, 1)[0].word == meant


def test_it_works_the_other_way_round() -> None:
    assert nearest("шмидт", ["smith", "schmidt", "schultz"], 1)[0].word == "schmidt"


def test_the_best_come_first_and_no_more_than_asked_for() -> None:
    found = nearest("schultz", POOL, 3)
    assert len(found) == 3
    assert [near.cost for near in found] == sorted(near.cost for near in found)


def test_nobody_is_near_in_an_empty_pool() -> None:
    assert nearest("smith", [], 5) == []


@pytest.mark.parametrize(
    ("latin", "better", "worse"),
    [
        pytest.param("james", "джеймс", "ямес", id="English j"),
        pytest.param("bach", "бах", "бач", id="German ch at the end"),
        pytest.param("xiao", "сяо", "ксиао", id="Chinese x"),
        pytest.param("alexander", "александер", "алехандер", id="x for ks"),
        pytest.param("Müller", "мюллер", "муллер", id="ü"),
    ],
)
def test_the_usual_spelling_costs_less(latin: str, better: str, worse: str) -> None:
    assert latin_cyrillic_cost(latin, better) < latin_cyrillic_cost(latin, worse)


def test_ukrainian_letters_cost_what_their_russian_neighbours_do() -> None:
    assert latin_cyrillic_cost("ivan", "іван") == latin_cyrillic_cost("ivan", "иван")


@given(words, words)
def test_every_pair_of_words_has_a_cost(latin: str, cyrillic: str) -> None:
    assert latin_cyrillic_cost(latin, cyrillic) >= 0


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_windows_widen_around_the_same_letter(word: str) -> None:
    found = list(windows(word, 0))
    assert all(one.strip("#") in other for one, other in pairwise(found))
    assert all(f"[{word[0]}]" in window for window in found)
