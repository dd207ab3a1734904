"""Lists of candidates as files: what is understood, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from repatria.exchange.core.candidate import Candidate, Consent
from repatria.exchange.core.errors import ExchangeRefusedError, ValueRefusedError
from repatria.exchange.engine.propose import propose
from repatria.exchange.engine.reading.candidates import read_candidates
from repatria.exchange.engine.reading.rules import rules_of
from repatria.exchange.engine.roster import roster_of
from repatria.exchange.tests.people import PLAIN

HEADER = (
    "id,holder,home,destination,category,rank,value,tier,captured_on,available_from,"
    "group,seats,consent,held_back,region,fit_to_travel"
)


def written(folder: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    file = folder / "candidates.csv"
    file.write_bytes(text.encode(encoding))
    return file


def read(folder: Path, text: str) -> list[Candidate]:
    rules = rules_of(PLAIN)
    return list(read_candidates(written(folder, text)).candidates(rules))


def test_every_column_of_the_contract_is_read(tmp_path: Path) -> None:
    row = (
        'n1,North,South,Haven,soldier,captain,6,1,2022-03,09.05.2022,"a, b",4,YES,'
        "geneva3.art115,coast,yes"
    )
    (one,) = read(tmp_path, f"{HEADER}\n{row}\n")
    assert one == Candidate(
        id="n1",
        holder="North",
        home="South",
        destination="Haven",
        category="soldier",
        rank="captain",
        value=6,
        tier="1",
        captured_on=date(2022, 3, 31),
        available_from=date(2022, 5, 9),
        group="a, b",
        seats=4,
        consent=Consent.YES,
        held_back="geneva3.art115",
        region="coast",
        facts={"seriously_wounded_or_sick": None, "fit_to_travel": True},
    )


def test_three_columns_are_enough_and_the_rest_is_unknown(tmp_path: Path) -> None:
    (one,) = read(tmp_path, "id,holder,home\nn1,North,South\n")
    assert (one.seats, one.consent, one.captured_on) == (1, Consent.UNKNOWN, None)
    assert one.destination == "South"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_how_a_table_was_saved_decides_nothing(
    tmp_path: Path, separator: str, end: str
) -> None:
    rows = [["№", "Holder", "home ", ""], ["n1", "North", " South", "x"]]
    text = end.join(separator.join(row) for row in rows)
    (one,) = read(tmp_path, text)
    assert (one.id, one.holder, one.home) == ("n1", "North", "South")


def test_a_file_and_values_are_one_list(tmp_path: Path) -> None:
    text = "id,holder,home,tier,captured_on,consent\nn1,North,South,1,2022-03-01,yes\n"
    from_file = read_candidates(written(tmp_path, text))
    from_values = roster_of(from_file.candidates(rules_of(PLAIN)))
    agreed = rules_of(PLAIN)
    first, second = propose(from_file, agreed), propose(from_values, agreed)
    assert first.shared_bytes() == second.shared_bytes()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", "it is empty", id="no bytes"),
        pytest.param(
            "id,holder\nn1,North", "has no column home", id="a column missing"
        ),
        pytest.param("a;b\n1;2", "no column id, holder, home", id="another list"),
        pytest.param("id,holder,home,id\n", "column id twice", id="a column twice"),
        pytest.param("id,holder,home\na,b,c,d\n", "equally long", id="uneven"),
        pytest.param("id,holder,home\n,North,South", "Row 1 .* id is not", id="no id"),
        pytest.param("id,holder,home\nn1,,South", "Row 1 .* holder", id="no holder"),
        pytest.param(
            "id,holder,home,consent\nn1,North,South,no\nn2,North,South,perhaps",
            "Row 2 .* consent is not one of yes, no, unknown, not_needed",
            id="a word that is no consent",
        ),
        pytest.param(
            "id,holder,home,seats\nn1,North,South,none", "seats is not", id="no seats"
        ),
        pytest.param(
            "id,holder,home,seats\nn1,North,South,0", "seats is not", id="no seat"
        ),
        pytest.param(
            "id,holder,home,value\nn1,North,South,-1", "value is not", id="negative"
        ),
        pytest.param(
            "id,holder,home,captured_on\nn1,North,South,2022-13-45",
            "captured_on is not a date",
            id="no such day",
        ),
        pytest.param(
            "id,holder,home,available_from\nn1,North,South,soon 5",
            "available_from is not a date",
            id="words",
        ),
        pytest.param(
            "id,holder,home\nn1,North,South\nn1,North,South\n",
            "Rows 1, 2 .* same id",
            id="a case twice",
        ),
        pytest.param(
            "id,holder,home\nx,North,South\nn1,North,South\nn1,South,North\n",
            "Rows 2, 3 .* different holders",
            id="a case on both sides",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_row(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(ExchangeRefusedError, match=said) as refused:
        read_candidates(written(tmp_path, text))
    assert "perhaps" not in str(refused.value)


def test_another_encoding_is_refused_with_the_remedy(tmp_path: Path) -> None:
    file = written(tmp_path, "id,holder,home\nn1,Північ,South\n", "cp1251")
    with pytest.raises(ExchangeRefusedError, match=r"not UTF-8.*Save it as CSV"):
        read_candidates(file)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("n1,East,South,", "Row 1 of candidates.csv: the holder is none of"),
        ("n1,North,East,", "Row 1 of candidates.csv: the home is none of"),
        ("n1,North,North,", "holder and home are the same"),
        ("n1,North,South,rather", "its fit_to_travel is not a fact"),
    ],
)
def test_what_the_rules_cannot_read_is_refused_with_its_row(
    tmp_path: Path, row: str, said: str
) -> None:
    file = written(tmp_path, f"id,holder,home,fit_to_travel\n{row}\n")
    with pytest.raises(ExchangeRefusedError, match=said):
        propose(read_candidates(file), rules_of(PLAIN))


def test_an_unknown_day_is_not_refused(tmp_path: Path) -> None:
    text = "id,holder,home,captured_on\nn1,North,South,unknown\nn2,North,South,?\n"
    assert {one.captured_on for one in read(tmp_path, text)} == {None}


def test_a_refusal_of_a_value_names_no_value(tmp_path: Path) -> None:
    text = "id,holder,home,seats\nn1,North,South,Shevchenko\n"
    with pytest.raises(ValueRefusedError) as refused:
        read_candidates(written(tmp_path, text))
    assert "Shevchenko" not in str(refused.value)
