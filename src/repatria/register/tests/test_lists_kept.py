"""Lists that are taken in: sealed, proved, numbered, refused with the remedy."""

from __future__ import annotations

import hashlib
import json

import pytest
from django.db import IntegrityError, transaction

from repatria.access import vault
from repatria.ledger.models import Entry
from repatria.register import files, queries, services
from repatria.register.core.refusals import (
    ListAlreadyHereError,
    ListPayloadError,
    PartyCodeError,
    PartyUnknownError,
    SamePartyError,
)
from repatria.register.models import Person, Record, SourceFile
from repatria.register.queries import versions
from repatria.register.tests.conftest import AT, HEADER, PEOPLE, Desk

pytestmark = pytest.mark.django_db
LIST = HEADER + PEOPLE
WITH_CONTACTS = (
    "No;Name;Born;Status;Phone of mother\n"
    "7;Коваль Іван Петрович;1984-05;exchanged in March;+380 00 000\n"
    "8;Melnyk Hanna;?;died 12.03.2022;\n"
)


def test_each_row_becomes_a_statement_with_a_case_number(desk: Desk) -> None:
    file = desk.take_in(LIST)
    rows = list(file.records.order_by("row"))
    assert [row.name for row in rows] == [
        "Коваль Іван Петрович",
        "Мельник Ганна Іванівна",
        "Їжак Євген Юрійович",
    ]
    assert rows[0].birth == "1984-05-09"
    assert [row.line for row in rows] == [2, 3, 4]
    refs = {services.person_of(row).case_ref for row in rows}
    assert len(refs) == 3
    assert all(queries.person_called(ref) for ref in refs)


def test_the_file_is_sealed_and_opens_to_the_very_bytes(desk: Desk) -> None:
    file = desk.take_in(LIST)
    assert files.open_source(file) == LIST.encode()
    from django.conf import settings

    lying = (settings.REPATRIA_HOME / "files" / file.file).read_bytes()
    assert "Коваль".encode() not in lying
    assert file.sha256 == hashlib.sha256(LIST.encode()).hexdigest()


def test_what_could_harm_is_sealed_and_the_rest_is_understood(desk: Desk) -> None:
    file = desk.take_in(WITH_CONTACTS)
    first, second = file.records.order_by("row")
    extra = vault.open_text(first.owner, "extra", bytes(first.sealed_extra))
    assert json.loads(extra) == [
        ["Status", "exchanged in March"],
        ["Phone of mother", "+380 00 000"],
    ]
    whole = vault.open_text(first.owner, "verbatim", bytes(first.sealed_verbatim))
    assert ["Born", "1984-05"] in json.loads(whole)
    assert (first.birth, first.said_fate) == ("1984-05", "returned")
    assert (second.birth, second.said_fate) == ("", "dead")


def test_the_ledger_tells_of_the_list_without_a_name(desk: Desk) -> None:
    file = desk.take_in(LIST)
    body = Entry.objects.order_by("number").last().body  # type: ignore[union-attr]
    told = json.loads(body)
    assert told["act"] == "register.list-imported"
    assert told["facts"]["root"] == file.merkle_root
    assert "Коваль" not in body


def test_the_same_bytes_twice_are_refused_with_the_version_named(desk: Desk) -> None:
    desk.take_in(LIST, name="first.csv")
    with pytest.raises(ListAlreadyHereError) as refusal:
        desk.take_in(LIST, name="second.csv")
    assert refusal.value.facts == {
        "file": "first.csv",
        "version": "1",
        "day": "2022-11-20",
    }
    assert SourceFile.objects.count() == 1


def test_another_list_of_the_same_source_is_its_second_version(desk: Desk) -> None:
    first = desk.take_in(LIST)
    second = desk.take_in(LIST.replace("Коваль", "Ковальчук") + "4;Новий;Петро;;1990\n")
    assert (first.version, second.version) == (1, 2)
    assert first.source == second.source
    changes = versions.changes_of(second)
    assert changes is not None
    assert (changes.new, changes.gone, changes.changed) == (1, 0, 1)
    other = desk.take_in(LIST + "9;Інший;Петро;;1990\n", sender="agency")
    assert other.version == 1


def test_a_row_that_cannot_be_read_is_kept_and_said_so(desk: Desk) -> None:
    file = desk.take_in(LIST + "5;a;b;c;d;e;f;g;h;i\n")
    lost = file.records.get(row=4)
    assert not lost.readable
    assert file.summary["quality"]["unreadable"] == 1
    assert file.summary["faults"][0]["line"] == 5


@pytest.mark.parametrize(
    ("sides", "refusal"),
    [
        pytest.param(("SUDMARK", "SUDMARK"), SamePartyError, id="one party twice"),
        pytest.param(("SUDMARK", "ATLANTIS"), PartyUnknownError, id="unknown home"),
        pytest.param(("ATLANTIS", "NORLAND"), PartyUnknownError, id="unknown holder"),
    ],
)
def test_sides_that_cannot_be_are_refused(
    desk: Desk, sides: tuple[str, str], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        desk.take_in(LIST, holder=sides[0], home=sides[1])
    assert not Record.objects.exists()


def test_a_party_needs_a_code_that_can_stand_in_a_direction(desk: Desk) -> None:
    with pytest.raises(PartyCodeError):
        services.register_party(actor=desk.actor, code="A>B", names={}, at=AT)


def test_a_fault_while_sealing_keeps_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "seal_source", full)
    with pytest.raises(OSError, match="No space"):
        desk.take_in(LIST)
    assert not SourceFile.objects.exists()
    assert not Person.objects.exists()


def test_statements_are_neither_edited_nor_deleted(desk: Desk) -> None:
    file = desk.take_in(LIST)
    row = file.records.get(row=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(pk=row.pk).update(said_on="2000-01-01")
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(pk=row.pk)._raw_delete("default")
    assert Record.objects.filter(pk=row.pk, said_on=file.said_on).exists()


def test_an_erased_row_leaves_the_version_verifiable(desk: Desk) -> None:
    from repatria.ledger.core import merkle

    file = desk.take_in(LIST)
    row = file.records.get(row=2)
    vault.erase(row.owner, at=AT)
    Record.objects.filter(pk=row.pk).update(
        family="", given="", patronymic="", birth="", own_id="", salt=b"",
        key_family="", key_given="", sealed_verbatim=b"", sealed_extra=b"",
    )  # fmt: skip
    leaves = [
        bytes(leaf)
        for leaf in file.records.order_by("row").values_list("leaf", flat=True)
    ]
    assert merkle.root(leaves).hex() == file.merkle_root


# --- As a transmission -------------------------------------------------------------


def test_a_list_arrives_as_it_was_sent_and_proves_itself(desk: Desk) -> None:
    sent = desk.take_in(WITH_CONTACTS)
    payload = services.list_payload(sent)
    assert b"+380" not in payload
    assert b"exchanged in March" not in payload
    got = services.receive_list(
        actor=desk.actor, sender="south", payload=payload, at=AT,
        transmission_ref="from-south-1",
    )  # fmt: skip
    assert got.merkle_root == sent.merkle_root
    assert got.version == 2
    columns = ("own_id", "family", "given", "birth", "said_fate", "key_family")
    assert list(got.records.order_by("row").values_list(*columns)) == list(
        sent.records.order_by("row").values_list(*columns)
    )
    assert services.list_payload(got) == payload.replace(b'"version":1', b'"version":2')


@pytest.mark.parametrize(
    ("change", "by"),
    [
        pytest.param(b"1984-05", b"1985-05", id="a birth date altered"),
        pytest.param(b'"row":2', b'"row":3', id="a row renumbered"),
        pytest.param(b'"subject":"held"', b'"subject":"sold"', id="no such subject"),
        pytest.param(b'"rows"', b'"lines"', id="no rows"),
        pytest.param(b'"own_id"', b'"phone_no"', id="a column that lists lack"),
        pytest.param(b"{", b"", id="no JSON"),
    ],
)
def test_an_altered_list_is_refused_and_nothing_kept(
    desk: Desk, change: bytes, by: bytes
) -> None:
    sent = desk.take_in(WITH_CONTACTS)
    payload = services.list_payload(sent).replace(change, by)
    with pytest.raises(ListPayloadError):
        services.receive_list(
            actor=desk.actor, sender="south", payload=payload, at=AT,
            transmission_ref="from-south-1",
        )  # fmt: skip
    assert SourceFile.objects.count() == 1


# --- Other statements ----------------------------------------------------------------


def test_a_single_statement_is_kept_with_a_person_of_its_own(desk: Desk) -> None:
    made = services.record_statement(
        actor=desk.actor, kind="sighting", sender="north",
        told={"family": "Коваль", "given": "Іван", "birth": "09.05.1984"},
        verbatim="I saw Ivan Koval.", said_on=AT.date(), at=AT,
    )  # fmt: skip
    person = services.person_of(made)
    assert made.birth == "1984-05-09"
    assert queries.records_of(person.case_ref) == [made]
    assert queries.name_of(person.case_ref) == "Коваль Іван"
