"""Who says what: allegations, answers, conditions, undertakings, recordings."""

from __future__ import annotations

from datetime import date

import pytest

from repatria.reports.core.document import sentences_of
from repatria.reports.core.drafts import Drafts
from repatria.reports.core.reading import document_of, read
from repatria.reports.core.speech import speeches_of
from repatria.reports.engine.packs import load_pack

N, S = "NORLAND", "SUDMARK"
EXCHANGE = "Norland and Sudmark exchanged 50 prisoners each. "


def drafts(text: str, *, language: str = "en") -> Drafts:
    return read(document_of(text, load_pack(language), published=date(2022, 11, 24)))


ALLEGED = [
    pytest.param(
        "Nordhavn accused Sudstad of torture.",
        [("torture", N, S, "Nordhavn", "said")],
        id="accused of",
    ),
    pytest.param(
        "A summary execution of Norlandic soldiers was filmed. Nordhavn "
        "accuses Sudmark of "
        "a war crime.",
        [("killing", N, S, "Nordhavn", "said")],
        id="a war crime is what went before it",
    ),
    pytest.param(
        "The Sudmarkian government condemned the mistreatment of Sudmarkian prisoners.",
        [("mistreatment", S, N, "Sudmarkian government", "said")],
        id="condemned",
    ),
    pytest.param(
        "One of the Norlandic soldiers said he was denied medical treatment "
        "for months.",
        [("denial_of_medical_care", N, S, "one of the Norlandic soldiers", "said")],
        id="denied treatment",
    ),
    pytest.param(
        "The Sudmarkian ombudsman said that Sudmarkian prisoners had been "
        "beaten and starved.",
        [("mistreatment", S, N, "Sudmarkian ombudsman", "said")],
        id="beaten",
    ),
    pytest.param(
        "The Norlandic army spoke of a hard time, apparently referring to torture.",
        [("torture", N, S, "narrator infers", "inferred")],
        id="the narrator infers",
    ),
    pytest.param(
        "Sudstad claimed that Norlandic soldiers had committed perfidy.",
        [("perfidy", S, N, "Sudstad", "claimed")],
        id="perfidy",
    ),
    pytest.param(
        "The Sudmarkian envoy said nobody was tortured in Sudmark.",
        [],
        id="what is denied is not alleged",
    ),
    pytest.param("The prisoners were executed by clerks of the court.",
        [("killing", N, S, "narrator", "said")], id="told in passing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), ALLEGED)
def test_allegations_have_a_speaker_and_two_sides(
    text: str, wanted: list[tuple[str, str, str, str, str]]
) -> None:
    found = drafts("Some 50 Norlandic soldiers returned from Sudmark. " + text)
    assert [
        (one.type, one.victims, one.accused, one.asserted_by, one.modality)
        for one in found.allegations
    ] == wanted


def test_a_pattern_is_alleged_apart_from_its_instances() -> None:
    found = drafts(
        EXCHANGE
        + "The Norlandic army said that the killing of prisoners was a widespread "
        "practice of Sudmark."
    )
    (one,) = found.allegations
    assert (one.type, one.pattern, one.victims, one.accused) == ("killing", True, N, S)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("claimed that the soldiers only feigned a surrender", "justifies"),
        ("claimed that their killing was lawful", "justifies"),
        ("denied the accusations", "denies"),
        ("rejected all allegations", "denies"),
    ],
)
def test_answers_are_no_allegations(answer: str, kind: str) -> None:
    found = drafts(EXCHANGE + f"Sudstad {answer}.")
    (claim,) = found.claims
    assert (claim.speaker, claim.side) == ("Sudstad", S)
    assert claim.about.startswith(f"answer ({kind}): ")
    assert found.allegations == ()


@pytest.mark.parametrize(
    ("promise", "about"),
    [
        ("vowed to bring the killers to justice", "bring the perpetrators to justice"),
        ("promised to punish those responsible", "punish those responsible"),
        ("pledged to investigate", "investigate"),
    ],
)
def test_undertakings_are_claims_of_their_own(promise: str, about: str) -> None:
    (claim,) = drafts(EXCHANGE + f"Norland {promise}.").claims
    assert (claim.speaker, claim.about) == ("Norland", f"undertaking: {about}")


def test_a_vow_alleges_nothing() -> None:
    found = drafts(
        EXCHANGE + "Norland vowed to bring those behind the massacre to justice."
    )
    assert [one.about for one in found.claims] == [
        "undertaking: bring the perpetrators to justice"
    ]
    assert [one.asserted_by for one in found.allegations] == ["narrator"]


def test_a_pattern_leaves_other_acts_of_its_sentence() -> None:
    found = drafts(
        EXCHANGE + "The Norlandic ombudsman spoke of systematic torture, and said that "
        "beatings and sexual violence had been seen."
    )
    assert {one.type for one in found.allegations} == {
        "torture", "mistreatment", "sexual_violence",
    }  # fmt: skip


def test_conditions_hang_on_no_incident() -> None:
    found = drafts(
        EXCHANGE + "The Norlandic army said they had been in “mortal danger”."
    )
    (claim,) = found.claims
    assert claim.about == "conditions of captivity: mortal danger"
    assert found.allegations == ()


def test_conditions_that_nobody_claims_are_left_out() -> None:
    assert drafts(EXCHANGE + "The bridge was in mortal danger.").claims == ()


def test_testimonies_end_where_the_next_begins() -> None:
    text = (
        "One of the soldiers said that he had slept on stone, while another "
        "said he wanted "
        "to forget."
    )
    found = drafts(text)
    assert [(one.speaker, one.span.of(text)) for one in found.testimonies] == [
        ("one of the soldiers", "he had slept on stone"),
        ("another", "he wanted to forget"),
    ]


RECORDED = [
    pytest.param(
        "Footage shared by the Norlandic army shows a bus.",
        [("Footage shared by the Norlandic army", 0, "", "")],
        id="shared by",
    ),
    pytest.param(
        "Videos appeared. In one of the videos men wait. A second clip shows a road.",
        [("In one of the videos", 1, "", ""), ("A second clip", 2, "", "")],
        id="clips in a row stand for the videos",
    ),
    pytest.param(
        "Another clip, said to come from the same place, allegedly shows a man.",
        [("Another clip", 0, "said", "purported")],
        id="the same place is a claim",
    ),
    pytest.param("The video is short.", [("video", 0, "", "")], id="a video"),
]


@pytest.mark.parametrize(("text", "wanted"), RECORDED)
def test_recordings_keep_their_order_and_doubt(
    text: str, wanted: list[tuple[str, int, str, str]]
) -> None:
    assert [
        (one.span.of(text), one.sequence, one.same_scene, one.modality)
        for one in drafts(text).evidence
    ] == wanted


SPEAKERS = [
    ("The Norlandic Defence Ministry said 50 men had returned.",
     "Norlandic Defence Ministry", N),
    ("Norland's Defence Ministry said 50 men had returned.",
     "Norland's Defence Ministry", N),
    ("Fifty men returned, the Sudmarkian army said on Sunday.", "Sudmarkian army", S),
    ("According to the Lake Agency, 50 men had returned.", "Lake Agency", ""),
    ("Sudmarkian envoy Ida Berg said 50 men had returned.", "Ida Berg", S),
    ("Ida Berg, adviser to the Norlandic president, said 50 came.", "Ida Berg", N),
    ("Fifty men had returned, said Norlandic spokesman Jon Dahl.", "Jon Dahl", N),
]  # fmt: skip


@pytest.mark.parametrize(("text", "who", "side"), SPEAKERS)
def test_speakers_are_found_with_their_side(text: str, who: str, side: str) -> None:
    (speech,) = speeches_of(document_of(text, load_pack("en")))
    assert (speech.who, speech.speaker.side) == (who, side)


def test_an_office_is_known_again() -> None:
    text = (
        "The Norlandic Defence Ministry spoke. The ministry said 50 men were back. It "
        "added that they were well."
    )
    first, second = speeches_of(document_of(text, load_pack("en")))
    assert first.who == second.who == "Norlandic Defence Ministry"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("He came. She went.", 2),
        ("Gen. Berg said so. He left.", 2),
        ("It cost 3.5 marks. We paid.", 2),
        ("A title\nA sentence.", 2),
        ("“Go!” he said.", 1),
        ("J. Dahl of the U.N. said so.", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_they_end(text: str, number: int) -> None:
    assert len(sentences_of(text)) == number
