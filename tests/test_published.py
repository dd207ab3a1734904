"""The error rates that every report shows are those that were measured."""

from __future__ import annotations

import tomllib
from pathlib import Path

from bench.page import table
from bench.publish import PAGE, PUBLISHED, as_toml, main, rates_on
from repatria.matching.report.measured import error_rates

MEASURED = "\n".join(
    table(
        ("Vocabulary", "Persons", "Truth", "P", "R", "F1"),
        [
            ("own", "10,000", "strict", ".9710", ".9610", ".9660"),
            ("own", "10,000", "closed", ".9980", ".9821", ".9900"),
            ("faker", "100,000", "closed", "1.0000", ".9700", ".9848"),
        ],
    )
)


def test_rates_are_read_off_the_page_of_results(tmp_path: Path) -> None:
    page, published = tmp_path / "page.md", tmp_path / "rates.toml"
    page.write_text(f"Ours against both truths:\n\n{MEASURED}\n", encoding="utf-8")
    assert main(page, published) == 0
    told = tomllib.loads(published.read_text(encoding="utf-8"))["measured"]
    found = [(one["rows"], one["wrong"], one["missed"]) for one in told]
    assert found == [(10_000, 0.002, 0.0179), (100_000, 0.0, 0.03)]


def test_what_is_published_was_measured() -> None:
    measured = tuple(rates_on(PAGE.read_text(encoding="utf-8")))
    assert error_rates() == measured
    assert PUBLISHED.read_text(encoding="utf-8") == as_toml(iter(measured))
