"""Tags that every room's pages share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from repatria.access.queries import people_called
from repatria.register.queries import party_names, sender_names
from repatria.shared.text import say as _say

register = template.Library()

# A state has a word, a shape and a colour; the shape is drawn in front of the word.
SHAPES = {
    "good": "●",
    "waiting": "◐",
    "open": "○",
    "differs": "◆",
    "bad": "▲",
    "ended": "■",
}


@register.filter
def say(text: str) -> str:
    """Translate a phrase that was marked outside Django."""
    return _say(text)


@register.filter
def who(ref: str) -> str:
    """Say how a colleague, or a program, is called that did something."""
    return people_called([ref])[ref]


@register.filter
def called(codes: str | Iterable[str]) -> str | list[str]:
    """Return what a party or an organisation is called, or each of several.

    A code that nobody here knows, and a name that is no code, stay as they are.
    """
    if isinstance(codes, str):
        return _names([codes])[codes]
    given = list(codes)
    names = _names(given)
    return [names[code] for code in given]


@register.filter
def leg(direction: str, sides: Iterable[Mapping[str, str]]) -> str:
    """Return "NORLAND>SUDMARK" with the names of its ``sides`` and an arrow."""
    names = {side["code"]: side["name"] for side in sides}
    return " → ".join(names.get(end, end) for end in direction.split(">"))


def _names(codes: list[str]) -> dict[str, str]:
    return sender_names(codes) | party_names(codes)


@register.inclusion_tag("site/_state.html")
def state(tone: str, words: str) -> dict[str, Any]:
    """Draw a state: ``tone`` is one of ``SHAPES``, ``words`` already translated."""
    return {"tone": tone, "shape": SHAPES[tone], "words": words}


@register.inclusion_tag("site/_source.html")
def source(said_by: str, said_on: Any = None, where: str = "") -> dict[str, Any]:
    """Draw the small quiet line under a statement: who says so, and when."""
    return {"said_by": said_by, "said_on": said_on, "where": where}
