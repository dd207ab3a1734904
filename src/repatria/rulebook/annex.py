"""The lines of a treaty's annex, in their order: for a checklist, or a commission.

``annex_lines()`` gives those of Annex I of the Third Convention.  Each is a ``Rule``:

- ``id``, ``version`` (store both with a decision), ``article`` (short: ``IA3l``),
- ``says`` in English, in our own words; ``part`` names its list (``core.annex.Part``),
- ``questions``: what to ask, each with ``fact`` (its phrase is ``NEEDS[fact]`` of
  ``core.words``), ``kind`` (claim, number, word), ``unit`` and ``time`` (elapsed, or
  a prognosis),
- ``answers``: the codes of what can follow (phrases in ``core.words.FOLLOWS``),
- ``on_records``: the commission relies largely on records (the star of the annex),
- ``ambiguous``: where the text can be read in two ways, said aloud.

``evaluate(line, facts)`` asks one line, ``read_annex(annex_lines(), facts)`` all of
them.  A fact that is unknown stays out of ``facts`` or is None.
"""

from __future__ import annotations

from functools import cache

from repatria.rulebook.core.rule import Rule
from repatria.rulebook.load import all_rules

ANNEX_1 = "geneva3.annex1"


@cache
def annex_lines(annex: str = ANNEX_1) -> tuple[Rule, ...]:
    """Return the lines of an annex in its own order; empty where it has none here."""
    return tuple(
        rule for one, rule in all_rules().items() if one.startswith(f"{annex}.")
    )
