"""Synthetic lists: what is promised about them, seen in the files themselves."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.matching.engine import synthetic
from repatria.matching.engine.synthetic import (
    PRESETS,
    ErrorModel,
    Generated,
    Side,
    Vocabulary,
    generate,
    own_vocabulary,
    slips,
)
from repatria.matching.engine.synthetic.chance import Chance
from repatria.matching.engine.synthetic.givens import REGIONS
from repatria.matching.engine.synthetic.orthography import (
    feminine,
    to_russian,
    to_ukrainian,
)
from repatria.matching.engine.synthetic.people import draw_people
from repatria.matching.engine.synthetic.romanise import romanise
from repatria.matching.engine.synthetic.sides import FLAWLESS

FILES = ("left.csv", "right.csv", "truth.csv", "duplicates.csv", "about.txt")
PERSONS = 6_000


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    return generate(tmp_path_factory.mktemp("lists"), persons=PERSONS, seed=7)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return own_vocabulary()


def test_the_same_seed_makes_the_same_bytes(made: Generated, tmp_path: Path) -> None:
    generate(tmp_path, persons=PERSONS, seed=7)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (
            made.left.parent / name
        ).read_bytes(), name


def test_one_core_makes_the_bytes_that_many_make(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from repatria.matching.engine.synthetic import generate;"
        "generate(Path(sys.argv[1]), persons=800, seed=3)"
    )
    made = {}
    for threads in ("1", "4"):
        out = tmp_path / threads
        environment = {"POLARS_MAX_THREADS": threads, "PYTHONHASHSEED": threads}
        subprocess.run(
            [sys.executable, "-c", code, str(out)], env=environment, check=True
        )
        made[threads] = [(out / name).read_bytes() for name in FILES]
    assert made["1"] == made["4"]


def test_another_seed_makes_other_people(made: Generated, tmp_path: Path) -> None:
    other = generate(tmp_path, persons=PERSONS, seed=8)
    assert (
        read(other.left)["Прізвище"].to_list() != read(made.left)["Прізвище"].to_list()
    )


def test_each_person_stands_on_the_list_once_and_some_twice(made: Generated) -> None:
    seconds = read(made.duplicates)
    for path, rows, name in (
        (made.left, made.left_rows, "left"),
        (made.right, made.right_rows, "right"),
    ):
        again = seconds.filter(pl.col("list") == name)
        ids = read(path)["id"]
        assert len(ids) == rows == PERSONS + len(again)
        assert ids.is_unique().all()
        assert set(again["id"]) | set(again["duplicate_of"]) <= set(ids)
        assert not set(again["id"]) & set(again["duplicate_of"])
        assert 0.004 < len(again) / PERSONS < 0.02


def test_the_truth_pairs_rows_that_exist_once_each(made: Generated) -> None:
    truth = read(made.truth)
    assert truth.columns == ["left_id", "right_id"]
    assert len(truth) == made.both_count == round(PERSONS * 0.6)
    for column, path in (("left_id", made.left), ("right_id", made.right)):
        assert truth[column].is_unique().all()
        assert set(truth[column]) <= set(read(path)["id"])


def test_the_truth_names_the_first_entry_which_stands_above_the_second(
    made: Generated,
) -> None:
    seconds, truth = read(made.duplicates), read(made.truth)
    assert not set(seconds["id"]) & {*truth["left_id"], *truth["right_id"]}
    assert (seconds["duplicate_of"] < seconds["id"]).all()


def test_the_place_on_the_list_says_nothing(made: Generated) -> None:
    truth = read(made.truth)
    left, right = (truth[c].str.slice(-7).cast(pl.Int64) for c in truth.columns)
    frame = pl.DataFrame({"left": left, "right": right})
    correlation = frame.select(pl.corr("left", "right")).item()
    assert abs(correlation) < 0.06


def test_what_is_invented_says_so(made: Generated) -> None:
    left, right = read(made.left), read(made.right)
    assert left["id"].str.starts_with("SYN-L-").all()
    assert right["id"].str.starts_with("SYN-R-").all()
    assert set(left["Примітка"]) == {"вигадана особа"}
    assert set(right["Note"]) == {"synthetic person"}
    assert "no person on them exists" in made.about.read_text("utf-8")


@pytest.mark.parametrize(
    "name", ["left.csv", "right.csv", "truth.csv", "duplicates.csv"]
)
def test_files_start_with_a_byte_order_mark(made: Generated, name: str) -> None:
    assert (made.left.parent / name).read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(("overlap", "both"), [(0.0, 0), (0.25, 125), (1.0, 500)])
def test_the_overlap_is_what_was_asked_for(
    tmp_path: Path, overlap: float, both: int
) -> None:
    made = generate(tmp_path, persons=500, seed=1, overlap=overlap)
    assert made.both_count == len(read(made.truth)) == both


@pytest.mark.parametrize("persons", [1, 2, 7])
def test_a_list_may_be_short(tmp_path: Path, persons: int) -> None:
    made = generate(tmp_path, persons=persons, seed=1)
    assert len(read(made.left)) == made.left_rows >= persons


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_each_preset_writes_its_columns_in_its_script(
    tmp_path: Path, preset: str
) -> None:
    sides = PRESETS[preset]
    made = generate(tmp_path, persons=400, seed=1, left=sides[0], right=sides[1])
    for side, path in zip(sides, (made.left, made.right), strict=True):
        frame = read(path)
        assert len(frame.columns) == len(side.columns)
        names = frame.to_series(1).drop_nulls()
        latin = names.str.contains(r"^[\p{Latin}\p{M}\p{Lm}\W\d]+$").mean()
        cyrillic = names.str.contains(r"\p{Cyrillic}").mean()
        written_in_latin = any("." in scheme for scheme in side.schemes)
        assert (latin if written_in_latin else cyrillic) == 1.0


def test_without_errors_the_same_clerks_write_the_same_names(tmp_path: Path) -> None:
    plain = Side({"uk": 1.0}, "en", {"ymd-": 1.0}, errors=FLAWLESS, duplicates=0.0)
    made = generate(tmp_path, persons=600, seed=2, left=plain, right=plain)
    pairs = read(made.truth).join(read(made.left), left_on="left_id", right_on="id")
    pairs = pairs.join(
        read(made.right), left_on="right_id", right_on="id", suffix=" there"
    )
    for column in (
        "Family name",
        "Given name",
        "Patronymic",
        "Date of birth",
        "Service number",
    ):
        assert pairs[column].equals(pairs[f"{column} there"]), column
        assert pairs[column].null_count() == 0, column


def test_rates_asked_for_are_rates_found(tmp_path: Path) -> None:
    gone = {"patronymic": 0.4, "birth_date": 0.2, "unit": 0.0}
    side = replace(
        PRESETS["default"][1], errors=replace(FLAWLESS, missing=gone), duplicates=0.0
    )
    made = generate(tmp_path, persons=8_000, seed=2, right=side)
    share = {
        name: read(made.right)[name].null_count() / 8_000
        for name in read(made.right).columns
    }
    assert share["Patronymic"] == pytest.approx(0.4, abs=0.03)
    assert share["Date of birth"] == pytest.approx(0.2, abs=0.03)
    assert share["Unit"] == share["Family name"] == 0.0


def test_default_rates_keep_the_lists_readable_and_hard(made: Generated) -> None:
    left, right = read(made.left), read(made.right)
    pairs = read(made.truth).join(left, left_on="left_id", right_on="id")
    pairs = pairs.join(right, left_on="right_id", right_on="id")
    dates = pairs.select("Дата народження", "Date of birth").drop_nulls()
    alike = (dates["Дата народження"] == dates["Date of birth"]).mean()
    assert isinstance(alike, float)
    assert 0.55 < alike < 0.85
    assert 0.10 < left["По батькові"].null_count() / len(left) < 0.20
    assert 0.20 < right["Place of birth"].null_count() / len(right) < 0.40


def test_common_surnames_are_as_common_as_in_life(made: Generated) -> None:
    names = read(made.left)["Прізвище"].value_counts(sort=True)
    assert 0.003 < names["count"][0] / made.left_rows < 0.015
    once = (names["count"] == 1).mean()
    assert isinstance(once, float)
    assert once > 0.4


def test_the_vocabulary_is_large(vocabulary: Vocabulary) -> None:
    families = vocabulary.families
    assert families["uk"].n_unique() == len(families) > 30_000
    men = vocabulary.given.filter(~pl.col("woman"))
    assert men.filter(pl.col("weight_uk") > 0.5)["uk"].n_unique() >= 150
    assert vocabulary.places["uk"].n_unique() >= 400
    for region in REGIONS:
        weights = families[f"weight_{region}"]
        assert weights.min() >= 0  # type: ignore[operator]
        assert weights.sum() == pytest.approx(1.0)


def test_every_form_is_capitalised_cyrillic(vocabulary: Vocabulary) -> None:
    for table in (vocabulary.families, vocabulary.fathers):
        for column in ("uk", "ru", "uk_woman", "ru_woman"):
            odd = table.filter(
                ~pl.col(column).str.contains(r"^\p{Lu}[\p{Cyrillic}'-]+$")
            )
            assert odd[column].to_list() == []


def test_russian_forms_hold_no_ukrainian_letters(vocabulary: Vocabulary) -> None:
    for table in (
        vocabulary.families,
        vocabulary.given,
        vocabulary.places,
        vocabulary.fathers,
    ):
        assert not table["ru"].str.contains("[іїєґІЇЄҐ]").any()
        assert not table["uk"].str.contains("[ыэёъЫЭЁЪ]").any()


def test_every_scheme_leaves_no_cyrillic_behind(vocabulary: Vocabulary) -> None:
    for side in PRESETS["latin"]:
        for scheme in side.schemes:
            language = scheme.partition(".")[2]
            for table in (vocabulary.families, vocabulary.given, vocabulary.places):
                latin = romanise(table[language], scheme)
                assert not latin.str.contains(r"\p{Cyrillic}").any(), scheme


@pytest.mark.parametrize(
    ("scheme", "written", "latin"),
    [
        pytest.param("ukraine2010.uk", "Згурщенко", "Zghurshchenko", id="zgh, shch"),
        pytest.param(
            "ukraine2010.uk", "Єрмоленяк", "Yermoleniak", id="ye at the beginning"
        ),
        pytest.param("bgn.ru", "Еремеев", "Yeremeyev", id="ye after a vowel"),
        pytest.param("german.uk", "Черевач", "Tscherewatsch", id="German"),
        pytest.param("french.ru", "Журин", "Jourine", id="French"),
        pytest.param("polish.uk", "Щебельняк", "Szczebelniak", id="Polish"),
        pytest.param("iso9.uk", "Чижук", "Čižuk", id="one letter for one"),
    ],
)
def test_romanise(scheme: str, written: str, latin: str) -> None:
    assert romanise(pl.Series([written]), scheme).to_list() == [latin]


@pytest.mark.parametrize(
    ("uk", "ru"),
    [
        ("вірчук", "вирчук"),
        ("єлець", "елець"),
        ("дем'янюк", "демьянюк"),
        ("ґава", "гава"),
    ],
)
def test_ukrainian_words_in_russian_papers(uk: str, ru: str) -> None:
    assert to_russian(uk) == ru


@pytest.mark.parametrize(
    ("ru", "uk"),
    [
        ("рыжиков", "рижиков"),
        ("семёнов", "семенов"),
        ("елин", "єлін"),
        ("гуляев", "гуляєв"),
    ],
)
def test_russian_words_in_ukrainian_papers(ru: str, uk: str) -> None:
    assert to_ukrainian(ru) == uk


@pytest.mark.parametrize(
    ("man", "language", "woman"),
    [
        ("чалий", "uk", "чала"),
        ("біленко", "uk", "біленко"),
        ("грозный", "ru", "грозная"),
    ],
)
def test_feminine(man: str, language: str, woman: str) -> None:
    assert feminine(man, language) == woman


shares = st.floats(0, 1, exclude_max=True)
letters = st.text(
    "абвгдеєжзиіїйклмнопрстуфхцчшщьюяabcdefghijklmnopqrstuvwxyz'",
    min_size=3,
    max_size=20,
)


@pytest.mark.parametrize(
    "wrong", [slips.mistyped, slips.misheard, slips.misread, slips.lookalike]
)
@given(word=letters, where=shares, how=shares)
def test_a_slip_changes_little(
    wrong: Callable[[str, float, float], str], word: str, where: float, how: float
) -> None:
    slipped = wrong(word, where, how)
    assert abs(len(slipped) - len(word)) <= 2
    kept = sum(a == b for a, b in zip(word, slipped, strict=False))
    kept += sum(a == b for a, b in zip(word[::-1], slipped[::-1], strict=False))
    assert kept >= len(word) - 3


@given(factor=st.floats(0, 50))
def test_rates_stay_rates_however_often_multiplied(factor: float) -> None:
    errors = ErrorModel().times(factor)
    rates = [
        getattr(errors, name)
        for name in errors.__dataclass_fields__
        if name != "missing"
    ]
    assert all(0 <= rate <= 1 for rate in (*rates, *errors.missing.values()))


def test_siblings_share_name_father_and_place(vocabulary: Vocabulary) -> None:
    people = draw_people(20_000, Chance(1), vocabulary)
    family = pl.DataFrame(
        {
            "family": people.family,
            "father": people.father,
            "place": people.birth_place,
            "given": people.given,
        }
    )
    alike = family.group_by("family", "father", "place").len().filter(pl.col("len") > 1)
    assert 100 < len(alike) < 400


@pytest.mark.parametrize(("persons", "overlap"), [(0, 0.6), (10, 1.1), (10, -0.1)])
def test_what_cannot_be_made_is_refused(
    tmp_path: Path, persons: int, overlap: float
) -> None:
    with pytest.raises(ValueError, match="at least one person"):
        generate(tmp_path, persons=persons, seed=1, overlap=overlap)


def test_nothing_to_draw_from_is_refused() -> None:
    with pytest.raises(ValueError, match="every weight is zero"):
        Chance(1).pick(3, [0.0, 0.0])


def test_draws_follow_their_weights() -> None:
    drawn = Chance(1).pick(30_000, [5.0, 0.0, 3.0, 2.0])
    shares = [(drawn == place).mean() for place in range(4)]
    assert shares == pytest.approx([0.5, 0.0, 0.3, 0.2], abs=0.01)


def test_streams_of_different_names_do_not_disturb_each_other() -> None:
    quiet, busy = Chance(1), Chance(1)
    busy.of("another").shares(10)
    assert (quiet.of("one").shares(5) == busy.of("one").shares(5)).all()
    assert (quiet.of("one").shares(5) != quiet.of("two").shares(5)).any()


def test_the_rates_are_told(made: Generated) -> None:
    told = made.about.read_text("utf-8")
    for name in ErrorModel().by_name():
        assert name in told


def test_every_data_file_states_source_and_licence() -> None:
    folder = files(synthetic).joinpath("data")
    for file in folder.iterdir():
        head = "".join(file.read_text("utf-8").splitlines()[:4])
        assert "Source: compiled for this project" in head, file.name
        assert "Licence: EUPL-1.2" in head, file.name


@pytest.mark.parametrize("name", ["own", "uaru"])
def test_lists_of_other_vocabularies(
    benchmark_data: Path, tmp_path: Path, name: str
) -> None:
    make_lists(tmp_path, name, {"REPATRIA_DATA": str(benchmark_data)})
    truth, left = read(tmp_path / "truth.csv"), read(tmp_path / "left.csv")
    assert len(truth) == 240
    assert set(truth["left_id"]) <= set(left["id"])
    assert left["Прізвище"].n_unique() > 200
    assert f"vocabulary            {name} " in (tmp_path / "about.txt").read_text(
        "utf-8"
    )


def test_without_faker_its_vocabulary_says_what_to_do(tmp_path: Path) -> None:
    if find_spec("faker"):
        make_lists(tmp_path, "faker", {})
        assert len(read(tmp_path / "truth.csv")) == 240
    else:
        with pytest.raises(subprocess.CalledProcessError) as refused:
            make_lists(tmp_path, "faker", {})
        assert "pip install faker" in refused.value.stderr


def make_lists(out: Path, vocabulary: str, environment: dict[str, str]) -> None:
    script = Path(__file__).parents[4] / "bench" / "make_lists.py"
    order = [
        "--vocabulary",
        vocabulary,
        "--persons",
        "400",
        "--seed",
        "1",
        "--out",
        str(out),
    ]
    subprocess.run(
        [sys.executable, str(script), *order],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )


def test_nothing_here_knows_the_reader_of_names() -> None:
    code = (
        "import sys, repatria.matching.engine.synthetic as made;"
        "made.own_vocabulary();"
        "print([name for name in sys.modules if name.startswith('repatria.names')])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == "[]"
