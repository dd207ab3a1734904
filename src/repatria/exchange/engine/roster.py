"""The list of candidates as typed columns, checked, in an order of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from repatria.exchange.core.candidate import Candidate, Consent
from repatria.exchange.core.errors import (
    CaseOnBothSidesError,
    CaseTwiceError,
    HomeAlreadyError,
    PartyUnknownError,
)
from repatria.exchange.core.rules import Rules
from repatria.rulebook.core.evaluate import read_fact
from repatria.rulebook.core.rule import Condition, Fact, Facts

TYPES: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(("id", "holder", "home", "destination", "category"), pl.String),
    **dict.fromkeys(("rank", "tier", "group", "region"), pl.String),
    **dict.fromkeys(("consent", "held_back"), pl.String),
    **dict.fromkeys(("value", "seats"), pl.Int64),
    **dict.fromkeys(("captured_on", "available_from"), pl.Date),
}
"""The columns of a list of candidates.  Any other column is a fact for rules."""

FACT = "fact "
"""Put before the name of a fact, which may be called like a column of ours."""

ROWS_NAMED = 10


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody on the list, sorted by id, so that the order given decides nothing.

    ``people`` has the columns of ``TYPES``, ``row`` (from 1, as given) and facts as
    text.  ``destination`` is filled.  ``file`` is named in refusals.
    ``asked``: whether this list can hold recorded consents at all; a party's own
    list cannot.
    """

    people: pl.DataFrame
    file: str = ""
    asked: bool = True

    @property
    def latest_day(self) -> date | None:
        """The latest capture on the list: the day counted to where none is said."""
        latest = self.people["captured_on"].max()
        return latest if isinstance(latest, date) else None

    def without(self, gone: Iterable[str]) -> Roster:
        """Return the list without these ids: those who have gone home."""
        left = ~pl.col("id").is_in(sorted(gone))
        return Roster(self.people.filter(left), self.file, self.asked)

    def candidates(self, rules: Rules) -> Iterator[Candidate]:
        """Yield everybody as values, with the facts that the rules ask for."""
        conditions = _conditions(rules)
        for row in self.people.iter_rows(named=True):
            facts = facts_of(row, conditions)
            own = {name: row[name] for name in TYPES}
            own["consent"] = Consent(own["consent"])
            yield Candidate(**own, facts=facts)


def roster_of(candidates: Iterable[Candidate], *, asked: bool = True) -> Roster:
    """Return a list made of values, checked as a file is."""
    everybody = list(candidates)
    columns = {name: [getattr(one, name) for one in everybody] for name in TYPES}
    named = sorted({name for one in everybody for name in one.facts})
    facts = {
        f"{FACT}{name}": [_written(one.facts.get(name)) for one in everybody]
        for name in named
    }
    schema: dict[str, type[pl.DataType]] = {**TYPES, **dict.fromkeys(facts, pl.String)}
    return checked(pl.DataFrame({**columns, **facts}, schema=schema), asked=asked)


def checked(people: pl.DataFrame, *, file: str = "", asked: bool = True) -> Roster:
    """Return the list, sorted; refuse a case that stands on it twice."""
    if "row" not in people.columns:
        people = people.with_row_index("row", offset=1)
    _refuse_twins(people, file)
    filled = pl.when(pl.col("destination") == "").then("home").otherwise("destination")
    people = people.with_columns(filled.alias("destination")).sort("id")
    if not asked:
        people = people.with_columns(consent=pl.lit(Consent.UNKNOWN.value))
    return Roster(people, file, asked)


def check_parties(roster: Roster, rules: Rules) -> None:
    """Refuse a list on which somebody is held by, or belongs to, an unknown party."""
    for column in ("holder", "home"):
        stray = roster.people.filter(~pl.col(column).is_in(list(rules.parties)))
        if stray.height:
            raise PartyUnknownError(
                row=str(stray["row"].min()),
                file=roster.file,
                column=column,
                parties=", ".join(rules.parties),
            )
    at_home = roster.people.filter(pl.col("holder") == pl.col("home"))
    if at_home.height:
        raise HomeAlreadyError(row=str(at_home["row"].min()), file=roster.file)


def facts_of(row: dict[str, str], conditions: Iterable[Condition]) -> Facts:
    """Return what one row says of the facts that ``conditions`` look at.

    A fact of the name of a column of ours is that column.  Raises ValueError
    where a cell cannot be such a fact.
    """
    written = {
        one.fact: row.get(f"{FACT}{one.fact}", row.get(one.fact)) for one in conditions
    }
    return {one.fact: read_fact(one, _written(written[one.fact])) for one in conditions}


def _conditions(rules: Rules) -> tuple[Condition, ...]:
    return tuple(
        one for tier in rules.tiers if tier.rule for one in tier.rule.conditions
    )


def _written(fact: Fact | None) -> str:
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    return "" if fact is None else str(fact)


def _refuse_twins(people: pl.DataFrame, file: str) -> None:
    twins = people.filter(pl.col("id").is_duplicated()).sort("row")
    if not twins.height:
        return
    same = twins.filter(pl.col("id") == twins["id"][0])
    rows = ", ".join(str(row) for row in same["row"].head(ROWS_NAMED))
    refusal = CaseOnBothSidesError if same["holder"].n_unique() > 1 else CaseTwiceError
    raise refusal(rows=rows, file=file)
