"""Enquiries about names: one that came is entered, one of ours is made to leave."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import Code, Day, MaybeReasons, Text
from repatria.bureau import services
from repatria.bureau.api.pieces import A_PIECE, PieceTold, told
from repatria.bureau.core.errors import CorrespondentUnknownError
from repatria.bureau.core.messages import MOST_ROWS
from repatria.bureau.core.pieces import Channel, Direction, Kind, Whom
from repatria.register.models import Party
from repatria.transmission.queries import correspondents

router = Router(tags=["correspondence"])
WRITE = "bureau.write"


class Name(Schema):
    """Somebody who is asked about; what is not known is left out."""

    own_id: Text = ""
    family: Text = ""
    given: Text = ""
    patronymic: Text = ""
    birth: Text = ""
    rank: Text = ""
    unit: Text = ""
    service_number: Text = ""


Named = Annotated[list[Name], Field(min_length=1, max_length=MOST_ROWS)]


class Received(Schema):
    """An enquiry that no transmission brought.

    ``came_from`` is the code of a correspondent or of a party.
    """

    came_from: Code
    channel: Literal["paper", "phone"]
    came_on: Day
    their_ref: Annotated[Text, Field(max_length=80)] = ""
    note: MaybeReasons = ""
    names: Named


class Sent(Schema):
    """An enquiry that leaves as a transmission, once somebody has signed it."""

    to: Code
    names: Named


_NAMES = [{"own_id": "S-1", "family": "Kovalenko", "birth": "1984-05-09"}]


@operation(
    router,
    "POST",
    "/enquiries/received",
    right=WRITE,
    asks={
        "came_from": "south",
        "channel": "paper",
        "came_on": "2022-11-24",
        "their_ref": "S/17",
        "names": _NAMES,
    },
    answers=A_PIECE,
)
def received(request: HttpRequest, body: Received) -> PieceTold:
    """Enter an enquiry that came, with whom it names; they are looked up at once."""
    whom, party = _with_whom(body.came_from)
    piece = services.Piece(
        direction=Direction.IN,
        kind=Kind.ENQUIRY,
        whom=whom,
        correspondent=body.came_from,
        party=party,
        channel=Channel(body.channel),
        on=body.came_on,
        their_ref=body.their_ref,
        note=body.note,
    )
    rows = [one.model_dump() for one in body.names]
    entry = services.enter(
        actor=actor_of(request), piece=piece, rows=rows, at=datetime.now(UTC)
    )
    services.look_up_later(entry)
    return told(entry)


def _with_whom(code: str) -> tuple[Whom, str]:
    """Return what a correspondent is, and the party it serves."""
    other = correspondents().filter(code=code).first()
    if other is not None:
        return Whom.ORGANISATION, other.party
    if not Party.objects.filter(code=code).exists():
        raise CorrespondentUnknownError
    return Whom.PARTY, code


@operation(
    router,
    "POST",
    "/enquiries/sent",
    right=WRITE,
    asks={"to": "agency", "names": _NAMES},
    answers=A_PIECE
    | {
        "serial": "OUT-2022-000004",
        "direction": "out",
        "correspondent": "agency",
        "their_ref": "",
        "channel": "transmission",
    },
)
def sent(request: HttpRequest, body: Sent) -> PieceTold:
    """Make the transmission that asks another organisation about names."""
    entry = services.enquire(
        actor=actor_of(request),
        to=body.to,
        rows=[one.model_dump() for one in body.names],
        at=datetime.now(UTC),
    )
    return told(entry)
