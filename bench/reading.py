"""How well reports are read, and how fast: ``python -m bench.reading``.

Reads the annotated reports of the benchmark data (``REPATRIA_DATA``) and holds the
drafts against their annotation: main counts (whose people, how many), dates, types
of allegation.  A count whose side the text leaves open ("*") fits either side.  The
rules were written with these reports at hand: expect less of others.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from repatria.reports.core.reading import document_of, read
from repatria.reports.engine.answer import answer_of
from repatria.reports.engine.ingest import MOST_CHARACTERS, ingest_file
from repatria.reports.engine.packs import load_pack

RUNS = 5
# One joint side in reports of 2014-2022.
ALIASES = {"DPR": "SEP", "LPR": "SEP"}
HOSTILE = ("50 soldiers returned home ", "50 for 50 ", "among them 5 ", "50 ", "“", " ")
Pairs = set[tuple[str, int]]


def reports() -> Path:
    told = os.environ.get("REPATRIA_DATA", "../shared/data")
    folder = Path(told) / "reports"
    if not (folder / "gold.jsonl").exists():
        raise SystemExit(f"no annotated reports in {folder}: set REPATRIA_DATA")
    return folder


def counts(event: dict[str, Any]) -> Pairs:
    return {
        (ALIASES.get(one["to"], one["to"]), int(one["n"]))
        for one in event.get("counts", [])
    }


def fits(one: tuple[str, int], others: Pairs) -> bool:
    to, number = one
    return any(
        number == there and (to == whose or "*" in (to, whose))
        for whose, there in others
    )


def judged(read: Pairs, wanted: Pairs) -> Counter[str]:
    right = sum(fits(one, wanted) for one in read)
    missed = sum(not fits(one, read) for one in wanted)
    return Counter(right=right, wrong=len(read) - right, missed=missed)


def score(found: Counter[str]) -> str:
    right, wrong, missed = found["right"], found["wrong"], found["missed"]
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    both = 2 * right / (2 * right + wrong + missed) if right else 0.0
    return f"| {precision:.2f} | {recall:.2f} | {both:.2f} |"


def main_event(answer: dict[str, Any]) -> dict[str, Any]:
    events: list[dict[str, Any]] = answer.get("events", [])
    return next((one for one in events if one.get("main")), {})


def timed(file: Path) -> tuple[dict[str, Any], float]:
    seconds, answer = [], {}
    for _run in range(RUNS):
        started = time.perf_counter()
        answer = answer_of(ingest_file(file))
        seconds.append(time.perf_counter() - started)
    return answer, statistics.median(seconds)


def hostile() -> float:
    """Return the seconds that the costliest monotonous text of full length takes."""
    seconds = []
    for much in HOSTILE:
        text = (much * (MOST_CHARACTERS // len(much) + 1))[:MOST_CHARACTERS]
        started = time.perf_counter()
        read(document_of(text, load_pack("en")))
        seconds.append(time.perf_counter() - started)
    return max(seconds)


def rows(folder: Path) -> Iterator[str]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    types, dates, spent = Counter[str](), Counter[bool](), []
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        wanted = json.loads(line)
        file = folder / f"{wanted['id']}.json"
        answer, seconds = timed(file)
        spent.append(seconds)
        event = main_event(answer)
        told = judged(counts(event), counts(wanted["main"]))
        found[wanted["lang"]] += told
        found["all"] += told
        read = {one["type"] for one in answer.get("allegations", [])}
        gold = {one[0] for one in wanted["allegations"]}
        types += Counter(
            right=len(read & gold), wrong=len(read - gold), missed=len(gold - read)
        )
        if wanted["main"]["date"]:
            day = str(event.get("date") or "")
            dates[day.startswith(wanted["main"]["date"])] += 1
    yield "| | precision | recall | F1 |"
    yield "|---|---|---|---|"
    for language in sorted(found, key=lambda one: (one == "all", one)):
        yield f"| main counts, {language} {score(found[language])}"
    yield f"| types of allegation {score(types)}"
    yield ""
    yield f"Dates right: {dates[True]} of {sum(dates.values())}. Median time of a"
    middle = 1000 * statistics.median(spent)
    yield f"report (file in, drafts out, warm): {middle:.0f} ms;"
    yield f"slowest {1000 * max(spent):.0f} ms; costliest monotonous text of"
    yield f"{MOST_CHARACTERS} characters {hostile():.1f} s."
    yield f"Python {sys.version.split()[0]},"
    yield f"{os.cpu_count()} cores."


if __name__ == "__main__":
    print("\n".join(rows(reports())))
