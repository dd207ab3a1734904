"""Given names, fathers' names and short forms."""

from __future__ import annotations

import polars as pl

from repatria.matching.engine.synthetic.resources import cells, sections

REGIONS = ("uk", "ru", "be", "other")

_UK = (
    ("й", "йович", "ївна"),
    ("о", "ович", "івна"),
    ("а", "ович", "івна"),
    ("ь", "ьович", "івна"),
)
_RU = (
    ("ий", "ьевич", "ьевна"),
    ("й", "евич", "евна"),
    ("ь", "евич", "евна"),
    ("а", "ович", "овна"),
)


def _by_rule(
    name: str, rules: tuple[tuple[str, str, str], ...], plain: tuple[str, str]
) -> str:
    for ending, man, woman in rules:
        if name.endswith(ending):
            stem = name.removesuffix(ending)
            return f"{stem}{man}/{stem}{woman}"
    return f"{name}{plain[0]}/{name}{plain[1]}"


def fathers_forms(name: str, language: str) -> tuple[str, str]:
    """Return the patronymic of a son and of a daughter of ``name``.

    >>> fathers_forms("Богдан", "uk"), fathers_forms("Андрей", "ru")
    (('Богданович', 'Богданівна'), ('Андреевич', 'Андреевна'))
    """
    if language == "uk":
        forms = _by_rule(name, _UK, ("ович", "івна"))
    else:
        forms = _by_rule(name, _RU, ("ович", "овна"))
    son, daughter = forms.split("/")
    return son, daughter


def _weights(uk: float, ru: float, *, other: bool) -> dict[str, float]:
    if other:
        share = (uk + ru) / 2 if uk + ru else 0.0
        return {"uk": share / 40, "ru": share / 16, "be": 0.0, "other": share * 4}
    return {"uk": uk, "ru": ru, "be": (uk + ru) / 2, "other": (uk + ru) / 6}


def _row(cell: list[str], *, woman: bool, other: bool) -> dict[str, object]:
    uk, ru, weight_uk, weight_ru, *_rest, short_uk, short_ru = cell
    weights = _weights(float(weight_uk), float(weight_ru), other=other)
    return {
        "uk": uk,
        "ru": ru,
        "woman": woman,
        "short_uk": short_uk.split(","),
        "short_ru": short_ru.split(","),
        **{f"weight_{region}": weights[region] for region in REGIONS},
    }


def given_table() -> pl.DataFrame:
    """Return every given name: both forms, sex, short forms, weights by region."""
    rows = [
        _row(cell, woman=section.startswith("women"), other=section.endswith("other"))
        for section, lines in sections("given_names.txt").items()
        for cell in cells(lines)
    ]
    return pl.DataFrame(rows)


def _father(cell: list[str], *, other: bool) -> dict[str, object]:
    uk, ru, _young_uk, _young_ru, weight, forms_uk, forms_ru = cell[:7]
    son_uk, daughter_uk = forms_uk.split("/") if forms_uk else fathers_forms(uk, "uk")
    son_ru, daughter_ru = forms_ru.split("/") if forms_ru else fathers_forms(ru, "ru")
    weights = _weights(float(weight), float(weight), other=other)
    return {
        "uk": son_uk,
        "ru": son_ru,
        "uk_woman": daughter_uk,
        "ru_woman": daughter_ru,
        **{f"weight_{region}": weights[region] for region in REGIONS},
    }


def father_table() -> pl.DataFrame:
    """Return the patronymics, weighted by how many fathers bear the name."""
    rows = [
        _father(cell, other=section.endswith("other"))
        for section, lines in sections("given_names.txt").items()
        for cell in cells(lines)
        if section.startswith("men")
    ]
    return pl.DataFrame(rows)
