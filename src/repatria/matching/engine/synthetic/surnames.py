"""Surnames built of stems and endings, with a long tail of rare ones."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from repatria.matching.engine.synthetic.chance import Floats
from repatria.matching.engine.synthetic.orthography import both, capitalised, feminine
from repatria.matching.engine.synthetic.resources import cells, sections, words


class Source(NamedTuple):
    """Stems of a section, the endings they take, whose names they make, how often."""

    stems: str
    endings: str
    people: str
    weight: float
    language: str = "uk"


SOURCES = (
    Source("uk.trade", "uk", "uk", 5.0),
    Source("uk.given", "uk", "uk", 4.0),
    Source("uk.nature", "uk", "uk", 2.0),
    Source("uk.nick", "uk", "uk", 1.6),
    Source("uk.more", "uk", "uk", 1.2),
    Source("uk.place", "uk", "uk", 1.0),
    Source("ru.given", "ru", "ru", 5.0, "ru"),
    Source("ru.trade", "ru", "ru", 2.0, "ru"),
    Source("ru.nature", "ru", "ru", 2.4, "ru"),
    Source("ru.nick", "ru", "ru", 1.0, "ru"),
    Source("ru.place", "ru", "ru", 0.5, "ru"),
    Source("ru.adj", "ru.adj", "ru", 2.0, "ru"),
    Source("be.stem", "be", "be", 1.0, "ru"),
    Source("ka.stem", "ka", "other", 1.0, "ru"),
    Source("hy.stem", "hy", "other", 1.0, "ru"),
    Source("cauc.stem", "cauc", "other", 2.0, "ru"),
    Source("tat.stem", "tat", "other", 1.6, "ru"),
    Source("bur.stem", "bur", "other", 0.8, "ru"),
    Source("mold.stem", "mold", "other", 0.8, "ru"),
    Source("germ.stem", "germ", "other", 0.5, "ru"),
    Source("pol.stem", "pol", "other", 0.7),
)

# Share of a region's persons who bear the r-th commonest surname: 1 / (r + offset).
# With 6.5 and some 30,000 names the commonest has about 1.3 % of its region, hence
# .8 % of a list, about what is counted of the commonest Ukrainian surname.
OFFSET = {"uk": 6.5, "ru": 6.5, "be": 9.0, "other": 9.0}

# Where a person of the region (row) finds the surname (column).
MIXTURE = {
    "uk": {"uk": 0.80, "ru": 0.155, "be": 0.015, "other": 0.03},
    "ru": {"uk": 0.16, "ru": 0.79, "be": 0.02, "other": 0.03},
    "be": {"uk": 0.15, "ru": 0.15, "be": 0.67, "other": 0.03},
    "other": {"uk": 0.02, "ru": 0.05, "be": 0.00, "other": 0.93},
}

_ADJECTIVES = ("ий", "ый", "ой")
_VOWELS = "аеєиіїоуюяэыё"
_SOFTENED = {"к": "ч", "г": "ж", "х": "ш", "ц": "ч"}


class Ending(NamedTuple):
    """One row of the endings file."""

    how: str
    which: str
    uk: list[str]
    ru: list[str]
    weight: float


def endings(section: str) -> list[Ending]:
    """Return the endings of ``section``."""
    rows = cells(sections("surname_endings.txt")[section])
    return [
        Ending(a, b, c.split(","), d.split(","), float(e)) for a, b, c, d, e in rows
    ]


def stem_of(word: str) -> tuple[str, int]:
    """Cut ``word`` to what endings are added to; say which form it takes.

    0 after a hard consonant, 1 soft, 2 hushing, 3 vowel.

    >>> stem_of("коваль"), stem_of("кравець"), stem_of("гайдай")
    (('ковал', 1), ('кравц', 0), ('гайда', 3))
    """
    if word.endswith(_ADJECTIVES) and len(word) > 4:
        return word[:-2], 2 if word[-3] in "жшчщ" else 0
    if word[-1] in "иыі":
        return word, 3
    cut = word[:-1] if word[-1] in "ьй" + _VOWELS else word
    if cut[-1] in _VOWELS + "ь":
        return cut, 3
    if cut.endswith(("ец", "єц")):
        return (cut[:-2] + "ц" if _is_fleeting(cut[:-2]) else cut), 0
    if cut[-1] in "жшчщц":
        return cut, 2
    return cut, 1 if word[-1] in "ьяюі" else 0


def _is_fleeting(before: str) -> bool:
    """Say whether -ets loses its vowel after ``before``: kravets, not kuznets."""
    return len(before) > 2 and before[-1] not in _VOWELS and before[-2] in _VOWELS


def _softened(stem: str, word: str) -> tuple[str, bool]:
    last = None if word.endswith(("иць", "ц")) else _SOFTENED.get(stem[-1])
    return (stem[:-1] + last, True) if last else (stem, False)


def _with_sky(stem: str, form: int, forms: list[str]) -> str:
    """Add -sky: k, ts and ch melt into -tsky, h, zh and z into -zky."""
    ukrainian = forms[0].startswith("сь")
    if stem[-1] in "кчц":
        return stem[:-1] + ("цький" if ukrainian else "цкий")
    if stem[-1] in "гжз" and ukrainian:
        return stem[:-1] + "зький"
    if stem[-1] in "хшс":
        return stem[:-1] + forms[0]
    return stem + forms[form]


def derive(word: str, how: str, forms: list[str]) -> str:
    """Return the surname that ``word`` makes with an ending of four ``forms``.

    >>> derive("стельмах", "soften", ["енко", "енко", "енко", "єнко"])
    'стельмашенко'
    """
    if how == "bare":
        return word
    stem, form = stem_of(word)
    if how == "sky":
        return _with_sky(stem, form, forms)
    if how == "soften":
        stem, hushed = _softened(stem, word)
        form = 2 if hushed else form
    return stem + forms[form]


def _fits(word: str, which: str) -> bool:
    return which == "*" or (which == "a") == (word[-1] in "ая")


def weighed(ending: Ending, source: Source) -> float:
    """Return the weight of ``ending``: a bare given name is a rare surname."""
    rare = ending.how == "bare" and source.stems == "uk.given"
    return ending.weight / 6 if rare else ending.weight


def _built() -> Iterator[tuple[str, str, str, float]]:
    """Give the Ukrainian form, Russian form, people and weight of every surname.

    A stem weighs less the later it stands in its section.
    """
    for source in SOURCES:
        ends = endings(source.endings)
        for place, token in enumerate(
            words(sections("surname_stems.txt")[source.stems])
        ):
            uk, ru = both(token, written_in=source.language)
            standing = source.weight / (place + 15.0)
            for end in ends:
                if _fits(ru if source.language == "ru" else uk, end.which):
                    score = standing * weighed(end, source) * _taste(token, end.uk[0])
                    yield (
                        derive(uk, end.how, end.uk),
                        derive(ru, end.how, end.ru),
                        source.people,
                        round(score, 9),
                    )


def _taste(token: str, ending: str) -> float:
    """Return how well stem and ending go together, .1 to 2.1: a steady whim."""
    return 0.1 + 2.0 * (zlib.crc32(f"{token}|{ending}".encode()) % 997 / 997) ** 2


def _natural(row: tuple[str, str, str, float], awkward: re.Pattern[str]) -> bool:
    """Say whether the name can be spoken: no doubled endings, no heaps of vowels."""
    return len(row[0]) > 2 and not awkward.search(row[0]) and not awkward.search(row[1])


def zipf(names: int, offset: float) -> Floats:
    """Return shares of ``names`` ranked names, summing to 1."""
    shares = 1.0 / (np.arange(1, names + 1) + offset)
    return np.asarray(shares / np.cumsum(shares)[-1])


def surname_table() -> pl.DataFrame:
    """Return every surname: four forms and its weight in each region."""
    awkward = re.compile("|".join(sections("surname_endings.txt")["awkward"]))
    rows = [row for row in _built() if _natural(row, awkward)]
    table = (
        pl.DataFrame(rows, schema=["uk", "ru", "people", "score"], orient="row")
        .sort("score", "uk", "ru", "people", descending=[True, False, False, False])
        .unique("uk", keep="first", maintain_order=True)
    )
    return pl.DataFrame(
        [
            *(
                pl.Series(
                    f"{language}{sex}",
                    [capitalised(form(n, language)) for n in table[language]],
                )
                for language in ("uk", "ru")
                for sex, form in (("", _as_it_is), ("_woman", feminine))
            ),
            table["people"],
            *_shares(table),
        ]
    )


def _as_it_is(surname: str, _language: str) -> str:
    return surname


def _shares(table: pl.DataFrame) -> list[pl.Series]:
    people = table["people"].to_numpy()
    within = np.zeros(len(people))
    for name, offset in OFFSET.items():
        here = people == name
        within[here] = zipf(int(here.sum()), offset)
    return [
        pl.Series(f"weight_{region}", within * np.array([mix[p] for p in people]))
        for region, mix in MIXTURE.items()
    ]
