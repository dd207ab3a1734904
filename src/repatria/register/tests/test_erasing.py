"""What is erased is gone everywhere, by two people; what proves it was there stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from repatria.access import exports, restricted
from repatria.access.core.errors import ErasedError, ExportNotReadyError
from repatria.access.core.exports import State
from repatria.access.models import DataKey, Export
from repatria.ledger.core import merkle
from repatria.ledger.models import Entry
from repatria.register import files, queries, services
from repatria.register.core.erasures import (
    ErasureDecidedError,
    NothingToEraseError,
    OnePersonError,
    RowsErasedError,
)
from repatria.register.core.search import read_search
from repatria.register.models import (
    Decision,
    Erasure,
    Record,
    RetentionRule,
    SourceFile,
)
from repatria.register.queries.retaining import rules
from repatria.register.queries.searching import search
from repatria.register.tests.conftest import Desk
from repatria.register.web.downloads import entities_of_person, offer_of
from repatria.shared.actors import Actor

AT = datetime(2022, 11, 21, 8, tzinfo=UTC)
LIST = "No;Name;Born\n1;Коваль Іван Петрович;09.05.1984\n2;Мельник Ганна;1990\n"
ONE = Actor("user:1", frozenset({"registrar"}), "north")
OTHER = Actor("user:2", frozenset({"auditor"}), "north")
SignIn = Callable[..., Client]


@pytest.fixture
def file(desk: Desk) -> SourceFile:
    return desk.take_in(LIST)


def case_of(file: SourceFile, row: int) -> str:
    return queries.cases_on(file)[row]


def erased(case_ref: str) -> Erasure:
    made = services.ask_for_erasure(actor=ONE, case_ref=case_ref, reason="asked", at=AT)
    services.confirm_erasure(actor=OTHER, erasure=made, at=AT)
    made.refresh_from_db()
    return made


def holds(version: SourceFile) -> bool:
    leaves = version.records.order_by("row").values_list("leaf", flat=True)
    return merkle.root(map(bytes, leaves)).hex() == version.merkle_root


def test_asking_erases_nothing(file: SourceFile) -> None:
    services.ask_for_erasure(
        actor=ONE, case_ref=case_of(file, 1), reason="asked", at=AT
    )
    assert file.records.get(row=1).family == "Коваль"
    assert files.open_source(file) == LIST.encode()


def test_nobody_erases_alone(file: SourceFile) -> None:
    made = services.ask_for_erasure(
        actor=ONE, case_ref=case_of(file, 1), reason="asked", at=AT
    )
    with pytest.raises(OnePersonError):
        services.confirm_erasure(actor=ONE, erasure=made, at=AT)
    assert file.records.get(row=1).family == "Коваль"


def test_what_is_erased_is_gone_and_the_list_still_verifies(file: SourceFile) -> None:
    case_ref, before = case_of(file, 1), Record.objects.get(row=1)
    erased(case_ref)
    row = file.records.get(row=1)
    assert {row.family, row.given, row.birth, row.own_id, row.key_family} == {""}
    assert {bytes(row.sealed_verbatim), bytes(row.salt)} == {b""}
    assert bytes(row.leaf) == bytes(before.leaf)
    assert holds(file)
    assert bytes(DataKey.objects.get(owner=row.owner).wrapped) == b""
    assert queries.name_of(case_ref) == ""
    assert file.records.get(row=2).family == "Мельник"
    with pytest.raises(ErasedError):
        files.open_source(file)


def test_the_original_file_goes_with_the_transaction(
    file: SourceFile, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    place = Path(settings.REPATRIA_HOME) / "files" / file.file
    assert place.exists()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        erased(case_of(file, 1))
    assert not place.exists()
    journal = Path(settings.REPATRIA_HOME) / "keys" / "erasures.jsonl"
    assert Record.objects.get(row=1).owner in journal.read_text("ascii")
    journal.unlink()


def test_search_finds_no_erased_person(file: SourceFile) -> None:
    assert search(read_search("Коваль Іван"))
    erased(case_of(file, 1))
    assert search(read_search("Коваль Іван")) == []


def test_the_ledger_tells_by_whom_and_why_without_a_name(file: SourceFile) -> None:
    case_ref = case_of(file, 1)
    made = erased(case_ref)
    body = Entry.objects.get(act="register.erased").body
    assert case_ref in body
    assert made.ref in body
    assert "Коваль" not in body
    assert '"reason":"asked"' in body


def test_why_a_case_was_restricted_goes_and_a_file_that_waits_ends(
    file: SourceFile,
) -> None:
    case_ref = case_of(file, 1)
    held = restricted.restrict(
        actor=ONE, case_ref=case_ref, ground="other", reason="kept apart", at=AT
    )
    told: dict[str, Any] = {"purpose": "work", "recipient": "Records", "at": AT}
    waits = exports.ask_for(actor=ONE, offer=offer_of(ONE, file), **told)
    alone = exports.ask_for(
        actor=ONE, offer=entities_of_person(ONE, case_of(file, 2)), **told
    )
    assert restricted.reasons_of([held]) == {held.ref: "kept apart"}
    erased(case_ref)
    assert restricted.reasons_of([held]) == {held.ref: ""}
    states = [exports.state(one, at=AT) for one in Export.objects.order_by("pk")]
    assert states == [State.EXPIRED, State.READY]
    with pytest.raises(ExportNotReadyError):
        exports.fetch(actor=ONE, export=waits, at=AT)
    assert exports.fetch(actor=ONE, export=alone, at=AT)


def test_twice_is_refused_and_nothing_is_left_to_ask_for(file: SourceFile) -> None:
    case_ref = case_of(file, 1)
    made = erased(case_ref)
    with pytest.raises(ErasureDecidedError):
        services.confirm_erasure(actor=OTHER, erasure=made, at=AT)
    with pytest.raises(NothingToEraseError):
        services.ask_for_erasure(actor=ONE, case_ref=case_ref, reason="asked", at=AT)
    with pytest.raises(NothingToEraseError):
        services.ask_for_erasure(actor=ONE, case_ref="R-0", reason="asked", at=AT)


def test_the_same_form_sent_twice_asks_once(file: SourceFile) -> None:
    ask = partial(services.ask_for_erasure, actor=ONE, reason="asked", at=AT)
    case_ref, record = case_of(file, 1), file.records.get(row=2).pk
    assert ask(case_ref=case_ref) == ask(case_ref=case_ref)
    assert ask(record=record) == ask(record=record)
    assert Erasure.objects.count() == 2


def test_declined_nothing_is_erased(file: SourceFile) -> None:
    made = services.ask_for_erasure(
        actor=ONE, record=file.records.get(row=1).pk, reason="mistake", at=AT
    )
    services.decline_erasure(actor=OTHER, erasure=made, at=AT)
    assert file.records.get(row=1).family == "Коваль"
    with pytest.raises(ErasureDecidedError):
        services.confirm_erasure(actor=OTHER, erasure=made, at=AT)


def test_a_version_with_erased_rows_is_not_sent_and_what_was_sent_is_shredded(
    file: SourceFile,
) -> None:
    from repatria.transmission import queries as transmissions
    from repatria.transmission.models import Correspondent

    for code, own in (("north", True), ("agency", False)):
        Correspondent.objects.create(code=code, name=code, own=own, added_at=AT)
    out = services.prepare_list_transmission(
        actor=ONE, version=file, to="agency", at=AT
    )
    assert "Коваль" in transmissions.payload_sent(out).decode()
    erased(case_of(file, 1))
    with pytest.raises(ErasedError):
        transmissions.payload_sent(out)
    with pytest.raises(RowsErasedError):
        services.prepare_list_transmission(actor=ONE, version=file, to="agency", at=AT)


def test_reasons_that_people_wrote_go_too(desk: Desk, file: SourceFile) -> None:
    again = desk.take_in(LIST.replace("1990", "1991"), sender="agency")
    left, right = file.records.get(row=1), again.records.get(row=1)
    services.link(actor=ONE, left=left, right=right, reasons="Коваль is one man", at=AT)
    erased(case_of(file, 1))
    assert Decision.objects.get().reasons == ""
    assert again.records.get(row=1).family == ""


@pytest.mark.parametrize("column", ["family", "said_fate", "salt", "sealed_verbatim"])
def test_the_database_lets_a_column_go_blank_and_never_say_something_else(
    file: SourceFile, column: str
) -> None:
    row = file.records.filter(row=1)
    other = b"x" if column in {"salt", "sealed_verbatim"} else "dead"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(**{column: other})
    row.update(**{column: other[:0]})


def test_an_older_backup_is_erased_again(file: SourceFile) -> None:
    owners = [row.owner for row in file.records.all()]
    again = partial(services.erase_again, actor=ONE, former="D-1", owners=owners)
    assert again(at=AT) == 2
    assert again(at=AT) == 0
    assert set(file.records.values_list("family", flat=True)) == {""}


# --- How long what is kept --------------------------------------------------------


def sighting(said_on: date, family: str = "Гончар") -> Record:
    return services.record_statement(
        actor=ONE, kind="sighting", sender="witness", told={"family": family},
        verbatim=family, said_on=said_on, at=AT,
    )  # fmt: skip


def rule(kind: str, *, automatic: bool = False, since: str = "said") -> RetentionRule:
    return services.set_retention_rule(
        actor=ONE, kind=kind, since=since, days=30, automatic=automatic,
        reasons="agreed with the data protection officer", at=AT,
    )  # fmt: skip


@pytest.mark.usefixtures("file")
def test_lists_are_kept_always_unless_somebody_says_otherwise() -> None:
    assert services.would_purge(at=AT + timedelta(days=9_000)) == []
    assert {one.kind: one.keeping.days for one in rules()}["list"] is None


def test_what_is_due_is_proposed_once_and_a_person_confirms(desk: Desk) -> None:
    old, new = sighting(date(2022, 9, 1)), sighting(date(2022, 11, 15))
    rule("sighting")
    [line] = services.would_purge(at=AT)
    assert (line.about, line.statements) == ("sighting", 1)
    [line] = services.purge(actor=desk.actor, at=AT)
    assert not line.done
    assert services.purge(actor=desk.actor, at=AT) == []
    old.refresh_from_db()
    assert old.family == "Гончар"
    services.confirm_erasure(
        actor=OTHER, erasure=Erasure.objects.get(ref=line.erasure), at=AT
    )
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.family, new.family) == ("", "Гончар")


def test_a_rule_that_was_switched_on_erases_without_asking(desk: Desk) -> None:
    sighting(date(2022, 9, 1))
    row = rule("sighting", automatic=True)
    [line] = services.purge(actor=desk.actor, at=AT)
    assert line.done
    assert Record.objects.get().family == ""
    assert Erasure.objects.get().step.by == f"rule:{row.pk}"
    assert '"done":{"sighting":1}' in Entry.objects.get(act="register.purge-run").body


def test_declined_it_is_proposed_again_after_a_month(desk: Desk) -> None:
    sighting(date(2022, 9, 1))
    rule("sighting")
    [line] = services.purge(actor=desk.actor, at=AT)
    services.decline_erasure(
        actor=OTHER, erasure=Erasure.objects.get(ref=line.erasure), at=AT
    )
    assert services.would_purge(at=AT + timedelta(days=1)) == []
    assert len(services.would_purge(at=AT + timedelta(days=31))) == 1


@pytest.mark.usefixtures("desk")
def test_sightings_go_once_the_person_is_home() -> None:
    seen = sighting(date(2022, 6, 1))
    home = services.record_statement(
        actor=ONE, kind="card", sender="south",
        told={"family": "Гончар", "said_fate": "returned"}, verbatim="home",
        said_on=date(2022, 7, 1), at=AT,
    )  # fmt: skip
    assert services.would_purge(at=AT) == []
    services.link(actor=ONE, left=seen, right=home, reasons="one", at=AT)
    assert [line.statements for line in services.would_purge(at=AT)] == [1]


def test_a_source_has_a_day_of_its_own(file: SourceFile) -> None:
    services.keep_source_until(
        actor=ONE, source=file.source, until=date(2022, 11, 20), at=AT
    )
    [line] = services.would_purge(at=AT)
    assert (line.about, line.statements) == (f"source:{file.source.pk}", 2)


def test_uploads_that_nobody_confirmed_are_thrown_away(desk: Desk) -> None:
    services.keep_upload(actor=ONE, raw=LIST.encode(), name="list.csv", told={}, at=AT)
    later = AT + timedelta(days=2)
    assert [line.about for line in services.would_purge(at=later)] == ["upload"]
    services.purge(actor=desk.actor, at=later)
    assert services.would_purge(at=later) == []


# --- On the pages -----------------------------------------------------------------


def test_one_asks_on_the_page_and_another_confirms(
    file: SourceFile, signed_in: SignIn
) -> None:
    case_ref = case_of(file, 1)
    registrar, auditor = signed_in("registrar"), signed_in("auditor")
    told = {"about": case_ref, "reason": "asked", "words": "the family wrote"}
    answer = registrar.post("/erasures/", told)
    address = answer["Location"]
    assert "somebody else confirms" in registrar.get(address).content.decode()
    assert registrar.post(address, {"confirm": "yes"}).status_code == 409
    assert "1 erasure waits" in auditor.get("/").content.decode()
    page = auditor.post(address, {"confirm": "yes"}, follow=True).content.decode()
    assert "1 statement is erased." in page
    assert file.records.get(row=1).family == ""
    person = registrar.get(f"/persons/{case_ref}/").content.decode()
    assert "Of this person only the case number is kept." in person
    assert "The person, or the family, asks for it" in person


@pytest.mark.parametrize(
    ("about", "says"),
    [
        pytest.param("Коваль", "Write a case number", id="a name"),
        pytest.param("R-00000001", "Write a case number", id="no such number"),
        pytest.param("R-00000000", "Nothing is left to erase", id="nobody's"),
        pytest.param("999999", "Nothing is left to erase", id="no such statement"),
    ],
)
def test_what_is_not_there_is_not_asked_for(
    as_party: object, signed_in: SignIn, about: str, says: str
) -> None:
    del as_party
    told = {"about": about, "reason": "asked"}
    assert says in signed_in("registrar").post("/erasures/", told).content.decode()


def test_the_registrar_says_how_long_what_is_kept(
    file: SourceFile, signed_in: SignIn
) -> None:
    registrar = signed_in("registrar")
    told = {"days": "30", "since": "said", "reasons": "as the order of 1 May says"}
    done = registrar.post("/retention/kinds/sighting/", told, follow=True)
    assert "30 days from the day of the statement" in done.content.decode()
    address = f"/retention/sources/{file.source.pk}/"
    done = registrar.post(address, {"until": "2020-01-01"}, follow=True)
    assert f"source:{file.source.pk}" in done.content.decode()
    assert registrar.get("/retention/kinds/rumour/").status_code == 404
    assert registrar.get(address).status_code == 200
