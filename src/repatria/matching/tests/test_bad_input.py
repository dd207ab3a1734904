"""Whatever is in a list: a clear refusal, or an answer in which every row stands."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from repatria.matching.tests.lists import (
    ENGLISH,
    UKRAINIAN,
    Content,
    Run,
    reasons,
    table_of,
    unaccounted,
)

HEADER = "id;Прізвище;Ім'я;По батькові;Дата народження\n"
IVAN = "1;Ковальчук;Іван;Петрович;09.05.1984\n"
SECONDS_FOR_NAMESAKES = 60


def bomb(path: Path) -> None:
    """Write a small workbook that would unpack to 200 MB."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<x/>")
        packed.writestr("xl/workbook.xml", "<x/>")
        with packed.open("xl/worksheets/sheet1.xml", "w") as part:
            for _megabyte in range(200):
                part.write(b"0" * 2**20)


@pytest.mark.parametrize(
    ("left", "code", "words"),
    [
        pytest.param("", "register.list-empty", "left.csv holds no rows", id="empty"),
        pytest.param(
            ",".join(f"c{n}" for n in range(100_000)) + "\n" + "x," * 99_999 + "x\n",
            "register.list-too-large",
            "left.csv has 100000 columns; at most 2000",
            id="a hundred thousand columns",
        ),
        pytest.param(
            bomb, "register.list-bomb", "left.csv would unpack to 200 MB", id="ZIP bomb"
        ),
        pytest.param(
            b"%PDF-1.7 text", "register.list-not-a-list", "left.csv is ", id="PDF"
        ),
        pytest.param(
            b"PK\x03\x04" + b"x" * 99, "register.list-damaged", "left.csv", id="bad ZIP"
        ),
    ],
)
def test_what_is_no_list_is_refused_and_nothing_written(
    reconcile: Run, left: Content, code: str, words: str
) -> None:
    said = reconcile(left)
    assert said.status == 1
    assert f"[{code}]" in said.err
    assert words in said.err
    assert not said.folder.exists()


@pytest.mark.parametrize(
    ("option", "content", "words"),
    [
        pytest.param(
            "--model", "{}", "[matching.model-unreadable] given is", id="model"
        ),
        pytest.param("--model", "\x00", "[matching.model-unreadable]", id="bytes"),
        pytest.param("--model", None, "[repatria.file] There is no", id="no model"),
        pytest.param("--columns", None, "[repatria.file] There is no", id="no map"),
        pytest.param("--columns", "[left", "[register.column-map]", id="broken map"),
        pytest.param(
            "--columns",
            '[left.columns]\nfamily = "Nachname"\n',
            "left.csv has no column called Nachname; it has id, Прізвище",
            id="a column that is not there",
        ),
        pytest.param(
            "--columns",
            '[columns]\nhat = "Звання"\n',
            "unknown field 'hat'",
            id="a field that is none",
        ),
        pytest.param(
            "--columns",
            'encoding = "klingon"\n',
            "[register.encoding-unknown]",
            id="an encoding that is none",
        ),
    ],
)
def test_a_wrong_model_or_map_is_refused_and_nothing_written(
    reconcile: Run, tmp_path: Path, option: str, content: str | None, words: str
) -> None:
    given = tmp_path / "given"
    if content is not None:
        given.write_text(content, encoding="utf-8")
    said = reconcile(UKRAINIAN, ENGLISH, option, given)
    assert said.status == 1
    assert words in said.err
    assert not said.folder.exists()


def test_a_missing_list_is_said_to_be_missing(repatria: Run, tmp_path: Path) -> None:
    said = repatria("dedupe", tmp_path / "nowhere.csv")
    assert said.status == 1
    assert "[register.list-missing] There is no file nowhere.csv." in said.err
    assert not said.folder.exists()


def test_results_go_into_a_folder(reconcile: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    said = reconcile()
    assert said.status == 2
    assert "out" in said.err
    assert (tmp_path / "out").read_text(encoding="utf-8") == "a file"


def test_a_folder_under_a_file_is_refused(reconcile: Run, tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to(tmp_path / "left.csv" / "below")
    said = reconcile()
    assert said.status == 1
    assert "[matching.folder-unusable]" in said.err


@pytest.mark.parametrize(
    "left",
    [
        pytest.param(UKRAINIAN.encode("koi8-u"), id="koi8-u"),
        pytest.param(UKRAINIAN.encode("cp1251"), id="cp1251"),
        pytest.param(UKRAINIAN.encode("utf-16"), id="UTF-16"),
        pytest.param(UKRAINIAN.encode("utf-8-sig"), id="UTF-8 with BOM"),
        pytest.param(
            b"".join(
                line.encode("cp1251" if number == 1 else "utf-8") + b"\n"
                for number, line in enumerate(UKRAINIAN.splitlines())
            ),
            id="one line in another encoding",
        ),
        pytest.param(UKRAINIAN.replace("Ковальчук", "Коваль\0чук"), id="NUL bytes"),
        pytest.param(
            UKRAINIAN.replace("Ковальчук", "\u202eКовальчук\u202c").replace(
                "Іван;", "Іван\u200b;"
            ),
            id="marks that turn or hide text",
        ),
        pytest.param(UKRAINIAN.replace("Ковальчук", "Koвaльчyк"), id="mixed scripts"),
        pytest.param(UKRAINIAN.replace("\n", "\r\n"), id="lines of Windows"),
        pytest.param(UKRAINIAN.replace(";", "\t"), id="tabs"),
        pytest.param("Список осіб\n\n" + UKRAINIAN, id="a title above"),
    ],
)
def test_odd_writing_changes_nothing(reconcile: Run, left: Content) -> None:
    said = reconcile(left)
    assert said.status == 0
    pairs = table_of(said.folder / "pairs.csv")
    assert pairs.select("left_row", "right_row", "verdict").rows() == [
        ("1", "1", "same"),
        ("2", "2", "same"),
    ]
    assert unaccounted(said.folder, "left", 3) == []


def workbook(path: Path) -> None:
    """Write a merged title, a date, a serial date, a formula and a hidden row."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Список")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.merge_range("A1:E1", "Список осіб")
        sheet.write_row(
            "A3", ["№", "Прізвище", "Ім'я", "По батькові", "Дата народження"]
        )
        sheet.write_row("A4", [1, "Ковальчук", "Іван", "Петрович"])
        sheet.write_datetime("E4", datetime(1984, 5, 9), day)  # noqa: DTZ001 - a sheet has no zone
        sheet.write_row("A5", [2, "Мельниченко", "Ганна", "Іванівна", 32905])
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.write_row("A6", [3, "Їжаченко", "", "Юрійович", "23.12.1979"])
        sheet.write_formula("C6", '="Єв"&"ген"', None, "Євген")


def test_what_a_workbook_hides_is_read_and_said(reconcile: Run) -> None:
    said = reconcile(workbook, name="left.xlsx")
    assert said.status == 0
    pairs = table_of(said.folder / "pairs.csv")
    assert pairs.select("left_row", "right_row", "left_id", "differs").rows() == [
        ("1", "1", "1", ""),
        ("2", "2", "2", ""),
    ]
    assert reasons(pairs).str.contains("birth date the same", literal=True).all()
    alone = table_of(said.folder / "left_only.csv")
    assert alone["Ім'я"].to_list() == ["Євген"]
    assert "Merged cells: 1" in said.err
    assert "Hidden rows were read too: 1" in said.err


@pytest.mark.parametrize(
    ("written", "says"),
    [
        pytest.param("09.05.1984", "birth date the same (", id="whole"),
        pytest.param("31.02.1984", "birth", id="a day that is none"),
        pytest.param("84", "birth year the same", id="two digits"),
        pytest.param("05/09/84", "day and month of birth swapped", id="slashes"),
        pytest.param("??.05.1984", "birth date the same as far as", id="day unknown"),
        pytest.param("близько 1984", "birth year the same", id="about"),
        pytest.param("99.99.9999", None, id="nonsense"),
        pytest.param("невідомо", None, id="unknown"),
        pytest.param("0", None, id="zero"),
        pytest.param("", None, id="blank"),
    ],
)
def test_a_birth_date_of_any_kind(
    reconcile: Run, written: str, says: str | None
) -> None:
    said = reconcile(UKRAINIAN.replace("09.05.1984", written))
    assert said.status == 0
    pairs = table_of(said.folder / "pairs.csv")
    assert pairs.select("left_row", "right_row").rows() == [("1", "1"), ("2", "2")]
    why = reasons(pairs)[0]
    assert ("birth" in why) == (says is not None)
    assert says is None or says in why


def test_names_of_ten_thousand_letters(reconcile: Run) -> None:
    long = "Ко" * 5_000
    left = HEADER + f"1;{long};{'Ів' * 5_000};Петрович;1984\n2;{'К' * 10_000};Іван;;\n"
    right = HEADER + f"1;{long};{'Ів' * 5_000};Петрович;1984\n"
    said = reconcile(left, right)
    assert said.status == 0
    assert table_of(said.folder / "pairs.csv").select("left_row").rows() == [("1",)]
    assert unaccounted(said.folder, "left", 2) == []


def test_a_whole_name_of_thousands_of_words(reconcile: Run) -> None:
    names = "ПІБ\n" + "Ко " * 5_000 + "\nІваненко Іван Іванович\n"
    said = reconcile(names, names)
    assert said.status == 0
    assert unaccounted(said.folder, "left", 2) == []


def test_the_same_file_twice_is_the_same_on_both(reconcile: Run) -> None:
    said = reconcile(UKRAINIAN, UKRAINIAN)
    pairs = table_of(said.folder / "pairs.csv")
    assert pairs.select("left_row", "right_row", "verdict", "differs").rows() == [
        (str(row), str(row), "same", "") for row in (1, 2, 3)
    ]


RAGGED = HEADER + IVAN + "2;Мельниченко\n3;а;б;в;г;ґ;д;е;є\n;;;;\n\n" + IVAN


def test_rows_that_cannot_be_read_are_named_with_their_line(reconcile: Run) -> None:
    said = reconcile(RAGGED)
    assert said.status == 0
    assert unaccounted(said.folder, "left", 5) == []
    alone = table_of(said.folder / "left_only.csv")
    why = dict(zip(alone["row"], reasons(alone), strict=True))
    assert why["3"].startswith("this row could not be read; see line 4 of the file")
    assert why["4"].startswith("this row could not be read; see line 5 of the file")
    assert why["5"].startswith("likely the person of row 1 of this list")
    totals = json.loads((said.folder / "summary.json").read_text())["totals"]
    assert totals["left_unreadable"] == sum(
        "could not be read" in w for w in why.values()
    )


def test_unreadable_rows_repeat_nobody(dedupe: Run) -> None:
    broken = "3;а;б;в;г;ґ;д;е;є\n"
    said = dedupe(UKRAINIAN[: UKRAINIAN.index("3;")].replace(";", ",") + broken * 2)
    clusters = table_of(said.folder / "clusters.csv")
    assert clusters["cluster"].to_list() == [str(n) for n in range(1, 5)]


NOTHING_KNOWN = "колір;місто;форма\nсиній;так;куля\nзелений;ні;куб\nбілий;ні;конус\n"


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        pytest.param(NOTHING_KNOWN, ENGLISH, "states too little", id="nothing known"),
        pytest.param(
            NOTHING_KNOWN,
            NOTHING_KNOWN.replace("форма", "вага"),
            "states too little",
            id="nothing known on either",
        ),
        pytest.param(
            "id;Примітка\n1;вигадано\n2;вигадано\n3;\n",
            "id;Примітка\n1;вигадано\n",
            "states too little",
            id="notes alone",
        ),
        pytest.param(
            "Звання;Підрозділ\nсолдат;12 полк\nсолдат;12 полк\nкапітан;9 бригада\n",
            "Rank,Unit\nprivate,12 Regt\n",
            "states too little",
            id="ranks alone",
        ),
        pytest.param(
            "Прізвище;Ім'я\nКовальчук;Іван\nМельниченко;Ганна\nПетренко;Олег\n",
            "Rank,Date of birth\nsoldier,1984-05-09\n",
            "no counterpart",
            id="nothing in common",
        ),
    ],
)
def test_lists_that_say_too_little_are_answered_row_by_row(
    reconcile: Run, left: str, right: str, why: str
) -> None:
    """Rows that name nobody are one person with nobody, not even with each other."""
    said = reconcile(left, right)
    assert said.status == 0
    assert table_of(said.folder / "pairs.csv").height == 0
    assert unaccounted(said.folder, "left", 3) == []
    alone = table_of(said.folder / "left_only.csv")
    assert reasons(alone).str.starts_with(why).all()
    assert (alone["duplicate_of"] == "").all()
    assert "--columns" in said.err


def test_nobody_named_is_nobody_repeated(dedupe: Run) -> None:
    said = dedupe(NOTHING_KNOWN + "білий;ні;конус\n")
    assert said.out.strip() == "4 rows, 4 persons; 0 rows repeat another."


@pytest.mark.parametrize("right", [ENGLISH, HEADER], ids=["right full", "both bare"])
def test_a_list_of_a_header_alone_has_no_rows(reconcile: Run, right: str) -> None:
    said = reconcile(HEADER, right)
    assert said.status == 0
    assert table_of(said.folder / "left_only.csv").height == 0
    assert unaccounted(said.folder, "right", 3 if right == ENGLISH else 0) == []


def test_nobody_is_lost_from_one_column_of_names_without_a_heading(
    reconcile: Run,
) -> None:
    names = "Ковальчук Іван Петрович\nМельниченко Ганна Іванівна\nКіт Лев Юрійович\n"
    said = reconcile(names, ENGLISH)
    pairs = table_of(said.folder / "pairs.csv")
    assert pairs.select("left_row", "right_row").rows() == [("1", "1"), ("2", "2")]
    assert unaccounted(said.folder, "left", 3) == []


def test_the_wrong_delimiter_leaves_every_row_alone(
    reconcile: Run, tmp_path: Path
) -> None:
    given = tmp_path / "columns.toml"
    given.write_text('[left]\ndelimiter = "|"\n', encoding="utf-8")
    said = reconcile(UKRAINIAN, ENGLISH, "--columns", given)
    assert said.status == 0
    assert "id;Прізвище;Ім'я" in said.err
    assert unaccounted(said.folder, "left", 3) == []


def test_thousands_of_identical_rows_are_one_person(reconcile: Run) -> None:
    said = reconcile(HEADER + IVAN * 5_000)
    assert said.status == 0
    pairs = table_of(said.folder / "pairs.csv")
    assert pairs.select("left_row", "right_row").rows() == [("1", "1")]
    alone = table_of(said.folder / "left_only.csv")
    assert alone.height == 4_999
    assert (alone["duplicate_of"] == "1").all()


def test_fifty_thousand_namesakes_end_in_time(dedupe: Run) -> None:
    """Nothing but the name: no key may pair all of them with all."""
    rows = (f"{n};Ковальчук;Іван;;\n" for n in range(50_000))
    said = dedupe(HEADER + "".join(rows))
    assert said.status == 0
    assert table_of(said.folder / "clusters.csv").height == 50_000
    run = json.loads((said.folder / "run.json").read_text(encoding="utf-8"))
    assert run["seconds"] < SECONDS_FOR_NAMESAKES


def test_namesakes_born_on_many_days_end_in_time(reconcile: Run) -> None:
    """A block of one name, told apart by a date of birth that says little."""
    days = (
        f"{n % 28 + 1:02}.{n // 28 % 12 + 1:02}.{1960 + n % 40}" for n in range(25_000)
    )
    rows = [f"{n};Ковальчук;Іван;Петрович;{day}\n" for n, day in enumerate(days)]
    said = reconcile(HEADER + "".join(rows), HEADER + "".join(rows[::-1]))
    assert said.status == 0
    assert unaccounted(said.folder, "left", 25_000) == []
    assert unaccounted(said.folder, "right", 25_000) == []
    summary = json.loads((said.folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["not_compared"]["family"] > 0
    run = json.loads((said.folder / "run.json").read_text(encoding="utf-8"))
    assert run["seconds"] < SECONDS_FOR_NAMESAKES


def test_headings_may_be_called_what_ours_are(reconcile: Run) -> None:
    said = reconcile("row,id,why,Прізвище\n7,8,9,Їжаченко\n")
    written = (said.folder / "left_only.csv").read_text("utf-8-sig").splitlines()
    assert written[0] == "row,id,review,duplicate_of,why,row,id,why,Прізвище"
    assert written[1].endswith(",7,8,9,Їжаченко")
    assert pl.read_csv(said.folder / "left_only.csv").height == 1
