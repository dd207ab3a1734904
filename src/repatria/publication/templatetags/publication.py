"""What the public page says of parties, directions and counters."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext

from repatria.publication.core.suppression import OWN_COUNT, RECEIPT, Count

register = template.Library()


@register.filter
def direction(code: str, names: Mapping[str, str]) -> str:
    """Return whose people came home, and who had held them."""
    if not code:
        return gettext("Whose people: not told")
    holder, _arrow, home = code.partition(">")
    if not holder:
        return gettext("People of {home}, by whomever they were held").format(
            home=names.get(home, home)
        )
    return gettext("People of {home}, held by {holder}").format(
        home=names.get(home, home), holder=names.get(holder, holder)
    )


@register.filter
def counter(count: Count) -> str:
    """Return who counted."""
    if count.ours and count.by == RECEIPT:
        return gettext("The receipt that both parties signed")
    if count.ours and count.by == OWN_COUNT:
        return gettext("This organisation, at the crossing")
    return count.by


@register.filter
def number(count: Count) -> str:
    """Return a count in words: about, not stated, or not shown."""
    if not count.shown:
        return gettext("Not shown")
    if count.n is None:
        return gettext("Not stated")
    return gettext("about {n}").format(n=count.n) if count.approximate else str(count.n)


@register.filter
def parts(count: Count) -> str:
    """Return a number as its counter told it, part by part."""
    return " + ".join(f"{part.n} {part.what}" for part in count.parts)


@register.filter
def day(written: str) -> str:
    """Return an ISO day in the reader's language; a partial one as it is."""
    known = parse_date(written) if written.count("-") == len("--") else None
    return date_format(known) if known else written
