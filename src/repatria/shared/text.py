"""Marked text: words are marked where they stand and translated at the edge."""

from __future__ import annotations

import gettext
import os
import tomllib
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "uk", "ru", "fr", "ar")
RIGHT_TO_LEFT = frozenset({"ar"})
DOMAIN = "repatria"
LOCALES = Path(__file__).parent.parent / "locale"
_LANGUAGES_FILE = LOCALES / "languages.toml"

_language: ContextVar[str] = ContextVar("language", default="en")


def mark(text: str) -> str:
    """Return ``text`` unchanged; Babel collects what is marked.

    >>> mark("Nothing was changed.")
    'Nothing was changed.'
    """
    return text


def mark_number(one: str, many: str) -> tuple[str, str]:
    """Return the two forms of a phrase that counts, for ``say_number(*forms, n)``.

    Both are marked together: a language may have more than two of its own.

    >>> ROWS = mark_number("{n} row", "{n} rows")
    >>> say_number(*ROWS, 2)
    '2 rows'
    """
    return one, many


@cache
def _catalogue(language: str, folder: Path) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, folder, [language], fallback=True)


def use_language(language: str) -> None:
    """Speak ``language`` (a code of ``LANGUAGES``) from here on in this context."""
    _language.set(language)


def current_language() -> str:
    """Return the code of the language now spoken, such as ``"uk"``."""
    return _language.get()


@cache
def _languages() -> dict[str, dict[str, object]]:
    return tomllib.loads(_LANGUAGES_FILE.read_text(encoding="utf-8"))


def is_complete(language: str) -> bool:
    """Tell whether every phrase is to have its words in a language."""
    return language not in _languages() or bool(_languages()[language]["complete"])


def is_machine_made(language: str) -> bool:
    """Tell whether no speaker of a language has signed for its words yet.

    >>> is_machine_made("en")
    False
    """
    told = _languages().get(language)
    return told is not None and not told["read_by"]


def language_asked_for() -> str:
    """Return the language the environment asks for, English where it is unknown.

    ``REPATRIA_LANGUAGE`` wins over ``LC_ALL``, ``LC_MESSAGES`` and ``LANG``; the
    first of them that is set decides, as everywhere on a Unix machine.
    """
    for name in ("REPATRIA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if asked := os.environ.get(name):
            code = asked[:2].lower()
            return code if code in LANGUAGES else "en"
    return "en"


def say(text: str, **values: object) -> str:
    """Translate marked ``text`` and fill its ``{placeholders}``."""
    # gettext answers "" with the catalogue's own header.
    said = _catalogue(current_language(), LOCALES).gettext(text) if text else ""
    return said.format(**values) if values else said


def say_number(one: str, many: str, number: int, **values: object) -> str:
    """Translate a phrase that counts; ``{n}`` is the number.

    >>> say_number("{n} row", "{n} rows", 1), say_number("{n} row", "{n} rows", 5)
    ('1 row', '5 rows')
    """
    said = _catalogue(current_language(), LOCALES).ngettext(one, many, number)
    return said.format(n=number, **values)
