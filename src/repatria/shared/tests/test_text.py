"""Words said in the language of the moment."""

from __future__ import annotations

import pytest

from repatria.shared.errors import RepatriaError
from repatria.shared.text import (
    current_language,
    language_asked_for,
    say,
    say_number,
    use_language,
)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        pytest.param({}, "en", id="nothing said is English"),
        pytest.param({"LANG": "uk_UA.UTF-8"}, "uk", id="the machine's language"),
        pytest.param({"LANG": "RU"}, "ru", id="capitals do not matter"),
        pytest.param({"LC_ALL": "C", "LANG": "uk_UA"}, "en", id="LC_ALL wins"),
        pytest.param({"LC_ALL": "", "LANG": "uk_UA"}, "uk", id="empty says nothing"),
        pytest.param(
            {"REPATRIA_LANGUAGE": "ru", "LC_ALL": "uk_UA"}, "ru", id="our own wins"
        ),
        pytest.param({"LANG": "de_DE.UTF-8"}, "en", id="not spoken yet"),
    ],
)
def test_the_environment_chooses_the_language(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language_asked_for() == language


def test_a_phrase_is_said_in_the_language_in_use() -> None:
    use_language("uk")
    assert current_language() == "uk"
    assert say(RepatriaError.remedy) != RepatriaError.remedy


def test_an_unknown_phrase_is_said_as_it_stands() -> None:
    use_language("uk")
    assert say("zzz {n}", n=3) == "zzz 3"


def test_nothing_is_said_of_nothing() -> None:
    # gettext would answer with the head of the catalogue.
    use_language("uk")
    assert say("") == ""


def test_a_phrase_that_counts_follows_its_number() -> None:
    assert [say_number("{n} row", "{n} rows", n) for n in (0, 1, 2)] == [
        "0 rows",
        "1 row",
        "2 rows",
    ]


@pytest.mark.usefixtures("pseudo")
def test_bracketed_words_come_from_a_catalogue() -> None:
    assert say(RepatriaError.what) == f"[{RepatriaError.what}]"
    assert say("zzz") == "zzz"
