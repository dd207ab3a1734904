"""Every command explains itself, in the reader's language."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from repatria.site.cli import COMMANDS, repatria
from tools.pseudo import outside_brackets

# A command line to paste is the same in every language.
A_COMMAND_LINE = re.compile(r"^ {2}repatria .*$", re.MULTILINE)
AN_OPTION = re.compile(r"(?<!\w)--?[a-z][\w-]*")
A_NAME_FOR_A_VALUE = re.compile(r"\b[A-Z_]+\b")
# Commands of commands, and what is inside them.
INSIDE = {
    "keys": ("new", "show"),
    "lot": ("new", "check"),
    "pfif": ("import", "export", "expire"),
}
A_WORD = re.compile(r"[^\W\d_]{2,}")


def help_of(*words: str) -> str:
    result = CliRunner().invoke(repatria, [*words, "--help"], prog_name="repatria")
    assert result.exit_code == 0, result.output
    return result.output


def unmarked(shown: str) -> set[str]:
    for data in (A_COMMAND_LINE, AN_OPTION, A_NAME_FOR_A_VALUE):
        shown = data.sub(" ", shown)
    inside = {name for names in INSIDE.values() for name in names}
    known = {"repatria", *COMMANDS, *inside}
    return set(A_WORD.findall(outside_brackets(shown))) - known


EVERY = [
    [],
    *([name] for name in COMMANDS),
    *([name, one] for name, names in INSIDE.items() for one in names),
]


@pytest.mark.parametrize("words", EVERY, ids=str)
@pytest.mark.usefixtures("pseudo")
def test_help_is_wholly_translated(words: list[str]) -> None:
    assert unmarked(help_of(*words)) == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example_of_itself(name: str) -> None:
    assert f"\n  repatria {name}" in help_of(name)


@pytest.mark.parametrize(
    ("language", "word"), [("uk", "Параметри"), ("ru", "Параметры"), ("en", "Options")]
)
def test_help_speaks_the_language_asked_for(language: str, word: str) -> None:
    assert word in help_of("--language", language)
