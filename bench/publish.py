"""Put the error rates that were measured where every report shows them.

Run as ``python -m bench.publish`` after ``make bench``: it reads the tables of
``bench/results/matching.md`` that hold our answers against both truths, and
writes ``published/error_rates.toml`` of the report anew.  Rates are those of the
closed truth: a pair is wrong if it is two people, and a second entry is not.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.environments import ROOT
from repatria.matching.report.data import ErrorRate

PAGE = ROOT / "bench" / "results" / "matching.md"
PUBLISHED = ROOT / "src/repatria/matching/report/published/error_rates.toml"
TRUTH = "closed"

# What a reader of a report, who knows no benchmark, is told of the lists.
NAMES = {
    "own": "invented lists, names made for Repatria",
    "uaru": "invented lists, names of names-translator",
    "faker": "invented lists, names of Faker",
}
A_ROW = re.compile(
    r"^\| (?P<vocabulary>\w+) \| (?P<persons>[\d,]+) \| (?P<truth>\w+) "
    r"\| (?P<p>[\d.]+) \| (?P<r>[\d.]+) \| [\d.]+ \|$",
    re.MULTILINE,
)
HEAD = """\
# Error rates measured by `make bench`, written by `python -m bench.publish`; see
# bench/results/matching.md.
# Source: measured for Repatria on invented lists. Licence: EUPL-1.2, as the program.
"""


def rates_on(page: str) -> Iterator[ErrorRate]:
    """Yield the error rates that a page of results holds, in its order."""
    for row in A_ROW.finditer(page):
        if row["truth"] == TRUTH:
            yield ErrorRate(
                data=NAMES[row["vocabulary"]],
                rows=int(row["persons"].replace(",", "")),
                wrong=round(1 - float(row["p"]), 4),
                missed=round(1 - float(row["r"]), 4),
            )


def as_toml(rates: Iterator[ErrorRate]) -> str:
    """Return the file that the report reads."""
    parts = [
        f'\n[[measured]]\ndata = "{one.data}"\nrows = {one.rows}\n'
        f"wrong = {one.wrong}\nmissed = {one.missed}\n"
        for one in rates
    ]
    return HEAD + "".join(parts)


def main(page: Path = PAGE, published: Path = PUBLISHED) -> int:
    text = as_toml(rates_on(page.read_text(encoding="utf-8")))
    published.write_text(text, encoding="utf-8", newline="\n")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
