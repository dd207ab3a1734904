"""A party answers a list person by person; the answers travel and are kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rfc8785

from repatria.access.core.errors import NothingHereError
from repatria.exchange import erasing, queries
from repatria.exchange.core.entry_states import EntryState
from repatria.exchange.core.position_refusals import (
    AnswerNotTheirsError,
    AnswerOutOfOrderError,
    AnswerUnfitError,
    NobodyChosenError,
    NothingToTakeBackError,
)
from repatria.exchange.models import EntryAnswer, Exchange, ListEntry, ListVersion
from repatria.exchange.queries import positions
from repatria.exchange.services import answers, lists, signatures
from repatria.exchange.services.answers import Said
from repatria.exchange.tests import test_incoming as post_office
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR, OURS, THEIRS, document
from repatria.exchange.tests.test_incoming import Post
from repatria.exchange.tests.test_incoming import cases as cases
from repatria.exchange.tests.test_signing import from_south
from repatria.exchange.tests.world import AT, NORTH, SOUTH
from repatria.ledger.models import Entry
from repatria.transmission import services as transmission
from repatria.transmission.core.signing import sign
from repatria.transmission.queries import payload_sent, why_unread

pytestmark = pytest.mark.django_db
# Held by the north and proposed; at home in the north and proposed; not proposed.
OURS_HELD, OUR_OWN, LEFT = "R-AGENCY00", "R-AGENCY01", "R-AGENCY02"


def newest() -> ListVersion:
    version = queries.newest_version(Exchange.objects.get().rounds.get())
    assert version is not None
    return version


def say(*shared: str, state: str, **more: Any) -> str:
    version = newest()
    return answers.answer_entries(
        actor=NEGOTIATOR, version=version, at=AT, said=Said(EntryState(state), **more),
        entries=list(version.entries.filter(shared_ref__in=shared)),
    )  # fmt: skip


def stands() -> dict[str, dict[str, str]]:
    return {
        case: {party: row.state for party, row in by_party.items()}
        for case, by_party in positions.answers_up_to(newest()).items()
    }


def test_many_are_answered_in_one_act_and_it_can_be_taken_back(
    north: dict[str, str],
) -> None:
    del north
    say(OURS_HELD, state="held")
    act = say(OURS_HELD, LEFT, state="needs_data", missing=("unit", "birth"))
    assert stands() == {
        OURS_HELD: {NORTH: "needs_data"}, LEFT: {NORTH: "needs_data"},
    }  # fmt: skip
    assert EntryAnswer.objects.filter(act=act).count() == 2
    assert positions.last_act(newest(), NORTH) == act
    answers.take_back(actor=NEGOTIATOR, version=newest(), act=act, at=AT)
    assert stands() == {OURS_HELD: {NORTH: "held"}}
    assert EntryAnswer.objects.count() == 5  # nothing was overwritten
    with pytest.raises(NothingToTakeBackError):
        answers.take_back(actor=NEGOTIATOR, version=newest(), act=act, at=AT)


def test_a_refusal_keeps_its_ground_sealed_also_when_a_later_word_is_taken_back(
    north: dict[str, str],
) -> None:
    say(OURS_HELD, state="refused", ground="GC III 119")
    act = say(OURS_HELD, state="held")
    answers.take_back(actor=NEGOTIATOR, version=newest(), act=act, at=AT)
    row = positions.answers_up_to(newest())[OURS_HELD][NORTH]
    assert (row.state, answers.ground_of(row)) == ("refused", "GC III 119")
    told = answers.answers_told(newest(), party=NORTH, to="agency", on=AT.date())
    assert "119" not in json.dumps(told)
    lengths = {len(bytes(one.sealed_ground)) for one in EntryAnswer.objects.all()}
    say(OURS_HELD, state="refused", ground="policy")
    again = {len(bytes(one.sealed_ground)) for one in EntryAnswer.objects.all()}
    assert again == lengths
    erasing.let_go(records=[], case_refs=[north["N-1"]], at=AT)
    assert answers.ground_of(EntryAnswer.objects.order_by("pk")[0]) == ""


@pytest.mark.parametrize(
    ("shared", "said", "error"),
    [
        pytest.param(
            OUR_OWN, {"state": "held"}, AnswerNotTheirsError, id="held elsewhere"
        ),
        pytest.param(
            OURS_HELD, {"state": "requested"}, AnswerNotTheirsError, id="not our own"
        ),
        pytest.param("", {"state": "held"}, NobodyChosenError, id="nobody"),
        pytest.param(
            OURS_HELD, {"state": "refused"}, AnswerUnfitError, id="without a ground"
        ),
        pytest.param(
            OURS_HELD,
            {"state": "held", "ground": "policy"},
            AnswerUnfitError,
            id="a ground for nothing",
        ),
        pytest.param(
            OUR_OWN,
            {"state": "already_returned", "on": "2022-11-23"},
            AnswerUnfitError,
            id="tomorrow",
        ),
        pytest.param(
            OUR_OWN, {"state": "dead", "on": "soon"}, AnswerUnfitError, id="no day"
        ),
        pytest.param(
            OURS_HELD,
            {"state": "duplicate", "of": OURS_HELD},
            AnswerUnfitError,
            id="a duplicate of himself",
        ),
    ],
)
def test_an_answer_that_is_not_theirs_or_does_not_fit_is_refused_whole(
    north: dict[str, str], shared: str, said: dict[str, Any], error: type[Exception]
) -> None:
    del north
    with pytest.raises(error):
        say(shared, LEFT if shared == OURS_HELD else shared, **said)
    assert not EntryAnswer.objects.exists()


def test_home_says_on_a_day_known_in_part_that_somebody_is_back(
    north: dict[str, str],
) -> None:
    del north
    say(OUR_OWN, state="already_returned", on="November 2022")
    row = EntryAnswer.objects.get()
    assert (row.state, row.on, row.said_by) == ("already_returned", "2022-11", "north")
    entry = Entry.objects.filter(body__contains="exchange.entries-answered").get()
    assert OUR_OWN not in entry.body


def test_after_both_signed_only_what_happened_since_can_be_said(
    north: dict[str, str],
) -> None:
    del north
    version = newest()
    content = version.document.encode()
    signatures.sign_list(
        actor=NEGOTIATOR, version=version, signature=sign(OURS, content).file(), at=AT
    )
    told = from_south(version, sign(THEIRS, content).signature)
    signatures.receive_signature(actor=NEGOTIATOR, told=told, at=AT)
    with pytest.raises(AnswerOutOfOrderError, match=OURS_HELD):
        say(OURS_HELD, state="refused", ground="policy")
    say(OURS_HELD, state="dead", on="2022-11-21")
    say(LEFT, state="held")  # was not on the list that they signed
    assert stands()[OURS_HELD] == {NORTH: "dead"}


def test_an_answer_over_an_older_version_stays_and_says_so(
    north: dict[str, str],
) -> None:
    del north
    say(OURS_HELD, state="held")
    payload = document(first="N-2", version=2)
    lists.receive_proposal(actor=NEGOTIATOR, sender="agency", payload=payload, at=AT)
    row = positions.answers_up_to(newest())[OURS_HELD][NORTH]
    assert positions.is_older(row, newest())
    assert stands() == {OURS_HELD: {NORTH: "held"}}
    assert answers.sent(newest(), NORTH) == []


def test_nobody_but_a_partys_negotiator_answers(as_agency: object) -> None:
    del as_agency
    delegate = world.command("agency-delegate", "negotiator")
    with pytest.raises(NothingHereError):
        answers.answer_entries(
            actor=delegate, version=ListVersion(), entries=[ListEntry()],
            said=Said(EntryState.HELD), at=AT,
        )  # fmt: skip


def test_answers_leave_by_numbers_in_the_order_of_the_list(
    north: dict[str, str],
) -> None:
    del north
    say(LEFT, state="held")
    say(OUR_OWN, state="already_returned", on="2022-11")
    sent = answers.send_answers(
        actor=NEGOTIATOR, version=newest(), party=NORTH, to="agency", at=AT
    )
    told = json.loads(payload_sent(sent))
    assert (sent.kind, told["about"], told["sha256"]) == (
        "reply", "answers", newest().sha256,
    )  # fmt: skip
    assert [row["case"] for row in told["answers"]] == [OUR_OWN, LEFT]
    assert "Somebody" not in payload_sent(sent).decode()


# --- What comes -----------------------------------------------------------------


def from_the_south(*rows: dict[str, Any], **changes: Any) -> bytes:
    sha256 = post_office._sha256(document())
    told: dict[str, Any] = {
        "kind": "reply", "about": "answers", "exchange": "X-00000000", "round": 1,
        "version": 1, "sha256": sha256, "party": SOUTH, "said_on": "2022-11-22",
        "answers": [
            {"case": OUR_OWN, "state": "held", "on": "", "of": "", "missing": []} | row
            for row in rows
        ], **changes,
    }  # fmt: skip
    return rfc8785.dumps(told)


def test_answers_that_come_are_the_whole_of_what_a_party_says(
    cases: dict[str, str],
) -> None:
    del cases
    post, through = Post("south"), Post("agency")
    early = post.brings("reply", from_the_south({}))
    assert "Receive the proposal first" in why_unread(early)
    through.brings("proposal", document())
    transmission.read_again(actor=post_office.CLERK, incoming=early, at=AT)
    assert stands() == {OUR_OWN: {SOUTH: "held"}}
    # The agency passes the same on: nothing is added.
    through.brings("reply", from_the_south({}))
    assert EntryAnswer.objects.count() == 1
    through.brings("reply", from_the_south({"case": OURS_HELD, "state": "dead"}))
    assert stands() == {OURS_HELD: {SOUTH: "dead"}}  # the other one was taken back
    assert EntryAnswer.objects.count() == 3


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(from_the_south({"state": "agreed"}), id="agreed is never said"),
        pytest.param(from_the_south({"state": "requested"}), id="not their own"),
        pytest.param(from_the_south({"case": OURS_HELD}), id="held by the other"),
        pytest.param(from_the_south({"case": "R-STRANGER"}), id="not on the list"),
        pytest.param(from_the_south({}, party=NORTH), id="in another's name"),
        pytest.param(from_the_south({}, party="THIRD"), id="of no party"),
        pytest.param(from_the_south({}, wish="no"), id="a word too many"),
        pytest.param(from_the_south({"reason": "no"}), id="a reason beside it"),
        pytest.param(from_the_south({}, {}), id="the same person twice"),
        pytest.param(from_the_south({"on": "2022"}), id="a day of nothing"),
        pytest.param(from_the_south({}, round=True), id="no number"),
    ],
)
def test_answers_that_cannot_be_so_are_kept_unread(
    cases: dict[str, str], payload: bytes
) -> None:
    del cases
    Post("agency").brings("proposal", document())
    incoming = Post("south").brings("reply", payload)
    assert why_unread(incoming)
    assert not EntryAnswer.objects.exists()


def test_a_reply_about_something_else_is_left_to_its_room(
    cases: dict[str, str],
) -> None:
    del cases
    incoming = Post("south").brings("reply", b'{"about":"list","rows":[]}')
    assert "exchange" not in why_unread(incoming)
    assert not EntryAnswer.objects.exists()
