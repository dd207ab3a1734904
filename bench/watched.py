"""Run one command and write down how long it took and what memory it needed.

Run: ``python -I bench/watched.py REPORT.json COMMAND...``.  A process of its own,
kept small: a new process is counted with the memory of the one that starts it
until it has become another program, so a large starter would be measured
instead of its child.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path


def main() -> int:
    report, command = Path(sys.argv[1]), sys.argv[2:]
    started = time.perf_counter()
    child = subprocess.Popen(command)
    _pid, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    code = child.returncode = os.waitstatus_to_exitcode(status)
    facts = {
        "seconds": seconds,
        "peak_mb": used.ru_maxrss / 1024,  # Linux counts kilobytes
        "processor_seconds": used.ru_utime + used.ru_stime,
        "code": code,
    }
    report.write_text(json.dumps(facts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
