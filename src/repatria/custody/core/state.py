"""What later rooms ask of a captivity: the axes and the ladder of one person."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.custody.core.axes import Axis
from repatria.custody.core.ladder import Ladder
from repatria.custody.core.said import Said


@dataclass(frozen=True, slots=True)
class State:
    """One person: fate and whereabouts, legal status, evidence of captivity.

    Derived from ``statements``, all of them, oldest first; nothing of it is stored.
    Health is not here: it is asked for apart, by those who may.
    """

    case_ref: str
    fate: Axis
    status: Axis
    ladder: Ladder
    statements: tuple[Said, ...] = ()
