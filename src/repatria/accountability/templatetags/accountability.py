"""What the pages of the room say of parties and levels."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext

from repatria.accountability.core.levels import (
    CREDIBILITY,
    LEVELS,
    RELIABILITY,
    TONES,
    Level,
)
from repatria.shared.text import say

register = template.Library()


@register.filter
def called(code: str, names: Mapping[str, str]) -> str:
    """Return a party's name in the reader's language, or that nobody knows it."""
    return names.get(code, code) or gettext("not known")


@register.filter
def level(code: str) -> str:
    """Return the words of a level."""
    return say(LEVELS[Level(code)])


@register.filter
def tone(code: str) -> str:
    """Return the tone in which a level is drawn."""
    return TONES[Level(code)]


@register.filter
def reliability(code: str) -> str:
    """Return the words of a source's reliability."""
    return say(RELIABILITY[code])


@register.filter
def credibility(code: str) -> str:
    """Return the words of a content's credibility."""
    return say(CREDIBILITY[code])


@register.filter
def bare(quotation: str) -> str:
    """Return a quotation without the marks around it: the page draws its own."""
    return quotation.strip("\"'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb ")
