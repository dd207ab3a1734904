"""The documentation is held to what the program does."""

from __future__ import annotations

import doctest
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from repatria.matching.engine.maps import load_column_maps
from repatria.register.core.fields import ColumnMap, Field
from repatria.site.cli import COMMANDS, repatria

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md"))]

A_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
A_PICTURE = re.compile(r"!\[[^\]]+\]\(([^)]+)\)")
AT_MOST = 200_000  # bytes: a picture is looked at over slow lines
A_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def blocks(page: Path, language: str) -> Iterator[str]:
    for kind, inside in A_FENCE.findall(page.read_text(encoding="utf-8")):
        if kind == language:
            yield inside


def command_lines() -> list[list[str]]:
    """Every call of ``repatria`` that a reader is told to make, in words."""
    lines = [
        line.removeprefix("$ ").removeprefix(".venv/bin/")
        for page in PAGES
        for block in blocks(page, "console")
        for line in block.replace("\\\n", " ").splitlines()
    ]
    return [shlex.split(line)[1:] for line in lines if line.startswith("repatria ")]


def options_of(command: click.Command) -> set[str]:
    """The options of a command, and of the commands inside it."""
    inside = command.commands.values() if isinstance(command, click.Group) else ()
    options = {option for param in command.params for option in param.opts}
    return options.union(*map(options_of, inside))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_in_python_run(page: Path) -> None:
    examples = doctest.DocTestParser().get_doctest(
        "\n".join(blocks(page, "python")), {}, page.name, str(page), 0
    )
    assert doctest.DocTestRunner().run(examples).failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = A_LINK.findall(page.read_text(encoding="utf-8"))
    assert [to for to in links if not (page.parent / to).exists()] == []


def test_every_picture_is_named_and_light() -> None:
    pictures = {path.resolve() for path in ROOT.glob("docs/images/**/*.*")}
    named = {
        (page.parent / to).resolve()
        for page in PAGES
        for to in A_PICTURE.findall(page.read_text(encoding="utf-8"))
    }
    assert named == pictures
    assert [path.name for path in pictures if path.stat().st_size > AT_MOST] == []


def test_command_lines_use_options_that_exist() -> None:
    context = click.Context(repatria)
    told = command_lines()
    for name, *words in told:
        command = repatria.get_command(context, name)
        assert command is not None, name
        used = {word for word in words if word.startswith("--")}
        assert used <= options_of(command), name
    assert {name for name, *_words in told} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_place_among_the_commands(name: str) -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"## {name}\n\n```{{command-help}} {name}\n```" in page


def test_column_maps_are_shown_as_they_are_read(tmp_path: Path) -> None:
    shown = list(blocks(ROOT / "docs" / "columns.md", "toml"))
    for text in shown:
        file = tmp_path / "columns.toml"
        file.write_text(text, encoding="utf-8")
        assert load_column_maps(file) != (ColumnMap(), ColumnMap())
    assert len(shown) == 2


def test_every_field_of_a_list_is_explained() -> None:
    page = (ROOT / "docs" / "columns.md").read_text(encoding="utf-8")
    fields = page.partition("## Fields")[2]
    assert [field for field in Field if f"`{field.value}`" not in fields] == []


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {
        target
        for page in PAGES
        for target in re.findall(
            r"(?:^\$ |`)make ([a-z-]+)", page.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert named
    assert named <= targets


def test_the_readme_is_one_screen() -> None:
    words = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(words) <= 60
