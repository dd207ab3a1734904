"""What the pages of the room say of media."""

from __future__ import annotations

from django import template

from repatria.reports.web.forms import CLASSES

register = template.Library()


@register.filter
def medium(code: str) -> str:
    """Return the words for a class of media, the code itself where it has none."""
    return str(dict(CLASSES).get(code, code))
