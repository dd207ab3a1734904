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

UNKNOWN = 0
LONGEST_WRITTEN = 7
NAME_WORDS = 3
_DROPPED = re.compile(r"[’'ʼ`´\"«»“”]")
_SPACING = re.compile(r"[^\w]+|_+")
_ORDINAL = re.compile(r"\b(\d)\s*(?:го|й|го|ый|ої|ій|а|ст|st|nd|rd|th)\b")
# i and e stand in some typed ranks for the Cyrillic letters that look like them
_LOOKS = str.maketrans("aceiopxyAKMHT", "асеіорхуакмнт")
_CYRILLIC = re.compile(r"[\u0400-\u04FF]")


@dataclass(frozen=True, slots=True)
class RankWords:
    """What the data file says: level by words, how words are shortened, what is passed over."""

    levels: dict[tuple[str, ...], int]
    shortened: dict[tuple[str, ...], tuple[str, ...]]
    beside: frozenset[str]
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
    beside = frozenset(data["beside"]["words"])
    return RankWords(levels, shortened, beside, frozenset(data["surnames"]["words"]), longest)


def _words(written: str) -> tuple[str, ...]:
    """Return the words of a written rank: small letters, no marks, ё as е."""
    text = _DROPPED.sub("", written.casefold()).replace("ё", "е").replace("ß", "ss")
    text = _ORDINAL.sub(r"\1", text)
    return tuple(_one_script(word) for word in _SPACING.split(text) if word)


def _one_script(word: str) -> str:
    return word.translate(_LOOKS) if _CYRILLIC.search(word) else word


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
    for start in range(len(words)):
        if level := _level_at(words[start:], known):
            return level
        if words[start] not in known.beside:
            return UNKNOWN
    return UNKNOWN


def _level_at(words: tuple[str, ...], known: RankWords) -> int:
    """Return the level of the longest rank that ``words`` begin with."""
    for reading in (words, _expanded(words, known.shortened)):
        for length in range(min(len(reading), known.longest), 0, -1):
            if level := known.levels.get(reading[:length]):
                return level
    return UNKNOWN


@lru_cache(maxsize=1 << 14)
def rank_words_before(written: tuple[str, ...]) -> int:
    """Return how many of a name's first words are its rank, 0 for none.

    ``written`` are words as they stand in a list.  The rank is taken with the
    words beside it ("гв. ст. сержант медичної служби").  A word that is also
    a common surname, such as Козак, is a rank only before three words more.
    """
    known = rank_words()
    longest = 0
    for length in range(1, min(len(written), LONGEST_WRITTEN) + 1):
        words = _words(" ".join(written[:length]))
        if _is_whole_rank(words, known, after=len(written) - length):
            longest = length
    return longest


def _is_whole_rank(words: tuple[str, ...], known: RankWords, *, after: int) -> bool:
    """Say whether ``words`` are one rank and nothing else but words beside it."""
    core = [word for word in words if word not in known.beside]
    if not core or (after < NAME_WORDS and words[0] in known.surnames and len(words) == 1):
        return False
    return any(
        known.levels.get(tuple(reading)) is not None
        for reading in (words, core, _expanded(tuple(core), known.shortened))
    )
