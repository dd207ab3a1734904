"""Somebody who works without a pause, and says of each act when it is done.

Runs inside an installation, in a process that is going to be killed.  A line goes out
only after the act has been committed: whatever was said must still be there.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

ROWS = 60
FAMILIES = "Коваль Мельник Шевченко Бондаренко Ткач Гончар Лис Вовк Заєць Журба".split()
GIVEN = "Іван Петро Ганна Олег Марія Юрій Ольга Степан Яків Дарина".split()
SAID_ON = date(2022, 11, 19)

Told = dict[str, Any]


def work(say: Callable[[str], None], seed: int) -> None:
    """Act until somebody kills this process."""
    from repatria.shared.actors import Actor

    chance = Random(seed)
    actor = Actor("user:1", frozenset({"registrar"}), "north")
    other = Actor("user:2", frozenset({"auditor"}), "north")
    acts: list[Callable[[Random, Any, Any], Told | None]]
    acts = [_import, _import, _statement, _link, _link, _undo, _checkpoint, _request]
    acts += [_upload, _erase]
    say("ready")
    while True:
        act = chance.choice(acts)
        told = act(chance, actor, other)
        if told:
            say(json.dumps(told))


def _now() -> datetime:
    return datetime.now(UTC)


def _list(chance: Random) -> str:
    rows = (
        f"{row};{chance.choice(FAMILIES)} {chance.choice(GIVEN)};"
        f"{chance.randrange(1, 28):02}.{chance.randrange(1, 12):02}."
        f"{chance.randrange(1960, 2004)}"
        for row in range(1, ROWS + 1)
    )
    return "No;Name;Born\n" + "\n".join(rows) + "\n"


def _import(chance: Random, actor: Any, _other: Any) -> Told:
    from repatria.register.services import import_list

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_text(_list(chance), encoding="utf-8")
        version = import_list(
            actor=actor, path=path, name="list.csv", sender="south", subject="held",
            holder="SUDMARK", home="NORLAND", said_on=SAID_ON, at=_now(),
        )  # fmt: skip
    return {"list": version.pk, "root": version.merkle_root}


def _statement(chance: Random, actor: Any, _other: Any) -> Told:
    from repatria.register.services import record_statement

    family = chance.choice(FAMILIES)
    record = record_statement(
        actor=actor, kind="card", sender="south", told={"family": family},
        verbatim=family, said_on=SAID_ON, at=_now(),
    )  # fmt: skip
    return {"record": record.pk}


def _link(chance: Random, actor: Any, _other: Any) -> Told | None:
    from repatria.register.models import Record
    from repatria.register.services import link_all

    count = Record.objects.count()
    if count < 40:
        return None
    first = Record.objects.order_by("pk").values_list("pk", flat=True)
    some = list(first[chance.randrange(count - 20) :][:20])
    pairs = list(zip(some[::2], some[1::2], strict=True))
    made = link_all(actor=actor, pairs=pairs, reasons="one", at=_now())
    return {"decisions": [one.pk for one in made.decisions.values()]}


def _undo(_chance: Random, actor: Any, _other: Any) -> Told | None:
    from repatria.register.models import Decision
    from repatria.register.services import undo

    held = Decision.objects.filter(kind="link", undone_by=None).last()
    if held is None:
        return None
    return {"decisions": [undo(actor=actor, decision=held, at=_now()).pk]}


def _checkpoint(_chance: Random, actor: Any, _other: Any) -> Told:
    from repatria.ledger.queries import signed
    from repatria.ledger.services import make_checkpoint

    made = make_checkpoint(actor=actor, at=_now())
    return {"checkpoint": signed(made).file().decode()}


def _request(chance: Random, actor: Any, _other: Any) -> Told:
    from repatria.tracing.core.sought import Sought
    from repatria.tracing.services import record_request

    made = record_request(
        actor=actor, name="Olha", contact="+000", relation="spouse", at=_now(),
        sought=Sought(family=chance.choice(FAMILIES), given="Іван", birth="1990"),
    )  # fmt: skip
    return {"request": made.ref}


def _upload(chance: Random, actor: Any, _other: Any) -> Told:
    from repatria.register.services import keep_upload

    upload = keep_upload(
        actor=actor, raw=_list(chance).encode(), name="list.csv", told={}, at=_now()
    )
    return {"upload": upload.ref}


def _erase(chance: Random, actor: Any, other: Any) -> Told | None:
    from repatria.register.models import Record
    from repatria.register.services import ask_for_erasure, confirm_erasure

    free = Record.objects.filter(erasures=None).order_by("pk")
    count = free.count()
    if count < 10:
        return None
    record = free.values_list("pk", flat=True)[chance.randrange(count)]
    made = ask_for_erasure(actor=actor, record=record, reason="asked", at=_now())
    confirm_erasure(actor=other, erasure=made, at=_now())
    return {"erasure": made.ref}
