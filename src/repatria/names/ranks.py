"""Ranks of several armies, languages and decades on one ladder of 1 to 20.

``data/ranks.toml`` holds the words and says what each step means.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

UNKNOWN = 0
LONGEST_WRITTEN = 7
RANK_START = 4
RANK_JOINTS = re.compile("[.'’-]")
_DROPPED = re.compile(r"[’'ʼ`´\"«»“”]")
_SPACING = re.compile(r"[^\w]+|_+")
_ORDINAL = re.compile(r"\b(\d)[\s-]*(?:го|ого|й|ый|ої|ї|ій|я|а|st|nd|rd|th)\b")
_INSIDE = re.compile(r"([a-zäöü])([A-ZÄÖÜ])")
_NUMBERS = {"i": "1", "ii": "2", "iii": "3", "і": "1", "іі": "2", "ііі": "3"}
# Small, as the text is by then: Latin letters typed into Cyrillic words, and accents.
_LOOKS = str.maketrans("aceiopxy", "асеіорху")
_ACCENTS = str.maketrans("äöüąćęłńóśżź", "aouacelnoszz")
_CYRILLIC = re.compile(r"[\u0400-\u04FF]")


@dataclass(frozen=True, slots=True)
class RankWords:
    """What the data file says: levels, shortenings, what is passed over."""

    levels: dict[tuple[str, ...], int]
    shortened: dict[tuple[str, ...], tuple[str, ...]]
    beside: frozenset[str]
    fallback: dict[str, int]
    surnames: frozenset[str]
    longest: int


@cache
def rank_words() -> RankWords:
    """Return the words of ``data/ranks.toml``, levelled as any written rank is."""
    text = (files("repatria.names") / "data/ranks.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    shortened = {_words(short): _words(whole) for short, whole in data["word"].items()}
    levels = {
        words: step["level"]
        for step in data["step"]
        for name in step["names"]
        for words in (_words(name), _expanded(_words(name), shortened))
    }
    longest = max(map(len, (*levels, *shortened)))
    beside = frozenset((*data["beside"]["words"], *data["fallback"]))
    surnames = frozenset(data["surnames"]["words"])
    return RankWords(levels, shortened, beside, data["fallback"], surnames, longest)


def _words(written: str) -> tuple[str, ...]:
    """Return the words of a written rank: small letters, no marks, ё as е."""
    text = _INSIDE.sub(r"\1 \2", written).casefold().replace("ё", "е")
    text = _ORDINAL.sub(r"\1", _DROPPED.sub("", text)).translate(_ACCENTS)
    return tuple(_one_script(word) for word in _SPACING.split(text) if word)


def _one_script(word: str) -> str:
    script = word.translate(_LOOKS) if _CYRILLIC.search(word) else word
    return _NUMBERS.get(script, script)


def _expanded(
    words: tuple[str, ...], shortened: dict[tuple[str, ...], tuple[str, ...]]
) -> tuple[str, ...]:
    """Return ``words`` with every shortened one written out."""
    return tuple(_written_out(words, shortened))


def _written_out(
    words: tuple[str, ...], shortened: dict[tuple[str, ...], tuple[str, ...]]
) -> Iterator[str]:
    at = 0
    while at < len(words):
        taken = next((n for n in (3, 2, 1) if words[at : at + n] in shortened), 0)
        yield from shortened[words[at : at + taken]] if taken else (words[at],)
        at += taken or 1


@lru_cache(maxsize=1 << 14)
def rank_level(text: str) -> int:
    """Return the step of a written rank, 1 (private) to 20 (general), 0 if unknown.

    Navy and army, abbreviated or not: "ст. солдат" and "Gefr." are both 2.

    >>> rank_level("ст. солдат"), rank_level("Lt Col"), rank_level("водій")
    (2, 15, 0)
    """
    known = rank_words()
    words = _words(text)
    level = UNKNOWN
    for start, word in enumerate(words):
        if found := _level_at(words[start:], known):
            return found
        if word not in known.beside:
            break
        level = max(level, known.fallback.get(word, UNKNOWN))
    return level


def _level_at(words: tuple[str, ...], known: RankWords) -> int:
    """Return the level of the longest rank that ``words`` begin with."""
    for reading in (_expanded(words, known.shortened), words):
        for length in range(min(len(reading), known.longest), 0, -1):
            if level := known.levels.get(reading[:length]):
                return level
    return UNKNOWN


@cache
def rank_vocabulary() -> frozenset[str]:
    """Return every word that a rank, a shortened one or what stands beside may hold."""
    known = rank_words()
    written = [word for words in (*known.levels, *known.shortened) for word in words]
    return frozenset((*written, *known.beside))


@cache
def rank_starts() -> frozenset[str]:
    """Return how words of ranks start, so that most words need no closer look."""
    text = (files("repatria.names") / "data/ranks.toml").read_text(encoding="utf-8")
    written = frozenset(re.findall(r"[^\W_]+", text.lower()))
    return frozenset(word[:RANK_START] for word in rank_vocabulary() | written)


def is_rank_word(written: str) -> bool:
    """Say whether one word of a list may be part of a rank."""
    if RANK_JOINTS.sub("", written.lower())[:RANK_START] not in rank_starts():
        return False
    words = _words(written)
    return bool(words) and all(word in rank_vocabulary() for word in words)


class LeadingRank(NamedTuple):
    """How many first words are a rank, and whether they may be a surname instead."""

    length: int
    doubtful: bool


@lru_cache(maxsize=1 << 14)
def leading_rank(written: tuple[str, ...]) -> LeadingRank:
    """Return how many of the first words of a name are its rank.

    ``written`` are words as they stand in a list.  A rank is taken with the
    words beside it ("гв. ст. сержант медичної служби").  It is doubtful when
    all of it is one word that is a surname too, such as Козак.
    """
    known = rank_words()
    for length in range(min(len(written), LONGEST_WRITTEN), 0, -1):
        words = _words(" ".join(written[:length]))
        if _is_whole_rank(words, known):
            doubtful = (
                length == 1 and words[0] in known.surnames and "." not in written[0]
            )
            return LeadingRank(length, doubtful)
    return LeadingRank(0, doubtful=False)


def _is_whole_rank(words: tuple[str, ...], known: RankWords) -> bool:
    """Say whether ``words`` are one rank and nothing else but words beside it."""
    core = tuple(word for word in words if word not in known.beside)
    readings = (words, core, _expanded(core, known.shortened))
    return any(reading in known.levels for reading in readings)
