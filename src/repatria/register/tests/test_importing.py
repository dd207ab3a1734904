"""An import as a job: how far it is, what stops it, and that it is whole or absent."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from repatria.ledger.core import merkle
from repatria.ledger.models import Entry
from repatria.register import files, services
from repatria.register.core.statements import COLUMNS, canonical, statement
from repatria.register.models import ImportJob, Person, Record, SourceFile, Upload
from repatria.register.services import importing
from repatria.register.tests.conftest import AT, HEADER, PEOPLE, Desk

SignIn = Callable[..., Any]
LIST = HEADER + PEOPLE
TOLD = {
    "sender": "north",
    "subject": "missing",
    "holder": "SUDMARK",
    "home": "NORLAND",
    "said_on": "2022-11-19",
}


def long_list(rows: int = 4_000) -> str:
    people = (f"{n};Коваль;Іван;Петрович;09.05.19{n % 90 + 10}" for n in range(rows))
    return HEADER + "\n".join(people) + "\n"


def _upload(client: Any, content: bytes, *, name: str = "list.csv", **told: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post("/lists/import/", {**TOLD, **told, "file": file})


def _plain(answer: Any) -> str:
    words = re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#x27;", "'")
    return " ".join(words.split())


@pytest.fixture
def waiting(desk: Desk) -> Upload:
    return services.keep_upload(
        actor=desk.actor, raw=LIST.encode(), name="list.csv", told=TOLD, at=AT
    )


@pytest.mark.django_db
def test_a_long_list_is_imported_as_a_job_with_a_page_of_its_own(
    desk: Desk, signed_in: SignIn
) -> None:
    del desk
    client = signed_in("registrar")
    address = _upload(client, long_list().encode())["Location"]
    answer = client.post(address, {"import": "yes"})
    job = ImportJob.objects.get()
    assert answer["Location"] == f"/lists/imports/{job.ref}/"
    assert "You may close this page" in _plain(client.get(answer["Location"]))
    again = client.post(address, {"import": "yes"})
    assert again["Location"] == answer["Location"]
    steps: list[tuple[str, float]] = []
    services.perform_import(
        job.ref, at=AT, told=lambda step, share: steps.append((step, share))
    )
    assert list(dict(steps)) == ["read", "prepare", "write", "changes"]
    shares = [share for step, share in steps if step == "write"]
    assert shares == sorted(shares)
    assert "4000 rows, as version 1" in _plain(client.get(answer["Location"]))
    assert not Upload.objects.exists()
    assert services.perform_import(job.ref, at=AT).state == ImportJob.State.DONE
    assert SourceFile.objects.count() == 1
    assert signed_in("auditor").get(answer["Location"]).status_code == 404


@pytest.mark.django_db
def test_how_far_it_is_is_seen_while_it_works(waiting: Upload, desk: Desk) -> None:
    job = services.start_import(actor=desk.actor, upload=waiting, at=AT)
    assert files.how_far(job.ref) == ("", 0.0)
    with files.at_work_on(job.ref) as work:
        assert work is not None
        work.tell("write", 0.25)
        assert files.how_far(job.ref) == ("write", 0.25)
        assert files.is_worked_on(job.ref)
        # Another worker leaves it alone.
        assert services.perform_import(job.ref, at=AT).state == ImportJob.State.WAITING
    assert not files.is_worked_on(job.ref)


@pytest.mark.django_db
def test_an_import_whose_process_died_is_found_and_done_again(
    waiting: Upload, desk: Desk, signed_in: SignIn
) -> None:
    job = services.start_import(actor=desk.actor, upload=waiting, at=AT)
    ImportJob.objects.update(state=ImportJob.State.RUNNING)
    client = signed_in("registrar")
    page = client.get(f"/lists/imports/{job.ref}/")
    assert "stopped before it was done: nothing of it was kept" in _plain(page)
    assert services.stop_those_that_died(at=AT) == []
    client.post(f"/lists/imports/{job.ref}/")
    assert services.perform_import(job.ref, at=AT).state == ImportJob.State.DONE
    acts = Entry.objects.filter(act__startswith="register.import-")
    assert list(acts.order_by("number").values_list("act", flat=True)) == [
        "register.import-started",
        "register.import-stopped",
        "register.import-started",
    ]


@pytest.fixture
def small_disk(settings: Any) -> Iterator[None]:
    """Let no file of the data folder grow: the system itself refuses, as when full."""
    import resource
    import signal

    held = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    del settings
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, held[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, held)
    signal.signal(signal.SIGXFSZ, before)


def leftovers() -> list[str]:
    from django.conf import settings

    folder = Path(settings.REPATRIA_HOME) / "files"
    return [str(one) for one in folder.rglob("*.part")]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        pytest.param(OSError(errno.ENOSPC, "full"), "register.disk-full", id="file"),
        pytest.param(
            OperationalError("database or disk is full"),
            "register.disk-full",
            id="database",
        ),
        pytest.param(OSError(errno.EIO, "x"), "register.import-fault", id="another"),
    ],
)
@pytest.mark.django_db
def test_a_disk_without_room_leaves_no_half_list_and_says_so(
    waiting: Upload,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    code: str,
) -> None:
    def refuse(*_args: object) -> None:
        raise fault

    job = services.start_import(actor=desk.actor, upload=waiting, at=AT)
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", refuse)
        stopped = services.perform_import(job.ref, at=AT)
    assert stopped.state == ImportJob.State.STOPPED
    assert stopped.fault["code"] == code
    assert not SourceFile.objects.exists()
    assert not Record.objects.exists()
    assert not Person.objects.exists()
    assert not leftovers()
    services.import_again(actor=desk.actor, job=stopped, at=AT)
    assert services.perform_import(job.ref, at=AT).state == ImportJob.State.DONE
    assert SourceFile.objects.get().rows == 3


@pytest.mark.django_db
def test_an_upload_that_finds_no_room_is_said_on_the_form(
    desk: Desk, signed_in: SignIn, request: pytest.FixtureRequest
) -> None:
    del desk
    client = signed_in("registrar")
    client.get("/lists/import/")
    from django.db import connection

    told = connection.settings_dict
    if connection.vendor == "sqlite" and "memory" not in str(told["NAME"]):
        pytest.skip("the limit would hold for the database file as well")
    request.getfixturevalue("small_disk")
    answer = _upload(client, LIST.encode())
    assert "The disk has no room left: nothing was kept." in _plain(answer)
    assert not Upload.objects.exists()
    assert not leftovers()


@pytest.mark.django_db
def test_an_upload_forgotten_meanwhile_is_said(waiting: Upload, desk: Desk) -> None:
    job = services.start_import(actor=desk.actor, upload=waiting, at=AT)
    services.throw_upload_away(upload=waiting, at=AT)
    assert services.perform_import(job.ref, at=AT).fault["code"] == (
        "register.upload-gone"
    )


@pytest.mark.django_db
def test_one_file_uploaded_twice_is_imported_once(
    waiting: Upload, desk: Desk, signed_in: SignIn
) -> None:
    twin = services.keep_upload(
        actor=desk.actor, raw=LIST.encode(), name="twin.csv", told=TOLD, at=AT
    )
    jobs = [
        services.start_import(actor=desk.actor, upload=one, at=AT)
        for one in (waiting, twin)
    ]
    done, refused = [services.perform_import(job.ref, at=AT) for job in jobs]
    assert (done.state, refused.state) == ("done", "stopped")
    assert refused.fault["code"] == "register.list-already-here"
    page = signed_in("registrar").get(f"/lists/imports/{refused.ref}/")
    assert "This very file stands here already: list.csv, version 1" in _plain(page)
    assert Record.objects.count() == 3


@pytest.mark.django_db
def test_the_same_bytes_that_come_between_the_look_and_the_write_are_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another clerk's import of the same bytes ends after ours looked for them."""
    from repatria.register.core.refusals import ListAlreadyHereError
    from repatria.register.services.keeping import prepared

    place = "repatria.register.services.lists.prepared"

    def slow(*args: Any) -> Any:
        monkeypatch.setattr(place, prepared)
        desk.take_in(LIST, name="other.csv")
        return prepared(*args)

    monkeypatch.setattr(place, slow)
    with pytest.raises(ListAlreadyHereError):
        desk.take_in(LIST)
    assert SourceFile.objects.get().name == "other.csv"
    assert Record.objects.count() == 3


@pytest.mark.django_db
def test_a_list_of_tomorrow_is_taken_in_with_a_warning_and_no_later_one(
    desk: Desk, signed_in: SignIn
) -> None:
    del desk
    client, today = signed_in("registrar"), timezone.localdate()
    tomorrow, later = (str(today + timedelta(days=n)) for n in (1, 2))
    address = _upload(client, LIST.encode(), said_on=tomorrow)["Location"]
    assert "bears the date of tomorrow" in _plain(client.get(address))
    refused = _upload(client, LIST.encode(), said_on=later)
    assert "date in the future" in _plain(refused)


@pytest.mark.django_db
def test_an_upload_cut_at_every_64_kb_is_read_or_refused_and_never_half_kept(
    desk: Desk,
) -> None:
    from repatria.register.core.errors import ListRefusedError
    from repatria.register.engine.intake import read_content

    del desk
    whole = long_list(9_000).encode()
    for end in range(2**16, len(whole), 2**16):
        try:
            one = read_content(whole[:end], name="cut.csv")
        except ListRefusedError:
            continue
        # Every whole line is there, and the broken one is no other person.
        assert one.rows in (whole[:end].count(b"\n") - 1, whole[:end].count(b"\n"))
    assert not SourceFile.objects.exists()


HOMOGLYPHS = HEADER + (
    "1;Коvаль;Іван;;1984\n"  # a Latin v among Cyrillic letters
    "2;Мельник\u202eанаГ;Ганна;;1990\n"  # turned by an override
    "3;Бук;Олег;;1991\n"
)


@pytest.mark.django_db
def test_letters_that_look_alike_and_marks_that_turn_are_flagged_and_kept(
    desk: Desk, signed_in: SignIn
) -> None:
    client = signed_in("registrar")
    checked = _plain(client.get(_upload(client, HOMOGLYPHS.encode())["Location"]))
    assert "2 Прізвище A word mixes letters of two scripts" in checked
    assert "3 Прізвище Invisible marks that turn or hide text" in checked
    file = desk.take_in(HOMOGLYPHS)
    page = client.get(f"/lists/{file.pk}/faults/?what=look")
    assert "\u202e" not in page.content.decode()
    assert "Мельник\N{WHITE SQUARE}анаГ" in _plain(page)
    from repatria.access import vault

    row = file.records.get(row=2)
    kept = vault.open_text(row.owner, "verbatim", bytes(row.sealed_verbatim))
    assert "Мельник\u202eанаГ" in kept


# --- What a version promises ----------------------------------------------------------

said = st.fixed_dictionaries(
    {name: st.text(st.characters(exclude_categories=["Cs"])) for name in COLUMNS}
)


@given(said, st.integers(0, 2**31), st.integers(0, 1))
def test_a_row_is_written_as_the_standard_of_canonical_json_asks(
    told: dict[str, str], row: int, sound: int
) -> None:
    value = statement(told, row=row, salt=b"0" * 16, readable=sound == 1)
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.django_db
def test_one_row_is_proved_without_the_others(desk: Desk) -> None:
    """The proof needs the row, some hashes, and the root that stands on the ledger."""
    file = desk.take_in(LIST)
    rows = list(file.records.order_by("row"))
    leaves = [bytes(row.leaf) for row in rows]
    row = rows[1]
    told = {name: getattr(row, name) for name in COLUMNS}
    value = statement(told, row=row.row, salt=bytes(row.salt), readable=True)
    import hashlib

    leaf = hashlib.sha256(canonical(value)).digest()
    proof = merkle.inclusion_proof(leaves, 1)
    entry = Entry.objects.get(act="register.list-imported")
    assert f'"root":"{file.merkle_root}"' in entry.body
    root = bytes.fromhex(file.merkle_root)
    assert merkle.is_included(leaf, index=1, size=3, proof=proof, root=root)
    value["family"] = "Інша"
    other = hashlib.sha256(canonical(value)).digest()
    assert not merkle.is_included(other, index=1, size=3, proof=proof, root=root)


def test_a_fault_that_is_no_lack_of_room_goes_on() -> None:
    with pytest.raises(OSError, match="broken"), importing.room_is_needed():
        raise OSError(errno.EIO, "broken")


@pytest.mark.django_db
def test_a_million_columns_are_refused_and_nothing_is_kept(
    desk: Desk, signed_in: SignIn
) -> None:
    del desk
    wide = b";".join(b"c%d" % n for n in range(10**6))
    answer = _upload(signed_in("registrar"), wide + b"\n" + b";" * (10**6 - 1) + b"\n")
    assert "has 1000000 columns; at most 500 are read." in _plain(answer)
    assert not Upload.objects.exists()
