"""A diagnosis held against the lines of Annex I: listed, or the commission decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from repatria.rulebook.core.annex import Part, Reading, read_annex
from repatria.rulebook.core.evaluate import evaluate
from repatria.rulebook.core.rule import Answer, Facts, Finding, Question, Rule

PARTS = (Part.A1, Part.A2, Part.A3, Part.B)
"""The lists that a doctor chooses lines of; the others are asked by themselves."""

_TOGETHER = "several_conditions_none_enough"


def lines_to_ask(lines: Iterable[Rule], chosen: Collection[str]) -> list[Rule]:
    """Return the chosen lines, and how they are read, in the order of the annex.

    What keeps somebody from a neutral country is asked where a line of that list is
    chosen; how another commission reads the annex is no question to one doctor.
    """
    every = list(lines)
    neutral = any(one.id in chosen and one.part == Part.B for one in every)
    return [
        one
        for one in every
        if one.id in chosen
        or (one.part == Part.EXCLUDED and neutral)
        or (one.part == Part.READING and len(one.needs) > 1)
    ]


def questions_of(rules: Iterable[Rule]) -> list[Question]:
    """Return what the rules ask, each fact once, in their order."""
    asked: dict[str, Question] = {}
    for rule in rules:
        for question in rule.questions:
            asked.setdefault(question.fact, question)
    return list(asked.values())


@dataclass(frozen=True, slots=True)
class Judged:
    """What the lines say of somebody's facts, together and each.

    ``manifest`` is whether the case is beyond question (II 2); ``together`` that
    several conditions, none of which is enough, are judged together (II 1).
    """

    reading: Reading
    manifest: Answer
    together: bool

    @property
    def is_listed(self) -> bool:
        """Whether a line lists the person for home; if not, the commission decides."""
        return self.reading.home is Answer.YES

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What each line answered."""
        return self.reading.findings


def judge(
    lines: Sequence[Rule],
    chosen: Collection[str],
    facts: Facts,
    *,
    manifest: Rule,
    together: Rule,
) -> Judged:
    """Hold facts against the chosen lines; nobody is ever refused.

    ``manifest`` and ``together`` are II (2) and II (1) of the annex.
    """
    reading = read_annex(lines_to_ask(lines, chosen), facts)
    names = [one for one in lines if one.id in chosen and one.part != Part.B]
    holding = {one.rule for one in reading.findings if one.answer is Answer.YES}
    several = len(names) > 1 and not holding & {one.id for one in names}
    judged: Facts = {_TOGETHER: several}
    return Judged(
        reading=reading,
        manifest=evaluate(manifest, facts).answer,
        together=evaluate(together, judged).answer is Answer.YES,
    )
