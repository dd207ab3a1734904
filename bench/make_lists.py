"""Make two synthetic lists from one of several vocabularies.

Run: ``python bench/make_lists.py --vocabulary uaru --persons 1000 --seed 1 --out DIR``.
Each vocabulary (see ``vocabularies.py``) has clerks with error rates of their own.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from repatria.matching.engine.synthetic import PRESETS, generate

# Run as a script, the folder above is not among the places Python looks in.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.vocabularies import named, sides


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vocabulary", choices=("own", "uaru", "faker"), default="own")
    parser.add_argument("--preset", choices=sorted(PRESETS), default="default")
    parser.add_argument("--persons", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def main() -> None:
    told = arguments()
    vocabulary, errors = named(told.vocabulary)
    left, right = sides(told.preset, errors)
    made = generate(
        told.out,
        persons=told.persons,
        seed=told.seed,
        vocabulary=vocabulary,
        left=left,
        right=right,
    )
    print(f"left {made.left_rows}, right {made.right_rows}, on both {made.both_count}")


if __name__ == "__main__":
    main()
