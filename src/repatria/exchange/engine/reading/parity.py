"""Reading ``[parity]`` of RULES.toml: what balances what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from repatria.exchange.core.ratio import Kindred, Ratio
from repatria.exchange.core.rules import Kind, Parity, Per
from repatria.exchange.engine.reading.refusing import (
    MOST,
    NO_COUNT,
    NO_PARTY,
    WRONG_KIND,
    Refuse,
    counts_of,
    is_count,
    known_keys,
    table_of,
    texts_of,
)
from repatria.rulebook.tables import all_tables, load_table
from repatria.shared.text import mark as _

_KEYS = {"kind", "table", "per", "blocs", "ratio", "ratios"}
_KINDRED_KEYS = {"category", "held_by", "persons", "against"}
_IN = "parity."
_RATIOS = "parity.ratios"

_TWO_BLOCS = _("a party stands in two blocs")
_NO_BLOCS = _("it asks for parity of blocs and names none")
_NO_TABLE = _("parity is by value, and there is no table")
_NO_SUCH_TABLE = _("no table of this name is in the rulebook")
_NO_RATIO = _("parity is by a ratio, and none is given")
_RATIO_UNUSED = _("it gives a ratio, and parity is not by a ratio")
_RATIOS_APART = _(
    "a category with a ratio of its own stands against others, and each category "
    "is to come out even by itself"
)
_CATEGORY_TWICE = _("a category of one holder is named twice")
_ANOTHER_SIDE = _("what stands against people of one side must be of one other side")
_TOO_FAR = _("the ratios have no common whole number up to 1,000,000")


def parity_of(
    told: Mapping[str, Any], parties: tuple[str, ...], refuse: Refuse
) -> Parity:
    """Return what the table ``[parity]`` says."""
    written = table_of(told, "parity", refuse)
    known_keys(written, _KEYS, refuse, within=_IN)
    blocs = _blocs(written, parties, refuse)
    try:
        kind = Kind(written.get("kind", "count"))
    except ValueError:
        refuse(WRONG_KIND, f"{_IN}kind")
    try:
        usual = Per.BLOC if blocs else Per.PARTY
        per = Per(written.get("per", usual).removesuffix("s"))
    except (ValueError, AttributeError):
        refuse(WRONG_KIND, f"{_IN}per")
    if per is Per.BLOC and not blocs:
        refuse(_NO_BLOCS, f"{_IN}blocs")
    named, table = _table(written, refuse)
    if kind is Kind.VALUE and not table:
        refuse(_NO_TABLE, f"{_IN}table")
    plain = Parity(kind=kind, table=table, per=per, blocs=blocs, named=named)
    units = _units(plain, parties)
    return replace(plain, ratio=_ratio(written, plain, units, refuse))


def _table(written: Mapping[str, Any], refuse: Refuse) -> tuple[str, Mapping[str, int]]:
    """Return the name of a table of the rulebook, if it is one, and its values."""
    told = written.get("table", {})
    if not isinstance(told, str):
        return "", counts_of(written, "table", refuse, within=_IN)
    if told not in all_tables():
        refuse(_NO_SUCH_TABLE, f"{_IN}table")
    return told, load_table(told).values


def _blocs(
    written: Mapping[str, Any], parties: tuple[str, ...], refuse: Refuse
) -> dict[str, tuple[str, ...]]:
    table = table_of(written, "blocs", refuse, within=_IN)
    blocs = {
        name: texts_of(table, name, refuse, within=f"{_IN}blocs.") for name in table
    }
    seen = set[str]()
    for name, members in blocs.items():
        if not set(members) <= set(parties):
            refuse(NO_PARTY, f"{_IN}blocs.{name}")
        if seen & set(members) or len(set(members)) < len(members):
            refuse(_TWO_BLOCS, f"{_IN}blocs.{name}")
        seen |= set(members)
    return blocs


def _units(parity: Parity, parties: tuple[str, ...]) -> frozenset[str]:
    """Name who comes out even: blocs where they are used, and parties in none."""
    blocs = parity.blocs if parity.per is not Per.PARTY else {}
    inside = frozenset[str]().union(*blocs.values())
    return frozenset({*blocs, *parties} - inside)


def _ratio(
    written: Mapping[str, Any], parity: Parity, units: frozenset[str], refuse: Refuse
) -> Ratio:
    usual = counts_of(written, "ratio", refuse, within=_IN, least=1)
    entries = written.get("ratios", [])
    if not isinstance(entries, list):
        refuse(WRONG_KIND, _RATIOS)
    if parity.kind is not Kind.RATIO:
        if usual or entries:
            refuse(_RATIO_UNUSED, f"{_IN}kind")
        return Ratio()
    if not usual:
        refuse(_NO_RATIO, f"{_IN}ratio")
    for strange in sorted(usual.keys() - units):
        refuse(NO_PARTY, f"{_IN}ratio.{strange}")
    if entries and parity.is_by_category:
        refuse(_RATIOS_APART, _RATIOS)
    ratio = Ratio(usual, tuple(_kindred(one, units, refuse) for one in entries))
    _check_points(ratio, units, refuse)
    return ratio


def _check_points(ratio: Ratio, units: frozenset[str], refuse: Refuse) -> None:
    kinds = {(one.held_by, one.category) for one in ratio.kindred}
    if len(kinds) < len(ratio.kindred):
        refuse(_CATEGORY_TWICE, _RATIOS)
    every = {*kinds, *((unit, "") for unit in units)}
    if max(ratio.points(unit, category) for unit, category in every) > MOST:
        refuse(_TOO_FAR, f"{_IN}ratio")


def _kindred(told: object, units: frozenset[str], refuse: Refuse) -> Kindred:
    if not isinstance(told, Mapping):
        refuse(WRONG_KIND, _RATIOS)
    known_keys(told, _KINDRED_KEYS, refuse, within=f"{_RATIOS}.")
    category, held_by = told.get("category"), told.get("held_by")
    if not isinstance(category, str) or not category.strip():
        refuse(WRONG_KIND, f"{_RATIOS}.category")
    if held_by not in units:
        refuse(NO_PARTY, f"{_RATIOS}.held_by")
    persons = told.get("persons", 1)
    if not is_count(persons, least=1):
        refuse(NO_COUNT, f"{_RATIOS}.persons")
    against = counts_of(told, "against", refuse, within=f"{_RATIOS}.", least=1)
    if len(against) != 1 or not against.keys() <= units - {held_by}:
        refuse(_ANOTHER_SIDE, f"{_RATIOS}.against")
    ((other, number),) = against.items()
    return Kindred(category, held_by, persons, other, number)
