"""The first step: two lists of the same people, compared and held against the truth."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from repatria.matching.engine.synthetic import Generated, generate
from repatria.matching.report.figures import number, percent
from repatria.matching.runs import reconcile_files
from repatria.matching.terminal import shown_progress
from repatria.shared.text import mark as _
from repatria.shared.text import say

PERSONS = 5_000
SEED = 1
SURE = 0.99

Ids = tuple[str, str]  # of a row on the left list and one on the right

MADE = _(
    "Two lists were made, as two tired offices would keep them ({folder}):\n"
    "  left.csv   {left} rows in Cyrillic letters\n"
    "  right.csv  {right} rows in Latin letters, spelt in many ways\n"
    "  {both} people stand on both. Names are misspelt, dates wrong or missing,\n"
    "  and {again} rows enter somebody a second time."
)
COMPARED = _(
    "The two were compared in {seconds} seconds:\n"
    "  {same} pairs of rows are proposed as one person; {differs} of them differ in\n"
    "  something that matters, such as the birth date.\n"
    "  {review} pairs are left for a person to look at.\n"
    "  {left_only} rows stand on the left list alone, {right_only} on the right alone."
)
JUDGED = _(
    "How good is that? The truth is known here (truth.csv), and was kept from the\n"
    "program:\n"
    "  precision  {precision}  {right} of the {same} pairs proposed are right.\n"
    "  recall     {recall}  {right} of the {both} people on both lists were found;\n"
    "             {waiting} of the {missed} missed stand among the pairs to look at.\n"
    "  F1         {f1}  both in one figure.\n"
    "  {sure} pairs were given a probability of 99% or more; {sure_right} of them\n"
    "  ({sure_share}) are right."
)
SECOND = _(
    "  A pair counts as right only if it names each person's first entry. {second} of\n"
    "  the other pairs proposed name the right person by a second entry."
)
KINDER = _("  Invented lists are kinder than real ones: expect less of those.")
LOOK = _(
    "Open {report} in a browser.\n"
    "Everything is in {folder}; {about} explains the lists."
)


class Pair(NamedTuple):
    """A line of pairs.csv, as far as it is judged here."""

    ids: Ids
    probability: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Truth:
    """Which rows are one person, and whose second entry a row is."""

    pairs: frozenset[Ids]
    first: Mapping[str, str]

    def one_person(self, ids: Ids) -> bool:
        """Say whether both rows speak of one person, second entries included."""
        left, right = (self.first.get(one, one) for one in ids)
        return (left, right) in self.pairs


def play(folder: Path) -> dict[str, Any]:
    """Make the lists, compare them, and judge the answer; return what happened.

    Works in ``lists`` and ``compared`` under ``folder``.
    """
    made = generate(folder / "lists", persons=PERSONS, seed=SEED)
    started = time.perf_counter()
    with shown_progress() as progress:
        run = reconcile_files(
            made.left, made.right, folder / "compared", progress=progress
        )
    seconds = time.perf_counter() - started
    pairs = _read_pairs(folder / "compared" / "pairs.csv")
    return {
        "made": {
            "left_rows": made.left_rows,
            "right_rows": made.right_rows,
            "both": made.both_count,
            "second_entries": made.duplicate_count,
        },
        "totals": run.summary["totals"],
        "judged": judged(pairs, _read_truth(made)),
        "seconds": round(seconds, 1),
        "lists": str(folder / "lists"),
        "report": str(folder / "compared" / "report.html"),
    }


def judged(pairs: Iterable[Pair], truth: Truth) -> dict[str, Any]:
    """Hold pairs against the truth: counts, and shares between 0 and 1.

    A pair is right when the truth names it.  ``second_entries`` counts the pairs
    called same that it does not name, though they are one person.
    """
    pairs = tuple(pairs)
    same = {pair.ids for pair in pairs if pair.verdict == "same"}
    review = {pair.ids for pair in pairs if pair.verdict == "review"}
    sure = {pair.ids for pair in pairs if pair.probability >= SURE}
    right, missed = same & truth.pairs, truth.pairs - same
    precision = _share(len(right), len(same))
    recall = _share(len(right), len(truth.pairs))
    return {
        "right": len(right),
        "precision": precision,
        "recall": recall,
        "f1": _share(2 * len(right), len(same) + len(truth.pairs)),
        "missed": len(missed),
        "missed_in_review": len(missed & review),
        "second_entries": sum(truth.one_person(ids) for ids in same - right),
        "sure": len(sure),
        "sure_right": len(sure & truth.pairs),
        "sure_share_right": _share(len(sure & truth.pairs), len(sure)),
    }


def words(figures: Mapping[str, Any]) -> str:
    """Tell what happened to somebody who sees the program for the first time."""
    made, totals = figures["made"], figures["totals"]
    found, folder = figures["judged"], Path(figures["lists"])
    parts = [
        say(
            MADE,
            folder=folder,
            left=number(made["left_rows"]),
            right=number(made["right_rows"]),
            both=number(made["both"]),
            again=number(made["second_entries"]),
        ),
        say(
            COMPARED,
            seconds=number(figures["seconds"], 1),
            **{name: number(count) for name, count in totals.items()},
        ),
        _judged_words(found, same=totals["same"], both=made["both"]),
        say(
            LOOK,
            report=figures["report"],
            folder=folder.parent,
            about=folder / "about.txt",
        ),
    ]
    return "\n\n".join(parts)


def _judged_words(found: Mapping[str, Any], *, same: int, both: int) -> str:
    said = say(
        JUDGED,
        precision=percent(found["precision"], 1),
        recall=percent(found["recall"], 1),
        f1=percent(found["f1"], 1),
        right=number(found["right"]),
        same=number(same),
        both=number(both),
        missed=number(found["missed"]),
        waiting=number(found["missed_in_review"]),
        sure=number(found["sure"]),
        sure_right=number(found["sure_right"]),
        sure_share=percent(found["sure_share_right"], 1),
    )
    if found["second_entries"]:
        said += "\n" + say(SECOND, second=number(found["second_entries"]))
    return f"{said}\n{say(KINDER)}"


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _lines(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _read_pairs(path: Path) -> list[Pair]:
    return [
        Pair(
            (line["left_id"], line["right_id"]),
            float(line["probability"]),
            line["verdict"],
        )
        for line in _lines(path)
    ]


def _read_truth(made: Generated) -> Truth:
    pairs = ((line["left_id"], line["right_id"]) for line in _lines(made.truth))
    first = {line["id"]: line["duplicate_of"] for line in _lines(made.duplicates)}
    return Truth(frozenset(pairs), first)
