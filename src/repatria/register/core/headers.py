"""Recognising columns by what their header says."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from repatria.register.core.fields import Field

_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")
_LEAST_FUZZY = 5
_PART_OF = re.compile(r"(birth|captured)_(year|month|day)")
_WHOLE = {"birth": Field.BIRTH_DATE, "captured": Field.CAPTURED_ON}


class Understood(NamedTuple):
    """What a header was taken for.

    ``field`` is ``None`` for a header that is known and of no use here;
    ``also`` is the second field of a column that says two things.
    """

    field: Field | None
    part: str
    certainty: float
    also: Field | None = None


def header_key(header: str) -> str:
    """Return the letters and digits of a header in lower case.

    >>> header_key("П.І.Б."), header_key("Date_of birth ")
    ('піб', 'dateofbirth')
    """
    text = unicodedata.normalize("NFKC", header).casefold().replace("№", "no")
    return "".join(sign for sign in text if sign.isalnum())


@cache
def _known() -> dict[str, Understood]:
    source = files("repatria.register.core") / "data" / "headers.toml"
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return {
        header_key(word): _meaning(name)
        for name, words in table.items()
        for word in words
    }


def _meaning(name: str) -> Understood:
    if name == "unused":
        return Understood(None, "", 1.0)
    if name == "rank_and_unit":
        return Understood(Field.RANK, "", 0.9, also=Field.UNIT)
    if part := _PART_OF.fullmatch(name):
        return Understood(_WHOLE[part[1]], part[2], 0.9)
    return Understood(Field(name), "", 1.0)


@lru_cache(maxsize=8192)
def understand(header: str) -> Understood | None:
    """Return what a header means, or ``None`` when it says nothing known.

    >>> understand("Дата народженя").field
    <Field.BIRTH_DATE: 'birth_date'>
    """
    known = _known()
    for text in (header, _BRACKETS.sub(" ", header)):
        key = header_key(text)
        if key in known:
            return known[key]
    return _nearly(key, known) or _begins(_BRACKETS.sub(" ", header), known)


def _nearly(key: str, known: dict[str, Understood]) -> Understood | None:
    """Forgive one slip in seven letters; short words allow none."""
    if not _LEAST_FUZZY <= len(key) <= 60:
        return None
    allowed = max(1, len(key) // 7)
    near = [word for word in known if len(word) >= _LEAST_FUZZY]
    best = process.extractOne(
        key, near, scorer=DamerauLevenshtein.distance, score_cutoff=allowed
    )
    if best is None:
        return None
    meant = known[best[0]]
    return meant._replace(certainty=round(meant.certainty * (0.92 - 0.08 * best[1]), 2))


def _begins(header: str, known: dict[str, Understood]) -> Understood | None:
    """Understand ``Прізвище військовослужбовця`` by its first words."""
    words = re.split(r"[\W_]+", header)
    for count in range(min(len(words), 6) - 1, 0, -1):
        key = header_key("".join(words[:count]))
        meant = known.get(key)
        if meant and meant.field is not Field.ID and len(key) >= _LEAST_FUZZY:
            return meant._replace(certainty=round(meant.certainty * 0.7, 2))
    return None
