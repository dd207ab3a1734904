"""How what a statement says is drawn: its own script, and dates with unknown parts."""

from __future__ import annotations

import unicodedata
from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from repatria.register.core.romanised import romanised

register = template.Library()

_SCRIPTS = {"CYRILLIC": "Cyrl", "LATIN": "Latn", "ARABIC": "Arab", "HEBREW": "Hebr"}
# Marks that would steer how the rest of the line is read.
_STEERING = dict.fromkeys(
    [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x20)], "\N{WHITE SQUARE}"
)


@register.filter
def verbatim(text: str) -> SafeString:
    """Draw a value in its own script, untouched; "unknown" where nothing is said."""
    if not text:
        return unknown()
    shown = str(text).translate(_STEERING)
    return format_html(
        '<bdi lang="und{}" dir="auto" translate="no">{}</bdi>',
        _script(shown),
        shown,
    )


def _script(text: str) -> str:
    letter = next((sign for sign in text if sign.isalpha()), "")
    word = unicodedata.name(letter, "").split(" ")[0] if letter else ""
    return f"-{_SCRIPTS[word]}" if word in _SCRIPTS else ""


@register.filter
def in_latin(text: str) -> str:
    """Return a name in Latin letters for readers of English, else ""."""
    return romanised(text) if (get_language() or "en").startswith("en") else ""


@register.filter
def kept_date(text: str) -> SafeString | str:
    """Draw a date of which parts may be unknown, in the reader's words."""
    if not text:
        return unknown()
    return format_html('<time class="name">{}</time>', day_words(text))


def day_words(text: str) -> str:
    """Return a date of which parts may be unknown in the reader's words alone."""
    year, month, day = [*text.removeprefix("~").split("-"), "??", "??"][:3]
    words = _date_words(year, month, day)
    return _("about %(date)s") % {"date": words} if text.startswith("~") else words


def _date_words(year: str, month: str, day: str) -> str:
    if month == "??":
        return year
    leap = 2000  # so that a 29 February of an unknown year can be said
    of_year = leap if year == "????" else int(year)
    if day == "??":
        said = date_format(date(of_year, int(month), 1), "F")
        return said if year == "????" else f"{said} {year}"
    whole = date(of_year, int(month), int(day))
    if year != "????":
        return date_format(whole)
    return _("%(day)s, year unknown") % {"day": date_format(whole, "j F")}


def unknown() -> SafeString:
    """Say that something is not stated."""
    return format_html('<span class="unknown">{}</span>', _("not stated"))


@register.filter
def lookup(table: dict[str, str], key: str) -> str:
    """Return a value of a dictionary, or the key itself."""
    return table.get(key, key)


@register.filter
def short_hash(text: str) -> str:
    """Return the beginning of a hash, enough to compare two by eye."""
    return f"{text[:8]}…" if len(text) > 8 else text
