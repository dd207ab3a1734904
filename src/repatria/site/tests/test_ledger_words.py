"""Every act that the sources write into the ledger has words for the auditor."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

import repatria
from repatria.ledger import services
from repatria.shared.actors import Actor
from repatria.site.ledger.words import ACTS, act_called

SOURCES = Path(repatria.__file__).parent
ROOMS = "|".join(sorted(one.name for one in SOURCES.iterdir() if one.is_dir()))
AN_ACT = re.compile(
    # act="room.what", else "room.what" after it, and what two helpers are told.
    rf'(?:act=|else |_(?:enter|note)\(actor, )"((?:{ROOMS})\.[a-z_-]+|read)"'
)
A_BUILT_ACT = re.compile(rf'act=f"((?:{ROOMS})\.[a-z-]*)\{{')
AT = datetime(2022, 11, 24, 9, tzinfo=UTC)


def sources() -> str:
    files = [
        file
        for file in SOURCES.rglob("*.py")
        if not {"tests", "migrations"} & {*file.parts}
    ]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_every_act_in_the_sources_has_words() -> None:
    told = sources()
    named, begun = set(AN_ACT.findall(told)), set(A_BUILT_ACT.findall(told))
    assert len(named) > 80
    assert sorted(named - ACTS.keys()) == []
    for beginning in begun:
        assert any(act.startswith(beginning) for act in ACTS), beginning


def test_every_decision_event_and_state_in_an_act_has_words() -> None:
    from repatria.accountability.models.choices import CustodyKind
    from repatria.care.core.referrals import ReferralState
    from repatria.handover.core.steps import Step
    from repatria.publication.models import TotalsEvent
    from repatria.reports.models import DraftDecision
    from repatria.tracing.core.notices import NoticeState
    from repatria.transmission.models import Reading

    built = {
        *(f"accountability.evidence-{one.value}" for one in CustodyKind),
        *(f"care.referral-{one}" for one in ReferralState),
        *(f"handover.{one.replace('_', '-')}" for one in Step),
        *(f"publication.{one.value}" for one in TotalsEvent.Kind),
        *(f"reports.draft-{one}" for one in DraftDecision.Kind),
        *(f"tracing.notice-{one}" for one in NoticeState),
        *(f"transmission.{one}" for one in Reading.Outcome),
    }
    assert sorted(built - ACTS.keys()) == []


@pytest.mark.django_db
def test_the_page_shows_the_words_beside_the_code(
    as_party: object, signed_in: Callable[..., Client]
) -> None:
    del as_party
    actor = Actor(ref="command:test", organisation="north")
    services.append(actor=actor, act="handover.crossed", about="R-1", facts={}, at=AT)
    services.append(actor=actor, act="of.nobody", about="R-1", facts={}, at=AT)
    page = signed_in("auditor").get("/ledger/").content.decode()
    assert act_called("handover.crossed") == "Somebody crossed"
    assert "Somebody crossed <code" in page
    assert "handover.crossed</code>" in page
    assert "of.nobody <code" in page
    assert "the command test" in page


@pytest.mark.django_db
@pytest.mark.parametrize(("n", "folded"), [(3, 0), (10, 0), (37, 27)])
def test_of_a_large_read_ten_numbers_are_shown_and_the_rest_folded(
    as_party: object, signed_in: Callable[..., Client], n: int, folded: int
) -> None:
    del as_party
    actor = Actor(ref="command:test", organisation="north")
    cases = [f"R-{place:08}" for place in range(n)]
    services.append(
        actor=actor, act="read", about="site:person", facts={"cases": cases}, at=AT
    )
    page = signed_in("auditor").get("/ledger/").content.decode()
    shown, _details, hidden = page.partition("<details>")
    if folded:
        assert f"and {folded} more" in hidden
        assert all(case in hidden for case in cases[10:])
        assert not any(case in shown for case in cases[10:])
    assert all(case in page for case in cases)
    assert bool(hidden) is bool(folded)
