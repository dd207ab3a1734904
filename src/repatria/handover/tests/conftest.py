"""Handovers to act in."""

from __future__ import annotations

from pathlib import Path

import pytest

from repatria.access.models import Installation
from repatria.handover.models import Handover
from repatria.handover.tests import stage


@pytest.fixture
def agreed(as_agency: Installation, tmp_path: Path) -> stage.Agreed:
    """A list of three each way that both parties signed, in the agency."""
    assert as_agency.kind == "agency"
    return stage.agreed_by_agency(tmp_path)


@pytest.fixture
def handover(agreed: stage.Agreed) -> Handover:
    """The handover of the leg from NORLAND to SUDMARK."""
    return stage.planned(agreed)
