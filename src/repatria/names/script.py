"""Scripts, look-alike letters and the invisible dirt of typed and scanned names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from repatria.names.stages import Stage, Step, patterns, plain, step_of

LATIN = r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F\u1E00-\u1EFF"
CYRILLIC = r"\u0400-\u0481\u048A-\u052F"
SCRIPTS = {
    "latin": LATIN,
    "cyrillic": CYRILLIC,
    "greek": r"\u0370-\u03FF\u1F00-\u1FFF",
    "armenian": r"\u0531-\u0587",
    "georgian": r"\u10A0-\u10FF\u1C90-\u1CBF",
    "hebrew": r"\u05D0-\u05EA",
    "arabic": r"\u0620-\u064A\u0671-\u06D3",
}
LATIN_LOOKS = "aceiopxykABCEHIKMOPTXYïëÏË"
CYRILLIC_LOOKS = "асеіорхукАВСЕНІКМОРТХУїёЇЁ"
DIGIT_LOOKS = {
    "latin": {"0": "o", "1": "l"},
    "cyrillic": {"0": "о", "1": "і", "3": "з"},
}

# A word to look at: both scripts touch, or a digit that is read as a letter
# touches a letter.  Rust's engine reads the same text.
SUSPECT = (
    rf"[{LATIN}][{CYRILLIC}]|[{CYRILLIC}][{LATIN}]"
    rf"|[{LATIN}{CYRILLIC}][013]|[013][{LATIN}{CYRILLIC}]"
)
_suspect = re.compile(SUSPECT)
_word = re.compile(rf"[{LATIN}{CYRILLIC}013]+")
_scripts = {name: re.compile(f"[{span}]") for name, span in SCRIPTS.items()}

_to_cyrillic = str.maketrans(LATIN_LOOKS, CYRILLIC_LOOKS)
_to_latin = str.maketrans(CYRILLIC_LOOKS, LATIN_LOOKS)


def scripts_in(text: str) -> frozenset[str]:
    """Return the names of the scripts whose letters stand in ``text``.

    >>> sorted(scripts_in("Iван 2"))
    ['cyrillic', 'latin']
    """
    return frozenset(name for name, seen in _scripts.items() if seen.search(text))


def repair_homoglyphs(text: str) -> str:
    """Return ``text`` with each word's stray look-alikes in the word's own script.

    A word is of the script whose unmistakable letters it has more of; a digit
    0, 1 or 3 between letters is read as the letter it looks like.

    >>> repair_homoglyphs("Ивaнoв") == "Иванов"
    True
    """
    if not _suspect.search(text):
        return text
    return _word.sub(lambda match: _repaired(match[0]), text)


def _repaired(word: str) -> str:
    if not _suspect.search(word):
        return word
    script = _script_of(word)
    table = _to_cyrillic if script == "cyrillic" else _to_latin
    return _digits_read(word.translate(table), script)


def _script_of(word: str) -> str:
    """Return the script that more of the word's unmistakable letters belong to."""
    latin = [c for c in word if _scripts["latin"].match(c)]
    cyrillic = [c for c in word if _scripts["cyrillic"].match(c)]
    sure_latin = sum(c not in LATIN_LOOKS for c in latin)
    sure_cyrillic = sum(c not in CYRILLIC_LOOKS for c in cyrillic)
    if sure_latin != sure_cyrillic:
        return "latin" if sure_latin > sure_cyrillic else "cyrillic"
    return "latin" if len(latin) > len(cyrillic) else "cyrillic"


def _digits_read(word: str, script: str) -> str:
    """Return ``word`` with lone digits as letters; several digits stay a number."""
    if sum(c.isdigit() for c in word) * 2 >= len(word):
        return word
    looks = DIGIT_LOOKS[script]
    return "".join(looks.get(c, c) for c in word)


def clean(text: str) -> str:
    """Return ``text`` as it was meant: composed letters, plain spaces, nothing hidden.

    Control characters, zero-width characters, soft hyphens, marks of writing
    direction and stress accents go; й, ї and ё stay whole; full-width letters
    and ligatures become plain; any run of white space is one space.
    """
    for step in _clean_steps():
        text = step(text)
    return text


@cache
def clean_stages() -> tuple[Stage, ...]:
    """Return the stages of :func:`clean`, for either interpreter."""
    return (
        patterns("hidden", (_HIDDEN, ""), (_ACCENT_SIGNS, "\u0301")),
        plain("composed", dict(_compositions())),
        patterns("leftover", (_MARKS, ""), (_SPACES, " "), ("^ | $", "")),
    )


@cache
def _clean_steps() -> tuple[Step, ...]:
    return tuple(step_of(stage) for stage in clean_stages())


_HIDDEN = (
    r"[\x00-\x08\x0E-\x1F\x7F-\x84\x86-\x9F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5"
    r"\u180B-\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF\uFFF9-\uFFFD]"
)
_ACCENT_SIGNS = r"[\u0340\u0341]"
_MARKS = r"[\u0300-\u036F]"
_SPACES = r"[\t-\r\x85 \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+"
_COMPATIBLE = (*range(0xFB00, 0xFB07), *range(0xFF01, 0xFF5F))
_COMPOSED = (*range(0xC0, 0x250), *range(0x400, 0x530), *range(0x1E00, 0x1F00))


def _compositions() -> Iterator[tuple[str, str]]:
    """Yield what is written apart or in another width, and its plain form."""
    for letter in map(chr, _COMPATIBLE):
        yield letter, unicodedata.normalize("NFKC", letter)
    for letter in map(chr, _COMPOSED):
        whole = unicodedata.normalize("NFC", letter)
        apart = unicodedata.normalize("NFD", letter)
        if apart != letter:
            yield apart, whole
            yield letter, whole
            yield unicodedata.normalize("NFC", apart[:-1]) + apart[-1], whole
