"""Verdicts and replies as columns of a list's page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from repatria.matching import queries
from repatria.matching.models import Reply, ReplyRow, RowVerdict, Run, Verdict
from repatria.matching.report.rows import conflict_words, reason_sentence
from repatria.register import standings
from repatria.register.models import SourceFile
from repatria.register.queries import sender_names
from repatria.register.standings import Choice, Column, Standing

TONES = {
    Verdict.SAME_ON_BOTH: "good",
    Verdict.DIFFERS: "differs",
    Verdict.ONLY_HERE: "open",
    Verdict.DEAD: "ended",
    Verdict.DUPLICATE: "waiting",
    Verdict.ALREADY_RETURNED: "ended",
    Verdict.NEEDS_DATA: "waiting",
}


def provide() -> None:
    """Offer the columns to the pages of lists."""
    standings.provide(columns)


def columns(file: SourceFile) -> list[Column]:
    """Return the verdicts of the newest comparison, and every sender's newest reply."""
    run = queries.newest_run(file)
    newest: dict[str, Reply] = {}
    for reply in queries.replies_to(file):
        newest.setdefault(reply.sender, reply)
    return [
        *([_of_run(run, file)] if run else []),
        *(_of_reply(reply) for reply in newest.values()),
    ]


def _of_run(run: Run, file: SourceFile) -> Column:
    other = run.right if run.left_id == file.pk else run.left
    sender = sender_names([other.source.sender])[other.source.sender]
    rows = RowVerdict.objects.filter(run=run, source_file=file)
    return Column(
        key="verdict",
        title=_("Verdict"),
        about=_("Compared with version %(version)d of the list of %(sender)s")
        % {"version": other.version, "sender": sender},
        address=reverse("matching:verdicts", args=[run.pk, file.pk]),
        choices=choices(queries.verdict_counts(run, file)),
        of=lambda records: _standings(rows, records),
        holding=lambda code: _records(rows.filter(verdict=code)),
    )


def _standings(
    rows: QuerySet[RowVerdict], records: Collection[int]
) -> dict[int, Standing]:
    held = rows.filter(record__in=records).select_related("pair")
    return {row.record_id: standing(row) for row in held}


def standing(row: RowVerdict) -> Standing:
    """Return a row's verdict in the reader's words, with its reason."""
    differs = row.pair.differs if row.pair else []
    verdict = Verdict(row.verdict)
    return Standing(
        tone=TONES[verdict],
        words=str(verdict.label),
        detail=reason_sentence(row.reason, row.facts, differs),
    )


def _of_reply(reply: Reply) -> Column:
    sender = sender_names([reply.sender])[reply.sender]
    rows = ReplyRow.objects.filter(reply=reply)
    counts = dict(rows.values_list("verdict").annotate(n=Count("pk")))
    return Column(
        key=f"reply{reply.pk}",
        title=_("Reply of %(sender)s") % {"sender": sender},
        about=_("Said on %(day)s") % {"day": date_format(reply.said_on)},
        address="",
        choices=choices(counts),
        of=lambda records: _replies(rows, records),
        holding=lambda code: _records(rows.filter(verdict=code)),
    )


def _replies(rows: QuerySet[ReplyRow], records: Collection[int]) -> dict[int, Standing]:
    return {
        row.record_id: Standing(
            tone=TONES[Verdict(row.verdict)],
            words=str(Verdict(row.verdict).label),
            detail=", ".join(conflict_words(row.differs)),
        )
        for row in rows.filter(record__in=records)
    }


def choices(counts: Mapping[str, int]) -> Sequence[Choice]:
    """Return the verdicts that rows have, in the order of the words."""
    return [
        Choice(verdict.value, TONES[verdict], str(verdict.label), counts[verdict.value])
        for verdict in Verdict
        if counts.get(verdict.value)
    ]


def _records(
    rows: QuerySet[RowVerdict] | QuerySet[ReplyRow],
) -> QuerySet[Any, int]:
    return rows.values_list("record", flat=True)
