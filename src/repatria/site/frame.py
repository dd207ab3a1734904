"""What stands around every page: whose installation it is, and where one may go."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from repatria.access import doors, openings, queries
from repatria.access.core.break_glass import minutes_left
from repatria.access.web.requests import actor_of
from repatria.shared.text import current_language, is_complete, is_machine_made
from repatria.site.navigation import Place, works_for

BREAK_GLASS = "access.break-glass"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the installation and the pages that this reader may open."""
    user, now = getattr(request, "user", None), datetime.now(UTC)
    held = queries.installation_if_any()
    if held is None or user is None or not user.is_authenticated:
        return {"installation": held, "navigation": [], "actor": None, **_words()}
    actor = actor_of(request)
    opened = openings.open_now(actor) if doors.may(actor, BREAK_GLASS) else []
    works = works_for(lambda right: doors.may(actor, right))
    places = [place for work in works for place in work.places]
    return {
        "installation": held,
        "navigation": works,
        "here": _room_of(request, places),
        "actor": actor,
        "opened": [(one, minutes_left(one.until, now=now)) for one in opened],
        **_words(),
    }


def _words() -> dict[str, bool]:
    """Say how far the reader may trust the words around."""
    language = current_language()
    return {
        "machine_made": is_machine_made(language),
        "words_missing": not is_complete(language),
    }


def _room_of(request: HttpRequest, places: list[Place]) -> str:
    """Return the place that a page stands under.

    That is the nearest address above it, else the first place of the page's room.
    """
    above = {place.path: place.address for place in places}
    fitting = [
        start for start in above if start != "/" and request.path.startswith(start)
    ]
    if fitting:
        return above[max(fitting, key=len)]
    room = request.resolver_match.namespace if request.resolver_match else ""
    of_room = [one.address for one in places if one.address.startswith(f"{room}:")]
    return of_room[0] if of_room and room != "site" else ""
