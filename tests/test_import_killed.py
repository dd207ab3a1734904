"""An import that is killed at any moment: the list is whole, or it is not there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import serving

STEPS = ("read", "prepare", "write", "changes", "end")
# Inside an installation: a child imports and kills itself at each step in turn; after
# each the parent looks at what is there.
PROGRAM = """
import json, os, signal, subprocess, sys
from datetime import UTC, datetime
from repatria.access.queries import installation
from repatria.ledger import queries as ledger
from repatria.register import services
from repatria.register.models import ImportJob, Person, Record, SourceFile
from repatria.register.services import importing
from repatria.shared.actors import Actor

at = datetime(2022, 11, 20, 8, tzinfo=UTC)
clerk = Actor("user:1", frozenset(["registrar"]), "north")
for code in ("NORLAND", "SUDMARK"):
    services.register_party(actor=clerk, code=code, names={}, at=at)
told = {"sender": "north", "subject": "missing", "holder": "SUDMARK",
        "home": "NORLAND", "said_on": "2022-11-19"}

def keep(start):
    rows = "".join(f"{n};Koval;Ivan;1984\\n" for n in range(start, start + 3000))
    raw = ("id;Family name;Given name;Born\\n" + rows).encode()
    return services.keep_upload(actor=clerk, raw=raw, name="l.csv", told=told, at=at)

CHILD = '''
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from repatria.site import home
home.wake(Path(sys.argv[1]))
from repatria.register.services import importing
def tell(now, share):
    if now == sys.argv[3] and (now != "write" or share >= 0.5):
        os.kill(os.getpid(), signal.SIGKILL)
at = datetime(2022, 11, 20, 8, tzinfo=UTC)
importing.perform_import(sys.argv[2], at=at, told=tell)
os.kill(os.getpid(), signal.SIGKILL)  # the list is there, and nobody was told
'''

def killed_at(job, step):
    home = os.environ["REPATRIA_HOME"]
    ran = subprocess.run([sys.executable, "-c", CHILD, home, job.ref, step])
    assert ran.returncode == -signal.SIGKILL, step

first = services.start_import(actor=clerk, upload=keep(1), at=at)
importing.perform_import(first.ref, at=at)
seen = []
for step in ("read", "prepare", "write", "changes", "end"):
    job = services.start_import(actor=clerk, upload=keep(len(seen) + 2), at=at)
    before = SourceFile.objects.count(), Record.objects.count(), Person.objects.count()
    killed_at(job, step)
    after = SourceFile.objects.count(), Record.objects.count(), Person.objects.count()
    died = [one.ref for one in services.stop_those_that_died(at=at)]
    job.refresh_from_db()
    verdict = ledger.verify(organisation=installation().code)
    seen.append({"step": step, "died": died == [job.ref], "state": job.state,
                 "added": [now - then for now, then in zip(after, before)],
                 "sound": verdict.sound})
    services.import_again(actor=clerk, job=job, at=at)
    assert importing.perform_import(job.ref, at=at).state == "done"
print(json.dumps({"seen": seen, "rows": Record.objects.count()}))
"""


@pytest.mark.django_db
def test_a_killed_import_leaves_no_half_list_and_is_done_again(
    templates: Callable[[str], serving.Template], tmp_path: Path
) -> None:
    template = templates("party")
    home = tmp_path / "killed"
    database = template.copied(home)
    said = json.loads(serving.run_inside(home, database, PROGRAM).splitlines()[-1])
    assert [one["step"] for one in said["seen"]] == [*STEPS]
    for one in said["seen"][:-1]:
        assert one["added"] == [0, 0, 0], one["step"]
        assert one["died"], one["step"]
        assert one["state"] == "stopped", one["step"]
    assert said["seen"][-1]["added"] == [1, 3000, 3000]
    assert said["seen"][-1]["state"] == "done"
    assert all(one["sound"] for one in said["seen"])
    assert said["rows"] == 6 * 3000
    if not database:
        subprocess.run([sys.executable, "-m", "repatria", "verify", home], check=True)
