"""What is withheld cannot be worked out, whatever else is shown."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from repatria.publication.core import threshold as setting
from repatria.publication.core.chart import CHART_WIDTH, lay_out
from repatria.publication.core.document import document, read
from repatria.publication.core.suppression import (
    ALL,
    Cell,
    Count,
    Part,
    Totals,
    near,
    shown_of,
)
from repatria.publication.core.threshold import Threshold, threshold

RULE = Threshold(5, "for the test")
SMALL = st.integers(1, RULE.least_shown - 1)
NUMBER = st.none() | st.integers(0, 60)
DIRECTIONS = ("A>B", "B>A", "")
OTHER = {"A>B": "B>A", "B>A": "A>B", "": ""}
PARTS = st.lists(
    st.builds(Part, st.integers(0, 60), st.sampled_from(["soldiers", "civilians"])),
    max_size=3,
).map(tuple)
CLAIMS = st.builds(
    Count,
    by=st.sampled_from(["one ministry", "another ministry", "a newspaper"]),
    n=NUMBER,
    what=st.sampled_from([ALL, ALL, "military", "wounded"]),
    parts=PARTS,
    approximate=st.booleans(),
)


@st.composite
def tables(draw: st.DrawFn) -> list[Cell]:
    """Return up to three rounds, with our own count and what others say."""
    cells = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        for direction in draw(st.sets(st.sampled_from(DIRECTIONS), min_size=1)):
            claims = tuple(draw(st.lists(CLAIMS, max_size=3)))
            own = Count("receipt", draw(st.integers(0, 60)), ours=True)
            counts = (own, *claims) if direction else claims
            cells.append(Cell(number, "2022-11-23", direction, counts))
    return cells


def written(cells: list[Cell]) -> bytes:
    return rfc8785.dumps(document("X-1", shown_of(cells, RULE), RULE))


@given(tables())
def test_no_small_number_is_shown_anywhere(cells: list[Cell]) -> None:
    shown = shown_of(cells, RULE)
    numbers = [count.n for cell in shown.cells for count in cell.counts]
    numbers += [total.n for total in shown.totals]
    numbers += [
        part.n for cell in shown.cells for count in cell.counts for part in count.parts
    ]
    assert not any(RULE.is_small(n) for n in numbers if n is not None)


@given(tables(), st.data())
def test_a_withheld_number_leaves_no_trace_in_a_single_byte(
    cells: list[Cell], data: st.DataObject
) -> None:
    """Put any other small number in its place: what is published is the same."""
    chosen = data.draw(st.integers(0, len(cells) - 1))
    small = Count("one more", data.draw(SMALL))
    cells[chosen] = replace(cells[chosen], counts=(*cells[chosen].counts, small))
    others = list(cells)
    others[chosen] = replace(
        cells[chosen],
        counts=tuple(
            replace(count, n=data.draw(SMALL))
            if count.n is not None and RULE.is_small(count.n)
            else count
            for count in cells[chosen].counts
        ),
    )
    assert shown_of(cells, RULE).cells[chosen].withheld
    assert written(others) == written(cells)


@given(tables())
def test_a_total_is_the_sum_of_shown_cells_or_not_shown(cells: list[Cell]) -> None:
    shown = shown_of(cells, RULE)
    for total in shown.totals:
        own = [
            count
            for cell in shown.cells
            if cell.direction == total.direction
            for count in cell.counts
            if count.ours
        ]
        if any(not count.shown for count in own):
            assert total.n is None
        elif total.n is not None:
            assert total.n == sum(count.n or 0 for count in own)


@given(tables(), st.data())
def test_a_round_added_later_never_uncovers_an_earlier_one(
    cells: list[Cell], data: st.DataObject
) -> None:
    """Yesterday's publication and today's together tell no withheld number."""
    until = data.draw(st.integers(1, 3))
    before = shown_of([cell for cell in cells if cell.round <= until], RULE)
    after = shown_of(cells, RULE)
    for total in after.totals:
        hidden = any(
            cell.withheld for cell in after.cells if cell.direction == total.direction
        )
        assert total.n is None or not hidden
    assert before.cells == after.cells[: len(before.cells)]


@given(tables())
def test_parts_are_shown_only_where_no_small_one_can_be_worked_out(
    cells: list[Cell],
) -> None:
    for cell in shown_of(cells, RULE).cells:
        wholes = [c.n for c in cell.counts if c.what == ALL and c.n is not None]
        pieces = [part.n for count in cell.counts for part in count.parts]
        pieces += [c.n for c in cell.counts if c.what != ALL and c.n is not None]
        for piece in pieces:
            assert not any(RULE.is_small(abs(piece - other)) for other in pieces)
            assert not any(RULE.is_small(abs(piece - whole)) for whole in wholes)


@given(tables())
def test_swapping_the_parties_mirrors_what_is_shown(cells: list[Cell]) -> None:
    def mirrored(held: list[Cell]) -> list[Cell]:
        return [replace(cell, direction=OTHER[cell.direction]) for cell in held]

    shown = shown_of(cells, RULE)
    others = shown_of(mirrored(cells), RULE)
    assert list(others.cells) == mirrored(list(shown.cells))
    assert {(OTHER[one.direction], one.n) for one in others.totals} == {
        (one.direction, one.n) for one in shown.totals
    }


@given(tables())
def test_a_document_reads_back_as_it_was_written(cells: list[Cell]) -> None:
    shown = shown_of(cells, RULE)
    assert read(document("X-1", shown, RULE)) == shown


def test_a_number_in_parts_with_a_single_civilian_is_shown_whole() -> None:
    told = Count("Sudmark", 36, parts=(Part(35, "soldiers"), Part(1, "civilians")))
    own = Count("receipt", 36, ours=True)
    (cell,) = shown_of([Cell(1, "2022-11-23", "A>B", (own, told))], RULE).cells
    assert not cell.withheld
    assert [count.n for count in cell.counts] == [36, 36]
    assert cell.counts[1].parts == ()


def test_a_subset_that_tells_the_rest_is_left_out() -> None:
    """Thirty-five soldiers among thirty-six tell of the one who was none."""
    own = Count("receipt", 36, ours=True)
    told = Count("Sudmark", 35, what="military")
    (cell,) = shown_of([Cell(1, "2022-11-23", "A>B", (own, told))], RULE).cells
    assert [count.what for count in cell.counts] == [ALL]


def test_large_parts_are_shown_as_told() -> None:
    told = Count("Sudmark", 60, parts=(Part(40, "soldiers"), Part(20, "civilians")))
    (cell,) = shown_of([Cell(1, "2022-11-23", "A>B", (told,))], RULE).cells
    assert cell.counts == (told,)


def test_what_counts_both_sides_goes_with_a_withheld_side() -> None:
    cells = [
        Cell(1, "2022-11-23", "A>B", (Count("receipt", 3, ours=True),)),
        Cell(1, "2022-11-23", "B>A", (Count("receipt", 50, ours=True),)),
        Cell(1, "2022-11-23", "", (Count("a newspaper", 53),)),
    ]
    shown = shown_of(cells, RULE)
    assert [cell.withheld for cell in shown.cells] == [True, False, True]


def test_what_counts_all_who_come_to_one_party_goes_with_a_withheld_leg() -> None:
    cells = [
        Cell(1, "2024-08-01", "A>C", (Count("receipt", 3, ours=True),)),
        Cell(1, "2024-08-01", "B>C", (Count("receipt", 50, ours=True),)),
        Cell(1, "2024-08-01", ">C", (Count("a newspaper", 53),)),
    ]
    shown = shown_of(cells, RULE)
    assert [cell.withheld for cell in shown.cells] == [True, False, True]
    assert [total.direction for total in shown.totals] == ["A>C", "B>C"]


def test_nobody_at_all_is_shown_and_not_stated_stays_not_stated() -> None:
    cell = Cell(
        1, "2022-11-23", "A>B", (Count("receipt", 0, ours=True), Count("x", None))
    )
    shown = shown_of([cell], RULE)
    assert shown.cells == (cell,)
    assert shown.totals[0].n == 0


@given(tables())
def test_bars_stay_inside_the_chart_and_never_overlap(cells: list[Cell]) -> None:
    chart = lay_out(shown_of(cells, RULE).cells)
    bars = [bar for group in chart.groups for bar in group.bars]
    for one, following in pairwise(bars):
        assert one.y + 20 <= following.y
    for bar in bars:
        assert 0 <= bar.width <= CHART_WIDTH
        assert (bar.width == 0) == (bar.count.n is None)
        assert bar.y < bar.text_y < chart.height


def test_the_threshold_is_a_setting_with_its_reason() -> None:
    held = threshold()
    assert held.least_shown >= 3
    assert held.reason


@pytest.mark.parametrize(
    "written",
    [
        pytest.param('least_shown = 1\nreason = "x"', id="shows one person"),
        pytest.param('least_shown = 5\nreason = ""', id="says no reason"),
    ],
)
def test_a_setting_that_protects_nobody_is_refused(
    written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "small_cells.toml"
    file.write_text(written, encoding="utf-8")
    monkeypatch.setattr(setting, "FILE", file)
    with pytest.raises(ValueError, match=file.name):
        setting.threshold.__wrapped__()


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_small_difference_from_what_was_shown_is_noticed(was: int, now: int) -> None:
    def totals(n: int) -> Totals:
        cells = [Cell(1, "2022-11-23", "A>B", (Count("receipt", n, ours=True),))]
        return shown_of(cells, RULE)

    shown = not RULE.is_small(was) and not RULE.is_small(now)
    told = near(totals(was), totals(now), RULE)
    assert bool(told) == (shown and RULE.is_small(abs(was - now)))
