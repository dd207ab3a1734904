"""An import as a job: asked for, done by the worker, whole or not at all."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import OperationalError, transaction

from repatria.ledger import services as ledger
from repatria.register import files
from repatria.register.core.case_numbers import new_ref
from repatria.register.core.refusals import (
    DiskFullError,
    ImportFaultError,
    ImportStoppedError,
    UploadGoneError,
)
from repatria.register.models import ImportJob, SourceFile, Upload
from repatria.register.services.locks import one_at_a_time
from repatria.register.services.uploads import confirm_upload
from repatria.shared.actors import Actor
from repatria.shared.errors import RepatriaError

# Below this an import takes a second or two, and nobody needs to be told to wait.
AT_ONCE_BYTES = 192 * 2**10
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
State = ImportJob.State
Told = Callable[[str, float], None]


@transaction.atomic
def start_import(*, actor: Actor, upload: Upload, at: datetime) -> ImportJob:
    """Ask for an import; a worker does it, and the job's page shows how far.

    Asked for twice it is one job.  Raises ``UploadGoneError`` if the file is gone.
    """
    one_at_a_time()
    if not Upload.objects.filter(pk=upload.pk).exists():
        raise UploadGoneError
    held = ImportJob.objects.filter(upload=upload.ref).exclude(state=State.STOPPED)
    known = held.first()
    if known is not None:
        return known
    job = ImportJob.objects.create(
        ref=new_ref("J"), upload=upload.ref, name=upload.name, by=actor.ref,
        organisation=actor.organisation, started_at=at,
    )  # fmt: skip
    ledger.append(
        actor=actor,
        act="register.import-started",
        about=f"import:{job.ref}",
        facts={"sha256": upload.sha256},
        at=at,
    )
    _enqueue(job)
    return job


@transaction.atomic
def import_again(*, actor: Actor, job: ImportJob, at: datetime) -> ImportJob:
    """Do an import again that was stopped; one that was not stays as it is."""
    again = ImportJob.objects.filter(pk=job.pk, state=State.STOPPED)
    if not again.update(state=State.WAITING, fault={}, finished_at=None):
        return job
    ledger.append(
        actor=actor, act="register.import-started", about=f"import:{job.ref}", at=at
    )
    _enqueue(job)
    return job


def _enqueue(job: ImportJob) -> None:
    from repatria.register.jobs import import_upload

    import_upload.enqueue(job.ref)


def perform_import(ref: str, *, at: datetime, told: Told | None = None) -> ImportJob:
    """Do an import that waits.  One that is done stays, however often it is asked for.

    The list, that it is done, and that the upload is gone are written in one
    transaction.  What went wrong is kept for the page; the upload then still waits.
    """
    with files.at_work_on(ref) as work:
        job = ImportJob.objects.get(ref=ref)
        if work is None or job.state == State.DONE:
            return job
        ImportJob.objects.filter(pk=job.pk).update(state=State.RUNNING, fault={})
        try:
            _import(job, at=at, told=told or work.tell)
        except Exception as fault:
            mark_stopped(job=job, fault=refusal_of(fault), at=at)
            if not isinstance(fault, RepatriaError | OSError | OperationalError):
                raise
    if ImportJob.objects.filter(ref=ref, state=State.DONE).exists():
        files.forget_work(ref)
    return ImportJob.objects.get(ref=ref)


def _import(job: ImportJob, *, at: datetime, told: Told) -> None:
    upload = Upload.objects.filter(ref=job.upload).first()
    if upload is None:
        raise UploadGoneError

    def done(version: SourceFile) -> None:
        ImportJob.objects.filter(pk=job.pk).update(
            state=State.DONE, source_file=version, finished_at=at
        )

    confirm_upload(
        actor=Actor(ref=job.by, organisation=job.organisation), upload=upload, at=at,
        progress=told, within=done,
    )  # fmt: skip


@transaction.atomic
def mark_stopped(*, job: ImportJob, fault: RepatriaError, at: datetime) -> None:
    """Write down that an import ended without a list, and why."""
    told = {
        "code": fault.code,
        "what": fault.what,
        "remedy": fault.remedy,
        "facts": fault.facts,
    }
    stopped = ImportJob.objects.filter(pk=job.pk, state=State.RUNNING)
    if stopped.update(state=State.STOPPED, fault=told, finished_at=at):
        ledger.append(
            actor=Actor(ref="job:import"),
            act="register.import-stopped",
            about=f"import:{job.ref}",
            facts={"code": fault.code},
            at=at,
        )


def stop_those_that_died(*, at: datetime) -> list[ImportJob]:
    """Mark every import that nobody works on any more; called whenever we start."""
    running = ImportJob.objects.filter(state=State.RUNNING)
    dead = [job for job in running if not files.is_worked_on(job.ref)]
    for job in dead:
        mark_stopped(job=job, fault=ImportStoppedError(), at=at)
    return dead


def refusal_of(fault: Exception) -> RepatriaError:
    """Return what a person is told of a fault; of an unforeseen one its kind alone."""
    if isinstance(fault, RepatriaError):
        return fault
    if is_no_room(fault):
        return DiskFullError()
    return ImportFaultError(kind=type(fault).__name__)


def is_no_room(fault: Exception) -> bool:
    """Tell whether a disk had no room, for a file or for the database."""
    if isinstance(fault, OSError):
        return fault.errno in _NO_ROOM
    full = isinstance(fault, OperationalError)
    return full and any(words in str(fault) for words in ("is full", "No space left"))


@contextmanager
def room_is_needed() -> Iterator[None]:
    """Say it in plain words where the disk has no room for what is done inside."""
    try:
        yield
    except (OSError, OperationalError) as fault:
        if is_no_room(fault):
            raise DiskFullError from fault
        raise
