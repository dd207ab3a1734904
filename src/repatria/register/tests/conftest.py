"""Lists to read, all invented."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from repatria.register.core.fields import ColumnMap, Limits
from repatria.register.engine.intake import read_list
from repatria.register.engine.records import ReadList

Reader = Callable[..., ReadList]

HEADER = "id;Прізвище;Ім'я;По батькові;Дата народження\n"
PEOPLE = (
    "1;Коваль;Іван;Петрович;09.05.1984\n"
    "2;Мельник;Ганна;Іванівна;01.02.1990\n"
    "3;Їжак;Євген;Юрійович;23.12.1979\n"
)


@pytest.fixture
def people() -> str:
    """Three persons under a header, with semicolons."""
    return HEADER + PEOPLE


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Read text or bytes as a list file."""

    def read_content(
        content: str | bytes,
        *,
        name: str = "list.csv",
        columns: ColumnMap | None = None,
        limits: Limits | None = None,
    ) -> ReadList:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_list(path, columns=columns, limits=limits)

    return read_content
