"""What is known of comparisons, their pairs, verdicts and replies.

What is larger stands beside it and is asked for by its own name.
"""

from repatria.matching.queries.runs import (
    WAITS,
    BeforeConfirming,
    before_confirming,
    confirmable,
    newest_run,
    newest_runs,
    pair_counts,
    pair_counts_of_each,
    replies_to,
    runs_of,
    second_looks,
    verdict_counts,
    waiting_pairs,
    waiting_proposals,
)

__all__ = [
    "WAITS",
    "BeforeConfirming",
    "before_confirming",
    "confirmable",
    "newest_run",
    "newest_runs",
    "pair_counts",
    "pair_counts_of_each",
    "replies_to",
    "runs_of",
    "second_looks",
    "verdict_counts",
    "waiting_pairs",
    "waiting_proposals",
]
