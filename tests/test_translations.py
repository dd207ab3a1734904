"""The keeper of the catalogues notices what is wrong with them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tools import translations
from tools.translations import Words

ONE_ROW = ("{n} row", "{n} rows")


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Words:
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "LOCALES", tmp_path / "locale")
    phrases = Catalog()
    phrases.add("Read {file}.")
    phrases.add(ONE_ROW)
    return Words("repatria", "# words", phrases)


def store(
    words: Words,
    *,
    phrase: str = "Прочитайте {file}.",
    rows: tuple[str, ...] = ("{n} рядок", "{n} рядки", "{n} рядків"),
    guessed: bool = False,
) -> list[str]:
    """Fill in translations, compile, and return the complaints that are left."""
    translations.update(words, "uk")
    catalogue = translations.read("repatria", "uk")
    catalogue["Read {file}."].string = phrase
    catalogue[ONE_ROW].string = rows
    if guessed:
        catalogue["Read {file}."].flags.add("fuzzy")
    path = translations.path_of("repatria", "uk")
    with path.open("wb") as file:
        write_po(file, catalogue)
    compiled = translations.compiled(translations.read("repatria", "uk"))
    for machine in translations.machine_paths("repatria", "uk"):
        machine.write_bytes(compiled)
    return list(translations.complaints(words, "uk"))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param('_("a row")', ["a row"], id="marked"),
        pytest.param('text.say("a " "row", n=1)', ["a row"], id="in pieces"),
        pytest.param('say_number("{n} row", "{n} rows", 2)', [ONE_ROW], id="it counts"),
        pytest.param('mark_number("{n} row", "{n} rows")', [ONE_ROW], id="kept apart"),
        pytest.param('say(WORDS["key"])', [], id="a key is no phrase"),
        pytest.param('say(f"{n} row")', [], id="nothing fixed to translate"),
        pytest.param('print("a row")', [], id="not marked"),
        pytest.param('gettext_lazy("a row")', ["a row"], id="said later"),
        pytest.param('pgettext("list", "row")', [("list", "row")], id="placed"),
    ],
)
def test_marked_phrases_are_found(source: str, found: list[object]) -> None:
    file = io.BytesIO(source.encode())
    keywords = translations.KEYWORDS
    marked = translations.marked_in_python(file, keywords, options={})
    assert [phrase for _line, _name, phrase, _comments in marked] == found


@pytest.mark.parametrize(
    ("page", "found"),
    [
        pytest.param('{% translate "a row" %}', ["a row"], id="marked"),
        pytest.param('<p>{{ _("a row") }}</p>', ["a row"], id="in a value"),
        pytest.param('{% state "good" _("a row") %}', ["a row"], id="in a tag"),
        pytest.param(
            "  <p>\n{% blocktranslate trimmed with n=x|length %}\n   {{ n }}\n rows"
            "{% endblocktranslate %}",
            ["%(n)s rows"],
            id="with a value, on many lines",
        ),
        pytest.param(
            "{% blocktranslate count n=x %}{{ n }} row{% plural %}{{ n }} rows"
            "{% endblocktranslate %}",
            [("%(n)s row", "%(n)s rows")],
            id="it counts",
        ),
        pytest.param("<p>a row's {{ value }}</p>", [], id="not marked"),
    ],
)
def test_marked_phrases_of_a_page_are_found(page: str, found: list[object]) -> None:
    marked = translations.marked_in_a_page(
        io.BytesIO(page.encode()), translations.KEYWORDS, (), {}
    )
    said = [
        tuple(filter(None, phrase))[:2] if isinstance(phrase, tuple) else phrase
        for _line, _name, phrase, _comments in marked
    ]
    assert said == found


def test_a_lost_value_of_a_page_is_noticed() -> None:
    phrases = Catalog()
    phrases.add("Row %(n)s", string="Рядок %(m)s")
    faults = list(translations._faults(phrases["Row %(n)s"]))
    assert "differ" in faults[0]


def test_a_whole_catalogue_has_no_complaints(words: Words) -> None:
    assert store(words) == []


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        pytest.param({"phrase": ""}, "not translated", id="nothing said"),
        pytest.param({"phrase": "Прочитайте."}, "differ", id="a fact lost"),
        pytest.param({"phrase": "Прочитайте {data}."}, "differ", id="another fact"),
        pytest.param({"phrase": "Прочитайте {file}. "}, "differ", id="a space more"),
        pytest.param({"phrase": "<b>{file}</b>"}, "differ", id="a tag more"),
        pytest.param({"guessed": True}, "guess", id="a guess"),
        pytest.param(
            {"rows": ("{n} рядок", "", "")}, "not translated", id="a number lacks"
        ),
    ],
)
def test_a_bad_translation_is_named(
    said: dict[str, Any], complaint: str, words: Words
) -> None:
    (found,) = store(words, **said)
    assert complaint in found


def test_a_new_phrase_and_an_old_one_are_named(words: Words) -> None:
    store(words)
    words.phrases.delete("Read {file}.")
    words.phrases.add("Write {file}.")
    new, old = translations.complaints(words, "uk")
    assert "not collected yet: 'Write {file}.'" in new
    assert "no longer in the sources: 'Read {file}.'" in old


def test_what_was_not_compiled_is_named(words: Words) -> None:
    store(words)
    translations.path_of("repatria", "uk").with_suffix(".mo").write_bytes(b"old")
    (found,) = translations.complaints(words, "uk")
    assert "not compiled" in found


def test_a_phrase_once_translated_stays_so(words: Words) -> None:
    store(words)
    translations.update(words, "uk")
    assert list(translations.complaints(words, "uk")) == []
