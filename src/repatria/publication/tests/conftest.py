"""What the tests of the room may ask for: two rounds in one week, both over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from repatria.exchange.models import Exchange, Round
from repatria.exchange.services.counts import record_count_claim
from repatria.handover.models import Handover, HandoverEvent, Line, Receipt
from repatria.register.core.case_numbers import new_case_ref, new_ref
from repatria.register.models import Party
from repatria.shared.actors import Actor

AT = datetime(2022, 11, 25, 10, tzinfo=UTC)
OFFICER = Actor("user:21", frozenset({"publication-officer"}), "north")
SECOND = Actor("user:22", frozenset({"publication-officer"}), "north")
HOME, BACK = "SUDMARK>NORLAND", "NORLAND>SUDMARK"


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """Keep public files in a folder of the test's own."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        settings.REPATRIA_HOME = tmp_path
        settings.REPATRIA_MASTER_KEY_FILE = tmp_path / "keys" / "master.key"


@pytest.fixture
def series(as_party: object) -> Exchange:
    """Make an exchange of two invented states, without a round yet."""
    del as_party
    for code, name in (("NORLAND", "Norland"), ("SUDMARK", "Sudmark")):
        Party.objects.create(code=code, names={"en": name})
    return Exchange.objects.create(
        ref=new_ref("X"),
        title="November",
        parties=["NORLAND", "SUDMARK"],
        made_by="user:1",
        made_at=AT,
    )


@dataclass(frozen=True)
class Leg:
    """A leg to be made: how many crossed, and how many did not."""

    direction: str
    crossed: int
    not_crossed: int = 0
    open: int = 0
    receipt: bool = True


MakeRound = Callable[..., Round]


@pytest.fixture
def make_round(series: Exchange) -> MakeRound:
    """Return what makes a round with its legs as told."""

    def made(number: int, on: date, *legs: Leg) -> Round:
        held = Round.objects.create(exchange=series, number=number, planned_on=on)
        for leg in legs:
            _hand_over(series, number, on, leg)
        return held

    return made


def _hand_over(series: Exchange, number: int, on: date, leg: Leg) -> None:
    held = Handover.objects.create(
        ref=new_ref("H"),
        exchange_ref=series.ref,
        round_number=number,
        leg=leg.direction,
        place="Bridge",
        on=on,
        list_sha256="0" * 64,
        maker="agency",
        planned_at=AT,
        planned_by="user:1",
    )
    outcomes = (
        ["crossed"] * leg.crossed + ["not_crossed"] * leg.not_crossed + [""] * leg.open
    )
    for place, outcome in enumerate(outcomes, start=1):
        line = Line.objects.create(
            handover=held,
            number=place,
            case_ref=new_case_ref(),
            shared_ref=new_case_ref(),
            holder_id=str(place),
            home_id=str(place),
            name="SECRETNAME",
        )
        if outcome:
            HandoverEvent.objects.create(
                handover=held,
                line=line,
                case_ref=line.case_ref,
                kind=outcome,
                at=AT,
                by="user:1",
            )
    if leg.receipt:
        Receipt.objects.create(
            handover=held, document="{}", sha256="0" * 64, made_at=AT, made_by="user:1"
        )


@pytest.fixture
def week(series: Exchange, make_round: MakeRound) -> Exchange:
    """Make the week of the founding report: 36 on Wednesday, 50 on Thursday."""
    wednesday, thursday = date(2022, 11, 23), date(2022, 11, 24)
    first = make_round(1, wednesday, Leg(HOME, 36), Leg(BACK, 36))
    second = make_round(2, thursday, Leg(HOME, 50, not_crossed=1), Leg(BACK, 52))
    for told in (
        {"claimant": "Narrator", "n": 36, "held": first},
        {
            "claimant": "Sudmark headquarters",
            "n": 36,
            "to": "SUDMARK",
            "held": first,
            "parts": [{"n": 35, "what": "soldiers"}, {"n": 1, "what": "civilians"}],
        },
        {
            "claimant": "Norland Ministry of Defence",
            "n": 50,
            "to": "NORLAND",
            "approximate": True,
            "held": second,
            "said_on": "2022-11-24",
        },
        {
            "claimant": "Norland Ministry of Defence",
            "n": None,
            "to": "SUDMARK",
            "held": second,
        },
    ):
        record_count_claim(actor=OFFICER, at=AT, **told)
    return series
