"""What somebody typed into the search: names, numbers, a date of birth, places."""

from __future__ import annotations

import re
from dataclasses import dataclass

from repatria.names.fold import fold, skeleton, surname_skeleton
from repatria.names.ranks import leading_rank
from repatria.names.romanise import romanise
from repatria.names.script import clean
from repatria.register.core.born import Born, read_born
from repatria.register.core.case_numbers import read_ref

MOST_WORDS = 6
ENOUGH_DIGITS = 3  # tell numbers apart without their letters
LONGEST = 200  # characters that are read of one answer
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_DATE = re.compile(
    r"""
    (?<!\w) (?: ~ | ≈ )? \s* (?:
        \d{4} - (?:\d\d|\?\?) (?: - (?:\d\d|\?\?) )?
      | (?:\d{1,2}|\?\?) [./-] (?:\d{1,2}|\?\?) [./-] (?:\d{4}|\d\d(?!\d)|\?{4})
      | \d{1,2} [./] (?:19|20)\d\d
      | \d{1,2} \s+ [^\W\d_]{3,12}\.? \s+ (?:19|20)\d\d
      | (?:1[89]|20)\d [\d?xх*_]
    ) (?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBER = re.compile(r"(?=[^\s,;]*\d)[^\s,;]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`ʹ][^\W\d_]+)*")
# Words that say what kind of unit or place it is, as folds, and not which.
UNIT_KINDS = frozenset(
    fold(word)
    for word in """
    бригада бригады бригади бр обр омбр ошбр полк полку батальйон батальон бат рота
    взвод окрема отдельная окремий отдельный військова частина войсковая часть вч
    brigade regiment battalion company platoon separate military unit місто город
    село селище область обл район рн oblast region district city town village
    raion rayon
    """.split()
)
_SONS = frozenset(
    map(fold, "огли оглы оглу угли кизи кызы ogly oglu oglou kyzy".split())
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, taken apart; what was not typed is empty.

    ``words`` are words of names, and of places where nobody said which; ``numbers``
    digits of whatever is numbered; ``places`` and ``units`` what was said to be one.
    """

    case_ref: str = ""
    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    born: Born | None = None
    places: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is anything to look for."""
        return bool(
            self.case_ref or self.words or self.numbers or self.born
            or self.places or self.units
        )  # fmt: skip

    @property
    def name(self) -> str:
        """The words as a name to compare with."""
        return " ".join(self.words)

    @property
    def family_keys(self) -> list[str]:
        """The codes under which a family name may be kept."""
        keys = [surname_skeleton(code_of(word)) for word in self.words]
        return [key for key in dict.fromkeys(keys) if key]

    @property
    def given_keys(self) -> list[str]:
        """The codes under which a given name may be kept."""
        keys = [skeleton(code_of(word)) for word in self.words]
        return [key for key in dict.fromkeys(keys) if key]


def code_of(word: str) -> str:
    """Return the fold of a word in any script."""
    return fold(romanise(word)).replace(" ", "")


def number_key(text: str) -> str:
    """Return what a number is looked up by: its digits, with its letters where few.

    >>> number_key("А-123456") == number_key("A 123456"), number_key("№ 7")
    (True, '7')
    """
    digits = "".join(letter for letter in text if letter.isdigit())
    if len(digits) >= ENOUGH_DIGITS:
        return digits
    return code_of(text) + digits


def read_search(
    text: str, *, birth: str = "", unit: str = "", place: str = "", number: str = ""
) -> Asked:
    """Take a search apart: one free line, and what was said apart from it.

    >>> read_search("Шевченко Тарас 1984").words, read_search("А-123456").numbers
    (('Шевченко', 'Тарас'), ('А-123456',))
    """
    line, birth, unit, place, number = map(_plain, (text, birth, unit, place, number))
    case_ref = read_ref(line) or read_ref(number)
    if case_ref:
        return Asked(case_ref=case_ref)
    found = None if birth else _DATE.search(line)
    born = read_born(birth or (found[0] if found else ""))
    if found and born:
        line = f"{line[: found.start()]} {line[found.end() :]}"
    numbers = [*_NUMBER.findall(number), *_NUMBER.findall(line)]
    return Asked(
        words=_names(_NUMBER.sub(" ", line)),
        numbers=tuple(numbers[:MOST_WORDS]),
        born=born,
        places=_words(place),
        units=(*_NUMBER.findall(unit)[:MOST_WORDS], *_words(_NUMBER.sub(" ", unit))),
    )


def _plain(text: str) -> str:
    return clean(_NOT_SHOWN.sub(" ", text[:LONGEST]))


def _words(text: str) -> tuple[str, ...]:
    found = [word for word in _WORD.findall(text) if fold(word) not in UNIT_KINDS]
    return tuple(found[:MOST_WORDS])


def _names(text: str) -> tuple[str, ...]:
    """Return the words of a name, its rank and what says whose son it is left out."""
    words = _words(text)
    rank = leading_rank(tuple(word.lower() for word in words))
    if not rank.doubtful and rank.length < len(words):
        words = words[rank.length :]
    return tuple(word for word in words if fold(word) not in _SONS) or words
