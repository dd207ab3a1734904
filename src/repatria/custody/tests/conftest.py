"""Somebody whom a list names, and a clerk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from repatria.custody.core.told import Told
from repatria.custody.models import Statement
from repatria.custody.services import record_statement
from repatria.register.models import Record
from repatria.register.services.lists import import_list
from repatria.register.services.parties import register_party
from repatria.shared.actors import Actor

AT = datetime(2022, 11, 25, 9, tzinfo=UTC)
CLERK = Actor(ref="command:test", roles=frozenset({"registrar"}), organisation="north")


@pytest.fixture
def listed(as_party: object, tmp_path: Path) -> Callable[..., str]:
    """Return what puts one person on a list and gives the case number."""
    del as_party
    for code in ("NORLAND", "SUDMARK"):
        register_party(actor=CLERK, code=code, names={"en": code.title()}, at=AT)

    def put(subject: str = "missing", **columns: str) -> str:
        told = {"id": "M-1", "surname": "Abrel", "given name": "Ostin", **columns}
        path = tmp_path / f"{subject}{len(list(tmp_path.iterdir()))}.csv"
        rows = [",".join(told), ",".join(told.values())]
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        held = import_list(
            actor=CLERK, path=path, name=path.name,
            sender="south" if subject == "held" else "north", subject=subject,
            holder="SUDMARK", home="NORLAND", said_on=date(2022, 11, 20), at=AT,
        )  # fmt: skip
        return Record.objects.get(source_file=held).membership.person.case_ref

    return put


@pytest.fixture
def case(listed: Callable[..., str]) -> str:
    """Somebody whom the power of origin misses."""
    return listed()


@pytest.fixture
def say() -> Callable[..., Statement]:
    """Return what records a statement: ``say("transfer", case, place="Camp 2")``."""

    def said(kind: str, case_ref: str = "", **more: Any) -> Statement:
        parts = {"voice": "holder", "sender": "south", "holder": "SUDMARK"}
        person = {"family": "Abrel", "given": "Ostin"}
        person |= {"place": more.pop("place")} if "place" in more else {}
        replaces = more.pop("replaces", None)
        received = more.pop("received_on", AT.date())
        told = Told(kind, **{**parts, "person": person, **more})
        return record_statement(
            actor=CLERK, told=told, received_on=received, case_ref=case_ref,
            replaces=replaces, at=AT,
        )  # fmt: skip

    return said
