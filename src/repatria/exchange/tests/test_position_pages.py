"""Pages on which parties answer, ask and are answered, by role and installation."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from repatria.access import restricted
from repatria.custody.core.told import Told
from repatria.custody.services import record_statement
from repatria.exchange import queries
from repatria.exchange.core.entry_states import EntryState
from repatria.exchange.models import Counter, EntryAnswer, Exchange, ListVersion
from repatria.exchange.services import answers, counters, exchanges, lists, wishes
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR, document
from repatria.exchange.tests.test_counters import came, proposed
from repatria.exchange.tests.world import AT, NORTH, SOUTH, words
from repatria.exchange.web.counters import PART
from repatria.medical.services import state_health
from repatria.transmission.models import Outgoing
from repatria.transmission.queries import payload_sent

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

DELEGATE = world.command("agency-delegate")
INTERVIEWER = world.command("neutral-interviewer")
GOING, GOING_HOME, LEFT = "R-AGENCY00", "R-AGENCY01", "R-AGENCY02"
PARTYS = "/exchanges/X-00000000/rounds/1/positions/"


def page_of(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return words(answer.content.decode())


# --- A party ---------------------------------------------------------------------


def test_a_negotiator_answers_many_at_once_and_takes_it_back(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del north
    client = signed_in("negotiator")
    page = page_of(client, f"{PARTYS}answer/")
    assert "2 persons" in page  # those whom the north holds
    told = {"entry": [GOING, LEFT], "state": "needs_data", "missing": ["birth"]}
    answer = client.post(f"{PARTYS}answer/", told, follow=True)
    page = words(answer.content.decode())
    assert "2 persons are answered." in page
    assert "date of birth" in page
    assert "Answered last: 2 persons" in page
    act = EntryAnswer.objects.values_list("act", flat=True)[0]
    assert f'action="{PARTYS}answer/back/"' in answer.content.decode()
    answer = client.post(f"{PARTYS}answer/back/", {"act": act}, follow=True)
    assert "What stood before stands again." in words(answer.content.decode())
    assert EntryAnswer.objects.filter(state=EntryState.OPEN).count() == 2


def test_everybody_whom_the_filter_shows_is_answered_without_marking(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del north
    client = signed_in("negotiator")
    told = {"whole": "yes", "go": "yes", "leg": f"{NORTH}>{SOUTH}", "state": "held"}
    client.post(f"{PARTYS}answer/", told)
    answered = EntryAnswer.objects.values_list("entry__shared_ref", flat=True)
    assert list(answered) == [GOING]
    page = page_of(client, f"{PARTYS}?stands=held")
    assert "Somebody 0" in page.split("Person by person")[1]
    assert "Somebody 2" not in page.split("Person by person")[1]
    assert "Nobody here is as you asked" in page_of(client, f"{PARTYS}?stands=dead")


def test_an_answer_that_does_not_fit_is_refused_in_words(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del north
    client = signed_in("negotiator")
    for told, said in (
        ({"state": "held"}, "Nobody is chosen."),
        ({"entry": [GOING_HOME], "state": "held"}, "cannot answer this"),
        ({"entry": [GOING], "state": "refused"}, "does not fit together: the ground"),
    ):
        answer = client.post(f"{PARTYS}answer/", told)
        assert (answer.status_code, said in words(answer.content.decode())) == (
            409, True,
        )  # fmt: skip
    answer = client.post(f"{PARTYS}answer/", {"entry": [GOING]})
    assert "needs your attention" in answer.content.decode()
    assert not EntryAnswer.objects.exists()


def test_why_a_party_refuses_is_shown_to_its_own_people_alone(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del north
    client = signed_in("negotiator")
    told = {"entry": [GOING], "state": "refused", "ground": "policy"}
    client.post(f"{PARTYS}answer/", told)
    assert "A decision on other grounds" in page_of(client, PARTYS)
    page = page_of(client, f"{PARTYS}send/")
    assert "To Agency: the answers of Norland" in page
    assert "A decision on other grounds" not in page


def test_parity_is_counted_as_people_go_on_and_off_without_and_with_the_script(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del north
    client = signed_in("negotiator")
    address = f"{PARTYS}counter/"
    assert "In parity: 1 against 1." in page_of(client, address)
    told = {"act": "look", "on": [LEFT]}
    whole = words(client.post(address, told).content.decode())
    part = words(client.post(address, told, headers={PART: "x"}).content.decode())
    for page in (whole, part):
        assert "In parity: 1 against 2." in page
        assert "Not even" in page
        assert "More than there are places" in page
        assert "Few people are asked for by name." in page
    assert "Skip to the page" not in part
    assert not Counter.objects.exists()
    client.post(address, {"act": "keep", "on": [LEFT], "off": [GOING]})
    kept = Counter.objects.get()
    assert (kept.wanted, kept.unwanted) == ([LEFT], [GOING])
    assert re.search(rf'value="{LEFT}"\s+checked', client.get(address).content.decode())


def test_what_was_said_leaves_once_and_is_shown_whole_before(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del north
    client = signed_in("negotiator")
    assert "There is nothing to send." in page_of(client, f"{PARTYS}send/")
    client.post(f"{PARTYS}answer/", {"entry": [GOING], "state": "held"})
    client.post(f"{PARTYS}counter/", {"act": "keep", "off": [GOING_HOME]})
    page = page_of(client, f"{PARTYS}send/")
    assert "Somebody 0" in page.split("the answers of")[1].split("the counter")[0]
    assert "Somebody 1" in page.split("the counter-proposal of")[1]
    client.post(f"{PARTYS}send/")
    assert [sent.to.code for sent in Outgoing.objects.all()] == ["agency", "agency"]
    page = page_of(client, f"{PARTYS}send/")
    assert page.count("prepared before") == 2
    client.post(f"{PARTYS}send/")
    assert Outgoing.objects.count() == 2


def returned(case_ref: str, on: str) -> None:
    told = Told(
        kind="repatriation", voice="home", sender="north", holder=SOUTH, home=NORTH,
        happened_on=on, said_on=on, person={"family": "Abrel"},
    )  # fmt: skip
    record_statement(
        actor=world.command("registrar", organisation="north"), told=told,
        received_on=date(2022, 11, 25), case_ref=case_ref, at=AT,
    )  # fmt: skip


def test_who_is_home_already_is_named_at_once_with_the_day_and_the_source(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    returned(north["S-1"], "2022-11-24")
    client = signed_in("negotiator")
    entry = ListVersion.objects.get().entries.get(shared_ref=GOING_HOME)
    assert entry.case_ref == north["S-1"]
    for address in (
        "/exchanges/X-00000000/rounds/1/", PARTYS, f"{PARTYS}counter/",
        f"{PARTYS}answer/?leg=", f"/persons/{north['S-1']}/",
    ):  # fmt: skip
        page = page_of(client, address)
        assert "Already returned on 24 November 2022 Source: Norland" in page, address


def test_what_others_say_and_other_rounds_are_conflicts_too(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    exchange = Exchange.objects.get()
    answers.receive_answers(
        actor=NEGOTIATOR, sender="south", at=AT,
        told={
            "exchange": exchange.ref, "party": SOUTH,
            "sha256": ListVersion.objects.get().sha256,
            "answers": [
                {"case": GOING_HOME, "state": "not_held", "on": "", "of": "",
                 "missing": []}
            ],
        },
    )  # fmt: skip
    held = exchange.rounds.get()
    other = exchanges.open_round(exchange, exchanges.RoundPlan(2, date(2022, 12, 1)))
    lists.receive_proposal(
        actor=NEGOTIATOR, sender="agency", at=AT,
        payload=document(round=2, on="2022-12-01"),
    )  # fmt: skip
    exchanges.record_outcome(
        actor=NEGOTIATOR, held=other, case_ref=north["N-1"], crossed=True, at=AT
    )
    assert queries.newest_version(held)
    page = page_of(signed_in("negotiator"), "/exchanges/X-00000000/rounds/1/")
    assert "Not held, says the holder" in page
    assert "Also on the list of round 2 of Lake series, planned for 1 December" in page
    assert "Already crossed on 1 December 2022, in round 2 of Lake series" in page


def test_nobody_hidden_is_on_any_page_of_positions(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    returned(north["S-1"], "2022-11-24")
    client = signed_in("negotiator")
    client.post(f"{PARTYS}answer/", {"entry": [GOING_HOME], "state": "requested"})
    client.post(f"{PARTYS}counter/", {"act": "keep", "off": [GOING_HOME]})
    restricted.restrict(
        actor=DELEGATE, case_ref=north["S-1"], ground="at-risk", reason="x", at=AT
    )
    for address in ("", "answer/?leg=", "counter/", "send/", "../history/"):
        page = client.get(f"{PARTYS}{address}").content.decode()
        assert "Somebody 1" not in page, address
        assert GOING_HOME not in page, address
    assert "1 more, not shown to you" in page_of(client, f"{PARTYS}send/")
    told = {"entry": [GOING_HOME], "state": "dead"}
    assert client.post(f"{PARTYS}answer/", told).status_code == 409
    assert EntryAnswer.objects.count() == 1


# --- The agency ------------------------------------------------------------------


def test_both_positions_stand_side_by_side_and_what_contradicts_waits_for_a_person(
    agency: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    held = proposed()
    case = agency["N-1"]
    came(held, SOUTH, unwanted=[case], wanted=[agency["N-9"]])
    version = queries.newest_version(held)
    assert version is not None
    Counter.objects.create(
        ref="O-1", version=version, party=NORTH, said_by="north", by="command:test",
        at=AT, wanted=[agency["S-9"], agency["N-9"], case],
    )  # fmt: skip
    client = signed_in("agency-delegate")
    assert "counter-proposals that wait for an answer" in page_of(client, "/")
    start = f"/exchanges/{held.exchange.ref}/rounds/1/"
    page = page_of(client, f"{start}positions/")
    north, south = page.split("Counter-proposal over this version")[1:3]
    assert agency["S-9"] in north
    assert agency["S-9"] not in south.split("Person by person")[0].split("More than")[0]
    assert case in page.split("The parties ask the opposite")[1].split("Person by")[0]
    assert agency["N-9"] in page.split("asks the same")[1].split("opposite")[0]

    answer = client.post(f"{start}positions/reply/", {})
    assert answer.status_code == 200  # nobody has settled it
    answer = client.post(f"{start}positions/reply/", {case: "stay"}, follow=True)
    page = words(answer.content.decode())
    assert "Version 2:" in page
    assert "From version 1 to version 2" in page
    newest = queries.newest_version(held)
    assert newest is not None
    going = {entry.case_ref for entry in queries.entries_of(newest)}
    assert {agency["S-9"], agency["N-9"]} <= going
    assert case not in going
    compared = page.split("From version 1 to version 2")[1].split("What happened")[0]
    assert {agency["S-9"], agency["N-9"], case} <= set(compared.split())
    assert "over version 1: 1 asked for, 1 asked off" in page
    back = page_of(client, f"{start}history/?before=2&after=2")
    assert "This is one and the same version." in back


def test_the_agency_passes_on_to_each_party_what_the_other_says(
    agency: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    held = proposed()
    came(held, SOUTH, unwanted=[agency["N-1"]])
    address = f"/exchanges/{held.exchange.ref}/rounds/1/positions/send/"
    client = signed_in("agency-delegate")
    assert "To North: the counter-proposal of Sudmark" in page_of(client, address)
    client.post(address)
    (sent,) = Outgoing.objects.all()
    assert sent.to.code == "north"
    assert agency["N-1"].encode() in payload_sent(sent)
    restricted.restrict(
        actor=DELEGATE, case_ref=agency["N-1"], ground="withheld", reason="x", at=AT
    )
    assert "does not leave" in page_of(client, address)
    client.post(address)
    assert Outgoing.objects.count() == 1


def test_a_delegates_pages_tell_nothing_of_wishes_reasons_or_grounds(
    agency: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    """Two people asked for, one of whom said no: the pages call them the same."""
    held = proposed()
    asked = [agency["S-8"], agency["S-9"]]
    came(held, NORTH, wanted=asked)
    state_health(
        actor=DELEGATE, case_ref=asked[0], said_by="a doctor", seriously=True,
        fit_to_travel=True, at=AT,
    )  # fmt: skip
    start = f"/exchanges/{held.exchange.ref}/rounds/1/"
    client = signed_in("agency-delegate", "auditor")
    pages = ("positions/", "positions/reply/", "positions/send/", "history/", "")

    def seen() -> list[str]:
        found = [client.get(f"{start}{page}").content.decode() for page in pages]
        return [re.sub(r'value="[A-Za-z0-9]{64}"', "", page) for page in found]

    before = seen()
    for answer in ("yes", "withdrawn", "no"):
        wishes.record_wish(actor=INTERVIEWER, case_ref=asked[0], answer=answer, at=AT)
        assert seen() == before
    counters.answer_counters(actor=DELEGATE, held=held, settled={}, at=AT)
    told = " ".join(seen()).casefold()
    for word in ("refused, as the neutral", "consent", "interviewer recorded", "wish"):
        assert word not in told, word
    for role in ("agency-delegate", "auditor"):
        assert signed_in(role).get(f"{start}reasons/").status_code == 404


def test_who_may_not_read_positions_finds_nothing(
    agency: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del agency
    held = proposed()
    start = f"/exchanges/{held.exchange.ref}/rounds/1/"
    for role in ("handover-officer", "registrar", "investigator", "administrator"):
        client = signed_in(role)
        for page in ("positions/", "positions/reply/", "history/"):
            assert client.get(f"{start}{page}").status_code == 404, (role, page)
    for page in ("positions/answer/", "positions/counter/"):
        # They are a party's alone: an agency has nobody to speak for.
        client = signed_in("negotiator", "agency-delegate")
        assert client.get(f"{start}{page}").status_code == 404
