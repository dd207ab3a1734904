"""What the room shows on a person's page: where they stand, and what is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from repatria.custody import queries
from repatria.custody.doors import READ
from repatria.custody.web.pages import captivity
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel
from repatria.shared.text import mark as _

NEWEST = 4  # rows of the timeline that stand on the person's page


def _fill(actor: Actor, case_ref: str, at: datetime) -> Mapping[str, Any]:
    told = captivity(actor, queries.state_of(case_ref), at=at)
    rows = told["rows"]
    return told | {"rows": rows[-NEWEST:], "earlier": max(len(rows) - NEWEST, 0)}


PANELS = (
    Panel(
        key="custody",
        right=READ,
        title=_("Captivity"),
        template="custody/panel.html",
        fill=_fill,
        order=15,
    ),
)
