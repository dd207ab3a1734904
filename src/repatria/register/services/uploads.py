"""A list that was uploaded waits, sealed, until somebody has looked and confirms."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from repatria.access import vault
from repatria.register import files, queries
from repatria.register.core.case_numbers import new_ref
from repatria.register.core.refusals import UploadGoneError
from repatria.register.core.statements import COLUMNS
from repatria.register.engine.apart import read_apart
from repatria.register.engine.records import ReadList
from repatria.register.engine.rows import record_columns
from repatria.register.models import LONG, SourceFile, Upload
from repatria.register.services.lists import refuse_known, take_in
from repatria.shared.actors import Actor

KEPT_FOR = timedelta(hours=24)


@transaction.atomic
def keep_upload(
    *, actor: Actor, raw: bytes, name: str, told: Mapping[str, str], at: datetime
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
    """Return what is understood of a waiting list, parsed in a process of its own."""
    return read_apart(files.open_upload(upload), name=upload.name)


def version_before(told: Mapping[str, str]) -> SourceFile | None:
    """Return the version that a waiting list would replace, as it was told."""
    wanted = {key: told[key] for key in ("sender", "subject", "holder", "home")}
    return queries.last_version(**wanted)


def changes_ahead(one: ReadList, *, before: SourceFile) -> queries.Changes | None:
    """Return what importing a list would change of the version before it."""
    rows = record_columns(one, longest=LONG).select(COLUMNS).iter_rows()
    return queries.changes_since(before, rows)


def confirm_upload(*, actor: Actor, upload: Upload, at: datetime) -> SourceFile:
    """Import a waiting list as it was told; raise ``UploadGoneError`` if it is gone."""
    if not Upload.objects.filter(pk=upload.pk).exists():
        raise UploadGoneError
    told = upload.told
    raw = files.open_upload(upload)
    version = take_in(
        actor=actor, one=read_apart(raw, name=upload.name), raw=raw, name=upload.name,
        sender=told["sender"], subject=told["subject"], holder=told["holder"],
        home=told["home"], said_on=date.fromisoformat(told["said_on"]), at=at,
    )  # fmt: skip
    throw_upload_away(upload=upload, at=at)
    return version


@transaction.atomic
def throw_upload_away(*, upload: Upload, at: datetime) -> None:
    """Forget an upload: its key, its file and its line."""
    vault.erase(upload.owner, at=at)
    files.throw_away(upload)
    Upload.objects.filter(pk=upload.pk).delete()
