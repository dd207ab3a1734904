"""Peers live in virtual environments of their own, made when first needed.

Each is installed from ``requirements/bench-<peer>.txt``, every file pinned by
its hash, and made again when that file has changed.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / "bench" / ".cache"


def python_of(peer: str) -> Path:
    """Return the Python of the peer's environment, installing it if need be."""
    wanted = ROOT / "requirements" / f"bench-{peer}.txt"
    folder = CACHE / "venvs" / peer
    stamp, digest = folder / "stamp", hashlib.sha256(wanted.read_bytes()).hexdigest()
    python = folder / "bin" / "python"
    if not (stamp.exists() and stamp.read_text() == digest):
        print(f"Installing {peer} for the benchmarks (once)...", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [
            str(python),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            "-qq",
        ]
        subprocess.run([*pip, "--require-hashes", "-r", str(wanted)], check=True)
        stamp.write_text(digest)
    return python


def packages_of(peer: str) -> Path:
    """Return the folder in which the peer's packages lie."""
    found = sorted(
        (python_of(peer).parent.parent / "lib").glob("python*/site-packages")
    )
    return found[0]


def version_of(package: str, python: Path | None = None) -> str:
    """Return the version of a package in our environment or a peer's."""
    ask = f"from importlib.metadata import version; print(version({package!r}))"
    command = [str(python or sys.executable), "-c", ask]
    return subprocess.run(
        command, check=True, capture_output=True, text=True
    ).stdout.strip()
