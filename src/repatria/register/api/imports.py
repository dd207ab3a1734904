"""Taking in a list that a program sends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Base64Bytes

from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import Code, Day, FileName
from repatria.register import queries, services
from repatria.register.api.lists import A_LIST, ListTold, told
from repatria.register.core.refusals import SenderUnknownError

router = Router(tags=["lists"])


class Import(Schema):
    """A list file in base64, with what the file itself does not say.

    ``sender`` is the code of an organisation, ``holder`` and ``home`` of parties.
    """

    name: FileName
    content: Base64Bytes
    sender: Code
    subject: Literal["held", "missing"]
    holder: Code
    home: Code
    said_on: Day


class Fault(Schema):
    """Where something could not be read as it stood, and what; never the value."""

    row: int
    line: int
    column: str
    code: str


class Imported(Schema):
    """The version that the list became, and what of it was not read.

    ``unreadable`` counts rows; ``faults`` holds the first 200.
    """

    list: ListTold
    unreadable: int
    faults: Sequence[Fault]


@operation(
    router,
    "POST",
    "/imports",
    right="register.import",
    asks={
        "name": "held.csv",
        "content": "aWQ7TmFtZTtCb3JuCjE7S292YWwgSXZhbjsxOTg0LTA1LTA5Cg==",
        "sender": "south",
        "subject": "held",
        "holder": "SUDMARK",
        "home": "NORLAND",
        "said_on": "2022-11-19",
    },
    answers={"list": A_LIST, "unreadable": 0, "faults": []},
)
def import_list(request: HttpRequest, body: Import) -> Imported:
    """Take in a list as the next version of its sender's; all of it or nothing."""
    if body.sender not in queries.known_senders():
        raise SenderUnknownError
    version = services.import_content(
        actor=actor_of(request),
        raw=body.content,
        name=body.name,
        sender=body.sender,
        subject=body.subject,
        holder=body.holder,
        home=body.home,
        said_on=body.said_on,
        at=datetime.now(UTC),
    )
    found: dict[str, Any] = version.summary
    return Imported(
        list=told(version),
        unreadable=found["quality"]["unreadable"],
        faults=[Fault(**one) for one in found["faults"]],
    )
