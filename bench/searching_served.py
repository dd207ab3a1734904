"""The search page of a server that holds many records: its part of the measurement."""

from __future__ import annotations

import os
import re
import time
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl

from bench.page import table
from bench.searching import WAYS, Figures, Material
from tests import serving

AT_A_TIME = 20_000
QUESTIONS = 100
MOST_ASKED_SLOWLY = 500_000  # beyond, it only takes time
READING = "still being read into memory"
_CASE = re.compile(r"R-(\d{8})\b")

# Records as an import would write them, but for what is sealed: that is not searched.
FILL = """
from pathlib import Path
import polars as pl
from bench.searching_served import fill
fill(pl.read_parquet({held!r}))
"""
SLOW = """
import json, time
from repatria.register.core.search import read_search
from repatria.register.queries.searching_slowly import search_in_database
told = []
for line in json.loads(Path({asked!r}).read_text("utf-8")):
    begun = time.perf_counter()
    found = search_in_database(read_search(line), None)
    took = time.perf_counter() - begun
    told.append([took, [one[0].own_id for one in found[:10]]])
print(json.dumps(told))
"""


def fill(held: pl.DataFrame) -> None:
    """Write records, persons and memberships straight into the database."""
    from datetime import UTC, datetime

    from django.db import transaction

    from repatria.register.engine.rows import KEYS, search_keys
    from repatria.register.models import LONG, Membership, Person, Record, Source

    at = datetime(2022, 11, 1, 8, tzinfo=UTC)
    source = Source.objects.create(
        kind="list", sender="south", title="held", created_at=at
    )
    keys = dict(zip(KEYS, search_keys(held, longest=LONG), strict=True))
    held = held.with_columns(**keys)
    records = {
        "source_id": source.pk, "row": pl.col("pk"), "line": 0, "kind": "row",
        "said_on": "2022-11-01", "readable": True, "rank": "", "captured_on": "",
        "sex": "", "said_fate": "", "sealed_verbatim": b"", "sealed_extra": b"",
        "salt": b"", "leaf": b"", "first_person_id": pl.col("pk"),
    }  # fmt: skip
    told = held.rename({"pk": "id"}).with_columns(
        (value if isinstance(value, pl.Expr) else pl.lit(value)).alias(name)
        for name, value in _on_id(records).items()
    )
    persons = held.select(
        id="pk", case_ref=pl.format("R-{}", pl.col("pk").cast(pl.String).str.zfill(8)),
        opened_at=pl.lit("2022-11-01 08:00:00+00:00"),
    )  # fmt: skip
    members = held.select(record_id="pk", person_id="pk")
    with transaction.atomic():
        _written(Person._meta.db_table, persons)
        _written(Record._meta.db_table, told)
        _written(Membership._meta.db_table, members)


def _on_id(values: dict[str, object]) -> dict[str, object]:
    return {
        name: pl.col("id") if isinstance(value, pl.Expr) else value
        for name, value in values.items()
    }


def _written(name: str, frame: pl.DataFrame) -> None:
    """Write a table's rows past the models: a million in under a minute."""
    from django.db import connection

    columns = ", ".join(f'"{column}"' for column in frame.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
                for row in frame.iter_rows():
                    copy.write_row(row)
            cursor.execute(f"ANALYZE {name}")  # as an import does
            return
        marks = ", ".join("?" * frame.width)
        raw = cursor.connection.cursor()
        for some in frame.iter_slices(AT_A_TIME):
            statement = f"INSERT INTO {name} ({columns}) VALUES ({marks})"  # noqa: S608
            raw.executemany(statement, some.rows())


def measured(made: Material, folder: Path) -> list[str]:
    """Fill a database, serve it, and ask: the lines of a page."""
    base = os.environ.get("DATABASE_URL", "")
    database = "PostgreSQL" if base else "SQLite"
    home = folder / f"home-{database}-{made.held.height}"
    template = serving.make_template(home, "party")
    parquet = folder / "held.parquet"
    made.held.write_parquet(parquet)
    begun = time.perf_counter()
    serving.run_inside(template.home, template.database, FILL, held=str(parquet))
    lines = [f"{database}: {made.held.height:,} records, filled in "
             f"{time.perf_counter() - begun:.0f} s", ""]  # fmt: skip
    if made.held.height < MOST_ASKED_SLOWLY:
        lines += [*slow(made, template, folder), ""]
    with serving.serving(template, folder / f"served-{database}") as served:
        lines.append(
            f"address said {age_s(served.process.pid):.1f} s after the start, "
            f"{processor_s(served.process.pid):.1f} s of processor time by then"
        )
        served.get("/search/", role="registrar")
        lines.append(
            f"first page, signed in, {age_s(served.process.pid):.1f} s after the start"
        )
        while READING in served.get("/search/", role="registrar"):
            time.sleep(0.5)
        lines.append(
            f"ready {age_s(served.process.pid):.1f} s after the start, "
            f"{processor_s(served.process.pid):.1f} s of processor time by then; "
            f"load of the machine {os.getloadavg()[0]:.1f}"
        )
        lines += [
            "",
            *table((*HEADER, "processor ms each"), asked_over_http(made, served)),
        ]
        memory = max(peaks_mb(served.process.pid))
        lines += ["", f"largest process of the server: {memory:,.0f} MB at its peak"]
    return lines


HEADER = ("Asked", "hit@1", "recall@10", "p50 ms", "p95 ms")


def asked_over_http(made: Material, served: serving.Served) -> Iterator[list[str]]:
    questions = made.questions.head(QUESTIONS)
    page = served.get("/search/", role="registrar")
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    if not found:
        raise SystemExit("the page has no form")
    token = found[1]
    opener, url = served.opener("registrar"), served.url("/search/")

    def ask(line: str) -> list[int]:
        told = {"csrfmiddlewaretoken": token, "asked": line}
        with opener.open(url, urllib.parse.urlencode(told).encode()) as answer:
            text = answer.read().decode()
        return [int(number) for number in _CASE.findall(text)]

    for way in WAYS:
        before = processor_s(served.process.pid)
        figures = _asked(questions, way, ask)
        spent = processor_s(served.process.pid) - before
        each = f"{spent * 1e3 / questions.height:.1f}"
        yield [way, *figures.cells(), each]


def _asked(
    questions: pl.DataFrame, way: str, ask: Callable[[str], list[int]]
) -> Figures:
    ms: list[float] = []
    hit, recall = 0, 0
    for row in questions.iter_rows(named=True):
        begun = time.perf_counter()
        found = list(dict.fromkeys(ask(WAYS[way](row))))[:10]
        ms.append((time.perf_counter() - begun) * 1e3)
        hit += found[:1] == [row["pk"]]
        recall += row["pk"] in found
    return Figures(hit / questions.height, recall / questions.height, np.array(ms))


def slow(made: Material, template: serving.Template, folder: Path) -> list[str]:
    """Ask the database itself, as the page does until the index is ready."""
    import json

    way = "name and date"
    questions = made.questions.head(20)
    asked = folder / "asked.json"
    lines = [WAYS[way](row) for row in questions.iter_rows(named=True)]
    asked.write_text(json.dumps(lines), encoding="utf-8")
    said = serving.run_inside(template.home, template.database, SLOW, asked=str(asked))
    told = json.loads(said)
    wanted = questions["left_id"].to_list()
    pairs = list(zip(told, wanted, strict=True))
    hit = sum(found[:1] == [one] for (_s, found), one in pairs) / len(pairs)
    recall = sum(one in found for (_s, found), one in pairs) / len(pairs)
    figures = Figures(hit, recall, np.array([took * 1e3 for took, _found in told]))
    return table(
        ("Until ready: by the database", *HEADER[1:]), [(way, *figures.cells())]
    )


def age_s(pid: int) -> float:
    """Return how long ago a process began, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    started = int(fields[19]) / os.sysconf("SC_CLK_TCK")
    return float(Path("/proc/uptime").read_text().split()[0]) - started


def processor_s(pid: int) -> float:
    """Return the processor time that a process and all it started have used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(processor_s(int(child)) for child in children)


def peaks_mb(pid: int) -> Iterator[float]:
    """Yield the peak memory of a process and of all that it started."""
    status = Path(f"/proc/{pid}/status").read_text()
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    yield int(peak[1]) / 1024 if peak else 0.0
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from peaks_mb(int(child))
