"""The queue of review: by worth, and two clerks at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from repatria.matching.core.refusals import (
    DecidedBeforeError,
    DecidedMeanwhileError,
)
from repatria.matching.tests.test_comparing import (
    AT,
    Office,
    _pair,
    _text,
    office,
)
from repatria.shared.actors import Actor

pytestmark = pytest.mark.django_db
__all__ = ["office"]  # a fixture of the neighbouring tests
SignIn = Callable[..., Any]
COLLEAGUE = Actor("command:colleague", frozenset({"matching-officer"}), "agency")
DELEGATE = Actor("command:delegate", frozenset({"agency-delegate"}), "agency")


def test_an_answer_that_did_not_see_the_newest_one_is_not_kept(office: Office) -> None:
    from repatria.matching import services

    pair = _pair(office.compared(), "N1")
    first = services.answer_unsure(actor=office.actor, pair=pair, at=AT, seen=0)
    with pytest.raises(DecidedMeanwhileError):
        services.decide_same(actor=COLLEAGUE, pair=pair, at=AT, seen=0)
    pair.refresh_from_db()
    assert pair.answer == "unsure"
    services.decide_same(actor=COLLEAGUE, pair=pair, at=AT, seen=first.pk)
    with pytest.raises(DecidedBeforeError):
        services.decide_different(actor=office.actor, pair=pair, at=AT)
    assert [one.answer for one in pair.answers.all()] == ["unsure", "same"]


def test_the_second_clerk_sees_what_the_first_decided(
    office: Office, signed_in: SignIn
) -> None:
    pair = _pair(office.compared(), "N2")
    one, other = (signed_in("matching-officer", username=name) for name in ("a", "b"))
    for client in (one, other):
        client.get(f"/review/{pair.pk}/")
    one.post(f"/review/{pair.pk}/", {"answer": "same", "reasons": "a slip", "seen": 0})
    late = other.post(f"/review/{pair.pk}/", {"answer": "different", "seen": 0})
    assert late.status_code == 409
    page = _text(late)
    assert "Meanwhile a has answered this pair" in page
    assert "a slip" in page
    assert 'value="different"' not in page  # decided: it can be undone, no more
    pair.refresh_from_db()
    assert pair.answer == "same"


def test_the_same_form_sent_twice_counts_once(
    office: Office, signed_in: SignIn
) -> None:
    pair = _pair(office.compared(), "N2")
    client = signed_in("matching-officer")
    told = {"answer": "same", "seen": 0}
    answers = [client.post(f"/review/{pair.pk}/", told) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert pair.answers.count() == 1


def test_the_queue_hands_different_pairs_to_different_people(
    office: Office, signed_in: SignIn
) -> None:
    run = office.compared()
    handed = [
        signed_in("matching-officer", username=name).get(f"/runs/{run.pk}/review/").url
        for name in ("a", "b")
    ]
    assert len(set(handed)) == 2
    again = signed_in("matching-officer", username="c")
    assert "has this pair on the desk" in _text(again.get(handed[0]))


def test_a_claim_ends_by_itself_and_nobody_holds_two(office: Office) -> None:
    from repatria.matching import services
    from repatria.matching.models import Claim

    run = office.compared()
    one, other = run.pairs.all()[:2]
    assert services.claim(actor=office.actor, pair=one, at=AT)
    assert not services.claim(actor=COLLEAGUE, pair=one, at=AT)
    assert services.claim(actor=COLLEAGUE, pair=one, at=AT + timedelta(minutes=11))
    assert services.claim(actor=COLLEAGUE, pair=other, at=AT)
    assert Claim.objects.get().pair == other


# --- The queue ------------------------------------------------------------


def test_the_pair_that_is_worth_most_comes_first_and_says_why(
    office: Office, signed_in: SignIn
) -> None:
    run = office.compared()
    best = run.pairs.order_by("-worth", "pk")[0]
    client = signed_in("matching-officer")
    shown = client.get(f"/runs/{run.pk}/review/", follow=True)
    assert shown.redirect_chain[-1][0] == f"/review/{best.pk}/"
    assert "Why this pair now:" in _text(shown)


def test_next_and_previous_go_through_the_whole_queue(
    office: Office, signed_in: SignIn
) -> None:
    run = office.compared()
    order = list(run.pairs.order_by("-worth", "pk").values_list("pk", flat=True))
    client = signed_in("matching-officer")
    beside = [
        client.get(f"/runs/{run.pk}/review/?after={one}").url for one in order[:-1]
    ]
    assert beside == [f"/review/{one}/" for one in order[1:]]
    back = client.get(f"/runs/{run.pk}/review/?before={order[2]}").url
    assert back == f"/review/{order[1]}/"
    end = client.get(f"/runs/{run.pk}/review/?after={order[-1]}", follow=True)
    assert "No other pair waits in that direction" in _text(end)


def test_after_an_answer_the_next_pair_comes_with_the_way_back(
    office: Office, signed_in: SignIn
) -> None:
    run = office.compared()
    client = signed_in("matching-officer")
    first = client.get(f"/runs/{run.pk}/review/").url
    page = client.post(first, {"answer": "needs_data", "seen": 0}, follow=True)
    assert "Marked: needs data." in _text(page)
    assert page.redirect_chain[-1][0] != first
    made = run.pairs.get(answer="needs_data").answers.get()
    assert f'name="seen" value="{made.pk}"' in _text(page)
    back = client.post(first, {"answer": "undo", "seen": made.pk}, follow=True)
    assert "the pair waits again" in _text(back)
    assert not run.pairs.filter(answer="needs_data").exists()


def test_the_overview_tells_what_is_left_and_begins_where_it_is_worth_most(
    office: Office, signed_in: SignIn
) -> None:
    client = signed_in("matching-officer")
    assert "Nothing waits" in _text(client.get("/review/"))
    run = office.compared()
    page = _text(client.get("/review/"))
    assert f'href="/runs/{run.pk}/review/">Begin' in page
    assert "No threshold in force" in page
    assert "too few to say" in page


def test_what_others_overruled_is_counted_by_how_sure_the_machine_was(
    office: Office,
) -> None:
    from repatria.matching import services
    from repatria.matching.queries.rates import overruled

    run = office.compared()
    pair = _pair(run, "N1")
    services.decide_different(actor=office.actor, pair=pair, at=AT)
    office.allow()
    services.confirm_above(actor=office.actor, run=run, threshold=0.9, at=AT)
    found = [band for band in overruled() if band.decided]
    assert [(band.decided, band.overruled, band.rate) for band in found] == [
        (1, 1, None)
    ]
    assert found[0].least <= pair.probability


def test_what_was_compared_before_gets_its_place_and_its_worth(office: Office) -> None:
    from importlib import import_module

    from django.apps import apps

    from repatria.matching.models import RowVerdict

    run = office.compared()
    run.pairs.update(worth=0, worth_because=[])
    RowVerdict.objects.update(source_file=None, row=0)
    import_module("repatria.matching.migrations.0002_review").fill(apps, None)
    for row in RowVerdict.objects.select_related("record"):
        assert (row.source_file_id, row.row) == (
            row.record.source_file_id,
            row.record.row,
        )
    for pair in run.pairs.all():
        assert pair.worth == pytest.approx(1 - abs(2 * pair.probability - 1))
        assert pair.worth_because == ["waits"]
