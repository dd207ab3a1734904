"""Splink's demonstration on historical persons, with the settings it publishes.

Run in its own environment: ``python -m bench.peer_splink_persons PERSONS.tsv OUT
THRESHOLD...``.  Writes ``OUT/THRESHOLD.csv`` (``id,cluster``) for each threshold.
The settings are those of "Deduplicate 50k rows historical persons" in Splink's
documentation: blocking rules, comparisons, deterministic rules with their recall,
and both training sessions.
"""

from __future__ import annotations

import sys
from pathlib import Path

import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from bench.splink_links import SEED, connected

FIRST, LAST, CODE = (
    "substr(first_name,1,{})",
    "substr(surname,1,{})",
    "substr(postcode_fake,1,{})",
)
RULES = (
    (FIRST.format(3), LAST.format(4)),
    ("surname", "dob"),
    ("first_name", "dob"),
    ("postcode_fake", "first_name"),
    ("postcode_fake", "surname"),
    ("dob", "birth_place"),
    (CODE.format(3), "dob"),
    (CODE.format(3), "first_name"),
    (CODE.format(3), "surname"),
    (FIRST.format(2), LAST.format(2), "substr(dob,1,4)"),
)
SETTINGS = SettingsCreator(
    link_type="dedupe_only",
    comparisons=[
        cl.ForenameSurnameComparison(
            "first_name", "surname", forename_surname_concat_col_name="both_names"
        ),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.PostcodeComparison("postcode_fake"),
        cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
        cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
    ],
    blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES],
)
SURELY = (
    ("first_name", "surname", "dob"),
    (FIRST.format(2), "surname", CODE.format(2)),
    ("dob", "postcode_fake"),
)
RECALL = 0.6
BLIND_PAIRS = 1e7


def main() -> None:
    persons, out, thresholds = sys.argv[1], Path(sys.argv[2]), sys.argv[3:]
    base = connected()
    base.execute(
        "CREATE TABLE persons AS SELECT *, first_name || ' ' || surname AS both_names"  # noqa: S608
        f" FROM read_csv('{persons}', delim='\t', all_varchar=true, quote='')"
    )
    api = DuckDBAPI(connection=base)
    linker = Linker(api.register("persons"), SETTINGS, log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on(*columns) for columns in SURELY], recall=RECALL
    )
    training.estimate_u_using_random_sampling(max_pairs=BLIND_PAIRS, seed=SEED)
    for columns in (("first_name", "surname"), ("dob",)):
        training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True
        )
    pairs = linker.inference.predict()
    for threshold in thresholds:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            pairs, threshold_match_probability=float(threshold)
        )
        base.execute(
            "COPY (SELECT unique_id AS id, cluster_id AS cluster"  # noqa: S608
            f" FROM {clusters.physical_name})"
            f" TO '{out / threshold}.csv' (HEADER)"
        )


if __name__ == "__main__":
    main()
