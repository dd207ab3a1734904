"""Bad rules are refused at their line, with how the key is written."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.exchange.core.errors import RulesRefusedError
from repatria.exchange.engine.reading.lines import line_of
from repatria.exchange.engine.reading.refusing import EXAMPLES, example_of
from repatria.exchange.engine.reading.rules import read_rules, rules_in

GOOD = """\
# A comment before everything.
parties = ["North", "South"]
as_of = 2022-11-24
tiers = [
  "geneva3.art109.1",
  1,
]
exempt = ["geneva3.art109.1"]

[parity]
kind = "value"
table = { private = 1, captain = 6 }

[seats]
"North>South" = 60

[extra]
North = 2

[[consideration]]
from = "South"
to = "North"
what = "maps"

[[consideration]]
from = "North"
to = "South"
what = "maps"

[lot]
seed = "a"
"""


@pytest.mark.parametrize(
    ("written", "instead", "line", "key"),
    [
        pytest.param('"South"]', '"North"]', 2, "parties", id="a party twice"),
        pytest.param("2022-11-24", '"soon"', 3, "as_of", id="no day"),
        pytest.param("  1,\n", '  "geneva3.art115",\n', 6, "tiers", id="no way home"),
        pytest.param('.1"]', '.9"]', 8, "exempt", id="no such tier"),
        pytest.param('kind = "value"', 'kind = "v"', 11, "parity.kind", id="a kind"),
        pytest.param("captain = 6", "captain = -6", 12, "parity.table", id="a value"),
        pytest.param("= 60", "= true", 15, "seats.North>South", id="seats"),
        pytest.param("North>South", "North", 15, "seats.North", id="a direction"),
        pytest.param("North = 2", "Lake = 2", 18, "extra.Lake", id="extra of nobody"),
        pytest.param("[lot]", "[lots]", 30, "lots", id="a slip of the pen"),
        pytest.param("seed =", "sead =", 31, "lot.sead", id="another slip"),
    ],
)
def test_bad_rules_are_refused_at_their_line_with_how_it_is_written(
    written: str, instead: str, line: int, key: str
) -> None:
    assert written in GOOD
    bad = GOOD.replace(written, instead, 1)
    with pytest.raises(RulesRefusedError) as refused:
        rules_in(bad, file="RULES.toml")
    facts = refused.value.facts
    assert facts["line"] == str(line)
    assert facts["rule"].startswith(key)
    assert facts["example"] == example_of(facts["rule"])
    assert f"line {line}" in str(refused.value)


def test_a_rule_that_is_none_is_refused_at_its_line_with_those_that_are() -> None:
    bad = GOOD.replace("  1,", '  "geneva3.art190",')
    with pytest.raises(RulesRefusedError, match=r"line 6.*geneva3\.art110\.1\.2"):
        rules_in(bad, file="RULES.toml")
    bad = GOOD.replace("as_of", 'categories = ["categories.men"]\nas_of', 1)
    with pytest.raises(RulesRefusedError, match=r"line 3.*categories\.women"):
        rules_in(bad, file="RULES.toml")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('parties = ["North", "South"]\nas_of 2022\n', 2, 7),
        ('parties = ["North",\n', 1, 20),
        ("a = 1\na = 2\n", 2, 6),
        ('a = "one\n', 1, 9),
    ],
)
def test_what_is_no_toml_is_refused_at_its_line_and_column(
    text: str, line: int, column: int, tmp_path: Path
) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RulesRefusedError) as refused:
        read_rules(file)
    assert refused.value.facts["file"] == "rules.toml"
    assert (refused.value.facts["line"], refused.value.facts["column"]) == (
        str(line),
        str(column),
    )


def test_the_good_rules_are_good() -> None:
    assert rules_in(GOOD, file="RULES.toml").parties == ("North", "South")


KEYS = st.sampled_from(["parties", "seats", "lot", "A>B", "a b", "é", "tiers.x"])


@given(st.lists(st.tuples(KEYS, KEYS), max_size=5), st.text(max_size=30), KEYS, KEYS)
def test_a_line_found_is_a_line_of_the_text_and_of_its_own_key(
    tables: list[tuple[str, str]], noise: str, key: str, below: str
) -> None:
    lines = [line for one, two in tables for line in (f'["{one}"]', f'"{two}" = 1')]
    text = "\n".join([*lines, noise])
    found = line_of(text, f"{key}.{below}")
    assert 0 <= found <= len(text.splitlines())
    if (key, below) in tables:
        at = lines.index(f'"{below}" = 1', lines.index(f'["{key}"]'))
        assert 0 < found <= at + 1


def test_each_example_is_told_and_most_are_toml() -> None:
    for key, example in EXAMPLES.items():
        assert key.rpartition(".")[2] in example
        if "\n" not in example and example[0] != "[" and "parity." not in key:
            tomllib.loads(example)
