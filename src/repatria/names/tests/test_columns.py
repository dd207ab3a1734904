"""Columns and single texts get the same codes, value by value."""

import csv
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repatria.names.engine import columns
from repatria.names.engine.columns import (
    clean_values,
    fold_values,
    scripts_mixed_values,
    skeleton_values,
    surname_fold_values,
    surname_skeleton_values,
)
from repatria.names.fold import fold, skeleton, surname_fold, surname_skeleton
from repatria.names.script import clean, repair_homoglyphs

Column = Callable[[pl.Series], pl.Series]
Single = Callable[[str], str]

OF_NAMES: list[tuple[Column, Single]] = [
    (fold_values, fold),
    (surname_fold_values, surname_fold),
    (clean_values, clean),
]
OF_FOLDS: list[tuple[Column, Single]] = [
    (skeleton_values, skeleton),
    (surname_skeleton_values, surname_skeleton),
]
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
near_names = st.text(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґАИЇabcdefghijklmnopqrstuvwxyzSCHWšžčûâ'- .013"
    "\u0301\u0306\u0308\u200b\u00ad",
    max_size=20,
)
texts = st.lists(anything | near_names, max_size=20)


@pytest.fixture(autouse=True, params=["few", "many"])
def however_many(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run a few values as few, and as the many they stand for."""
    monkeypatch.setattr(columns, "FEW", {"few": columns.FEW, "many": -1}[request.param])


def _agree(column: Column, single: Single, values: list[str]) -> None:
    assert column(pl.Series(values, dtype=pl.String)).to_list() == [
        single(value) for value in values
    ]


@given(texts)
@settings(deadline=None)
def test_columns_of_names_equal_the_functions(values: list[str]) -> None:
    for column, single in OF_NAMES:
        _agree(column, single, values)


@given(texts)
@settings(deadline=None)
def test_columns_of_folds_equal_the_functions(values: list[str]) -> None:
    folded = [fold(value) for value in values]
    for column, single in OF_FOLDS:
        _agree(column, single, folded)


@given(texts)
def test_whatever_a_repair_changes_was_mixed(values: list[str]) -> None:
    mixed = scripts_mixed_values(pl.Series(values, dtype=pl.String)).to_list()
    for value, said in zip(values, mixed, strict=True):
        assert said or repair_homoglyphs(value) == value


@pytest.mark.parametrize("column", [column for column, _ in OF_NAMES + OF_FOLDS])
def test_null_stays_null_and_the_name_stays(column: Column) -> None:
    values = pl.Series("family", [None, "Ivanov"], dtype=pl.String)
    assert column(values)[0] is None
    assert column(values).name == "family"


@pytest.mark.parametrize("column", [column for column, _ in OF_NAMES + OF_FOLDS])
def test_columns_without_values(column: Column) -> None:
    assert column(pl.Series([], dtype=pl.String)).to_list() == []
    assert column(pl.Series([None, None])).to_list() == [None, None]


LISTS = [
    pytest.param("ua_ru_names.tsv", ("uk", "ru_ranked"), id="Ukrainian and Russian"),
    pytest.param("coling_en_ru_dev.tsv", ("latin", "native"), id="every origin"),
    pytest.param("coling_en_he_test.tsv", ("latin", "native"), id="Hebrew"),
    pytest.param("coling_en_ar_test.tsv", ("latin", "native"), id="Arabic"),
]


@pytest.mark.parametrize(("file", "columns"), LISTS)
def test_real_names_get_the_same_codes(
    benchmark_data: Path, file: str, columns: tuple[str, str]
) -> None:
    with (benchmark_data / "names" / file).open(encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))
    values = [row[column] for row in rows[::10] for column in columns]
    for column, single in OF_NAMES:
        _agree(column, single, values)
    for column, single in OF_FOLDS:
        _agree(column, single, [fold(value) for value in values])
