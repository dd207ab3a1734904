"""Reading a counter-proposal: what stood before, and what the other side asks."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from repatria.exchange.core.errors import CaseNotListedError, CounterUnreadableError
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.pool import pool_of
from repatria.exchange.engine.proposal import Proposal, Status
from repatria.exchange.engine.roster import Roster
from repatria.shared.text import mark as _

_KEYS = frozenset({"wanted", "unwanted"})
_NO_TOML = _("it is not TOML")
_NO_JSON = _("it is not JSON")
_NO_LIST = _("it does not hold its case numbers as a list of texts")
_NOT_KNOWN = _("a key in it is not known")


@dataclass(frozen=True, slots=True)
class Asked:
    """Ids of those of whom the other side asks that they go, and that they do not."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


def read_asked(path: Path) -> Asked:
    """Read what the other side asks; raise ``CounterUnreadableError``."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise CounterUnreadableError(file=path.name, fault=_NO_TOML) from fault
    if not told.keys() <= _KEYS:
        raise CounterUnreadableError(file=path.name, fault=_NOT_KNOWN)
    return Asked(**{key: _ids(told.get(key, []), path) for key in sorted(_KEYS)})


def read_before(path: Path, roster: Roster, rules: Rules) -> Proposal:
    """Read who stood on an earlier list, whether or not they could still go.

    Raises ``CounterUnreadableError``, and ``CaseNotListedError`` where somebody of it
    is no candidate any more.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError) as fault:
        raise CounterUnreadableError(file=path.name, fault=_NO_JSON) from fault
    go = _ids(told.get("go") if isinstance(told, dict) else None, path)
    pool = pool_of(roster, rules)
    if gone := {*go} - {*pool.ids}:
        raise CaseNotListedError(cases=", ".join(sorted(gone)))
    return Proposal(pool=pool, status=Status.FEASIBLE, on=np.isin(pool.ids, go))


def _ids(value: Any, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise CounterUnreadableError(file=path.name, fault=_NO_LIST)
    return tuple(value)
