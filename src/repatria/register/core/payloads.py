"""A list as it travels: checked before a row of it is believed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from repatria.register.core.refusals import ListPayloadError
from repatria.register.core.statements import (
    COLUMNS,
    SALT_BYTES,
    is_written,
    unknown_keys,
)
from repatria.shared.text import mark as _
from repatria.shared.text import say

_NO_JSON = _("it is no JSON object")
_NO_TEXT = _("{name} is not told")
_ROW = _("row {row} is not of the form of a list")
_SUBJECTS = frozenset({"held", "missing"})


@dataclass(frozen=True, slots=True)
class ListPayload:
    """A version of somebody's list: who is where, and its rows as they were proved."""

    subject: str
    holder: str
    home: str
    said_on: date
    root: str
    rows: list[dict[str, Any]]


def read_payload(payload: bytes) -> ListPayload:
    """Return the list in a transmission's payload, or raise ``ListPayloadError``."""
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError) as fault:
        raise _refused(_NO_JSON) from fault
    if not isinstance(told, dict) or not isinstance(told.get("rows"), list):
        raise _refused(_NO_JSON)
    subject = _text(told, "subject")
    if subject not in _SUBJECTS:
        raise _refused(_NO_TEXT, name="subject")
    return ListPayload(
        subject=subject,
        holder=_text(told, "holder"),
        home=_text(told, "home"),
        said_on=_day(told),
        root=_text(told, "root"),
        rows=[_row(row, at) for at, row in enumerate(told["rows"], 1)],
    )


def _row(row: object, at: int) -> dict[str, Any]:
    if not isinstance(row, dict) or unknown_keys(row) or row.get("row") != at:
        raise _refused(_ROW, row=at)
    texts = [row.get(name, "") for name in COLUMNS]
    sound = (
        all(isinstance(text, str) and "\0" not in text for text in texts)
        and isinstance(row.get("readable"), bool)
        and _is_salt(row.get("salt"))
        and all(is_written(row.get(name, "")) for name in ("birth", "captured_on"))
        and row.get("said_fate", "") in {"", "dead", "returned"}
    )
    if not sound:
        raise _refused(_ROW, row=at)
    return row


def _is_salt(text: object) -> bool:
    try:
        return isinstance(text, str) and len(bytes.fromhex(text)) == SALT_BYTES
    except ValueError:
        return False


def _text(told: Mapping[str, Any], name: str) -> str:
    text = told.get(name)
    if not isinstance(text, str) or not text:
        raise _refused(_NO_TEXT, name=name)
    return text


def _day(told: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(_text(told, "said_on"))
    except ValueError as fault:
        raise _refused(_NO_TEXT, name="said_on") from fault


def _refused(reason: str, **facts: object) -> ListPayloadError:
    return ListPayloadError(reason=say(reason, **facts))
