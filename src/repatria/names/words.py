"""Words and marks of a written name, and the code of each: ``names.roles`` reads them.

What a word may be is a set of plain facts (:class:`WordFacts`).  The functions
here find them for one word, ``names.engine.parse`` for a column of distinct
words; :func:`code_of` turns them into the code for both.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from importlib.resources import files

from repatria.names.classes import (
    given_class,
    looks_patronymic,
    name_classes,
    patronymic_class,
)
from repatria.names.fold import fold
from repatria.names.ranks import is_rank_word
from repatria.names.script import clean
from repatria.names.stages import Stage, step_of

# Run in order over a cleaned text. Single quotes around a word are quotes; a hyphen
# joins its words even when it stands apart.
SPACING = Stage(
    name="spacing",
    regex=True,
    pairs=(
        (r"(^|[ (,])['‘’`]([^'‘’`]+)['‘’`]($|[ ),])", '${1}"${2}"${3}'),
        (r" [-‐‑] ?|[-‐‑] ", "-"),
    ),
)
_PART = r' ,;:()\[\]{}"«»„“”<>|/\\=+*!?–—•…،؛、，。'
TOKEN = rf"[^{_PART}.]+\.?|[,;:()\[\]{{}}\"«»„“”<>|/\\=–—•،؛、，]"
CYRILLIC = r"[\u0400-\u04FF]"
INITIAL = r"^(?:.|[^-]{1,4}\.|.\.?-.\.?)$"
DIGIT = "[0-9]"

# Letters and numbers of any script; what holds none of them is a mark.
_LETTERS = (
    r"0-9A-Za-zª²³µ¹º¼½¾\u00C0-\u1FFF\u2070-\u209F\u2100-\u218F\u2460-\u24FF"
    r"\u2C00-\uD7FF\uF900-\U0010FFFF"
)
MARK = f"^[^{_LETTERS}]+$"

_MARK_CODES = {
    ",": ",",
    "،": ",",
    "，": ",",
    "(": "(",
    "[": "(",
    "{": "(",
    ")": ")",
    "]": ")",
    "}": ")",
}
_QUOTES = frozenset('"«»„“”')
_MOST_COMMON = 45

_token = re.compile(TOKEN)
_cyrillic = re.compile(CYRILLIC)
_initial = re.compile(INITIAL)
_digit = re.compile(DIGIT)
_mark = re.compile(MARK)
_spacing = step_of(SPACING)


@dataclass(frozen=True, slots=True)
class NameWords:
    """The lists of ``data/name_words.toml``."""

    particles: frozenset[str]
    son_of: frozenset[str]
    call_markers: frozenset[str]
    remarks: frozenset[str]
    surname_pattern: str


@cache
def name_words() -> NameWords:
    """Return the lists of ``data/name_words.toml``."""
    text = (files("repatria.names") / "data/name_words.toml").read_text("utf-8")
    data = tomllib.loads(text)
    endings = "|".join(sorted(data["surname_endings"]))
    return NameWords(
        particles=frozenset(data["particles"]),
        son_of=frozenset(data["son_of"]),
        call_markers=frozenset(data["call_markers"]),
        remarks=frozenset(data["remarks"]),
        surname_pattern=f"..(?:{endings})$",
    )


@cache
def full_forms() -> frozenset[str]:
    """Return the folds of given names that stand in papers."""
    return frozenset(fold(form) for one in name_classes() for form in one.full)


@cache
def most_common_forms() -> frozenset[str]:
    """Return the folds of the full forms of the most common given names."""
    common = [one for one in name_classes() if one.id <= _MOST_COMMON]
    return frozenset(fold(form) for one in common for form in one.full)


@dataclass(frozen=True, slots=True)
class WordFacts:
    """What one word of a name may be."""

    initial: bool
    digit: bool
    particle: bool
    son_of: bool
    call_marker: bool
    remark: bool
    given: bool
    full: bool
    common: bool
    patronymic: bool
    known_father: bool
    daughter: bool
    surname: bool
    rank: bool
    capitals: bool


FACTS = tuple(field.name for field in fields(WordFacts))
# What a word is called when several facts hold: the first that is true.
_CODES = (
    ("digit", "N"),
    ("call_marker", "W"),
    ("remark", "N"),
    ("son_of", "O"),
    ("particle", "D"),
    ("initial", "I"),
    ("daughter", "f"),
    ("known_father", "P"),
    ("patronymic", "p"),
    ("common", "C"),
    ("full", "G"),
    ("given", "g"),
    ("surname", "F"),
)


def code_of(facts: WordFacts) -> str:
    """Return the code of a word with these facts, without the word of its rank.

    A word that may be part of a rank ends in ``{``: its word is to follow.
    """
    code = next((code for name, code in _CODES if getattr(facts, name)), "S")
    capitals = "^" if facts.capitals and code != "I" else ""
    return code + capitals + ("{" if facts.rank else "")


@lru_cache(maxsize=1 << 16)
def facts_of(word: str) -> WordFacts:
    """Return what one word of a written name may be."""
    lists, small, code = name_words(), bare(word), fold(word)
    patronymic = looks_patronymic(code)
    return WordFacts(
        initial=_initial.search(word) is not None,
        digit=_digit.search(word) is not None,
        particle=small in lists.particles and is_particle_written(word),
        son_of=code in lists.son_of,
        call_marker=small in lists.call_markers,
        remark=(small if len(small) > 1 else word) in lists.remarks,
        given=bool(given_class(code)),
        full=code in full_forms() or code.partition(" ")[0] in full_forms(),
        common=code in most_common_forms(),
        patronymic=patronymic,
        known_father=patronymic and bool(patronymic_class(code)),
        daughter=patronymic and code.endswith("na"),
        surname=re.search(lists.surname_pattern, code) is not None,
        rank=is_rank_word(word),
        capitals=len(word) > 1 and word == word.upper() and word != word.lower(),
    )


def is_particle_written(word: str) -> bool:
    """Say whether a word is written as a particle may be: small, if Cyrillic.

    Ван and Де are also names.
    """
    return word == word.lower() or not has_cyrillic(word)


def bare(word: str) -> str:
    """Return a word in small letters, without its last full stop."""
    return word.lower().removesuffix(".")


@lru_cache(maxsize=1 << 16)
def word_code(word: str) -> str:
    """Return the code of one word or mark."""
    if mark := mark_code(word):
        return mark
    code = code_of(facts_of(word))
    return f"{code}{rank_spelling(word)}}}" if code.endswith("{") else code


def mark_code(word: str) -> str:
    """Return the code of a mark, empty for a word."""
    if not _mark.search(word):
        return ""
    return '"' if word in _QUOTES else _MARK_CODES.get(word, ";")


def rank_spelling(word: str) -> str:
    """Return a word of a rank as shapes hold it: small letters, its full stop kept."""
    return word.lower().replace("{", "").replace("}", "")


def split_name(text: str) -> tuple[str, ...]:
    """Return the words and marks of a name, cleaned; full stops stay with their word.

    >>> split_name("Коваленко Т.Г. (Грім)")
    ('Коваленко', 'Т.', 'Г.', '(', 'Грім', ')')
    """
    return tuple(_token.findall(_spacing(clean(text))))


def has_cyrillic(text: str) -> bool:
    """Say whether a Cyrillic letter stands in the text."""
    return _cyrillic.search(text) is not None
