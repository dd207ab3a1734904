"""What the room shows on a person's page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from repatria.access.doors import may_open
from repatria.medical import doors
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel
from repatria.shared.text import mark as _


def _fill(actor: Actor, case_ref: str, at: datetime) -> Mapping[str, Any]:
    del at
    return {
        "file": doors.open_health(actor, case_ref),
        "may_state": may_open(actor, doors.STATE, case_ref),
    }


PANELS = (
    Panel(
        key="health",
        right=doors.READ,
        title=_("Health"),
        template="medical/panel.html",
        fill=_fill,
        order=35,
    ),
)
