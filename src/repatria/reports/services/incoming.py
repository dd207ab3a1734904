"""Reports that other organisations send: the file itself, under its name."""

from __future__ import annotations

from datetime import datetime

from repatria.reports.models import Report
from repatria.reports.services.receive import receive_report
from repatria.shared.actors import Actor
from repatria.transmission.kinds import register_kind
from repatria.transmission.models import Incoming

KIND = "report"
_A_FILE = "report.json"


def register() -> None:
    """Say how reports are read."""
    register_kind(KIND, read=read_report)


def read_report(
    *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
) -> Report:
    """Take in a report that another organisation sent; its drafts are made anew."""
    del incoming
    # Without an ending the format is seen from the first letter.
    name = _A_FILE if payload.lstrip().startswith(b"{") else KIND
    return receive_report(actor=actor, content=payload, name=name, at=at).report
