"""What the core promises: the same for both parties, and gaps where gaps are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.accountability.core import errors, sequence, sides, timeline
from repatria.accountability.core.intervals import Interval, check_said_after
from repatria.accountability.core.levels import LEVELS, TONES, Level
from repatria.accountability.core.media import ending, media_type
from repatria.accountability.core.said import Said

DAYS = st.dates(date(2022, 1, 1), date(2023, 12, 31))
MAYBE = st.none() | DAYS
PARTIES = st.sampled_from(["NORLAND", "SUDMARK", "THIRD", ""])
OTHER = {"NORLAND": "SUDMARK", "SUDMARK": "NORLAND"}


def swapped(code: str) -> str:
    return OTHER.get(code, code)


ALLEGED = st.builds(
    sides.Alleged,
    number=st.integers(1, 50),
    side=PARTIES,
    accused=st.lists(PARTIES.filter(bool), max_size=2, unique=True).map(tuple),
    victims=st.lists(PARTIES.filter(bool), max_size=2, unique=True).map(tuple),
    said_on=MAYBE,
)
ANSWERED = st.builds(
    sides.Answered,
    number=st.integers(1, 50),
    side=PARTIES,
    to=st.none() | st.integers(1, 50),
    said_on=MAYBE,
)


def unique_by_number(
    items: st.SearchStrategy[object],
) -> st.SearchStrategy[list[object]]:
    return st.lists(items, max_size=8, unique_by=lambda one: one.number)  # type: ignore[attr-defined]


def mirrored_allegation(one: sides.Alleged) -> sides.Alleged:
    return replace(
        one,
        side=swapped(one.side),
        accused=tuple(map(swapped, one.accused)),
        victims=tuple(map(swapped, one.victims)),
    )


def mirrored_answer(one: sides.Answered) -> sides.Answered:
    return replace(one, side=swapped(one.side))


def mirrored_row(row: sides.Row) -> sides.Row:
    return sides.Row(
        mirrored_allegation(row.allegation),
        tuple(map(mirrored_answer, row.answers)),
        tuple(map(swapped, row.unanswered)),
    )


@given(unique_by_number(ALLEGED), unique_by_number(ANSWERED))
def test_swapping_the_parties_mirrors_the_page_and_changes_nothing_else(
    alleged: list[sides.Alleged], answered: list[sides.Answered]
) -> None:
    rows = sides.side_by_side(alleged, answered)
    others = sides.side_by_side(
        [mirrored_allegation(one) for one in alleged],
        [mirrored_answer(one) for one in answered],
    )
    assert others == tuple(map(mirrored_row, rows))


@given(
    unique_by_number(ALLEGED),
    unique_by_number(ANSWERED),
    st.randoms(use_true_random=False),
)
def test_the_order_of_what_goes_in_decides_nothing(
    alleged: list[sides.Alleged], answered: list[sides.Answered], chance: object
) -> None:
    shuffled = chance.sample(alleged, k=len(alleged))  # type: ignore[attr-defined]
    others = chance.sample(answered, k=len(answered))  # type: ignore[attr-defined]
    assert sides.side_by_side(shuffled, others) == sides.side_by_side(alleged, answered)


@given(unique_by_number(ALLEGED), unique_by_number(ANSWERED))
def test_no_allegation_is_lost_and_no_accused_both_answers_and_does_not(
    alleged: list[sides.Alleged], answered: list[sides.Answered]
) -> None:
    rows = sides.side_by_side(alleged, answered)
    assert {row.allegation.number for row in rows} == {one.number for one in alleged}
    for row in rows:
        heard = {answer.side for answer in row.answers}
        assert heard.isdisjoint(row.unanswered)
        assert set(row.allegation.accused) <= heard | set(row.unanswered)


@given(MAYBE, MAYBE)
def test_an_interval_never_ends_before_it_begins(
    earliest: date | None, latest: date | None
) -> None:
    if earliest and latest and latest < earliest:
        with pytest.raises(errors.IntervalBackwardsError):
            Interval(earliest, latest)
        return
    held = Interval(earliest, latest)
    assert held.unknown == (earliest is None and latest is None)
    assert all(held.allows(day) for day in (earliest, latest) if day)
    assert held.one_day == (earliest is not None and earliest == latest)


@given(MAYBE, MAYBE)
def test_only_a_statement_older_than_the_earliest_day_is_refused(
    earliest: date | None, said_on: date | None
) -> None:
    early = earliest is not None and said_on is not None and said_on < earliest
    if early:
        with pytest.raises(errors.SaidBeforeItHappenedError):
            check_said_after(Interval(earliest), said_on)
    else:
        check_said_after(Interval(earliest), said_on)


@st.composite
def moments(draw: st.DrawFn) -> list[timeline.Moment]:
    held = []
    for number in range(draw(st.integers(0, 8))):
        first, length = draw(MAYBE), draw(st.none() | st.integers(0, 60))
        last = draw(MAYBE) if first is None or length is None else None
        if first and length is not None:
            last = first + timedelta(days=length)
        if first and last and last < first:
            first, last = last, first
        held.append(timeline.Moment(str(number), first, last))
    return held


@given(moments())
def test_every_known_moment_is_drawn_once_inside_the_drawing_and_in_order(
    held: list[timeline.Moment],
) -> None:
    drawing = timeline.lay_out(held, width=480)
    known = {one.key: one for one in held if one.earliest or one.latest}
    assert [bar.key for bar in drawing.bars] == list(known)
    assert len({bar.y for bar in drawing.bars}) == len(drawing.bars)
    for bar in drawing.bars:
        moment = known[bar.key]
        assert bar.x >= 0
        assert bar.x + bar.width <= 480 + timeline.LEAST_WIDTH
        assert bar.width >= timeline.LEAST_WIDTH
        assert bar.open_start == (moment.earliest is None)
        assert bar.open_end == (moment.latest is None)
    assert len(drawing.ticks) <= timeline.MOST_TICKS


@given(moments())
def test_what_begins_earlier_is_never_drawn_further_on(
    held: list[timeline.Moment],
) -> None:
    drawing = timeline.lay_out(held, width=480)
    begun = {one.key: one.earliest for one in held if one.earliest}
    placed = sorted((begun[bar.key], bar.x) for bar in drawing.bars if bar.key in begun)
    assert [x for _day, x in placed] == sorted(x for _day, x in placed)


PLACES = st.lists(
    st.builds(sequence.Place, st.integers(1, 30), st.none() | st.integers(1, 30)),
    max_size=8,
    unique_by=(lambda one: one.key, lambda one: one.sequence or -one.key),
)


@given(PLACES, st.sets(st.integers(1, 30)))
def test_a_gap_is_drawn_where_one_is_recorded_and_nowhere_else(
    places: list[sequence.Place], unseen: set[int]
) -> None:
    strip = sequence.lay_out(places, unseen_after=unseen)
    items = [box.key for box in strip.boxes if box.kind == "item"]
    placed = sorted(
        (one for one in places if one.sequence), key=lambda one: one.sequence or 0
    )
    assert items[: len(placed)] == [one.key for one in placed]
    assert sorted(items) == sorted(one.key for one in places)
    gaps = {box.key for box in strip.boxes if box.kind == "unseen"}
    assert gaps == {one.key for one in placed[:-1]} & unseen


@given(PLACES)
def test_nothing_overlaps(places: list[sequence.Place]) -> None:
    strip = sequence.lay_out(places, unseen_after=())
    x = 0
    for box in strip.boxes:
        assert box.x == x
        assert box.x < box.middle < box.x + box.width
        x += box.width
    assert strip.width == x


@pytest.mark.parametrize(
    ("content", "meant"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n...", "image/png", id="png"),
        pytest.param(b"RIFF....WEBPVP8 ", "image/webp", id="webp"),
        pytest.param(b"\0\0\0\x18ftypmp42", "video/mp4", id="mp4"),
        pytest.param(b"<svg onload=x>", "application/octet-stream", id="drawing"),
        pytest.param(b"", "application/octet-stream", id="nothing"),
    ],
)
def test_a_file_is_known_by_its_first_bytes(content: bytes, meant: str) -> None:
    assert media_type(content) == meant
    assert ending(meant).isalnum()


@given(st.binary(max_size=64))
def test_any_bytes_have_a_media_type(content: bytes) -> None:
    assert "/" in media_type(content)


def test_every_level_has_words_and_a_tone() -> None:
    assert set(LEVELS) == set(TONES) == set(Level)


@pytest.mark.parametrize(
    ("told", "error"),
    [
        pytest.param({"claimant": " "}, errors.NobodySaidItError, id="nobody"),
        pytest.param(
            {"claimant": "x", "span": (5, 5)},
            errors.SpanOutOfOrderError,
            id="empty span",
        ),
        pytest.param(
            {"claimant": "x", "inferred_from": 1},
            errors.NarratorHasNoInferenceError,
            id="a speaker infers",
        ),
        pytest.param({"claimant": "x", "modality": "sure"}, ValueError, id="no such"),
    ],
)
def test_a_statement_that_cannot_be_is_refused(
    told: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        Said(**told)  # type: ignore[arg-type]


def test_a_statement_with_its_place_in_a_text_is_kept_as_it_is() -> None:
    said = Said(
        claimant="a ministry", span=(3, 9), modality="inferred", inferred_from=1
    )
    assert (said.span, said.inferred_from) == ((3, 9), 1)
