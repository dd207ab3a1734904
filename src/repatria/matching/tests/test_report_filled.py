"""What a report is filled with: numbers that add up, reasons that say who else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from repatria.matching.engine.link import dedupe, link
from repatria.matching.engine.summary import of_deduplication, of_reconciliation
from repatria.matching.engine.synthetic import generate
from repatria.matching.engine.tables import clusters_table, only_table, pairs_table
from repatria.matching.report.data import (
    Agreement,
    DedupeData,
    Pair,
    ReportData,
    Standing,
)
from repatria.matching.report.filled import dedupe_data, report_data
from repatria.matching.report.render import render_report
from repatria.matching.report.tables import together
from repatria.register.core.words import FIELDS
from repatria.register.engine.intake import read_list

HEADING = "id,family,given,patronymic,birth_date,rank,unit,note,Щоденник\n"


def filled(left: Path, right: Path) -> ReportData:
    answer = link(read_list(left), read_list(right))
    pairs = pairs_table(answer)
    only = {
        "left": only_table(answer, right=False),
        "right": only_table(answer, right=True),
    }
    totals = of_reconciliation(answer, pairs, only)
    return report_data(answer, pairs, only, totals, frozen=False)


def filled_from(folder: Path, left: str, right: str) -> ReportData:
    paths = folder / "left.csv", folder / "right.csv"
    for path, rows in zip(paths, (left, right), strict=True):
        path.write_text(HEADING + rows, encoding="utf-8")
    return filled(*paths)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> ReportData:
    made = generate(tmp_path_factory.mktemp("lists"), persons=600, seed=5)
    return filled(made.left, made.right)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> DedupeData:
    made = generate(tmp_path_factory.mktemp("list"), persons=600, seed=6)
    answer = dedupe(read_list(made.left))
    totals = of_deduplication(answer, clusters_table(answer))
    return dedupe_data(answer, totals, frozen=False)


def every_pair(data: ReportData) -> Iterator[Pair]:
    for section in (data.review, data.differs, data.same):
        yield from section.entries


def test_the_weights_of_a_pair_without_rivals_give_its_probability(
    data: ReportData,
) -> None:
    checked = 0
    for pair in every_pair(data):
        by_weight = 1 / (1 + 2 ** -together(pair))
        if not pair.rivals:
            # Weights are shown to a tenth of a bit; a dozen of them are added.
            assert pair.probability == pytest.approx(by_weight, abs=0.13)
            checked += 1
        assert pair.probability <= by_weight + 0.13
    assert checked > 200


def test_bars_count_every_pair_once(data: ReportData) -> None:
    proposed = data.same.total + data.differs.total + data.review.total
    assert sum(bar.pairs for bar in data.bins) == proposed
    assert data.bins[0].pairs > 0
    assert data.bins[-1].high == 1


def test_fields_stand_in_reading_order(data: ReportData) -> None:
    pair = next(every_pair(data))
    shown = [one.field for one in pair.compared]
    assert shown == sorted(shown, key=list(FIELDS).index)


def test_a_reason_is_given_only_where_the_finding_does_not_say_it(
    data: ReportData,
) -> None:
    for pair in every_pair(data):
        for found in pair.compared:
            plain = found.agreement in {Agreement.DIFFERS, Agreement.UNKNOWN}
            assert not (plain and found.why)
            assert found.why or found.agreement is not Agreement.CLOSE


def test_what_every_row_says_is_not_repeated_beside_each_name(data: ReportData) -> None:
    fields = {value.field for pair in every_pair(data) for value in pair.left.values}
    assert "rank" in fields
    assert "note" not in fields  # "an invented person", in every row


def test_those_with_somebody_similar_stand_first(data: ReportData) -> None:
    near = [
        round(lone.nearest.probability, 6) if lone.nearest else 0.0
        for lone in data.only_left.entries
        if lone.standing is Standing.ONLY_HERE
    ]
    assert near == sorted(near, reverse=True)


def test_repeats_give_their_reasons_once(one: DedupeData) -> None:
    assert one.clusters.entries
    for cluster in one.clusters.entries:
        first, *others = cluster.members
        assert first.why == ""
        assert all(member.why for member in others)


def test_the_least_sure_repeats_stand_first(one: DedupeData) -> None:
    least = [
        min(member.probability for member in cluster.members)
        for cluster in one.clusters.entries
    ]
    assert least == sorted(least)
    assert least[0] < least[-1]


PERSON = "Кривошапко,Тарас,Вікторович,09.05.1984,сержант,36 бригада,,зошит 7\n"


def test_the_less_likely_of_two_names_the_row_that_goes_better(tmp_path: Path) -> None:
    left = (
        "L1,Кривошапко,Тарас,Вікторович,,,36 бригада,,\n"
        "L2,Кривошапко,Тарас,Богданович,09.05.1984,сержант,,,\n"
    )
    data = filled_from(tmp_path, left, f"R1,{PERSON}")
    less, more = sorted(every_pair(data), key=lambda pair: pair.probability)
    better = f"Row 1 of the right list goes better with row {more.left.row} ("
    assert less.probability + more.probability < 1
    assert better in less.why
    assert better not in more.why
    assert (less.rivals, more.rivals) == (1, 1)


def test_rows_that_say_the_same_are_said_to(tmp_path: Path) -> None:
    data = filled_from(tmp_path, f"L1,{PERSON}L2,{PERSON}", f"R1,{PERSON}")
    (cluster,) = data.duplicates_left.entries
    assert [member.why for member in cluster.members] == [
        "",
        "Says the same as another row of the group.",
    ]


def test_a_column_of_no_known_field_goes_by_its_own_name(tmp_path: Path) -> None:
    others = "2,Бездольний,Лука,,01.02.1990,,,,зошит 9\n3,Яр,Юхим,,1991,,,,зошит 9\n"
    rows = f"1,{PERSON}{others}"
    data = filled_from(tmp_path, rows, rows)
    names = {found.field for pair in every_pair(data) for found in pair.compared}
    assert "Щоденник" in names
    uses = {column.column: column for column in data.left.columns}
    assert uses["Щоденник"].how == "compared as it stands"
    assert "extra1" not in render_report(data)
