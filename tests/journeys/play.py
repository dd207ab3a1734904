"""Play the demonstration's story with few people, keeping a copy of each point.

A process of its own: the story wakes Django for three installations, the tests for
one.  ``python -m tests.journeys.play FOLDER`` makes FOLDER/POINT for each part of the
story, and FOLDER/asked between the comparing and the agreeing; with ``PERSONS PART``
after it, for so few people and to the end of that part.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from repatria.site.demo import LEAST
from repatria.site.story import journey
from repatria.site.story.cast import ORGANISATIONS, Clock, Stage

ROWS = "statements.json"  # where each statement of the report stands in the end


def play(folder: Path, *, persons: int = LEAST, until: str = "") -> None:
    """Play everything, and copy the three installations after each part.

    With ``until``, to the end of the part of that name.
    """
    stage = journey.begin(folder / "playing", persons=persons)
    told: dict[str, Any] = {}
    for part in journey.PARTS:
        if part.name == "agreed":
            _ask_in_a_copy(stage, folder / "asked")
        told[part.name] = part.play(stage, told)
        keep(stage, folder / part.name)
        if part.name == until:
            return
    (folder / ROWS).write_text(json.dumps(told["statements"]["rows"]), "utf-8")


def keep(stage: Stage, place: Path) -> None:
    """Copy the three installations as they are now."""
    from django.db import connection

    from repatria.site.story.installations import inside

    for one in ORGANISATIONS:
        with inside(stage.home(one)), connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(stage.folder, place)


def _ask_in_a_copy(stage: Stage, place: Path) -> None:
    """Let somebody be held back and others be asked, where nothing is proposed yet."""
    from repatria.site.story import agreement

    keep(stage, place)
    asking = Stage(place, Clock(stage.now()))
    agreement.hold_somebody_back(asking)
    agreement.ask_in_private(asking)


if __name__ == "__main__":
    place, *few = sys.argv[1:]
    if few:
        play(Path(place), persons=int(few[0]), until=few[1])
    else:
        play(Path(place))
