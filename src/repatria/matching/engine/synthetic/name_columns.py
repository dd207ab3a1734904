"""The columns of names, with the ways in which names go wrong."""

from __future__ import annotations

import numpy as np
import polars as pl

from repatria.matching.engine.synthetic import slips, words
from repatria.matching.engine.synthetic.chance import Flags, Ints
from repatria.matching.engine.synthetic.coded import Coded
from repatria.matching.engine.synthetic.desk import Desk
from repatria.matching.engine.synthetic.sides import NAMES, ErrorModel

# Of women under another surname, the share who bear both with a hyphen.
BOTH_SURNAMES = 0.3


def name_columns(desk: Desk) -> dict[str, Coded]:
    """Return family name, given name and patronymic of every row."""
    errors, chance = desk.side.errors, desk.chance
    initials = chance.of("initials").happens(desk.size, errors.initials)
    columns = {
        "family": _family(desk),
        "given": _given(desk, initials),
        "patronymic": _patronymic(desk, initials),
    }
    for name, column in columns.items():
        _spoil(desk, name, column)
    swapped = chance.of("swapped").struck(desk.size, errors.swapped)
    _exchange(columns["family"], columns["given"], swapped)
    return columns


def _spoil(desk: Desk, name: str, column: Coded) -> None:
    errors = desk.side.errors
    scale = _scale(errors, name)
    kinds = (
        ("typing", errors.typing * scale, slips.mistyped),
        ("hearing", errors.hearing * scale, slips.misheard),
        ("reading", errors.reading * scale, slips.misread),
        ("lookalike", errors.lookalike, slips.lookalike),
        ("untidy", errors.untidy, slips.untidy),
    )
    for kind, rate, wrong in kinds:
        slips.slip(column, rate, wrong, desk.chance.of(name, kind), desk.size)


def _scale(errors: ErrorModel, name: str) -> float:
    """Return how much rarer slips are in ``name`` than in the family name."""
    total = errors.typing + errors.hearing + errors.reading
    own = {"given": errors.given_slip, "patronymic": errors.patronymic_slip}.get(
        name, total
    )
    return own / total if total else 0.0


def _exchange(one: Coded, other: Coded, rows: Ints) -> None:
    first, second = one.at(rows), other.at(rows)
    one.put(rows, second)
    other.put(rows, first)


def _family(desk: Desk) -> Coded:
    people, chance = desk.people, desk.chance.of("surname")
    other = people.woman & chance.of("other").happens(
        desk.size, desk.side.errors.other_surname
    )
    column = _families(desk, np.where(other, people.later_family, people.family))
    both = np.flatnonzero(other & chance.of("both").happens(desk.size, BOTH_SURNAMES))
    first = _families(desk, people.family).at(both)
    column.put(both, [f"{a}-{b}" for a, b in zip(first, column.at(both), strict=True)])
    return column


def _families(desk: Desk, family: Ints) -> Coded:
    size = len(desk.vocabulary.families)
    capitals = desk.clerks.manner(
        "capitals", (1.0 - desk.side.capitals, desk.side.capitals)
    )
    local = (capitals * 2 + desk.people.woman) * size + family
    return desk.write(words.families, local, 4 * size)


def _given(desk: Desk, initials: Flags) -> Coded:
    size = len(desk.vocabulary.given)
    short = desk.chance.of("short").happens(desk.size, desk.side.errors.short_form)
    nth = words.SHORT + desk.chance.of("which short").below(
        desk.size, words.SHORT_FORMS
    )
    kind = np.where(initials, words.INITIAL, np.where(short, nth, words.FULL))
    return desk.write(
        words.given, kind * size + desk.people.given, words.GIVEN_FORMS * size
    )


def _patronymic(desk: Desk, initials: Flags) -> Coded:
    size = len(desk.vocabulary.fathers)
    local = (initials * 2 + desk.people.woman) * size + desk.people.father
    return desk.write(words.fathers, local, 4 * size)


def full_name(desk: Desk, texts: dict[str, pl.Series]) -> pl.Series:
    """Return the names in one column, in the order each row's clerk keeps to."""
    orders = desk.side.name_orders
    manner = desk.clerks.manner("name order", tuple(orders.values()))
    table = pl.DataFrame({name: texts[name] for name in NAMES}).with_columns(
        manner=manner
    )
    chosen = [
        pl.when(pl.col("manner") == place).then(_joined(order))
        for place, order in enumerate(orders)
    ]
    return table.select(pl.coalesce(chosen)).to_series()


def _joined(order: str) -> pl.Expr:
    pieces = [
        pl.col(piece.rstrip(",")) + ("," if piece.endswith(",") else "")
        for piece in order.split()
    ]
    return pl.concat_str(pieces, separator=" ", ignore_nulls=True)
