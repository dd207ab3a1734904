"""Given names and patronymics of one class, singly and in columns."""

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.names.classes import (
    class_label,
    given_class,
    looks_patronymic,
    name_classes,
    patronymic_class,
    patronymic_stem,
)
from repatria.names.engine.classes import (
    given_class_values,
    looks_patronymic_values,
    patronymic_class_values,
    patronymic_stem_values,
)
from repatria.names.fold import fold

FORMS = sorted({form for one in name_classes() for form in (*one.full, *one.short)})
FATHERS = sorted({form for one in name_classes() for form in one.fathers})
folds = st.lists(
    st.one_of(
        st.sampled_from(FORMS + FATHERS).map(fold),
        st.text("abcdegiklmnoprstuvz ", max_size=12),
        st.builds(
            "{}{}".format,
            st.sampled_from(FORMS).map(fold),
            st.sampled_from(["ovic", "evna", "ivna", "ic", "inicna", " ogli", "kizi"]),
        ),
    ),
    max_size=30,
)


def _shared(one: str, other: str) -> set[int]:
    return set(given_class(fold(one))) & set(given_class(fold(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Микола", "Николай", id="Ukrainian and Russian"),
        pytest.param("Коля", "Nikolaus", id="diminutive and German"),
        pytest.param("Мікалай", "Mikołaj", id="Belarusian and Polish"),
        pytest.param("Josef", "Осип", id="Galicia in 1914"),
        pytest.param("Demeter", "Дмитро", id="a German clerk's Dmytro"),
        pytest.param("Adalbert", "Wojciech", id="Latin for Polish"),
        pytest.param("Jurko", "Georg", id="Georg is Jurko too"),
        pytest.param("Basil", "Wasyl", id="Greek and Ukrainian"),
        pytest.param("Лёха", "Олексій", id="vernacular"),
        pytest.param("Gosha", "Єгор", id="one of several classes"),
        pytest.param("Мухаммад", "Магомед", id="Caucasus"),
        pytest.param("Bekir", "Абубакар", id="Crimean Tatar"),
        pytest.param("Ганна", "Анна", id="a woman's name"),
        pytest.param("Роман-Андрій", "Roman", id="double name by its first"),
    ],
)
def test_forms_of_one_name(one: str, other: str) -> None:
    assert _shared(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Микола", "Михайло"),
        ("Олександр", "Олексій"),
        ("Александра", "Александр"),
        ("Григорій", "Георгій"),
        ("Марина", "Мар'яна"),
    ],
)
def test_names_of_two_people(one: str, other: str) -> None:
    assert not _shared(one, other)
    assert given_class(fold(one))
    assert given_class(fold(other))


def test_slava_may_be_many_people() -> None:
    labels = {class_label(number) for number in given_class(fold("Слава"))}
    assert {"Yaroslav / Iaroslav", "Stanislav", "Sviatoslav"} <= labels


def test_the_table_is_whole() -> None:
    numbers = [one.id for one in name_classes()]
    assert len(numbers) >= 350
    assert len(set(numbers)) == len(numbers)
    assert len({one.label for one in name_classes()}) == len(numbers)
    assert {one.sex for one in name_classes()} == {"m", "f"}
    assert not [form for form in FORMS if not fold(form)]


def test_every_full_form_answers_its_class() -> None:
    for one in name_classes():
        for form in one.full:
            assert one.id in given_class(fold(form)), form


@pytest.mark.parametrize(
    ("patronymic", "father"),
    [
        ("Миколайович", "Николай"),
        ("Nikolaevich", "Микола"),
        ("Mykolaivna", "Николай"),
        ("Мікалаевіч", "Микола"),
        ("Nikolajewitsch", "Николай"),
        ("Ілліч", "Илья"),
        ("Ильинична", "Ілля"),
        ("Кузьмич", "Кузьма"),
        ("Яковлевич", "Яків"),
        ("Якович", "Яков"),
        ("Лук'янович", "Лукьян"),
        ("Савич", "Сава"),
        ("Львович", "Лев"),
        ("Михайлівна", "Михаил"),
        ("Юрьевна", "Юрій"),
        ("Хомич", "Фома"),
        ("Мамед оглы", "Мухаммад"),
        ("Ahmetovych", "Ахмед"),
    ],
)
def test_the_father_of_a_patronymic(patronymic: str, father: str) -> None:
    assert set(patronymic_class(fold(patronymic))) & set(given_class(fold(father)))
    assert looks_patronymic(fold(patronymic))


def test_a_father_named_plainly_is_known() -> None:
    assert patronymic_class(fold("Ахмат")) == given_class(fold("Ахмед"))
    assert not looks_patronymic(fold("Ахмат"))


def test_a_colloquial_patronymic_is_known_though_it_ends_as_surnames_do() -> None:
    assert patronymic_class(fold("Иваныч")) == given_class(fold("Иван"))
    assert not looks_patronymic(fold("Иваныч"))


@pytest.mark.parametrize("surname", ["Коваленко", "Бабич", "Іванов", "Клич", "Паулі"])
def test_surnames_are_no_patronymics(surname: str) -> None:
    assert not looks_patronymic(fold(surname))


def test_unknown_fathers_are_one_by_their_stem() -> None:
    son, daughter = fold("Зорепадович"), fold("Зорепадівна")
    assert patronymic_class(son) == ()
    assert patronymic_stem(son) == patronymic_stem(daughter)


@given(folds)
def test_columns_equal_the_functions(values: list[str]) -> None:
    column = pl.Series(values, dtype=pl.String)
    assert given_class_values(column).rows() == [_two(given_class(v)) for v in values]
    assert patronymic_class_values(column).rows() == [
        _two(patronymic_class(v)) for v in values
    ]
    assert looks_patronymic_values(column).to_list() == list(
        map(looks_patronymic, values)
    )
    assert patronymic_stem_values(column).to_list() == list(
        map(patronymic_stem, values)
    )


def _two(classes: tuple[int, ...]) -> tuple[int, ...]:
    return (*classes, -1, -1)[:2]


def test_a_null_has_no_class() -> None:
    column = pl.Series([None, "ivan"], dtype=pl.String)
    found = given_class_values(column)
    assert found.schema == {"first": pl.Int32, "second": pl.Int32}
    assert found.row(0) == (-1, -1)
    assert patronymic_class_values(column).row(0) == (-1, -1)
    assert looks_patronymic_values(column).to_list() == [False, False]


def test_coverage_of_a_table_we_did_not_write(benchmark_data: Path) -> None:
    with (benchmark_data / "names/ua_ru_names.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    shares = {}
    for category, known, level in (
        ("first", given_class, str),
        ("patronymic", patronymic_class, patronymic_stem),
    ):
        pairs = [
            (fold(row["uk"]), fold(row["ru_ranked"].split("|")[0].split(",")[0]))
            for row in rows
            if row["category"] == category
        ]
        met = [
            level(uk) == level(ru) or bool(set(known(uk)) & set(known(ru)))
            for uk, ru in pairs
        ]
        shares[category] = sum(met) / len(met)
    assert shares["first"] > 0.99
    assert shares["patronymic"] > 0.98
