"""Lists to read, all invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from repatria.register.core.fields import ColumnMap, Limits
from repatria.register.engine.intake import read_list
from repatria.register.engine.records import ReadList
from repatria.shared.actors import Actor

if TYPE_CHECKING:
    from repatria.register.models import SourceFile

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


# --- Lists that stand in an installation ----------------------------------------

AT = datetime(2022, 11, 20, 8, 0, tzinfo=UTC)
SAID_ON = date(2022, 11, 19)


@dataclass(frozen=True, slots=True)
class Desk:
    """A registrar's desk: lists come in, records are looked up."""

    actor: Actor
    folder: Path

    def file(self, content: str | bytes, *, name: str = "list.csv") -> Path:
        """Lay a file on the desk."""
        path = self.folder / name
        raw = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(raw)
        return path

    def take_in(
        self,
        content: str | bytes,
        *,
        name: str = "list.csv",
        sender: str = "south",
        subject: str = "held",
        holder: str = "SUDMARK",
        home: str = "NORLAND",
    ) -> SourceFile:
        """Import a list as a registrar would."""
        from repatria.register.services import import_list

        return import_list(
            actor=self.actor,
            path=self.file(content, name=name),
            name=name,
            sender=sender,
            subject=subject,
            holder=holder,
            home=home,
            said_on=SAID_ON,
            at=AT,
        )


@pytest.fixture
def desk(as_party: object, tmp_path: Path) -> Desk:
    """A desk in the bureau of NORLAND, both parties registered."""
    del as_party
    from repatria.register.services import register_party

    actor = Actor("command:test", frozenset({"registrar"}), "north")
    for code in ("NORLAND", "SUDMARK"):
        register_party(actor=actor, code=code, names={"en": code.title()}, at=AT)
    return Desk(actor, tmp_path)
