"""Files that are whole or not there, and nobody else's to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from repatria.shared.files import write_first, write_private

Write = Callable[[Path, bytes], None]
each_way = pytest.mark.parametrize("write", [write_private, write_first])


@each_way
def test_a_file_is_its_owners_alone_and_nothing_lies_beside_it(
    write: Write, tmp_path: Path
) -> None:
    place = tmp_path / "held"
    write(place, b"all of it")
    assert place.read_bytes() == b"all of it"
    assert place.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [place]


def test_a_file_is_written_over_and_a_secret_is_not(tmp_path: Path) -> None:
    place = tmp_path / "held"
    write_private(place, b"first")
    write_private(place, b"second")
    write_first(place, b"third")
    assert place.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_that_is_not_there_is_made_for_its_owner(tmp_path: Path) -> None:
    place = tmp_path / "new" / "held"
    write_private(place, b"x")
    assert place.parent.stat().st_mode & 0o777 == 0o700


@each_way
def test_what_cannot_be_written_leaves_nothing(write: Write, tmp_path: Path) -> None:
    place = tmp_path / "held"
    with pytest.raises(TypeError):
        write(place, "no bytes")  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_what_stood_there_outlives_a_write_that_failed(tmp_path: Path) -> None:
    place = tmp_path / "held"
    write_private(place, b"first")
    with pytest.raises(TypeError):
        write_private(place, "no bytes")  # type: ignore[arg-type]
    assert place.read_bytes() == b"first"
