"""Reading RULES.toml: what was agreed, every key known or refused."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from repatria.exchange.core.candidate import Direction
from repatria.exchange.core.errors import LotBrokenError, RulesRefusedError
from repatria.exchange.core.lot import Lot, Witness
from repatria.exchange.core.rules import Kind, Parity, Per, Rules, Tier
from repatria.rulebook.core.rule import Rule
from repatria.rulebook.load import all_rules, load_rule
from repatria.shared.text import mark as _

A_WAY_HOME = frozenset({"repatriate-directly", "release-without-delay"})
"""Outcomes that make somebody a member of a rule's tier."""

_TABLES = {
    "parity": {"kind", "table", "per", "blocs"},
    "lot": {"seed", "commitments", "secrets"},
}
_LISTS = ("parties", "tiers", "exempt", "require_consent")
_COUNTS = ("seats", "extra", "floors")
_KEYS = {*_LISTS, *_COUNTS, *_TABLES, "as_of"}

_NO_TOML = _("it is not TOML")
_NOT_KNOWN = _("a key in it is not known: see which keys there are")
_WRONG_KIND = _("a value has the wrong kind")
_TOO_FEW = _("it names fewer than two parties, or one twice")
_NO_COUNT = _("a number in it is not a whole number from 0 on")
_NO_DIRECTION = _('a direction is not written "A>B" with two parties of its own')
_NO_PARTY = _("it names a party or bloc that is none of the parties")
_TWO_BLOCS = _("a party stands in two blocs")
_NO_BLOCS = _("it asks for parity of blocs and names none")
_NO_TABLE = _("parity is by value, and there is no table")
_TIER_TWICE = _("a tier is named twice")
_NO_TIER = _("exempt or require_consent names a tier that tiers does not")
_NO_WAY_HOME = _("a rule among the tiers says nothing about who goes home")
_NOT_IN_FORCE = _("a rule among the tiers was not yet in force on that day")


def read_rules(path: Path) -> Rules:
    """Read the rules of one exchange.

    Raises ``RulesRefusedError`` with what is wrong, ``RuleUnknownError`` for a tier
    that is no rule, and ``LotBrokenError`` where secrets do not fit.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise RulesRefusedError(file=path.name, fault=_NO_TOML) from fault
    return rules_of(told, file=path.name)


def rules_of(told: Mapping[str, Any], *, file: str = "") -> Rules:
    """Return the rules that a mapping of the keys of RULES.toml says."""
    refuse = _refusing(file)
    _check_kinds(told, refuse)
    parties = tuple(told.get("parties", ()))
    if len(set(parties)) < 2 or len(set(parties)) < len(parties):
        refuse(_TOO_FEW)
    parity = _parity(told.get("parity", {}), parties, refuse)
    as_of = _day(told.get("as_of"), refuse)
    rules = Rules(
        parties=parties,
        parity=parity,
        tiers=_tiers(told, as_of, refuse),
        seats={
            _direction(name, parties, refuse): n
            for name, n in told.get("seats", {}).items()
        },
        extra=told.get("extra", {}),
        floors=told.get("floors", {}),
        lot=_lot(told.get("lot", {}), file),
        as_of=as_of,
    )
    if not rules.extra.keys() <= {*parties, *parity.blocs}:
        refuse(_NO_PARTY)
    return rules


Refuse = Callable[[str], NoReturn]


def _refusing(file: str) -> Refuse:
    def refuse(fault: str) -> NoReturn:
        raise RulesRefusedError(file=file, fault=fault)

    return refuse


def _check_kinds(told: Mapping[str, Any], refuse: Refuse) -> None:
    if not told.keys() <= _KEYS:
        refuse(_NOT_KNOWN)
    lists = [told[name] for name in _LISTS if name in told]
    if not all(isinstance(one, list) for one in lists):
        refuse(_WRONG_KIND)
    tables = [told[name] for name in (*_COUNTS, *_TABLES) if name in told]
    if not all(isinstance(one, dict) for one in tables):
        refuse(_WRONG_KIND)
    if any(not told.get(name, {}).keys() <= keys for name, keys in _TABLES.items()):
        refuse(_NOT_KNOWN)
    counts = [n for name in _COUNTS for n in told.get(name, {}).values()]
    counts += told.get("parity", {}).get("table", {}).values()
    if not all(
        isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in counts
    ):
        refuse(_NO_COUNT)


def _parity(
    told: Mapping[str, Any], parties: tuple[str, ...], refuse: Refuse
) -> Parity:
    blocs = {name: tuple(members) for name, members in told.get("blocs", {}).items()}
    members = [one for bloc in blocs.values() for one in bloc]
    if not set(members) <= set(parties):
        refuse(_NO_PARTY)
    if len(set(members)) < len(members):
        refuse(_TWO_BLOCS)
    try:
        kind = Kind(told.get("kind", "count"))
        usual = Per.BLOC if blocs else Per.PARTY
        per = Per(told.get("per", usual).removesuffix("s"))
    except (ValueError, AttributeError):
        refuse(_WRONG_KIND)
    if per is Per.BLOC and not blocs:
        refuse(_NO_BLOCS)
    table = dict(told.get("table", {}))
    if kind is Kind.VALUE and not table:
        refuse(_NO_TABLE)
    return Parity(kind=kind, table=table, per=per, blocs=blocs)


def _tiers(
    told: Mapping[str, Any], as_of: date | None, refuse: Refuse
) -> tuple[Tier, ...]:
    written = [str(one) for one in told.get("tiers", ())]
    exempt = {str(one) for one in told.get("exempt", ())}
    consent = {str(one) for one in told.get("require_consent", ())}
    if len(set(written)) < len(written):
        refuse(_TIER_TWICE)
    if not exempt | consent <= set(written):
        refuse(_NO_TIER)
    return tuple(
        Tier(
            name=name,
            rule=_rule(name, as_of, refuse),
            exempt=name in exempt,
            needs_consent=name in consent,
        )
        for name in written
    )


def _rule(name: str, as_of: date | None, refuse: Refuse) -> Rule | None:
    """Return the rule of a tier; a number is no rule, it stands beside the person."""
    if name.isdecimal():
        return None
    rule = load_rule(name)
    if rule.outcome not in A_WAY_HOME:
        refuse(_NO_WAY_HOME)
    if as_of and not rule.is_in_force(as_of):
        refuse(_NOT_IN_FORCE)
    return rule


def _direction(written: str, parties: tuple[str, ...], refuse: Refuse) -> Direction:
    holder, _between, to = written.partition(">")
    direction = Direction(holder.strip(), to.strip())
    if direction.holder not in parties or not direction.to:
        refuse(_NO_DIRECTION)
    return direction


def _lot(told: Mapping[str, Any], file: str) -> Lot:
    commitments = told.get("commitments", {})
    if isinstance(commitments, list):
        commitments = {str(place): one for place, one in enumerate(commitments)}
    lot = Lot(
        seed=str(told.get("seed", "")),
        commitments=commitments,
        secrets=told.get("secrets", {}),
    )
    if lot.witness is Witness.BROKEN:
        raise LotBrokenError(file=file)
    return lot


def _day(told: object, refuse: Refuse) -> date | None:
    if isinstance(told, str):
        try:
            told = date.fromisoformat(told)
        except ValueError:
            refuse(_WRONG_KIND)
    if isinstance(told, datetime):
        return told.date()
    if told is not None and not isinstance(told, date):
        refuse(_WRONG_KIND)
    return told


def ways_home() -> tuple[str, ...]:
    """Return the ids of the rules that may stand among the tiers."""
    return tuple(one.id for one in all_rules().values() if one.outcome in A_WAY_HOME)
