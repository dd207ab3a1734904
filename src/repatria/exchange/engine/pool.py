"""The list under its rules, as numbers: who is eligible, in which tier."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.exchange.core import reasons
from repatria.exchange.core.candidate import Consent, Direction
from repatria.exchange.core.errors import ValueUnknownError
from repatria.exchange.core.lot import number_drawn
from repatria.exchange.core.reasons import Code, Why
from repatria.exchange.core.rules import Kind, Rules, Tier
from repatria.exchange.engine.asking import OpenTo, asked, with_computed
from repatria.exchange.engine.roster import Roster, check_parties
from repatria.rulebook.core.rule import Rule

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

NO_GROUP = -1


@dataclass(frozen=True, slots=True)
class Doubt:
    """People whose tier a rule could not settle, and what is missing."""

    rule: str
    if_unknown: str
    missing: tuple[str, ...]
    cases: tuple[str, ...]


@dataclass(slots=True)
class Whys:
    """Each person's reason, as a place in ``known``; -1 while there is none."""

    at: Ints
    known: list[Why] = field(default_factory=list)

    def put(self, where: Bools, why: Why) -> None:
        """Give this reason to those of ``where`` who have none yet."""
        open_still = where & (self.at < 0)
        if open_still.any():
            self.known.append(why)
            self.at[open_still] = len(self.known) - 1

    def put_each(self, where: Bools, codes: Ints, whys: list[Why]) -> None:
        """Give those of ``where`` who have none yet the reason at their code."""
        open_still = where & (self.at < 0)
        self.at[open_still] = codes[open_still] + len(self.known)
        self.known += whys


@dataclass(frozen=True)
class Pool:
    """One number a person and a property, in the order of ids.

    ``tier`` is a place in ``rules.steps``; ``weight`` what counts in parity, 0 where
    exempt; ``days`` in captivity; ``holder`` and ``home`` places in
    ``rules.parties``; ``direction`` a place in ``directions``; ``group`` -1 alone.
    ``whys`` already names everybody who is not ``eligible``.
    """

    roster: Roster
    rules: Rules
    ids: list[str]
    holder: Ints
    home: Ints
    direction: Ints
    directions: tuple[Direction, ...]
    tier: Ints
    weight: Ints
    days: Ints
    seats: Ints
    group: Ints
    region: Ints
    regions: tuple[str, ...]
    category: Ints
    eligible: Bools
    whys: Whys
    doubts: tuple[Doubt, ...]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def grouped(self) -> Bools:
        """Who belongs to a group of two or more."""
        sizes = np.bincount(self.group + 1)
        alone = (self.group == NO_GROUP) | (sizes[self.group + 1] < 2)
        return np.asarray(~alone)

    def under(self, rules: Rules) -> Pool:
        """Return this list under rules that differ in parity, seats, extra or floors.

        Who is eligible, and in which tier, stays; reasons of whoever is do not.
        """
        left_out = np.where(self.eligible, -1, self.whys.at)
        whys = Whys(left_out, list(self.whys.known))
        weight = _weights(self.roster.people, rules, self.tier, whys)
        return replace(self, rules=rules, whys=whys, weight=weight)

    def numbers(self, people: Ints) -> list[int]:
        """Return the numbers drawn for these people (places in ``ids``)."""
        return [number_drawn(self.rules.lot.seed, self.ids[one]) for one in people]


def pool_of(roster: Roster, rules: Rules) -> Pool:
    """Return the list under its rules.  Refuses a list that they cannot be put to."""
    check_parties(roster, rules)
    rules = completed(rules, roster)
    roster = with_computed(roster, rules)
    people = roster.people
    tier, doubts = _tiers(roster, rules)
    directions, direction = _directions(people)
    regions, region = _codes(people["region"])
    group = np.where(
        (people["group"] == "").to_numpy(), NO_GROUP, _codes(people["group"])[1]
    )
    whys = Whys(np.full(people.height, -1, dtype=np.int64))
    _exclude(people, rules, tier, group, whys, asked=roster.asked)
    return Pool(
        roster=roster,
        rules=rules,
        ids=people["id"].to_list(),
        holder=_places(people["holder"], rules.parties),
        home=_places(people["home"], rules.parties),
        direction=direction,
        directions=directions,
        tier=tier,
        weight=_weights(people, rules, tier, whys),
        days=_days(people, rules),
        seats=people["seats"].to_numpy().astype(np.int64),
        group=group,
        region=region,
        regions=regions,
        category=_codes(people["category"])[1],
        eligible=whys.at < 0,
        whys=whys,
        doubts=doubts,
    )


def completed(rules: Rules, roster: Roster) -> Rules:
    """Fill in what the rules leave to the list: its tiers in order, and its day."""
    if not rules.tiers:
        names = (name for name in roster.people["tier"].unique() if name)
        ordered = sorted(names, key=lambda name: (len(name), name))
        rules = replace(rules, tiers=tuple(Tier(name) for name in ordered))
    return replace(rules, as_of=rules.as_of or roster.latest_day)


def _codes(values: pl.Series) -> tuple[tuple[str, ...], Ints]:
    """Return the different values, sorted, and each row's place among them."""
    names = tuple(values.unique().sort().to_list())
    return names, _places(values, names)


def _places(values: pl.Series, names: tuple[str, ...]) -> Ints:
    places = list(range(len(names)))
    found = values.replace_strict(names, places, return_dtype=pl.Int64)
    return found.to_numpy().astype(np.int64)


def _directions(people: pl.DataFrame) -> tuple[tuple[Direction, ...], Ints]:
    written = people["holder"] + "\n" + people["destination"]
    names, codes = _codes(written)
    return tuple(Direction(*name.split("\n")) for name in names), codes


def _days(people: pl.DataFrame, rules: Rules) -> Ints:
    """Count days in captivity; an unknown day of capture counts none."""
    if rules.as_of is None:
        return np.zeros(people.height, dtype=np.int64)
    days = (pl.lit(rules.as_of) - pl.col("captured_on")).dt.total_days()
    counted = people.select(days.fill_null(0).clip(lower_bound=0)).to_series()
    return counted.to_numpy().astype(np.int64)


def _tiers(roster: Roster, rules: Rules) -> tuple[Ints, tuple[Doubt, ...]]:
    """Find the first tier that each person belongs to."""
    last = len(rules.tiers)
    tier = np.full(roster.people.height, last, dtype=np.int64)
    doubts: list[Doubt] = []
    for place, step in enumerate(rules.tiers):
        belongs = (roster.people["tier"] == step.name).to_numpy()
        if step.rule:
            holds, open_to = asked(roster, step.rule)
            belongs = belongs | holds
            doubts += _doubts(roster, step.rule, open_to, (tier == last) & ~belongs)
        tier[(tier == last) & belongs] = place
    return tier, tuple(doubts)


def _doubts(
    roster: Roster, rule: Rule, open_to: OpenTo, unplaced: Bools
) -> list[Doubt]:
    """Name the people for whom a fact is missing that could have placed them.

    A list without any of the rule's facts leaves everybody open, and says nothing.
    """
    ids = roster.people["id"]
    found = []
    for missing, where in open_to.items():
        cases = ids.filter(pl.Series(where & unplaced))
        if len(cases) and missing != rule.needs:
            found.append(Doubt(rule.id, rule.if_unknown, missing, tuple(cases)))
    return found


def _weights(people: pl.DataFrame, rules: Rules, tier: Ints, whys: Whys) -> Ints:
    """Return what each person counts in parity."""
    exempt = np.array([one.exempt for one in rules.steps])[tier]
    if rules.parity.kind is Kind.RATIO:
        return np.where(exempt, 0, _points(people, rules))
    if rules.parity.kind is not Kind.VALUE:
        return np.where(exempt, 0, 1)
    table = rules.parity.table
    of_rank, of_small = (
        rank.replace_strict(
            list(table), list(table.values()), default=None, return_dtype=pl.Int64
        )
        for rank in (pl.col("rank"), pl.col("rank").str.to_lowercase())
    )
    worth = people.select(pl.coalesce("value", of_rank, of_small)).to_series()
    silent = worth.is_null().to_numpy() & ~exempt & (whys.at < 0)
    if silent.any():
        raise ValueUnknownError(case=people["id"][int(silent.argmax())])
    return np.where(exempt, 0, worth.fill_null(0).to_numpy())


def _points(people: pl.DataFrame, rules: Rules) -> Ints:
    """Return what each person counts by a ratio, looked up once for each kind."""
    kinds = people.select("holder", "category").unique()
    points = [
        rules.parity.ratio.points(rules.unit_of(holder), category)
        for holder, category in kinds.iter_rows()
    ]
    looked_up = people.select("holder", "category").join(
        kinds.with_columns(points=pl.Series(points, dtype=pl.Int64)),
        on=["holder", "category"],
        how="left",
        maintain_order="left",
    )
    return looked_up["points"].to_numpy().astype(np.int64)


def _exclude(
    people: pl.DataFrame,
    rules: Rules,
    tier: Ints,
    group: Ints,
    whys: Whys,
    *,
    asked: bool,
) -> None:
    """Give a reason to everybody whom no proposal may name."""
    held, reason = _codes(people["held_back"])
    said = [Why(Code.HELD, reasons.HELD, (("reason", one),)) for one in held]
    whys.put_each((people["held_back"] != "").to_numpy(), reason, said)
    _without_consent(people, rules, tier, whys, asked=asked)
    _not_yet_there(people, rules, whys)
    groups, at = _codes(people["group"])
    blocked = (group != NO_GROUP) & np.isin(group, group[whys.at >= 0])
    said = [Why(Code.GROUP, reasons.GROUP_BLOCKED, (("group", one),)) for one in groups]
    whys.put_each(blocked, at, said)


def _without_consent(
    people: pl.DataFrame, rules: Rules, tier: Ints, whys: Whys, *, asked: bool
) -> None:
    consent = people["consent"]
    refused = (consent == Consent.NO.value).to_numpy()
    whys.put(refused, Why(Code.CONSENT, reasons.REFUSED))
    silent = (consent != Consent.YES.value).to_numpy()
    for place, step in enumerate(rules.steps):
        if step.needs_consent:
            said = reasons.NOT_ASKED if asked else reasons.FOR_THE_AGENCY
            why = Why(Code.CONSENT, said, (("tier", step.name),))
            whys.put(silent & (tier == place), why)


def _not_yet_there(people: pl.DataFrame, rules: Rules, whys: Whys) -> None:
    if rules.as_of is None:
        return
    later = (people["available_from"] > rules.as_of).fill_null(value=False)
    days = people["available_from"].dt.to_string("iso").fill_null("")
    named, day = _codes(days)
    said = [Why(Code.RULES, reasons.NOT_YET, (("day", one),)) for one in named]
    whys.put_each(later.to_numpy(), day, said)
