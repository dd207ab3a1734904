"""What waits for whom, and what a person's page may say."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.test import Client

from repatria.access import queries as access
from repatria.access.core.errors import NothingHereError
from repatria.accountability import panels, services
from repatria.accountability.services import Upload
from repatria.accountability.services.files import place_of
from repatria.accountability.tests.conftest import AT, INVESTIGATOR, PNG, Story
from repatria.register.core.case_numbers import new_case_ref

pytestmark = pytest.mark.django_db


def waiting() -> list[str]:
    found = []
    for source in panels.WAITING:
        found += [line.what[1] for line in source.ask(INVESTIGATOR, AT)]
    return found


def test_what_is_unassessed_announced_or_damaged_waits(story: Story) -> None:
    assert waiting() == [panels.UNASSESSED[1], panels.ANNOUNCED[1]]
    services.assess(
        actor=INVESTIGATOR, of=story.incident, level="refuted", reason="seen", at=AT
    )
    for number, clip in enumerate(story.clips):
        content = PNG + bytes([number])
        kept = services.keep_file(
            actor=INVESTIGATOR, item=clip, upload=Upload(content), at=AT
        )
    assert waiting() == []
    place_of(kept.sha256).unlink()
    assert not services.check_integrity(actor=INVESTIGATOR, item=clip, at=AT)
    assert waiting() == [panels.DAMAGED[1]]


def test_a_person_page_shows_only_what_the_person_agreed_to(
    story: Story,
    signed_in: Callable[..., Client],
    case_assigned: Callable[..., None],
) -> None:
    case = new_case_ref()
    (panel,) = panels.PANELS
    client = signed_in("debriefer")
    actor = access.actor_for(client.user)  # type: ignore[attr-defined]
    with pytest.raises(NothingHereError):
        panel.fill(actor, case, AT)
    case_assigned(client.user, case)  # type: ignore[attr-defined]
    assert panel.fill(actor, case, AT) is None
    services.tie_to_person(
        actor=actor,
        claim=story.killing.claim,
        case_ref=case,
        consent="given",
        at=AT,
    )
    told = panel.fill(actor, case, AT)
    assert told is not None
    page = render_to_string(panel.template, dict(told))
    assert "a new war crime" in page
    assert "under duress" in page


def test_a_move_of_a_file_is_told_with_its_place_and_reason(story: Story) -> None:
    clip = story.clips[0]
    services.keep_file(actor=INVESTIGATOR, item=clip, upload=Upload(PNG), at=AT)
    event = services.note_moved(
        actor=INVESTIGATOR, item=clip, place="a laboratory", reason="to date it", at=AT
    )
    assert (event.kind, event.place) == ("moved", "a laboratory")
