"""Ladder, axes, timeline and contradictions: derived, explained, mirrored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.custody.core.axes import Axis, StatusRules, fate, legal_status
from repatria.custody.core.contradictions import contradictions
from repatria.custody.core.kinds import details_of
from repatria.custody.core.ladder import Ladder, ladder, rung_of
from repatria.custody.core.said import Said, stand_of
from repatria.custody.core.spans import Span, read_kept, span_of, until
from repatria.custody.core.timeline import Gap, Stack, timeline
from repatria.custody.core.words import Kind, Rung, Voice
from repatria.rulebook.load import load_rule
from repatria.shared.dates import PartialDate

RULES = StatusRules(load_rule("protocol1.art45.1"), load_rule("geneva3.art5"))
TODAY = date(2023, 6, 1)
PARTIES = {"NORLAND": "SUDMARK", "SUDMARK": "NORLAND"}
OFFICES = {"north": "south", "south": "north"}


def said(kind: str, happened: str = "", voice: str = "holder", **more: str) -> Said:
    """A statement in a few words; dates as the register keeps them."""
    told = {"ref": f"K-{kind}-{happened}-{voice}", "by": voice, "said_on": happened}
    told |= {"holder": "SUDMARK", **more}
    return Said(
        ref=told["ref"],
        kind=Kind(kind),
        voice=Voice(voice),
        by=told["by"],
        said_on=read_kept(told["said_on"]),
        received=TODAY,
        happened=read_kept(happened),
        holder=told["holder"],
        home=told.get("home", "NORLAND"),
        place=told.get("place", ""),
        detail=told.get("detail", ""),
        replaces=told.get("replaces", ""),
    )


# --- The ladder --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "voice", "rung"),
    [
        pytest.param("claim", "home", "claimed", id="the home party's list"),
        pytest.param("claim", "family", "claimed", id="a family's request"),
        pytest.param("seen", "witness", "seen", id="a witness"),
        pytest.param("seen", "published", "seen", id="a recording"),
        pytest.param("capture", "prisoner", "seen", id="a card from the prisoner"),
        pytest.param("capture", "home", "claimed", id="home says: captured"),
        pytest.param("held", "holder", "holder-confirmed", id="the holder's list"),
        pytest.param("capture", "holder", "holder-confirmed", id="the holder's card"),
        pytest.param("death", "holder", "holder-confirmed", id="the holder's form D"),
        pytest.param("transfer", "neutral", "holder-confirmed", id="passed on"),
        pytest.param("visit", "neutral", "visited", id="the visitors themselves"),
        pytest.param("visit", "holder", "holder-confirmed", id="the holder: visited"),
        pytest.param("visit", "home", "claimed", id="hearsay of a visit"),
        pytest.param("visit-refused", "neutral", "unaccounted", id="no access"),
        pytest.param("not-held", "holder", "unaccounted", id="denied"),
        pytest.param("identified", "home", "unaccounted", id="remains"),
    ],
)
def test_what_a_statement_is_worth_depends_on_who_makes_it(
    kind: str, voice: str, rung: str
) -> None:
    assert rung_of(said(kind, "2022-05-03", voice)) == rung


def test_the_ladder_tells_what_puts_it_there_since_when_and_what_would_raise_it() -> (
    None
):
    claim = said("claim", "2022-05-01", "home")
    card, again = said("capture", "2022-06-01"), said("held", "2022-11-01")
    (standing,) = ladder([again, card, claim]).standings
    assert (standing.rung, standing.because, standing.latest) == (
        Rung.CONFIRMED,
        card,
        again,
    )
    assert standing.next_rung is Rung.VISITED
    visited = ladder([card, said("visit", "2022-12-01", "neutral")])
    assert (visited.rung, visited.standings[0].next_rung) == (Rung.VISITED, None)


def test_each_power_that_is_said_to_hold_somebody_has_a_ladder_of_its_own() -> None:
    ours = said("held", "2022-06-01")
    theirs = said("seen", "2022-06-01", "witness", holder="NORLAND", home="SUDMARK")
    found = ladder([theirs, ours])
    assert [one.holder for one in found.standings] == ["SUDMARK", "NORLAND"]
    assert found.disputed


def test_a_denial_stands_against_the_ladder_and_lowers_nothing() -> None:
    denial = said("not-held", "2022-12-01")
    found = ladder([said("seen", "2022-06-01", "witness"), denial])
    assert (found.rung, found.standings[0].against) == (Rung.SEEN, (denial,))
    assert found.disputed
    assert not ladder([said("seen", "2022-06-01", "witness")]).disputed


def test_what_is_taken_back_no_longer_counts_and_is_still_shown() -> None:
    card = said("capture", "2022-06-01", ref="K-1")
    back = said("retraction", "2022-07-01", replaces="K-1")
    found = ladder([card, back])
    assert (found.rung, found.standings[0].gone) == (Rung.UNACCOUNTED, (card,))
    assert found.standings[0].next_rung is Rung.CLAIMED


def test_of_nothing_nothing_is_known() -> None:
    assert ladder([]) == Ladder()
    assert ladder([]).rung is Rung.UNACCOUNTED


# --- Fate --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statements", "fates"),
    [
        pytest.param([], ["unaccounted"], id="nobody says anything"),
        pytest.param(
            [said("claim", "2022-05", "home")], ["unaccounted"], id="claimed alone"
        ),
        pytest.param(
            [said("seen", "2022-05", "witness")], ["presumed_captive"], id="a witness"
        ),
        pytest.param(
            [said("capture", "2022-05", "home")], ["unaccounted"], id="home alone"
        ),
        pytest.param(
            [said("seen", "2022-05", "witness"), said("held", "2022-06-01")],
            ["confirmed_captive"],
            id="the holder confirms",
        ),
        pytest.param(
            [said("held", "2022-06-01"), said("repatriation", "2022-11-24", "home")],
            ["returned"],
            id="home",
        ),
        pytest.param(
            [said("repatriation", "2022-11-24"), said("held", "2022-12-01")],
            ["returned", "confirmed_captive"],
            id="a list that still names somebody who is home",
        ),
        pytest.param(
            [
                said("repatriation", "2022-11-24"),
                said("capture", "2023-02-01", detail="capture"),
            ],
            ["confirmed_captive"],
            id="taken a second time",
        ),
        pytest.param(
            [said("escape", "2022-07-01"), said("held", "2022-08-01")],
            ["confirmed_captive"],
            id="escaped and retaken",
        ),
        pytest.param(
            [said("accommodation", "2022-07-01"), said("held", "2022-08-01")],
            ["confirmed_captive"],
            id="brought back from a neutral country",
        ),
        pytest.param(
            [said("accommodation", "2022-07-01")], ["neutral_accommodation"], id="away"
        ),
        pytest.param(
            [said("escape", "2022-07"), said("release", "2022-07", "witness")],
            ["released_in_place", "escaped"],
            id="two endings in one month",
        ),
        pytest.param(
            [said("escape", "2022-07-01"), said("release", "2022-09-01")],
            ["released_in_place"],
            id="an earlier ending is over",
        ),
        pytest.param(
            [said("held", "2022-06-01"), said("death", "2022-07-01")],
            ["reported_dead"],
            id="died in captivity",
        ),
        pytest.param(
            [said("death", "2022-07-01"), said("visit", "2022-09-01", "neutral")],
            ["reported_dead", "confirmed_captive"],
            id="visited alive after the report of the death",
        ),
        pytest.param(
            [
                said("death", "2022-07-01"),
                said("identified", "2022-10-01", "home"),
                said("remains-returned", "2022-12-01", "home"),
            ],
            ["remains_returned"],
            id="identified and brought home",
        ),
        pytest.param(
            [said("identified", "2022-10-01"), said("death", "2022-11-01")],
            ["identified_dead"],
            id="an identification is not undone by a report",
        ),
    ],
)
def test_fate_follows_from_what_is_said(
    statements: list[Said], fates: list[str]
) -> None:
    axis = fate(statements)
    assert [value.code for value in axis.values] == fates
    assert axis.code == fates[0]
    assert axis.codes == frozenset(fates)
    assert axis.disputed is (len(fates) > 1)


def test_a_death_of_unknown_day_is_contradicted_by_what_came_after_its_report() -> None:
    dead = said("death", "", said_on="2022-09-01")
    before, after = said("held", "2022-08-01"), said("held", "2022-10-01")
    assert not fate([dead, before]).disputed
    assert fate([dead, after]).disputed


# --- Legal status ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("details", "statuses"),
    [
        pytest.param([], ["presumed_pow"], id="nobody says otherwise"),
        pytest.param(["not-a-prisoner-of-war"], ["doubted"], id="denied, no tribunal"),
        pytest.param(["prisoner-of-war"], ["presumed_pow"], id="said to be one"),
        pytest.param(["retained"], ["retained"], id="a medic"),
        pytest.param(
            ["civilian", "prisoner-of-war"], ["presumed_pow", "civilian"], id="both"
        ),
        pytest.param(
            ["not-a-prisoner-of-war", "tribunal-not-a-prisoner-of-war"],
            ["not_pow"],
            id="a tribunal's record settles it",
        ),
        pytest.param(["tribunal-prisoner-of-war"], ["pow"], id="a tribunal found one"),
        pytest.param(["equivalent-protection"], ["equivalent_protection"], id="44.4"),
        pytest.param([""], ["presumed_pow"], id="a statement that says nothing"),
    ],
)
def test_legal_status_is_presumed_until_a_tribunal_decides(
    details: list[str], statuses: list[str]
) -> None:
    held = [
        said("status", f"2022-0{place}-01", detail=detail)
        for place, detail in enumerate(details, 1)
    ]
    axis = legal_status(held, RULES)
    assert [value.code for value in axis.values] == statuses


def test_where_the_law_presumes_the_rule_is_named() -> None:
    assert legal_status([], RULES).values[0].rule == "protocol1.art45.1"
    home = legal_status([said("claim", "2022-05", "home")], RULES)
    assert home.values[0].rule == "protocol1.art45.1"
    denied = said("status", "2022-06", detail="not-a-prisoner-of-war")
    assert legal_status([denied], RULES).values[0].rule == "geneva3.art5"


# --- The timeline ------------------------------------------------------------------


def rows(*statements: Said, goes_on: bool = False) -> list[Stack | Gap]:
    return list(timeline(statements, today=TODAY, goes_on=goes_on).rows)


def test_statements_of_one_event_are_stacked_and_their_disagreement_is_named() -> None:
    theirs = said("death", "2022-07-01", place="Camp 3")
    ours = said("death", "2022-08", "home", place="camp 4")
    (stack,) = rows(theirs, ours)
    assert isinstance(stack, Stack)
    assert (stack.said, stack.disagree) == ((theirs, ours), ("day", "place"))
    (same,) = rows(theirs, replace(ours, happened=PartialDate(2022, 7), place=""))
    assert isinstance(same, Stack)
    assert same.disagree == ()


def test_one_source_may_tell_of_two_captures_and_two_sources_of_one() -> None:
    first = said("capture", "2022-03-01", detail="capture")
    second = said("capture", "2022-12-01", detail="capture")
    other = said("capture", "2022-03-09", "witness", detail="capture")
    kinds = [row.said for row in rows(first, second, other) if isinstance(row, Stack)]
    assert kinds == [(first, other), (second,)]


def test_a_card_of_a_new_camp_is_no_capture() -> None:
    capture = said("capture", "2022-03-01", detail="capture")
    card = said("capture", "2022-03-01", "prisoner", detail="new-camp")
    assert len(rows(capture, card)) == 2


def test_a_weekly_list_that_says_the_same_is_one_row() -> None:
    lists = [said("held", f"2022-05-{day:02}") for day in (1, 8, 15)]
    elsewhere = said("held", "2022-05-16", place="Camp 9")
    stacks = [row for row in rows(*lists, elsewhere) if isinstance(row, Stack)]
    assert [len(one.said) for one in stacks] == [3, 1]
    assert [one.disagree for one in stacks] == [(), ()]


def test_partial_dates_are_put_in_order_and_say_that_they_may_be_earlier() -> None:
    day, month = said("transfer", "2022-05-20"), said("hospital", "2022-05")
    later = said("visit", "2022-06-01", "neutral")
    stacks = [row for row in rows(later, day, month) if isinstance(row, Stack)]
    assert [(one.kind.value, one.fluid) for one in stacks] == [
        ("hospital", False),
        ("transfer", True),
        ("visit", False),
    ]


def test_silences_are_counted_in_days_and_uncertain_ones_say_at_least() -> None:
    first, second = said("capture", "2022-01-01"), said("seen", "2022-03-01", "witness")
    gaps = [row for row in rows(first, second, goes_on=True) if isinstance(row, Gap)]
    assert gaps == [
        Gap(date(2022, 1, 1), date(2022, 3, 1), 59),
        Gap(date(2022, 3, 1), None, 457),
    ]
    vague = said("seen", "2022-04", "witness")
    (gap,) = [row for row in rows(first, vague) if isinstance(row, Gap)]
    assert gap == Gap(date(2022, 1, 1), date(2022, 4, 1), 90, at_least=True)


def test_what_the_home_party_claims_breaks_no_silence() -> None:
    first, last = said("capture", "2022-01-01"), said("seen", "2022-03-01", "witness")
    claim = said("claim", "2022-02-01", "home")
    refused = said("visit-refused", "2022-02-01", "neutral")
    (gap,) = [row for row in rows(first, last, claim, refused) if isinstance(row, Gap)]
    assert gap.days == 59


def test_a_long_stay_that_covers_a_short_word_leaves_no_gap_inside() -> None:
    year, word = (
        said("seen", "2022", "witness"),
        said("seen", "2022-02-01", "published"),
    )
    assert not [row for row in rows(year, word) if isinstance(row, Gap)]


def test_what_has_no_day_and_what_no_longer_stands_is_kept_apart() -> None:
    undated = said("transfer", "")
    first = said("hospital", "2022-05-01", ref="K-1")
    second = said("hospital", "2022-05-02", ref="K-2", replaces="K-1")
    found = timeline([undated, first, second], today=TODAY, goes_on=False)
    assert [one.said for one in found.undated] == [(undated,)]
    assert found.stand.gone == (first,)
    assert found.stand.corrected == {"K-1": second}
    two = timeline([undated, replace(undated, ref="b")], today=TODAY, goes_on=False)
    assert len(two.undated) == 2


# --- What cannot all be so ---------------------------------------------------------


@pytest.mark.parametrize(
    ("statements", "codes"),
    [
        pytest.param(
            [said("death", "2022-05-01"), said("visit", "2022-06-01", "neutral")],
            ["alive-after-death"],
            id="visited after death",
        ),
        pytest.param(
            [said("repatriation", "2022-05-01"), said("held", "2022-06-01")],
            ["held-after-return"],
            id="held after return",
        ),
        pytest.param(
            [
                said("held", "2022-06-01"),
                said("held", "2022-06-01", by="x", holder="NORLAND"),
            ],
            ["held-by-two"],
            id="held by two",
        ),
        pytest.param(
            [said("seen", "2022-06-01", "witness"), said("not-held", "2022-07-01")],
            ["denied"],
            id="denied",
        ),
        pytest.param(
            [
                said("held", "2022-05-01"),
                said("release", "2022-06-01"),
                said("not-held", "2022-07-01"),
            ],
            [],
            id="no longer held is no denial",
        ),
        pytest.param(
            [said("not-held", "2022-07-01"), said("held", "2022-06", holder="NORLAND")],
            [],
            id="another power denies",
        ),
        pytest.param(
            [said("death", "2022-06"), said("held", "2022-06-10")],
            [],
            id="the month leaves it open",
        ),
    ],
)
def test_contradictions_are_named_and_nobody_is_chosen(
    statements: list[Said], codes: list[str]
) -> None:
    assert [one.code for one in contradictions(statements)] == codes


# --- Days --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "span"),
    [
        pytest.param("", Span(), id="nothing"),
        pytest.param("????-05-09", Span(), id="no year"),
        pytest.param("2022", Span(date(2022, 1, 1), date(2022, 12, 31)), id="a year"),
        pytest.param("2024-02", Span(date(2024, 2, 1), date(2024, 2, 29)), id="leap"),
        pytest.param("2022-05-09", Span(*[date(2022, 5, 9)] * 2), id="a day"),
        pytest.param(
            "~2022-05-09", Span(date(2022, 4, 8), date(2022, 6, 9)), id="about a day"
        ),
        pytest.param(
            "~2022", Span(date(2020, 12, 31), date(2024, 1, 1)), id="about a year"
        ),
    ],
)
def test_a_partial_date_is_a_stretch_of_days(written: str, span: Span) -> None:
    assert span_of(read_kept(written)) == span


def test_what_was_said_by_a_day_may_have_been_at_any_time_before() -> None:
    assert until(PartialDate(2022, 5, 9)) == Span(None, date(2022, 5, 9))
    assert not Span().surely_before(Span(date(2022, 1, 1), None))
    assert Said("x", Kind.SEEN, Voice.WITNESS).heard == (date.max, "x")


# --- Any statements, in any order, of either side ----------------------------------

DATES = st.sampled_from(
    ["", "2022", "2022-05", "2022-05-03", "2022-06-10", "2022-11-24", "????-05-09"]
)


@st.composite
def one_said(draw: st.DrawFn, number: int = 0) -> Said:
    kind = draw(st.sampled_from([kind for kind in Kind if kind is not Kind.RETRACTION]))
    details = ["", *details_of(kind)]
    return Said(
        ref=f"K-{number}-{draw(st.integers(0, 10**9))}",
        kind=kind,
        voice=draw(st.sampled_from(list(Voice))),
        by=draw(st.sampled_from([*OFFICES, "agency", "family"])),
        said_on=read_kept(draw(DATES)),
        received=TODAY,
        happened=read_kept(draw(DATES)),
        holder=draw(st.sampled_from([*PARTIES, ""])),
        home=draw(st.sampled_from([*PARTIES, ""])),
        place=draw(st.sampled_from(["", "Camp 3", "Camp 4"])),
        detail=draw(st.sampled_from(details)),
    )


MANY = st.lists(one_said(), max_size=8, unique_by=lambda said: said.ref)


def mirrored(said: Said) -> Said:
    """The same statement with the two parties in each other's place."""
    return replace(
        said,
        holder=PARTIES.get(said.holder, ""),
        home=PARTIES.get(said.home, ""),
        by=OFFICES.get(said.by, said.by),
    )


def as_told(found: Ladder, turn: bool) -> dict[str, object]:  # noqa: FBT001
    holders = PARTIES if turn else {}
    return {
        holders.get(one.holder, one.holder): (
            one.rung,
            one.because and one.because.ref,
            one.next_rung,
            {each.ref for each in one.against},
        )
        for one in found.standings
    }


def codes(axis: Axis) -> list[tuple[str, set[str]]]:
    return [(one.code, {said.ref for said in one.because}) for one in axis.values]


@given(MANY)
def test_swapping_the_parties_mirrors_every_result(statements: list[Said]) -> None:
    turned = [mirrored(one) for one in statements]
    assert as_told(ladder(turned), turn=True) == as_told(ladder(statements), turn=False)
    assert codes(fate(turned)) == codes(fate(statements))
    assert codes(legal_status(turned, RULES)) == codes(legal_status(statements, RULES))


@given(MANY, st.randoms(use_true_random=False))
def test_the_order_in_which_statements_came_in_changes_nothing(
    statements: list[Said], chance: Random
) -> None:
    shuffled = chance.sample(statements, k=len(statements))
    for derive in (ladder, fate, contradictions):
        assert derive(shuffled) == derive(statements)
    told = timeline(statements, today=TODAY, goes_on=True)
    assert timeline(shuffled, today=TODAY, goes_on=True) == told


@given(MANY)
def test_the_timeline_loses_no_statement(statements: list[Said]) -> None:
    told = timeline(statements, today=TODAY, goes_on=True)
    stacks = [row for row in (*told.rows, *told.undated) if isinstance(row, Stack)]
    shown = sorted(one.ref for stack in stacks for one in stack.said)
    assert shown == sorted(one.ref for one in stand_of(statements).standing)


@given(MANY, one_said(number=99))
def test_one_more_statement_never_lowers_the_evidence(
    statements: list[Said], more: Said
) -> None:
    rungs = list(Rung)
    before = ladder(statements).rung
    assert rungs.index(ladder([*statements, more]).rung) >= rungs.index(before)


@given(MANY)
def test_taking_everything_back_leaves_nothing_known(statements: list[Said]) -> None:
    backs = [
        replace(one, ref=f"B-{one.ref}", kind=Kind.RETRACTION, replaces=one.ref)
        for one in statements
    ]
    assert ladder([*statements, *backs]).rung is Rung.UNACCOUNTED
    assert fate([*statements, *backs]).code == "unaccounted"
