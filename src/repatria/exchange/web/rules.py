"""The page of the rules of law that decide who goes home."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.access.web.requests import page
from repatria.exchange import doors
from repatria.rulebook.core.words import FOLLOWS, NEEDS
from repatria.rulebook.load import all_rules, load_cases
from repatria.shared.text import say


@page(doors.RULES)
def rules(request: HttpRequest) -> HttpResponse:
    """Show each rule with its article, its worked cases, and who reviewed it."""
    rows = [
        {
            "rule": rule,
            "cases": load_cases(rule.id),
            "needs": [say(NEEDS[need]) for need in rule.needs],
            "outcome": say(FOLLOWS[rule.outcome]),
            "if_unknown": say(FOLLOWS[rule.if_unknown]),
        }
        for rule in all_rules().values()
    ]
    return render(request, "exchange/rules.html", {"rows": rows})
