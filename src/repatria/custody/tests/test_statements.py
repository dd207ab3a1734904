"""Statements are kept as they were made, sealed where they could harm."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from repatria.access.core.errors import NothingHereError
from repatria.custody import queries, services
from repatria.custody.core.errors import (
    AlreadyReplacedError,
    NobodySaidSoError,
    NotADateError,
    NotOfThisKindError,
    NotTheirsError,
    NotYetError,
    ReasonMissingError,
)
from repatria.custody.core.payloads import from_payload, to_payload
from repatria.custody.models import Statement
from repatria.custody.tests.conftest import AT, CLERK
from repatria.ledger.models import Entry
from repatria.matching.models import Reply, ReplyRow
from repatria.register import services as register
from repatria.register.core.refusals import PartyUnknownError, SamePartyError
from repatria.register.models import Decision, Record, SourceFile
from repatria.tracing.models import CrossingWord
from repatria.transmission.models import Correspondent

pytestmark = pytest.mark.django_db
Say = Callable[..., Statement]


def test_a_card_is_a_record_of_the_register_and_tied_to_the_case(
    case: str, say: Say
) -> None:
    card = say("capture", case, detail="capture", place="Camp 3",
               person={"family": "ABREL", "captured_on": "May 2022"})  # fmt: skip
    record = card.record
    assert (record.kind, record.family, record.captured_on) == (
        "card",
        "ABREL",
        "2022-05",
    )
    assert card.happened_on == "2022-05"
    assert register.person_of(record).case_ref == case
    acts = list(Entry.objects.order_by("-number").values_list("act", flat=True)[:3])
    assert acts == [
        "register.linked",
        "custody.statement-recorded",
        "register.statement-recorded",
    ]


def test_a_statement_about_nobody_known_has_a_case_of_its_own(
    case: str, say: Say
) -> None:
    card = say("seen", voice="witness", sender="witness", detail="witness")
    assert register.person_of(card.record).case_ref != case
    assert Decision.objects.count() == 0


def test_what_could_harm_lies_sealed_and_in_no_entry_of_the_ledger(
    case: str, say: Say
) -> None:
    private = {"next_of_kin": "CANARY street", "health": "sick", "words": "CANARY"}
    card = say("capture", case, private=private)
    stored = bytes(card.sealed_told) + bytes(card.record.sealed_verbatim)
    assert b"CANARY" not in stored
    assert not Entry.objects.filter(body__contains="CANARY").exists()
    assert not Entry.objects.filter(body__contains="sick").exists()
    assert queries.private_of(card) == private
    from repatria.access import vault

    record = card.record
    shown = vault.open_text(record.owner, "verbatim", bytes(record.sealed_verbatim))
    assert "CANARY" not in shown
    assert "sick" not in shown


def test_erasing_the_record_erases_what_is_sealed_here(case: str, say: Say) -> None:
    from repatria.access import vault

    card = say("capture", case, private={"health": "sick"})
    vault.erase(card.record.owner, at=AT)
    assert queries.private_of(card) == {}
    assert queries.health_of(case) is None


def test_a_statement_is_never_changed_in_the_database(case: str, say: Say) -> None:
    card = say("transfer", case)
    with pytest.raises(IntegrityError):
        Statement.objects.filter(pk=card.pk).update(place_from="elsewhere")


@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        pytest.param({"sender": " "}, NobodySaidSoError, id="nobody says so"),
        pytest.param({"voice": "judge"}, NotOfThisKindError, id="no such position"),
        pytest.param({"detail": "video"}, NotOfThisKindError, id="not of this kind"),
        pytest.param({"happened_on": "soon"}, NotADateError, id="no date"),
        pytest.param({"happened_on": "31.02.2022"}, NotADateError, id="no such day"),
        pytest.param({"happened_on": "2023"}, NotYetError, id="after it came in"),
        pytest.param({"said_on": "1.12.2022"}, NotYetError, id="said after it came"),
        pytest.param({"holder": "NOWHERE"}, PartyUnknownError, id="no such party"),
        pytest.param({"home": "SUDMARK"}, SamePartyError, id="one party twice"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    case: str, say: Say, told: dict[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        say("transfer", case, **told)
    assert not Statement.objects.exists()
    assert Record.objects.count() == 1


@pytest.mark.parametrize("kind", ["held", "claim", "row", "", "retraction"])
def test_kinds_that_are_not_recorded_here_are_refused(
    case: str, say: Say, kind: str
) -> None:
    with pytest.raises(NotOfThisKindError):
        say(kind, case)


def test_a_case_that_is_not_there_keeps_nothing(case: str, say: Say) -> None:
    del case
    with pytest.raises(NothingHereError):
        say("transfer", "R-00000000")


def test_a_correction_names_what_it_replaces_and_both_stay(case: str, say: Say) -> None:
    first = say("transfer", case, happened_on="2022-06-01")
    second = say("transfer", happened_on="2022-07-01", replaces=first)
    state = queries.state_of(case)
    assert {said.ref for said in state.statements} >= {first.ref, second.ref}
    assert state.ladder.standings[0].because.ref == second.ref  # type: ignore[union-attr]
    with pytest.raises(AlreadyReplacedError, match=second.ref):
        say("transfer", replaces=first)


def test_only_who_said_it_can_correct_it(case: str, say: Say) -> None:
    first = say("transfer", case)
    with pytest.raises(NotTheirsError):
        say("transfer", replaces=first, sender="north")
    with pytest.raises(NotTheirsError):
        say("transfer", replaces=first, voice="home")
    with pytest.raises(NotOfThisKindError):
        say("hospital", replaces=first)


def test_what_is_taken_back_stays_written_and_nothing_rests_on_it(
    case: str, say: Say
) -> None:
    dead = say("death", case, happened_on="2022-08-01")
    assert queries.state_of(case).fate.code == "reported_dead"
    with pytest.raises(ReasonMissingError):
        services.take_back(
            actor=CLERK, statement=dead, reason=" ", received_on=AT.date(), at=AT
        )
    services.take_back(
        actor=CLERK, statement=dead, reason="another man", received_on=AT.date(), at=AT
    )
    state = queries.state_of(case)
    assert state.fate.code == "unaccounted"
    assert dead.ref in {said.ref for said in state.statements}
    assert Entry.objects.filter(act="custody.taken-back").count() == 1


def test_health_is_the_newest_word_that_stands(case: str, say: Say) -> None:
    say("capture", case, detail="capture", private={"health": "not-wounded"},
        person={"captured_on": "2022-05-03"})  # fmt: skip
    sick = say("hospital", case, happened_on="2022-09", private={"health": "sick"})
    say("transfer", case, happened_on="2022-10")
    found = queries.health_of(case)
    assert found is not None
    assert (found.code, found.words, found.said.ref) == ("sick", "Sick", sick.ref)
    services.take_back(
        actor=CLERK, statement=sick, reason="mixed up", received_on=AT.date(), at=AT
    )
    found = queries.health_of(case)
    assert found is not None
    assert found.code == "not-wounded"


def test_many_states_cost_as_many_queries_as_one(
    listed: Callable[..., str], say: Say
) -> None:
    cases = [listed(id=f"M-{number}") for number in range(4)]
    for each in cases:
        say("transfer", each)
        say("visit", each, voice="neutral", sender="agency")
    with CaptureQueriesContext(connection) as one:
        queries.states_of(cases[:1])
    with CaptureQueriesContext(connection) as many:
        states = queries.states_of(cases)
    assert len(many) == len(one)
    assert {state.ladder.rung for state in states.values()} == {"visited"}


def test_a_number_that_means_nobody_has_a_state_in_which_nothing_is_known(
    as_party: object,
) -> None:
    del as_party
    state = queries.state_of("R-00000000")
    assert (state.fate.code, state.ladder.rung) == ("unaccounted", "unaccounted")
    assert state.status.code == "presumed_pow"


def test_lists_replies_requests_and_crossings_count_too(
    case: str,
) -> None:
    assert queries.state_of(case).ladder.rung == "claimed"
    record = Record.objects.get()
    file = SourceFile.objects.get()
    Correspondent.objects.create(
        code="south", name="Sudmark Office", party="SUDMARK", added_at=AT
    )

    def reply(verdict: str, day: int) -> None:
        answer = Reply.objects.create(
            source_file=file, sender="south", transmission_ref=f"T-{day}",
            said_on=date(2022, 11, day), received_at=AT,
        )  # fmt: skip
        ReplyRow.objects.create(reply=answer, record=record, verdict=verdict)

    reply("only_here", 22)
    denied = queries.state_of(case).ladder
    assert (denied.rung, denied.disputed) == ("claimed", True)
    reply("same_on_both", 23)
    assert queries.state_of(case).ladder.rung == "holder-confirmed"
    assert queries.state_of(case).fate.code == "confirmed_captive"
    CrossingWord.objects.create(
        case_ref=case, crossed=True, crossed_on=date(2022, 11, 24), at=AT, by="x"
    )
    assert queries.state_of(case).fate.code == "returned"
    CrossingWord.objects.create(
        case_ref=case, crossed=False, crossed_on=date(2022, 11, 24), at=AT, by="x"
    )
    assert queries.state_of(case).fate.code == "confirmed_captive"


def test_a_card_of_a_new_camp_tells_the_capture_too(case: str, say: Say) -> None:
    person = {"captured_on": "2022-05-03", "captured_at": "Korda"}
    card = say("capture", case, detail="new-camp", said_on="2022-09-01", person=person)
    said = {one.ref: one for one in queries.state_of(case).statements}
    assert said[card.ref].happened.month == 9
    assert said[f"{card.ref}:capture"].happened.month == 5


def test_what_crosses_comes_back_the_same_without_contacts(case: str, say: Say) -> None:
    death = say("death", case, happened_on="2022-08", source_ref="S-17",
                private={"next_of_kin": "a street", "grave": "row 4", "words": "x",
                         "cause": "pneumonia"})  # fmt: skip
    payload = to_payload(queries.told_again(death))
    assert "street" not in json.dumps(payload)
    told = from_payload(json.loads(json.dumps(payload)))
    assert told.private == {"grave": "row 4", "cause": "pneumonia"}
    again = services.record_statement(
        actor=CLERK, told=told, received_on=AT.date(), at=AT
    )
    assert again.happened_on == "2022-08"
    assert again.record.said_fate == "dead"
