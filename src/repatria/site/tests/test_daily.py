"""What an installation does by itself, once a day."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TestCase

from repatria.ledger.models import Entry
from repatria.register import services
from repatria.register.models import Record
from repatria.shared.actors import Actor
from repatria.site import daily
from repatria.site.backups import journal

AT = datetime(2022, 11, 21, 8, tzinfo=UTC)
ONE = Actor("user:1", frozenset({"registrar"}), "north")
OTHER = Actor("user:2", frozenset({"auditor"}), "north")

pytestmark = pytest.mark.usefixtures("as_party")


def home() -> Path:
    return Path(settings.REPATRIA_HOME)


def statement() -> Record:
    return services.record_statement(
        actor=ONE, kind="card", sender="south", told={"family": "Гончар"},
        verbatim="Гончар", said_on=AT.date(), at=AT,
    )  # fmt: skip


def test_it_is_looked_once_a_day() -> None:
    assert daily.look(at=AT)
    assert not daily.look(at=AT + timedelta(hours=3))
    assert daily.look(at=AT + timedelta(days=1))
    assert Entry.objects.filter(act="register.purge-run").count() == 2
    assert set(Entry.objects.values_list("actor", flat=True)) == {daily.JOB}


def test_an_erasure_that_the_journal_lacks_is_written_into_it() -> None:
    place = home() / journal.PLACE
    place.unlink(missing_ok=True)
    record = statement()
    made = services.ask_for_erasure(actor=ONE, record=record.pk, reason="asked", at=AT)
    with TestCase.captureOnCommitCallbacks():  # the machine dies before they are run
        services.confirm_erasure(actor=OTHER, erasure=made, at=AT)
    assert not place.exists()
    daily.look(at=AT)
    assert journal.read(place) == {made.ref: [record.owner]}
    with place.open("a", encoding="ascii") as file:
        file.write('{"at": "2022')  # cut short
    assert journal.read(place) == {made.ref: [record.owner]}
    place.unlink()


def test_files_that_nothing_names_are_swept_once_they_lie_long() -> None:
    left = home() / "files" / "sources" / "left.sealed"
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"sealed")
    copy = home() / "backup-left"
    copy.mkdir()
    now = datetime.fromtimestamp(left.stat().st_mtime, UTC)
    daily.look(at=now)
    assert left.exists()
    old = (now - timedelta(days=2)).timestamp()
    os.utime(left, (old, old))
    os.utime(copy, (old, old))
    daily.look(at=now + timedelta(days=1))
    assert not left.exists()
    assert not copy.exists()
