"""Learn the model from the two lists themselves, without labels.

Frequencies are counted.  How often fields agree by chance (u) is read off
pairs picked blindly.  How often they agree in one person (m), and how many
people are on both lists, is found by expectation and maximisation (Dempster,
Laird and Rubin 1977) over a sample of candidate pairs, where the rivals of a
row share one certainty: a person is on a list at most once.  Samples are
chosen by what rows say, never by where they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from repatria.matching.core.model import (
    FieldModel,
    Model,
    from_json,
    ladder_named,
    starting_model,
    starting_shares,
    to_json,
)
from repatria.matching.core.prior import Sizes
from repatria.matching.engine.candidates import Candidates, rows_of
from repatria.matching.engine.features import Features
from repatria.matching.engine.frequencies import counted_values, frequency_of
from repatria.matching.engine.keys import joined
from repatria.matching.engine.levels import Levels, compared, measure, measured_fields
from repatria.matching.engine.rivals import alone, certainty
from repatria.matching.engine.scores import ready, summed
from repatria.matching.engine.weights import rarities, weights_of

ROUNDS = 8
FEW_REPEATS, SOME_ON_BOTH = 0.02, 0.3  # shares of people, before learning
BLIND_ROWS = 600  # rows a side for blind pairs: 360,000 pairs
SAMPLE_ROWS = (
    12_000  # rows of the left list whose candidates are looked at, in a large list
)
TRUST_M = 60.0  # pairs of one person that the starting shares count for
TRUST_U = 2_000.0  # blind pairs that they count for

Rows = npt.NDArray[np.int32]
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Candidate pairs with their levels.

    ``weight`` says what a pair counts for: a pair is in the sample once for
    each of its rows that was chosen.  ``share`` is the share of rows chosen.
    """

    left: Rows
    right: Rows
    levels: Mapping[str, Levels]
    weight: npt.NDArray[np.float64]
    share: float


def fitted(
    features: Features,
    candidates: Candidates,
    keep: npt.NDArray[np.bool_],
    *,
    within: bool = False,
) -> Model:
    """Fit a model to these rows and candidate pairs.

    ``within`` says that the pairs are inside one list.  The answer is rounded
    as its JSON is, so that using the written model again changes nothing.
    """
    contents = hashed_rows(features)
    sizes = sizes_of(features, keep, within=within)
    model = _start(features, sizes)
    model = replace(
        model, fields=_chance(model, features, contents, keep, within=within)
    )
    sample = _sample(features, candidates, contents)
    model = _maximised(model, sample, features, sizes)
    if within:
        model = replace(model, repeats=model.prior)
    return from_json(to_json(model), file="")


def with_repeats(
    model: Model,
    features: Features,
    candidates: Candidates,
    keep: npt.NDArray[np.bool_],
) -> Model:
    """Learn how often a person stands twice on a list; the shares stay as they are."""
    sizes = sizes_of(features, keep, within=True)
    sample = _sample(features, candidates, hashed_rows(features))
    weights = weights_of(model, rarities(model, features), features.fields)
    fields = summed(weights, sample.levels, sample.left, sample.right)
    prior = sizes.prior(FEW_REPEATS * sizes.people)
    for _round in range(ROUNDS):
        sure = alone(model.slope * (fields + np.float32(prior)) + model.offset)
        prior = sizes.prior((float((sure * sample.weight).sum()) + 0.5) / sample.share)
    return from_json(to_json(replace(model, repeats=prior)), file="")


def hashed_rows(features: Features) -> Hashes:
    """Return one number a row that depends on what the row says alone."""
    columns = [name.per_row(name.fold) for name in features.names.values()]
    columns += [date.whole[date.rows] for date in features.dates.values()]
    columns += [text.rows for text in features.texts.values()]
    if features.ranks is not None:
        columns.append(features.ranks)
    if not columns:  # nothing that both lists state: every row says as little
        return np.zeros(features.rows, dtype=np.uint64)
    return joined(*(np.maximum(column, -1) + 1 for column in columns))


def sizes_of(features: Features, keep: npt.NDArray[np.bool_], *, within: bool) -> Sizes:
    """Count the rows of each list that take part."""
    left = float(keep[: features.left_rows].sum())
    right = float(keep[features.left_rows :].sum())
    return Sizes(left, right, within)


def _start(features: Features, sizes: Sizes) -> Model:
    model = starting_model()
    shares = {
        name: model.fields.get(name) or starting_shares(ladder_named(name))
        for name in features.fields
    }
    frequencies = {}
    for name, values in counted_values(features).items():
        field, code = name.split(".")
        ladder = ladder_named(field)
        start = ladder.levels[ladder.number(code) - 1].u
        frequencies[name] = frequency_of(values, start)
    expected = (FEW_REPEATS if sizes.within else SOME_ON_BOTH) * sizes.people
    prior = sizes.prior(expected)
    return replace(model, fields=shares, frequencies=frequencies, prior=prior)


def _chance(
    model: Model,
    features: Features,
    contents: Hashes,
    keep: npt.NDArray[np.bool_],
    *,
    within: bool,
) -> dict[str, FieldModel]:
    """Read off blind pairs how often each level is reached by chance."""
    left, right = _blind_pairs(features, contents, keep, within=within)
    levels = _levels(features, left, right)
    two = ready(model, features).sum(levels, left, right) < 0
    return {
        name: FieldModel(shares.m, _shares(levels[name][two], shares.u, TRUST_U))
        for name, shares in model.fields.items()
    }


def _blind_pairs(
    features: Features, contents: Hashes, keep: npt.NDArray[np.bool_], *, within: bool
) -> tuple[Rows, Rows]:
    ours = np.flatnonzero(keep[: features.left_rows])
    theirs = np.flatnonzero(keep[features.left_rows :]) + features.left_rows
    if within:
        ours = theirs = np.flatnonzero(keep)
    picked = [
        rows[np.argsort(contents[rows], kind="stable")[:BLIND_ROWS]]
        for rows in (ours, theirs)
    ]
    one, other = np.meshgrid(picked[0], picked[1], indexing="ij")
    apart = (one < other).ravel()
    return one.ravel()[apart].astype(np.int32), other.ravel()[apart].astype(np.int32)


def _shares(
    level: Levels,
    start: tuple[float, ...],
    trust: float,
    weight: npt.NDArray[np.float64] | None = None,
) -> tuple[float, ...]:
    """Return the share of each level among stated pairs, starting shares counted in."""
    rows = np.bincount(level, weights=weight, minlength=len(start) + 1)[1:].astype(
        np.float64
    )
    shares = (rows + trust * np.array(start)) / (rows.sum() + trust)
    return tuple(float(share) for share in shares)


def _sample(features: Features, candidates: Candidates, contents: Hashes) -> Sample:
    """Keep all candidates of rows chosen by what they say, from both lists."""
    share = min(1.0, SAMPLE_ROWS / max(int(candidates.one.sum()), 1))
    chosen = contents <= np.uint64(share * (2.0**64 - 2048))
    pairs = candidates.touching(chosen)
    left, right = rows_of(pairs)
    weight = (chosen[left].astype(np.float64) + chosen[right]) / 2
    return Sample(left, right, _levels(features, left, right), weight, share)


def _levels(features: Features, left: Rows, right: Rows) -> dict[str, Levels]:
    levels = compared(features, left, right, features.fields)
    measure(measured_fields(features), levels, left, right)
    return levels


def _maximised(model: Model, sample: Sample, features: Features, sizes: Sizes) -> Model:
    """Alternate: how sure is each pair; how often do sure pairs agree."""
    rarity = rarities(model, features)
    start = model.fields
    for _round in range(ROUNDS):
        weights = weights_of(model, rarity, features.fields)
        bits = summed(weights, sample.levels, sample.left, sample.right)
        bits = model.slope * (bits + np.float32(model.prior)) + model.offset
        sure = sample.weight * (
            alone(bits) if sizes.within else certainty(sample.left, sample.right, bits)
        )
        fields = {
            name: FieldModel(
                _shares(sample.levels[name], start[name].m, TRUST_M, sure), shares.u
            )
            for name, shares in model.fields.items()
        }
        people = (sure.sum() + 1.0) / sample.share
        if not sizes.within:  # one person may stand in many pairs of one list
            people = sizes.shrunk(people, SOME_ON_BOTH)
        model = replace(model, fields=fields, prior=sizes.prior(people))
    return model
