"""Numbers, sides and days in sentences of our own: a table for each formula."""

from __future__ import annotations

from datetime import date

import pytest

from repatria.reports.core.drafts import Event
from repatria.reports.core.reading import document_of, read
from repatria.reports.engine.packs import load_pack

THURSDAY = date(2023, 6, 22)
N, S, BOTH = "NORLAND", "SUDMARK", "*"


def main_event(text: str, *, language: str = "en", source: str = "") -> Event | None:
    document = document_of(
        text, load_pack(language), published=THURSDAY, source_party=source
    )
    return next((event for event in read(document).events if event.main), None)


def counted(event: Event | None) -> set[tuple[str, int]]:
    return {(count.to, count.n) for count in event.counts} if event else set()


FORMULAS = [
    pytest.param(
        "Norland and Sudmark made a 50-for-50 exchange.",
        {(N, 50), (S, 50)},
        id="50-for-50",
    ),
    pytest.param(
        "Norland and Sudmark exchanged 50 prisoners for 40 on Thursday. "
        "Of the two sides Norland got 40 of its people.",
        {(BOTH, 50), (N, 40)},
        id="unequal numbers without sides",
    ),
    pytest.param(
        "Norland and Sudmark confirmed a hundred-for-hundred exchange.",
        {(N, 100), (S, 100)},
        id="in words",
    ),
    pytest.param(
        "Nordhavn and Sudstad exchanged 90 prisoners each on Tuesday.",
        {(N, 90), (S, 90)},
        id="N each",
    ),
    pytest.param(
        "Norland and Sudmark traded 107 prisoners apiece.",
        {(N, 107), (S, 107)},
        id="apiece",
    ),
    pytest.param(
        "Norland and Sudmark each handed over 75 prisoners of war on Thursday.",
        {(N, 75), (S, 75)},
        id="each before the number",
    ),
    pytest.param(
        "Sudmark and Norland exchanged 150 prisoners of war on each side.",
        {(N, 150), (S, 150)},
        id="N on each side",
    ),
    pytest.param(
        "Norland and Sudmark carried out a swap of 95 prisoners per side on Wednesday.",
        {(N, 95), (S, 95)},
        id="per side",
    ),
    pytest.param(
        "Norland and Sudmark began an exchange, each releasing 270 servicemen and "
        "120 civilians.",
        {(N, 270), (N, 120), (S, 270), (S, 120)},
        id="each holds for the list",
    ),
    pytest.param(
        "Nordhavn said it had released 106 Sudmarkian prisoners of war in return for "
        "100 Norlandic ones.",
        {(S, 106), (N, 100)},
        id="N in return for M",
    ),
    pytest.param(
        "Norland's human rights commissioner said that 45 Norlandic servicemen "
        "had been "
        "swapped for 45 Sudmarkian soldiers and two civilians.",
        {(N, 45), (S, 45), (S, 2)},
        id="swapped for",
    ),
    pytest.param(
        "Sudmark has announced the return of 215 of its soldiers. In return, Nordhavn "
        "received 55 prisoners.",
        {(S, 215), (N, 55)},
        id="of its soldiers",
    ),
    pytest.param(
        "Nordhavn returned 84 prisoners to Sudmark and received the same number.",
        {(S, 84)},
        id="the same number is not stated",
    ),
    pytest.param(
        "The Norlandic Defence Ministry says about forty of its soldiers crossed the "
        "bridge, in return for an unknown number of Sudmarkian captives.",
        {(N, 40)},
        id="unknown number is not stated",
    ),
    pytest.param(
        "Sudmark brought home 207 people from Norlandic captivity.",
        {(S, 207)},
        id="from captivity",
    ),
    pytest.param(
        "Fourteen wounded Norlandic prisoners and 11 wounded Sudmarkian ones "
        "crossed the "
        "border on Thursday.",
        {(N, 14), (S, 11)},
        id="two sides in one subject",
    ),
    pytest.param(
        "Norland and Sudmark carried out a swap. Sudmark has got 40 of its "
        "people back. "
        "In the other direction went 38 Norlanders.",
        {(S, 40), (N, 38)},
        id="people by the name of their country",
    ),
    pytest.param(
        "Norland and Sudmark exchanged 70 prisoners on Saturday, 35 from each side.",
        {(BOTH, 70), (N, 35), (S, 35)},
        id="sum and both sides",
    ),
    pytest.param(
        "Sudstad received the bodies of 1,212 fallen soldiers, while Nordhavn "
        "said it had "
        "got back 27.",
        {(S, 1212), (N, 27)},
        id="bodies of",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), FORMULAS)
def test_formulas_give_numbers_and_sides(
    text: str, wanted: set[tuple[str, int]]
) -> None:
    assert counted(main_event(text)) == wanted


FORMULAS += [
    pytest.param(
        "Norland recovered 44 people in an exchange with Sudmark. Sudmark's defence "
        "ministry put the number of returned Sudmarkians at 40.",
        {(N, 44), (S, 40)},
        id="put the number at",
    ),
    pytest.param(
        "Nordhavn has handed over 45 fighters to Sudstad in return for three captured "
        "pilots.",
        {(S, 45), (N, 3)},
        id="captured says who they are",
    ),
    pytest.param(
        "Norland and Sudmark exchanged 50 soldiers each. Norland has not agreed to the "
        "release of 23 Sudmarkians.",
        {(N, 50), (S, 50)},
        id="what was not agreed is not done",
    ),
    pytest.param(
        "Norland and Sudmark exchanged 50 soldiers each. Doctors spoke with 60 freed "
        "Norlandic prisoners.",
        {(N, 50), (S, 50)},
        id="people freed before",
    ),
]
PARTS = [
    pytest.param(
        "Norland got 116 of its soldiers back, including five officers.",
        {(N, 116)},
        id="including",
    ),
    pytest.param(
        "In an exchange with Sudmark 144 Norlandic soldiers were freed, 95 of "
        "them marines.",
        {(N, 144)},
        id="of them",
    ),
    pytest.param(
        "Norland welcomed 108 Norlandic women in an exchange with Sudmark, "
        "among them 37 "
        "who had served in the navy. Twelve of them are civilians.",
        {(N, 108), (N, 12)},
        id="civilians are told apart",
    ),
    pytest.param(
        "In an exchange with Sudmark Norland received 50 soldiers: 20 guards, "
        "12 marines, "
        "10 pilots.",
        {(N, 50)},
        id="list after a colon",
    ),
    pytest.param(
        "After an exchange with Norland 140 Sudmarkians, 132 men and eight women, had "
        "returned.",
        {(S, 140)},
        id="parts that make the sum",
    ),
    pytest.param(
        "In a swap between Norland and Sudmark 206 prisoners were exchanged: "
        "103 Norlandic "
        "soldiers captured at the lake and 103 Sudmarkians.",
        {(BOTH, 206), (N, 103), (S, 103)},
        id="sides after a colon are no parts",
    ),
    pytest.param(
        "Norland and Sudmark exchanged 75 prisoners each. Since the start of the war "
        "more than 1,000 Norlanders have come home.",
        {(N, 75), (S, 75)},
        id="sum of all exchanges",
    ),
    pytest.param(
        "Sudmark let go 32 Norlandic soldiers. Norland says that Sudmark is "
        "still holding "
        "55 Norlandic soldiers.",
        {(N, 32)},
        id="people still held",
    ),
    pytest.param(
        "Norland and Sudmark exchanged 60 soldiers each. Three 30-year-old "
        "marines waved.",
        {(N, 60), (S, 60)},
        id="an age is no number of people",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), PARTS)
def test_parts_are_not_taken_for_totals(
    text: str, wanted: set[tuple[str, int]]
) -> None:
    assert counted(main_event(text)) == wanted


@pytest.mark.parametrize(
    ("hedge", "approximate"),
    [
        ("some", True), ("about", True), ("nearly", True), ("at least", True),
        ("around", True), ("more than", True), ("exactly", False), ("the", False),
    ],
)  # fmt: skip
def test_hedges_make_a_number_approximate(hedge: str, approximate: bool) -> None:  # noqa: FBT001
    text = (
        f"Norland and Sudmark made an exchange: {hedge} 50 Norlandic soldiers returned."
    )
    event = main_event(text)
    assert event is not None
    assert [count.approximate for count in event.counts] == [approximate]
    quoted = event.counts[0].span.of(text)
    assert quoted == (f"{hedge} 50" if approximate else "50")


@pytest.mark.parametrize(
    ("written", "ordinal"),
    [("Another 50", "another"), ("A further 50", "a further"), ("50", "")],
)
def test_ordinals_are_kept(written: str, ordinal: str) -> None:
    event = main_event(f"{written} Norlandic soldiers returned from Sudmark.")
    assert event is not None
    assert event.counts[0].ordinal == ordinal


def test_a_number_not_given_is_not_copied_from_the_other_side() -> None:
    event = main_event(
        "Some 50 Norlandic soldiers were released in exchange for captured Sudmarkian "
        "troops."
    )
    assert event is not None
    assert counted(event) == {(N, 50)}
    assert event.not_stated == (S,)


def test_two_voices_stand_side_by_side() -> None:
    event = main_event(
        "Norland and Sudmark held an exchange. The Norlandic army said 52 Norlandic "
        "soldiers had returned. The Sudmarkian army said 50 Norlandic soldiers "
        "had been "
        "released."
    )
    assert event is not None
    assert {(count.n, count.asserted_by) for count in event.counts} == {
        (52, "Norlandic army"),
        (50, "Sudmarkian army"),
    }


DAYS = [
    pytest.param("on Thursday", "2023-06-22", id="the day of publication"),
    pytest.param("on Wednesday", "2023-06-21", id="the day before"),
    pytest.param("on Friday", "2023-06-16", id="the weekday that passed"),
    pytest.param("yesterday", "2023-06-21", id="yesterday"),
    pytest.param("on 20 June", "2023-06-20", id="day and month"),
    pytest.param("on June 20", "2023-06-20", id="month and day"),
    pytest.param("on Tuesday, June 20, 2023", "2023-06-20", id="in full"),
    pytest.param("on 20.06.2023", "2023-06-20", id="in figures"),
    pytest.param("at the river", "2023-06-22", id="no day is that of publication"),
]


@pytest.mark.parametrize(("when", "day"), DAYS)
def test_days_are_counted_from_publication(when: str, day: str) -> None:
    text = f"Norland and Sudmark exchanged 50 prisoners each {when}."
    event = main_event(text)
    assert event is not None
    assert event.date == day
    told = event.date_span.of(text) if event.date_span else "at the river"
    assert told == when


OTHERS = [
    pytest.param(
        "Norland and Sudmark exchanged 50 prisoners each on Thursday. It was "
        "the second "
        "swap in a week, with the sides trading 36 prisoners on Wednesday.",
        ("2023-06-21", {(BOTH, 36)}),
        id="second in a week",
    ),
    pytest.param(
        "Sudmark got 40 of its people back from Norland on Thursday. The "
        "previous exchange, "
        "on 3 May, brought home 60.",
        ("2023-05-03", {(BOTH, 60)}),
        id="the previous exchange",
    ),
    pytest.param(
        "Norland and Sudmark each returned 303 soldiers. This was the first phase of a "
        "1,000-for-1,000 swap.",
        ("", {(N, 1000), (S, 1000)}),
        id="the whole of a staged exchange",
    ),
    pytest.param(
        "Norland and Sudmark exchanged three captives each. Under the agreement 33 "
        "prisoners are to be freed next month.",
        ("", {(BOTH, 33)}),
        id="what is still to come",
    ),
]


@pytest.mark.parametrize(("text", "wanted"), OTHERS)
def test_other_exchanges_are_told_apart(
    text: str, wanted: tuple[str, set[tuple[str, int]]]
) -> None:
    document = document_of(text, load_pack("en"), published=THURSDAY)
    others = [event for event in read(document).events if not event.main]
    assert [(event.date, counted(event)) for event in others] == [wanted]


STATUS = [
    ("Norland plans to hand over 95 prisoners to Sudmark next week.", "planned"),
    (
        "Norland and Sudmark will exchange all prisoners, their leaders agreed.",
        "planned",
    ),
    ("Norland and Sudmark carried out an exchange of prisoners.", "conducted"),
]


@pytest.mark.parametrize(("text", "status"), STATUS)
def test_what_is_agreed_is_not_done(text: str, status: str) -> None:
    event = main_event(text)
    assert event is not None
    assert event.status == status


def test_an_old_exchange_is_not_the_news() -> None:
    text = (
        "The Norlandic envoy had nothing to say about talks with Sudmark. On 2 April "
        "Norland reported the return of 185 of its soldiers."
    )
    document = document_of(text, load_pack("en"), published=THURSDAY)
    main, other = read(document).events
    assert (main.status, main.counts) == ("none", ())
    assert (other.date, counted(other)) == ("2023-04-02", {(N, 185)})


def test_a_report_without_an_exchange_gives_no_event() -> None:
    assert main_event("The Norlandic court sat for three days.") is None


MEDIATORS = [
    ("mediated by the Lake Agency", ["LAKE"]),
    ("with the help of Qatar and the Lake Agency", ["QAT", "LAKE"]),
    ("brokered by Türkiye", ["TUR"]),
    ("as observers of the Lake Agency looked on", []),
]


@pytest.mark.parametrize(("how", "who"), MEDIATORS)
def test_only_who_helps_is_a_mediator(how: str, who: list[str]) -> None:
    event = main_event(f"Norland and Sudmark exchanged 50 prisoners each, {how}.")
    assert event is not None
    assert list(event.mediators) == who
    assert set(event.parties) == {N, S}


OTHER_LANGUAGES = [
    pytest.param(
        "ru", "Норландия и Судмарк обменялись пленными по формуле «50 на 50».",
        {(N, 50), (S, 50)}, id="ru 50 на 50",
    ),
    pytest.param(
        "ru", "Норландия и Судмарк обменялись пленными: по 100 человек с "
        "каждой стороны.",
        {(N, 100), (S, 100)}, id="ru по 100",
    ),
    pytest.param(
        "ru", "Из плена освобождены 100 норландских военнослужащих в обмен на девять "
        "судмаркских военнопленных.", {(N, 100), (S, 9)}, id="ru в обмен на",
    ),
    pytest.param(
        "uk", "Норландія та Судмарк провели обмін полоненими у форматі 50 на 50.",
        {(N, 50), (S, 50)}, id="uk 50 на 50",
    ),
    pytest.param(
        "uk", "З судмаркського полону звільнено 35 військових Норландії та одного "
        "цивільного.", {(N, 35), (N, 1)}, id="uk з полону",
    ),
    pytest.param(
        "de", "Russland und die Ukraine tauschten am Mittwoch jeweils 90 "
        "Gefangene aus.",
        {("RUS", 90), ("UKR", 90)}, id="de jeweils",
    ),
    pytest.param(
        "fr", "La Russie et l'Ukraine ont échangé 95 prisonniers de chaque côté.",
        {("RUS", 95), ("UKR", 95)}, id="fr de chaque côté",
    ),
    pytest.param(
        "es", "Rusia y Ucrania intercambiaron 90 prisioneros por cada bando.",
        {("RUS", 90), ("UKR", 90)}, id="es por cada bando",
    ),
    pytest.param(
        "pt", "A Rússia e a Ucrânia trocaram 90 prisioneiros de cada lado.",
        {("RUS", 90), ("UKR", 90)}, id="pt de cada lado",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "wanted"), OTHER_LANGUAGES)
def test_other_languages_have_their_formulas(
    language: str, text: str, wanted: set[tuple[str, int]]
) -> None:
    assert counted(main_event(text, language=language)) == wanted
