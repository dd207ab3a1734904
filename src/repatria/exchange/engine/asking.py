"""Asking rules about everybody on a list, and what the list itself can answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.exchange.core.errors import ValueRefusedError
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.roster import FACT, Roster, facts_of
from repatria.rulebook.core.evaluate import evaluate
from repatria.rulebook.core.rule import Answer, Facts, Finding, Rule
from repatria.shared.text import mark as _

Bools = npt.NDArray[np.bool_]

DAYS_HELD = "days_held"
"""The fact that follows from the day of capture and the day of the list."""
A_FACT = _("a fact that the rules can read")


def with_computed(roster: Roster, rules: Rules) -> Roster:
    """Return the list with days held as a fact, and categories that rules compute.

    A category that somebody wrote stays.  Otherwise the first of ``rules.categories``
    that holds counts; where none surely does, the person is in none.
    """
    roster = _with_days_held(roster, rules)
    if not rules.categories:
        return roster
    category = roster.people["category"].to_numpy().astype(object)
    for rule in rules.categories:
        holds, _open_to = asked(roster, rule)
        category[holds & (category == "")] = rule.category
    filled = pl.Series("category", category, dtype=pl.String)
    return replace(roster, people=roster.people.with_columns(filled))


def _with_days_held(roster: Roster, rules: Rules) -> Roster:
    named = f"{FACT}{DAYS_HELD}"
    wanted = {fact for rule in rules.of_law for fact in rule.needs}
    if DAYS_HELD not in wanted or named in roster.people.columns or not rules.as_of:
        return roster
    days = (pl.lit(rules.as_of) - pl.col("captured_on")).dt.total_days()
    known = pl.when(days >= 0).then(days).cast(pl.String).fill_null("").alias(named)
    return replace(roster, people=roster.people.with_columns(known))


OpenTo = dict[tuple[str, ...], Bools]
"""Who is open, by the facts that are missing."""


def asked(roster: Roster, rule: Rule) -> tuple[Bools, OpenTo]:
    """Ask a rule about everybody, once for each different set of facts."""
    people = roster.people
    columns = [_column_of(people, need) for need in rule.needs]
    present = [name for name in columns if name]
    holds = np.zeros(people.height, dtype=np.bool_)
    open_to: OpenTo = {}
    if not present:
        return holds, {rule.needs: ~holds}
    rows = people.select("row", *present).with_row_index("place")
    for _facts, same in rows.group_by(present, maintain_order=True):
        finding = _finding(same.row(0, named=True), rule, roster.file)
        if finding.answer is Answer.YES:
            holds[same["place"].to_numpy()] = True
        elif finding.answer is Answer.UNKNOWN:
            where = open_to.setdefault(finding.missing, np.zeros_like(holds))
            where[same["place"].to_numpy()] = True
    return holds, open_to


def _column_of(people: pl.DataFrame, need: str) -> str:
    return next((n for n in (f"{FACT}{need}", need) if n in people.columns), "")


def _finding(row: dict[str, str], rule: Rule, file: str) -> Finding:
    facts: dict[str, Facts] = {}
    for condition in rule.conditions:
        try:
            facts[condition.fact] = facts_of(row, [condition])
        except ValueError as fault:
            raise ValueRefusedError(
                row=str(row["row"]), file=file, column=condition.fact, expected=A_FACT
            ) from fault
    return evaluate(rule, {name: one[name] for name, one in facts.items()})
