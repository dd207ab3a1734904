"""One broad code for a name, whatever script or romanisation wrote it.

``fold`` merges what romanisations confuse and keeps what they keep;
``skeleton`` goes further and keeps only levelled consonants, as a key under
which the same name is found again.  What becomes of what stands in
``data/fold.tsv`` and ``data/skeleton.tsv``, not here.
"""

from __future__ import annotations

from functools import cache, lru_cache

from repatria.names.script import repair_homoglyphs
from repatria.names.stages import (
    Stage,
    Step,
    patterns,
    plain,
    stages_of,
    step_of,
    with_case_and_accents,
)

APART = patterns("apart", (r"[^A-Za-z]+", "><"), (r"^", "<"), (r"$", ">"))
EMPTY = plain("empty", {"<>": ""})
REMEMBERED = 1 << 16


@cache
def fold_stages() -> tuple[Stage, ...]:
    """Return every stage of the fold, in order, for either interpreter.

    They expect a text whose look-alike letters were repaired before.
    """
    letters, *rest = stages_of("fold.tsv")
    full = with_case_and_accents(dict(letters.pairs))
    first = plain("letters", full)
    return (first, APART, EMPTY, *rest)


@cache
def _steps(file: str) -> tuple[Step, ...]:
    stages = fold_stages() if file == "fold.tsv" else stages_of(file)
    return tuple(step_of(stage) for stage in stages)


def _run(file: str, text: str) -> str:
    for step in _steps(file):
        text = step(text)
    return text


@lru_cache(maxsize=REMEMBERED)
def fold(text: str) -> str:
    """Return the broad code of a name in Cyrillic or Latin: a-z and single spaces.

    Words stay apart; a hyphen parts words, an apostrophe does not.  The code
    of a text without a letter of these scripts is empty.  It is a code to
    compare, not to show: c is ч, ш and щ, j is ж, x is ц, g is г, х and h.

    >>> fold("Шевченко") == fold("Shevchenko") == fold("Szewczenko")
    True
    """
    return _run("fold.tsv", repair_homoglyphs(text))


@lru_cache(maxsize=REMEMBERED)
def skeleton(folded: str) -> str:
    """Return the levelled consonants of a fold, word by word.

    Never empty where the fold is not: a first vowel stays as ``a``.
    """
    return _run("skeleton.tsv", folded)


@lru_cache(maxsize=REMEMBERED)
def surname_fold(text: str) -> str:
    """Return the fold with the endings of gender and case levelled.

    >>> surname_fold("Иванова") == surname_fold("Ivanov")
    True
    """
    return _run("surname.tsv", fold(text))


@lru_cache(maxsize=REMEMBERED)
def surname_skeleton(folded: str) -> str:
    """Return the skeleton of a fold after levelling its endings."""
    return skeleton(_run("surname.tsv", folded))
