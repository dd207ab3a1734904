"""Reads the data files of this package: sections of lines, nothing more."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

Sections = dict[str, tuple[str, ...]]


@cache
def sections(name: str) -> Sections:
    """Return the lines of data file ``name`` by section.

    A section starts with ``[title]``; lines before the first belong to ``""``.
    Blank lines and lines starting with ``# `` are left out.
    """
    text = files(__package__).joinpath("data", name).read_text("utf-8")
    found: dict[str, list[str]] = {}
    title = ""
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            title = line[1:-1]
        elif line.strip() and not line.startswith("# "):
            found.setdefault(title, []).append(line)
    return {key: tuple(lines) for key, lines in found.items()}


def words(lines: tuple[str, ...]) -> list[str]:
    """Return the words of ``lines``, each once, in order."""
    return list(dict.fromkeys(word for line in lines for word in line.split()))


def cells(lines: tuple[str, ...]) -> list[list[str]]:
    """Return ``lines`` cut at ``|``."""
    return [line.split("|") for line in lines]
