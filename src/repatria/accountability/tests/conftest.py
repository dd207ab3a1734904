"""What the tests of the room may ask for: the founding report's incident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from repatria.accountability import services
from repatria.accountability.core.intervals import Interval
from repatria.accountability.core.said import Said
from repatria.accountability.models import Allegation, EvidenceItem, Incident
from repatria.accountability.services import Role
from repatria.shared.actors import Actor

AT = datetime(2022, 11, 25, 10, tzinfo=UTC)
DAY = date(2022, 11, 24)
INVESTIGATOR = Actor("user:7", frozenset({"investigator"}), "north")
PNG = bytes.fromhex("89504e470d0a1a0a") + b"a picture that nobody may see"


@pytest.fixture(autouse=True)
def own_files(settings: object, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Keep sealed files in a folder of the test's own."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        settings.REPATRIA_HOME = tmp_path  # type: ignore[attr-defined]
        settings.REPATRIA_MASTER_KEY_FILE = (  # type: ignore[attr-defined]
            tmp_path / "keys" / "master.key"
        )


@dataclass
class Story:
    """The killing alleged in the report of 24 November, three clips and an answer."""

    incident: Incident
    killing: Allegation
    perfidy: Allegation
    pattern: Allegation
    clips: list[EvidenceItem]


def said(claimant: str, side: str = "", **more: object) -> Said:
    """Return something said on the day of the report."""
    return Said(claimant=claimant, side=side, said_on=DAY, **more)  # type: ignore[arg-type]


@pytest.fixture
def story(as_party: object) -> Story:
    """Record the incident as the founding report tells it, with invented states."""
    del as_party
    incident = services.open_incident(
        actor=INVESTIGATOR,
        title="Deaths of surrendered soldiers at a farmyard",
        when=Interval(date(2022, 11, 10), date(2022, 11, 18)),
        place="Oakford",
        precision="settlement",
        basis="The report says last week; the clips appeared on 18 November.",
        at=AT,
    )
    killing = services.record_allegation(
        actor=INVESTIGATOR,
        said=said("Norland", "NORLAND", quotation="a new war crime"),
        act="killing",
        characterisation="war crime",
        roles=(
            Role("victim", "NORLAND", "surrendered, unarmed soldiers"),
            Role("accused", "SUDMARK"),
        ),
        incident=incident,
        at=AT,
    )
    perfidy = services.record_allegation(
        actor=INVESTIGATOR,
        said=said("Sudmark", "SUDMARK", modality="claimed", quotation="perfidy"),
        act="perfidy",
        roles=(Role("victim", "SUDMARK"), Role("accused", "NORLAND")),
        incident=incident,
        at=AT,
    )
    services.record_answer(
        actor=INVESTIGATOR,
        said=said(
            "Sudmark", "SUDMARK", modality="claimed", about="the killing was justified"
        ),
        kind="justifies",
        allegation=killing,
        ground="AP I 37",
        at=AT,
    )
    pattern = services.record_allegation(
        actor=INVESTIGATOR,
        said=said(
            "Norland Ministry of Defence", "NORLAND", quotation="widespread practice"
        ),
        act="killing",
        roles=(Role("victim", "NORLAND"), Role("accused", "SUDMARK")),
        pattern=True,
        at=AT,
    )
    clips = [
        services.add_evidence(
            actor=INVESTIGATOR,
            kind="video",
            incident=incident,
            sequence=number,
            subjects=whom,
            announced=said("narrator", quotation=words),
            at=AT,
        )
        for number, whom, words in (
            (1, "captives", "one of the videos"),
            (2, "dead", "a second clip"),
            (3, "captives", "Another clip"),
        )
    ]
    services.note_unseen_interval(
        actor=INVESTIGATOR,
        after=clips[0],
        before=clips[1],
        matters="when the shots were fired",
        at=AT,
    )
    services.record_scene_claim(
        actor=INVESTIGATOR,
        said=said("narrator", modality="believed", quotation="believed to have been"),
        item=clips[2],
        kind="same_scene",
        same_as=clips[0],
        at=AT,
    )
    services.record_scene_claim(
        actor=INVESTIGATOR,
        said=said("narrator", modality="purported", quotation="purportedly showed"),
        item=clips[2],
        kind="shows",
        at=AT,
    )
    return Story(incident, killing, perfidy, pattern, clips)
