"""What a mixed medical commission decided, in the agency's proposal and beyond it."""

from __future__ import annotations

from pathlib import Path

import pytest

from repatria.exchange import queries
from repatria.exchange.models import Exchange, ListVersion
from repatria.exchange.services import proposals, wishes
from repatria.exchange.tests import world
from repatria.exchange.tests.world import AT, NORTH, SOUTH
from repatria.medical.services import state_health
from repatria.medical.tests.sittings import a_commission, put, sat, vote

pytestmark = pytest.mark.django_db

DELEGATE = world.command("agency-delegate")
INTERVIEWER = world.command("neutral-interviewer")
HOME, NO, LATER = "repatriate", "refuse", "later"


@pytest.fixture
def cases(as_agency: object, tmp_path: Path) -> dict[str, str]:
    """The agency has both parties' lists, ten people a side, confirmed."""
    del as_agency
    return world.read_lists(tmp_path, each=10, actor=DELEGATE)


def proposal() -> ListVersion:
    held = queries.round_of(Exchange.objects.get(), 1)
    return proposals.make_proposal(actor=DELEGATE, held=held, at=AT)


def goes(version: ListVersion, case_ref: str) -> bool:
    entry = queries.entry_of(version, case_ref)
    assert entry is not None
    return entry.proposed


def examine(case_ref: str, *votes: str, holder: str = NORTH) -> None:
    home = SOUTH if holder == NORTH else NORTH
    held = put(sat(a_commission(holder=holder, home=home)), case_ref)
    vote(held, *votes, fit_to_travel=True)


@pytest.mark.parametrize(("holder", "who"), [(NORTH, "N-10"), (SOUTH, "S-10")])
def test_a_commissions_decision_puts_somebody_first_behind_consent(
    cases: dict[str, str], holder: str, who: str
) -> None:
    world.opened(DELEGATE)
    assert not goes(proposal(), cases[who])
    examine(cases[who], HOME, HOME, NO, holder=holder)
    before = proposal()
    assert not goes(before, cases[who])
    assert queries.reasons_for(before)["why"][cases[who]]["code"] == "CONSENT"
    wishes.record_wish(actor=INTERVIEWER, case_ref=cases[who], answer="yes", at=AT)
    assert goes(proposal(), cases[who])


@pytest.mark.parametrize(
    "votes",
    [
        pytest.param((HOME, HOME, NO), id="repatriation, and nobody asked yet"),
        pytest.param((NO, NO, HOME), id="no repatriation"),
        pytest.param((LATER, LATER, HOME), id="a later examination"),
        pytest.param((HOME, NO, LATER), id="no majority"),
    ],
)
def test_nobody_reads_from_a_list_that_leaves_who_was_examined(
    cases: dict[str, str], votes: tuple[str, ...]
) -> None:
    world.opened(DELEGATE)
    before = proposal()
    examine(cases["N-10"], *votes)
    after = proposal()
    assert (after.pk, after.document) == (before.pk, before.document)


def test_a_refusal_by_the_commission_leaves_what_a_doctor_said_of_the_sickness(
    cases: dict[str, str],
) -> None:
    world.opened(DELEGATE)
    state_health(
        actor=DELEGATE, case_ref=cases["N-10"], said_by="camp doctor",
        seriously=True, fit_to_travel=True, at=AT,
    )  # fmt: skip
    examine(cases["N-10"], NO, NO, HOME)
    wishes.record_wish(actor=INTERVIEWER, case_ref=cases["N-10"], answer="yes", at=AT)
    assert goes(proposal(), cases["N-10"])


def test_a_commissions_refusal_takes_the_ground_of_article_110_away(
    cases: dict[str, str],
) -> None:
    rules = world.RULES.replace("geneva3.art109.1", "geneva3.art110.1.1")
    world.opened(DELEGATE, rules=rules)
    held = put(sat(a_commission(holder=NORTH, home=SOUTH)), cases["N-10"])
    vote(held, HOME, HOME, NO, fit_to_travel=True, ground="geneva3.art110.1.1")
    wishes.record_wish(actor=INTERVIEWER, case_ref=cases["N-10"], answer="yes", at=AT)
    assert goes(proposal(), cases["N-10"])
    examine(cases["N-10"], NO, NO, HOME)
    assert not goes(proposal(), cases["N-10"])
