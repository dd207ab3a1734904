"""The page of the rules of law: by treaty and list, with their worked cases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.access.web.requests import page
from repatria.exchange import doors
from repatria.rulebook.core.annex import Part
from repatria.rulebook.core.rule import Answer, Rule
from repatria.rulebook.core.saying import rule_said
from repatria.rulebook.core.words import FOLLOWS, PARTS
from repatria.rulebook.load import all_rules, load_cases
from repatria.rulebook.tables import all_ratios, all_tables
from repatria.shared.text import mark as _
from repatria.shared.text import say

_BOOKS = {
    "geneva3.art": _("Third Geneva Convention"),
    **{f"geneva3.annex1.{part}": PARTS[part] for part in Part},
    "geneva3.annex2": _("Third Geneva Convention, annex II: mixed medical commissions"),
    "geneva4": _("Fourth Geneva Convention"),
    "protocol1": _("Additional Protocol I"),
    "categories": _("Categories that parties may agree on"),
}
_ANSWERS = {
    Answer.YES: _("holds"),
    Answer.NO: _("does not hold"),
    Answer.UNKNOWN: _("nobody knows yet"),
}


@page(doors.RULES)
def rules(request: HttpRequest) -> HttpResponse:
    """Show each rule with its article, its worked cases, and who reviewed it.

    ``of`` names a treaty or list, ``q`` words that a rule must have.
    """
    of, words = request.GET.get("of", ""), request.GET.get("q", "").strip()
    everything = list(all_rules().values())
    found = [
        rule
        for rule in everything
        if (of in ("", _book_of(rule))) and _speaks_of(rule, words)
    ]
    context = {
        "books": _counted(everything),
        "groups": _grouped(found),
        "found": len(found),
        "of": of,
        "q": words,
        "filtered": bool(of or words),
        "reviewed": sum(rule.is_reviewed for rule in everything),
        "all": len(everything),
        "tables": [] if of or words else list(all_tables().values()),
        "ratios": [] if of or words else list(all_ratios().values()),
    }
    return render(request, "exchange/rules.html", context)


def _book_of(rule: Rule) -> str:
    name = f"geneva3.annex1.{rule.part}" if rule.part else rule.id
    return next(book for book in _BOOKS if name.startswith(book))


def _speaks_of(rule: Rule, words: str) -> bool:
    """Tell whether a rule has every word, in its id, its text or what it asks."""
    together, options = rule_said(rule)
    asked = [*together, *(one for option in options for one in option)]
    told = " ".join([rule.id, rule.says, rule.source, *asked]).casefold()
    return all(word in told for word in words.casefold().split())


def _counted(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    books = [_book_of(rule) for rule in rules]
    return [
        {"code": code, "name": say(name), "n": books.count(code)}
        for code, name in _BOOKS.items()
    ]


def _grouped(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for rule in rules:
        groups.setdefault(_book_of(rule), []).append(_shown(rule))
    return [
        {"code": code, "name": say(_BOOKS[code]), "rows": groups[code]}
        for code in _BOOKS
        if code in groups
    ]


def _shown(rule: Rule) -> dict[str, Any]:
    together, options = rule_said(rule)
    return {
        "rule": rule,
        "together": together,
        "options": options,
        "outcome": say(FOLLOWS[rule.outcome]),
        "otherwise": say(FOLLOWS[rule.otherwise]) if rule.otherwise else "",
        "if_unknown": say(FOLLOWS[rule.if_unknown]),
        "cases": [
            {"says": case.says, "answer": say(_ANSWERS[case.answer])}
            for case in load_cases(rule.id)
        ],
    }
