"""The arithmetic of matching: pairs one to one, groups, weights, the model as JSON."""

from __future__ import annotations

import json
from itertools import chain, combinations, pairwise
from math import isclose
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.matching.core.assign import EXACT_ROWS, one_to_one
from repatria.matching.core.cluster import (
    MOST_AGAINST,
    MOST_FOR,
    NEVER_COMPARED,
    clusters,
    connected,
)
from repatria.matching.core.ladders import LADDERS, Ladder, ladder_of_extra
from repatria.matching.core.model import (
    FieldModel,
    Frequency,
    Model,
    ModelUnreadableError,
    bits,
    from_json,
    starting_model,
    to_json,
)
from repatria.matching.engine.rivals import certainty

Edge = tuple[int, int, float]

rows = st.integers(0, 4)
weights = st.integers(1, 200).map(lambda n: n / 8)
edges_between = st.lists(
    st.tuples(rows, rows, weights), max_size=9, unique_by=lambda edge: edge[:2]
)
shares = st.floats(1e-6, 1.0)


def worth(edges: list[Edge], chosen: list[int]) -> float:
    return sum(edges[at][2] for at in chosen)


def one_each(edges: list[Edge], chosen: list[int]) -> bool:
    left, right = ([edges[at][side] for at in chosen] for side in (0, 1))
    return len(set(left)) == len(left) and len(set(right)) == len(right)


def subsets(size: int) -> list[list[int]]:
    every = range(size)
    return [
        list(some)
        for some in chain.from_iterable(combinations(every, n) for n in range(size + 1))
    ]


@given(edges_between)
def test_pairs_are_one_to_one_and_the_best_as_a_whole(edges: list[Edge]) -> None:
    chosen = one_to_one(edges)
    assert chosen == sorted(set(chosen))
    assert one_each(edges, chosen)
    best = max(
        worth(edges, some) for some in subsets(len(edges)) if one_each(edges, some)
    )
    assert isclose(worth(edges, chosen), best)


@given(edges_between)
def test_exchanging_the_sides_is_worth_the_same(edges: list[Edge]) -> None:
    turned = [(right, left, weight) for left, right, weight in edges]
    assert isclose(worth(edges, one_to_one(edges)), worth(turned, one_to_one(turned)))


@pytest.mark.parametrize("seed", range(3))
def test_a_mass_of_namesakes_is_paired_the_best_first(seed: int) -> None:
    chance = Random(seed)
    size = EXACT_ROWS // 2 + 1
    edges = [
        (left, right, chance.randint(1, 1000) / 8)
        for left in range(size)
        for right in range(size)
    ]
    chosen = one_to_one(edges)
    assert one_each(edges, chosen)
    assert len(chosen) == size
    assert max(edges, key=lambda edge: edge[2])[2] == max(edges[at][2] for at in chosen)


def test_nothing_to_pair() -> None:
    assert one_to_one([]) == []


in_a_list = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(-80, 160)).filter(
        lambda edge: edge[0] < edge[1]
    ),
    max_size=15,
    unique_by=lambda edge: edge[:2],
).map(lambda edges: [(one, other, bits_ / 8) for one, other, bits_ in edges])


@given(in_a_list, st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_pairs(
    edges: list[Edge], chance: Random
) -> None:
    mixed = chance.sample(edges, k=len(edges))
    assert clusters(mixed) == clusters(edges)
    assert connected(mixed) == connected(edges)


@given(in_a_list)
def test_a_group_is_named_by_its_first_row_and_holds_together(
    edges: list[Edge],
) -> None:
    group = clusters(edges)
    assert set(group) == {row for edge in edges for row in edge[:2]}
    members = {
        lead: [row for row in group if group[row] == lead] for lead in group.values()
    }
    assert all(lead == min(some) for lead, some in members.items())
    said = {frozenset(edge[:2]): edge[2] for edge in edges}
    for some in members.values():
        inside = [
            said.get(frozenset(two), NEVER_COMPARED) for two in combinations(some, 2)
        ]
        assert sum(max(MOST_AGAINST, min(one, MOST_FOR)) for one in inside) >= 0


@given(in_a_list)
def test_a_group_never_reaches_beyond_connected_rows(edges: list[Edge]) -> None:
    among = {row: rows for rows in connected(edges) for row in rows}
    assert all(first in among[row] for row, first in clusters(edges).items())
    assert sorted(among) == sorted(clusters(edges))


@given(st.lists(st.integers(0, 3), min_size=2, max_size=8))
def test_where_every_pair_is_judged_groups_are_the_persons(person: list[int]) -> None:
    edges = [
        (one, other, 9.0 if person[one] == person[other] else -9.0)
        for one, other in combinations(range(len(person)), 2)
    ]
    assert clusters(edges) == {row: person.index(who) for row, who in enumerate(person)}


@pytest.mark.parametrize(
    "edges",
    [
        pytest.param([(1, 2, 2.0), (2, 3, 1.5)], id="never compared"),
        pytest.param([(1, 2, 3.0), (2, 3, 2.0), (1, 3, -9.0)], id="contradicted"),
    ],
)
def test_a_chain_of_resemblance_is_not_one_person(edges: list[Edge]) -> None:
    assert connected(edges) == [[1, 2, 3]]
    assert clusters(edges) == {1: 1, 2: 1, 3: 3}


ladders = st.sampled_from([*LADDERS.values(), ladder_of_extra(3)])


@given(ladders, st.data())
def test_weights_never_rise_on_the_way_down(
    ladder: Ladder, data: st.DataObject
) -> None:
    size = len(ladder.levels)
    some = st.lists(shares, min_size=size, max_size=size).map(tuple)
    field = FieldModel(data.draw(some), data.draw(some))
    found = Model({ladder.field: field}).weights(ladder)
    assert all(above >= below for above, below in pairwise(found))
    assert all(weight >= 0 for weight in found[: ladder.last_agreement])


@given(shares, shares)
def test_bits_double_the_odds(m: float, u: float) -> None:
    assert isclose(2 ** bits(m, u), m / u, rel_tol=1e-9)
    if not isclose(m, u):  # below a float's grain the two are one
        assert (bits(m, u) > 0) == (m > u)


@pytest.mark.parametrize("ladder", [*LADDERS.values(), ladder_of_extra(1)], ids=str)
def test_each_level_has_words_of_its_own(ladder: Ladder) -> None:
    says = [level.says for level in ladder.levels]
    codes = [level.code for level in ladder.levels]
    assert len(set(says)) == len(set(codes)) == len(codes)
    assert [ladder.number(code) for code in codes] == list(range(1, len(codes) + 1))
    assert codes[0] == "same"
    assert codes[-1] == "differs"
    assert len(ladder.conflicts) == len(codes) + 1
    assert (ladder.conflicts[0], ladder.conflicts[1]) == (False, False)
    assert ladder.conflicts[-1]


def test_no_two_ladders_say_the_same() -> None:
    says = [level.says for ladder in LADDERS.values() for level in ladder.levels]
    assert len(set(says)) == len(says)


short = st.integers(1, 9_999_999).map(lambda n: float(f"{n / 1e7:.7g}"))


@st.composite
def models(draw: st.DrawFn) -> Model:
    fields = {
        ladder.field: FieldModel(
            *(tuple(draw(short) for _level in ladder.levels) for _share in ("m", "u"))
        )
        for ladder in draw(st.lists(ladders, unique_by=lambda one: one.field))
    }
    common = st.dictionaries(st.text(max_size=5), short, max_size=4)
    tables = st.builds(Frequency, common=common, rare=short)
    return Model(
        fields=fields,
        frequencies=draw(
            st.dictionaries(st.sampled_from(["family.same", "given.variant"]), tables)
        ),
        prior=draw(st.integers(-400, 40).map(lambda n: n / 10)),
        slope=draw(short),
        offset=draw(short),
    )


@given(models())
def test_a_model_comes_back_from_json_whole(model: Model) -> None:
    assert from_json(to_json(model), file="model.json") == model


def changed(**keys: object) -> str:
    stated = json.loads(to_json(starting_model()))
    return json.dumps(stated | keys)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="broken"),
        pytest.param("[]", id="a list"),
        pytest.param("7", id="a number"),
        pytest.param("{}", id="no keys"),
        pytest.param("[" * 100_000, id="nests without end"),
        pytest.param(changed(form=99), id="another release's"),
        pytest.param(changed(prior=None), id="no prior"),
        pytest.param(changed(prior="NaN"), id="a prior that is no number"),
        pytest.param(changed(prior=1e999), id="a prior without end"),
        pytest.param(changed(fields={"hat": {}}), id="a field nobody knows"),
        pytest.param(changed(fields={"sex": {"same": [1, 1]}}), id="a level missing"),
        pytest.param(
            changed(fields={"sex": {"same": [0, 1], "differs": [1, 1]}}),
            id="a share of nothing",
        ),
        pytest.param(
            changed(frequencies={"sex.same": {"rare": 0, "common": {}}}),
            id="a frequency of nothing",
        ),
        pytest.param(changed(frequencies=[]), id="frequencies are a list"),
    ],
)
def test_what_is_no_model_is_refused_by_name(text: str) -> None:
    with pytest.raises(ModelUnreadableError, match=r"old\.json.*leave --model out"):
        from_json(text, file="old.json")


scored = st.lists(
    st.tuples(rows, rows, st.floats(-60, 80, width=32)),
    min_size=1,
    max_size=12,
    unique_by=lambda edge: edge[:2],
)


@given(scored)
def test_certainties_of_rivals_are_shares_of_one(edges: list[Edge]) -> None:
    left = np.array([edge[0] for edge in edges], dtype=np.int32)
    right = np.array([edge[1] for edge in edges], dtype=np.int32)
    weight = np.array([edge[2] for edge in edges], dtype=np.float32)
    sure = certainty(left, right, weight)
    assert ((sure >= 0) & (sure <= 1)).all()
    assert np.bincount(left, weights=sure).max() <= 1 + 1e-9
    assert np.bincount(right, weights=sure).max() <= 1 + 1e-9
    assert np.allclose(certainty(right, left, weight), sure, atol=1e-12)


def test_without_rivals_certainty_is_the_odds() -> None:
    alone = certainty(
        np.array([0], dtype=np.int32),
        np.array([3], dtype=np.int32),
        np.array([2.0], dtype=np.float32),
    )
    assert alone[0] == pytest.approx(0.8)
