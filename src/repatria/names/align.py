"""Which word of one name stands for which word of another."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from repatria.names.alike import Likeness, Word, likeness
from repatria.names.classes import given_class
from repatria.names.fold import fold
from repatria.names.romanise import romanise
from repatria.names.script import clean, repair_homoglyphs, scripts_in

MOST_WORDS, LONGEST = 9, 40  # more is no name, and would only take time
_JOINED_FITS = 0.9
_LEET = str.maketrans("013457@$", "oieastas")
_LETTER_DIGIT = re.compile(r"[^\W\d_][0-9@$]|[0-9@$][^\W\d_]")
_WORD = re.compile(r"[^\s,;:()\[\]{}\"«»„“”<>|/\\=+*!?–—•…·.‐‑-]+")
_CAPITALS = re.compile(r"^[BCDFGHJKLMNPQRSTVWXZ]{2,3}$")
_PINYIN = re.compile("^[Xx][aeiou]")  # read as Russian and English speakers hear it
_ARTICLE = re.compile("^ال(?=...)")
_OTHER_SCRIPT = "other"
_PLAIN_SCRIPTS = (
    "latin",
    "cyrillic",
    "greek",
    "armenian",
    "georgian",
    "hebrew",
    "arabic",
)


@dataclass(frozen=True, slots=True)
class CompareWords:
    """The lists of ``data/compare_words.toml``, as folds."""

    titles: frozenset[str]
    particles: frozenset[str]
    son_of: frozenset[str]


@cache
def compare_words() -> CompareWords:
    """Return the lists of ``data/compare_words.toml``, as folds."""
    text = (files("repatria.names") / "data/compare_words.toml").read_text("utf-8")
    lists = tomllib.loads(text)
    return CompareWords(
        *(frozenset(map(fold, lists[n])) for n in CompareWords.__slots__)
    )


@dataclass(frozen=True, slots=True)
class NameToCompare:
    """A name ready to be compared: its words, and who is said to be whose son.

    ``words`` hold neither titles nor particles; ``fathers`` are pairs of
    places in ``words``: the second is the father of the first.
    """

    words: tuple[Word, ...]
    fathers: tuple[tuple[int, int], ...]
    titled: bool


@lru_cache(maxsize=1 << 12)
def name_to_compare(text: str) -> NameToCompare:
    """Return a written name ready to be compared, in whatever script it is."""
    lists = compare_words()
    found = [word for piece in _WORD.findall(_letters(text)) for word in _words(piece)]
    kept = [word for word in found if word.code not in lists.titles] or found
    words: list[Word] = []
    sons: list[int] = []
    for word in kept:
        if word.code in lists.particles and len(word.written) > 1 and len(kept) > 1:
            if word.code in lists.son_of and words:
                sons.append(len(words) - 1)
        else:
            words.append(word)
    words = _without_repeats(words or kept)
    fathers = tuple((son, son + 1) for son in sons if son + 1 < len(words))
    return NameToCompare(tuple(words[:MOST_WORDS]), fathers, len(kept) < len(found))


def _letters(text: str) -> str:
    """Return the text with digits and signs that stand for letters read as letters."""
    cleaned = clean(text)
    if _LETTER_DIGIT.search(cleaned):
        cleaned = " ".join(
            word.translate(_LEET) if _LETTER_DIGIT.search(word) else word
            for word in cleaned.split(" ")
        )
    return repair_homoglyphs(cleaned)


def _words(piece: str) -> list[Word]:
    """Return a piece of text as words; capitals without vowels are initials."""
    if _CAPITALS.search(piece):
        return [_word(letter) for letter in piece]
    return [_word(piece)]


def _word(written: str) -> Word:
    script = next(
        (s for s in _PLAIN_SCRIPTS if s in scripts_in(written)), _OTHER_SCRIPT
    )
    plain = (_ARTICLE.sub("", written) if script == "arabic" else written)[:LONGEST]
    code = fold(romanise(plain)).replace(" ", "")
    if _PINYIN.search(plain) and not given_class(code):
        code = fold("s" + plain[1:])
    return Word(plain.lower(), code, script, written)


def _without_repeats(words: list[Word]) -> list[Word]:
    """Drop a word that follows its equal: typed twice."""
    return [word for at, word in enumerate(words) if at == 0 or word != words[at - 1]]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two words that stand for each other, and their places in their names."""

    left: int
    right: int
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Alignment:
    """Words put in pairs; where a name has more words than the other, some are left."""

    left: tuple[Word, ...]
    right: tuple[Word, ...]
    pairs: tuple[Pairing, ...]

    @property
    def left_over(self) -> int:
        """How many words of the longer name have no partner."""
        return abs(len(self.left) - len(self.right))


def align(left: Sequence[Word], right: Sequence[Word]) -> Alignment:
    """Put each word of the shorter name beside one of the longer, as alike as can be.

    Words that one name writes apart and the other together are joined first.
    """
    joined_left = _joined(tuple(left), tuple(right))
    joined_right = _joined(tuple(right), joined_left)
    if len(joined_left) > len(joined_right):
        pairs = [
            Pairing(pair.right, pair.left, pair.likeness)
            for pair in _best(joined_right, joined_left)
        ]
    else:
        pairs = _best(joined_left, joined_right)
    return Alignment(joined_left, joined_right, tuple(pairs))


def _joined(words: tuple[Word, ...], others: tuple[Word, ...]) -> tuple[Word, ...]:
    """Join neighbours that together are a word of the other name."""
    for at in range(len(words) - 1):
        for end in range(at + 2, min(len(words), at + 3) + 1):
            whole = _together(words[at:end])
            apart = max(
                (
                    likeness(word, other).share
                    for word in words[at:end]
                    for other in others
                ),
                default=0.0,
            )
            together = max(
                (likeness(whole, other).share for other in others), default=0.0
            )
            if together >= _JOINED_FITS and together > apart:
                return _joined((*words[:at], whole, *words[end:]), others)
    return words


def _together(words: Sequence[Word]) -> Word:
    written = "".join(word.written for word in words)
    code = "".join(word.code for word in words)
    shown = " ".join(word.shown for word in words)
    return Word(written, code, words[0].script, shown)


def _best(short: tuple[Word, ...], long: tuple[Word, ...]) -> list[Pairing]:
    """Return the pairing of most likeness in all, weighed by length of words."""
    table = [[likeness(one, other) for other in long] for one in short]
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for one, row in zip(short, table, strict=True):
        after: dict[int, tuple[float, tuple[int, ...]]] = {}
        for used, (total, places) in best.items():
            for at, found in enumerate(row):
                if used & (1 << at):
                    continue
                gained = total + found.share * _weight(one, long[at])
                key = used | (1 << at)
                if key not in after or gained > after[key][0] + 1e-9:
                    after[key] = (gained, (*places, at))
        best = after
    _, places = max(best.values(), key=lambda found: found[0], default=(0.0, ()))
    return [Pairing(at, place, table[at][place]) for at, place in enumerate(places)]


def _weight(one: Word, other: Word) -> float:
    """Return how much a pair of words says: longer words say more."""
    return 2.0 + min(len(one.code), len(other.code), 8)
