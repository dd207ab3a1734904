"""May two written names be one person's?  A score, an answer and the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

from repatria.names.align import (
    Alignment,
    NameToCompare,
    Pairing,
    align,
    name_to_compare,
)
from repatria.names.alike import Why, Word, names_of_two_people, skeletons_equal
from repatria.names.classes import given_class
from repatria.names.script import clean
from repatria.shared.text import mark as _
from repatria.shared.text import mark_number, say, say_number

SAME_FROM = 0.5
MOST_LEFT_OVER = 3
_ALIKE_FROM = 0.7
# Judgements of ours, not fitted: the pairs hold too few such names.
_SWAPPED_SHARE = 0.2
_GIVEN_ALONE_SHARE = 0.5
_CERTAIN = 0.97

# Weights of what :func:`evidence` gives, fitted by ``bench/name_pairs.py`` on one half
# of the pairs it names; the other half measures them.
WEIGHTS = {
    "worst": 5.2,
    "mean": 0.83,
    "left_over": -1.95,
    "one_word": -0.72,
    "two_names": -0.38,
    "consonants": 1.53,
    "initial": 0.67,
}
START = -4.61

_SENTENCES = {
    Why.SPELLING: _("“{one}” and “{other}” are spelt alike."),
    Why.CLASS: _("“{one}” and “{other}” are forms of one name."),
    Why.INITIAL: _("“{one}” and “{other}” have the same initial."),
    Why.OTHER_INITIAL: _("“{one}” and “{other}” have different initials."),
    Why.OTHER_FATHER: _("“{one}” and “{other}” name different fathers."),
    Why.SCRIPT: _("“{one}” and “{other}” could not be compared."),
    Why.DIFFERENT: _("“{one}” and “{other}” differ."),
}
_ALL_EQUAL = _("All words are the same.")
_NOTHING = _("One of the names has no letters to compare.")
_SWAPPED = _("Father and son stand the other way round.")
_TITLED = _("Titles were passed over.")
_LEFT = mark_number(
    "{n} word stands in one of the names only.",
    "{n} words stand in one of the names only.",
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two names have to say for being one person's.

    ``score`` is between 0 and 1, ``same`` the answer at :data:`SAME_FROM`;
    ``reasons`` are sentences in the language now spoken, for the reviewer.
    """

    score: float
    same: bool
    reasons: tuple[str, ...]


def compare(a: str, b: str) -> Comparison:
    """Compare two personal names in any scripts; which comes first does not matter.

    Each word of the shorter name is put beside one of the longer: words may
    stand in any order, be shortened to initials, joined, split, mistyped,
    written in another script or by another form of the same name.  Titles and
    particles are passed over.  One pair of words that differs outweighs many
    that agree; words that one name leaves out weigh little.

    >>> compare("Taras H. Kovalenko", "КОВАЛЕНКО Тарас Григорович").same
    True
    >>> compare("Тарас Коваленко", "Петро Коваленко").same
    False
    """
    first, second = sorted((clean(a), clean(b)))
    left, right = name_to_compare(first), name_to_compare(second)
    if not any(word.written.strip("'’ʼ") for word in left.words) or not right.words:
        return Comparison(0.0, same=False, reasons=(say(_NOTHING),))
    if first.casefold() == second.casefold():
        return Comparison(1.0, same=True, reasons=(say(_ALL_EQUAL),))
    aligned = align(left.words, right.words)
    swapped = fathers_swapped(aligned, left, right)
    score = _score(aligned)
    score *= _SWAPPED_SHARE if swapped else 1.0
    score *= _GIVEN_ALONE_SHARE if given_alone(aligned) else 1.0
    reasons = _reasons(aligned, swapped=swapped, titled=left.titled or right.titled)
    return Comparison(round(score, 6), same=score >= SAME_FROM, reasons=reasons)


def evidence(aligned: Alignment) -> dict[str, float]:
    """Return what an alignment says, by name; each between 0 and 1.

    ``worst`` and ``mean``: the least and the mean likeness of paired words;
    ``left_over``: words without a partner, as a share of three; ``one_word``:
    a single word stands against several; ``two_names``: the least alike are
    given names of two classes; ``consonants``: the least alike have the same
    consonants; ``initial``: a letter stood for a word.
    """
    shares = [pair.likeness.share for pair in aligned.pairs]
    weights = [_weight(*_words_of(aligned, pair)) for pair in aligned.pairs]
    least = min(aligned.pairs, key=lambda pair: pair.likeness.share)
    words = _words_of(aligned, least)
    left_over = aligned.left_over
    uncertain = least.likeness.share < _CERTAIN
    return {
        "worst": least.likeness.share,
        "mean": sum(s * w for s, w in zip(shares, weights, strict=True)) / sum(weights),
        "left_over": min(left_over, MOST_LEFT_OVER) / MOST_LEFT_OVER,
        "one_word": float(len(aligned.pairs) == 1 and left_over > 0),
        "two_names": float(uncertain and names_of_two_people(*words)),
        "consonants": float(skeletons_equal(*words)),
        "initial": float(
            any(pair.likeness.why is Why.INITIAL for pair in aligned.pairs)
        ),
    }


def _words_of(aligned: Alignment, pair: Pairing) -> tuple[Word, Word]:
    return aligned.left[pair.left], aligned.right[pair.right]


def _weight(one: Word, other: Word) -> float:
    return 2.0 + min(len(one.code), len(other.code), 8)


def _score(aligned: Alignment) -> float:
    found = evidence(aligned)
    total = START + sum(weight * found[name] for name, weight in WEIGHTS.items())
    return 1 / (1 + exp(-total))


def given_alone(aligned: Alignment) -> bool:
    """Say whether nothing but one given name agrees, and a name has more words."""
    if len(aligned.pairs) > 1 or not aligned.left_over:
        return False
    return bool(given_class(_words_of(aligned, aligned.pairs[0])[0].code))


def fathers_swapped(
    aligned: Alignment, left: NameToCompare, right: NameToCompare
) -> bool:
    """Say whether son and father change places ("A bin B" and "B bin A")."""
    if len(aligned.left) != len(left.words) or len(aligned.right) != len(right.words):
        return False
    partner = {pair.left: pair.right for pair in aligned.pairs}
    return any(
        (partner.get(father), partner.get(son)) in right.fathers
        for son, father in left.fathers
    )


def _reasons(aligned: Alignment, *, swapped: bool, titled: bool) -> tuple[str, ...]:
    """Return the sentences a reviewer reads, the weightiest first."""
    ordered = sorted(aligned.pairs, key=lambda pair: pair.likeness.share)
    said = [sentence for pair in ordered if (sentence := _sentence(aligned, pair))]
    if swapped:
        said.insert(0, say(_SWAPPED))
    if not said and not aligned.left_over:
        said.append(say(_ALL_EQUAL))
    if aligned.left_over:
        said.append(say_number(*_LEFT, aligned.left_over))
    if titled:
        said.append(say(_TITLED))
    return tuple(said)


def _sentence(aligned: Alignment, pair: Pairing) -> str:
    """Return why two words are alike or not, empty where they are the same."""
    why = pair.likeness.why
    if why is Why.EQUAL:
        return ""
    if why is Why.SPELLING and pair.likeness.share < _ALIKE_FROM:
        why = Why.DIFFERENT
    one, other = _words_of(aligned, pair)
    return say(_SENTENCES[why], one=one.shown, other=other.shown)
