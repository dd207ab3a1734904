"""A list that was uploaded waits, sealed, until somebody has looked and confirms."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from repatria.access import vault
from repatria.register import files, queries
from repatria.register.core.case_numbers import new_ref
from repatria.register.core.differences import differences
from repatria.register.core.errors import ListRefusedError
from repatria.register.core.refusals import UploadGoneError
from repatria.register.core.statements import COLUMNS
from repatria.register.engine.apart import read_apart
from repatria.register.engine.records import ReadList
from repatria.register.engine.rows import KEYS, record_columns
from repatria.register.models import LONG, SourceFile, Upload
from repatria.register.queries import versions
from repatria.register.services.columns import choices_of
from repatria.register.services.keeping import Progress, silent
from repatria.register.services.lists import refuse_known, take_in
from repatria.shared.actors import Actor

KEPT_FOR = timedelta(hours=24)


@transaction.atomic
def keep_upload(
    *, actor: Actor, raw: bytes, name: str, told: Mapping[str, Any], at: datetime
) -> Upload:
    """Keep an uploaded list until it is confirmed; those forgotten are thrown away.

    Raises ``ListAlreadyHereError`` for bytes that were imported before.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    refuse_known(sha256)
    for forgotten in Upload.objects.filter(at__lt=at - KEPT_FOR):
        throw_upload_away(upload=forgotten, at=at)
    upload = Upload.objects.create(
        ref=new_ref("U"), name=name, sha256=sha256, by=actor.ref, at=at, told=dict(told)
    )
    files.seal_upload(upload, raw)
    return upload


def read_upload(upload: Upload) -> ReadList:
    """Return what is understood of a waiting list, parsed in a process of its own.

    Columns are read as they were last chosen for this sender and heading, and of a
    workbook the sheet that was chosen, else the first that holds anything.
    """
    return _read(upload, files.open_upload(upload))


def _read(upload: Upload, raw: bytes) -> ReadList:
    told = upload.told
    return read_apart(
        raw,
        name=upload.name,
        chosen=choices_of(told["sender"]),
        sheet=told.get("sheet", ""),
    )


@transaction.atomic
def choose_sheet(*, upload: Upload, sheet: str) -> None:
    """Say which sheet of a waiting workbook is the list.

    Raises ``SheetMissingError`` for one that it has not; others of
    ``ListRefusedError`` where that sheet cannot be read.
    """
    was, upload.told = upload.told, {**upload.told, "sheet": sheet}
    try:
        read_upload(upload)
    except ListRefusedError:
        upload.told = was
        raise
    upload.save(update_fields=["told"])


def version_before(told: Mapping[str, Any]) -> SourceFile | None:
    """Return the version that a waiting list would replace, as it was told."""
    wanted = {key: told[key] for key in ("sender", "subject", "holder", "home")}
    return queries.last_version(**wanted)


def changes_ahead(one: ReadList, *, before: SourceFile) -> versions.Changes:
    """Return what importing a list would change of the version before it."""
    told = record_columns(one, longest=LONG).select(*COLUMNS, *KEYS[:2])
    _records, was = versions.lines_of(before)
    found = differences(was, list(versions.lines(told.iter_rows())))
    return versions.in_numbers(found.counts, tied_by=found.tied_by, before=before)


def confirm_upload(
    *,
    actor: Actor,
    upload: Upload,
    at: datetime,
    progress: Progress = silent,
    within: Callable[[SourceFile], None] = lambda _version: None,
) -> SourceFile:
    """Import a waiting list as it was told; raise ``UploadGoneError`` if it is gone.

    The list comes and the upload goes in one transaction, and ``within`` is called
    inside it.
    """
    if not Upload.objects.filter(pk=upload.pk).exists():
        raise UploadGoneError
    told = upload.told
    raw = files.open_upload(upload)
    progress("read", 0)
    one = _read(upload, raw)

    def kept(version: SourceFile) -> None:
        within(version)
        throw_upload_away(upload=upload, at=at)

    return take_in(
        actor=actor, one=one, raw=raw, name=upload.name,
        sender=told["sender"], subject=told["subject"], holder=told["holder"],
        home=told["home"], said_on=date.fromisoformat(told["said_on"]), at=at,
        corrects=told.get("corrects"), progress=progress, within=kept,
    )  # fmt: skip


@transaction.atomic
def throw_upload_away(*, upload: Upload, at: datetime) -> None:
    """Forget an upload: its key, its file and its line."""
    vault.erase(upload.owner, at=at)
    files.throw_away(upload)
    Upload.objects.filter(pk=upload.pk).delete()
