"""The verdicts of a list: on a page, on paper, as a workbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from repatria.matching.core.refusals import (
    WorkbookNotReadyError,
)
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


def _acts() -> list[str]:
    from repatria.ledger.models import Entry

    return list(Entry.objects.order_by("number").values_list("act", flat=True))


NEXT_WEEK = HELD.replace("S2;Мельник", "S2;Мельничук").replace(
    "S4;Самотній Омелян Тарасович;11.11.1991;солдат;3 бр;\n",
    "S9;Новий Остап Іванович;02.03.1980;солдат;3 бр;\n",
)


def _this_week(office: Office) -> Any:
    """Compare again after the holder has sent next week's list."""
    left, _right = office.lists()
    return office.run(left, office.take_in(NEXT_WEEK, sender="south", subject="held"))


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
    from repatria.matching import lines
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


def test_a_workbook_is_made_for_a_purpose_and_taken_by_whoever_asked(
    office: Office, signed_in: SignIn
) -> None:
    from python_calamine import CalamineWorkbook

    from repatria.matching import services
    from repatria.matching.models import Workbook

    evil = HELD.replace("11.11.1991;солдат", "11.11.1991;=1+cmd")
    left, _right = office.lists()
    run = office.run(left, office.take_in(evil, sender="south", subject="held"))
    client = signed_in("agency-delegate")
    address = f"/runs/{run.pk}/lists/{run.right_id}/workbook/"
    assert "What is the file for?" in _text(client.get(address))
    assert "Say what the file is for" in _text(
        client.post(address, {"purpose": "other"})
    )
    asked = client.post(address, {"purpose": "talks", "words": "round two"})
    book = Workbook.objects.get()
    assert asked.url == f"/workbooks/{book.ref}/"
    assert "Writing the rows" in _text(client.get(asked.url))
    assert client.post(f"{asked.url}file/").status_code == 409
    services.perform_workbook(book.ref, at=AT)
    services.perform_workbook(book.ref, at=AT)  # done, however often asked
    assert "Take the file" in _text(client.get(asked.url))
    taken = client.post(f"{asked.url}file/")
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(taken.content))
    about, rows = (sheets.get_sheet_by_name(one) for one in sheets.sheet_names)
    facts = {str(what): which for what, which in about.to_python()[1:]}
    assert facts["Version hash"] == run.right.merkle_root
    assert facts["Synthetic"] == "Everybody in this file is invented."
    told = rows.to_python()
    assert told[0][:3] == ["Row", "List number", "Family name"]
    assert len(told) == 6
    assert any(cell == "=1+cmd" for row in told for cell in row)
    assert signed_in("agency-delegate").get(asked.url).status_code == 404
    acts = _acts()
    assert acts.index("matching.verdicts-exported") < acts.index(
        "matching.workbook-taken"
    )


def test_the_export_on_the_ledger_has_its_purpose_and_whose_rows_and_no_name(
    office: Office,
) -> None:
    import json

    from repatria.ledger.models import Entry
    from repatria.matching import services
    from repatria.register.queries import cases_on

    run = office.compared()
    book = services.ask_workbook(
        actor=DELEGATE, run=run, file=run.left, purpose="check", words="Koval",
        language="uk", at=AT,
    )  # fmt: skip
    services.perform_workbook(book.ref, at=AT)
    entry = Entry.objects.get(act="matching.verdicts-exported")
    assert '"purpose":"check"' in entry.body
    assert "Koval" not in entry.body
    shown = Entry.objects.filter(act="read").order_by("number").last()
    assert shown is not None
    assert json.loads(shown.body)["actor"] == DELEGATE.ref
    assert all(ref in shown.body for ref in cases_on(run.left).values())


def test_a_workbook_is_thrown_away_after_a_day(office: Office) -> None:
    from repatria.matching import services

    run = office.compared()
    ask = {"actor": DELEGATE, "run": run, "purpose": "work", "words": ""}
    old = services.ask_workbook(file=run.left, language="en", at=AT, **ask)
    services.perform_workbook(old.ref, at=AT)
    later = AT + timedelta(days=2)
    new = services.ask_workbook(file=run.left, language="en", at=later, **ask)
    services.perform_workbook(new.ref, at=later)
    old.refresh_from_db()
    new.refresh_from_db()
    with pytest.raises(WorkbookNotReadyError):
        services.take_workbook(actor=DELEGATE, book=old, at=later)
    assert services.take_workbook(actor=DELEGATE, book=new, at=later)


def test_a_workbook_that_cannot_be_made_says_so(
    office: Office, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from repatria.matching import files, services
    from repatria.matching.models import Workbook

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    run = office.compared()
    client = signed_in("agency-delegate")
    client.post(f"/runs/{run.pk}/lists/{run.left_id}/workbook/", {"purpose": "work"})
    book = Workbook.objects.get()
    monkeypatch.setattr(files, "keep", full)
    with pytest.raises(OSError, match="No space"):
        services.perform_workbook(book.ref, at=AT)
    assert "could not be made (OSError)" in _text(client.get(f"/workbooks/{book.ref}/"))
    monkeypatch.undo()
    services.perform_workbook(book.ref, at=AT)
    assert "Take the file" in _text(client.get(f"/workbooks/{book.ref}/"))
