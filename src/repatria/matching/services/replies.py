"""Replies to lists: what goes back to the sender of a list, and what came back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import rfc8785
from django.db import transaction

from repatria.access import restricted
from repatria.ledger import services as ledger
from repatria.matching.core.refusals import (
    NotTheirListError,
    ReplyPayloadError,
    ReplyUnknownListError,
    RunNotDoneError,
)
from repatria.matching.models import (
    Pair,
    Reply,
    ReplyRow,
    RowVerdict,
    Run,
    Verdict,
)
from repatria.matching.services.answers import AT_A_TIME
from repatria.register.models import SourceFile
from repatria.shared.actors import Actor
from repatria.shared.text import mark as _
from repatria.shared.text import say
from repatria.transmission import services as transmission
from repatria.transmission.models import Incoming, Outgoing

KIND = "reply"
ABOUT = "list"
# Both rest on a pair; until a person has decided it, the row needs data.
_OF_A_PAIR = frozenset({Verdict.SAME_ON_BOTH, Verdict.DIFFERS})

_NO_JSON = _("it is no JSON object about a list")
_ROW = _("row {row} is not of the form of a reply")


@dataclass(frozen=True, slots=True)
class ReplyLine:
    """What goes back about one row: nothing of the other list but a word."""

    row: int
    own_id: str
    verdict: str
    differs: Sequence[str] = ()

    @property
    def as_json(self) -> dict[str, Any]:
        """The line as it travels."""
        told: dict[str, Any] = {"row": self.row, "verdict": self.verdict}
        told |= {"own_id": self.own_id} if self.own_id else {}
        return told | ({"differs": list(self.differs)} if self.differs else {})


def reply_lines(run: Run, file: SourceFile) -> list[ReplyLine]:
    """Return what would go back about each row of a list.

    What the machine proposed and nobody has decided goes back as "needs data", and so
    does whoever is withheld from the power that the sender serves (GC IV 137): a word
    that says neither that somebody is here nor that anything is kept back.
    """
    if run.state != Run.State.DONE or file.pk not in (run.left_id, run.right_id):
        raise RunNotDoneError(run=str(run.pk))
    rows = RowVerdict.objects.filter(run=run, source_file=file)
    held = rows.order_by("record__row").values_list(
        "record__membership__person__case_ref",
        "record__row", "record__own_id", "verdict", "pair__answer", "pair__differs",
    )  # fmt: skip
    untold = restricted.withheld_from(file.source.sender)
    return [
        ReplyLine(row, own_id, *_settled(verdict, answer, differs))
        if case_ref not in untold
        else ReplyLine(row, own_id, Verdict.NEEDS_DATA.value)
        for case_ref, row, own_id, verdict, answer, differs in held
    ]


def _settled(
    verdict: str, answer: str | None, differs: Sequence[str] | None
) -> tuple[str, Sequence[str]]:
    if verdict in _OF_A_PAIR and answer != Pair.Answered.SAME:
        return Verdict.NEEDS_DATA.value, ()
    return verdict, sorted(differs or ()) if verdict == Verdict.DIFFERS else ()


def counts_of(lines: Sequence[ReplyLine]) -> dict[str, int]:
    """Return how many rows go back with each verdict."""
    counts = Counter(line.verdict for line in lines)
    return {verdict: counts[verdict] for verdict in Verdict.values if verdict in counts}


def reply_payload(run: Run, file: SourceFile, *, said_on: date) -> bytes:
    """Return the reply to a list as canonical JSON; it names the list by its hash."""
    return rfc8785.dumps(
        {
            "kind": KIND,
            "about": ABOUT,
            "root": file.merkle_root,
            "rows": [line.as_json for line in reply_lines(run, file)],
            "said_on": said_on.isoformat(),
        }
    )


@transaction.atomic
def prepare_reply(
    *, actor: Actor, run: Run, file: SourceFile, to: str, at: datetime
) -> Outgoing:
    """Make the transmission that answers a list, to its sender and nobody else."""
    sender = file.source.sender
    if to != sender:
        raise NotTheirListError(sender=sender, to=to)
    payload = reply_payload(run, file, said_on=at.date())
    outgoing = transmission.prepare(
        actor=actor, to=to, kind=KIND, payload=payload, at=at
    )
    ledger.append(
        actor=actor,
        act="matching.reply-prepared",
        about=outgoing.ref,
        facts={"list": file.pk, "root": file.merkle_root, "run": run.pk},
        at=at,
    )
    return outgoing


def read_incoming(
    *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
) -> None:
    """Read a transmission of the kind "reply"."""
    receive_reply(
        actor=actor,
        sender=incoming.sender.code,
        payload=payload,
        at=at,
        transmission_ref=incoming.ref,
    )


@transaction.atomic
def receive_reply(
    *, actor: Actor, sender: str, payload: bytes, at: datetime, transmission_ref: str
) -> Reply:
    """Keep what somebody replied to one of our lists, row by row.

    Raises ``ReplyUnknownListError`` for a list that does not stand here, and
    ``ReplyPayloadError`` for what is no reply.
    """
    told = _object(payload)
    file = SourceFile.objects.filter(merkle_root=str(told.get("root"))).first()
    if file is None:
        raise ReplyUnknownListError(root=str(told.get("root"))[:64])
    unanswered = dict(file.records.values_list("row", "pk"))
    reply = Reply.objects.create(
        source_file=file,
        sender=sender,
        transmission_ref=transmission_ref,
        said_on=_day(told),
        received_at=at,
    )
    rows = [_reply_row(reply, line, unanswered) for line in told["rows"]]
    ReplyRow.objects.bulk_create(rows, batch_size=AT_A_TIME)
    ledger.append(
        actor=actor,
        act="matching.reply-received",
        about=f"list:{file.pk}",
        facts={"rows": len(rows), "root": file.merkle_root},
        at=at,
    )
    return reply


def _object(payload: bytes) -> dict[str, Any]:
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError) as fault:
        raise ReplyPayloadError(reason=say(_NO_JSON)) from fault
    sound = (
        isinstance(told, dict)
        and told.get("about") == ABOUT
        and isinstance(told.get("rows"), list)
    )
    if not sound:
        raise ReplyPayloadError(reason=say(_NO_JSON))
    return dict(told)


def _day(told: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(str(told.get("said_on")))
    except ValueError as fault:
        raise ReplyPayloadError(reason=say(_NO_JSON)) from fault


def _reply_row(reply: Reply, line: object, unanswered: dict[int, int]) -> ReplyRow:
    """Return the answer to one row; a row that was answered before is refused."""
    told = line if isinstance(line, dict) else {}
    row = told["row"] if isinstance(told.get("row"), int) else 0
    record = unanswered.pop(row, None)
    differs = told.get("differs", [])
    sound = (
        isinstance(differs, list)
        and all(isinstance(field, str) and len(field) <= 40 for field in differs)
        and told.get("verdict") in Verdict.values
    )
    if record is None or not sound:
        raise ReplyPayloadError(reason=say(_ROW, row=row))
    return ReplyRow(
        reply=reply, record_id=record, verdict=told["verdict"], differs=differs
    )
