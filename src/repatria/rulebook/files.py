"""The files of the rulebook: one a rule or clock, with its worked cases beside it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _

_FILE, _CASES = ".toml", ".cases.toml"
_T = TypeVar("_T")


class RuleUnknownError(RepatriaError):
    """No rule file has this id."""

    code = "rulebook.no-such-rule"
    what = _("There is no rule called {rule}.")
    remedy = _("Use one of: {known}.")


class RuleUnreadableError(RepatriaError):
    """A rule file does not say what a rule must say."""

    code = "rulebook.rule-unreadable"
    what = _("The rule file {rule} cannot be used: {fault}.")
    remedy = _("Compare it with the other files of the rulebook, and correct it.")


def folder(name: str) -> Traversable:
    """Return one folder of the rulebook."""
    return files("repatria.rulebook") / name


def stems(name: str) -> list[str]:
    """Return the names of a folder's files without their ending, in no order."""
    names = (file.name for file in folder(name).iterdir())
    return [
        one.removesuffix(_FILE)
        for one in names
        if one.endswith(_FILE) and not one.endswith(_CASES)
    ]


def text_of(name: str, stem: str) -> str:
    """Return the text of one file of a folder."""
    return (folder(name) / f"{stem}{_FILE}").read_text(encoding="utf-8")


def cases_in(name: str, stem: str) -> list[dict[str, Any]]:
    """Return the worked cases beside one file, as they are written."""
    text = (folder(name) / f"{stem}{_CASES}").read_text(encoding="utf-8")
    cases: list[dict[str, Any]] = tomllib.loads(text)["case"]
    return cases


def told_in(rule: str, text: str) -> dict[str, Any]:
    """Return what a file says; raise ``RuleUnreadableError`` where it is not TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise RuleUnreadableError(rule=rule, fault=str(fault)) from fault


def stray_keys(
    told: Mapping[str, Any], *, needed: Iterable[str], also: Iterable[str] = ()
) -> str:
    """Return which keys of a file are missing or not known, empty if none is."""
    must = set(needed)
    may = must.union(also)
    wrong = sorted((must - told.keys()) | (told.keys() - may))
    return f"missing or not known: {', '.join(wrong)}" if wrong else ""


def found(known: Mapping[str, _T], rule: str) -> _T:
    """Return what is called so; raise ``RuleUnknownError`` with what there is."""
    if rule not in known:
        raise RuleUnknownError(rule=rule, known=", ".join(known))
    return known[rule]


def in_order(rule: str) -> tuple[object, ...]:
    """Return by what ids are put in order: articles as numbers, annexes after them.

    >>> ids = ["geneva3.annex1.IA1", "geneva3.art110.1", "geneva3.art33"]
    >>> sorted(ids, key=in_order)
    ['geneva3.art33', 'geneva3.art110.1', 'geneva3.annex1.IA1']
    """
    treaty, _dot, rest = rule.partition(".")
    parts = re.findall(r"[0-9]+|[^0-9]+", rest)
    numbered = tuple(
        (False, int(part), "") if part.isdigit() else (True, 0, part) for part in parts
    )
    return treaty, rest.startswith("annex"), numbered
