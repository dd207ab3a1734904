"""Refusing what RULES.toml says, at the key where it says it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn

from repatria.exchange.core.errors import RuleRefusedError
from repatria.shared.text import mark as _

Refuse = Callable[[str, str], NoReturn]
"""Refuse for a fault (a marked sentence) at a key, such as ``seats.A>B``."""

MOST = 1_000_000

NOT_KNOWN = _("a key in it is not known: see which keys there are")
WRONG_KIND = _("a value has the wrong kind")
NO_COUNT = _("a number in it is not a whole number from 0 to 1,000,000")
NO_PARTY = _("it names a party or bloc that is none of the parties")


def refusing(file: str) -> Refuse:
    """Return what refuses for this file."""

    def refuse(fault: str, rule: str) -> NoReturn:
        raise RuleRefusedError(file=file, fault=fault, rule=rule)

    return refuse


def table_of(
    told: Mapping[str, Any], name: str, refuse: Refuse, *, within: str = ""
) -> Mapping[str, Any]:
    """Return the table of this name, empty where there is none."""
    found = told.get(name, {})
    if not isinstance(found, Mapping):
        refuse(WRONG_KIND, f"{within}{name}")
    return found


def known_keys(
    told: Mapping[str, Any], keys: Collection[str], refuse: Refuse, *, within: str = ""
) -> None:
    """Refuse a key that is not one of ``keys``: a slip of the pen."""
    for strange in sorted(told.keys() - set(keys)):
        refuse(NOT_KNOWN, f"{within}{strange}")


def counts_of(
    told: Mapping[str, Any],
    name: str,
    refuse: Refuse,
    *,
    within: str = "",
    least: int = 0,
) -> dict[str, int]:
    """Return a table of whole numbers."""
    table = table_of(told, name, refuse, within=within)
    for key, value in table.items():
        if not is_count(value, least=least):
            refuse(NO_COUNT, f"{within}{name}.{key}")
    return dict(table)


def texts_of(
    told: Mapping[str, Any], name: str, refuse: Refuse, *, within: str = ""
) -> tuple[str, ...]:
    """Return a list of texts, none of them empty."""
    found = told.get(name, ())
    if not isinstance(found, list | tuple):
        refuse(WRONG_KIND, f"{within}{name}")
    if not all(isinstance(one, str) and one.strip() for one in found):
        refuse(WRONG_KIND, f"{within}{name}")
    return tuple(found)


def is_count(value: object, *, least: int = 0) -> bool:
    """Whether a value is a whole number that can be counted with.

    >>> [is_count(one) for one in (0, 7, -1, True, 1.0, float("nan"), 10**9)]
    [True, True, False, False, False, False, False]
    """
    plain = isinstance(value, int) and not isinstance(value, bool)
    return plain and least <= value <= MOST  # type: ignore[operator]
