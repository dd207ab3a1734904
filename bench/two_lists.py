"""Two synthetic lists: F1, time and memory of every engine, and calibration of ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from bench.engines import (
    OURS,
    PLAIN,
    PREPARED,
    RAPIDFUZZ,
    RECORDLINKAGE,
    Engine,
    Result,
    first_ever,
    run_engine,
)
from bench.lists import AbsentError, Lists, make_lists
from bench.page import Goal, Section, share, table
from bench.processes import Usage
from bench.scoring import Calibration, Score, calibration, closed_score, read_links

MILLION = 1_000_000
SMALLER = (
    10_000  # the size of the goal for a first run, and the most that recordlinkage gets
)
GOAL_SECONDS = {10_000: 5.0, 100_000: 8.0, MILLION: 25.0}
ANCHOR_SECONDS = {
    10_000: "Splink prepared 7.4",
    100_000: "Splink prepared 11.0",
    MILLION: "222",
}
ANCHOR_F1 = {
    100_000: "Splink prepared .979",
    MILLION: "prototype .971, Splink prepared .945",
}
GOAL_F1 = {100_000: 0.98, MILLION: 0.975}
GOAL_GB, GOAL_GROWTH, GOAL_FIRST = 1.5, 11.0, 15.0
GOAL_SURE, GOAL_ERROR = 0.99, 0.01

HEADER = ("Engine", "Persons", "P", "R", "F1", "at one half", "Seconds", "MB", "Runs")


def default_lists(sizes: Sequence[int], runs: int) -> tuple[Section, list[Result]]:
    """Run every engine on the default lists; ours alone on a million."""
    results: list[Result] = []
    first: Usage | None = None
    for size in sizes:
        lists = make_lists("own", size)
        for engine in engines_for(size):
            results.append(run_engine(engine, lists, runs=runs_of(engine, size, runs)))
            _tell(results[-1])
        if size == min(sizes):
            first = first_ever(lists)
    ours = [result for result in results if result.engine is OURS]
    lines = [
        *table(HEADER, map(_row, results)),
        "",
        "*Plain columns* are the lists' own, written in plain Latin letters (anyascii)",
        "and with ISO dates: without the one, two scripts share nothing, without the",
        "other, Splink compares no dates. *Our prepared columns* are the folds,",
        "skeletons, name classes, parts of dates and codes that our engine compares.",
    ]
    lines += ["", *_second_entries(ours)]
    goals = [*_goals(ours, min(sizes), first)]
    return Section(
        "Two lists, the default vocabulary", tuple(lines), tuple(goals)
    ), results


def engines_for(size: int) -> tuple[Engine, ...]:
    """Return the engines that are worth waiting for with lists of this size."""
    if size >= MILLION:
        return (OURS,)
    some = (RECORDLINKAGE,) if size <= SMALLER else ()
    return (OURS, PREPARED, PLAIN, *some, RAPIDFUZZ)


def runs_of(engine: Engine, size: int, runs: int) -> int:
    """Slow peers run once; a million runs once."""
    slow = engine is RECORDLINKAGE or (engine is PLAIN and size > SMALLER)
    return 1 if slow or size >= MILLION else runs


def _row(result: Result) -> tuple[str, ...]:
    best = result.best
    return (
        result.engine.name,
        f"{result.lists.persons:,}",
        share(best.precision),
        share(best.recall),
        f"**{share(best.f1)}**" if result.engine is OURS else share(best.f1),
        share(result.half.f1) if result.half else "",
        f"{result.seconds:.1f}",
        f"{result.peak_mb:.0f}",
        str(result.runs),
    )


def _tell(result: Result) -> None:
    print("  ", result.lists.vocabulary, *_row(result)[:7], flush=True)


def _same(result: Result) -> pl.DataFrame:
    links = read_links(result.folder / "pairs.csv")
    return links.filter(pl.col("verdict") == "same")


def _second_entries(ours: Sequence[Result]) -> Iterator[str]:
    yield "Ours against both truths (*strict*: the one row a side that the generator"
    yield "names; *closed*: a second entry of the person counts as the person):"
    yield ""
    rows = []
    for result in ours:
        closed = closed_score(_same(result), result.lists.truth())
        rows += [
            _truth_row(result, "strict", result.best),
            _truth_row(result, "closed", closed),
        ]
    yield from table(("Vocabulary", "Persons", "Truth", "P", "R", "F1"), rows)


def _truth_row(result: Result, truth: str, score: Score) -> tuple[str, ...]:
    shares = (share(value) for value in (score.precision, score.recall, score.f1))
    return result.lists.vocabulary, f"{result.lists.persons:,}", truth, *shares


def _goals(
    ours: Sequence[Result], smallest: int, first: Usage | None
) -> Iterator[Goal]:
    for result in ours:
        yield from _size_goals(result)
    if first is not None:
        taken, name = first.seconds, f"first run ever, {smallest:,} (s)"
        yield Goal(name, f"< {GOAL_FIRST:.0f}", f"{taken:.1f}", "", taken < GOAL_FIRST)
    seconds = {result.lists.persons: result.seconds for result in ours}
    if {100_000, MILLION} <= seconds.keys():
        growth = seconds[MILLION] / seconds[100_000]
        yield Goal(
            "time, 100,000 to 1,000,000", f"<= {GOAL_GROWTH:.0f}x", f"{growth:.1f}x",
            "Splink 20x", growth <= GOAL_GROWTH,
        )  # fmt: skip
    repeated = [result.same_bytes for result in ours if result.same_bytes is not None]
    if repeated:
        answer = "all runs alike" if all(repeated) else "runs differ"
        yield Goal("same input, same bytes", "yes", answer, "", all(repeated))


def _size_goals(result: Result) -> Iterator[Goal]:
    size = result.lists.persons
    if size in GOAL_F1:
        yield f1_goal(result)
    if size in GOAL_SECONDS:
        met, most = result.seconds <= GOAL_SECONDS[size], GOAL_SECONDS[size]
        name = f"whole command, {size:,} (s)"
        yield Goal(
            name, f"<= {most:.0f}", f"{result.seconds:.1f}", ANCHOR_SECONDS[size], met
        )
    if size == MILLION:
        held = result.peak_mb / 1024
        yield Goal(
            "peak memory, 1,000,000 (GB)",
            f"< {GOAL_GB}",
            f"{held:.2f}",
            "8.7",
            held < GOAL_GB,
        )


def f1_goal(result: Result) -> Goal:
    """Return the goal for F1 of the verdict ``same``."""
    size, f1 = result.lists.persons, result.best.f1
    name = f"F1 of `same`, {size:,}, vocabulary {result.lists.vocabulary}"
    return Goal(
        name,
        f">= {share(GOAL_F1[size], 3)}",
        share(f1),
        ANCHOR_F1[size],
        f1 >= GOAL_F1[size],
    )


# --- Other vocabularies, and calibration on them -------------------------------


def other_vocabularies(size: int, runs: int) -> tuple[Section, list[Result]]:
    """Run ours and the strongest peer on names that neither was tuned on."""
    results: list[Result] = []
    missing: list[str] = []
    for vocabulary in ("uaru", "faker"):
        try:
            lists: Lists = make_lists(vocabulary, size)
        except AbsentError as reason:
            missing.append(f"**Vocabulary {vocabulary} skipped: {reason}.**")
            print("SKIPPED:", reason, flush=True)
            continue
        for engine, times in ((OURS, runs), (PREPARED, 1)):
            results.append(run_engine(engine, lists, runs=times))
            _tell(results[-1])
    rows = [
        (f"{one.engine.name} ({one.lists.vocabulary})", *_row(one)[1:])
        for one in results
    ]
    ours = [one for one in results if one.engine is OURS]
    lines = [
        "Names from names-translator (`uaru`) and Faker (`faker`), each with clerks",
        "whose rates of error differ from the default lists'.",
        "",
        *table(HEADER, rows),
        "",
        *_second_entries(ours),
        *missing,
    ]
    goals = tuple(f1_goal(one) for one in ours if size in GOAL_F1)
    return Section(
        "Two lists, other people's vocabularies", tuple(lines), goals
    ), results


def calibrated(results: Sequence[Result]) -> Section:
    """Compare the probabilities that we state with what was true."""
    lines = [
        "All pairs of `pairs.csv`, `same` and `review` alike (it holds those given at",
        "least .05), in ten bins of equal width. Goals are for the vocabularies that",
        "our starting values were not chosen on; the default is shown for comparison.",
        "*Error* is the expected calibration error.",
        "",
    ]
    rows, goals, bins = [], [], []
    for result in (one for one in results if one.engine is OURS):
        links, truth = read_links(result.folder / "pairs.csv"), result.lists.truth()
        probability = links["probability"].to_numpy()
        for name, right in (
            ("strict", truth.strict(links)),
            ("closed", truth.closed(links)),
        ):
            found = calibration(probability, right)
            rows.append(_calibration_row(result, name, found))
            bins += _bin_rows(result, found) if name == "closed" else []
            if result.lists.vocabulary != "own":
                goals += _calibration_goals(result, name, found)
    header = (
        "Vocabulary",
        "Persons",
        "Truth",
        "Pairs",
        "Error",
        "given p >= .99",
        "of them true",
    )
    lines += table(header, rows)
    lines += [
        "",
        "Reliability, closed truth (pairs; mean probability given; share true):",
        "",
    ]
    lines += table(("Vocabulary", "Bin", "Pairs", "Given", "True"), bins)
    return Section("Calibration", tuple(lines), tuple(goals))


def _calibration_row(result: Result, truth: str, found: Calibration) -> tuple[str, ...]:
    return (
        result.lists.vocabulary,
        f"{result.lists.persons:,}",
        truth,
        f"{found.pairs:,}",
        share(found.error),
        f"{found.sure:,}",
        share(found.sure_true),
    )


def _bin_rows(result: Result, found: Calibration) -> list[tuple[str, ...]]:
    step = 1 / len(found.bins)
    return [
        (
            f"{result.lists.vocabulary} {result.lists.persons:,}",
            f"{n * step:.1f} to {(n + 1) * step:.1f}",
            f"{one.pairs:,}",
            share(one.given, 3),
            share(one.true, 3),
        )
        for n, one in enumerate(found.bins)
        if one.pairs
    ]


def _calibration_goals(result: Result, truth: str, found: Calibration) -> list[Goal]:
    where = f"{result.lists.vocabulary}, {truth} truth"
    true, error = found.sure_true, found.error
    none = "none publishes it"
    return [
        Goal(
            f"true of p >= .99, {where}", ">= .99", share(true), none, true >= GOAL_SURE
        ),
        Goal(
            f"calibration error, {where}",
            "< .01",
            share(error),
            none,
            error < GOAL_ERROR,
        ),
    ]
