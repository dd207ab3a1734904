"""One piece of work of the exchange, timed: ``python -m bench.exchange_work NAME``.

A process of its own for each, so that memory is that of this work alone.  Prints JSON:
seconds of each run (a first one is not counted), peak memory, and what came out.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from bench import kidney
from bench.exchange_lists import (
    AS_OF,
    TIERS,
    candidates,
    general_rules,
    many_rules,
    simple_rules,
)
from repatria.exchange.core.rounds import Planned
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.coalitions import blocking_coalitions
from repatria.exchange.engine.counter import counter
from repatria.exchange.engine.pool import Pool, pool_of
from repatria.exchange.engine.propose import propose
from repatria.exchange.engine.reading.candidates import read_candidates
from repatria.exchange.engine.roster import Roster
from repatria.exchange.engine.rounds.schedule import schedule
from repatria.exchange.engine.solving import general
from repatria.exchange.engine.solving.greedy import who_goes
from repatria.exchange.engine.solving.programme import bounds, programme_of
from repatria.exchange.engine.solving.units import units_of
from repatria.exchange.engine.why_not import why_not
from repatria.exchange.runs import propose_files

PARTIES, ROUNDS = 10, 50
Work = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is timed, and what to say of the outcome."""

    work: Work
    says: Callable[[Any], str]


def roster(persons: int, number: int = 2, *, general: bool = False) -> Roster:
    """Return the list as the command reads it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "candidates.csv")
        candidates(persons, number, general=general).write_csv(file)
        return read_candidates(file)


def simple(persons: int) -> Prepared:
    """Who goes, of two parties under count parity."""
    pool = pool_of(roster(persons), simple_rules(persons))
    return Prepared(lambda: who_goes(pool), lambda on: f"{on.sum():,} go")


def whole_engine(persons: int) -> Prepared:
    """The same with eligibility and everybody's reason."""
    return _proposed(roster(persons), simple_rules(persons))


def command(persons: int) -> Prepared:
    """The whole command under simple rules, from files to files."""
    folder = Path(tempfile.mkdtemp(prefix="repatria-bench-"))
    rules = f"""parties = ["North", "South"]
        as_of = {AS_OF}
        tiers = {list(range(1, TIERS + 1))}
        exempt = [1]
        require_consent = [1]
        seats = {{ "North>South" = {persons // 6}, "South>North" = {persons // 6} }}
        lot = {{ seed = "bench" }}
        """
    file, told = folder / "candidates.csv", folder / "rules.toml"
    candidates(persons).write_csv(file)
    told.write_text(rules, encoding="utf-8")
    return Prepared(
        lambda: propose_files(file, told, folder / "out"), lambda _words: "files"
    )


def two(persons: int) -> Prepared:
    """Values, stretchers, groups and floors between two parties."""
    return _proposed(roster(persons, general=True), general_rules(persons))


def _proposed(list_: Roster, rules: Rules) -> Prepared:
    return Prepared(
        lambda: propose(list_, rules),
        lambda found: f"{len(found.go):,} go, {found.status.value}",
    )


def answer(persons: int) -> Prepared:
    """Ten asked for and five asked away, under the same rules."""
    agreed = propose(roster(persons, general=True), general_rules(persons))
    left = np.flatnonzero(agreed.pool.eligible & ~agreed.on)[:10]
    wanted = [agreed.pool.ids[place] for place in left]
    return Prepared(
        lambda: counter(agreed, wanted=wanted, unwanted=agreed.go[:5]),
        lambda found: f"{len(found.joins)} join, {len(found.leaves)} leave",
    )


def price(persons: int) -> Prepared:
    """What it would cost that somebody goes who does not, under the same rules."""
    found = propose(roster(persons, general=True), general_rules(persons))
    left = np.flatnonzero(found.pool.eligible & ~found.on)
    case = found.pool.ids[int(left[len(left) // 2])]
    return Prepared(lambda: why_not(found, case), lambda one: f"tier {one.loses} loses")


def many(persons: int) -> Prepared:
    """Who goes, of ten parties under count parity."""
    pool = pool_of(roster(persons, PARTIES), simple_rules(persons, PARTIES))
    return Prepared(lambda: general.who_goes(pool), _going)


def many_values(persons: int) -> Prepared:
    """Ten parties with values, groups, stretchers and seats: tiers in turn, proven."""
    pool = pool_of(roster(persons, PARTIES, general=True), many_rules(persons, PARTIES))
    level = replace(pool, days=np.zeros_like(pool.days))

    def tiers() -> list[int]:
        return general.tiers_reached(level)

    return Prepared(tiers, lambda reached: f"{sum(reached):,} go")


def _going(found: general.Answer | None) -> str:
    return "nobody" if found is None else f"{found.on.sum():,} go"


def coalitions(persons: int) -> Prepared:
    """Every coalition of ten parties, beside the proposal."""
    found = propose(roster(persons, PARTIES), simple_rules(persons, PARTIES))
    return Prepared(lambda: blocking_coalitions(found), lambda one: f"{len(one)} block")


def coalitions_all(persons: int) -> Prepared:
    """The same beside nothing, so that every coalition has to be computed."""
    found = propose(roster(persons, PARTIES), simple_rules(persons, PARTIES))
    nobody = replace(found, on=np.zeros_like(found.on))
    return Prepared(
        lambda: blocking_coalitions(nobody), lambda one: f"{len(one)} block"
    )


def rounds(persons: int) -> Prepared:
    """A series of fifty rounds until everybody is home."""
    list_, rules = roster(persons), replace(simple_rules(persons), seats={})
    each = persons // 2 // ROUNDS
    plans = [
        Planned(number=n + 1, on=AS_OF + timedelta(days=7 * n), each=each)
        for n in range(ROUNDS)
    ]
    return Prepared(
        lambda: schedule(list_, rules, plans),
        lambda found: f"{(found.at >= 0).sum():,} in rounds, {found.status.value}",
    )


def kidneys(pairs: int) -> Prepared:
    """A kidney pool, cycles of two and three."""
    gives = kidney.pool(pairs, 1)
    return Prepared(
        lambda: kidney.solve(gives), lambda found: f"{found.transplants} transplants"
    )


WORKS: dict[str, Callable[[int], Prepared]] = {
    "simple": simple,
    "whole-engine": whole_engine,
    "command": command,
    "two": two,
    "answer": answer,
    "why-not": price,
    "many": many,
    "many-values": many_values,
    "coalitions": coalitions,
    "coalitions-all": coalitions_all,
    "rounds": rounds,
    "kidneys": kidneys,
}


def export(pool: Pool, file: Path) -> list[int]:
    """Write the programme of a list for a peer; return what we reach.

    Once as classes for the tiers, once with classes of equal days.
    """
    units, rows, steps = units_of(pool), bounds(pool), general.tiers_of(pool)
    tiers = [step.people for step in steps]
    written: dict[str, Any] = {}
    for part, aims in (("tiers", tiers), ("days", [*tiers, pool.days])):
        told, _column, gains = programme_of(units, rows, aims)
        written |= {
            f"{part}_matrix": told.matrix,
            f"{part}_upper": told.upper,
            f"{part}_least": told.least,
            f"{part}_most": told.most,
            f"{part}_kept": np.stack(gains[: len(tiers)]),
            part: np.stack(gains if part == "tiers" else gains[len(tiers) :]),
        }
    written["tiers_kept"] = written["tiers_kept"][:0]
    np.savez(file, **written)
    found = general.who_goes(pool)
    if found is None:
        return []
    counts = [int(people[found.on].sum()) for people in tiers]
    return [*counts, int(pool.days[found.on].sum())]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.exchange_work")
    parser.add_argument("name", choices=[*WORKS, "export"])
    parser.add_argument("size", type=int, help="persons, or pairs")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--out", type=Path, help="where an export goes")
    told = parser.parse_args()
    if told.name == "export":
        list_ = roster(told.size, general=True)
        pool = pool_of(list_, general_rules(told.size))
        print(json.dumps({"reached": export(pool, told.out)}))
        return
    prepared = WORKS[told.name](told.size)
    seconds, found = [], None
    for _ in range(told.runs + 1):
        started = time.perf_counter()
        found = prepared.work()
        seconds.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    facts = {"seconds": seconds[1:], "peak_mb": peak, "says": prepared.says(found)}
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
