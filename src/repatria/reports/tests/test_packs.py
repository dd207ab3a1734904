"""The language packs are data, and sound."""

from __future__ import annotations

import re
from datetime import date

import pytest

from repatria.reports.core.days import day_of, days_apart
from repatria.reports.core.marks import Form, pattern_of
from repatria.reports.core.reading import document_of
from repatria.reports.core.words import ABOUT, ALLEGED, ANSWERS, RECORDED
from repatria.reports.engine import packs
from repatria.reports.engine.packs import languages, load_pack

A_BEGINNING = re.compile(r"^\w(?:[\w '’.-]|\\\.|$)")
PUBLISHED = date(2022, 11, 24)
FIRST = ("en", "ru", "uk")


def forms(language: str) -> list[Form]:
    told = packs._toml(f"packs/{language}.toml")
    return [
        *packs._forms(told["forms"]),
        *packs._named(language),
        *packs._officials(language),
    ]


@pytest.mark.parametrize("language", languages())
def test_every_form_can_be_looked_for(language: str) -> None:
    found = forms(language)
    assert len(found) > 100
    for form in found:
        compiled = re.compile(pattern_of(form.written))
        assert compiled.groups == 0, form
        assert A_BEGINNING.match(form.written), form
        assert not re.match(r"..?[?*{]", form.written), form
        # A bare "|" would cut the form in two.
        assert "|" not in re.sub(r"\(\?[:=].*\)", "", form.written), form


@pytest.mark.parametrize("language", languages())
def test_every_file_states_source_and_licence(language: str) -> None:
    told = packs._DATA.joinpath(f"packs/{language}.toml").read_text(encoding="utf-8")
    assert "Source: " in told
    assert "Licence: EUPL-1.2" in told


@pytest.mark.parametrize("language", languages())
def test_values_are_those_that_the_reading_knows(language: str) -> None:
    for form in forms(language):
        if form.kind == "alleged":
            assert form.value in ALLEGED, form
        if form.kind == "recording":
            assert form.value in RECORDED, form
        if form.kind in ("conditions", "promise"):
            assert form.value in ABOUT, form
        if form.kind == "answer":
            assert form.value in ANSWERS, form
        if form.kind == "number_word":
            assert form.value.isdigit(), form


def test_the_first_languages_have_a_full_pack() -> None:
    kinds = {language: {form.kind for form in forms(language)} for language in FIRST}
    optional = {"scene", "place_lead", "passive"}
    assert kinds["ru"] >= kinds["en"] - optional
    assert kinds["uk"] >= kinds["en"] - optional


def test_the_gazetteer_names_each_thing_once() -> None:
    rows = packs._table("gazetteer.tsv")
    kinds: dict[str, set[str]] = {}
    for row in rows:
        kinds.setdefault(row["id"], set()).add(row["kind"])
    assert {name for name, kind in kinds.items() if len(kind) > 1} == set()
    assert kinds["NORLAND"] == {"state"}
    assert kinds["LAKE"] == {"agency"}


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "on Wednesday", "2022-11-23"),
        ("en", "the day before", "2022-11-23"),
        ("en", "on 30 November", "2021-11-30"),
        ("en", "on November 5, 2020", "2020-11-05"),
        ("en", "in October", "2022-10"),
        ("en", "in March 2021", "2021-03"),
        ("en", "on 29 February", "2020-02-29"),
        ("en", "31.02.2022", ""),
        ("en", "2022-11-01", "2022-11-01"),
        ("ru", "в четверг, 8 февраля", "2022-02-08"),
        ("ru", "накануне", "2022-11-23"),
        ("uk", "у середу", "2022-11-23"),
        ("uk", "23 листопада", "2022-11-23"),
        ("de", "am Mittwoch", "2022-11-23"),
        ("de", "am 7. August", "2022-08-07"),
        ("fr", "le 1er novembre", "2022-11-01"),
        ("es", "el 3 de mayo de 2021", "2021-05-03"),
        ("pt", "na quarta-feira", "2022-11-23"),
    ],
)
def test_days_are_understood(language: str, text: str, day: str) -> None:
    document = document_of(text, load_pack(language), published=PUBLISHED)
    (mark,) = document.of("day")
    assert (document.words(mark.span), day_of(mark.value, PUBLISHED)) == (text, day)


@pytest.mark.parametrize(
    "text", ["they may return", "for four months", "march on", "in 5 days"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert document_of(text, load_pack("en"), published=PUBLISHED).of("day") == []


def test_days_to_come_are_counted_forward() -> None:
    assert day_of("w0", PUBLISHED, ahead=True) == "2022-11-28"
    assert day_of("--02-01", PUBLISHED, ahead=True) == "2023-02-01"


def test_without_a_day_of_publication_only_full_dates_are_days() -> None:
    told = ("w2", "r-1", "--11-24", "2022-11-24")
    assert [day_of(one, None) for one in told] == ["", "", "", "2022-11-24"]


def test_unknown_days_are_no_distance_apart() -> None:
    assert days_apart("2022-11", "2022-11-24") is None
    assert days_apart("2022-11-20", "2022-11-24") == 4
