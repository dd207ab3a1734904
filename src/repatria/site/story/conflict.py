"""Four lists of invented people: who is missing, and who is held, on either side."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from repatria.matching.engine.synthetic import PRESETS, Captures, generate
from repatria.site.story.cast import (
    AGENCY,
    NORTH,
    ONE,
    OTHER,
    SOUTH,
    Organisation,
    Stage,
)
from repatria.site.story.installations import inside
from repatria.site.story.post import carry, clerk

SEED = 2022
SAID_ON = date(2022, 11, 14)
THIS_WAR = Captures(date(2022, 2, 25), 230)
WHO = "lists-of"  # folders of the lists, one for the people of each party


class Listed(NamedTuple):
    """A list: who keeps it, what it states, of whose people in whose hands."""

    keeper: Organisation
    subject: str
    holder: str
    home: str
    file: str


# Each side's own spelling: two Cyrillic orthographies, and Latin letters between.
LISTS = (
    Listed(NORTH, "missing", OTHER, ONE, "left.csv"),
    Listed(SOUTH, "held", OTHER, ONE, "right.csv"),
    Listed(SOUTH, "missing", ONE, OTHER, "left.csv"),
    Listed(NORTH, "held", ONE, OTHER, "right.csv"),
)


def make_lists(stage: Stage) -> int:
    """Write the four list files and return how many rows they hold together."""
    (uk, ru), (_, latin) = PRESETS["cyrillic"], PRESETS["default"]
    rows = 0
    for seed, (home, missing) in enumerate(((ONE, uk), (OTHER, ru)), SEED):
        made = generate(
            stage.folder / f"{WHO}-{home.lower()}",
            persons=stage.persons,
            seed=seed,
            left=missing,
            right=latin,
            captures=THIS_WAR,
        )
        rows += made.left_rows + made.right_rows
    return rows


def file_of(stage: Stage, one: Listed) -> Path:
    """Return where a list's file lies."""
    return stage.folder / f"{WHO}-{one.home.lower()}" / one.file


def import_and_send(stage: Stage) -> None:
    """Let each party import its two lists and send them to the agency."""
    from repatria.register.services.lists import import_list
    from repatria.register.services.sending import prepare_list_transmission

    for one in LISTS:
        registrar = clerk(stage, one.keeper)
        with inside(stage.home(one.keeper)):
            kept = import_list(
                actor=registrar,
                path=file_of(stage, one),
                name=f"{one.subject}.csv",
                sender=one.keeper.code,
                subject=one.subject,
                holder=one.holder,
                home=one.home,
                said_on=SAID_ON,
                at=stage.now(),
            )
            outgoing = prepare_list_transmission(
                actor=registrar, version=kept, to=AGENCY.code, at=stage.now()
            )
            carry(stage, one.keeper, outgoing)
