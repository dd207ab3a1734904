"""Gathering what the rooms offer to the pages that show many of them."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.util import find_spec

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from repatria.access import doors
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel, Waiting, WaitingSource
from repatria.shared.text import say, say_number


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part of a person's page, drawn: its key, its title, and what it says."""

    key: str
    title: str
    inside: SafeString


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page Today, in the reader's words."""

    words: str
    address: str
    due: date | None
    late: bool
    article: str


@cache
def _offers(name: str) -> tuple[object, ...]:
    """Return what every room's ``panels.py`` lists under ``name``, rooms in order."""
    found: list[object] = []
    for room in settings.ROOMS:
        place = f"repatria.{room}.panels"
        if find_spec(place):
            found += getattr(importlib.import_module(place), name, ())
    return tuple(found)


def panels() -> list[Panel]:
    """Return every room's panels, in the order in which they stand on the page."""
    held = [panel for panel in _offers("PANELS") if isinstance(panel, Panel)]
    return sorted(held, key=lambda panel: panel.order)


def panels_for(
    actor: Actor,
    case_ref: str,
    numbers: Iterable[str],
    *,
    request: HttpRequest,
    at: datetime,
) -> list[Drawn]:
    """Draw the panels of a person that this reader may see and that say something.

    ``numbers`` are all that the person has had: whoever was entrusted with one of
    them is entrusted with the person.
    """
    held = list(numbers)
    drawn = []
    for panel in panels():
        if not any(doors.may_open(actor, panel.right, number) for number in held):
            continue
        context = panel.fill(actor, case_ref, at)
        if context is not None:
            told = {"case_ref": case_ref, "actor": actor, **context}
            inside = render_to_string(panel.template, told, request=request)
            drawn.append(Drawn(panel.key, say(panel.title), inside))
    return drawn


def waiting_for(actor: Actor, *, at: datetime) -> list[Line]:
    """Return what waits for this reader: what is due first, first."""
    sources = [one for one in _offers("WAITING") if isinstance(one, WaitingSource)]
    found = [
        line
        for source in sources
        if doors.may(actor, source.right)
        for line in _lines(source.ask(actor, at), today=at.date())
    ]
    return sorted(found, key=lambda line: line.due or date.max)


def _lines(waiting: Iterable[Waiting], *, today: date) -> list[Line]:
    return [
        Line(
            words=say_number(*one.what, one.count, **one.facts),
            address=reverse(one.address, args=list(one.arguments)),
            due=one.due,
            late=one.due is not None and one.due < today,
            article=one.article,
        )
        for one in waiting
        if one.count
    ]
