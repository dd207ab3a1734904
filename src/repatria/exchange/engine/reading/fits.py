"""Whether a list and rules speak of the same exchange.

The engine computes with any two; what is looked at here is a slip: a group whom two
powers hold, a category that nobody has, seats to a place where nobody goes.
"""

from __future__ import annotations

import polars as pl

from repatria.exchange.core.errors import (
    CapturedLaterError,
    CaseNotListedError,
    CategoryOfNobodyError,
    GroupAcrossHoldersError,
    NobodyGoesThereError,
    StaysWithHolderError,
)
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.asking import with_computed
from repatria.exchange.engine.pool import completed
from repatria.exchange.engine.roster import ROWS_NAMED, Roster, check_parties
from repatria.shared.text import mark as _

ANY = _("that it counts by (the column is empty)")


def check_fit(roster: Roster, rules: Rules) -> None:
    """Refuse a list and rules that cannot be meant together.

    Raises an ``ExchangeRefusedError`` that names the rows or the rule.
    """
    check_parties(roster, rules)
    _check_destinations(roster, rules)
    _check_groups(roster)
    _check_days(roster, rules)
    _check_valuations(roster, rules)
    if roster.people.height and not rules.categories:
        _check_categories(roster, rules)


def _check_destinations(roster: Roster, rules: Rules) -> None:
    staying = roster.people.filter(pl.col("destination") == pl.col("holder"))
    if staying.height:
        raise StaysWithHolderError(row=str(staying["row"].min()), file=roster.file)
    known = {*rules.parties, *roster.people["destination"].unique()}
    for direction in rules.seats:
        if direction.to not in known:
            raise NobodyGoesThereError(rule=f"seats.{direction}", to=direction.to)


def _check_groups(roster: Roster) -> None:
    grouped = roster.people.filter(pl.col("group") != "").sort("row")
    if not grouped.height:
        return
    torn = grouped.filter(pl.col("holder").n_unique().over("group") > 1)
    if torn.height:
        group = torn["group"][0]
        rows = torn.filter(pl.col("group") == group)["row"].head(ROWS_NAMED)
        raise GroupAcrossHoldersError(
            rows=", ".join(map(str, rows)), file=roster.file, group=group
        )


def _check_days(roster: Roster, rules: Rules) -> None:
    if rules.as_of is None:
        return
    later = roster.people.filter(pl.col("captured_on") > rules.as_of)
    if later.height:
        raise CapturedLaterError(
            row=str(later["row"].min()), file=roster.file, day=rules.as_of.isoformat()
        )


def _check_valuations(roster: Roster, rules: Rules) -> None:
    valued = {*rules.own.case} if rules.own else set()
    if strangers := valued - {*roster.people["id"]}:
        raise CaseNotListedError(cases=", ".join(sorted(strangers)))


def _check_categories(roster: Roster, rules: Rules) -> None:
    computed = with_computed(roster, completed(rules, roster))
    there = {one for one in computed.people["category"].unique() if one}
    if rules.parity.is_by_category and not there:
        rule = "parity.kind" if rules.parity.kind == "category" else "parity.per"
        raise CategoryOfNobodyError(rule=rule, category=ANY)
    for category in sorted(rules.parity.ratio.categories - there):
        raise CategoryOfNobodyError(rule="parity.ratios", category=category)
