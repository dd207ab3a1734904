"""One written name taken apart: family, given name, patronymic, rank, call sign."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.names.roles import MARK_ROLE, NameOrder, roles_of
from repatria.names.words import has_cyrillic, split_name, word_code

# Fields of a parsed name by the letter of their role.
FIELD_OF_ROLE = {
    "F": "family",
    "G": "given",
    "P": "patronymic",
    "R": "rank",
    "C": "call_sign",
    "X": "rest",
}


@dataclass(frozen=True, slots=True)
class ParsedName:
    """The parts of a written name, each as it was written; empty where there is none.

    Every word of the name is in exactly one part; ``rest`` holds remarks,
    numbers and words that found no place.
    """

    family: str = ""
    given: str = ""
    patronymic: str = ""
    rank: str = ""
    call_sign: str = ""
    rest: str = ""


def parse_name(text: str, *, order: NameOrder = NameOrder.UNKNOWN) -> ParsedName:
    """Take a written name apart, whatever the order of its words.

    Known given names, endings of patronymics, commas, capitals, brackets and
    quotes decide; where they do not, ``order`` does, or the script: family
    first in Cyrillic, given name first in Latin.

    >>> parse_name("Т.Г. Коваленко").family
    'Коваленко'
    >>> parse_name("ст. солдат Коваленко Тарас «Грім»").call_sign
    'Грім'
    """
    words = split_name(text)
    shape = tuple(map(word_code, words))
    roles = roles_of(shape, order, cyrillic=has_cyrillic(text))
    parts: dict[str, list[str]] = {}
    for word, role in zip(words, roles, strict=True):
        if role != MARK_ROLE:
            parts.setdefault(FIELD_OF_ROLE[role], []).append(word)
    return ParsedName(**{field: " ".join(found) for field, found in parts.items()})
