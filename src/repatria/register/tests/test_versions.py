"""What changed from one version of a list to the next, as values and as pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.access import restricted
from repatria.access.core.restrictions import WITHHELD
from repatria.register import services
from repatria.register.core.differences import (
    Change,
    Line,
    TiedBy,
    differences,
    line_of,
)
from repatria.register.core.refusals import NothingToCarryOnError, OtherListError
from repatria.register.core.statements import COLUMNS
from repatria.register.models import ListDiff
from repatria.register.queries import versions
from repatria.register.tests.conftest import AT, HEADER, PEOPLE, Desk

LIST = HEADER + PEOPLE
SignIn = Callable[..., Any]


def row(number: str, family: str = "", birth: str = "", unit: str = "") -> Line:
    told = {"own_id": number, "family": family, "birth": birth, "unit": unit}
    return line_of([told.get(name, "") for name in COLUMNS], family.lower(), "")


@pytest.mark.parametrize(
    ("before", "after", "tied_by", "changes"),
    [
        pytest.param(
            [row("1", "Koval"), row("2", "Buk")],
            [row("2", "Buk", unit="9"), row("3", "Lys")],
            TiedBy.NUMBERS,
            {"changed": 1, "removed": 1, "added": 1},
            id="by numbers",
        ),
        pytest.param(
            [row("", "Koval", "1984"), row("", "Buk", "1990")],
            [row("", "Buk", "1990"), row("", "Koval", "1984", unit="9")],
            TiedBy.NAMES,
            {"changed": 1, "same": 1},
            id="no numbers: by name and birth",
        ),
        pytest.param(
            [row("1", "Koval", "1984"), row("", "Buk", "1990")],
            [row("1", "Koval", "1984"), row("7", "Buk", "1990")],
            TiedBy.BOTH,
            {"same": 1, "changed": 1},
            id="a number was given later",
        ),
        pytest.param(
            [row("1", "Koval", "1984"), row("2", "Buk", "1990"), row("3", "Lys", "1")],
            [row("1", "Buk", "1990"), row("2", "Lys", "1"), row("3", "Rak", "1970")],
            TiedBy.RENUMBERED,
            {"changed": 2, "removed": 1, "added": 1},
            id="numbers given anew",
        ),
        pytest.param(
            [row("1", "Koval", "1984")],
            [row("2", "Koval", "1984")],
            TiedBy.NUMBERS,
            {"removed": 1, "added": 1},
            id="two numbers are two rows",
        ),
        pytest.param(
            [row("1", "Koval", "1984"), row("1", "Buk", "1990")],
            [row("1", "Koval", "1984"), row("2", "Lys", "1970")],
            TiedBy.BOTH,
            {"same": 1, "removed": 1, "added": 1},
            id="a number that stands twice tells nothing",
        ),
        pytest.param(
            [row("", "Koval"), row("")],
            [row("", "Koval")],
            TiedBy.NOTHING,
            {"unknown": 3},
            id="neither numbers nor births",
        ),
        pytest.param(
            [row("", "Koval", "1984"), row("", "Koval", "1984")],
            [row("", "Koval", "1984")],
            TiedBy.NOTHING,
            {"removed": 2, "added": 1},
            id="namesakes of one day are not guessed",
        ),
    ],
)
def test_rows_are_recognised(
    before: list[Line], after: list[Line], tied_by: TiedBy, changes: dict[str, int]
) -> None:
    found = differences(before, after)
    assert found.tied_by is tied_by
    counted = {change.value: n for change, n in found.counts.items() if n}
    assert counted == changes


rows = st.builds(
    row,
    st.sampled_from(["", "1", "2", "3", "4"]),
    st.sampled_from(["", "Koval", "Buk", "Lys"]),
    st.sampled_from(["", "1984", "1990"]),
    st.sampled_from(["", "9"]),
)
lists = st.lists(rows, max_size=6)


@given(lists, lists)
def test_every_row_of_both_versions_is_found_again(
    before: list[Line], after: list[Line]
) -> None:
    found = differences(before, after)
    both = found.counts[Change.SAME] + found.counts[Change.CHANGED]
    unknown = [step for step in found.steps if step.change is Change.UNKNOWN]
    old = found.counts[Change.REMOVED] + sum(s.old is not None for s in unknown)
    new = found.counts[Change.ADDED] + sum(s.new is not None for s in unknown)
    assert both + old == len(before)
    assert both + new == len(after)


@given(lists)
def test_nothing_changes_between_a_list_and_itself(one: list[Line]) -> None:
    found = differences(one, one)
    assert not found.counts[Change.CHANGED]


# --- As they are kept and shown -------------------------------------------------------


def _plain(answer: Any) -> str:
    words = re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#x27;", "'")
    return " ".join(words.split())


NEWER = LIST.replace("Ганна", "Олена").replace("3;Їжак", "4;Їжак")


@pytest.mark.django_db
def test_a_list_shows_field_by_field_what_changed(
    desk: Desk, signed_in: SignIn
) -> None:
    first, second = desk.take_in(LIST), desk.take_in(NEWER)
    client = signed_in("registrar")
    shown = _plain(client.get(f"/lists/{second.pk}/"))
    assert "1 new, 1 gone, 1 changed, 1 unchanged" in shown
    address = f"/lists/{second.pk}/changes/{first.pk}/"
    changed = _plain(client.get(address))
    assert "From version 1 to version 2" in changed
    assert "Given name Ганна → now Олена" in changed
    assert "Їжак" in _plain(client.get(f"{address}?what=added"))
    assert "Їжак" in _plain(client.get(f"{address}?what=removed"))
    assert "No row of this kind" in _plain(client.get(f"{address}?what=unknown"))


@pytest.mark.django_db
def test_any_two_versions_are_compared(desk: Desk, signed_in: SignIn) -> None:
    first = desk.take_in(LIST)
    desk.take_in(NEWER)
    third = desk.take_in(NEWER + "9;Рак;Петро;;1990\n")
    client = signed_in("matching-officer")
    assert client.get(f"/lists/{third.pk}/changes/{first.pk}/").status_code == 404
    answer = client.post(f"/lists/{third.pk}/changes/", {"since": "1"}, follow=True)
    assert "2 shown" not in _plain(answer)
    assert "From version 1 to version 3" in _plain(answer)
    client.post(f"/lists/{first.pk}/changes/", {"since": "3"})
    assert ListDiff.objects.filter(before=first, after=third).count() == 1


@pytest.mark.django_db
def test_a_list_of_one_version_has_nothing_to_compare_with(
    desk: Desk, signed_in: SignIn
) -> None:
    one = desk.take_in(LIST)
    other = desk.take_in(NEWER, sender="agency")
    assert versions.changes_of(one) is None
    page = signed_in("registrar").get(f"/lists/{one.pk}/changes/")
    assert "one version alone" in _plain(page)
    with pytest.raises(OtherListError):
        services.compare_versions(before=one, after=other)


# --- One case from version to version ------------------------------------------------

REPEATED = LIST + "4;Рак;Петро;;1990\n"


def _cases(version: Any) -> list[str]:
    rows = version.records.order_by("row")
    return list(rows.values_list("membership__person__case_ref", flat=True))


@pytest.mark.django_db
def test_rows_that_are_repeated_go_on_under_their_earlier_numbers(
    desk: Desk, signed_in: SignIn
) -> None:
    first, second = desk.take_in(LIST), desk.take_in(REPEATED)
    address = f"/lists/{second.pk}/changes/{first.pk}/"
    assert not set(_cases(first)) & set(_cases(second))
    client = signed_in("matching-officer")
    assert "Keep one case number for each" in _plain(client.get(address))
    said = _plain(client.post(f"{address}carry-on/", follow=True))
    assert "3 rows go on under their earlier case numbers" in said
    assert _cases(second)[:3] == _cases(first)
    # Asked once more there is nothing left to decide, and nothing is decided twice.
    assert client.post(f"{address}carry-on/").status_code == 409
    taken = _plain(client.post(f"{address}take-apart/", follow=True))
    assert "3 rows have case numbers of their own again" in taken
    assert not set(_cases(first)) & set(_cases(second))
    assert client.post(f"{address}carry-on/").status_code == 302
    assert _cases(second)[:3] == _cases(first)


@pytest.mark.django_db
def test_a_row_that_names_somebody_else_waits_for_a_person(desk: Desk) -> None:
    first, second = desk.take_in(LIST), desk.take_in(NEWER)
    diff = versions.diff_of(second)
    assert diff is not None
    services.carry_on(actor=desk.actor, diff=diff, at=AT)
    same = [old == new for old, new in zip(_cases(first), _cases(second), strict=True)]
    assert same == [True, False, False]


@pytest.mark.django_db
def test_of_a_changed_row_somebody_says_that_it_is_the_same_person(
    desk: Desk, signed_in: SignIn
) -> None:
    first, second = desk.take_in(LIST), desk.take_in(NEWER)
    address = f"/lists/{second.pk}/changes/{first.pk}/"
    client = signed_in("matching-officer")
    page = client.get(address).content.decode()
    assert "The same person" in _plain(client.get(address))
    one = re.findall(rf"{address}\d+/carry-on/", page)
    assert len(one) == 1
    said = _plain(client.post(one[0], follow=True))
    assert "Row 2 goes on under its earlier case number" in said
    assert "The same person" not in said
    assert _cases(second)[1] == _cases(first)[1]
    person = _plain(client.get(f"/persons/{_cases(second)[1]}/"))
    # What an earlier version of the list said is no longer said: it stays to be read.
    assert "Ганна" in person
    assert "Spelt differently" not in person
    assert "Statements differ" not in person
    assert signed_in("registrar").post(one[0]).status_code == 404
    assert client.post(f"{address}987654/carry-on/").status_code == 404


@pytest.mark.django_db
def test_changes_do_not_show_whose_case_is_restricted(
    desk: Desk, signed_in: SignIn
) -> None:
    first, second = desk.take_in(LIST), desk.take_in(NEWER)
    for case_ref in (_cases(first)[2], _cases(second)[1]):  # gone, and changed
        restricted.restrict(
            actor=desk.actor, case_ref=case_ref, ground=WITHHELD, reason="x", at=AT
        )
    address = f"/lists/{second.pk}/changes/{first.pk}/"
    client = signed_in("matching-officer")
    assert "Олена" not in _plain(client.get(f"{address}?what=changed"))
    assert "Їжак" not in _plain(client.get(f"{address}?what=removed"))
    assert "Їжак" in _plain(client.get(f"{address}?what=added"))


@pytest.mark.django_db
def test_what_was_undone_for_one_stays_undone(desk: Desk) -> None:
    first, second = desk.take_in(LIST), desk.take_in(REPEATED)
    diff = versions.diff_of(second)
    assert diff is not None
    joined = services.carry_on(actor=desk.actor, diff=diff, at=AT)
    one = joined.decisions[min(joined.decisions)]
    services.undo(actor=desk.actor, decision=one, at=AT)
    with pytest.raises(NothingToCarryOnError):
        services.carry_on(actor=desk.actor, diff=diff, at=AT)
    assert len(set(_cases(first)) & set(_cases(second))) == 2
    carried = versions.carried_on(diff)
    assert carried is not None
    assert carried.rows == 2


@pytest.mark.django_db
def test_a_restricted_case_stays_restricted_in_the_next_version(
    desk: Desk, signed_in: SignIn
) -> None:
    first = desk.take_in(LIST)
    case_ref = _cases(first)[1]
    restricted.restrict(
        actor=desk.actor, case_ref=case_ref, ground=WITHHELD, reason="x", at=AT
    )
    second = desk.take_in(NEWER)  # where the name is another
    assert _cases(second)[1] == case_ref
    assert not {*_cases(second)[:1], *_cases(second)[2:]} & set(_cases(first))
    diff = versions.diff_of(second)
    assert diff is not None
    services.carry_on(actor=desk.actor, diff=diff, at=AT)
    services.take_apart_again(actor=desk.actor, diff=diff, at=AT)
    assert _cases(second)[1] == case_ref
    page = signed_in("matching-officer").get(f"/persons/{case_ref}/")
    assert page.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["registrar", "auditor", "negotiator"])
def test_whoever_may_not_decide_carries_nothing_on(
    role: str, desk: Desk, signed_in: SignIn
) -> None:
    first, second = desk.take_in(LIST), desk.take_in(REPEATED)
    address = f"/lists/{second.pk}/changes/{first.pk}/"
    client = signed_in(role)
    assert client.post(f"{address}carry-on/").status_code == 404
    assert client.post(f"{address}take-apart/").status_code == 404
    assert "Keep one case number" not in _plain(client.get(address))
    assert not set(_cases(first)) & set(_cases(second))
