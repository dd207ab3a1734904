"""Whoever is left out is left out in the same words, whatever the reason."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, Phase, event, example, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from repatria.site.home import DATABASE
from tests.journeys import variants
from tests.journeys.variants import Left, Why

ROOT = Path(__file__).parents[2]
PERSONS = 40
# A variant takes half a minute: where many examples are asked for, some more.
MORE = settings().max_examples > 100


class Plays(Protocol):
    """Plays one variant, and returns what left."""

    def __call__(self, case: str, why: Why, *, sick: bool) -> Left: ...


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three installations with a few people, whose lists were compared."""
    folder = tmp_path_factory.mktemp("few")
    subprocess.run(
        [
            *(sys.executable, "-m", "tests.journeys.play"),
            *(str(folder), str(PERSONS), "compared"),
        ],
        check=True,
        cwd=ROOT,
    )
    return folder / "compared"


@pytest.fixture(scope="module")
def own_databases(compared: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let this module open the databases of its three installations, and no other."""
    from django.db import connections

    before = connections["default"]
    told = deepcopy(before.settings_dict)
    told["NAME"] = str(compared / "agency" / DATABASE)
    quick = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    told["OPTIONS"] = told["OPTIONS"] | {"init_command": quick}
    connections["default"] = type(before)(told, "default")
    with django_db_blocker.unblock():
        yield
        connections["default"].close()
    connections["default"] = before


@pytest.fixture(scope="module")
def plays(
    compared: Path, own_databases: None, tmp_path_factory: pytest.TempPathFactory
) -> Plays:
    """Return what plays one variant, and remembers what left."""
    del own_databases
    place = tmp_path_factory.mktemp("variants") / "one"

    @cache
    def played(case: str, why: Why, *, sick: bool) -> Left:
        return variants.play(compared, place, case=case, why=why, sick=sick)

    return played


@settings(
    max_examples=3,
    phases=(Phase.explicit, *(MORE * [Phase.generate])),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(which=7, sick=True)
@given(which=st.integers(0, 10_000), sick=st.booleans())
def test_what_leaves_does_not_tell_why_somebody_is_left_out(
    *, which: int, sick: bool, plays: Plays, compared: Path
) -> None:
    cases = variants.candidates(compared)
    case = cases[which % len(cases)]
    # Whoever is not sick goes without having been asked: that leaves nobody out.
    reasons = [why for why in Why if sick or why is not Why.NOT_ASKED]
    left = {why: plays(case, why, sick=sick) for why in reasons}
    if case in left[Why.OUTRANKED].going:
        del left[Why.OUTRANKED]  # nobody was before him: he goes, unless held back
    event("left out by others too" if Why.OUTRANKED in left else "would have gone")
    assert [why for why, what in left.items() if case in what.going] == []
    party = variants.holder_of(compared, case)
    first, *others = left
    for why in others:
        assert_alike(left[first], left[why], party, held=Why.HELD_BACK in (first, why))


def assert_alike(one: Left, other: Left, party: str, *, held: bool) -> None:
    """Hold two variants against each other, byte for byte.

    Where somebody is held back in one of them, his holder says so in a notification
    of its own: that alone differs.
    """
    if held:
        one, other = (each.besides_notifications_of(party) for each in (one, other))
    for mine, theirs in (
        (one.transmissions, other.transmissions),
        (one.pages, other.pages),
    ):
        assert mine.keys() == theirs.keys()
        assert [name for name in mine if mine[name] != theirs[name]] == []


def test_a_variant_is_told_by_what_may_tell_it(plays: Plays, compared: Path) -> None:
    """The comparison would notice: a notification of holds differs with the holds."""
    case = variants.candidates(compared)[-1]
    refused, held = (
        plays(case, why, sick=True) for why in (Why.REFUSED, Why.HELD_BACK)
    )
    sender = variants.PARTIES[variants.holder_of(compared, case)].code
    differing = {
        name.partition("/")[0]
        for name, content in refused.transmissions.items()
        if content != held.transmissions[name]
    }
    assert differing == {sender}
    told = [name for name in held.transmissions if "notification" in name]
    # The agency's tell of the course of a round; each party's own, of whom it holds.
    of_holds = [name for name in told if not name.startswith("agency/")]
    assert len(of_holds) == len(variants.PARTIES)
