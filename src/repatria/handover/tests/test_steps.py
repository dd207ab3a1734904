"""Where somebody stands follows from the entries that were not undone."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from repatria.handover.core import codes
from repatria.handover.core.documents import Journey, Outcome, differing_lines, receipt
from repatria.handover.core.steps import (
    Event,
    Standing,
    Step,
    counted,
    effective,
    may_follow,
    said_already,
    standing,
)

DID = [step for step in Step if step is not Step.UNDONE]


def lived(tries: list[Step | None]) -> list[Event]:
    """Return the entries that the rules let through; None undoes the last one."""
    events: list[Event] = []
    for number, step in enumerate(tries, 1):
        held = effective(events)
        if step is None and held:
            events.append(Event(number, Step.UNDONE, undoes=held[-1].number))
        elif step is not None and may_follow(standing(events), step):
            events.append(Event(number, step))
    return events


tries = st.lists(st.one_of(st.none(), st.sampled_from(DID)), max_size=25)


@given(tries)
def test_nobody_crosses_without_being_looked_for_after_being_missing(
    asked: list[Step | None],
) -> None:
    held = effective(lived(asked))
    for before, after in pairwise(held):
        assert (before.kind, after.kind) != (Step.ABSENT, Step.CROSSED)


@given(tries)
def test_an_outcome_closes_a_line_until_it_is_undone(asked: list[Step | None]) -> None:
    held = effective(lived(asked))
    closing = {Step.CROSSED, Step.NOT_CROSSED, Step.SUBSTITUTED}
    assert all(event.kind not in closing for event in held[:-1])


@given(tries)
def test_undoing_everything_leaves_nothing_standing(asked: list[Step | None]) -> None:
    events = lived(asked)
    while held := effective(events):
        events.append(Event(1000 + len(events), Step.UNDONE, undoes=held[-1].number))
    assert standing(events) is Standing.AWAITED


@given(tries, st.sampled_from(DID))
def test_an_undone_entry_is_as_if_it_had_not_been(
    asked: list[Step | None], step: Step
) -> None:
    events = lived(asked)
    before = standing(events)
    after = [*events, Event(500, step), Event(501, Step.UNDONE, undoes=500)]
    assert standing(after) is before


@given(st.sampled_from(list(Standing)), st.sampled_from(DID))
def test_what_stands_is_never_also_a_next_step(now: Standing, step: Step) -> None:
    assert not (said_already(now, step) and may_follow(now, step))


@given(st.lists(st.sampled_from(list(Standing)), max_size=60))
def test_counts_add_up(stands: list[Standing]) -> None:
    told = counted(stands)
    parts = (told.awaited, told.here, told.crossed, told.not_over)
    assert sum(parts) == told.lines == len(stands)
    assert told.agree == (told.here + told.crossed == told.expected)


@given(st.integers(0, 999_999), st.integers(1, 99), st.integers(1, 9999))
def test_a_code_says_which_manifest_and_line_and_nothing_else(
    ref: int, version: int, line: int
) -> None:
    code = codes.code_of(handover=f"H-{ref:08}", version=version, line=line)
    assert codes.read_code(f" {code.lower()} ") == codes.Found(f"H-{ref:08}", line)


def test_what_is_no_code_is_said_to_be_none() -> None:
    for typed in ("", "Ivan", "H-0000/1", "-3", "٣", "1/2/3"):
        assert codes.read_code(typed) is None


outcomes = st.lists(st.sampled_from(list(Outcome)), min_size=1, max_size=40)


@given(outcomes, outcomes)
def test_receipts_differ_exactly_where_outcomes_do(
    ours: list[Outcome], theirs: list[Outcome]
) -> None:
    journey = Journey("H-00000000", "X-00000000", 1, "A>B", "2022-11-23")

    def made(told: list[Outcome]) -> dict[str, object]:
        rows = [(n, f"R-{n}", each) for n, each in enumerate(told, 1)]
        return receipt(
            journey, rows, manifest_sha256="0", manifest_version=1, synthetic=True
        )

    differ = {line for line, _one, _other in differing_lines(made(ours), made(theirs))}
    longest = max(len(ours), len(theirs))
    expected = {
        n + 1
        for n in range(longest)
        if n >= len(ours) or n >= len(theirs) or ours[n] is not theirs[n]
    }
    assert differ == expected
