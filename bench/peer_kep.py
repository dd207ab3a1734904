"""kep_solver on one kidney pool: ``python peer_kep.py POOL.npy OUT.json``.

Runs in the environment of the peer; nothing of Repatria is imported.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from kep_solver.entities import Donor, Instance, Transplant
from kep_solver.model import TransplantCount
from kep_solver.programme import Programme


def main() -> None:
    gives = np.load(sys.argv[1])
    instance = Instance()
    donors = []
    for at in range(len(gives)):
        recipient = instance.recipient(str(at))
        donor = Donor(str(at))
        donor.recipient = recipient
        recipient.addDonor(donor)
        instance.addDonor(donor)
        donors.append(donor)
    for giver, taker in zip(*np.nonzero(gives), strict=True):
        patient = instance.recipient(str(taker))
        donors[giver].addTransplant(Transplant(donors[giver], patient, 1))
    started = time.perf_counter()
    programme = Programme([TransplantCount()], 3, 0, "cycles", full_details=False)
    solution, _model = programme.solve_single(instance)
    told = {
        "seconds": time.perf_counter() - started,
        "reached": [int(solution.values[0])],
    }
    Path(sys.argv[2]).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
