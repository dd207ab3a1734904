"""The columns of one list, from the persons on it and the way its side writes."""

from __future__ import annotations

import polars as pl

from repatria.matching.engine.synthetic import desk as facts
from repatria.matching.engine.synthetic.chance import Chance
from repatria.matching.engine.synthetic.clerks import Clerks
from repatria.matching.engine.synthetic.desk import Desk
from repatria.matching.engine.synthetic.name_columns import full_name, name_columns
from repatria.matching.engine.synthetic.people import People
from repatria.matching.engine.synthetic.sides import NAMES, Side
from repatria.matching.engine.synthetic.vocabulary import Vocabulary

SYNTHETIC = {"uk": "вигадана особа", "ru": "вымышленное лицо", "en": "synthetic person"}
FACTS = {
    "birth_date": facts.birth_date,
    "birth_place": facts.birth_place,
    "rank": facts.rank,
    "unit": facts.unit,
    "captured_on": facts.captured_on,
    "captured_at": facts.captured_at,
    "held_at": facts.held_at,
}


def write_columns(
    people: People,
    clerks: Clerks,
    *,
    side: Side,
    vocabulary: Vocabulary,
    chance: Chance,
) -> dict[str, pl.Series]:
    """Return the columns of a list by key, all but ``id``, a row a person."""
    size = len(people.family)
    desk = Desk(people, side, clerks, vocabulary, chance, size)
    names = (
        set(NAMES) if "full_name" in side.columns else set(NAMES) & set(side.columns)
    )
    columns = {
        name: column for name, column in name_columns(desk).items() if name in names
    }
    columns |= {
        name: write(desk) for name, write in FACTS.items() if name in side.columns
    }
    texts = {}
    for name, column in columns.items():
        missing = side.errors.missing.get(name, 0.0)
        column.blank(chance.of("missing", name).struck(size, missing))
        texts[name] = column.column()
    if "full_name" in side.columns:
        texts["full_name"] = full_name(desk, texts)
    texts["service_number"] = facts.service_number(desk)
    texts["note"] = pl.repeat(
        SYNTHETIC[side.headers], size, dtype=pl.String, eager=True
    )
    return texts
