"""Rules change by new versions; lists that wait are reopened, signed ones are not."""

from __future__ import annotations

import json

import pytest
import rfc8785
from django.db import DatabaseError, transaction

from repatria.access.core.errors import NothingHereError
from repatria.exchange import queries
from repatria.exchange.core.errors import RulesRefusedError
from repatria.exchange.core.refusals import (
    AnotherCopyError,
    RulesChangedMeanwhileError,
    RulesChangedSinceError,
    RulesElsewhereError,
    RulesForOthersError,
)
from repatria.exchange.core.states import State
from repatria.exchange.models import Exchange, Hold, RulesVersion
from repatria.exchange.services import (
    changing,
    exchanges,
    holds,
    lists,
    proposals,
    signatures,
)
from repatria.exchange.services.rules import sha256_of
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR, OURS, document
from repatria.exchange.tests.world import AT, NORTH, RULES
from repatria.ledger.models import Entry
from repatria.rulebook.load import load_rule
from repatria.transmission.core.signing import sign

pytestmark = pytest.mark.django_db

DELEGATE = world.command("agency-delegate")
LOOSER = RULES.replace('kind = "count"', 'kind = "none"')
USED = [{"id": "geneva3.art109.1", "version": load_rule("geneva3.art109.1").version}]


def change(exchange: Exchange, text: str = LOOSER, *, seen: int = 1) -> RulesVersion:
    return changing.change_rules(
        actor=DELEGATE, exchange=exchange, text=text, seen=seen, why="agreed", at=AT
    )


def states(exchange: Exchange) -> list[State | None]:
    return [queries.state_of(one) for one in exchange.rounds.order_by("number")]


def test_a_change_is_a_new_version_with_its_hash_and_what_it_uses(
    agency: dict[str, str],
) -> None:
    del agency
    exchange = world.opened(DELEGATE)
    made = change(exchange)
    first, second = queries.rules_versions(exchange)
    assert (first.number, first.text, first.sha256) == (1, RULES, sha256_of(RULES))
    assert second == made
    assert (second.number, second.sha256) == (2, sha256_of(LOOSER))
    assert (second.why, second.made_by) == ("agreed", DELEGATE.ref)
    assert first.uses == second.uses == USED
    assert (exchange.rules, exchange.rules_sha256) == (LOOSER, second.sha256)
    kept = Entry.objects.filter(act="exchange.rules-kept")
    assert kept.count() == 2
    assert sha256_of(LOOSER) in kept.order_by("-number")[0].body


def test_the_same_text_again_changes_nothing(agency: dict[str, str]) -> None:
    del agency
    exchange = world.opened(DELEGATE)
    assert change(exchange, RULES).number == 1
    assert RulesVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (RULES.replace("kind", "kinds"), RulesRefusedError),
        ("parties = [", RulesRefusedError),
        (RULES.replace(NORTH, "LAKELAND"), RulesForOthersError),
    ],
)
def test_bad_rules_leave_everything_as_it_was(
    agency: dict[str, str], text: str, refusal: type[Exception]
) -> None:
    del agency
    exchange = world.opened(DELEGATE)
    proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)
    with pytest.raises(refusal):
        change(exchange, text)
    assert exchange.rules == RULES
    assert RulesVersion.objects.count() == 1


def test_whoever_saw_an_older_version_is_told_so(agency: dict[str, str]) -> None:
    del agency
    exchange = world.opened(DELEGATE)
    change(exchange)
    with pytest.raises(RulesChangedMeanwhileError, match="Version 2"):
        change(exchange, RULES)


def test_an_interviewer_does_not_change_rules(agency: dict[str, str]) -> None:
    del agency
    exchange = world.opened(DELEGATE)
    with pytest.raises(NothingHereError):
        changing.change_rules(
            actor=world.command("neutral-interviewer"), exchange=exchange,
            text=LOOSER, seen=1, at=AT,
        )  # fmt: skip


def test_waiting_rounds_are_reopened_and_ended_ones_are_not(
    agency: dict[str, str],
) -> None:
    del agency
    exchange = world.opened(DELEGATE)
    proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)
    first, second = exchange.rounds.order_by("number")
    far = (
        State.LISTS_EXCHANGED, State.VERIFYING, State.AGREED, State.SCHEDULED,
        State.ASSEMBLED,
    )  # fmt: skip
    for state in far:
        exchanges.record_state(actor=DELEGATE, held=first, state=state, at=AT)
    for state in far[:3]:
        exchanges.record_state(actor=DELEGATE, held=second, state=state, at=AT)
    change(exchange)
    assert states(exchange) == [State.ASSEMBLED, State.PROPOSED]


def test_a_list_of_earlier_rules_is_worked_out_again_before_it_is_signed(
    agency: dict[str, str],
) -> None:
    del agency
    exchange = world.opened(DELEGATE)
    held = exchange.rounds.get(number=1)
    old = proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
    assert not queries.rules_changed_since(old)
    change(exchange, RULES + "# the same people go\n")
    assert queries.rules_changed_since(old)
    new = proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
    assert new.version == old.version + 1
    assert not queries.rules_changed_since(new)


def test_a_list_keeps_by_which_rules_of_law_it_was_worked_out(
    agency: dict[str, str],
) -> None:
    del agency
    exchange = world.opened(DELEGATE)
    held = exchange.rounds.get(number=1)
    version = proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
    assert version.rules_used == USED
    assert queries.reasons_for(version)["rules"] == USED
    assert "geneva3" not in version.document


def test_a_hold_keeps_the_rule_by_which_it_is_lawful(north: dict[str, str]) -> None:
    holds.record_hold(
        actor=NEGOTIATOR, case_ref=north["N-1"], article="GC III 115",
        ground="judicial sentence", at=AT,
    )  # fmt: skip
    hold = Hold.objects.get()
    rule = load_rule("geneva3.art115")
    assert (hold.rule, hold.rule_version) == (rule.id, rule.version)


def test_a_party_keeps_the_hash_that_a_newer_proposal_tells(
    north: dict[str, str],
) -> None:
    del north
    exchange = Exchange.objects.get()
    assert [(one.sha256, one.said_by) for one in queries.rules_versions(exchange)] == [
        ("0" * 64, "agency")
    ]
    told = json.loads(document())
    newer = {**told, "version": told["version"] + 1, "rules_sha256": "1" * 64}
    lists.receive_proposal(
        actor=NEGOTIATOR, sender="agency", payload=rfc8785.dumps(newer), at=AT
    )
    assert [one.sha256 for one in queries.rules_versions(exchange)] == [
        "0" * 64,
        "1" * 64,
    ]
    assert exchange.rules == ""


def test_a_party_keeps_only_the_copy_whose_hash_was_told(
    north: dict[str, str],
) -> None:
    del north
    exchange = Exchange.objects.get()
    told = json.loads(document())
    newer = {**told, "version": told["version"] + 1, "rules_sha256": sha256_of(RULES)}
    lists.receive_proposal(
        actor=NEGOTIATOR, sender="agency", payload=rfc8785.dumps(newer), at=AT
    )
    with pytest.raises(AnotherCopyError):
        changing.keep_copy(actor=NEGOTIATOR, exchange=exchange, text=LOOSER, at=AT)
    changing.keep_copy(actor=NEGOTIATOR, exchange=exchange, text=RULES, at=AT)
    assert exchange.rules == RULES
    with pytest.raises(RulesElsewhereError):
        changing.change_rules(
            actor=NEGOTIATOR, exchange=exchange, text=LOOSER, seen=3, at=AT
        )


def test_nobody_signs_a_list_whose_rules_hold_no_more(north: dict[str, str]) -> None:
    """A party that keeps rules of its own changes them: the old list is not signed."""
    del north
    exchange = Exchange.objects.get()
    version = queries.newest_version(exchange.rounds.get(number=1))
    assert version is not None
    RulesVersion.objects.create(
        exchange=exchange, number=2, sha256="1" * 64, made_by="user:1", made_at=AT
    )
    signature = sign(OURS, version.document.encode()).file()
    with pytest.raises(RulesChangedSinceError, match="version 1"):
        signatures.sign_list(
            actor=NEGOTIATOR, version=version, signature=signature, at=AT
        )


def test_a_version_of_the_rules_is_never_changed(agency: dict[str, str]) -> None:
    del agency
    world.opened(DELEGATE)
    with pytest.raises(DatabaseError), transaction.atomic():
        RulesVersion.objects.update(text="")
    with pytest.raises(DatabaseError), transaction.atomic():
        RulesVersion.objects.all().delete()
