"""What holds for any two lists: no side, order or stranger changes the answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from repatria.matching.core.model import Model, from_json, starting_model, to_json
from repatria.matching.engine.link import dedupe, link
from repatria.matching.engine.prepare import prepared
from repatria.matching.engine.scores import ready
from repatria.matching.engine.synthetic import PRESETS, generate
from repatria.matching.engine.tables import clusters_table, only_table
from repatria.matching.tests.lists import Two, by_id, list_of, mirrored, proposed
from repatria.register.engine.intake import read_list
from repatria.register.engine.records import ReadList

# Few values, so that people resemble each other and rows leave things out.
people = st.fixed_dictionaries(
    {
        "family": st.sampled_from(
            ["Ковальчук", "Kovalchuk", "Ковальчюк", "Гончаренко", "Honcharenko", ""]
        ),
        "given": st.sampled_from(["Іван", "Ivan", "Ваня", "І.", "Петро", ""]),
        "patronymic": st.sampled_from(["Петрович", "Petrovych", "П.", ""]),
        "birth_date": st.sampled_from(
            ["09.05.1984", "05.09.1984", "1984", "10.05.1984", "31.02.1980", "?", ""]
        ),
        "rank": st.sampled_from(["солдат", "private", "капітан", ""]),
        "unit": st.sampled_from(["641 бригада", "641 Bde", "12 полк", ""]),
        "service_number": st.sampled_from(["АБ-123456", "AB 123456", "АБ-123457", ""]),
    }
)
some_people = st.lists(people, max_size=9)
# Two whole runs an example: a smaller failing one is not worth minutes of looking.
few = settings(
    max_examples=settings().max_examples // 4,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
FIRST = ["family", "given", "patronymic", "birth_date", "rank", "unit"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lists")


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("seed", [1, 2])
def test_exchanging_the_lists_mirrors_the_pairs(
    tmp_path: Path, preset: str, seed: int
) -> None:
    left_side, right_side = PRESETS[preset]
    made = generate(tmp_path, persons=250, seed=seed, left=left_side, right=right_side)
    left, right = read_list(made.left), read_list(made.right)
    there, back = link(left, right), link(right, left)
    assert there.model == back.model
    assert len(proposed(there)) > 100
    assert mirrored(proposed(back)).equals(proposed(there))
    for side in (False, True):
        alone = only_table(there, right=side), only_table(back, right=not side)
        assert alone[0].equals(alone[1])


@given(left=some_people, right=some_people)
@few
def test_exchanging_any_lists_mirrors_the_pairs(
    folder: Path, left: Sequence[dict[str, str]], right: Sequence[dict[str, str]]
) -> None:
    one, other = tiny(folder, left, "one"), tiny(folder, right, "other")
    assert mirrored(proposed(link(other, one))).equals(proposed(link(one, other)))


@given(left=some_people, right=some_people)
@few
def test_each_row_is_in_one_pair_or_alone(
    folder: Path, left: Sequence[dict[str, str]], right: Sequence[dict[str, str]]
) -> None:
    answer = link(tiny(folder, left, "one"), tiny(folder, right, "other"))
    same = proposed(answer).filter(pl.col("verdict") == "same")
    for side, people_there in (("left", left), ("right", right)):
        alone = only_table(answer, right=side == "right")["row"].to_list()
        rows = sorted(same[f"{side}_row"].to_list() + alone)
        assert rows == list(range(1, len(people_there) + 1))


@given(people_there=some_people)
@few
def test_each_row_is_in_one_cluster_led_by_its_first_row(
    folder: Path, people_there: Sequence[dict[str, str]]
) -> None:
    found = clusters_table(dedupe(tiny(folder, people_there, "one")))
    assert found["row"].to_list() == list(range(1, len(people_there) + 1))
    firsts = found.group_by("cluster").agg(pl.col("row").min(), pl.len())
    assert (firsts["cluster"] == firsts["row"]).all()
    alone = firsts.filter(pl.col("len") == 1)["cluster"].implode()
    sure = found.filter(~pl.col("cluster").is_in(alone))["probability"]
    assert (sure >= 0.5).all()
    assert found["probability"].is_between(0, 1).all()


def tiny(folder: Path, people_there: Sequence[dict[str, str]], name: str) -> ReadList:
    rows = [{"id": str(n), **person} for n, person in enumerate(people_there, 1)]
    fields = ["id", *FIRST, "service_number"]
    table = pl.DataFrame(rows, schema=dict.fromkeys(fields, pl.String))
    return list_of(folder, table, name=f"{name}.csv")


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_and_columns_is_irrelevant(
    two_without_duplicates: Two, tmp_path: Path, seed: int
) -> None:
    two = two_without_duplicates
    shuffled = [
        read_list(reordered(path, tmp_path / path.name, seed))
        for path in (two.made.left, two.made.right)
    ]
    answer = link(*shuffled)
    assert answer.model == two.answer.model
    assert by_id(proposed(answer)).equals(by_id(proposed(two.answer)))


def test_the_order_of_rows_is_irrelevant_to_who_is_on_both(
    two: Two, tmp_path: Path
) -> None:
    """Of rows that are one person the first stands for all; the persons stay."""
    shuffled = [
        read_list(reordered(path, tmp_path / path.name, seed=5))
        for path in (two.made.left, two.made.right)
    ]
    answer = link(*shuffled)
    assert answer.model == two.answer.model
    twice = pl.read_csv(two.made.duplicates, infer_schema=False)
    persons = dict(zip(twice["id"], twice["duplicate_of"], strict=True))
    assert len(persons) > 20
    both = [
        found.filter(pl.col("verdict") == "same")
        .select(pl.col("left_id", "right_id").replace(persons))
        .sort("left_id", "right_id")
        for found in (proposed(answer), proposed(two.answer))
    ]
    assert both[0].equals(both[1])


def reordered(path: Path, to: Path, seed: int) -> Path:
    table = pl.read_csv(path, infer_schema=False)
    columns = np.random.default_rng(seed).permutation(table.columns).tolist()
    mixed = table.sample(fraction=1, shuffle=True, seed=seed).select(columns)
    assert mixed.columns != table.columns
    mixed.write_csv(to)
    return to


@pytest.mark.parametrize("strangers", [1, 7])
def test_with_a_frozen_model_a_stranger_changes_no_probability(
    two: Two, tmp_path: Path, strangers: int
) -> None:
    table = pl.read_csv(two.made.left, infer_schema=False)
    added = pl.DataFrame(
        {name: [stranger(name, n) for n in range(strangers)] for name in table.columns},
        schema=table.schema,
    )
    path = tmp_path / "left.csv"
    pl.concat([table, added]).write_csv(path)
    frozen = link(two.left, two.right, model=two.answer.model)
    found = proposed(link(read_list(path), two.right, model=two.answer.model))
    assert found.equals(proposed(frozen))


def stranger(column: str, number: int) -> str | None:
    """Somebody whose names and dates are nobody else's."""
    said = {
        "id": f"SYN-X-{number}",
        "Прізвище": f"Ωζξψ{'αβγδεηθ'[number]}",
        "Ім'я": "Φψξ",
        "Дата народження": f"0{number + 1}.01.1931",
    }
    return said.get(column)


def test_a_frozen_model_of_the_same_lists_changes_nothing(two: Two) -> None:
    again = link(two.left, two.right, model=two.answer.model)
    assert proposed(again).equals(proposed(two.answer))
    assert from_json(to_json(two.answer.model), file="") == two.answer.model


AGREEING = [
    pytest.param(["family", "given"], id="names"),
    *(
        field
        for field in (
            "patronymic", "birth_date", "birth_place", "rank",
            "unit", "service_number", "captured_on", "captured_at",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("fields", AGREEING)
@pytest.mark.parametrize("fitted", [True, False], ids=["fitted", "before fitting"])
def test_agreeing_in_one_more_field_never_lowers_a_score(
    two: Two, tmp_path: Path, fields: str | list[str], *, fitted: bool
) -> None:
    """Each pair is scored as it is, and with the left row saying what the right says.

    Family and given name go together: they may stand in each other's column.
    """
    model = two.answer.model if fitted else starting_model()
    left, right = rows_of_pairs(two)
    names = [fields] if isinstance(fields, str) else fields
    agreeing = left.with_columns(
        pl.coalesce(right[name], left[name]).alias(name) for name in names
    )
    there = list_of(tmp_path, right, name="right.csv")
    before = bits(model, list_of(tmp_path, left), there)
    after = bits(model, list_of(tmp_path, agreeing), there)
    assert (after >= before - 1e-4).all()
    assert (after > before + 0.5).sum() > 20


def rows_of_pairs(two: Two) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows of likely, unlikely and random pairs, side by side."""
    pairs, chance = two.answer.resolved.pairs, np.random.default_rng(1)
    at = chance.permutation(len(pairs))[:400]
    rows = [
        np.append(pairs.left[at], chance.integers(0, two.left.rows, 200)),
        np.append(
            pairs.right[at] - two.left.rows, chance.integers(0, two.right.rows, 200)
        ),
    ]
    compared = list(two.answer.features.fields)
    left, right = (
        one[at].select(compared)
        for one, at in zip(two.answer.stated, rows, strict=True)
    )
    return left, right


def bits(model: Model, left: ReadList, right: ReadList) -> np.ndarray:
    """Return the bits of each row with the row beside it."""
    rows = np.arange(left.rows, dtype=np.uint64)
    scorer = ready(model, prepared(left, right))
    return scorer.bits_of(rows << np.uint64(32) | (rows + np.uint64(left.rows)))


WRITTEN = (
    "import sys; from repatria.site.cli import run;"
    "left, right, out = sys.argv[1:];"
    "first = run(['reconcile', left, right, '--out', out + '/two']);"
    "second = run(['dedupe', left, '--out', out + '/one']);"
    "sys.exit(first or second)"
)


def test_every_run_writes_the_same_bytes(two: Two, tmp_path: Path) -> None:
    written = []
    for threads, hashes in (("1", "1"), ("2", "77")):
        out = tmp_path / threads
        environment = {"POLARS_MAX_THREADS": threads, "PYTHONHASHSEED": hashes}
        lists = str(two.made.left), str(two.made.right)
        subprocess.run(
            [sys.executable, "-c", WRITTEN, *lists, str(out)],
            env=environment,
            check=True,
            capture_output=True,
        )
        written.append(
            {path.relative_to(out): path.read_bytes() for path in results(out)}
        )
    assert len(written[0]) == 8
    assert written[0] == written[1]


def results(out: Path) -> list[Path]:
    """Return the files that a run writes but its own times and the report."""
    return [
        path
        for path in sorted(out.glob("*/*"))
        if path.name != "run.json" and path.suffix in {".csv", ".json"}
    ]
