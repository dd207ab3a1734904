"""Whoever is erased from the register is erased from what was asked about them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from repatria.access.core.errors import ErasedError
from repatria.bureau import services
from repatria.bureau.core.answers import Answer
from repatria.bureau.erasing import SAYING
from repatria.bureau.models import Certificate, Entry, Subject
from repatria.bureau.queries import certified
from repatria.bureau.tests.conftest import AT, ROWS
from repatria.register import services as register
from repatria.register.models import LeftSearch
from repatria.shared.actors import Actor


def test_the_names_asked_about_go_and_the_answer_stays(
    registrar: Actor, held: dict[str, str], asked: Callable[..., Entry]
) -> None:
    entry = asked(ROWS)
    services.decide(
        actor=registrar, entry=entry, row=1, answer=Answer.HELD, case_ref=held["1"],
        at=AT,
    )  # fmt: skip
    erasure = register.ask_for_erasure(
        actor=registrar, case_ref=held["1"], reason="asked", at=AT
    )
    other = Actor("user:8", frozenset({"auditor"}), "north")
    register.confirm_erasure(actor=other, erasure=erasure, at=AT)
    gone, kept = Subject.objects.get(row=1), Subject.objects.get(row=3)
    assert {getattr(gone, name) for name in SAYING} == {""}
    assert gone.answer == Answer.HELD
    assert kept.family == ROWS[2]["family"]
    assert LeftSearch.objects.count() == erasure.named.count()


def test_the_words_of_a_certificate_go_and_its_hash_stays(
    registrar: Actor, held: dict[str, str]
) -> None:
    services.issue(
        actor=registrar, case_ref=held["1"], to=services.To(organisation="south"),
        language="en", at=AT,
    )  # fmt: skip
    certificate = Certificate.objects.get()
    assert "Коваленко" in str(certified.words_of(certificate))
    erasure = register.ask_for_erasure(
        actor=registrar, case_ref=held["1"], reason="asked", at=AT
    )
    other = Actor("user:8", frozenset({"auditor"}), "north")
    register.confirm_erasure(actor=other, erasure=erasure, at=AT)
    certificate.refresh_from_db()
    assert certificate.sha256
    with pytest.raises(ErasedError):
        certified.words_of(certificate)


def test_a_row_can_be_blanked_and_not_rewritten(asked: Callable[..., Entry]) -> None:
    row = asked(ROWS).subjects.get(row=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subject.objects.filter(pk=row.pk).update(family="Somebody")
    Subject.objects.filter(pk=row.pk).update(family="")
