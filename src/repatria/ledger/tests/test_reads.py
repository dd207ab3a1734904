"""Reads: one entry an answer, kept before the answer goes out."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from repatria.ledger import reads
from repatria.ledger.core.errors import NoAnswerFromLedgerError
from repatria.ledger.grouped import GroupedWriter
from repatria.ledger.models import Entry
from repatria.ledger.services import Said
from repatria.shared.actors import Actor

AT = datetime(2022, 11, 24, 9, tzinfo=UTC)
ACTOR = Actor(ref="user:1", organisation="north")
READERS = 24


def said(about: str = "register:person") -> Said:
    return Said(ACTOR, "read", AT, about, {"cases": ["R-1"]})


@pytest.mark.django_db
def test_a_read_is_one_entry_with_every_case_shown() -> None:
    with reads.collected() as cases:
        for case in ("R-2", "R-1", "R-2"):
            reads.note(case)
    reads.keep(actor=ACTOR, page="register:person", cases=sorted(cases), at=AT)
    (entry,) = Entry.objects.all()
    told = json.loads(entry.body)
    assert (told["act"], told["about"]) == ("read", "register:person")
    assert told["facts"] == {"cases": ["R-1", "R-2"]}


def test_outside_an_answer_nothing_is_gathered() -> None:
    reads.note("R-1")
    with reads.collected() as cases:
        pass
    assert cases == set()


@pytest.mark.django_db
def test_inside_a_transaction_the_entry_is_written_at_once() -> None:
    reads.start_grouped()
    try:
        assert connection.in_atomic_block
        reads.keep(actor=ACTOR, page="", cases=["R-1"], at=AT)
        assert Entry.objects.count() == 1
    finally:
        reads.stop_grouped()


def test_what_gathers_while_one_group_is_written_is_the_next_group() -> None:
    groups: list[int] = []
    begun, gathered = threading.Event(), threading.Event()

    def write(group: Sequence[Said]) -> None:
        begun.set()
        gathered.wait(10)
        groups.append(len(group))

    writer = GroupedWriter(write)
    with ThreadPoolExecutor(READERS) as readers:
        first = readers.submit(writer.keep, said())
        begun.wait(10)
        others = [readers.submit(writer.keep, said()) for _each in range(READERS - 1)]
        while writer._queue.qsize() < READERS - 1:
            time.sleep(0.001)
        assert not any(one.done() for one in (first, *others))
        gathered.set()
        for one in (first, *others):
            one.result(10)
    writer.stop()
    assert groups == [1, READERS - 1]


def test_who_waits_is_told_when_a_group_cannot_be_written() -> None:
    def write(group: Sequence[Said]) -> None:
        raise sqlite3.OperationalError(len(group))

    writer = GroupedWriter(write)
    with pytest.raises(sqlite3.OperationalError):
        writer.keep(said())
    writer.stop()


def test_after_the_end_nothing_is_taken_and_nothing_is_lost() -> None:
    kept: list[Said] = []
    left: list[bool] = []
    writer = GroupedWriter(kept.extend, lambda: left.append(True))
    writer.keep(said())
    writer.stop()
    writer.stop()  # twice does no harm
    with pytest.raises(NoAnswerFromLedgerError):
        writer.keep(said())
    assert (len(kept), left) == (1, [True])


def test_what_waits_at_the_end_is_still_written() -> None:
    kept: list[Said] = []
    begun, gate = threading.Event(), threading.Event()

    def write(group: Sequence[Said]) -> None:
        begun.set()
        gate.wait(10)
        kept.extend(group)

    writer = GroupedWriter(write)
    with ThreadPoolExecutor(READERS) as readers:
        readers.submit(writer.keep, said())
        begun.wait(10)
        for _each in range(READERS - 1):
            readers.submit(writer.keep, said())
        while writer._queue.qsize() < READERS - 1:
            time.sleep(0.001)
        stopping = threading.Thread(target=writer.stop)
        stopping.start()
        gate.set()
        stopping.join(10)
    assert len(kept) == READERS


def test_a_group_has_a_largest_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repatria.ledger.grouped.MOST_AT_ONCE", 5)
    groups: list[int] = []
    begun, gate = threading.Event(), threading.Event()

    def write(group: Sequence[Said]) -> None:
        begun.set()
        gate.wait(10)
        groups.append(len(group))

    writer = GroupedWriter(write)
    with ThreadPoolExecutor(READERS) as readers:
        readers.submit(writer.keep, said())
        begun.wait(10)
        for _each in range(7):
            readers.submit(writer.keep, said())
        while writer._queue.qsize() < 7:
            time.sleep(0.001)
        gate.set()
    writer.stop()
    assert groups == [1, 5, 2]


def test_a_server_keeps_every_read_before_its_answer(served: Any) -> None:
    cases = [f"R-TEST{number:04}" for number in range(READERS)]
    served.opener("auditor")

    def ask(case: str) -> str:
        return str(served.get(f"/ledger/?case={case}", role="auditor"))

    with ThreadPoolExecutor(8) as readers:
        pages = list(readers.map(ask, cases))
    assert all("<h1>" in page for page in pages)
    told = served.run(
        "import json\n"
        "from repatria.ledger.models import Entry\n"
        "from repatria.ledger.queries import verify\n"
        "rows = Entry.objects.filter(act='read')\n"
        "print(json.dumps([json.loads(row.body)['facts']['cases'] for row in rows]))\n"
        "print(verify(organisation='north').sound)\n"
    )
    kept, sound = told.splitlines()
    assert sorted(case for one in json.loads(kept) for case in one) == cases
    assert sound == "True"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's one writer")
def test_a_server_waits_for_another_writer_and_loses_nothing(served: Any) -> None:
    served.opener("auditor")
    with (
        closing(sqlite3.connect(served.home / "repatria.sqlite3")) as other,
        ThreadPoolExecutor(4) as readers,
    ):
        other.execute("BEGIN IMMEDIATE")
        asked = [
            readers.submit(served.get, f"/ledger/?case=R-{number}", role="auditor")
            for number in range(4)
        ]
        time.sleep(0.5)
        assert not any(one.done() for one in asked)
        other.rollback()
        assert all("<h1>" in one.result(30) for one in asked)
    counting = "from repatria.ledger.models import Entry\n"
    counting += "print(Entry.objects.filter(act='read').count())"
    assert served.run(counting).strip() == "4"
