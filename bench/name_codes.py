"""Measure the fold and the skeleton: what they merge, what they keep apart.

Run: ``python bench/name_codes.py``.  Reads the benchmark data named by
``REPATRIA_DATA`` (default ``../shared/data``).  The romanisations below are
written from the published tables, apart from those of ``names/data/fold.tsv``.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl

from repatria.names.engine.columns import (
    fold_values,
    skeleton_values,
    surname_fold_values,
    surname_skeleton_values,
)

DATA = Path(os.environ.get("REPATRIA_DATA", "../shared/data"))

COMMON = "а a б b д d к k л l м m н n о o п p р r с s т t ф f"
UK_BASE = f"{COMMON} в v г h ґ g е e з z и y і i у u"
RU_BASE = f"{COMMON} в v г g е e з z и i у u э e"
SCHEMES: dict[str, tuple[str, str]] = {
    # name: (letters, letters at the start of a word)
    "uk KMU 2010": (
        f"{UK_BASE} є ie ж zh ї i й i х kh ц ts ч ch ш sh щ shch ь - ю iu я ia ' -",
        "є ye ї yi й y ю yu я ya",
    ),
    "uk BGN/PCGN": (
        f"{UK_BASE} є ye ж zh ї yi й y х kh ц ts ч ch ш sh щ shch ь ' ю yu я ya",
        "",
    ),
    "uk ISO 9": (
        f"{UK_BASE.replace('г h ґ g', 'г g ґ g̀').replace('и y і i', 'и i і ì')}"
        " є ê ж ž ї ï й j х h ц c ч č ш š щ ŝ ь ʹ ю û я â ' ʺ",
        "",
    ),
    "uk Polish": (
        f"{UK_BASE.replace('в v', 'в w')}"
        " є je ж ż ї ji й j х ch ц c ч cz ш sz щ szcz ь - ю ju я ja ' -",
        "",
    ),
    "uk German": (
        f"{UK_BASE.replace('в v', 'в w').replace('з z', 'з s')}"
        " є je ж sch ї ji й j х ch ц z ч tsch ш sch щ schtsch ь - ю ju я ja ' -",
        "",
    ),
    "uk French": (
        f"{UK_BASE.replace('у u', 'у ou')}"
        " є ie ж j ї ï й ï х kh ц ts ч tch ш ch щ chtch ь - ю iou я ia ' -",
        "",
    ),
    "ru BGN/PCGN": (
        f"{RU_BASE} ё yë ж zh й y х kh ц ts ч ch ш sh щ shch ы y ь ' ъ ” ю yu я ya",
        "е ye",
    ),
    "ru ICAO 9303": (
        f"{RU_BASE} ё e ж zh й i х kh ц ts ч ch ш sh щ shch ы y ь - ъ ie ю iu я ia",
        "",
    ),
    "ru ISO 9": (
        f"{RU_BASE.replace('э e', 'э è')}"
        " ё ë ж ž й j х h ц c ч č ш š щ ŝ ы y ь ʹ ъ ʺ ю û я â",
        "",
    ),
    "ru German": (
        f"{RU_BASE.replace('в v', 'в w').replace('з z', 'з s')}"
        " ё jo ж sch й i х ch ц z ч tsch ш sch щ schtsch ы y ь - ъ - ю ju я ja",
        "е je",
    ),
    "ru French": (
        f"{RU_BASE.replace('у u', 'у ou')}"
        " ё io ж j й ï х kh ц ts ч tch ш ch щ chtch ы y ь - ъ - ю iou я ia",
        "",
    ),
    "ru Polish": (
        f"{RU_BASE.replace('в v', 'в w')}"
        " ё jo ж ż й j х ch ц c ч cz ш sz щ szcz ы y ь - ъ - ю ju я ja",
        "е je",
    ),
    "ru Croatian": (
        f"{RU_BASE} ё jo ж ž й j х h ц c ч č ш š щ šč ы i ь j ъ - ю ju я ja",
        "",
    ),
    "ru press": (
        f"{RU_BASE} ё yo ж zh й y х h ц ts ч ch ш sh щ sch ы y ь - ъ - ю yu я ya",
        "",
    ),
}


def romaniser(scheme: str) -> Callable[[str], str]:
    """Return the function that writes a small-letter Cyrillic name in ``scheme``."""
    inside, at_start = (_table(text) for text in SCHEMES[scheme])

    def write(name: str) -> str:
        words = re.split(r"([ -])", name.lower().replace("ʼ", "'"))
        return "".join(_word(word, inside, at_start) for word in words).title()

    return write


def _table(text: str) -> dict[str, str]:
    parts = text.split()
    return {
        a: "" if b == "-" else b for a, b in zip(parts[::2], parts[1::2], strict=True)
    }


def _word(word: str, inside: dict[str, str], at_start: dict[str, str]) -> str:
    first = at_start.get(word[:1]) or inside.get(word[:1], word[:1])
    return first + "".join(inside.get(letter, letter) for letter in word[1:])


def name_rows(category: str) -> list[tuple[str, str]]:
    """Return (Ukrainian, first-ranked Russian) names of one category."""
    with (DATA / "names" / "ua_ru_names.tsv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            (row["uk"], row["ru_ranked"].split("|")[0])
            for row in rows
            if row["category"] == category
        ]


def word_rows(file: str) -> list[tuple[str, str]]:
    """Return the (Latin, native) words of a transliteration file."""
    with (DATA / "names" / file).open(encoding="utf-8") as opened:
        rows = csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["latin"], row["native"]) for row in rows]


CODES: dict[str, Callable[[pl.Series], pl.Series]] = {
    "fold": fold_values,
    "skeleton": lambda values: skeleton_values(fold_values(values)),
    "surname fold": surname_fold_values,
    "surname skeleton": lambda values: surname_skeleton_values(fold_values(values)),
}


def agreement(pairs: Iterable[tuple[str, str]]) -> dict[str, float]:
    """Return for each code the share of pairs whose two codes are one (recall)."""
    left, right = (pl.Series(side) for side in zip(*pairs, strict=True))
    return {
        name: float((code(left) == code(right)).mean())  # type: ignore[arg-type]
        for name, code in CODES.items()
    }


def crowding(names: Iterable[str]) -> dict[str, tuple[float, float, int]]:
    """Return for each code how distinct names crowd together under it.

    The three numbers: codes per distinct name (1 keeps all apart), the mean
    number of names that share the code of a name, and the largest such group.
    """
    distinct = pl.Series(sorted({name.lower() for name in names}))
    found = {}
    for name, code in CODES.items():
        sizes = list(Counter(code(distinct)).values())
        total = sum(sizes)
        found[name] = (
            len(sizes) / total,
            sum(n * n for n in sizes) / total,
            max(sizes),
        )
    return found


def measure() -> dict[str, dict[str, float]]:
    """Print and return the recall of every scheme and list."""
    surnames = name_rows("last")
    found: dict[str, dict[str, float]] = {}
    for scheme in SCHEMES:
        side = scheme.startswith("ru")
        written = [pair[side] for pair in surnames]
        write = romaniser(scheme)
        found[scheme] = agreement((name, write(name)) for name in written)
    for category in ("first", "patronymic", "last"):
        found[f"uk/ru {category}"] = agreement(name_rows(category))
    found["words, fitted"] = agreement(word_rows("coling_en_ru_dev.tsv"))
    found["words, held out"] = agreement(word_rows("coling_en_ru_test.tsv"))
    for name, shares in found.items():
        print(f"{name:18}", *(f"{code} {share:.3f}" for code, share in shares.items()))
    return found


def main() -> None:
    measure()
    surnames = [name for name, _ in name_rows("last")]
    for code, (kept, shared, largest) in crowding(surnames).items():
        print(f"{code:18} kept apart {kept:.3f},", end=" ")
        print(f"names to a code {shared:.2f}, at most {largest}")


if __name__ == "__main__":
    main()
