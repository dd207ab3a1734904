"""What ``repatria propose`` is given by mistake, or in bad faith: refused, and said.

A refusal has a code that scripts can rely on, names the row or the rule, and leaves
nothing half-written.
"""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from repatria.exchange.core.lot import commitment, seed_of
from repatria.exchange.engine.reading import candidates as read_candidates
from repatria.site.cli import run

PARTIES = 'parties = ["North", "South"]\n'
RULES = f"{PARTIES}tiers = [1, 2]\n"
HEADER = "id,holder,home,group,category,region,seats,value,captured_on,destination"


class Case:
    """A folder with a list and rules, put to the command."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder, folder / "out"

    def put(self, people: bytes, rules: bytes) -> dict[str, Any]:
        (self.folder / "people.csv").write_bytes(people)
        (self.folder / "rules.toml").write_bytes(rules)
        self.status = run(
            [
                *("propose", str(self.folder / "people.csv")),
                *("--rules", str(self.folder / "rules.toml")),
                *("--out", str(self.out)),
            ]
        )
        told: dict[str, Any] = json.loads((self.out / "proposal.json").read_bytes())
        return told


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def rows(*written: str) -> str:
    return "\n".join(
        [HEADER, *(f"{one}{',' * (9 - one.count(','))}" for one in written)]
    )


N1, S1 = "n1,North,South", "s1,South,North"
SECRETS = {"North": "granite", "South": "willow"}
LOT = "[lot]\nseed = '{seed}'\n[lot.commitments]\n{made}\n[lot.secrets]\n{shown}\n"


def lot(seed: str, **shown: str) -> str:
    made = "\n".join(f"{who} = '{commitment(one)}'" for who, one in SECRETS.items())
    secrets = "\n".join(f"{who} = '{one}'" for who, one in shown.items())
    return RULES + LOT.format(seed=seed, made=made, shown=secrets)


BAD_LISTS = [
    pytest.param(
        rows(N1, "n1,South,North"), "case-on-both-sides", "Rows 1, 2", id="both lists"
    ),
    pytest.param(rows(N1, S1, N1), "case-twice", "Rows 1, 3", id="one id twice"),
    pytest.param(
        rows(N1, "x,North,North"), "held-at-home", "Row 2", id="holder is home"
    ),
    pytest.param(
        rows(f"{N1},,,,,,,North"), "stays-with-holder", "Row 1", id="going nowhere"
    ),
    pytest.param(
        rows(f"{N1},g", f"{S1},h", "s2,South,North,g"),
        "group-across-holders",
        "Rows 1, 3",
        id="a group whom two powers hold",
    ),
    pytest.param(rows("x,East,North"), "party-unknown", "Row 1", id="unknown holder"),
    pytest.param(rows(N1, "x,North,East"), "party-unknown", "Row 2", id="unknown home"),
    pytest.param(rows(f"{N1},,,,-1"), "value-refused", "Row 1", id="negative seats"),
    pytest.param(rows(f"{N1},,,,1.5"), "value-refused", "seats", id="half a seat"),
    pytest.param(rows(f"{N1},,,,NaN"), "value-refused", "seats", id="NaN seats"),
    pytest.param(rows(f"{N1},,,,,inf"), "value-refused", "value", id="endless value"),
    pytest.param(rows(f"{N1},,,,,1e9"), "value-refused", "value", id="1e9"),
    pytest.param(
        rows(f"{N1},,,,,1000001"), "value-refused", "value", id="a value too large"
    ),
    pytest.param(
        rows(f"{N1},,,,,,2022-02-30"), "value-refused", "captured_on", id="no such day"
    ),
    pytest.param(
        rows(f"{'n' * 1001},North,South"), "value-refused", "id", id="a cell too long"
    ),
    pytest.param("", "list-unreadable", "empty", id="no bytes"),
    pytest.param(f"{HEADER}\n", "list-unreadable", "nobody under", id="a header"),
    pytest.param("id,holder\nn1,North\n", "column-missing", "home", id="no home"),
    pytest.param(f"{HEADER},id\n", "column-twice", "id", id="a column twice"),
    pytest.param(rows("a,b,c,d,e,f,g,h,i,j,k"), "list-unreadable", "rows", id="uneven"),
    pytest.param(rows(N1 + "\0"), "list-unreadable", "characters", id="a null"),
    pytest.param(
        f"{HEADER}{',x' * 600}\n", "list-too-long", "500 columns", id="600 columns"
    ),
]


@pytest.mark.parametrize(("people", "code", "said"), BAD_LISTS)
def test_a_list_that_cannot_be_meant_is_refused(
    case: Case, people: str, code: str, said: str
) -> None:
    told = case.put(people.encode(), RULES.encode())
    assert (case.status, told["status"]) == (1, "refused")
    assert told["code"] == f"exchange.{code}"
    assert said in told["what"]
    assert told["remedy"]
    assert [one.name for one in case.out.iterdir()] == ["proposal.json"]


def test_a_capture_after_the_day_of_the_rules_is_refused(case: Case) -> None:
    people = rows(N1, f"{S1},,,,,,2032-01-05")
    told = case.put(people.encode(), f"{RULES}as_of = 2022-11-24\n".encode())
    assert told["code"] == "exchange.captured-later"
    assert "Row 2" in told["what"]
    assert "2022-11-24" in told["what"]
    told = case.put(people.encode(), f"{RULES}as_of = 2032-01-05\n".encode())
    assert told["status"] == "optimal"


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("id,holder,home\nn1,Нордія,South".encode("cp1251"), id="cp1251"),
        pytest.param("id,holder,home\nn1,North,South".encode("utf-16"), id="UTF-16"),
        pytest.param(b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xfe", id="a workbook"),
        pytest.param(b'id,holder,home\n"n1,North,South', id="a quotation left open"),
    ],
)
def test_what_is_no_csv_in_utf8_is_refused(case: Case, raw: bytes) -> None:
    told = case.put(raw, RULES.encode())
    assert told["code"] == "exchange.list-unreadable"
    assert case.status == 1


def table(name: str, line: str) -> str:
    return f"{RULES}[{name}]\n{line}\n"


BAD_RULES = [
    pytest.param("parties = [", "", id="no TOML"),
    pytest.param("x = " + "[" * 20_000, "", id="endless brackets"),
    pytest.param("#" * 1_000_001, "", id="a megabyte"),
    pytest.param('parties = ["North"]', "parties", id="one party"),
    pytest.param("parties = [1, 2]", "parties", id="parties that are numbers"),
    pytest.param('parties = ["A>B", "C"]', "parties", id="a direction for a party"),
    pytest.param(RULES + "parites = []", "parites", id="a slip of the pen"),
    pytest.param(
        table("seats", '"North>South" = -1'), "seats.North>South", id="below nothing"
    ),
    pytest.param(
        table("seats", '"North>South" = nan'), "seats.North>South", id="NaN seats"
    ),
    pytest.param(
        table("seats", '"North>South" = 1_000_000_000'), "seats.North>South", id="1e9"
    ),
    pytest.param(
        table("seats", '"East>South" = 1'), "seats.East>South", id="a strange holder"
    ),
    pytest.param(
        table("seats", '"North>North" = 1'), "seats.North>North", id="to itself"
    ),
    pytest.param(table("extra", "East = 1"), "extra.East", id="a strange giver"),
    pytest.param(table("extra", "North = inf"), "extra.North", id="endless extra"),
    pytest.param(table("floors", "coast = -2"), "floors.coast", id="a floor below 0"),
    pytest.param(
        table("parity.blocs", 'east = ["North", "West"]'),
        "parity.blocs.east",
        id="a strange member",
    ),
    pytest.param(
        table("parity.blocs", 'east = "North"'), "parity.blocs.east", id="no list"
    ),
    pytest.param(f"{PARTIES}tiers = [1]\nexempt = [2]", "exempt", id="exempt, absent"),
    pytest.param(
        f"{PARTIES}tiers = [1]\nrequire_consent = [2]",
        "require_consent",
        id="a consent for nobody",
    ),
    pytest.param(f"{PARTIES}tiers = [1, 1]", "tiers", id="a tier twice"),
    pytest.param(f"{PARTIES}tiers = [{{}}]", "tiers", id="a table for a tier"),
    pytest.param(table("lot", "commitments = { North = 1 }"), "lot.", id="no hash"),
    pytest.param(
        table("lot", "commitments = { North = 'ab' }"),
        "lot.commitments",
        id="one commits alone",
    ),
    pytest.param(
        table("lot", "commitments = { North = 'ab', East = 'cd' }"),
        "lot.commitments",
        id="a stranger commits",
    ),
    pytest.param(
        RULES + "[[consideration]]\nfrom = 'North'\nto = 'East'\nwhat = 'maps'",
        "consideration.to",
        id="given to a stranger",
    ),
    pytest.param(
        RULES + "[[consideration]]\nfrom = 'North'\nto = 'North'\nwhat = 'maps'",
        "consideration.to",
        id="given to oneself",
    ),
    pytest.param(
        RULES + "[[consideration]]\nfrom = 'North'\nto = 'South'\nwhat = ''",
        "consideration.what",
        id="nothing given",
    ),
    pytest.param(
        RULES
        + "[[consideration]]\nfrom='North'\nto='South'\nwhat='maps'\nquantity = -1",
        "consideration.quantity",
        id="less than nothing given",
    ),
    pytest.param(
        table("parity", "kind = 'none'")
        + "[[consideration]]\nfrom='North'\nto='South'\nwhat='maps'\npoints = 1",
        "consideration.points",
        id="points that nothing counts",
    ),
    pytest.param(RULES + "consideration = ['maps']", "consideration", id="a word"),
    pytest.param(RULES + "consideration = 'maps'", "consideration", id="no list"),
]


@pytest.mark.parametrize(("rules", "named"), BAD_RULES)
def test_rules_that_cannot_be_meant_are_refused_at_their_key(
    case: Case, rules: str, named: str
) -> None:
    told = case.put(rows(N1, S1).encode(), rules.encode())
    # What cannot be read at all is at no key, and has codes of its own.
    whole = {"exchange.rules-not-read", "exchange.rules-not-toml"}
    assert case.status == 1
    assert told["code"] in ({"exchange.rules-refused"} if named else whole)
    assert [one.name for one in case.out.iterdir()] == ["proposal.json"]
    assert "".join(told["blocked_by"]).startswith(named)
    assert named in told["what"]


@pytest.mark.parametrize(
    ("rules", "code", "named"),
    [
        pytest.param(
            table("parity", "kind = 'category'"),
            "category-of-nobody",
            "parity.kind",
            id="by category, and nobody has one",
        ),
        pytest.param(
            table("parity", "kind = 'ratio'\nratio = { North = 1, South = 2 }")
            + "[[parity.ratios]]\ncategory='medic'\nheld_by='North'\nagainst={South=9}",
            "category-of-nobody",
            "parity.ratios",
            id="a ratio for nobody",
        ),
        pytest.param(
            table("seats", '"North>Suoth" = 3'),
            "nobody-goes-there",
            "seats.North>Suoth",
            id="seats to a slip of the pen",
        ),
    ],
)
def test_rules_that_do_not_fit_the_list_are_refused(
    case: Case, rules: str, code: str, named: str
) -> None:
    told = case.put(rows(N1, S1).encode(), rules.encode())
    assert (case.status, told["code"]) == (1, f"exchange.{code}")
    assert told["blocked_by"] == [named]


@pytest.mark.parametrize(
    ("rules", "blocked_by"),
    [
        pytest.param(
            table("floors", "coast = 2") + "[seats]\n'North>South' = 1\n",
            ["floors.coast", "seats.North>South"],
            id="a floor above the seats",
        ),
        pytest.param(
            table("floors", "coast = 2"),
            ["floors.coast", "parity"],
            id="a floor that parity cannot answer",
        ),
        pytest.param(
            RULES
            + "[[consideration]]\nfrom='North'\nto='South'\nwhat='maps'\npoints = 9",
            ["parity"],
            id="more given beside than can be answered",
        ),
    ],
)
def test_rules_that_contradict_each_other_are_named(
    case: Case, rules: str, blocked_by: list[str]
) -> None:
    people = rows(f"{N1},,,coast", "n2,North,South,,,coast", S1)
    told = case.put(people.encode(), rules.encode())
    assert (case.status, told["status"]) == (1, "infeasible")
    assert told["blocked_by"] == blocked_by
    assert told["go"] == []


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        pytest.param(table("lot", "seed = 'late'"), "lot not witnessed", id="late"),
        pytest.param(lot("x"), "lot committed, secrets not shown", id="not shown"),
        pytest.param(lot(seed_of(SECRETS), **SECRETS), "lot witnessed", id="shown"),
        pytest.param(lot("chosen", **SECRETS), "refused", id="a seed chosen late"),
        pytest.param(
            lot(seed_of({**SECRETS, "South": "oak"}), **{**SECRETS, "South": "oak"}),
            "refused",
            id="another secret than committed to",
        ),
        pytest.param(
            lot(seed_of({"North": "granite"}), North="granite"),
            "refused",
            id="one keeps his secret back",
        ),
    ],
)
def test_nobody_chooses_the_lot(case: Case, rules: str, found: str) -> None:
    told = case.put(rows(N1, S1).encode(), rules.encode())
    if found == "refused":
        assert told["code"] == "exchange.lot-not-as-committed"
    else:
        assert told["lot"] == found


def test_a_file_without_an_end_is_not_read_to_its_end(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_candidates, "MOST_BYTES", 1 << 20)
    (case.folder / "rules.toml").write_text(RULES, encoding="utf-8")
    tracemalloc.start()
    line = ["propose", "/dev/zero", "--rules", str(case.folder / "rules.toml")]
    assert run([*line, "--out", str(case.out)]) == 1
    assert tracemalloc.get_traced_memory()[1] < 64 << 20
    tracemalloc.stop()
    told = json.loads((case.out / "proposal.json").read_bytes())
    assert told["code"] == "exchange.list-too-long"


def test_more_than_a_million_people_are_refused_before_they_are_read(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_candidates, "MOST_PEOPLE", 3)
    people = rows(*(f"n{at},North,South" for at in range(5)))
    told = case.put(people.encode(), RULES.encode())
    assert told["code"] == "exchange.list-too-long"


def test_a_refusal_repeats_nothing_that_stands_in_the_list(case: Case) -> None:
    told = case.put(rows("n1,Shevchenko,South").encode(), RULES.encode())
    assert "Shevchenko" not in json.dumps(told)
