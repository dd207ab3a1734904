"""How each word of a search agrees with the words that a field holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from repatria.names.classes import given_class, patronymic_class, patronymic_stem
from repatria.names.fold import skeleton, surname_fold
from repatria.names.romanise import romanise
from repatria.register.core.found import Agreement
from repatria.register.core.search import code_of
from repatria.register.engine.finding.maps import Keys, Values
from repatria.register.engine.finding.terms import Terms, hashed, shorter_forms

Bits = npt.NDArray[np.float32]
ALIKE, NEARLY = 0.8, 0.6  # share of letters that stay
MOST_MEASURED = 6_000  # words whose likeness is measured for one word of a search
FEW = 0.5  # of what nobody has, rarer than one among all

# How often, when a word and a field mean the same, they agree so: judgements, set
# before anything was measured and fitted to nothing.
_SHARES: Mapping[str, Sequence[float]] = {
    "family": (0.74, 0.0, 0.14, 0.0, 0.08, 0.04),
    "given": (0.56, 0.22, 0.10, 0.03, 0.05, 0.04),
    "patronymic": (0.58, 0.22, 0.10, 0.03, 0.03, 0.04),
    "context": (0.30, 0.0, 0.10, 0.0, 0.03, 1.0),
}
IN_ORDER = (
    Agreement.SAME,
    Agreement.FORM,
    Agreement.ALIKE,
    Agreement.INITIAL,
    Agreement.NEARLY,
)
_CALLED = ("given", "patronymic")  # what is shortened to an initial


@dataclass(frozen=True, slots=True)
class Likeness:
    """What one word of a search is to one field.

    ``levels`` holds an ``Agreement`` for each term, and a last one, ``UNSAID``, for
    rows that do not say the field; ``rows`` are those that agree.  ``bits`` weighs
    each agreement: above zero it speaks for a row, and each bit doubles the odds.
    """

    levels: npt.NDArray[np.uint8]
    bits: Bits
    rows: Mapping[Agreement, Values]


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word of a search as one field would hold it, and the keys that lead to it."""

    code: str
    stem: str
    texts: tuple[str, ...]  # fold, skeleton, first letter, the skeleton's shorter forms

    def classes(self, kind: str) -> Keys:
        """Return the classes of names that the word may belong to."""
        of = {"given": given_class, "patronymic": patronymic_class}.get(kind)
        return np.array(of(self.code) if of and self.code else (), np.uint64)


def spelling(word: str, kind: str) -> Spelling:
    """Return how a field of this kind would hold a word."""
    code = surname_fold(romanise(word)) if kind == "family" else code_of(word)
    code = code.replace(" ", "")
    stem = patronymic_stem(code) if kind == "patronymic" else code
    frame = skeleton(stem)
    return Spelling(code, stem, (code, frame, code[:1], *shorter_forms(frame)))


def likenesses(
    words: Sequence[str], terms: Mapping[str, Terms], *, rows: int
) -> list[dict[str, Likeness]]:
    """Compare words with every term of every field, out of so many ``rows``."""
    spelt = [{kind: spelling(word, kind) for kind in terms} for word in words]
    keys = _keys([one for word in spelt for one in word.values()])
    return [
        {
            kind: _likeness(one, next(keys), terms[kind], rows)
            for kind, one in word.items()
        }
        for word in spelt
    ]


def _keys(spelt: Sequence[Spelling]) -> Iterator[Keys]:
    """Yield the keys of each spelling; hashed all at once, for speed."""
    texts = [text for one in spelt for text in one.texts]
    every = hashed(pl.Series(texts, dtype=pl.String))
    start = 0
    for one in spelt:
        yield every[start : start + len(one.texts)]
        start += len(one.texts)


def _likeness(one: Spelling, keys: Keys, terms: Terms, rows: int) -> Likeness:
    found = _terms(one, keys, terms) if one.code else {}
    levels = np.full(len(terms.texts) + 1, Agreement.DIFFERS, np.uint8)
    levels[-1] = Agreement.UNSAID
    for agreement in reversed(IN_ORDER):
        if agreement in found:
            levels[found[agreement]] = agreement
    agreeing = {
        agreement: terms.rows.values_of(np.unique(at[levels[at] == agreement]))
        for agreement, at in found.items()
        if len(at)
    }
    return Likeness(levels, _weights(terms.kind, agreeing, rows), agreeing)


def _terms(one: Spelling, keys: Keys, terms: Terms) -> dict[Agreement, Values]:
    called = terms.kind in _CALLED
    same = terms.by_fold.values_of(keys[:1])
    if len(one.code) == 1:
        starting = terms.by_initial.values_of(keys[:1])
        return {Agreement.SAME: same, Agreement.INITIAL: starting} if called else {}
    alike = terms.by_skeleton.values_of(keys[1:2])
    near = np.unique(terms.by_shorter.values_of(keys[3:]))[:MOST_MEASURED]
    share = _shares(one.stem, terms, near)
    found = {
        Agreement.SAME: same,
        Agreement.ALIKE: np.concatenate([alike, near[share >= ALIKE]]),
        Agreement.NEARLY: near[share >= NEARLY],
    }
    if called:
        found[Agreement.FORM] = terms.by_class.values_of(one.classes(terms.kind))
        found[Agreement.INITIAL] = terms.by_fold.values_of(keys[2:3])
    return found


def _shares(stem: str, terms: Terms, near: Values) -> Bits:
    """Return the share of letters that stay, between a word and many."""
    if not len(near):
        return np.zeros(0, np.float32)
    texts = terms.stems[near].tolist()
    scorer = OSA.normalized_similarity
    shares: Bits = process.cdist(
        [stem], texts, scorer=scorer, dtype=np.float32, score_cutoff=NEARLY
    )[0]
    return shares


def _weights(kind: str, agreeing: Mapping[Agreement, Values], rows: int) -> Bits:
    """Weigh each agreement against how many rows agree as well, or better."""
    bits = np.zeros(len(Agreement), np.float32)
    shares = _SHARES[kind]
    alike = 0
    for share, agreement in zip(shares, IN_ORDER, strict=False):
        alike += len(agreeing.get(agreement, ()))
        if share and agreement in agreeing:
            bits[agreement] = log2(share * rows / max(alike, FEW))
    others = max(rows - alike, 1) / rows
    bits[Agreement.DIFFERS] = min(log2(shares[-1] / others), 0.0)
    bits[Agreement.UNSAID] = -np.inf
    return bits
