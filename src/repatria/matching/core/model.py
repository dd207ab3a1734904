"""What a run has learnt: shares, frequencies and the prior, as a value.

The model is Fellegi and Sunter's (1969): each field speaks for or against one
person with ``log2(m / u)`` bits; a value that many share speaks more softly
(``u`` becomes its frequency, Winkler 2000).  A model can be written to JSON,
read by a person and used again: a frozen model makes the probability of a pair
depend on that pair and its rivals alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from math import isfinite, log2

from repatria.matching.core.ladders import LADDERS, Ladder, ladder_of_extra
from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _

FORM = 1  # the shape of model.json

# Fields are not quite independent, so that sums of bits are too sure of
# themselves.  Fitted by bench/fit_calibration.py on invented lists.
SLOPE = 0.9
OFFSET = 0.5


class ModelUnreadableError(RepatriaError):
    """A model file is not one, or was written by another release."""

    code = "matching.model-unreadable"
    what = _("{file} is not a model that this release can read.")
    remedy = _("Use the model.json that a reconciliation wrote, or leave --model out.")


@dataclass(frozen=True, slots=True)
class Frequency:
    """How common the values of a field are: shares of rows, between 0 and 1.

    ``common`` lists the values that many rows share; every other value has the
    share ``rare``.  Only common values are kept: a rare name is a person.
    """

    common: Mapping[str, float]
    rare: float


@dataclass(frozen=True, slots=True)
class FieldModel:
    """The shares of one ladder, best level first, each between 0 and 1."""

    m: tuple[float, ...]
    u: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """Everything a score needs.

    ``prior`` is the log2 odds that a pair picked blindly from both lists is one
    person, ``repeats`` those of a pair from inside one list.
    ``frequencies`` are keyed ``field.level``.  ``slope`` and ``offset``
    straighten the bits of fields that are not quite independent.
    """

    fields: Mapping[str, FieldModel]
    frequencies: Mapping[str, Frequency] = field(default_factory=dict)
    prior: float = -20.0
    repeats: float = -20.0
    slope: float = SLOPE
    offset: float = OFFSET

    def weights(self, ladder: Ladder) -> tuple[float, ...]:
        """Return the bits of each level, best first, never rising on the way down.

        Levels that agree never count against, so that agreeing in one more
        field cannot lower a score.
        """
        shares = self.fields[ladder.field]
        raw = [bits(m, u) for m, u in zip(shares.m, shares.u, strict=True)]
        last = ladder.last_agreement
        floors = [0.0 if n <= last else -60.0 for n in range(1, len(raw) + 1)]
        return tuple(accumulate(map(max, raw, floors), min))

    def straightened(self, bits: float) -> float:
        """Return the log2 odds that a sum of prior and field bits really means."""
        return self.slope * bits + self.offset

    def inside_a_list(self) -> Model:
        """Return the same model for pairs from inside one list."""
        return replace(self, prior=self.repeats)


def bits(m: float, u: float) -> float:
    """Return the weight of a level in bits; above zero speaks for one person.

    >>> bits(m=0.9, u=0.225)
    2.0
    """
    return log2(m) - log2(u)


def starting_model() -> Model:
    """Return the model that the ladders state, before any list was seen."""
    return Model({name: starting_shares(ladder) for name, ladder in LADDERS.items()})


def starting_shares(ladder: Ladder) -> FieldModel:
    """Return a ladder's own shares, each column adding up to 1."""
    m = [level.m for level in ladder.levels]
    u = [level.u for level in ladder.levels]
    return FieldModel(tuple(x / sum(m) for x in m), tuple(x / sum(u) for x in u))


def ladder_named(name: str) -> Ladder:
    """Return the ladder of a field, known or shared by both lists."""
    if name in LADDERS:
        return LADDERS[name]
    return ladder_of_extra(int(name.removeprefix("extra")))


def to_json(model: Model) -> str:
    """Write a model; numbers keep seven significant digits, keys are sorted."""
    shown = {
        "form": FORM,
        "prior": _short(model.prior),
        "repeats": _short(model.repeats),
        "slope": _short(model.slope),
        "offset": _short(model.offset),
        "fields": {
            name: {
                level.code: [_short(m), _short(u)]
                for level, m, u in zip(
                    ladder_named(name).levels, shares.m, shares.u, strict=True
                )
            }
            for name, shares in model.fields.items()
        },
        "frequencies": {
            name: {
                "rare": _short(table.rare),
                "common": {
                    value: _short(share)
                    for value, share in sorted(table.common.items())
                },
            }
            for name, table in sorted(model.frequencies.items())
        },
    }
    return json.dumps(shown, ensure_ascii=False, indent=1) + "\n"


# What reading anything but a model can raise; the last for nests without end.
_NO_MODEL = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


def from_json(text: str, *, file: str) -> Model:
    """Read what ``to_json`` wrote; ``file`` is named in the refusal."""
    try:
        return _model(json.loads(text))
    except _NO_MODEL as fault:
        raise ModelUnreadableError(file=file) from fault


def _model(stated: dict[str, object]) -> Model:
    if stated["form"] != FORM:
        raise ValueError(stated["form"])
    fields, tables = stated["fields"], stated["frequencies"]
    if not isinstance(fields, dict) or not isinstance(tables, dict):
        raise TypeError
    return Model(
        fields={
            name: _shares(ladder_named(name), levels) for name, levels in fields.items()
        },
        frequencies={
            name: Frequency(
                {value: _share(share) for value, share in table["common"].items()},
                _share(table["rare"]),
            )
            for name, table in tables.items()
        },
        prior=_number(stated["prior"]),
        repeats=_number(stated["repeats"]),
        slope=_number(stated["slope"]),
        offset=_number(stated["offset"]),
    )


def _shares(ladder: Ladder, levels: Mapping[str, tuple[float, float]]) -> FieldModel:
    stated = [levels[level.code] for level in ladder.levels]
    return FieldModel(
        tuple(_share(m) for m, _u in stated), tuple(_share(u) for _m, u in stated)
    )


def _share(stated: object) -> float:
    share = _number(stated)
    if not 0 < share <= 1:
        raise ValueError(share)
    return share


def _number(stated: object) -> float:
    number = float(str(stated))
    if not isfinite(number):
        raise ValueError(number)
    return number


def _short(number: float) -> float:
    return float(f"{number:.7g}")
