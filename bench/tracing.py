"""How long a new list takes to be looked through for everybody whom families seek.

``python -m bench.tracing`` fills a new installation with 50,000 open requests, takes in
a list of 16,000 rows, looks through it as the job does, and asks for pages of the
requests.  It writes ``bench/results/tracing.md``; with a number named it takes so many
requests and prints alone: ``python -m bench.tracing 5000``.  ``DATABASE_URL`` names a
PostgreSQL database; without it SQLite is measured.  The requests are written in bulk,
as no desk would: only what comes after is measured.
"""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bench.environments import ROOT
from bench.processes import CORES

REQUESTS, LISTED, RUNS = 50_000, 16_000, 5
AT = datetime(2022, 11, 20, 8, tzinfo=UTC)
RESULTS = ROOT / "bench" / "results" / "tracing.md"
HEAD = """\
# Families: what was measured

Made by `python -m bench.tracing`; figures stand as they came out, on {cores} cores,
Python {python}, Django {django}, {vendor}. {requests:,} open requests; somebody
seeks most of those on the new list. Pages are answered inside the process,
signed in, with their entry of what was read: processor time, the median of {runs}
(the machine was shared, so wall time says little of them).

| Measure | Figure |
| --- | ---: |
"""


def main(requests: int) -> None:
    """Fill, look through, page; print, or write the results."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        home.mkdir()
        _wake(home)
        _lists(Path(folder), requests)
        told = measured(Path(folder), requests)
    import django
    from django.db import connection

    head = HEAD.format(
        cores=CORES,
        python=".".join(map(str, sys.version_info[:3])),
        django=django.__version__,
        vendor=connection.vendor,
        requests=requests,
        runs=RUNS,
    )
    page = head + "".join(f"| {name} | {figure} |\n" for name, figure in told.items())
    print(page)
    if requests == REQUESTS:
        RESULTS.write_text(page, encoding="utf-8")


def _wake(folder: Path) -> None:
    os.environ["REPATRIA_SECOND_FACTOR"] = "offered"
    from repatria.site import home

    home.prepare(folder)
    home.wake(folder)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from repatria.access.models import Installation

    Installation.objects.create(
        code="north", name="North", kind="party", party="NORLAND", synthetic=True,
        created_at=AT,
    )  # fmt: skip


def _lists(folder: Path, requests: int) -> None:
    subprocess.run(
        [sys.executable, "-m", "repatria", "generate", "--persons", str(requests),
         "--seed", "7", "--out", str(folder)],
        check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    with (folder / "right.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    with (folder / "new.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows[: LISTED + 1])


def measured(folder: Path, requests: int) -> dict[str, str]:
    """Return what was measured, by its name."""
    from repatria.tracing.models import Candidate
    from repatria.tracing.services import find_in_list

    asked = _import(folder / "left.csv", "families")
    _ask(asked, requests)
    version = _import(folder / "new.csv", "south")
    begun = time.process_time()
    seconds, made = _timed(lambda: find_in_list(version, at=AT))
    busy = time.process_time() - begun
    again, _none = _timed(lambda: find_in_list(version, at=AT))
    per_request = made / max(Candidate.objects.values("request").distinct().count(), 1)
    client = _client()
    cursor = f"/families/?before={requests // 2}"
    return {
        "rows of the new list": f"{version.rows:,}",
        "looking through the list (s)": f"{seconds:.1f}",
        "the same, processor time of all cores (s)": f"{busy:.1f}",
        "the same list again, nothing new (s)": f"{again:.1f}",
        "candidates proposed": f"{made:,}",
        "candidates a request that has any": f"{per_request:.2f}",
        "first page of the requests (ms)": _page(client, "/families/"),
        "a page in the middle, by cursor (ms)": _page(client, cursor),
        "those with candidates (ms)": _page(client, "/families/?candidates=yes"),
        "Today of a liaison (ms)": _page(client, "/"),
        "peak memory of all this (MB)": f"{_peak_mb():,.0f}",
    }


def _import(path: Path, sender: str) -> Any:
    from repatria.register.services import import_list, register_party
    from repatria.shared.actors import Actor

    actor = Actor(ref="command:bench", organisation="north")
    for code in ("NORLAND", "SUDMARK"):
        register_party(actor=actor, code=code, names={}, at=AT)
    return import_list(
        actor=actor, path=path, name=path.name, sender=sender, subject="held",
        holder="SUDMARK", home="NORLAND", said_on=date(2022, 11, 20), at=AT,
    )  # fmt: skip


def _ask(version: Any, requests: int) -> None:
    """Let somebody ask after each of these people."""
    from repatria.access import vault
    from repatria.access.core.sealing import seal
    from repatria.register.core.case_numbers import new_ref
    from repatria.tracing.core.sought import Sought
    from repatria.tracing.models import Requester, RequestState, TracingRequest

    records = list(version.records.order_by("row")[:requests])
    refs = [(new_ref("Q"), new_ref("T")) for _record in records]
    keys = vault.make_keys(f"requester:{who}" for who, _ref in refs)
    requesters, asked = [], []
    for record, (who, ref) in zip(records, refs, strict=True):
        owner = f"requester:{who}"
        sought = Sought(family=record.family, given=record.given, birth=record.birth)

        def sealed(field: str, text: str, owner: str = owner) -> bytes:
            return seal(keys[owner], text.encode(), place=f"{owner}/{field}")

        requesters.append(
            Requester(
                ref=who, sealed_name=sealed("name", "Synthetic Person"),
                sealed_contact=sealed("contact", "+000 555 0101"), language="en",
                recorded_at=AT, recorded_by="command:bench",
            )
        )  # fmt: skip
        asked.append(
            TracingRequest(
                ref=ref, relation="spouse", record=record, recorded_by="command:bench",
                sealed_sought=sealed(f"sought:{ref}", sought.written()),
                received_at=AT - timedelta(minutes=record.row),
            )
        )  # fmt: skip
    kept = Requester.objects.bulk_create(requesters, batch_size=2_000)
    for request, requester in zip(asked, kept, strict=True):
        request.requester = requester
    held = TracingRequest.objects.bulk_create(asked, batch_size=2_000)
    RequestState.objects.bulk_create(
        [RequestState(request=one) for one in held], batch_size=2_000
    )


def _client() -> Any:
    from django.conf import settings
    from django.test import Client

    from repatria.access.models import RoleGrant, User

    settings.ALLOWED_HOSTS = ["*"]
    user = User.objects.create(username="liaison")
    RoleGrant.objects.create(
        user=user, role="family-liaison", granted_by="command:bench", granted_at=AT
    )
    client = Client()
    client.force_login(user)
    return client


def _page(client: Any, address: str) -> str:
    took = []
    for _run in range(RUNS + 1):
        clock = time.process_time()
        answer = client.get(address)
        seconds = time.process_time() - clock
        if answer.status_code != 200:
            raise SystemExit(f"{address}: {answer.status_code}")
        took.append(seconds)
    return f"{median(took[1:]) * 1000:.0f}"


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    clock = time.perf_counter()
    result = act()
    return time.perf_counter() - clock, result


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS)
