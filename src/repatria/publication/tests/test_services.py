"""Totals after the crossing: proposed by one, published by another, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from repatria.exchange.models import Exchange
from repatria.exchange.services.counts import record_count_claim
from repatria.handover.models import Handover, HandoverEvent, Line
from repatria.ledger.models import Entry
from repatria.publication import panels, queries, services
from repatria.publication.core import errors
from repatria.publication.models import TotalsProposal
from repatria.publication.services.files import public_files, public_folder
from repatria.publication.tests.conftest import (
    AT,
    BACK,
    HOME,
    OFFICER,
    SECOND,
    Leg,
    MakeRound,
)
from tools.pseudo import unmarked_in_html

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2022, 11, 23)
Commit = Callable[..., Any]


def propose(held: Exchange) -> TotalsProposal:
    return services.propose_totals(actor=OFFICER, exchange=held, at=AT)


@pytest.fixture
def published(
    week: Exchange, django_capture_on_commit_callbacks: Commit
) -> TotalsProposal:
    proposal = propose(week)
    with django_capture_on_commit_callbacks(execute=True):
        services.publish(actor=SECOND, proposal=proposal, at=AT)
    return proposal


def test_counts_stand_beside_each_other_and_are_not_merged(week: Exchange) -> None:
    told = queries.told_by(propose(week))
    seen = {
        (cell["round"], cell["direction"]): [
            (count["by"], count["n"]) for count in cell["counts"]
        ]
        for cell in told["cells"]
    }
    assert seen == {
        (1, BACK): [("own-count", 36), ("Sudmark headquarters", 36)],
        (1, HOME): [("own-count", 36)],
        (1, ""): [("Narrator", 36)],
        (2, BACK): [("own-count", 52), ("Norland Ministry of Defence", None)],
        (2, HOME): [("own-count", 50), ("Norland Ministry of Defence", 50)],
    }
    assert {one["direction"]: one["n"] for one in told["totals"]} == {
        HOME: 86,
        BACK: 88,
    }


def test_nothing_is_proposed_before_a_crossing_is_over(
    series: Exchange, make_round: MakeRound
) -> None:
    make_round(1, WEDNESDAY, Leg(HOME, 30, open=1), Leg(BACK, 30))
    make_round(2, WEDNESDAY, Leg(HOME, 30), Leg(BACK, 30, receipt=False))
    make_round(3, WEDNESDAY)
    assert queries.to_propose() == []
    with pytest.raises(errors.NothingOverError):
        propose(series)


def test_a_round_still_under_way_leaves_no_trace_beside_one_that_is_over(
    series: Exchange, make_round: MakeRound
) -> None:
    make_round(1, WEDNESDAY, Leg(HOME, 30), Leg(BACK, 30))
    before = queries.totals_document(series)
    make_round(2, WEDNESDAY, Leg(HOME, 20, open=1), Leg(BACK, 30))
    assert queries.totals_document(series) == before


def test_how_many_did_not_cross_leaves_no_trace(
    series: Exchange, make_round: MakeRound
) -> None:
    make_round(1, WEDNESDAY, Leg(HOME, 30), Leg(BACK, 30))
    before = queries.totals_document(series)
    # The same crossing, with somebody on the manifest who did not go.
    leg = Handover.objects.get(leg=HOME)
    line = Line.objects.create(
        handover=leg, number=31, shared_ref="R-1", holder_id="1", home_id="1", name="x"
    )
    HandoverEvent.objects.create(
        handover=leg, line=line, kind="not_crossed", at=AT, by="user:1"
    )
    assert queries.totals_document(series) == before


def test_a_small_crossing_is_withheld_for_every_counter_and_from_the_total(
    series: Exchange, make_round: MakeRound
) -> None:
    make_round(1, WEDNESDAY, Leg(HOME, 30), Leg(BACK, 30))
    held = make_round(2, WEDNESDAY, Leg(HOME, 3), Leg(BACK, 30))
    record_count_claim(
        actor=OFFICER, claimant="A ministry", n=3, to="NORLAND", held=held, at=AT
    )
    told = queries.told_by(propose(series))
    (cell,) = [c for c in told["cells"] if (c["round"], c["direction"]) == (2, HOME)]
    assert cell["withheld"]
    assert [count["n"] for count in cell["counts"]] == [None, None]
    totals = {one["direction"]: one["n"] for one in told["totals"]}
    assert totals == {HOME: None, BACK: 60}


def test_whoever_proposed_cannot_publish(week: Exchange) -> None:
    proposal = propose(week)
    with pytest.raises(errors.SecondPersonError):
        services.publish(actor=OFFICER, proposal=proposal, at=AT)
    assert queries.public_now() == []


def test_what_is_no_longer_so_cannot_be_published(week: Exchange) -> None:
    proposal = propose(week)
    held = week.rounds.get(number=2)
    record_count_claim(actor=OFFICER, claimant="Another", n=51, held=held, at=AT)
    with pytest.raises(errors.NoLongerSoError):
        services.publish(actor=SECOND, proposal=proposal, at=AT)
    assert queries.to_propose() == [week]


def test_the_same_totals_are_proposed_once(week: Exchange) -> None:
    first = propose(week)
    with pytest.raises(errors.SameAgainError):
        propose(week)
    services.set_aside(actor=SECOND, proposal=first, at=AT)
    with pytest.raises(errors.AlreadyDecidedError):
        services.publish(actor=SECOND, proposal=first, at=AT)
    assert propose(week).sha256 == first.sha256


def test_publishing_writes_the_public_folder_byte_for_byte(
    published: TotalsProposal,
) -> None:
    folder = public_folder()
    on_disk = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert on_disk == public_files()
    assert set(on_disk) == {
        "index.html",
        "index.ru.html",
        "index.uk.html",
        "totals.json",
        "totals.csv",
        "totals.css",
    }
    assert json.loads(on_disk["totals.json"])["published"] == [
        queries.told_by(published)
    ]
    rows = on_disk["totals.csv"].decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + 8


def test_nothing_public_names_a_person_or_a_case(published: TotalsProposal) -> None:
    cases = set(Line.objects.values_list("case_ref", flat=True))
    everything = b"".join(public_files().values()).decode()
    assert "SECRETNAME" not in everything
    assert not any(case in everything for case in cases)
    assert published.exchange_ref in everything


def test_a_withdrawal_takes_the_numbers_from_the_folder(
    published: TotalsProposal, django_capture_on_commit_callbacks: Commit
) -> None:
    with pytest.raises(errors.WhyMissingError):
        services.withdraw(actor=OFFICER, proposal=published, reason=" ", at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw(actor=OFFICER, proposal=published, reason="a miscount", at=AT)
    page = (public_folder() / "index.html").read_text(encoding="utf-8")
    assert "Nothing is published yet." in page
    assert published.exchange_ref not in page
    with pytest.raises(errors.NotPublicError):
        services.withdraw(actor=OFFICER, proposal=published, reason="again", at=AT)


def test_a_newer_publication_replaces_the_older_one(
    published: TotalsProposal, week: Exchange
) -> None:
    held = week.rounds.get(number=2)
    record_count_claim(
        actor=OFFICER, claimant="Another", n=51, to="NORLAND", held=held, at=AT
    )
    newer = propose(week)
    services.publish(actor=SECOND, proposal=newer, at=AT)
    assert queries.public_now() == [newer]
    with pytest.raises(errors.NotPublicError):
        services.withdraw(actor=OFFICER, proposal=published, reason="old", at=AT)
    services.withdraw(actor=OFFICER, proposal=newer, reason="a miscount", at=AT)
    assert queries.public_now() == []


def test_every_decision_is_on_the_ledger(published: TotalsProposal) -> None:
    acts = [
        (told["act"], told["facts"].get("sha256"))
        for told in (json.loads(entry.body) for entry in Entry.objects.all())
        if told["act"].startswith("publication.")
    ]
    assert acts == [
        ("publication.proposed", published.sha256),
        ("publication.published", published.sha256),
    ]


def test_a_claimant_that_looks_like_a_formula_stays_text(
    week: Exchange, django_capture_on_commit_callbacks: Commit
) -> None:
    held = week.rounds.get(number=2)
    record_count_claim(
        actor=OFFICER, claimant="=cmd()", n=50, to="NORLAND", held=held, at=AT
    )
    with django_capture_on_commit_callbacks(execute=True):
        services.publish(actor=SECOND, proposal=propose(week), at=AT)
    table = public_files()["totals.csv"].decode("utf-8-sig")
    assert "'=cmd()" in table
    assert ",=cmd()" not in table


# --- Pages ---------------------------------------------------------------------


def test_two_officers_publish_through_the_pages_and_anybody_reads(
    week: Exchange,
    signed_in: Callable[..., Client],
    client: Client,
    django_capture_on_commit_callbacks: Commit,
) -> None:
    assert "Nothing is published yet." in client.get("/totals/").content.decode()
    first, second = signed_in("publication-officer"), signed_in("publication-officer")
    page = first.post(
        "/publication/propose/", {"exchange": week.ref}, follow=True
    ).content.decode()
    proposal = TotalsProposal.objects.get()
    assert "Another publication officer" in page
    here = f"/publication/{proposal.ref}/"
    refused = first.post(f"{here}publish/", follow=True).content.decode()
    assert "You proposed these totals yourself." in refused
    preview = second.get(f"{here}preview/index.html").content
    with django_capture_on_commit_callbacks(execute=True):
        second.post(f"{here}publish/", follow=True)
    public = client.get("/totals/index.html")
    assert public.content == preview
    assert public.content == (public_folder() / "index.html").read_bytes()
    page = public.content.decode()
    for words in ("about 50", "Not stated", "Norland Ministry of Defence", "<svg"):
        assert words in page
    assert " style=" not in page
    assert "35 soldiers" not in page  # beside one civilian
    for name in ("totals.json", "totals.csv", "totals.css", "index.uk.html"):
        assert client.get(f"/totals/{name}").status_code == 200


def test_the_public_page_shows_no_other_file(client: Client, week: Exchange) -> None:
    del week
    for name in ("master.key", "index.xx.html", "proposal.html"):
        assert client.get(f"/totals/{name}").status_code == 404


def test_only_publication_officers_decide(
    week: Exchange, signed_in: Callable[..., Client]
) -> None:
    proposal = propose(week)
    here = f"/publication/{proposal.ref}/"
    auditor = signed_in("auditor")
    assert auditor.get(here).status_code == 200
    for role in ("auditor", "negotiator", "investigator", "administrator"):
        client = signed_in(role)
        for act in ("publish", "withdraw", "set-aside"):
            assert client.post(f"{here}{act}/").status_code == 404
        told = {"exchange": week.ref}
        assert client.post("/publication/propose/", told).status_code == 404
    assert signed_in("negotiator").get(here).status_code == 404
    assert queries.last_event(proposal) is None


def test_a_withdrawal_without_a_reason_is_refused_on_the_page(
    published: TotalsProposal, signed_in: Callable[..., Client]
) -> None:
    client = signed_in("publication-officer")
    address = f"/publication/{published.ref}/withdraw/"
    page = client.post(address, {"reason": " "}, follow=True).content.decode()
    assert "A withdrawal needs a reason" in page
    page = client.post(address, {"reason": "a miscount"}, follow=True).content.decode()
    assert "Withdrawn" in page


def test_an_exchange_that_is_not_there_is_not_proposed(
    week: Exchange, signed_in: Callable[..., Client]
) -> None:
    del week
    client = signed_in("publication-officer")
    told = {"exchange": "X-00000000"}
    assert client.post("/publication/propose/", told).status_code == 404
    assert client.get("/publication/").status_code == 200


def test_every_page_is_wholly_translated(
    week: Exchange,
    signed_in: Callable[..., Client],
    pseudo_pages: Callable[[Client], Client],
) -> None:
    proposal = propose(week)
    services.publish(actor=SECOND, proposal=proposal, at=AT)
    client = pseudo_pages(signed_in("publication-officer"))
    names = {"Repatria", "Norland Coordination Bureau"}
    for address in ("/publication/", f"/publication/{proposal.ref}/", "/totals/"):
        page = client.get(address).content.decode()
        left = {
            one.replace(proposal.ref, "").strip("· \n")
            for one in unmarked_in_html(page)
        }
        assert left <= names, address


def test_what_is_over_or_waits_stands_on_today(week: Exchange) -> None:
    (source,) = panels.WAITING
    (line,) = source.ask(OFFICER, AT)
    assert line.what == panels.TO_PROPOSE
    propose(week)
    assert source.ask(OFFICER, AT) == []
    (line,) = source.ask(SECOND, AT)
    assert line.what == panels.TO_LOOK_AT


def test_a_public_number_that_is_no_longer_so_waits_for_somebody(
    published: TotalsProposal,
) -> None:
    assert queries.no_longer_so() == []
    line = Line.objects.filter(handover__leg=HOME).first()
    assert line is not None
    HandoverEvent.objects.create(
        handover=line.handover,
        line=line,
        kind="undone",
        undoes=line.events.get(),
        at=AT,
        by="user:1",
    )
    assert queries.no_longer_so() == [published]
    (source,) = panels.WAITING
    assert panels.NO_LONGER_SO in [one.what for one in source.ask(OFFICER, AT)]


def test_a_small_correction_of_a_public_number_is_pointed_out(
    published: TotalsProposal, week: Exchange, signed_in: Callable[..., Client]
) -> None:
    """One person less than last week's number is one person recognised."""
    leg = Handover.objects.get(exchange_ref=week.ref, round_number=1, leg=HOME)
    assert not queries.near_to_public(published)
    number = leg.lines.count() + 1
    line = Line.objects.create(
        handover=leg, number=number, shared_ref="R-1", holder_id="", home_id="", name=""
    )
    HandoverEvent.objects.create(
        handover=leg, line=line, kind="crossed", at=AT, by="user:1"
    )
    newer = propose(week)
    assert queries.near_to_public(newer)
    page = signed_in("publication-officer").get(f"/publication/{newer.ref}/")
    assert "learns of a few persons" in page.content.decode()
