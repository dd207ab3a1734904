"""scipy.optimize.milp on one programme: ``python peer_milp.py IN.npz OUT.json``.

The programme comes as classes of people whom no rule tells apart, as we make them: a
gift.  Tiers are reached in turn, then days among classes of equal days.  Nothing of
Repatria is imported.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack


def main() -> None:
    told = np.load(sys.argv[1])
    started = time.perf_counter()
    reached: list[int] = []
    for part, aims in (("tiers", told["tiers"]), ("days", told["days"])):
        rows = csr_array(told[f"{part}_matrix"].astype(float))
        least, most = told[f"{part}_least"], told[f"{part}_most"]
        upper = told[f"{part}_upper"]
        kept = told[f"{part}_kept"].astype(float)
        for at, number in enumerate(reached):
            rows = vstack([rows, csr_array(kept[at : at + 1])])
            least, most = np.append(least, number), np.append(most, number)
        for aim in aims:
            found = milp(
                -aim.astype(float),
                constraints=LinearConstraint(rows, least, most),
                bounds=Bounds(0, upper),
                integrality=np.ones(len(upper)),
                options={"mip_rel_gap": 0.0},
            )
            number = round(-found.fun)
            reached.append(number)
            rows = vstack([rows, csr_array(aim[None, :].astype(float))])
            least, most = np.append(least, number), np.append(most, number)
    seconds = time.perf_counter() - started
    answer = {"seconds": seconds, "reached": reached}
    Path(sys.argv[2]).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
