"""Wishes about going home: recorded and read in the neutral agency alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from repatria.access import doors, vault
from repatria.exchange.core.answers import ANSWER_WORDS, Answer, padded, unpadded
from repatria.exchange.models import Wish
from repatria.ledger import services as ledger
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor

WISH = "exchange.wish"
_FIELD = "answer"


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer, opened for the interviewer."""

    answer: Answer
    interviewer: str
    recorded_at: datetime

    @property
    def words(self) -> str:
        """The answer, marked for translation."""
        return ANSWER_WORDS[self.answer]


@transaction.atomic
def record_wish(*, actor: Actor, case_ref: str, answer: str, at: datetime) -> Wish:
    """Record what somebody answered in private; earlier answers stay beside it.

    Only the neutral agency's interviewer may: to anybody else, and anywhere else,
    this is not there (``NothingHereError``).  The ledger keeps the wish's own number,
    neither the case nor the answer.
    """
    doors.require(actor, WISH)
    ref = new_ref("W")
    sealed = vault.seal_text(owner_of(ref), _FIELD, padded(Answer(answer)))
    wish = Wish.objects.create(
        ref=ref,
        case_ref=case_ref,
        sealed_answer=sealed,
        interviewer=actor.ref,
        recorded_at=at,
    )
    ledger.append(actor=actor, act="exchange.wish-recorded", about=ref, at=at)
    return wish


def wishes_heard(*, actor: Actor, case_refs: frozenset[str]) -> list[Heard]:
    """Return every answer of a person, newest first, for the interviewer alone."""
    doors.require(actor, WISH)
    told = Wish.objects.filter(case_ref__in=case_refs)
    rows = list(told.order_by("-recorded_at", "-pk"))
    sealed = {owner_of(row.ref): bytes(row.sealed_answer) for row in rows}
    texts = vault.open_texts(_FIELD, sealed)  # without those erased
    return [
        Heard(
            answer=unpadded(texts[owner_of(row.ref)]),
            interviewer=row.interviewer,
            recorded_at=row.recorded_at,
        )
        for row in rows
        if owner_of(row.ref) in texts
    ]


def newest_answers(
    standing: Mapping[str, frozenset[str]],
) -> dict[str, Answer]:
    """Return the newest answer of each person, to work out a proposal with.

    ``standing`` leads from a case number under which a wish was recorded to the
    numbers that stand for it now: after a merge, or a split, nobody's refusal is lost.
    Never shown, never counted, never logged.
    """
    rows = list(Wish.objects.order_by("recorded_at", "pk"))
    sealed = {owner_of(row.ref): bytes(row.sealed_answer) for row in rows}
    texts = vault.open_texts(_FIELD, sealed)
    newest: dict[str, Answer] = {}
    for row in rows:
        if text := texts.get(owner_of(row.ref)):
            for case_ref in standing.get(row.case_ref, {row.case_ref}):
                newest[case_ref] = unpadded(text)
    return newest


def owner_of(ref: str) -> str:
    """Return the owner of the key that seals an answer."""
    return f"wish:{ref}"
