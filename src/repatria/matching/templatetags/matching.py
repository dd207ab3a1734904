"""Numbers of matching as the reader's language writes them."""

from __future__ import annotations

from django import template

from repatria.matching.report import figures

register = template.Library()


@register.filter
def figure(value: float) -> str:
    """Write a number with its thousands apart."""
    return figures.number(value)


@register.filter
def rate(share: float) -> str:
    """Write an error rate in per cent, with two telling digits."""
    return figures.rate(share)


@register.filter
def share(value: float) -> str:
    """Write a share between 0 and 1 in per cent."""
    return figures.percent(value)


@register.filter
def likely(value: float) -> str:
    """Write a probability in per cent, never quite 0 or 100."""
    return figures.probability(value)


@register.filter
def expected(count: float) -> str:
    """Write an expected number: one decimal below ten, whole above."""
    return figures.expected(count)
