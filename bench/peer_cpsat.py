"""CP-SAT of OR-Tools on one programme: ``python peer_cpsat.py IN.npz OUT.json``.

As ``peer_milp.py``.  Two workers, as there are two cores.  Nothing of Repatria is
imported, and nothing of highspy: the two cannot live in one process.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

WORKERS = 2


def main() -> None:
    told = np.load(sys.argv[1])
    started = time.perf_counter()
    reached: list[int] = []
    for part in ("tiers", "days"):
        model, x = modelled(told, part)
        kept = told[f"{part}_kept"]
        for at, number in enumerate(reached):
            model.add(weighed(x, kept[at]) == number)
        for aim in told[part]:
            model.maximize(weighed(x, aim))
            solver = cp_model.CpSolver()
            solver.parameters.num_workers = WORKERS
            if solver.solve(model) != cp_model.OPTIMAL:
                raise SystemExit("not proven")
            number = round(solver.objective_value)
            reached.append(number)
            model.clear_objective()
            model.add(weighed(x, aim) == number)
            model.clear_hints()
            for one in x:
                model.add_hint(one, solver.value(one))
    seconds = time.perf_counter() - started
    answer = {"seconds": seconds, "reached": reached}
    Path(sys.argv[2]).write_text(json.dumps(answer), encoding="utf-8")


def modelled(told: Any, part: str) -> tuple[cp_model.CpModel, list[Any]]:
    """Return the programme as CP-SAT wants it."""
    model = cp_model.CpModel()
    upper = told[f"{part}_upper"].tolist()
    x = [model.new_int_var(0, most, "") for most in upper]
    rows = zip(
        told[f"{part}_matrix"],
        told[f"{part}_least"],
        told[f"{part}_most"],
        strict=True,
    )
    for row, least, most in rows:
        total = weighed(x, row)
        if np.isfinite(least):
            model.add(total >= int(least))
        if np.isfinite(most):
            model.add(total <= int(most))
    return model, x


def weighed(x: list[Any], row: Any) -> Any:
    """Return the sum that a row makes."""
    used = np.flatnonzero(row).tolist()
    return cp_model.LinearExpr.weighted_sum(
        [x[at] for at in used], [int(row[at]) for at in used]
    )


if __name__ == "__main__":
    main()
