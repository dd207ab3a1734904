"""Splink on the lists' own columns, after no more than its user would do.

Run in its own environment: ``python -m bench.peer_splink_plain LEFT RIGHT OUT``.
Texts are written in plain Latin letters (anyascii), without which two scripts
share nothing, and dates as ISO, which Splink needs.  Names by its own name
comparison, dates by its comparison of birth dates, term frequencies; blocking on
several keys; trained without labels.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import splink.comparison_library as cl
from splink import SettingsCreator, block_on

from bench.peer_lists import read_columns
from bench.splink_links import connected, trained, write_links

DATES: dict[str, Any] = {"input_is_string": True, "datetime_format": "%Y-%m-%d"}


def words(column: str) -> Any:
    """Compare places or units by the likeness of their letters."""
    alike = cl.JaroWinklerAtThresholds(column, [0.9, 0.7])
    return alike.configure(term_frequency_adjustments=True)


SETTINGS = SettingsCreator(
    link_type="link_only",
    unique_id_column_name="id",
    retain_matching_columns=False,
    comparisons=[
        cl.NameComparison("family"),
        cl.NameComparison("given"),
        cl.NameComparison("patronymic"),
        cl.DateOfBirthComparison("birth_date", **DATES),
        words("birth_place"),
        cl.ExactMatch("rank").configure(term_frequency_adjustments=True),
        words("unit"),
        cl.DamerauLevenshteinAtThresholds("service_number", [1, 2]),
        cl.AbsoluteDateDifferenceAtThresholds(
            "captured_on",
            metrics=["day", "day", "month"],
            thresholds=[0, 7, 1],
            **DATES,
        ),
        words("captured_at"),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("birth_date"),
        block_on("service_number"),
        block_on("family", "given"),
        block_on("family", "patronymic"),
        block_on("family", "substr(birth_date, 1, 4)"),
        block_on("given", "patronymic", "substr(birth_date, 1, 4)"),
        block_on("substr(family, 1, 4)", "given", "substr(birth_date, 1, 4)"),
        block_on("family", "birth_place"),
        block_on("family", "unit"),
        block_on("given", "captured_on", "unit"),
    ],
)


def main() -> None:
    left, right, out = (Path(name) for name in sys.argv[1:4])
    base = connected()
    for name, path in (("left_list", left), ("right_list", right)):
        columns = read_columns(path)
        texts = pa.schema([(column, pa.string()) for column in columns])
        base.register("written", pa.table(columns, schema=texts))
        base.execute(f"CREATE TABLE {name} AS SELECT * FROM written")  # noqa: S608
    linker = trained(
        ["left_list", "right_list"],
        base,
        SETTINGS,
        surely=[block_on("service_number"), block_on("family", "given", "birth_date")],
        recall=0.4,
        sessions=[["birth_date"], ["family", "given"]],
    )
    write_links(linker, base, out)


if __name__ == "__main__":
    main()
