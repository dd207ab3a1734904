"""Reading RULES.toml: what was agreed, every key known or refused."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from repatria.exchange.core.candidate import Direction
from repatria.exchange.core.errors import (
    LotBrokenError,
    RulesNotTomlError,
    RulesRefusedError,
)
from repatria.exchange.core.lot import Lot, Witness
from repatria.exchange.core.rules import Consideration, Kind, Parity, Rules, Tier
from repatria.exchange.engine.reading.lines import place_told
from repatria.exchange.engine.reading.parity import parity_of
from repatria.exchange.engine.reading.refusing import (
    A_WAY_HOME,
    NO_COUNT,
    NO_PARTY,
    NO_RULE,
    WRONG_KIND,
    Refuse,
    counts_of,
    is_count,
    known_keys,
    refusing,
    table_of,
    texts_of,
)
from repatria.exchange.engine.reading.series import SERIES_KEYS, credit_of, rounds_of
from repatria.rulebook.core.rule import Rule
from repatria.rulebook.load import is_rule, load_rule
from repatria.shared.text import mark as _

MOST_BYTES = 1_000_000

_LISTS = ("parties", "tiers", "exempt", "require_consent", "categories")
_COUNTS = ("seats", "extra", "floors")
_KEYS = {*_LISTS, *_COUNTS, "parity", "lot", "as_of", "consideration", *SERIES_KEYS}
_LOT_KEYS = {"seed", "commitments", "secrets"}
_GIVEN_KEYS = {"from", "to", "what", "quantity", "points"}

_NO_TOML = _("it is not TOML")
_TOO_LONG = _("it is longer than rules ever are")
_TOO_FEW = _("it names fewer than two parties, or one twice")
_NO_NAME = _('a party has ">" or a line break in its name')
_NO_DIRECTION = _('a direction is not written "A>B" with two parties of its own')
_TIER_TWICE = _("a tier is named twice")
_NO_TIER = _("exempt or require_consent names a tier that tiers does not")
_NO_WAY_HOME = _("a rule among the tiers says nothing about who goes home")
_CATEGORY_TWICE = _("a category is named twice")
_NO_CATEGORY = _("a rule among the categories puts nobody into one")
_NOT_IN_FORCE = _("a rule among the tiers was not yet in force on that day")
_NOT_COMMITTED = _("a party has not committed to the lot, or somebody else has")
_TO_ITSELF = _("a party would give it to itself")
_OWN_ELSEWHERE = _(
    "both sides read these rules: valuations stay in a file of their own, for "
    "--valuations"
)
_NOTHING_TO_COUNT = _("it has points, and parity counts by category or not at all")


def read_rules(path: Path) -> Rules:
    """Read the rules of one exchange.

    Raises what ``rules_in`` raises, and refuses a file that is none.
    """
    with path.open("rb") as file:
        written = file.read(MOST_BYTES + 1)
    if len(written) > MOST_BYTES:
        raise RulesRefusedError(file=path.name, fault=_TOO_LONG)
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise RulesRefusedError(file=path.name, fault=_NO_TOML) from fault
    return rules_in(text, file=path.name)


def rules_in(text: str, *, file: str) -> Rules:
    """Return the rules that a text says.

    Raises ``RulesRefusedError`` with what is wrong on which line and how it is
    written, and ``LotBrokenError`` where secrets do not fit.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        line, column = place_told(str(fault), text)
        raise RulesNotTomlError(
            file=file, line=str(line), column=str(column)
        ) from fault
    except RecursionError as fault:
        raise RulesRefusedError(file=file, fault=_NO_TOML) from fault
    return rules_of(told, file=file, text=text)


def rules_of(told: Mapping[str, Any], *, file: str = "", text: str = "") -> Rules:
    """Return the rules that a mapping of the keys of RULES.toml says.

    ``text`` is what the mapping was read from, to name lines in refusals.
    """
    refuse = refusing(file, text)
    if "valuations" in told:
        refuse(_OWN_ELSEWHERE, "valuations")
    known_keys(told, _KEYS, refuse)
    parties = _parties(told, refuse)
    parity = parity_of(told, parties, refuse)
    as_of = _day(told.get("as_of"), refuse)
    extra = counts_of(told, "extra", refuse)
    for unit in extra:
        if unit not in {*parties, *parity.blocs}:
            refuse(NO_PARTY, f"extra.{unit}")
    return Rules(
        parties=parties,
        parity=parity,
        tiers=_tiers(told, as_of, refuse),
        categories=_categories(told, as_of, refuse),
        seats={
            _direction(name, parties, refuse): n
            for name, n in counts_of(told, "seats", refuse).items()
        },
        extra=extra,
        considerations=_considerations(told, parties, parity, refuse),
        floors=counts_of(told, "floors", refuse),
        lot=_lot(told, parties, refuse, file=file),
        as_of=as_of,
        credit=credit_of(told, {*parties, *parity.blocs}, refuse),
        rounds=rounds_of(told, parties, refuse),
    )


def _parties(told: Mapping[str, Any], refuse: Refuse) -> tuple[str, ...]:
    parties = texts_of(told, "parties", refuse)
    if len(set(parties)) < 2 or len(set(parties)) < len(parties):
        refuse(_TOO_FEW, "parties")
    if any(">" in party or len(party.splitlines()) > 1 for party in parties):
        refuse(_NO_NAME, "parties")
    return parties


def _tiers(
    told: Mapping[str, Any], as_of: date | None, refuse: Refuse
) -> tuple[Tier, ...]:
    written = _names(told, "tiers", refuse)
    exempt = set(_names(told, "exempt", refuse))
    consent = set(_names(told, "require_consent", refuse))
    if len(set(written)) < len(written):
        refuse(_TIER_TWICE, "tiers")
    for key, named in (("exempt", exempt), ("require_consent", consent)):
        if not named <= set(written):
            refuse(_NO_TIER, key)
    return tuple(
        Tier(
            name=name,
            rule=_rule(name, as_of, refuse),
            exempt=name in exempt,
            needs_consent=name in consent,
        )
        for name in written
    )


def _names(told: Mapping[str, Any], key: str, refuse: Refuse) -> list[str]:
    """Return the tiers that a key names: numbers, and ids of rules."""
    named = told.get(key, [])
    if not isinstance(named, list | tuple):
        refuse(WRONG_KIND, key)
    if not all(isinstance(one, str) or is_count(one) for one in named):
        refuse(WRONG_KIND, key)
    return [str(one) for one in named]


def _categories(
    told: Mapping[str, Any], as_of: date | None, refuse: Refuse
) -> tuple[Rule, ...]:
    named = texts_of(told, "categories", refuse)
    if len(set(named)) < len(named):
        refuse(_CATEGORY_TWICE, "categories")
    rules = tuple(_known(name, f"categories.{name}", refuse) for name in named)
    for rule in rules:
        if not rule.category:
            refuse(_NO_CATEGORY, f"categories.{rule.id}")
        if as_of and not rule.is_in_force(as_of):
            refuse(_NOT_IN_FORCE, f"categories.{rule.id}")
    return rules


def _rule(name: str, as_of: date | None, refuse: Refuse) -> Rule | None:
    """Return the rule of a tier; a number is no rule, it stands beside the person."""
    if name.isdecimal():
        return None
    rule = _known(name, f"tiers.{name}", refuse)
    if rule.outcome not in A_WAY_HOME:
        refuse(_NO_WAY_HOME, f"tiers.{name}")
    if as_of and not rule.is_in_force(as_of):
        refuse(_NOT_IN_FORCE, f"tiers.{name}")
    return rule


def _known(name: str, key: str, refuse: Refuse) -> Rule:
    if not is_rule(name):
        refuse(NO_RULE, key)
    return load_rule(name)


def _direction(written: str, parties: tuple[str, ...], refuse: Refuse) -> Direction:
    holder, _between, to = written.partition(">")
    direction = Direction(holder.strip(), to.strip())
    if direction.holder not in parties or direction.to in {"", direction.holder}:
        refuse(_NO_DIRECTION, f"seats.{written}")
    return direction


def _considerations(
    told: Mapping[str, Any], parties: tuple[str, ...], parity: Parity, refuse: Refuse
) -> tuple[Consideration, ...]:
    entries = told.get("consideration", [])
    if not isinstance(entries, list) or not all(
        isinstance(n, Mapping) for n in entries
    ):
        refuse(WRONG_KIND, "consideration")
    counted = parity.kind is not Kind.NONE and not parity.is_by_category
    found = [_consideration(one, parties, refuse) for one in entries]
    if not counted and any(one.points for one in found):
        refuse(_NOTHING_TO_COUNT, "consideration.points")
    return tuple(found)


def _consideration(
    told: object, parties: tuple[str, ...], refuse: Refuse
) -> Consideration:
    if not isinstance(told, Mapping):
        refuse(WRONG_KIND, "consideration")
    known_keys(told, _GIVEN_KEYS, refuse, within="consideration.")
    for key in ("from", "to"):
        if told.get(key) not in parties:
            refuse(NO_PARTY, f"consideration.{key}")
    if told["from"] == told["to"]:
        refuse(_TO_ITSELF, "consideration.to")
    what = told.get("what")
    if not isinstance(what, str) or not what.strip():
        refuse(WRONG_KIND, "consideration.what")
    for key in ("quantity", "points"):
        if not is_count(told.get(key, 0)):
            refuse(NO_COUNT, f"consideration.{key}")
    return Consideration(
        giver=told["from"],
        to=told["to"],
        what=what.strip(),
        quantity=told.get("quantity", 1),
        points=told.get("points", 0),
    )


def _lot(
    told: Mapping[str, Any], parties: tuple[str, ...], refuse: Refuse, *, file: str
) -> Lot:
    written = table_of(told, "lot", refuse)
    known_keys(written, _LOT_KEYS, refuse, within="lot.")
    commitments = written.get("commitments", {})
    if isinstance(commitments, list):
        commitments = {str(place): one for place, one in enumerate(commitments)}
    elif commitments and {*commitments} != {*parties}:
        refuse(_NOT_COMMITTED, "lot.commitments")
    lot = Lot(
        seed=str(written.get("seed", "")),
        commitments=_texts({"commitments": commitments}, "commitments", refuse),
        secrets=_texts(written, "secrets", refuse),
    )
    if lot.witness is Witness.BROKEN:
        raise LotBrokenError(file=file)
    return lot


def _texts(told: Mapping[str, Any], name: str, refuse: Refuse) -> Mapping[str, str]:
    table = table_of(told, name, refuse, within="lot.")
    if not all(isinstance(one, str) for one in table.values()):
        refuse(WRONG_KIND, f"lot.{name}")
    return table


def _day(told: object, refuse: Refuse) -> date | None:
    if isinstance(told, str):
        try:
            told = date.fromisoformat(told)
        except ValueError:
            refuse(WRONG_KIND, "as_of")
    if isinstance(told, datetime):
        return told.date()
    if told is not None and not isinstance(told, date):
        refuse(WRONG_KIND, "as_of")
    return told
