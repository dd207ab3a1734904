"""The verdicts of a list: on a page, on paper, as a workbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from repatria.access.exports import takes_two
from repatria.access.models import Export
from repatria.matching import services
from repatria.matching.models import Workbook
from repatria.matching.tests.test_comparing import (
    AT,
    HELD,
    Office,
    _text,
    office,
)
from repatria.shared.actors import Actor

pytestmark = pytest.mark.django_db
__all__ = ["office"]  # a fixture of the neighbouring tests
SignIn = Callable[..., Any]
COLLEAGUE = Actor("command:colleague", frozenset({"matching-officer"}), "agency")
DELEGATE = Actor("command:delegate", frozenset({"agency-delegate"}), "agency")


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  (what is asked on pages is asked now)


NEXT_WEEK = HELD.replace("S2;Мельник", "S2;Мельничук").replace(
    "S4;Самотній Омелян Тарасович;11.11.1991;солдат;3 бр;\n",
    "S9;Новий Остап Іванович;02.03.1980;солдат;3 бр;\n",
)


def _this_week(office: Office) -> Any:
    """Compare again after the holder has sent next week's list."""
    left, _right = office.lists()
    return office.run(left, office.take_in(NEXT_WEEK, sender="south", subject="held"))


def test_of_a_row_that_says_too_little_nobody_knows_whether_it_changed(
    office: Office, signed_in: SignIn
) -> None:
    left, _right = office.lists()
    bare = "Прізвище;Ім'я\nМельник;Ганна\n"
    office.take_in(bare, sender="south", subject="held")
    later = office.take_in(bare + "Новий;Остап\n", sender="south", subject="held")
    run = office.run(left, later)
    page = _text(signed_in("agency-delegate").get(f"/runs/{run.pk}/lists/{later.pk}/"))
    assert page.count("Not known: it says too little to be recognised") == 2
    assert "New on this version" not in page


def test_each_row_tells_its_verdict_why_and_what_changed(
    office: Office, signed_in: SignIn
) -> None:
    run = _this_week(office)
    client = signed_in("agency-delegate")
    page = _text(client.get(f"/runs/{run.pk}/lists/{run.right_id}/"))
    assert "New on this version" in page
    assert "Changed since version 1: Family name" in page
    assert "As on version 1" in page
    assert "Same on both" in page
    first = _text(client.get(f"/runs/{run.pk}/lists/{run.left_id}/"))
    assert "the first version of this list" in first
    dead = _text(client.get(f"/runs/{run.pk}/lists/{run.right_id}/?verdict=dead"))
    assert "1 row of 1" in dead
    assert "Мельничук" not in dead


def test_verdicts_page_by_cursor(
    office: Office, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from repatria.matching.queries import lines
    from repatria.matching.web import verdicts

    run = office.compared()
    by_two = lambda *a, **more: lines.page_of_lines(*a, **(more | {"most": 2}))  # noqa: E731
    monkeypatch.setattr(verdicts, "page_of_lines", by_two)
    client, address = signed_in("auditor"), f"/runs/{run.pk}/lists/{run.left_id}/"
    first = _text(client.get(address))
    assert 'href="?after=2"' in first
    assert "Yizhak" not in first
    assert "Yizhak" in _text(client.get(f"{address}?after=2"))
    assert 'rel="next"' not in _text(client.get(f"{address}?after=4"))


def test_verdicts_of_a_long_list_ask_no_more_of_the_database(
    office: Office, signed_in: SignIn, queries_for: Callable[[Any, str], int]
) -> None:
    run = _this_week(office)
    client = signed_in("auditor")
    few = queries_for(client, f"/runs/{run.pk}/lists/{run.right_id}/?verdict=dead")
    assert queries_for(client, f"/runs/{run.pk}/lists/{run.right_id}/") == few


def test_paper_has_hash_totals_and_says_that_it_is_synthetic(
    office: Office, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from repatria.matching.web import verdicts

    run = office.compared()
    client = signed_in("agency-delegate")
    address = f"/runs/{run.pk}/lists/{run.left_id}/paper/"
    page = _text(client.get(address))
    assert page.count(run.left.merkle_root) >= 3
    assert "Totals of the whole list" in page
    assert page.count("Synthetic: everybody shown here is invented.") == 2
    monkeypatch.setattr(verdicts, "MOST_ON_PAPER", 4)
    assert "paper takes 4" in _text(client.get(address))


def test_a_comparison_shows_no_list_but_its_own(
    office: Office, signed_in: SignIn
) -> None:
    run = office.compared()
    other = office.take_in(
        HELD.replace("S", "T"), sender="north", subject="held",
        holder="NORLAND", home="SUDMARK",
    )  # fmt: skip
    client = signed_in("agency-delegate")
    for end in ("", "paper/", "workbook/"):
        address = f"/runs/{run.pk}/lists/{other.pk}/{end}"
        assert client.get(address).status_code == 404


WHY = {"purpose": "power", "recipient": "Rosa Adler, round two"}


def test_a_workbook_is_asked_for_once_made_by_a_job_and_fetched_once(
    office: Office, signed_in: SignIn
) -> None:
    from python_calamine import CalamineWorkbook

    evil = HELD.replace("11.11.1991;солдат", "11.11.1991;=1+cmd")
    left, _right = office.lists()
    run = office.run(left, office.take_in(evil, sender="south", subject="held"))
    client = signed_in("agency-delegate")
    address = f"/runs/{run.pk}/lists/{run.right_id}/workbook/"
    page = _text(client.get(address))
    assert page.count("For what is it?") == 1
    assert "The file shows 5 people." in page
    assert client.post(address, {"purpose": "power"}).status_code == 200
    assert not Workbook.objects.exists()
    asked = client.post(address, WHY)
    book = Workbook.objects.get()
    assert asked.url == f"/workbooks/{book.ref}/"
    assert "Writing the rows" in _text(client.get(asked.url))
    assert not Export.objects.exists(), "it is not there before it is made"
    services.perform_workbook(book.ref, at=now())
    services.perform_workbook(book.ref, at=AT)  # done, however often asked
    assert client.get(asked.url).url == "/exports/"
    assert "Rosa Adler, round two" in _text(client.get("/exports/"))
    export = Export.objects.get()
    assert (export.ref, export.purpose, export.people) == (book.ref, "power", 5)
    taken = client.post(f"/exports/{export.ref}/fetch/")
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(taken.content))
    about, rows = (sheets.get_sheet_by_name(one) for one in sheets.sheet_names)
    facts = {str(what): which for what, which in about.to_python()[1:]}
    assert f"Export {export.ref} of agency" in str(facts["Number of this file"])
    assert facts["Version hash"] == run.right.merkle_root
    assert facts["Synthetic"] == "Everybody in this file is invented."
    told = rows.to_python()
    assert told[0][:3] == ["Row", "List number", "Family name"]
    assert len(told) == 6
    assert any(cell == "=1+cmd" for row in told for cell in row)
    assert client.post(f"/exports/{export.ref}/fetch/").status_code == 409, "once"
    assert signed_in("agency-delegate").get(asked.url).status_code == 404


def test_a_long_workbook_waits_for_a_second_person_and_then_tells_whose_rows_it_has(
    office: Office, signed_in: SignIn, settings: Any
) -> None:
    import json

    from repatria.ledger.models import Entry
    from repatria.register.queries import cases_on

    settings.REPATRIA_EXPORT_ALONE = 2
    run = office.compared()
    client, second = signed_in("registrar"), signed_in("auditor")
    address = f"/runs/{run.pk}/lists/{run.left_id}/workbook/"
    assert "A second person must agree" in _text(client.get(address))
    client.post(address, WHY)
    book = Workbook.objects.get()
    services.perform_workbook(book.ref, at=now())
    fetch = f"/exports/{book.ref}/fetch/"
    assert client.post(fetch).status_code == 409
    second.post(f"/exports/{book.ref}/decide/", {"answer": "approve"})
    assert client.post(fetch).status_code == 200
    bodies = list(Entry.objects.order_by("number").values_list("body", flat=True))
    assert "Adler" not in str(bodies)
    assert '"purpose":"power"' in next(
        body for body in bodies if "matching.verdicts-exported" in body
    )
    shown = json.loads([body for body in bodies if '"act":"read"' in body][-1])
    assert set(shown["facts"]["cases"]) == set(cases_on(run.left).values())


def test_nobody_hidden_from_whoever_asked_is_in_a_workbook(office: Office) -> None:
    from repatria.access import restricted
    from repatria.register.queries import cases_on

    run = office.compared()
    hidden = cases_on(run.left)[1]
    restricted.restrict(
        actor=DELEGATE, case_ref=hidden, ground="at-risk", reason="asked", at=AT
    )
    asked: dict[str, Any] = {
        "run": run,
        "file": run.left,
        "language": "en",
        "at": AT,
        **WHY,
    }
    book = services.ask_workbook(actor=COLLEAGUE, **asked)
    assert services.perform_workbook(book.ref, at=AT).rows == 4
    offers = [
        services.offer_of_verdicts(actor, run, run.left, make=lambda _mark: b"")
        for actor in (COLLEAGUE, DELEGATE)
    ]
    assert [hidden in offer.cases for offer in offers] == [False, True]
    assert [takes_two(offer) for offer in offers] == [False, True]


def test_a_workbook_that_cannot_be_made_says_so(
    office: Office, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from repatria.matching.services import workbooks

    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "No space left on device")

    run = office.compared()
    client = signed_in("agency-delegate")
    client.post(f"/runs/{run.pk}/lists/{run.left_id}/workbook/", WHY)
    book = Workbook.objects.get()
    monkeypatch.setattr(workbooks, "Book", full)
    with pytest.raises(OSError, match="No space"):
        services.perform_workbook(book.ref, at=AT)
    assert "could not be made (OSError)" in _text(client.get(f"/workbooks/{book.ref}/"))
    monkeypatch.undo()
    services.perform_workbook(book.ref, at=AT)
    assert client.get(f"/workbooks/{book.ref}/").url == "/exports/"
