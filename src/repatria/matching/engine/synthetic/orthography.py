"""One word in the spelling of the other language, and in the feminine."""

from __future__ import annotations

import re
from functools import cache

from repatria.matching.engine.synthetic.resources import sections

# (ending of a man's surname, ending of a woman's); the first that fits is used.
FEMININE = {
    "uk": (
        ("ський", "ська"), ("цький", "цька"), ("зький", "зька"), ("ий", "а"),
        ("ій", "я"), ("ов", "ова"), ("єв", "єва"), ("ев", "ева"), ("їн", "їна"),
        ("ін", "іна"),
        ("шин", "шина"), ("жин", "жина"), ("чин", "чина"), ("цин", "цина"),
    ),
    "ru": (
        ("ский", "ская"), ("цкий", "цкая"), ("ый", "ая"), ("ой", "ая"), ("кий", "кая"),
        ("хий", "хая"), ("ий", "ая"), ("ов", "ова"), ("ев", "ева"), ("ин", "ина"),
    ),
}  # fmt: skip


@cache
def _rules(direction: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = (line.rsplit(" ", 1) for line in sections("orthography.txt")[direction])
    return tuple(
        (re.compile(pattern), "" if instead == "-" else instead)
        for pattern, instead in pairs
    )


def _respell(word: str, direction: str) -> str:
    for pattern, instead in _rules(direction):
        word = pattern.sub(instead, word)
    return word


def to_russian(word: str) -> str:
    """Spell a lower-case Ukrainian ``word`` as Russian papers do.

    >>> to_russian("ковальчук"), to_russian("гайдамаків")
    ('ковальчук', 'гайдамакив')
    """
    return _respell(word, "uk-ru")


def to_ukrainian(word: str) -> str:
    """Spell a lower-case Russian ``word`` as Ukrainian papers do.

    >>> to_ukrainian("кобылин"), to_ukrainian("ершов")
    ('кобилін', 'єршов')
    """
    return _respell(word, "ru-uk")


def both(token: str, *, written_in: str) -> tuple[str, str]:
    """Return the Ukrainian and Russian form of ``token`` of a data file.

    ``token`` is one word, by rule in the other language, or ``word=other``.

    >>> both("лис=лыс", written_in="uk")
    ('лис', 'лыс')
    """
    word, given, other = token.partition("=")
    if written_in == "uk":
        return word, other if given else to_russian(word)
    return other if given else to_ukrainian(word), word


def feminine(surname: str, language: str) -> str:
    """Return the form of ``surname`` that a woman bears.

    >>> feminine("вербицький", "uk"), feminine("чумак", "uk"), feminine("лаптев", "ru")
    ('вербицька', 'чумак', 'лаптева')
    """
    for ending, instead in FEMININE[language]:
        if surname.endswith(ending) and len(surname) > len(ending) + 1:
            return surname.removesuffix(ending) + instead
    return surname


def capitalised(word: str) -> str:
    """Return ``word`` with a capital at its start and after each hyphen."""
    return "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
