"""Taking in a list that a program sends: its bytes, read in a process of their own."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from repatria.register.engine.apart import read_apart
from repatria.register.models import SourceFile
from repatria.register.services.lists import refuse_known, take_in
from repatria.register.services.parties import check_sides
from repatria.shared.actors import Actor


def import_content(
    *,
    actor: Actor,
    raw: bytes,
    name: str,
    sender: str,
    subject: str,
    holder: str,
    home: str,
    said_on: date,
    at: datetime,
) -> SourceFile:
    """Take in the bytes of a list as ``import_list`` takes in a file.

    Raises what it raises, and ``ListTooHeavyError`` under the limits of an upload.
    """
    check_sides(holder=holder, home=home)
    refuse_known(hashlib.sha256(raw).hexdigest())
    return take_in(
        actor=actor, one=read_apart(raw, name=name), raw=raw, name=name,
        sender=sender, subject=subject, holder=holder, home=home, said_on=said_on,
        at=at,
    )  # fmt: skip
