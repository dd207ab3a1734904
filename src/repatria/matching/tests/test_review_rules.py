"""Rules of review: four eyes, and the signed threshold."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from repatria.matching.core.refusals import (
    BelowThresholdError,
    NothingToUndoError,
    NoThresholdError,
    OwnThresholdError,
    SecondPersonError,
    ThresholdSettledError,
    ThresholdSignatureError,
)
from repatria.matching.tests.test_comparing import (
    AT,
    Office,
    _pair,
    _text,
    office,
)
from repatria.matching.tests.thresholds import own_key, signed_threshold
from repatria.shared.actors import Actor

pytestmark = pytest.mark.django_db
__all__ = ["office"]  # a fixture of the neighbouring tests
SignIn = Callable[..., Any]
COLLEAGUE = Actor("command:colleague", frozenset({"matching-officer"}), "agency")
DELEGATE = Actor("command:delegate", frozenset({"agency-delegate"}), "agency")


def _require_four_eyes() -> None:
    from repatria.matching import services

    services.require_four_eyes(actor=DELEGATE, required=True, reason="new staff", at=AT)


def _acts() -> list[str]:
    from repatria.ledger.models import Entry

    return list(Entry.objects.order_by("number").values_list("act", flat=True))


# --- Four eyes ------------------------------------------------------------


def test_a_decision_takes_effect_with_the_second_person(office: Office) -> None:
    from repatria.matching import services
    from repatria.register.services import person_of

    pair = _pair(office.compared(), "N1")
    _require_four_eyes()
    first = services.decide_same(actor=office.actor, pair=pair, at=AT, reasons="dates")
    assert (first.takes_effect, first.decision, pair.answer) == (False, None, "second")
    assert person_of(pair.left) != person_of(pair.right)
    with pytest.raises(SecondPersonError):
        services.decide_same(actor=office.actor, pair=pair, at=AT)
    made = services.decide_same(actor=COLLEAGUE, pair=pair, at=AT)
    assert made.decision is not None
    assert made.decision.by == COLLEAGUE.ref
    assert person_of(pair.left) == person_of(pair.right)
    assert _acts()[-3:] == [
        "matching.looked-first",
        "register.linked",
        "matching.answered",
    ]


@pytest.mark.parametrize("second", ["decide_different", "answer_unsure"])
def test_where_two_disagree_the_pair_is_unsure_with_both_reasons(
    office: Office, second: str
) -> None:
    from repatria.matching import services
    from repatria.register.models import Decision

    pair = _pair(office.compared(), "N1")
    _require_four_eyes()
    services.decide_same(actor=office.actor, pair=pair, at=AT, reasons="same mother")
    getattr(services, second)(actor=COLLEAGUE, pair=pair, at=AT, reasons="other year")
    pair.refresh_from_db()
    assert pair.answer == "unsure"
    kept = [(one.reasons, one.takes_effect) for one in pair.answers.all()]
    assert kept == [("same mother", False), ("other year", False), ("", True)]
    assert not Decision.objects.exists()


def test_whoever_looks_second_is_not_told_what_the_first_said(
    office: Office, signed_in: SignIn
) -> None:
    pair = _pair(office.compared(), "N2")
    _require_four_eyes()
    one, other = (signed_in("matching-officer", username=name) for name in ("a", "b"))
    told = {"answer": "different", "reasons": "another man", "seen": 0}
    said = _text(one.post(f"/review/{pair.pk}/", told, follow=True))
    assert "Kept as the first look" in said
    assert "another man" in _text(one.get(f"/review/{pair.pk}/"))
    assert "waits for a second look" in _text(other.get("/"))
    assert "waits for a second look" not in _text(one.get("/"))
    queued = other.get(f"/runs/{pair.run_id}/review/?queue=second", follow=True)
    page = _text(queued)
    assert queued.redirect_chain[-1][0] == f"/review/{pair.pk}/?queue=second"
    assert "A colleague has answered this pair." in page
    assert "another man" not in page
    late = other.post(f"/review/{pair.pk}/", {"answer": "same", "seen": 0})
    assert late.status_code == 409
    assert "another man" not in _text(late)
    seen = pair.answers.get().pk
    other.post(f"/review/{pair.pk}/", {"answer": "same", "seen": seen})
    pair.refresh_from_db()
    assert pair.answer == "unsure"


def test_a_first_look_is_taken_back_by_whoever_had_it(office: Office) -> None:
    from repatria.matching import services

    pair = _pair(office.compared(), "N1")
    _require_four_eyes()
    services.decide_same(actor=office.actor, pair=pair, at=AT)
    with pytest.raises(NothingToUndoError):
        services.undo(actor=COLLEAGUE, pair=pair, at=AT)
    services.undo(actor=office.actor, pair=pair, at=AT)
    assert pair.answer == ""


def test_what_waits_for_a_second_look_keeps_waiting_when_the_rule_ends(
    office: Office,
) -> None:
    from repatria.matching import services

    run = office.compared()
    pair, other = _pair(run, "N1"), _pair(run, "N2")
    _require_four_eyes()
    services.decide_same(actor=office.actor, pair=pair, at=AT)
    services.require_four_eyes(actor=DELEGATE, required=False, reason="", at=AT)
    assert services.decide_same(actor=office.actor, pair=other, at=AT).takes_effect
    with pytest.raises(SecondPersonError):
        services.decide_same(actor=office.actor, pair=pair, at=AT)


# --- The signed threshold --------------------------------------------------


def test_nothing_is_confirmed_together_without_a_signed_threshold(
    office: Office, signed_in: SignIn
) -> None:
    from repatria.matching import services

    run = office.compared()
    confirm = {"actor": office.actor, "run": run, "at": AT}
    with pytest.raises(NoThresholdError):
        services.confirm_above(threshold=0.99, **confirm)
    page = _text(signed_in("matching-officer").get(f"/runs/{run.pk}/confirm/"))
    assert "No threshold in force" in page
    assert "pairs become one person" not in page
    services.set_threshold(actor=DELEGATE, value=0.9, reason="not signed", at=AT)
    with pytest.raises(NoThresholdError):
        services.confirm_above(threshold=0.99, **confirm)
    rule = office.allow(0.95)
    with pytest.raises(BelowThresholdError):
        services.confirm_above(threshold=0.9, **confirm)
    assert services.confirm_above(threshold=0.95, **confirm) > 0
    assert run.confirmations.get().rule == rule
    services.withdraw_threshold(actor=DELEGATE, threshold=rule, at=AT)
    with pytest.raises(NoThresholdError):
        services.confirm_above(threshold=0.95, **confirm)


def test_whoever_set_the_threshold_does_not_confirm_by_it(office: Office) -> None:
    from repatria.matching import services

    run = office.compared()
    signed_threshold(0.9, organisation="agency", at=AT, by=office.actor.ref)
    with pytest.raises(OwnThresholdError):
        services.confirm_above(actor=office.actor, run=run, threshold=0.9, at=AT)


def test_a_threshold_takes_the_organisations_signature_over_its_own_text(
    office: Office,
) -> None:
    del office
    from repatria.matching import services
    from repatria.matching.models import Threshold
    from repatria.matching.queries.rules import threshold_in_force
    from repatria.transmission.core import signing

    key = own_key(organisation="agency", at=AT)
    made = services.set_threshold(actor=DELEGATE, value=0.97, reason="as agreed", at=AT)
    sign: dict[str, Any] = {"actor": DELEGATE, "threshold": made, "at": AT}
    text = made.document.encode()
    for wrong in (
        signing.sign(signing.new_key(), text),
        signing.sign(key, text.replace(b"0.97", b"0.57")),
    ):
        with pytest.raises(ThresholdSignatureError):
            services.sign_threshold(signature=wrong.file(), **sign)
    services.sign_threshold(signature=signing.sign(key, text).file(), **sign)
    assert threshold_in_force() == made
    with pytest.raises(ThresholdSettledError):
        services.sign_threshold(signature=signing.sign(key, text).file(), **sign)
    services.withdraw_threshold(actor=DELEGATE, threshold=made, at=AT)
    with pytest.raises(ThresholdSettledError):
        services.withdraw_threshold(actor=DELEGATE, threshold=made, at=AT)
    assert threshold_in_force() is None
    assert Threshold.objects.get().signed_by == DELEGATE.ref


def test_a_threshold_that_somebody_altered_allows_nothing(office: Office) -> None:
    from django.db import DatabaseError, transaction

    from repatria.matching.models import Threshold
    from repatria.matching.queries.rules import says_what_it_is, threshold_in_force

    made = office.allow(0.95)
    with pytest.raises(DatabaseError), transaction.atomic():
        Threshold.objects.update(value=0.6)
    made.value = 0.6
    assert not says_what_it_is(made)
    Threshold.objects.update(signature="{}")
    assert threshold_in_force() is None


def test_a_threshold_is_set_signed_and_withdrawn_on_pages(
    office: Office, signed_in: SignIn
) -> None:
    del office
    from repatria.matching.models import FourEyes, Threshold
    from repatria.transmission.core import signing

    key = own_key(organisation="agency", at=AT)
    client = signed_in("agency-delegate")
    assert "No threshold in force" in _text(client.get("/review/rules/"))
    refused = _text(client.post("/review/rules/", {"value": "40", "reason": ""}))
    assert "Something needs your attention" in refused
    client.post("/review/rules/", {"value": "99.5", "reason": "as agreed"})
    made = Threshold.objects.get()
    address = f"/review/rules/{made.ref}/"
    text = client.get(f"{address}text/").content
    assert text == made.document.encode()
    assert b'"least_probability":"0.995"' in text
    signature = io.BytesIO(signing.sign(key, text).file())
    signature.name = "t.sig"
    page = _text(client.post(address, {"signature": signature}, follow=True))
    assert "Threshold in force" in page
    assert "In force" in _text(client.get(address))
    page = _text(client.post(f"{address}withdraw/", follow=True))
    assert "No threshold in force" in page
    said = {"four-eyes-required": "yes", "four-eyes-reason": "new staff"}
    page = _text(client.post("/review/rules/four-eyes/", said, follow=True))
    assert "needs a second, different person" in page
    page = _text(client.post("/review/rules/four-eyes/", {}))
    assert "Something needs your attention" in page
    assert FourEyes.objects.get().required
