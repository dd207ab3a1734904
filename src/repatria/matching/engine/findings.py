"""What each pair's fields say, as codes and weights: to be kept and worded later."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from repatria.matching.core.model import ladder_named
from repatria.matching.engine.link import Reconciliation
from repatria.matching.engine.reasons import bits_by_field

Finding = tuple[str, str, float]  # field, code of its level, bits


def findings(answer: Reconciliation, at: npt.NDArray[np.int64]) -> list[list[Finding]]:
    """Return for the pairs at these positions what every stated field says.

    A field that one side does not state is left out.
    """
    pairs = answer.resolved.pairs
    bits = bits_by_field(answer.features, answer.model, pairs, at)
    told: list[list[Finding]] = [[] for _pair in at]
    for name, level in pairs.levels.items():
        codes = ["", *(one.code for one in ladder_named(name).levels)]
        for pair, step, weight in zip(
            told, level[at].tolist(), bits[name].tolist(), strict=True
        ):
            if step:
                pair.append((name, codes[step], round(weight, 1)))
    return told
