"""Searching, one person with every statement, one statement, restricting a case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Router, Schema

from repatria.access import doors as access
from repatria.access import restricted, vault
from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import Filled, Number, Reasons, Ref
from repatria.access.core.errors import ErasedError
from repatria.register import doors, queries
from repatria.register.api.lists import said
from repatria.register.core.search import read_search
from repatria.register.models import Record

router = Router(tags=["persons"])


class Statement(Schema):
    """One record: who said what, and when."""

    record: int
    sender: str
    said_on: date
    says: dict[str, str]


class PersonTold(Schema):
    """A person: the number in use, earlier ones, and every statement, newest first."""

    case: str
    earlier: list[str]
    statements: list[Statement]


class Search(Schema):
    """A name in any script, a date of birth, a number, or a case number."""

    asked: Filled


class FoundTold(Schema):
    """One answer: whom it means, how sure that is (0 to 1) and why, what it says.

    ``on_earlier_versions`` are the cases that its row has on earlier versions of the
    list.
    """

    case: str
    score: float
    why: list[str]
    statement: Statement
    on_earlier_versions: list[str]


class FoundAll(Schema):
    """The likeliest first."""

    found: list[FoundTold]


class Word(Schema):
    """What stood in one column of a statement, as it came."""

    column: str
    text: str


class RecordTold(Schema):
    """One statement; ``list`` is None where it stands on none.

    ``word_for_word`` is None once the words have been erased.
    """

    case: str
    kind: str
    list: int | None
    row: int
    statement: Statement
    word_for_word: Sequence[Word] | None


class Restrict(Schema):
    """On which ground, and why."""

    ground: Literal["at-risk", "withheld", "high-profile", "colleague", "other"]
    reason: Reasons


class Restricted(Schema):
    """A case that few see from now on."""

    case: str
    ground: str
    since: datetime


_A_STATEMENT = {
    "record": 5201,
    "sender": "south",
    "said_on": "2022-11-19",
    "says": {"family": "Koval", "given": "Ivan", "birth": "1984-05-09"},
}
_FOUND = {
    "case": "R-7K2M90QX",
    "score": 0.98,
    "why": ["The family name is the same, in another alphabet."],
    "statement": _A_STATEMENT,
    "on_earlier_versions": [],
}


@operation(
    router,
    "POST",
    "/search",
    right="register.search",
    reads=True,
    asks={"asked": "Koval Ivan 1984"},
    answers={"found": [_FOUND]},
)
def search(request: HttpRequest, body: Search) -> FoundAll:
    """Look for a person, however spelt; what is asked stands in no address."""
    found = doors.found(actor_of(request), read_search(body.asked))
    return FoundAll(
        found=[
            FoundTold(
                case=one.case_ref,
                score=one.score,
                why=list(one.why),
                statement=_statement(one.record),
                on_earlier_versions=list(one.earlier),
            )
            for one in found
        ]
    )


@operation(
    router,
    "GET",
    "/persons/{case_ref}",
    right="register.person",
    answers={"case": "R-7K2M90QX", "earlier": [], "statements": [_A_STATEMENT]},
)
def person(request: HttpRequest, case_ref: Ref) -> PersonTold:
    """Return who says what about a person; an earlier number leads to them too."""
    found = doors.open_person(actor_of(request), case_ref)
    numbers = queries.numbers_of(found.case_ref)
    return PersonTold(
        case=found.case_ref,
        earlier=[number for number in numbers if number != found.case_ref],
        statements=[_statement(one) for one in queries.records_of(found.case_ref)],
    )


@operation(
    router,
    "GET",
    "/records/{number}",
    right="register.person",
    answers={
        "case": "R-7K2M90QX",
        "kind": "row",
        "list": 4101,
        "row": 1,
        "statement": _A_STATEMENT,
        "word_for_word": [{"column": "Name", "text": "KOVAL Ivan"}],
    },
)
def record(request: HttpRequest, number: Number) -> RecordTold:
    """Return one statement, as it was understood and word for word."""
    actor = actor_of(request)
    held, person = doors.open_record(actor, number)
    return RecordTold(
        case=person.case_ref,
        kind=held.kind,
        list=held.source_file_id,
        row=held.row,
        statement=_statement(held),
        word_for_word=_word_for_word(held),
    )


def _word_for_word(held: Record) -> list[Word] | None:
    try:
        sealed = vault.open_text(held.owner, "verbatim", bytes(held.sealed_verbatim))
    except ErasedError:
        return None
    return [Word(column=str(one), text=str(text)) for one, text in json.loads(sealed)]


@operation(
    router,
    "POST",
    "/persons/{case_ref}/restriction",
    right="access.restrict",
    asks={"ground": "at-risk", "reason": "The family asked, in person."},
    answers={
        "case": "R-7K2M90QX",
        "ground": "at-risk",
        "since": "2022-11-20T08:00:00Z",
    },
)
def restrict(request: HttpRequest, case_ref: Ref, body: Restrict) -> Restricted:
    """Let only a few see a case from now on."""
    actor = actor_of(request)
    access.require(actor, "register.person")
    found = doors.open_person(actor, case_ref)
    held = restricted.restrict(
        actor=actor,
        case_ref=found.case_ref,
        ground=body.ground,
        reason=body.reason,
        at=datetime.now(UTC),
    )
    return Restricted(case=held.case_ref, ground=held.ground, since=held.at)


def _statement(record: Record) -> Statement:
    return Statement(
        record=record.pk,
        sender=record.source.sender,
        said_on=record.said_on,
        says=said(record),
    )
