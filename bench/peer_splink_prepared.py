"""Splink on the columns that our own engine prepares and compares.

Run in its own environment: ``python -m bench.peer_splink_prepared LEFT.parquet
RIGHT.parquet OUT``.  Levels as fine as our own where Splink can say them in SQL,
frequencies of terms throughout, and our own blocking keys as far as they need no
limit on the size of a block.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import SettingsCreator, block_on

from bench.splink_links import connected, trained, write_links


def level(condition: str) -> Any:
    """Return a level said in SQL, the two rows' columns ending in ``_l`` and ``_r``."""
    return cll.CustomLevel(condition)


def same(column: str, *, frequency: bool = True) -> Any:
    return cll.ExactMatchLevel(column, term_frequency_adjustments=frequency)


def alike(column: str, least: float) -> Any:
    return cll.JaroWinklerLevel(column, least)


def comparison(name: str, *levels: Any) -> Any:
    return cl.CustomComparison(
        output_column_name=name, comparison_levels=[*levels, cll.ElseLevel()]
    )


SWAPPED = "family_crossed_l = given_crossed_r AND given_crossed_l = family_crossed_r"


def called(name: str) -> Any:
    """Compare given names or patronymics."""
    bare = f"({name}_bare_l OR {name}_bare_r)"
    swapped = [level(SWAPPED)] if name == "given" else []
    other_class = (
        f"{name}_second_l = {name}_form_r OR {name}_form_l = {name}_second_r"
        f" OR {name}_second_l = {name}_second_r"
    )
    return comparison(
        name,
        cll.NullLevel(f"{name}_fold"),
        level(f"{bare} AND {name}_initial_l = {name}_initial_r"),
        level(bare),
        same(f"{name}_fold"),
        same(f"{name}_form"),
        level(other_class),
        *swapped,
        alike(f"{name}_fold", 0.88),
    )


def place(name: str) -> Any:
    """Compare places or units: the whole, then any word that both have."""
    return comparison(
        name,
        level(
            f"({name}_l IS NULL AND {name}_words_l IS NULL)"
            f" OR ({name}_r IS NULL AND {name}_words_r IS NULL)"
        ).configure(is_null_level=True),
        same(name),
        level(f"list_has_any({name}_words_l, {name}_words_r)"),
    )


FAMILY = comparison(
    "family",
    cll.NullLevel("family_fold"),
    same("family_fold"),
    same("family_skeleton"),
    level(SWAPPED),
    alike("family_fold", 0.92),
    alike("family_fold", 0.8),
)
_BIRTH = {
    part: f"birth_date_{part}_l = birth_date_{part}_r"
    for part in ("year", "month", "day")
}
BIRTH_DATE = comparison(
    "birth_date",
    cll.NullLevel("birth_date_year"),
    same("birth_date_whole"),
    level(
        f"{_BIRTH['year']} AND birth_date_month_and_day_l = birth_date_month_and_day_r"
    ),
    level(
        "birth_date_whole_l IS NOT NULL AND birth_date_whole_r IS NOT NULL AND"
        f" (({_BIRTH['year']} AND {_BIRTH['month']})"
        f" OR ({_BIRTH['year']} AND {_BIRTH['day']})"
        f" OR ({_BIRTH['month']} AND {_BIRTH['day']}"
        " AND (abs(birth_date_year_l - birth_date_year_r) <= 2"
        " OR hamming(birth_date_year_l::VARCHAR, birth_date_year_r::VARCHAR) = 1)))"
    ),
    level(
        f"{_BIRTH['year']} AND {_BIRTH['month']}"
        " AND (birth_date_day_l IS NULL OR birth_date_day_r IS NULL)"
    ),
    level(
        f"{_BIRTH['year']}"
        " AND (birth_date_month_l IS NULL OR birth_date_month_r IS NULL)"
    ),
    level(_BIRTH["year"]),
    level("abs(birth_date_year_l - birth_date_year_r) = 1"),
)
CAPTURED_ON = comparison(
    "captured_on",
    cll.NullLevel("captured_on_year"),
    same("captured_on_whole"),
    level("abs(captured_on_days_l - captured_on_days_r) <= 7"),
    level(
        "captured_on_year_l = captured_on_year_r"
        " AND captured_on_month_l = captured_on_month_r"
    ),
)
NUMBER = comparison(
    "service_number",
    cll.NullLevel("service_number"),
    same("service_number", frequency=False),
    cll.DamerauLevenshteinLevel("service_number", 1),
)
RANK = comparison(
    "rank", cll.NullLevel("rank"), same("rank"), level("abs(rank_l - rank_r) <= 2")
)

_DAY = ("birth_date_year", "birth_date_month_and_day")
BLOCKS = [
    ("service_number",),
    ("family_skeleton", *_DAY),
    ("family_skeleton", "given_form"),
    ("family_skeleton", "patronymic_form"),
    ("given_form", *_DAY),
    ("patronymic_form", *_DAY),
    ("family_prefix", *_DAY),
    ("family_prefix", "given_form", "birth_date_year", "birth_date_month"),
    ("given_form", "patronymic_form", "birth_date_year"),
    ("family_skeleton", "birth_place"),
    ("family_skeleton", "unit"),
    ("family_skeleton", "captured_on_whole"),
    ("family_prefix", "given_form", "birth_place"),
    ("given_form", "captured_on_whole", "unit"),
]
SETTINGS = SettingsCreator(
    link_type="link_only",
    unique_id_column_name="id",
    retain_matching_columns=False,
    comparisons=[
        FAMILY, called("given"), called("patronymic"), BIRTH_DATE, RANK, NUMBER,
        place("birth_place"), place("unit"), CAPTURED_ON, place("captured_at"),
    ],
    blocking_rules_to_generate_predictions=[
        *(block_on(*columns) for columns in BLOCKS),
        "l.family_crossed = r.given_crossed AND l.given_crossed = r.family_crossed"
        " AND l.birth_date_year = r.birth_date_year",
    ],
)  # fmt: skip


def main() -> None:
    left, right, out = sys.argv[1:4]
    base = connected()
    base.execute(f"CREATE TABLE left_list AS SELECT * FROM '{left}'")  # noqa: S608
    base.execute(f"CREATE TABLE right_list AS SELECT * FROM '{right}'")  # noqa: S608
    linker = trained(
        ["left_list", "right_list"],
        base,
        SETTINGS,
        surely=[
            block_on("service_number"),
            block_on("family_skeleton", "given_form", "birth_date_whole"),
        ],
        recall=0.7,
        sessions=[["family_skeleton", "given_form"], ["birth_date_whole"]],
    )
    write_links(linker, base, Path(out))


if __name__ == "__main__":
    main()
