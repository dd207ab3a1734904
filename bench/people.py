"""The parts on names, historical lists and historical persons, as sections."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl

from bench import historical, latin_cyrillic, name_pairs, persons_25k
from bench.engines import REPATRIA
from bench.lists import benchmark_data
from bench.page import Goal, Section, share, table
from bench.processes import Usage, measured
from repatria.names.compare import compare

GOAL_HIT, GOAL_PAIRS, GOAL_HISTORICAL = 0.92, 0.85, 0.93


def names() -> Section:
    """Measure single words across scripts, and whole names of public figures."""
    benchmark_data("names", "coling_en_ru_test.tsv")
    words = latin_cyrillic.measure()
    pairs = name_pairs.name_pairs(
        benchmark_data("names", "name_pairs_public_figures.csv").parents[1]
    )
    judged = name_pairs.measure(pairs, lambda one, other: compare(one, other).same)
    lines = [
        "Latin to Cyrillic: one word of a name looked for among 5,000",
        "(`coling_en_ru_test`); what was learned was learned on the dev file.",
        "",
        *table(
            ("Way", "hit@1", "hit@10"),
            [
                (way, share(f["hit@1"], 3), share(f["hit@10"], 3))
                for way, f in words.items()
            ],
        ),
        "",
        "Pairs of public figures' names: weights fitted on one half, chosen by a hash",
        "of the text.",
        "",
        *table(
            ("Part", "P", "R", "F1"),
            [
                (part, *(share(x, 3) for x in (f.precision, f.recall, f.f1)))
                for part, f in judged.items()
            ],
        ),
    ]
    hit, f1 = max(f["hit@1"] for f in words.values()), judged["measured half"].f1
    goals = (
        Goal(
            "hit@1, Latin to Cyrillic", ">= .92", share(hit, 3),
            "anyascii + Jaro-Winkler .78, a Slavic fold + anyascii .87",
            hit >= GOAL_HIT,
        ),
        Goal(
            "person-name pairs, F1 (half not fitted on)", ">= .85", share(f1, 3),
            "LogicV2 .742, Levenshtein .655", f1 >= GOAL_PAIRS,
        ),
    )  # fmt: skip
    return Section("Names", tuple(lines), goals)


def old_lists() -> Section:
    """Measure the lists of the First World War; totals only, these were real people."""
    found = {
        "all columns": historical.find_old_rows(),
        "name, year and place alone": historical.find_old_rows(
            historical.NAME_YEAR_PLACE
        ),
    }
    rows = [
        (way, share(one.first, 3), share(one.ten, 3), f"{one.seconds:.1f}")
        for way, one in found.items()
    ]
    one, persons, repeated, usage = found["all columns"], *captives_deduplicated()
    lines = [
        "Given a corrected entry, find the one first printed. Pool: the captives of",
        "Galicia and Bukowina 1914-1918 and the old rows of the state's own",
        f"corrections, {one.pool:,} rows; queries: {one.queries} new rows. Every row",
        "of the pool is compared, none is blocked. The model is fitted without labels",
        "to each half of the queries and ranks for the other half. Both rows of a",
        "correction come from one printed line, so that what was not corrected is",
        "spelt alike in both, misprints included: an easy case of its kind.",
        "",
        *table(("Compared by", "hit@1", "hit@10", "Seconds"), rows),
        "",
        f"The captives' list by itself (`repatria dedupe`): {persons + repeated:,}",
        f"rows, {persons:,} persons; {repeated:,} rows repeat another;",
        f"{usage.seconds:.1f} s, {usage.peak_mb:.0f} MB. No truth is known.",
    ]
    anchor = "name + year + place .835, Jaro-Winkler on name .696"
    goals = tuple(
        Goal(
            f"historical corrections, hit@1, {way}", ">= .93", share(f.first, 3),
            anchor, f.first >= GOAL_HISTORICAL,
        )
        for way, f in found.items()
    )  # fmt: skip
    return Section("Historical lists", tuple(lines), goals)


def captives_deduplicated() -> tuple[int, int, Usage]:
    """Return the captives' persons, the rows that repeat one, and what it took."""
    with tempfile.TemporaryDirectory() as folder:
        path, columns, out = (
            Path(folder, name) for name in ("captives.tsv", "columns.toml", "out")
        )
        historical.captives().write_csv(path, separator="\t")
        columns.write_text(historical.COLUMNS_TOML, encoding="utf-8")
        usage = measured([REPATRIA, "dedupe", path, "--columns", columns, "--out", out])
        clusters = pl.read_csv(out / "clusters.csv")["cluster"]
    persons = clusters.n_unique()
    return persons, len(clusters) - persons, usage


def clusters() -> Section:
    """Measure the clusters of historical persons against Splink's demonstration."""
    found = persons_25k.compare()
    rows = [
        (
            one.name,
            *(share(x) for x in (one.score.precision, one.score.recall, one.score.f1)),
            f"{one.usage.seconds:.1f}",
            f"{one.usage.peak_mb:.0f}",
        )
        for one in found
    ]
    lines = [
        "`splink_historical_25k`: 24,313 rows of 2,500 historical persons, with errors",
        "added by its authors. Scored pair by pair; one run. Splink with the settings",
        "of its own demonstration.",
        "",
        *table(("Who", "P", "R", "F1", "Seconds", "MB"), rows),
    ]
    ours, theirs = found[0].score.f1, found[1].score.f1
    goal = Goal(
        "clusters of historical persons, F1", "above Splink's", share(ours),
        f"Splink's demonstration {share(theirs)} in this run", ours > theirs,
    )  # fmt: skip
    return Section("Clusters of historical persons", tuple(lines), (goal,))
