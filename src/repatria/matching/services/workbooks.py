"""The verdicts of a list as a workbook: asked for, made by a job, then an export."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import translation
from xlsxwriter import Workbook as Book

from repatria.access import exports, vault
from repatria.access.exports import Offer
from repatria.access.queries import actor_called, installation
from repatria.access.restricted import hidden_cases
from repatria.ledger import services as ledger
from repatria.matching.core.refusals import RunNotDoneError
from repatria.matching.engine.workbook import CAREFUL, sheet_of
from repatria.matching.models import Run, Workbook
from repatria.matching.queries.lines import cases_in, every_line
from repatria.matching.services.sheets import ABOUT, HEADER, cells, titles, totals
from repatria.register.models import SourceFile
from repatria.shared.actors import Actor
from repatria.shared.errors import RepatriaError
from repatria.shared.text import current_language, say, use_language
from repatria.shared.text import mark as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer_of_verdicts(
    actor: Actor,
    run: Run,
    file: SourceFile,
    verdict: str = "",
    *,
    make: Callable[[str], bytes],
) -> Offer:
    """Return the verdicts of a list as a file, without whom the actor may not see."""
    return Offer(
        what="matching.verdicts",
        title=_("Verdicts of a list as a workbook (XLSX)"),
        file_name=f"verdicts-{run.pk}-list-{file.pk}.xlsx",
        content_type=XLSX,
        cases=cases_in(run, file, verdict, without=hidden_cases(actor)),
        about=f"list:{file.pk}",
        make=make,
    )


@transaction.atomic
def ask_workbook(
    *,
    actor: Actor,
    run: Run,
    file: SourceFile,
    purpose: str,
    recipient: str,
    language: str,
    at: datetime,
    verdict: str = "",
) -> Workbook:
    """Ask for the verdicts of a list as a file; a worker makes it, and its page tells.

    Made, it is an export like any other, under the same number, with the purpose and
    the recipient that were told here.
    """
    from repatria.matching.jobs import make_workbook

    if run.state != Run.State.DONE or file.pk not in (run.left_id, run.right_id):
        raise RunNotDoneError(run=str(run.pk))
    book = Workbook(
        ref=exports.new_number(), run=run, source_file=file, verdict=verdict,
        purpose=purpose, language=language, by=actor.ref, at=at,
    )  # fmt: skip
    book.sealed_recipient = vault.seal_text(book.owner, "recipient", recipient)
    book.save()
    facts = {
        "purpose": purpose,
        "list": file.pk,
        "root": file.merkle_root,
        "run": run.pk,
        "verdict": verdict,
    }
    ledger.append(
        actor=actor, act="matching.verdicts-exported", about=book.ref, facts=facts,
        at=at,
    )  # fmt: skip
    make_workbook.enqueue(book.ref)
    return book


def perform_workbook(ref: str, *, at: datetime) -> Workbook:
    """Make a workbook that waits.  One that is done stays, however often asked."""
    book = Workbook.objects.select_related("run", "source_file__source").get(ref=ref)
    if book.state == Workbook.State.DONE:
        return book
    Workbook.objects.filter(pk=book.pk).update(state=Workbook.State.RUNNING)
    spoken = current_language()
    try:
        with translation.override(book.language):
            use_language(book.language)
            _make(book, at)
    except Exception as fault:
        code = fault.code if isinstance(fault, RepatriaError) else type(fault).__name__
        Workbook.objects.filter(pk=book.pk).update(
            state=Workbook.State.FAILED, fault=code
        )
        raise
    finally:
        use_language(spoken)
    return book


def _make(book: Workbook, at: datetime) -> None:
    """Write the file, which takes a while, and only then begin to write down."""
    actor = actor_called(book.by)
    mark = exports.mark_of(book.ref, organisation=actor.organisation)
    # Who is in it is settled before its rows are read: whoever is restricted while it
    # is written is still on the offer, and the export is then refused.
    hidden = hidden_cases(actor)
    content = b""
    offer = offer_of_verdicts(
        actor, book.run, book.source_file, book.verdict, make=lambda _mark: content
    )
    content = _written(book, mark, without=hidden, at=at)
    _become_export(book, actor, offer, at=at)


@transaction.atomic
def _become_export(book: Workbook, actor: Actor, offer: Offer, *, at: datetime) -> None:
    """Hand the file to the exports, whose rules it follows from now on."""
    recipient = vault.open_text(book.owner, "recipient", bytes(book.sealed_recipient))
    exports.ask_for(
        actor=actor, offer=offer, purpose=book.purpose, recipient=recipient,
        ref=book.ref, at=at,
    )  # fmt: skip
    book.state, book.share, book.sealed_recipient = Workbook.State.DONE, 1.0, b""
    book.save(update_fields=["state", "share", "rows", "sealed_recipient"])


def _written(
    book: Workbook, mark: str, *, without: Collection[str], at: datetime
) -> bytes:
    """Return the workbook's bytes; ``book.rows`` counts what stands in it."""
    book.rows = 0
    with tempfile.TemporaryDirectory(prefix="repatria-workbook-") as folder:
        path = Path(folder) / "verdicts.xlsx"
        with Book(path, CAREFUL) as made:
            about = totals(book, mark, installation=installation(), at=at)
            sheet_of(made, titles()[0], [say(one) for one in ABOUT], about)
            header = [say(one) for one in HEADER]
            sheet_of(made, titles()[1], header, _rows(book, without))
        return path.read_bytes()


def _rows(book: Workbook, without: Collection[str]) -> Iterator[tuple[object, ...]]:
    """Yield the rows, and say how far it is."""
    every = every_line(book.run, book.source_file, book.verdict, without=without)
    for lines in every:
        yield from map(cells, lines)
        book.rows += len(lines)
        share = min(lines[-1].record.row / max(book.source_file.rows, 1), 1.0)
        Workbook.objects.filter(pk=book.pk).update(share=share)
