"""What holds for every file that is kept."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "repatria"

LONGEST_FILE = 400
LONGEST_FUNCTION = 80

# Written so that this file does not find itself.
MACHINE_PATHS = re.compile(r"(?<![\w./<])/(?:work|farm|root|home|tmp|Users)/")
REGISTRIES = re.compile(
    r"pythonhosted\.org|pypi\.org|registry\.npmjs|deb\.debian\.org|proxy\.golang"
)

# Where only the standard library, our own pure parts and these may be used:
# functions of their arguments, that touch neither disk nor network nor clock.
PURE_LIBRARIES = ("cryptography", "rapidfuzz", "rfc8785")
PURE = ("*/core/**/*.py", "names/*.py", "shared/*.py")
SAYS_CLICK = PACKAGE / "shared" / "cli.py"


def kept_files() -> list[Path]:
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    files = [ROOT / name for name in told.split("\0") if name]
    return [path for path in files if path.is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def our_code() -> list[Path]:
    found = [*PACKAGE.rglob("*.py"), *(ROOT / "tools").rglob("*.py")]
    # A migration is as long as its tables are wide, and is never edited again.
    left_out = {"tests", "migrations"}
    return [path for path in sorted(found) if left_out.isdisjoint(path.parts)]


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("pattern", [MACHINE_PATHS, REGISTRIES], ids=["path", "host"])
def test_no_file_names_a_machine_or_a_registry(pattern: re.Pattern[str]) -> None:
    found = [
        f"{shown(path)}:{number}"
        for path in kept_files()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if pattern.search(line)
    ]
    assert found == []


def test_no_file_holds_two_subjects() -> None:
    lengths = {shown(path): len(text_of(path).splitlines()) for path in our_code()}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen_or_two() -> None:
    too_long = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in our_code()
        for node in ast.walk(ast.parse(text_of(path)))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert too_long == []


def test_every_data_file_says_whose_it_is() -> None:
    data = [path for path in PACKAGE.rglob("data/*") if path.is_file()]
    silent = [
        shown(path)
        for path in data
        if not re.search(r"source", text_of(path)[:2000], re.IGNORECASE)
        or not re.search(r"licen[cs]e", text_of(path)[:2000], re.IGNORECASE)
    ]
    assert data
    assert silent == []


def test_pure_code_uses_the_standard_library_and_pure_libraries_alone() -> None:
    allowed = {*sys.stdlib_module_names, *PURE_LIBRARIES, "repatria"}
    pure = {path for glob in PURE for path in PACKAGE.glob(glob)} - {SAYS_CLICK}
    used = {
        f"{shown(path)} imports {name}"
        for path in pure
        if "tests" not in path.parts
        for name in imported(path) - allowed
    }
    assert pure
    assert used == set()


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return {name.partition(".")[0] for name in names}
