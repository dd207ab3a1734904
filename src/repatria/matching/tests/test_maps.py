"""One column map for both lists, or one for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from repatria.matching.engine.maps import load_column_maps
from repatria.register.core.errors import ColumnMapError
from repatria.register.core.fields import Field


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_plain_map_is_meant_for_both_lists(tmp_path: Path) -> None:
    left, right = load_column_maps(written(tmp_path, '[columns]\nfamily = "Name"\n'))
    assert left == right
    assert left.columns[Field.FAMILY] == ("Name",)


def test_each_list_may_have_a_map_of_its_own(tmp_path: Path) -> None:
    text = '[left.columns]\nfamily = "Name"\n[right]\nencoding = "cp1251"\n'
    left, right = load_column_maps(written(tmp_path, text))
    assert left.columns[Field.FAMILY] == ("Name",)
    assert not right.columns
    assert right.encoding == "cp1251"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("left = 3\n", id="a number for a section"),
        pytest.param('[left]\n[colums]\nfamily = "Name"\n', id="a word beside them"),
        pytest.param("[left.columns]\nfamly = 'Name'\n", id="a field misspelt"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ColumnMapError):
        load_column_maps(written(tmp_path, text))
