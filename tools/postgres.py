"""Run a command with a PostgreSQL of its own: made for it, thrown away after it.

``python -m tools.postgres pytest -q`` starts a cluster in a temporary folder that
listens on a Unix socket alone, sets ``DATABASE_URL``, and passes the command's exit
status on.  The cluster refuses to be root; started by root it runs as ``postgres``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Where Debian keeps the programs that it does not put on the path.
DEBIANS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
OWNER = "postgres"
# A cluster that dies with its tests has no need to survive a power cut.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def program(name: str) -> str | None:
    """Return where a program of PostgreSQL lies, or None."""
    places = os.pathsep.join([*map(str, DEBIANS), os.environ.get("PATH", "")])
    return shutil.which(name, path=places)


@contextmanager
def cluster() -> Iterator[str]:
    """Run a fresh cluster; gives the address of its database."""
    folder = Path(tempfile.mkdtemp(prefix="repatria-postgres-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER, OWNER)
        _as_owner("initdb", "-A", "trust", "-U", OWNER, "-E", "UTF8", "--locale=C",
                  "-D", str(folder / "data"))  # fmt: skip
        told = f"-c listen_addresses='' -k {folder} {FAST}"
        _as_owner("pg_ctl", "-D", str(folder / "data"), "-w", "-o", told,
                  "-l", str(folder / "log"), "start")  # fmt: skip
        try:
            host = str(folder).replace("/", "%2F")
            yield f"postgres://{OWNER}@{host}/{OWNER}"
        finally:
            _as_owner("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner(name: str, *words: str) -> None:
    found = program(name)
    if found is None:
        raise SystemExit(f"No {name}. On Debian: sudo apt-get install postgresql")
    start = ["runuser", "-u", OWNER, "--"] if os.geteuid() == 0 else []
    ran = subprocess.run(
        [*start, found, *words],
        check=False,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if ran.returncode:
        raise SystemExit(f"{name}: {ran.stderr.strip()}")


def main(words: list[str]) -> int:
    """Run the command line ``words`` beside a cluster and return its status."""
    if not words:
        print(__doc__, file=sys.stderr)
        return 2
    with cluster() as address:
        told = {**os.environ, "DATABASE_URL": address}
        return subprocess.run(words, check=False, env=told).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
