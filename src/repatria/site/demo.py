"""The command ``demo``: the whole story once, on invented people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.shared.cli import TranslatedCommand
from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _
from repatria.shared.text import say

if TYPE_CHECKING:
    from repatria.site.story import Step

A_FOLDER = click.Path(path_type=Path, file_okay=False)

# Stands in the folder of every demonstration; its first line tells us that what
# lies beside it is ours to write over.
MARK = "README.txt"
LEAST = 200  # fewer people do not fill the rounds of the story
FIRST_LINE = "Repatria: a demonstration. Everybody in this folder is invented."
ABOUT = f"""\
{FIRST_LINE}

Made by "repatria demo", which writes it anew each time. Nobody named here exists;
a likeness to anybody is an accident. The folder may be thrown away.
"""

INVENTED = _(
    "Everybody in this demonstration is invented: names, dates and units were drawn "
    "by chance."
)


class FolderInUseError(RepatriaError):
    """The folder holds something that no demonstration has made."""

    code = "demo.folder-in-use"
    what = _("The folder {folder} holds files that the demonstration did not make.")
    remedy = _("Name an empty or a new folder with --data; nothing was changed.")


@click.command(
    "demo",
    cls=TranslatedCommand,
    help=_(
        "Show everything once, on invented people: compare two lists and hold the "
        "answer against the truth; then walk one report's story through three "
        "installations, two parties and a neutral agency. Takes about half a minute, "
        "needs no network, ends by itself. Writes to the folder DATA alone."
    ),
    example=(
        "repatria demo\nrepatria demo --data elsewhere --json\nrepatria demo --serve"
    ),
)
@click.option(
    "--data",
    type=A_FOLDER,
    default=Path("repatria-demo"),
    show_default=True,
    help=_("Folder for everything that is made; one of its own."),
)
@click.option(
    "--persons",
    type=click.IntRange(min=LEAST),
    help=_("People on each list of the story (1,500 where nothing is said)."),
)
@click.option(
    "--serve",
    "served",
    is_flag=True,
    help=_("Afterwards serve the three installations, with accounts to sign in by."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print the figures as JSON."))
def demo(data: Path, *, persons: int | None, served: bool, as_json: bool) -> None:
    """Tell the story step by step, and say where to look."""
    from repatria.site.story import serving, steps
    from repatria.site.story.cast import PERSONS

    settle_in(data)
    _tell(data, steps(persons=persons or PERSONS), as_json=as_json)
    if served:
        serving.serve(data)


def _tell(data: Path, steps: Sequence[Step], *, as_json: bool) -> None:
    if not as_json:
        click.echo(say(INVENTED))
    told: dict[str, object] = {"data": str(data), "synthetic": True}
    for step in steps:
        figures = step.play(data)
        told[step.name] = figures
        if not as_json:
            click.echo(f"\n{step.words(figures)}")
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))


def settle_in(data: Path) -> None:
    """Make the folder ours, unless it already holds something else."""
    note = data / MARK
    if data.exists() and any(data.iterdir()):
        ours = note.is_file() and note.read_bytes().startswith(FIRST_LINE.encode())
        if not ours:
            raise FolderInUseError(folder=str(data))
    data.mkdir(parents=True, exist_ok=True)
    note.write_text(ABOUT, encoding="utf-8", newline="\n")
