"""The words of the interface: neutral, complete, and in three languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner

from repatria.site.cli import COMMANDS, repatria
from tools import translations
from tools.translations import Words

# Taking a side, or speaking of people as of goods.  A military unit is a field.
BANNED = {
    "en": r"\b(enem(y|ies)|ours|rescued?|rescues|stocks?|assets?)\b",
    "uk": r"\b(ворог\w*|ворож\w*|наші|наших|врятован\w*|активи)\b",
    "ru": r"\b(враг\w*|враж\w*|вражеск\w*|наши|наших|спас[её]н\w*|активы)\b",
    "fr": r"\b(ennemi\w*|nôtres|sauvés?|rescapé\w*)\b",
    "ar": r"\b(العدو|عدو|أعداء|الأعداء)\b",
}


@pytest.fixture(scope="module")
def ours() -> Words:
    return translations.our_words()


def test_english_takes_no_side(ours: Words) -> None:
    found = [
        form
        for message in ours.phrases
        for form in translations.forms(message.id)
        if re.search(BANNED["en"], form, re.IGNORECASE)
    ]
    assert len(ours.phrases) > 0
    assert found == []


def test_phrases_that_count_are_marked_with_both_forms() -> None:
    """Two phrases marked apart would never be found again as one that counts."""
    calls = [
        (path.name, node)
        for path in translations.SOURCES.rglob("*.py")
        if "tests" not in path.parts
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "say_number"
        # Hands on what the templates mark.
        and path.parts[-3:] != ("matching", "report", "pages.py")
    ]
    apart = [
        f"{name}:{call.lineno}"
        for name, call in calls
        if not isinstance(call.args[0], ast.Constant | ast.Starred)
    ]
    assert apart == [], "mark them together: mark_number(one, many)"


@pytest.mark.parametrize("language", BANNED)
@pytest.mark.parametrize("name", COMMANDS)
def test_help_with_its_examples_takes_no_side(name: str, language: str) -> None:
    words = [name, "--language", language, "--help"]
    shown = CliRunner().invoke(repatria, words, prog_name="repatria").output
    assert "repatria" in shown
    for banned in {BANNED[language], BANNED["en"]}:
        assert re.findall(banned, shown, re.IGNORECASE) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_translations_take_no_side(language: str) -> None:
    stored = translations.read("repatria", language)
    found = [
        form
        for message in stored
        for form in translations.forms(message.string)
        if message.id and re.search(BANNED[language], form, re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("collect", "language"),
    list(
        product(
            [translations.our_words, translations.clicks_words],
            translations.LANGUAGES,
        )
    ),
)
def test_catalogues_are_complete_and_in_step(
    collect: Callable[[], Words], language: str
) -> None:
    missing = list(translations.complaints(collect(), language))
    assert missing == [], "run `make translations` and fill in what it leaves empty"


def test_updating_twice_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ours: Words
) -> None:
    monkeypatch.setattr(translations, "LOCALES", tmp_path)
    translations.update(ours, "uk")
    first = translations.path_of("repatria", "uk").read_bytes()
    translations.update(ours, "uk")
    assert translations.path_of("repatria", "uk").read_bytes() == first
