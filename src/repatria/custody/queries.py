"""What is read of captivities: by case number, for one person or for many at once.

Nothing here asks who reads: pages come through the doors.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from repatria.access import vault
from repatria.custody.core.axes import StatusRules, fate, legal_status
from repatria.custody.core.health import CATEGORY_WORDS, Category
from repatria.custody.core.ladder import ladder
from repatria.custody.core.said import Said
from repatria.custody.core.state import State
from repatria.custody.core.told import Told
from repatria.custody.models import Statement
from repatria.custody.reading import said_in, statements_about
from repatria.register.core.statements import COLUMNS
from repatria.register.models import Membership
from repatria.rulebook.load import load_rule
from repatria.shared.pieces import pieces

PRESUMPTION, DOUBT = "protocol1.art45.1", "geneva3.art5"
TOLD = "custody"  # the sealed field, under the key of the record
_AT_A_TIME = 2_000


def state_of(case_ref: str) -> State:
    """Return fate, legal status and evidence of captivity of one person."""
    return states_of([case_ref])[case_ref]


def states_of(case_refs: Iterable[str]) -> dict[str, State]:
    """Return the same for many, in a number of queries that does not grow with them.

    A number that means nobody gets a state in which nothing is known.
    """
    rules = StatusRules(load_rule(PRESUMPTION), load_rule(DOUBT))
    wanted = list(dict.fromkeys(case_refs))
    states: dict[str, State] = {}
    for refs in pieces(wanted, _AT_A_TIME):
        persons = _persons(refs)
        said = statements_about(set(persons.values()))
        for ref in refs:
            states[ref] = _state(ref, said.get(persons.get(ref, 0), []), rules)
    return states


def _state(case_ref: str, said: list[Said], rules: StatusRules) -> State:
    return State(
        case_ref=case_ref,
        fate=fate(said),
        status=legal_status(said, rules),
        ladder=ladder(said),
        statements=tuple(sorted(said, key=lambda one: one.order)),
    )


def _persons(case_refs: list[str]) -> dict[str, int]:
    """Return whom each number means now, leaving out numbers that mean nobody."""
    first = "record__first_person__case_ref"
    held = Membership.objects.filter(**{f"{first}__in": case_refs}).order_by("-pk")
    return dict(held.values_list(first, "person_id"))


def replaced_records() -> QuerySet[Statement, int]:
    """Return the records whose statement was corrected or taken back."""
    return Statement.objects.exclude(replaced_by=None).values_list("record", flat=True)


def private_of(statement: Statement) -> dict[str, str]:
    """Return the sealed fields of a statement; none once they have been erased."""
    owner = statement.record.owner
    texts = vault.open_texts(TOLD, {owner: bytes(statement.sealed_told)})
    return dict(json.loads(texts[owner])) if owner in texts else {}


@dataclass(frozen=True, slots=True)
class Health:
    """The newest coarse word for somebody's health, and the statement that has it."""

    code: str
    said: Said

    @property
    def words(self) -> str:
        """The word as a capture card has it, marked for translation."""
        return CATEGORY_WORDS[Category(self.code)]


def health_of(case_ref: str) -> Health | None:
    """Return the newest word for somebody's health; None where nobody says one.

    For those who hold the right to it: pages ask through the doors.
    """
    persons = _persons([case_ref])
    held = Statement.objects.filter(
        record__membership__person__in=[*persons.values()], replaced_by=None
    ).select_related("record__source", "replaces")
    told = {row.record.owner: row for row in held}
    sealed = {owner: bytes(row.sealed_told) for owner, row in told.items()}
    words = {
        owner: json.loads(text).get("health", "")
        for owner, text in vault.open_texts(TOLD, sealed).items()
    }
    said = [Health(word, said_in(told[owner])) for owner, word in words.items() if word]
    return max(said, key=lambda one: one.said.order, default=None)


def statement_called(ref: str) -> Statement | None:
    """Return a statement by its number."""
    held = Statement.objects.select_related(
        "record__source", "record__membership__person", "replaces", "replaced_by"
    )
    return held.filter(ref=ref).first()


def told_again(statement: Statement) -> Told:
    """Return a statement as it was told, for a correction or a transmission."""
    record = statement.record
    return Told(
        kind=statement.kind,
        voice=statement.voice,
        sender=record.source.sender,
        person={
            name: getattr(record, name)
            for name in COLUMNS
            if name != "said_fate" and getattr(record, name)
        },
        happened_on=statement.happened_on,
        said_on=statement.said_on,
        holder=statement.holder,
        home=statement.home,
        place_from=statement.place_from,
        detail=statement.detail,
        source_ref=statement.source_ref,
        private=private_of(statement),
    )
