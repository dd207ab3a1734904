"""Vocabularies for synthetic lists from other people's names.

A matcher tuned on one generator should be measured on others. Two stand here:

``uaru``
    surnames, given names and patronymics of ``names/ua_ru_names.tsv`` in the
    benchmark data (names-translator, MIT), read where ``REPATRIA_DATA`` says.
``faker``
    the Ukrainian and Russian names and towns of Faker (MIT), if it is installed.

Neither source counts its names, so frequencies are Zipf's over an order that
is stated with each. Units, ranks and places of detention stay the project's own.
"""

from __future__ import annotations

import csv
import importlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from repatria.matching.engine.synthetic import (
    PRESETS,
    ErrorModel,
    Side,
    Vocabulary,
    own_vocabulary,
)
from repatria.matching.engine.synthetic.chance import Chance
from repatria.matching.engine.synthetic.givens import fathers_forms
from repatria.matching.engine.synthetic.orthography import (
    capitalised,
    feminine,
    to_russian,
    to_ukrainian,
)
from repatria.matching.engine.synthetic.surnames import zipf

DATA = Path(os.environ.get("REPATRIA_DATA", "../shared/data"))

# Each vocabulary has clerks of its own, unlike those the default lists have.
UARU_ERRORS = ErrorModel(
    typing=0.06, hearing=0.02, reading=0.02, given_slip=0.03, patronymic_slip=0.05,
    swapped=0.01, short_form=0.04, initials=0.01, date_wrong=0.04, date_partial=0.02,
    year_only=0.03, captured_on_wrong=0.25, place_vague=0.25, unit_other=0.08,
    missing={
        "patronymic": 0.20, "birth_date": 0.05, "birth_place": 0.40, "rank": 0.10,
        "unit": 0.25, "service_number": 0.90, "captured_on": 0.30, "captured_at": 0.30,
        "held_at": 0.50,
    },
)  # fmt: skip
FAKER_ERRORS = ErrorModel(
    typing=0.03, hearing=0.05, reading=0.005, given_slip=0.05, patronymic_slip=0.03,
    swapped=0.03, short_form=0.02, initials=0.02, date_wrong=0.02, date_partial=0.05,
    year_only=0.01, captured_on_wrong=0.10, place_vague=0.10, unit_other=0.03,
    missing={
        "patronymic": 0.10, "birth_date": 0.09, "birth_place": 0.25, "rank": 0.25,
        "unit": 0.40, "service_number": 0.85, "captured_on": 0.20, "captured_at": 0.40,
        "held_at": 0.70,
    },
)  # fmt: skip

WOMANLY = ("ова", "єва", "ева", "іна", "їна", "ина", "ська", "цька", "зька", "ая", "ла")
MEN_IN_A = ("микола", "ілля", "лука", "сава", "хома", "кузьма", "микита", "ярема")
GIVEN_NAMES, SURNAMES = 420, 24_000
SHORTEST_STEM = 4


def named(name: str) -> tuple[Vocabulary, ErrorModel]:
    """Return the vocabulary called ``name`` and the errors its clerks make."""
    makers: dict[str, tuple[Callable[[], Vocabulary], ErrorModel]] = {
        "own": (own_vocabulary, ErrorModel()),
        "uaru": (uaru_vocabulary, UARU_ERRORS),
        "faker": (faker_vocabulary, FAKER_ERRORS),
    }
    make, errors = makers[name]
    return make(), errors


def sides(preset: str, errors: ErrorModel) -> tuple[Side, Side]:
    """Return the two sides of ``preset``, slipping as ``errors`` says."""
    left, right = PRESETS[preset]
    return replace(left, errors=errors), replace(right, errors=errors)


def _everywhere(weights: Any, only: str = "") -> list[pl.Series]:
    """Return weight columns: equal in all regions, or nearly all in one."""
    regions = ("uk", "ru", "be", "other")
    shares = {region: 1.0 if only in {"", region} else 0.1 for region in regions}
    values = np.asarray(weights, dtype=np.float64)
    return [
        pl.Series(f"weight_{region}", values * shares[region]) for region in regions
    ]


def _table(
    columns: Mapping[str, Sequence[Any]], weights: list[pl.Series]
) -> pl.DataFrame:
    return pl.DataFrame(columns).with_columns(weights)


def _ranked(names: Sequence[Any], seed: int) -> list[Any]:
    """Return ``names`` in an order of chance, the same at every run."""
    return [names[place] for place in Chance(seed, "rank").order(len(names))]


@cache
def _short_forms() -> dict[str, tuple[list[str], list[str]]]:
    table = own_vocabulary().given
    rows = table.select("uk", "short_uk", "short_ru").rows()
    return {uk: (short_uk, short_ru) for uk, short_uk, short_ru in rows}


def _given(
    pairs: Iterable[tuple[str, str, bool]], weights: Any
) -> dict[str, list[Any]]:
    """Return columns of given names; a name without a known short form keeps itself."""
    rows = list(pairs)
    short = [_short_forms().get(uk, ([uk], [ru])) for uk, ru, _ in rows]
    return {
        "uk": [uk for uk, _, _ in rows],
        "ru": [ru for _, ru, _ in rows],
        "woman": [woman for _, _, woman in rows],
        "short_uk": [a for a, _ in short],
        "short_ru": [b for _, b in short],
        "weight": list(weights),
    }


# --- names-translator --------------------------------------------------------


def _pairs(category: str) -> dict[str, str]:
    """Return Ukrainian to first-ranked Russian forms of one kind of name."""
    with (DATA / "names" / "ua_ru_names.tsv").open(encoding="utf-8") as file:
        return {
            row["uk"]: row["ru_ranked"].split("|")[0]
            for row in csv.DictReader(file, delimiter="\t")
            if row["category"] == category
        }


def _popularity(stems: Iterable[str], last: Iterable[str]) -> list[int]:
    """Count the surnames that begin with each stem; short stems count nothing.

    The file does not count its bearers; a name that has made many surnames has
    had many bearers.
    """
    surnames, wanted = pl.Series(sorted(last)), pl.Series(list(stems))
    lower = surnames.search_sorted(wanted, "left")
    upper = surnames.search_sorted(wanted + "\uffff", "left")
    known = (wanted.str.len_chars() >= SHORTEST_STEM).cast(pl.UInt32)
    return ((upper - lower) * known).to_list()


def _by_popularity(stem_of: dict[str, str], last: Iterable[str]) -> list[str]:
    """Return the names (keys) ranked by the surnames that their stems have made."""
    popular = dict(zip(stem_of, _popularity(stem_of.values(), last), strict=True))
    return sorted(stem_of, key=lambda name: (-popular[name], name))


def _is_woman(first: str) -> bool:
    return first[-1] in "ая" and first not in MEN_IN_A


def _uaru_given(last: dict[str, str]) -> pl.DataFrame:
    first = {uk: ru for uk, ru in _pairs("first").items() if len(uk) > 2}
    ranked = _by_popularity({name: name.rstrip("аеийоья") for name in first}, last)
    men = [uk for uk in ranked if not _is_woman(uk)][:GIVEN_NAMES]
    women = [uk for uk in ranked if _is_woman(uk)][: GIVEN_NAMES // 3]
    named_pairs = [(capitalised(uk), first[uk], _is_woman(uk)) for uk in (*men, *women)]
    weights = [*zipf(len(men), 8.0), *zipf(len(women), 8.0)]
    columns = _given(named_pairs, weights)
    return _table(columns, _everywhere(columns.pop("weight")))


def _stem_and_daughter(son: str) -> tuple[str, str]:
    for ending, instead in (("йович", "ївна"), ("ьович", "івна"), ("ович", "івна")):
        if son.endswith(ending):
            stem = son.removesuffix(ending)
            return stem, stem + instead
    return "", ""


def _uaru_fathers(last: dict[str, str]) -> pl.DataFrame:
    pairs = _pairs("patronymic")
    made = {son: _stem_and_daughter(son) for son in pairs}
    known = {son: stem for son, (stem, daughter) in made.items() if daughter in pairs}
    sons = _by_popularity(known, last)[:GIVEN_NAMES]
    columns = {
        "uk": [capitalised(son) for son in sons],
        "ru": [pairs[son] for son in sons],
        "uk_woman": [capitalised(made[son][1]) for son in sons],
        "ru_woman": [pairs[made[son][1]] for son in sons],
    }
    return _table(columns, _everywhere(zipf(len(sons), 8.0)))


def _surname_columns(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    return {
        "uk": [capitalised(uk) for uk, _ in pairs],
        "ru": [capitalised(ru) for _, ru in pairs],
        "uk_woman": [capitalised(feminine(uk, "uk")) for uk, _ in pairs],
        "ru_woman": [capitalised(feminine(ru, "ru")) for _, ru in pairs],
    }


def uaru_vocabulary() -> Vocabulary:
    """Return the vocabulary made of the pairs of names-translator."""
    last = {uk: ru.lower() for uk, ru in _pairs("last").items() if len(uk) > 2}
    men = [pair for pair in last.items() if not pair[0].endswith(WOMANLY)]
    chosen = _ranked(men, seed=1)[:SURNAMES]
    families = _table(_surname_columns(chosen), _everywhere(zipf(len(chosen), 8.0)))
    return replace(
        own_vocabulary(),
        title="uaru",
        source="names-translator 2.1.0, MIT",
        families=families,
        given=_uaru_given(last),
        fathers=_uaru_fathers(last),
    )


# --- Faker -------------------------------------------------------------------


def _provider(kind: str, locale: str) -> Any:
    try:
        module = importlib.import_module(f"faker.providers.{kind}.{locale}")
    except ImportError as error:
        remedy = "This vocabulary needs Faker: python -m pip install faker"
        raise SystemExit(remedy) from error
    return module.Provider


def _plain(name: str) -> str:
    """Return ``name`` with the plain apostrophe and without a remark in brackets."""
    return name.replace("\u02bc", "'").replace("\u2019", "'").partition(" (")[0]


def _faker_families() -> pl.DataFrame:
    uk = sorted({_plain(n) for n in _provider("person", "uk_UA").last_names_male})
    ru = sorted(set(_provider("person", "ru_RU").last_names_male))
    from_uk = [(name.lower(), to_russian(name.lower())) for name in uk]
    from_ru = [(to_ukrainian(name.lower()), name.lower()) for name in ru]
    parts = [
        _table(_surname_columns(pairs), _everywhere(zipf(len(pairs), 12.0), only))
        for pairs, only in ((_ranked(from_uk, 2), "uk"), (_ranked(from_ru, 3), "ru"))
    ]
    return pl.concat(parts).unique("uk", keep="first", maintain_order=True)


def _faker_first(locale: str) -> list[tuple[str, bool]]:
    provider = _provider("person", locale)
    sexes = ((provider.first_names_male, False), (provider.first_names_female, True))
    return [
        (_plain(name), woman) for names, woman in sexes for name in sorted(set(names))
    ]


def _faker_given() -> pl.DataFrame:
    """Return the given names; a pair known to the project's table is translated."""
    pairs = dict(own_vocabulary().given.select("uk", "ru").rows())
    back = {ru: uk for uk, ru in pairs.items()}
    uk = [
        (name, pairs.get(name) or _respelt(name, to_russian), woman)
        for name, woman in _faker_first("uk_UA")
    ]
    ru = [
        (back.get(name) or _respelt(name, to_ukrainian), name, woman)
        for name, woman in _faker_first("ru_RU")
    ]
    parts = []
    for names, only, seed in ((uk, "uk", 4), (ru, "ru", 5)):
        columns = _given(_ranked(names, seed), zipf(len(names), 9.0))
        parts.append(_table(columns, _everywhere(columns.pop("weight"), only)))
    return pl.concat(parts).unique(["uk", "woman"], keep="first", maintain_order=True)


def _respelt(name: str, respell: Callable[[str], str]) -> str:
    return capitalised(respell(name.lower()))


def _faker_fathers(given: pl.DataFrame) -> pl.DataFrame:
    """Return patronymics made of Faker's men's names by rule.

    Its own lists of middle names in two languages cannot be paired.
    """
    men = given.filter(~pl.col("woman"))
    uk = [fathers_forms(name, "uk") for name in men["uk"]]
    ru = [fathers_forms(name, "ru") for name in men["ru"]]
    return men.select(pl.selectors.starts_with("weight")).with_columns(
        pl.Series("uk", [son for son, _ in uk]),
        pl.Series("uk_woman", [daughter for _, daughter in uk]),
        pl.Series("ru", [son for son, _ in ru]),
        pl.Series("ru_woman", [daughter for _, daughter in ru]),
    )


def _faker_places() -> pl.DataFrame:
    of_uk, of_ru = (
        [_plain(name) for name in _provider("address", locale).city_names]
        for locale in ("uk_UA", "ru_RU")
    )
    uk = [(name, _respelt(name, to_russian)) for name in of_uk]
    ru = [(_respelt(name, to_ukrainian), name) for name in of_ru]
    towns = _ranked(sorted({*uk, *ru}), seed=6)
    own = own_vocabulary().places
    within = own.drop("uk", "ru", "weight").gather(
        [place % len(own) for place in range(len(towns))]
    )
    return within.with_columns(
        pl.Series("uk", [uk for uk, _ in towns]),
        pl.Series("ru", [ru for _, ru in towns]),
        pl.Series("weight", zipf(len(towns), 30.0)),
    )


def faker_vocabulary() -> Vocabulary:
    """Return the vocabulary made of Faker's names and towns."""
    given = _faker_given()
    return replace(
        own_vocabulary(),
        title="faker",
        source="Faker, MIT",
        families=_faker_families(),
        given=given,
        fathers=_faker_fathers(given),
        places=_faker_places(),
    )
