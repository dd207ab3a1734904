"""What somebody typed into the search: a name, a number, a birth date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from repatria.names.fold import fold, skeleton, surname_skeleton
from repatria.register.core.case_numbers import read_ref
from repatria.register.core.statements import written
from repatria.shared.dates import read_date

_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?|(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"(?=\S*\d{3})[^\s,;]+")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ`][^\W\d_]+)*\.?")
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, taken apart; what was not typed is empty."""

    case_ref: str = ""
    words: tuple[str, ...] = ()
    number: str = ""
    birth: str = ""

    @property
    def anything(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.case_ref or self.words or self.number or self.birth)

    @property
    def name(self) -> str:
        """The words as a name to compare with."""
        return " ".join(self.words)

    @property
    def family_keys(self) -> list[str]:
        """The codes under which a family name may be kept."""
        keys = [surname_skeleton(fold(word)) for word in self.words]
        return [key for key in dict.fromkeys(keys) if key]

    @property
    def given_keys(self) -> list[str]:
        """The codes under which a given name may be kept."""
        keys = [skeleton(fold(word)) for word in self.words]
        return [key for key in dict.fromkeys(keys) if key]


def read_search(text: str) -> Asked:
    """Take a search apart.

    >>> read_search("Шевченко Тарас 1984").words, read_search("09.05.1984").birth
    (('Шевченко', 'Тарас'), '1984-05-09')
    """
    case_ref = read_ref(text)
    if case_ref:
        return Asked(case_ref=case_ref)
    birth, rest = "", text
    if found := _DATE.search(text):
        birth = written(read_date(found[0]))
        rest = f"{text[: found.start()]} {text[found.end() :]}" if birth else text
    number = _NUMBER.search(rest)
    words = _WORD.findall(rest.replace(number[0], " ") if number else rest)
    return Asked(
        words=tuple(words[:MOST_WORDS]),
        number=number[0] if number else "",
        birth=birth,
    )
