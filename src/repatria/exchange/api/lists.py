"""Lists of a round: their versions, what changed, answers, signatures, working out."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import AfterValidator, Field

from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import Number, Page, Ref
from repatria.exchange import doors, queries
from repatria.exchange.core.counters import difference
from repatria.exchange.models import ListVersion
from repatria.exchange.queries import positions
from repatria.exchange.services import proposals, signatures

router = Router(tags=["exchanges"])
ROUND = "/exchanges/{ref}/rounds/{number}"
VERSION = ROUND + "/versions/{version}"
MOST_SIGNATURE = 20_000


def _in_base64(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as fault:
        raise ValueError("base64") from fault
    return text


class VersionTold(Schema):
    """A version of a round's list; the hash is what parties sign."""

    version: int
    sha256: str
    said_by: str
    made_at: datetime
    signed_by: list[str]


class Versions(Schema):
    """Every version, the oldest first."""

    versions: list[VersionTold]


class Document(VersionTold):
    """A version with its document: the very text that is signed, in UTF-8."""

    document: str


class Line(Schema):
    """One person of a list, by the numbers both powers gave."""

    case: str
    leg: str
    holder_id: str
    home_id: str


class Changes(Schema):
    """Who joins and who leaves from one version to another; nobody's reason."""

    since: int
    version: int
    joins: list[Line]
    leaves: list[Line]


class Since(Schema):
    """The version to compare with; left out, the one before."""

    since: Annotated[int, Field(ge=0, le=2**31)] = 0


class AnswerTold(Schema):
    """What one party answers of one person; ``older``: over an earlier version."""

    party: str
    state: str
    on: str
    same_as: str
    missing: list[str]
    older: bool


class PositionTold(Schema):
    """One person of the newest list, and what the parties answer."""

    place: int
    case: str
    leg: str
    proposed: bool
    answers: list[AnswerTold]


class CounterTold(Schema):
    """What a party asks to be changed in this version."""

    party: str
    wanted: list[str]
    unwanted: list[str]


class Positions(Schema):
    """Answers by place in the list, and counter-proposals; ``next`` goes on."""

    version: int
    positions: list[PositionTold]
    counters: list[CounterTold]
    next: int | None


class Signature(Schema):
    """A ``.sig`` file as ``repatria sign`` writes it, in base64."""

    signature: Annotated[
        str,
        Field(min_length=1, max_length=MOST_SIGNATURE),
        AfterValidator(_in_base64),
    ]


A_VERSION = {
    "version": 1,
    "sha256": "5c9f...",
    "said_by": "agency",
    "made_at": "2022-11-21T09:00:00Z",
    "signed_by": [],
}
A_LINE = {
    "case": "R-7K2M90QX",
    "leg": "SUDMARK>NORLAND",
    "holder_id": "S-1",
    "home_id": "N-1",
}
AN_ANSWER = {
    "party": "SUDMARK",
    "state": "held",
    "on": "",
    "same_as": "",
    "missing": [],
    "older": False,
}
A_POSITION: dict[str, Any] = {
    "place": 1,
    "case": "R-7K2M90QX",
    "leg": "SUDMARK>NORLAND",
    "proposed": True,
    "answers": [AN_ANSWER],
}


@operation(
    router,
    "GET",
    ROUND + "/versions",
    right=doors.READ,
    answers={"versions": [A_VERSION]},
)
def versions(request: HttpRequest, ref: Ref, number: Number) -> Versions:
    """Return the versions of a round's list, and who signed each; they name nobody."""
    held = doors.open_round(actor_of(request), ref, number)
    found = queries.versions_of(held).prefetch_related("signatures")
    return Versions(versions=[VersionTold(**_told(one)) for one in found])


def _told(version: ListVersion) -> dict[str, Any]:
    return {
        "version": version.version,
        "sha256": version.sha256,
        "said_by": version.said_by,
        "made_at": version.made_at,
        "signed_by": queries.signed_by(version),
    }


@operation(
    router,
    "GET",
    VERSION,
    right=doors.READ,
    answers=A_VERSION | {"document": '{"exchange":"X-2K7M90QX"}'},
)
def document(
    request: HttpRequest, ref: Ref, number: Number, version: Number
) -> Document:
    """Return a version whole: the very text that is signed, or nothing."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number)
    seen = doors.open_document(actor, held, version=version)
    return Document(**_told(seen.version), document=seen.version.document)


@operation(
    router,
    "GET",
    VERSION + "/changes",
    right=doors.READ,
    answers={"since": 1, "version": 2, "joins": [A_LINE], "leaves": []},
)
def changes(
    request: HttpRequest, ref: Ref, number: Number, version: Number, asked: Query[Since]
) -> Changes:
    """Return who joins and who leaves since another version."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number)
    since = asked.since or version - 1
    before, after = (
        doors.open_list(actor, held, version=one) for one in (since, version)
    )
    told = [queries.document_of(one.version) for one in (before, after)]
    found = difference(told[0], told[1])
    seen = {
        entry.shared_ref
        for one in (before, after)
        for entry in (*one.going, *one.others)
    }
    joins, leaves = (
        [
            Line(
                case=row.case, leg=row.leg, holder_id=row.holder_id, home_id=row.home_id
            )
            for row in rows
            if row.case in seen
        ]
        for rows in (found.joins, found.leaves)
    )
    return Changes(since=since, version=version, joins=joins, leaves=leaves)


@operation(
    router,
    "GET",
    ROUND + "/positions",
    right=doors.POSITIONS,
    answers={"version": 1, "positions": [A_POSITION], "counters": [], "next": None},
)
def all_positions(
    request: HttpRequest, ref: Ref, number: Number, page: Query[Page]
) -> Positions:
    """Return what the parties answer of the newest list behind place ``after``."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.POSITIONS)
    opened = doors.open_positions(actor, held)
    version = opened.seen.version
    every = sorted(opened.listed.values(), key=lambda entry: entry.place)
    behind = [entry for entry in every if entry.place > page.after]
    shown = behind[: page.limit]
    return Positions(
        version=version.version,
        positions=[
            PositionTold(
                place=entry.place,
                case=entry.shared_ref,
                leg=entry.direction,
                proposed=entry.proposed,
                answers=[
                    _answer(one, version)
                    for _party, one in sorted(
                        opened.answers.get(entry.shared_ref, {}).items()
                    )
                ],
            )
            for entry in shown
        ],
        counters=[
            CounterTold(
                party=party,
                wanted=[one for one in counter.wanted if one in opened.listed],
                unwanted=[one for one in counter.unwanted if one in opened.listed],
            )
            for party, counter in sorted(opened.counters.items())
        ],
        next=shown[-1].place if len(behind) > len(shown) else None,
    )


def _answer(one: Any, version: ListVersion) -> AnswerTold:
    told = positions.position_of(one)
    return AnswerTold(
        party=one.party,
        state=told.state.value,
        on=told.on,
        same_as=told.of,
        missing=list(told.missing),
        older=positions.is_older(one, version),
    )


@operation(
    router,
    "POST",
    VERSION + "/signature",
    right=doors.SIGN,
    asks={"signature": "UkVQQVRSSUEtU0lH"},
    answers=A_VERSION | {"signed_by": ["NORLAND"]},
)
def sign(
    request: HttpRequest, ref: Ref, number: Number, version: Number, body: Signature
) -> VersionTold:
    """Take this party's signature over one version, made with a key kept outside."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.SIGN)
    seen = doors.open_list(actor, held, version=version, right=doors.SIGN)
    signatures.sign_list(
        actor=actor,
        version=seen.version,
        signature=base64.b64decode(body.signature),
        at=datetime.now(UTC),
    )
    return VersionTold(**_told(seen.version))


@operation(
    router,
    "POST",
    ROUND + "/propose",
    right=doors.PROPOSE,
    answers=A_VERSION,
)
def propose(request: HttpRequest, ref: Ref, number: Number) -> VersionTold:
    """Work out a round; where the same people go the version that is there stays.

    In the agency's installation.  Nothing is sent by this.
    """
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.PROPOSE)
    made = proposals.make_proposal(actor=actor, held=held, at=datetime.now(UTC))
    return VersionTold(**_told(made))
