"""Ranks of several armies stand on one ladder."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.names.engine.ranks import rank_level_values
from repatria.names.ranks import leading_rank, rank_level, rank_words

CASES = [
    ("солдат", 1),
    ("рядовой", 1),
    ("Inft.", 1),
    ("ErsRes.", 1),
    ("LstInft.", 1),
    ("ст. солдат", 2),
    ("Gefr.", 2),
    ("TitGefr.", 2),
    ("ефрейтор", 2),
    ("Gefr. TitKorp.", 2),
    ("мл. с-т", 3),
    ("Korp.", 3),
    ("старшина 2 статьи", 3),
    ("Sgt", 4),
    ("Старшина 1-ї статті", 4),
    ("Zugsf.", 4),
    ("Feldw.", 5),
    ("ст. сержант", 5),
    ("старшина", 6),
    ("штаб-сержант", 7),
    ("прапор.", 8),
    ("ст.прапорщик", 9),
    ("2nd Lt", 10),
    ("мл. л-т", 10),
    ("лейт.", 11),
    ("гв. ст. лейтенант", 12),
    ("капітан", 13),
    ("капитан-лейтенант", 13),
    ("Капитан 3-го ранга", 14),
    ("Lt Col", 15),
    ("підполк.", 15),
    ("подполковник медицинской службы", 15),
    ("капітан I рангу", 16),
    ("генерал-майор", 18),
    ("Lieutenant General", 19),
    ("водій", 0),
    ("", 0),
]


@pytest.mark.parametrize(("written", "level"), CASES)
def test_rank_level(written: str, level: int) -> None:
    assert rank_level(written) == level


def test_the_ladder_has_no_hole() -> None:
    assert set(rank_words().levels.values()) == set(range(1, 21))


@pytest.mark.parametrize(("written", "level"), CASES)
def test_capitals_change_nothing(written: str, level: int) -> None:
    assert rank_level(written.lower()) == rank_level(written.lower().title())
    if written.isupper() or "Res" not in written:
        assert rank_level(written) == level


@pytest.mark.parametrize(
    ("words", "length", "doubtful"),
    [
        ("ст. солдат Коваль Іван", 2, False),
        ("капітан медичної служби Коваль", 3, False),
        ("Козак Іван Петрович", 1, True),
        ("Коваль Іван", 0, False),
        ("Кап. 3 рангу Коваль", 3, False),
    ],
)
def test_a_rank_before_a_name(words: str, length: int, doubtful: bool) -> None:  # noqa: FBT001
    assert leading_rank(tuple(words.split())) == (length, doubtful)


@given(st.lists(st.one_of(st.sampled_from([c for c, _ in CASES]), st.text(max_size=9))))
def test_columns_equal_the_function(written: list[str]) -> None:
    column = pl.Series("rank", [*written, None], dtype=pl.String)
    levels = rank_level_values(column)
    assert levels.dtype == pl.Int16
    assert levels.name == "rank"
    assert levels.to_list() == [*map(rank_level, written), 0]
