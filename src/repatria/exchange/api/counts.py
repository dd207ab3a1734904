"""How many came home, as others say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import Filled, Number, Ref
from repatria.exchange import doors, queries
from repatria.exchange.models import CountClaim
from repatria.exchange.services.counts import record_count_claim

router = Router(tags=["exchanges"])
COUNTS = "/exchanges/{ref}/rounds/{number}/counts"
MOST = 1_000_000
A_DAY_OR_PART = r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"


class Counted(Schema):
    """Somebody's number; ``to`` "": whose people is not told, ``n`` None: not said."""

    claimant: str
    to: str
    n: int | None
    approximate: bool
    said_on: str
    report: str


class Counts(Schema):
    """Every number beside the others; none replaces another."""

    counts: list[Counted]


class Claim(Schema):
    """Who says how many came home; leave ``n`` out where no number is stated."""

    claimant: Filled
    to: Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")] = ""
    n: Annotated[int, Field(ge=0, le=MOST)] | None = None
    approximate: bool = False
    said_on: Annotated[str, Field(pattern=A_DAY_OR_PART)] = ""


A_COUNT = {
    "claimant": "Norland Ministry of Defence",
    "to": "NORLAND",
    "n": 35,
    "approximate": False,
    "said_on": "2022-11-24",
    "report": "",
}


@operation(router, "GET", COUNTS, right=doors.READ, answers={"counts": [A_COUNT]})
def counts(request: HttpRequest, ref: Ref, number: Number) -> Counts:
    """Return who says how many came home in a round."""
    held = doors.open_round(actor_of(request), ref, number)
    return Counts(counts=[_told(one) for one in queries.counts_for(held)])


def _told(one: CountClaim) -> Counted:
    return Counted(
        claimant=one.claimant,
        to=one.to,
        n=one.n,
        approximate=one.approximate,
        said_on=one.said_on,
        report=one.report_ref,
    )


@operation(
    router,
    "POST",
    COUNTS,
    right=doors.COUNTS,
    asks={"claimant": "Norland Ministry of Defence", "to": "NORLAND", "n": 35},
    answers=A_COUNT,
)
def claim(request: HttpRequest, ref: Ref, number: Number, body: Claim) -> Counted:
    """Record somebody's number beside the others."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.COUNTS)
    made = record_count_claim(
        actor=actor,
        held=held,
        claimant=body.claimant,
        to=body.to,
        n=body.n,
        approximate=body.approximate,
        said_on=body.said_on,
        at=datetime.now(UTC),
    )
    return _told(made)
