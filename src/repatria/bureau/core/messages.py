"""An enquiry about names and the reply to it, as they travel."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785

from repatria.bureau.core.answers import Answer
from repatria.shared.text import mark as _
from repatria.shared.text import say

ENQUIRY, REPLY = "enquiry", "reply"
PERSONS = "persons"  # what an enquiry is about
# What a row of an enquiry may say of a person: what article 17 names, and the number
# under which the asker keeps them.
COLUMNS = (
    "own_id",
    "family",
    "given",
    "patronymic",
    "birth",
    "rank",
    "unit",
    "service_number",
)
NAMES = ("family", "given", "patronymic")
LONGEST = 400
MOST_ROWS = 50_000
# All that a row of a reply ever says.
TOLD = ("row", "own_id", "answer", "as_of")

_NO_ROWS = _("it has no rows")
_TOO_MANY = _("it has more rows than one enquiry may have")
_ROW = _("row {row} is not of the form that was agreed")


class MessageFaultError(Exception):
    """What is wrong with a message, in the reader's words."""


@dataclass(frozen=True, slots=True)
class EnquiryTold:
    """What an enquiry asks: the asker's own reference, and whom it names."""

    reference: str
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReplyTold:
    """What a reply says of each row of the enquiry whose content has this hash."""

    reference: str
    enquiry_sha256: str
    answers: tuple[tuple[int, Answer], ...]


def enquiry_payload(rows: Sequence[Mapping[str, str]], *, reference: str) -> bytes:
    """Return an enquiry as canonical JSON; rows are numbered from 1."""
    told = [
        {"row": number} | {name: row[name] for name in COLUMNS if row.get(name)}
        for number, row in enumerate(rows, 1)
    ]
    return rfc8785.dumps(
        {"kind": ENQUIRY, "about": PERSONS, "reference": reference, "rows": told}
    )


def read_enquiry(payload: bytes) -> EnquiryTold | None:
    """Return what an enquiry asks; None for a letter in another form.

    Raises ``MessageFaultError`` for one that says of itself that it has this form.
    """
    told = _object(payload)
    if told.get("about") != PERSONS:
        return None
    rows = told.get("rows")
    if not isinstance(rows, list) or not rows:
        raise MessageFaultError(say(_NO_ROWS))
    if len(rows) > MOST_ROWS:
        raise MessageFaultError(say(_TOO_MANY))
    return EnquiryTold(
        reference=str(told.get("reference", ""))[:80],
        rows=tuple(_asked(number, row) for number, row in enumerate(rows, 1)),
    )


def _asked(number: int, row: object) -> dict[str, str]:
    told = row if isinstance(row, dict) else {}
    sound = (
        told.get("row") == number
        and set(told) <= {"row", *COLUMNS}
        and all(
            isinstance(value, str) and len(value) <= LONGEST
            for name, value in told.items()
            if name != "row"
        )
    )
    if not sound:
        raise MessageFaultError(say(_ROW, row=number))
    return {name: told.get(name, "") for name in COLUMNS}


def reply_row(*, row: int, own_id: str, answer: Answer, as_of: str) -> dict[str, Any]:
    """Return all that leaves about one row; what is empty is left out.

    ``as_of`` is the day of the statement on which the answer rests.
    """
    told: dict[str, Any] = {"row": row, "answer": answer.value}
    told |= {"own_id": own_id} if own_id else {}
    return told | ({"as_of": as_of} if as_of else {})


def reply_payload(
    rows: Sequence[Mapping[str, Any]],
    *,
    reference: str,
    enquiry_sha256: str,
    said_on: str,
) -> bytes:
    """Return the reply to an enquiry as canonical JSON."""
    return rfc8785.dumps(
        {
            "kind": REPLY,
            "about": ENQUIRY,
            "reference": reference,
            "enquiry_sha256": enquiry_sha256,
            "rows": [dict(row) for row in rows],
            "said_on": said_on,
        }
    )


def is_reply_to_enquiry(payload: bytes) -> bool:
    """Tell whether a reply says of itself that it answers an enquiry."""
    return _object(payload).get("about") == ENQUIRY


def read_reply(payload: bytes) -> ReplyTold:
    """Return what a reply to an enquiry says; raise ``MessageFaultError``."""
    told = _object(payload)
    rows = told.get("rows")
    if not isinstance(rows, list) or not rows:
        raise MessageFaultError(say(_NO_ROWS))
    answers = [_answered(number, row) for number, row in enumerate(rows, 1)]
    if len({row for row, _answer in answers}) != len(answers):
        raise MessageFaultError(say(_ROW, row=len(answers)))
    return ReplyTold(
        reference=str(told.get("reference", ""))[:80],
        enquiry_sha256=str(told.get("enquiry_sha256", ""))[:64],
        answers=tuple(answers),
    )


def _answered(number: int, row: object) -> tuple[int, Answer]:
    told = row if isinstance(row, dict) else {}
    place = told.get("row")
    known = told.get("answer") in set(Answer)
    if (
        not isinstance(place, int)
        or place < 1
        or not known
        or not set(told) <= set(TOLD)
    ):
        raise MessageFaultError(say(_ROW, row=number))
    return place, Answer(told["answer"])


def _object(payload: bytes) -> dict[str, Any]:
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return dict(told) if isinstance(told, dict) else {}
