"""Surnames built of stems and endings, with a long tail of rare ones."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import polars as pl

from repatria.matching.engine.synthetic.orthography import both, capitalised, feminine
from repatria.matching.engine.synthetic.resources import cells, sections, words

# Section of the stems file, the endings it takes, its people, its weight there.
SOURCES = (
    ("uk.trade", "uk", "uk", 5.0), ("uk.given", "uk", "uk", 4.0), ("uk.nature", "uk", "uk", 2.0),
    ("uk.nick", "uk", "uk", 1.6), ("uk.more", "uk", "uk", 1.2), ("uk.place", "uk", "uk", 1.0),
    ("ru.given", "ru", "ru", 5.0), ("ru.trade", "ru", "ru", 2.0), ("ru.nature", "ru", "ru", 2.4),
    ("ru.nick", "ru", "ru", 1.0), ("ru.place", "ru", "ru", 0.5), ("ru.adj", "ru.adj", "ru", 2.0),
    ("be.stem", "be", "be", 1.0), ("ka.stem", "ka", "other", 1.0), ("hy.stem", "hy", "other", 1.0),
    ("cauc.stem", "cauc", "other", 2.0), ("tat.stem", "tat", "other", 1.6),
    ("bur.stem", "bur", "other", 0.8), ("mold.stem", "mold", "other", 0.8),
    ("germ.stem", "germ", "other", 0.5), ("pol.stem", "pol", "other", 0.7),
)  # fmt: skip
WRITTEN_IN = {"ru": "ru", "cauc": "ru", "tat": "ru", "bur": "ru", "mold": "ru"}

# Share of a region's persons who bear the r-th commonest surname: 1 / (r + offset).
# With 6.5 and some 28,000 names the commonest has about 1.2 % of its region,
# hence .75 % of a list, as in published counts of Ukrainian surnames.
OFFSET = {"uk": 6.5, "ru": 6.5, "be": 9.0, "other": 9.0}

# Where a person of the region (row) finds the surname (column).
MIXTURE = {
    "uk": {"uk": 0.80, "ru": 0.155, "be": 0.015, "other": 0.03},
    "ru": {"uk": 0.16, "ru": 0.79, "be": 0.02, "other": 0.03},
    "be": {"uk": 0.15, "ru": 0.15, "be": 0.67, "other": 0.03},
    "other": {"uk": 0.02, "ru": 0.05, "be": 0.00, "other": 0.93},
}

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
    return [Ending(a, b, c.split(","), d.split(","), float(e)) for a, b, c, d, e in rows]


def stem_of(word: str) -> tuple[str, int]:
    """Cut ``word`` to what endings are added to; say which form it takes.

    0 after a hard consonant, 1 soft, 2 hushing, 3 vowel.
    """
    for adjective in ("ий", "ый", "ой", "ій"):
        if word.endswith(adjective) and len(word) > 4:
            return word[:-2], 2 if word[-3] in "жшчщ" else 0
    form = 1 if word[-1] in "ьяюі" else 0
    cut = word[:-1] if word[-1] in "ьй" + _VOWELS else word
    if cut[-1] in _VOWELS:
        return cut, 3
    if cut.endswith(("ец", "єц")) and any(letter in _VOWELS for letter in cut[:-2]):
        return cut[:-2] + "ц", 2
    return cut, 2 if cut[-1] in "жшчщц" else form


def _softened(stem: str, word: str) -> tuple[str, bool]:
    last = None if word.endswith(("иць", "ц")) else _SOFTENED.get(stem[-1])
    return (stem[:-1] + last, True) if last else (stem, False)


def _with_sky(stem: str, form: int, forms: list[str]) -> str:
    if stem[-1] in "кчц":
        return stem[:-1] + "цьк" + forms[0][3:] if "ь" in forms[0] else stem[:-1] + "ц" + forms[0][1:]
    if stem[-1] in "гжз" and "ь" in forms[0]:
        return stem[:-1] + "з" + forms[0][1:]
    if stem[-1] in "хшс":
        return stem[:-1] + forms[0]
    return stem + forms[form]


def derive(word: str, how: str, forms: list[str]) -> str:
    """Return the surname that ``word`` makes with an ending of four ``forms``."""
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


def weighed(ending: Ending, section: str) -> float:
    """Return the weight of ``ending``: a bare given name is a rare surname."""
    return ending.weight / 6 if ending.how == "bare" and section == "uk.given" else ending.weight


def _built() -> list[tuple[str, str, str, float]]:
    """Return (Ukrainian form, Russian form, people, weight) of every surname."""
    rows = []
    for section, kind, people, weight in SOURCES:
        language = WRITTEN_IN.get(kind.split(".")[0], "uk")
        ends = endings(kind)
        for place, token in enumerate(words(sections("surname_stems.txt")[section])):
            uk, ru = both(token, written_in=language)
            standing = weight / (place + 15.0)
            rows += [
                (derive(uk, e.how, e.uk), derive(ru, e.how, e.ru), people, standing * weighed(e, section))
                for e in ends
                if _fits(ru if language == "ru" else uk, e.which)
            ]
    return rows


def zipf(names: int, offset: float) -> np.ndarray:
    """Return shares of ``names`` ranked names, summing to 1."""
    shares = 1.0 / (np.arange(1, names + 1) + offset)
    return np.asarray(shares / np.cumsum(shares)[-1])


def surname_table() -> pl.DataFrame:
    """Return every surname: four forms and its weight in each region."""
    table = (
        pl.DataFrame(_built(), schema=["uk", "ru", "people", "score"], orient="row")
        .filter(pl.col("uk").str.len_chars() > 2)
        .sort("score", "uk", "ru", descending=[True, False, False])
        .unique("uk", keep="first", maintain_order=True)
    )
    table = table.with_columns(_shares(table))
    forms = {
        f"{language}_woman": [capitalised(feminine(n, language)) for n in table[language]]
        for language in ("uk", "ru")
    }
    men = {language: [capitalised(n) for n in table[language]] for language in ("uk", "ru")}
    return table.with_columns(*(pl.Series(k, v) for k, v in {**men, **forms}.items())).drop("score")


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
