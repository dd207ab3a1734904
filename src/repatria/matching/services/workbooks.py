"""The verdicts of a list as a workbook: asked for, made as a job, taken."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import translation
from xlsxwriter import Workbook as Book

from repatria.access.queries import installation
from repatria.ledger import reads
from repatria.ledger import services as ledger
from repatria.matching import files
from repatria.matching.core.refusals import RunNotDoneError, WorkbookNotReadyError
from repatria.matching.engine.workbook import CAREFUL, sheet_of
from repatria.matching.lines import every_line
from repatria.matching.models import Run, Workbook
from repatria.matching.services.exporting import enter_export
from repatria.matching.sheets import ABOUT, HEADER, cells, titles, totals
from repatria.register.core.case_numbers import new_ref
from repatria.register.models import SourceFile
from repatria.shared.actors import Actor
from repatria.shared.errors import RepatriaError
from repatria.shared.text import current_language, say, use_language

KEPT_FOR = timedelta(days=1)


@transaction.atomic
def ask_workbook(
    *,
    actor: Actor,
    run: Run,
    file: SourceFile,
    purpose: str,
    words: str,
    language: str,
    at: datetime,
    verdict: str = "",
) -> Workbook:
    """Ask for the verdicts of a list as a file; a worker makes it, and its page tells.

    The export stands on the ledger from now on, with its purpose.
    """
    from repatria.matching.jobs import make_workbook

    if run.state != Run.State.DONE or file.pk not in (run.left_id, run.right_id):
        raise RunNotDoneError(run=str(run.pk))
    book = Workbook.objects.create(
        ref=new_ref("W"), run=run, source_file=file, verdict=verdict, purpose=purpose,
        words=words, language=language, by=actor.ref, at=at,
    )  # fmt: skip
    enter_export(
        actor=actor,
        about=book.ref,
        purpose=purpose,
        facts={
            "list": file.pk,
            "root": file.merkle_root,
            "run": run.pk,
            "verdict": verdict,
        },
        at=at,
    )
    make_workbook.enqueue(book.ref)
    return book


def perform_workbook(ref: str, *, at: datetime) -> Workbook:
    """Make a workbook that waits.  One that is done stays, however often asked."""
    book = Workbook.objects.select_related("run", "source_file__source").get(ref=ref)
    if book.state == Workbook.State.DONE:
        return book
    _throw_old_away(at)
    Workbook.objects.filter(pk=book.pk).update(state=Workbook.State.RUNNING)
    spoken = current_language()
    try:
        with translation.override(book.language):
            use_language(book.language)
            files.keep(book, _made(book, at))
    except Exception as fault:
        code = fault.code if isinstance(fault, RepatriaError) else type(fault).__name__
        Workbook.objects.filter(pk=book.pk).update(
            state=Workbook.State.FAILED, fault=code
        )
        raise
    finally:
        use_language(spoken)
    book.state, book.share = Workbook.State.DONE, 1.0
    book.save(update_fields=["state", "share", "rows"])
    return book


def _made(book: Workbook, at: datetime) -> bytes:
    """Return the workbook's bytes; ``book.rows`` counts what stands in it."""
    with tempfile.TemporaryDirectory(prefix="repatria-workbook-") as folder:
        path = Path(folder) / "verdicts.xlsx"
        with Book(path, CAREFUL) as made:
            about = totals(book, installation=installation(), at=at)
            sheet_of(made, titles()[0], [say(one) for one in ABOUT], about)
            sheet_of(made, titles()[1], [say(one) for one in HEADER], _rows(book, at))
        return path.read_bytes()


def _rows(book: Workbook, at: datetime) -> Iterator[tuple[object, ...]]:
    """Yield the rows, say how far it is, and note whose they are."""
    for lines in every_line(book.run, book.source_file, book.verdict):
        yield from map(cells, lines)
        book.rows += len(lines)
        share = min(lines[-1].record.row / max(book.source_file.rows, 1), 1.0)
        Workbook.objects.filter(pk=book.pk).update(share=share)
        reads.keep(
            actor=Actor(ref=book.by, organisation=installation().code),
            page="matching:workbook",
            cases=sorted({line.case_ref for line in lines}),
            at=at,
        )


def _throw_old_away(at: datetime) -> None:
    for book in Workbook.objects.filter(at__lt=at - KEPT_FOR).exclude(rows=0):
        files.throw_away(book)


@transaction.atomic
def take_workbook(*, actor: Actor, book: Workbook, at: datetime) -> bytes:
    """Return the bytes of a workbook that is done, and write that it was taken."""
    raw = files.opened(book) if book.state == Workbook.State.DONE else None
    if raw is None:
        raise WorkbookNotReadyError(ref=book.ref)
    ledger.append(
        actor=actor,
        act="matching.workbook-taken",
        about=book.ref,
        facts={"rows": book.rows},
        at=at,
    )
    return raw
