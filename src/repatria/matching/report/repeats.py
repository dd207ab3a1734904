"""Rows of one list that are likely one person, as the report shows them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from repatria.matching.engine.fit import hashed_rows
from repatria.matching.engine.link import Deduplication, Reconciliation
from repatria.matching.engine.reasons import bits_by_field
from repatria.matching.engine.tables import NO_DIFFERENCE
from repatria.matching.report.data import SHOWN_AT_MOST, Cluster, Member, Section
from repatria.matching.report.evidence import for_and_against, named
from repatria.matching.report.shown import Shown, place_of
from repatria.shared.text import say

Rows = npt.NDArray[np.int32]


def repeats(
    shown: Shown,
    answer: Reconciliation | Deduplication,
    rows: slice,
    file: str,
) -> Section[Cluster]:
    """Return the groups of a list whose stacked rows are ``rows``, least sure first."""
    group = answer.duplicates.group[rows]
    start = int(rows.start)
    leads, sizes = np.unique(group, return_counts=True)
    several = leads[sizes > 1]
    least = np.full(len(answer.duplicates.group), 1.0)
    np.minimum.at(least, group, answer.duplicates.certainty[rows])
    doubtful = np.lexsort((several, least[several]))
    first = several[doubtful][:SHOWN_AT_MOST]
    members = np.flatnonzero(np.isin(group, first)) + start
    reasons = _reasons(answer, members)
    by_lead: dict[int, list[Member]] = {int(lead): [] for lead in first}
    for row in members.tolist():
        together = by_lead[int(answer.duplicates.group[row])]
        together.append(
            Member(
                shown.row(row - start + 1),
                float(answer.duplicates.certainty[row]),
                reasons.get(row, "") if together else "",
            )
        )
    entries = tuple(
        Cluster(number=lead - start + 1, members=tuple(found))
        for lead, found in by_lead.items()
    )
    return Section(entries, len(several), file)


def _reasons(
    answer: Reconciliation | Deduplication, members: npt.NDArray[np.int64]
) -> Mapping[int, str]:
    """Say what speaks for and against each row's strongest pair within its group."""
    found = answer.duplicates
    pairs, group = found.pairs, found.group
    inside = np.isin(pairs.left, members) & (group[pairs.left] == group[pairs.right])
    at = np.flatnonzero(inside)
    bits = bits_by_field(answer.features, answer.model, pairs, at)
    titles = answer.features.titles
    words = {field: named(field, titles) for field in sorted(bits, key=place_of)}
    said: dict[int, str] = {}
    for n in np.argsort(-found.probability[at], kind="stable").tolist():
        weights = {words[field]: float(bits[field][n]) for field in words}
        reason = " ".join(for_and_against(weights))
        said.setdefault(int(pairs.left[at[n]]), reason)
        said.setdefault(int(pairs.right[at[n]]), reason)
    for row in _copies(answer, [row for row in members.tolist() if row not in said]):
        said[row] = _sentence(say(NO_DIFFERENCE))
    return said


def _copies(
    answer: Reconciliation | Deduplication, rows: list[int]
) -> npt.NDArray[np.int64]:
    """Return those of the rows that say what another row of their group says.

    Such rows were never compared with each other.
    """
    if not rows:
        return np.zeros(0, dtype=np.int64)
    contents, group = hashed_rows(answer.features), answer.duplicates.group
    asked = np.array(rows)
    alike = np.flatnonzero(np.isin(contents, contents[asked]))
    _said, where, times = np.unique(
        np.stack([contents[alike], group[alike].astype(np.uint64)]),
        axis=1, return_inverse=True, return_counts=True,
    )  # fmt: skip
    return np.intersect1d(asked, alike[times[where] > 1])


def _sentence(words: str) -> str:
    """Make a sentence of words that stand within one elsewhere."""
    return f"{words[:1].upper()}{words[1:]}."
