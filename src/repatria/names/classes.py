"""Given names and patronymics that are one name: Mykola, Nikolai, Kolia, Nikolaus.

A class is a number; ``data/given_names.tsv`` says what belongs to it.  Forms
are looked up by their fold (``repatria.names.fold``), so that one entry serves
every script and romanisation.  A patronymic is answered with the classes of
the father's given name, in the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from repatria.names.fold import fold

# All patterns read folds, where ч is c, г and х are g, and й is i; the same texts
# serve Python here and Rust in names/engine/classes.py, so no look-around.
STEM = r"^(..+?)[aeiou]*(?:v(?:ic|na)|ic(?:na)?|inicna)$"
SON_OF = r"^(..+?)(?:ogli|oglu|ugli|uli|kizi|gizi)$"
_ENDINGS = r"..[aeiou]v(?:ic|na)|..icna|...(?:ogli|oglu|kizi)"
_AFTER_NAME = r".. (?:ogli|oglu|ugli|uli|kizi|gizi)"
_DAUGHTERS = (
    ("ович", "івна овна"),
    ("евич", "евна ївна"),
    ("евіч", "еўна"),
    ("авіч", "аўна"),
)
_LEAST_STEM = 3


@dataclass(frozen=True, slots=True)
class NameClass:
    """One line of the table of given names."""

    id: int
    sex: str
    label: str
    full: tuple[str, ...]
    short: tuple[str, ...]
    fathers: tuple[str, ...]


@cache
def name_classes() -> tuple[NameClass, ...]:
    """Return every class of the table, in its order."""
    text = (files("repatria.names") / "data/given_names.tsv").read_text(
        encoding="utf-8"
    )
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return tuple(_class_of(line) for line in lines[1:])


def _class_of(line: str) -> NameClass:
    number, sex, label, full, short, fathers = line.split("\t")
    return NameClass(
        int(number),
        sex,
        label,
        *(tuple(forms.split()) for forms in (full, short, fathers)),
    )


Table = Mapping[str, tuple[int, ...]]


def _table(entries: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    """Gather classes by key; the order of the entries is kept."""
    found: dict[str, list[int]] = {}
    for key, number in entries:
        classes = found.setdefault(key, [])
        if number not in classes:
            classes.append(number)
    return {key: tuple(classes) for key, classes in found.items() if key}


@dataclass(frozen=True, slots=True)
class ClassTables:
    """The classes of each fold: of given names, of men's full names (some lists
    give the father's plainly), of patronymics listed one by one, and of what is
    left of a patronymic without its ending.
    """

    given: Table
    men: Table
    fathers: Table
    stems: Table


def every_form() -> list[str]:
    """Return every written form that the tables are made of, each once."""
    forms = [
        form
        for one in name_classes()
        for form in (*one.full, *one.short, *_fathers_forms(one))
    ]
    return list(dict.fromkeys(forms))


def class_tables(folds: Mapping[str, str]) -> ClassTables:
    """Make the tables from the fold of every form.

    Where a form belongs to several classes, those it is the full form of come
    first.
    """
    classes = name_classes()
    men = [one for one in classes if one.sex == "m"]
    full = [(folds[form], one.id) for one in classes for form in one.full]
    short = [(folds[form], one.id) for one in classes for form in one.short]
    fathers = [(folds[form], one.id) for one in classes for form in _fathers_forms(one)]
    return ClassTables(
        given=_table((key.replace(" ", ""), number) for key, number in full + short),
        men=_table((folds[form], one.id) for one in men for form in one.full),
        fathers=_table(fathers),
        stems=_stems(men, folds),
    )


@cache
def own_tables() -> ClassTables:
    """Return the tables, every form folded here one by one."""
    return class_tables({form: fold(form) for form in every_form()})


def _fathers_forms(one: NameClass) -> list[str]:
    return [form for written in one.fathers for form in (written, *_daughters(written))]


def _daughters(written: str) -> list[str]:
    """Return the daughters' forms of a son's patronymic."""
    for ending, forms in _DAUGHTERS:
        if written.endswith(ending):
            return [written.removesuffix(ending) + form for form in forms.split()]
    return [written + "на"] if written.endswith("ич") else []


def _stems(men: Sequence[NameClass], folds: Mapping[str, str]) -> Table:
    """Stems come from every father's full name less its last vowels, and from
    the listed patronymics; very short ones are left out, they are listed.
    """
    names = [(folds[form].rstrip("aeiou"), one.id) for one in men for form in one.full]
    listed = [
        (found[1], one.id)
        for one in men
        for form in one.fathers
        if (found := re.match(STEM, folds[form]))
    ]
    return _table(entry for entry in [*listed, *names] if len(entry[0]) >= _LEAST_STEM)


@cache
def looks_patronymic_pattern() -> str:
    """Return the pattern of folds that end as patronymics do.

    Short ones in -ich are told from surnames only by being listed.
    """
    regular = re.compile(f"(?:{_ENDINGS})$")
    listed = sorted(key for key in own_tables().fathers if not regular.search(key))
    return f"(?:{_ENDINGS}|{_AFTER_NAME}|^(?:{'|'.join(listed)}))$"


@lru_cache(maxsize=1 << 16)
def given_class(folded: str) -> tuple[int, ...]:
    """Return the classes that a folded given name may belong to, none if unknown.

    >>> given_class(fold("Коля")) == given_class(fold("Nikolaus"))
    True
    >>> len(given_class(fold("Саша")))
    2

    A name of several words that the table does not hold as a whole, such as
    a double name, is of the classes of its first word.
    """
    table = own_tables().given
    return table.get(folded.replace(" ", "")) or table.get(folded.partition(" ")[0], ())


@lru_cache(maxsize=1 << 16)
def patronymic_class(folded: str) -> tuple[int, ...]:
    """Return the classes of the father's given name, none if unknown.

    A patronymic without an ending, as the Caucasus writes it, is the name itself.

    >>> patronymic_class(fold("Mykolaiovych")) == patronymic_class(fold("Николаевна"))
    True
    """
    if found := own_tables().fathers.get(folded):
        return found
    joined = folded.replace(" ", "")
    if (stem := re.match(STEM, joined)) and (found := own_tables().stems.get(stem[1])):
        return found
    if (son := re.match(SON_OF, joined)) and (found := own_tables().given.get(son[1])):
        return found
    return own_tables().men.get(folded, ())


def patronymic_stem(folded: str) -> str:
    """Return a folded patronymic without its ending, to compare unknown ones by.

    >>> patronymic_stem(fold("Стеліанівна")) == patronymic_stem(fold("Стелианович"))
    True
    """
    joined = folded.replace(" ", "")
    found = re.match(STEM, joined) or re.match(SON_OF, joined)
    return found[1] if found else joined


@cache
def _looks_patronymic() -> re.Pattern[str]:
    return re.compile(looks_patronymic_pattern())


def looks_patronymic(folded: str) -> bool:
    """Say whether a fold ends as patronymics do; some surnames do too.

    >>> looks_patronymic(fold("Петрівна")), looks_patronymic(fold("Петренко"))
    (True, False)
    """
    return _looks_patronymic().search(folded) is not None


@cache
def _by_id() -> dict[int, NameClass]:
    return {one.id: one for one in name_classes()}


def class_label(number: int) -> str:
    """Return what people are shown for a class, such as ``Mykola / Nikolai``."""
    return _by_id()[number].label


def class_sex(number: int) -> str:
    """Return ``m`` or ``f``: whose name a class is."""
    return _by_id()[number].sex
