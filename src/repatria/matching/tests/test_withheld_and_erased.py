"""What a reply keeps from a power, and what an erasure takes of an answer."""

from __future__ import annotations

import json

import pytest
from django.db import IntegrityError, transaction

from repatria.access import restricted
from repatria.matching import services
from repatria.matching.models import Answer, Pair
from repatria.matching.tests.test_comparing import AT, Office
from repatria.matching.tests.test_comparing import office as office
from repatria.register import services as register
from repatria.register.models import Record
from repatria.register.queries import case_refs_of
from repatria.shared.actors import Actor
from repatria.transmission.models import Correspondent

pytestmark = pytest.mark.django_db
DELEGATE = Actor("command:delegate", frozenset({"agency-delegate"}), "agency")
SECOND = Actor("user:8", frozenset({"auditor"}), "agency")


def test_a_reply_says_of_who_is_withheld_what_it_says_of_a_row_without_data(
    office: Office,
) -> None:
    run = office.compared()
    pair = Pair.objects.get(run=run, left__own_id="N1")
    services.decide_same(actor=office.actor, pair=pair, at=AT)
    (case_ref,) = set(case_refs_of([pair.left_id]).values())
    restricted.restrict(
        actor=DELEGATE, case_ref=case_ref, ground="withheld", reason="asked", at=AT
    )

    def said() -> str:
        told = json.loads(services.reply_payload(run, run.left, said_on=AT.date()))
        (word,) = (
            line["verdict"] for line in told["rows"] if line.get("own_id") == "N1"
        )
        return str(word)

    assert said() == "same_on_both", "whoever serves no power is told"
    Correspondent.objects.filter(code="north").update(party="NORLAND")
    assert said() == "needs_data"


def test_the_reasons_of_an_answer_go_with_a_statement_and_the_answer_stays(
    office: Office,
) -> None:
    run = office.compared()
    pair, other = Pair.objects.filter(run=run).order_by("pk")[:2]
    for one in (pair, other):
        services.decide_different(
            actor=office.actor, pair=one, reasons="Ivan told me", at=AT
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.update(reasons="Another")
    asked = register.ask_for_erasure(
        actor=DELEGATE, record=pair.left_id, reason="asked", at=AT
    )
    register.confirm_erasure(actor=SECOND, erasure=asked, at=AT)
    assert Record.objects.get(pk=pair.left_id).family == ""
    gone, kept = Answer.objects.get(pair=pair), Answer.objects.get(pair=other)
    assert (gone.reasons, gone.answer) == ("", "different")
    assert kept.reasons == "Ivan told me"
