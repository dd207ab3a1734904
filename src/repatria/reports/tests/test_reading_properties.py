"""What holds for every text, also for one that nobody would write."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.reports.core.document import MOST_IN_A_SENTENCE, sentences_of
from repatria.reports.core.drafts import Drafts
from repatria.reports.core.marks import Span
from repatria.reports.core.numbers import number_marks
from repatria.reports.core.reading import document_of, read
from repatria.reports.engine.ingest import MOST_CHARACTERS, Material, ingest_file
from repatria.reports.engine.packs import languages, load_pack

THURSDAY = date(2022, 11, 24)
PARTIES = ("NORLAND", "SUDMARK")

# Sentences that a report could be made of; the two parties stand by their names.
PIECES = (
    "{a} and {b} exchanged prisoners on Thursday.",
    "{a} handed over 50 {b_people} soldiers in return for 40 {a_people} ones.",
    "Some 36 {a_people} servicemen came home from {b_people} captivity.",
    "{b} said 35 of its soldiers had returned, among them five officers.",
    "The {a_people} Defence Ministry said they had been in mortal danger.",
    "{a_capital} accused {b_capital} of torture and of killing prisoners.",
    "{b_capital} claimed that the {a_people} soldiers had committed perfidy.",
    "The sides had traded 20 captives on Tuesday.",
    "One of the {a_people} servicemen said he was beaten for weeks.",
    "{b} vowed to bring those responsible to justice.",
    "Footage released by the {b_people} army shows the exchange.",
    "Two civilians were among those freed by {a}.",
    "The exchange was mediated by the Lake Agency.",
)
NAMES = {
    "a": "Norland", "a_people": "Norlandic", "a_capital": "Nordhavn",
    "b": "Sudmark", "b_people": "Sudmarkian", "b_capital": "Sudstad",
}  # fmt: skip
SWAPPED = {key: NAMES[("b" if key.startswith("a") else "a") + key[1:]] for key in NAMES}
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map(" ".join)
# Arbitrary text in which the reading has something to hold on to.
scraps = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            [
                *" ".join(PIECES).format(**NAMES).split(),
                *("50", "1,200", "each", "for", "на", "№", "24.11.2022"),
                *("\n", "“", ",", "..."),
            ]
        ),
    ),
    max_size=60,
).map(" ".join)


@cache
def retold() -> Material:
    data = files("repatria.reports") / "data" / "founding_report.json"
    return ingest_file(Path(str(data)))


def drafts(text: str, *, language: str = "en", source: str = "") -> Drafts:
    document = document_of(
        text, load_pack(language), published=THURSDAY, source_party=source
    )
    return read(document)


def all_spans(found: Drafts) -> list[Span]:
    counts = [count for event in found.events for count in event.counts]
    days = [event.date_span for event in found.events if event.date_span]
    drafted: list[Any] = [
        *counts, *found.allegations, *found.testimonies, *found.evidence, *found.claims,
    ]  # fmt: skip
    return [*days, *(one.span for one in drafted)]


def holds(quoted: str, n: int) -> bool:
    words = [
        mark
        for mark in load_pack("en").lexicon.marks(quoted)
        if mark.kind == "number_word"
    ]
    return str(n) in {mark.value for mark in number_marks(quoted, words)}


@given(texts)
def test_every_quotation_is_in_the_text_and_holds_its_number(text: str) -> None:
    written = text.format(**NAMES)
    found = drafts(written)
    assert all(0 <= span.start < span.end <= len(written) for span in all_spans(found))
    for event in found.events:
        for count in event.counts:
            assert holds(count.span.of(written), count.n)


def mirrored(node: object) -> object:
    """Return a result with the parties in each other's place and no places in it."""
    if isinstance(node, dict):
        places = ("span", "date_span")
        return {k: mirrored(v) for k, v in node.items() if k not in places}
    if isinstance(node, list):
        return [mirrored(child) for child in node]
    if not isinstance(node, str):
        return node
    pairs = [(NAMES[key], SWAPPED[key]) for key in NAMES] + [PARTIES, PARTIES[::-1]]
    swap = dict(pairs)
    longest = sorted(swap, key=len, reverse=True)
    return re.sub("|".join(longest), lambda found: swap[found[0]], node)


@given(texts)
def test_swapping_the_parties_swaps_the_result(text: str) -> None:
    one = drafts(text.format(**NAMES), source="NORLAND").as_json()
    other = drafts(text.format(**SWAPPED), source="SUDMARK").as_json()
    assert mirrored(one) == {k: unplaced(v) for k, v in other.items()}


def unplaced(node: object) -> object:
    if isinstance(node, dict):
        places = ("span", "date_span")
        return {k: unplaced(v) for k, v in node.items() if k not in places}
    return [unplaced(child) for child in node] if isinstance(node, list) else node


def test_swapping_the_parties_swaps_the_founding_report() -> None:
    text = retold().text
    swap = {NAMES[key]: SWAPPED[key] for key in NAMES} | {
        "Norlanders": "Sudmarkians", "Sudmarkians": "Norlanders",
    }  # fmt: skip
    longest = sorted(swap, key=len, reverse=True)
    other = re.sub("|".join(longest), lambda found: swap[found[0]], text)
    assert other != text
    one = drafts(text, source="NORLAND").as_json()
    assert mirrored(one) == unplaced(drafts(other, source="SUDMARK").as_json())


@given(scraps, st.sampled_from([*languages(), "xx"]))
def test_any_text_is_answered(text: str, language: str) -> None:
    found = drafts(text, language=language)
    assert all(0 <= span.start < span.end <= len(text) for span in all_spans(found))


@given(scraps)
def test_the_same_text_has_the_same_answer(text: str) -> None:
    assert drafts(text) == drafts(text)


@pytest.mark.parametrize(
    "much",
    [
        "a. ", "Norland ", "said ", "each 5 for 5 ",
        "50 soldiers returned home ", "50 for 50 ", "50 each ", "1 ", "50 ",
        "Norland said ", "Norland accused Sudmark of torture. ",
        "He said he was beaten. ",
        "handed over 50 prisoners of war to Norland by Sudmark and ",
        "one of the soldiers said he was beaten and ", "among them 5 ",
        "50 soldiers returned to Norland. ", "A video shows bodies. ",
        "“50 men” said Norland ", "24.11.2022 ", ".", ". ", "U.S. ", "“", " ",
    ],
)  # fmt: skip
def test_the_longest_hostile_text_is_read_to_its_end(much: str) -> None:
    """How long it takes is measured by bench/reading.py, not here."""
    text = (much * (MOST_CHARACTERS // len(much) + 1))[:MOST_CHARACTERS]
    found = drafts(text)
    assert all(0 <= span.start < span.end <= len(text) for span in all_spans(found))


def test_what_nobody_would_write_as_one_sentence_is_cut_at_a_space() -> None:
    words = "Norland said " * 200
    spans = [one.span for one in sentences_of(words)]
    assert len(spans) > 2
    assert max(span.end - span.start for span in spans) <= MOST_IN_A_SENTENCE
    assert " ".join(span.of(words) for span in spans) == words.strip()
