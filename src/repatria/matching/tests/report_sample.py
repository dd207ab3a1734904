"""Reports of invented people: varied, large, empty, one-sided and hostile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from repatria.matching.report.data import (
    Agreement,
    Bin,
    Cluster,
    ColumnUse,
    Compared,
    DedupeData,
    Entry,
    ErrorRate,
    FieldCount,
    ListCard,
    LoneRow,
    Member,
    Missing,
    ModelCard,
    Nearest,
    Pair,
    Remark,
    ReportData,
    Row,
    Section,
    Split,
    Standing,
    Unreadable,
    Value,
    value_of_a_look,
)
from repatria.shared.text import mark as _
from repatria.shared.text import say

FAMILIES = (
    ("Вербненко", "Verbnenko"),
    ("Кіпоть-Залужанський", "Kipot-Zaluzhanskyi"),
    ("Ґудзоватий", "Gudzovatyi"),
    ("Лебедовченко", "Lebedovtschenko"),
    ("Осокорів", "Osokoriv"),
    ("Щедрогорський-Переяславенко", "Shchedrohorskyi-Pereiaslavenko"),
    ("Тис", "Tys"),
)
GIVENS = (
    ("Микола", "Nikolai"),
    ("Олександр", "Sasha"),
    ("Юрій", "Yury"),
    ("Євген", "Evgenii"),
    ("Данило", "Danylo"),
)
PATRONYMICS = (("Остапович", "Ostapovich"), ("Юхимович", ""), ("Ілліч", "Ilyich"))
RANKS = (("сержант", "Sgt"), ("солдат", ""), ("майор", "Maj."), ("", "Pte"))
UNITS = (("36 обр мп", "36th Marine Bde"), ("А0000", "A0000"), ("", "12 Bn"))

HOSTILE = (
    '<script>alert("a")</script>',
    "</style><img src=http://example.org/x onerror=alert(1)>",
    "Верб\u202eоknen\u0000 {{ 7*7 }} %s",
    "شوچنكو ميكولا",
    "W" * 180,
    "&amp; \" ' ` ${x} </td></tr></table>",
)


def _row(number: int, side: int) -> Row:
    family = FAMILIES[number % len(FAMILIES)][side]
    given = GIVENS[number % len(GIVENS)][side]
    patronymic = PATRONYMICS[number % len(PATRONYMICS)][side]
    year, month, day = 1960 + number * 7 % 45, 1 + number % 12, 1 + number * 5 % 28
    born = (f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}")[side]
    return Row(
        row=number * 13 + 1,
        id=(f"Н-{number:05}", "" if number % 4 == 0 else f"S{number:06}")[side],
        name=" ".join(part for part in (family, given, patronymic) if part),
        born="" if number % 9 == 0 else born,
        values=(
            Value("rank", RANKS[number % len(RANKS)][side]),
            Value("unit", UNITS[number % len(UNITS)][side]),
        ),
    )


def _compared(number: int, left: Row, right: Row) -> tuple[Compared, ...]:
    family, given, patronymic = number % 7, number % 5, number % 3
    ranks = [row.values[0].text for row in (left, right)]
    units = [row.values[1].text for row in (left, right)]
    unknown, close = Agreement.UNKNOWN, Agreement.CLOSE
    return (
        Compared(
            "family", *FAMILIES[family], Agreement.SAME, 9.4,
            say(_("two scripts, one sound; a rare name")),
        ),
        Compared("given", *GIVENS[given], close, 3.1, say(_("two forms of one name"))),
        Compared(
            "patronymic", *PATRONYMICS[patronymic],
            Agreement.SAME if PATRONYMICS[patronymic][1] else unknown,
            2.2 if PATRONYMICS[patronymic][1] else 0.0,
        ),
        Compared(
            "birth_date", left.born, right.born,
            Agreement.DIFFERS if left.born else unknown, -4.75,
            say(_("day and month may have been exchanged")) if left.born else "",
        ),
        Compared("rank", ranks[0], ranks[1], unknown, 0.0),
        Compared(
            "unit", units[0], units[1], close if units[0] else unknown,
            1.3 if units[0] else 0.0,
        ),
        Compared("birth_place", "", "", unknown, 0.0),
        Compared("captured_on", "", "", unknown, 0.0),
    )  # fmt: skip


def _pair(number: int, probability: float) -> Pair:
    left, right = _row(number, 0), _row(number, 1)
    return Pair(
        left=left,
        right=right,
        probability=probability,
        compared=_compared(number, left, right),
        differs=("birth_date", "rank")[: 1 + number % 2],
        why=say(_("The names agree across two scripts; the dates of birth do not.")),
        rivals=number % 3,
    )


def _lone(number: int, side: int) -> LoneRow:
    standing = list(Standing)[0 if number % 5 else number // 5 % 4]
    near = Nearest(_row(number + 3, 1 - side), 0.041, say(_("the year alone agrees")))
    return LoneRow(
        row=_row(number, side),
        standing=standing,
        nearest=near if number % 3 else None,
        duplicate_of=17 if standing is Standing.DUPLICATE else 0,
        why=say(_("Family name and birth year found nowhere on the other list.")),
    )


def _cluster(number: int, side: int) -> Cluster:
    rows = [_row(number + step, side) for step in range(2 + number % 2)]
    why = say(_("same name, same day"))
    return Cluster(number, tuple(Member(row, 0.97, why) for row in rows))


def _section(
    kind: Callable[..., Entry], entries: int, total: int, file: str, *rest: object
) -> Section[Entry]:
    shown = tuple(kind(number, *rest) for number in range(1, entries + 1))
    return Section(shown, total, file)


def _unreadable(count: int) -> Section[Unreadable]:
    lines = tuple(
        Unreadable(
            row=number * 31,
            line=number * 31 + 1,
            what=say(_("The row has 9 cells where the heading has 7.")),
            remedy=say(_("Look for a separator inside a name and quote the cell.")),
            text='Вербненко;Микола;;;09.05.1984;;;;"36',
        )
        for number in range(1, count + 1)
    )
    return Section(lines, count, "run.json")


def _card(side: int, split: Split) -> ListCard:
    rows = split.total
    fields = ("family", "given", "patronymic", "birth_date", "rank", "unit", "sex")
    return ListCard(
        name=("Список_утримуваних_північ_2022-11.csv", "held-south.xlsx")[side],
        sha256=("3f7a9c0d1e2b4a58" * 4, "b81d00c4e7f6a935" * 4)[side],
        rows=rows,
        split=split,
        label=("North bureau", "")[side],
        synthetic=True,
        form=say(_("CSV, UTF-8, separated by semicolons; headings in line 1")),
        columns=(
            ColumnUse("Прізвище", "family", say(_("by its heading"))),
            ColumnUse("Ім'я", "given", say(_("by its heading"))),
            ColumnUse("ДН", "birth_date", say(_("by its content"))),
            ColumnUse("unnamed 12", "", ""),
        ),
        missing=tuple(
            Missing(field, rows * (place * 7 + side * 3) // 100)
            for place, field in enumerate(fields[: 7 - side])
        ),
        remarks=(
            Remark(
                say(_("impossible dates")), 12, "birth_date",
                say(_("Ask for the original card.")), (14, 203, 1180),
            ),
            Remark(say(_("Latin letters inside Cyrillic words")), 31, "family"),
        ),
        unreadable=_unreadable(min(split.unreadable, 5)),
    )  # fmt: skip


MODEL = ModelCard(
    name="fellegi-sunter",
    version="0.1.0",
    same_from=0.9,
    review_from=0.2,
    error_rates=(
        ErrorRate("synthetic lists, six generators", 100_000, 0.0061, 0.0213),
        ErrorRate("Febrl 4", 5_000, 0.0, 0.0044),
    ),
)

BINS = tuple(
    Bin(low, high, pairs)
    for low, high, pairs in (
        (0.2, 0.5, 61),
        (0.5, 0.75, 48),
        (0.75, 0.9, 31),
        (0.9, 0.95, 240),
        (0.95, 0.99, 1_102),
        (0.99, 0.999, 9_871),
        (0.999, 1.0, 50_214),
    )
)


def report(entries: int = 12) -> ReportData:
    """Return a large report with ``entries`` shown in each section."""
    left = Split(60_107, 1_320, 133, 38_201, 239, 5)
    right = Split(60_107, 1_320, 138, 37_911, 87, 0)
    looks = [0.5, 0.4712, 0.61, 0.33, 0.72, 0.8, 0.2]
    review = sorted(
        (_pair(number, looks[number % len(looks)]) for number in range(1, entries + 1)),
        key=lambda pair: -value_of_a_look(pair.probability),
    )
    alone = ("left_only.csv", "right_only.csv")
    return ReportData(
        left=_card(0, left),
        right=_card(1, right),
        review=Section(tuple(review), max(140, entries), "pairs.csv"),
        differs=_section(_pair, entries, 1_320, "pairs.csv", 0.9712),
        same=_section(_pair, entries, 60_107, "pairs.csv", 0.99991),
        only_left=_section(_lone, entries, left.alone, alone[0], 0),
        only_right=_section(_lone, entries, right.alone, alone[1], 1),
        duplicates_left=_section(_cluster, entries, 239, alone[0], 0),
        duplicates_right=_section(_cluster, min(entries, 3), 87, alone[1], 1),
        model=MODEL,
        expected_wrong=212.4,
        bins=BINS,
        conflicts=(
            FieldCount("birth_date", 811),
            FieldCount("rank", 402),
            FieldCount("captured_on", 160),
            FieldCount("held_at", 5),
        ),
    )


def small(rows: int = 0) -> ReportData:
    """Return a report of ``rows`` rows on the left and none on the right."""
    nobody = ListCard("right.csv", "0" * 64, 0, Split())
    left = ListCard("left.csv", "f" * 64, rows, Split(only_here=rows))
    nothing: Section[Pair] = Section((), 0, "pairs.csv")
    lone = tuple(LoneRow(_row(number, 0)) for number in range(1, rows + 1))
    return ReportData(
        left=left,
        right=nobody,
        review=nothing,
        differs=nothing,
        same=nothing,
        only_left=Section(lone, rows, "left_only.csv"),
        only_right=Section((), 0, "right_only.csv"),
        duplicates_left=Section(),
        duplicates_right=Section(),
        model=replace(MODEL, error_rates=(), frozen=True),
        expected_wrong=0.0,
    )


def hostile() -> ReportData:
    """Return a report whose every verbatim text tries to break the page."""
    data = report(entries=4)
    rows = [
        Row(number, id=text, name=text, born=text, values=(Value("unit", text),))
        for number, text in enumerate(HOSTILE, start=1)
    ]
    pairs = tuple(
        Pair(
            row, row, 0.5, differs=("name",),
            compared=(Compared("name", row.name, row.id[::-1], Agreement.DIFFERS),),
        )
        for row in rows
    )  # fmt: skip
    bad = replace(
        data.left,
        name=HOSTILE[1],
        label=HOSTILE[0],
        columns=tuple(ColumnUse(text, "unit", "") for text in HOSTILE),
    )
    return replace(
        data,
        left=bad,
        review=Section(pairs, len(pairs), "pairs.csv"),
        differs=Section(pairs, 1_320, "pairs.csv"),
        same=Section(pairs, 60_107, "pairs.csv"),
        only_left=Section(tuple(map(LoneRow, rows)), 38_578, "left_only.csv"),
    )


def one_list(entries: int = 8) -> DedupeData:
    """Return the report of one list with repeats."""
    split = Split(only_here=9_871, duplicate=127, unreadable=2)
    return DedupeData(
        one=_card(0, split),
        clusters=_section(_cluster, entries, 119, "clusters.csv", 0),
        model=MODEL,
        expected_wrong=1.3,
        bins=BINS[2:],
    )
