"""The commands ``reconcile``, ``dedupe`` and ``generate``."""

from __future__ import annotations

from pathlib import Path

import click

from repatria.shared.cli import TranslatedCommand
from repatria.shared.text import mark as _
from repatria.shared.text import say

A_FILE = click.Path(path_type=Path)
A_FOLDER = click.Path(path_type=Path, file_okay=False)


# What comparing two lists and looking through one have in common.
_OUT = click.option(
    "--out", type=A_FOLDER, required=True, help=_("Folder for the results.")
)
_COLUMNS = click.option(
    "--columns",
    type=A_FILE,
    help=_("TOML file that says what the columns are, where they were not understood."),
)
_MODEL = click.option(
    "--model", type=A_FILE, help=_("Use the model.json of an earlier run unchanged.")
)
_JSON = click.option(
    "--json", "as_json", is_flag=True, help=_("Print the totals as JSON.")
)


@click.command(
    "reconcile",
    cls=TranslatedCommand,
    help=_(
        "Compare two lists of people: who is on both, who differs in what, who is on "
        "one alone. Changes neither list; writes CSV files, totals and a report to the "
        "folder OUT."
    ),
    example="repatria reconcile north.csv south.xlsx --out compared",
)
@click.argument("left", type=A_FILE)
@click.argument("right", type=A_FILE)
@_OUT
@_COLUMNS
@_MODEL
@click.option("--xlsx", is_flag=True, help=_("Also write reconciled.xlsx."))
@click.option(
    "--engine",
    type=click.Choice(["local"]),
    default="local",
    show_default=True,
    help=_("Where to compute."),
)
@_JSON
def reconcile(
    left: Path,
    right: Path,
    out: Path,
    columns: Path | None,
    model: Path | None,
    *,
    xlsx: bool,
    engine: str,
    as_json: bool,
) -> None:
    """Compare two lists and write what was found."""
    from repatria.matching.runs import reconcile_files
    from repatria.matching.terminal import show_columns, shown_progress

    del engine  # there is one so far; the option is a promise
    with shown_progress() as progress:
        found = reconcile_files(
            left, right, out,
            columns=columns, model=model, xlsx=xlsx,
            progress=progress, seen=show_columns,
        )  # fmt: skip
    _tell(found.as_json if as_json else found.words, out)


@click.command(
    "dedupe",
    cls=TranslatedCommand,
    help=_(
        "Find the rows of one list that may be one person. "
        "Changes nothing; writes clusters.csv, totals and a report to the folder OUT."
    ),
    example="repatria dedupe list.csv --out found",
)
@click.argument("one", metavar="LIST", type=A_FILE)
@_OUT
@_COLUMNS
@_MODEL
@_JSON
def dedupe(
    one: Path, out: Path, columns: Path | None, model: Path | None, *, as_json: bool
) -> None:
    """Find rows that may be one person and write them."""
    from repatria.matching.runs import dedupe_file
    from repatria.matching.terminal import show_columns, shown_progress

    with shown_progress() as progress:
        found = dedupe_file(
            one, out, columns=columns, model=model, progress=progress, seen=show_columns
        )
    _tell(found.as_json if as_json else found.words, out)


@click.command(
    "generate",
    cls=TranslatedCommand,
    help=_(
        "Make two invented lists to try the commands on: left.csv and right.csv, "
        "and truth.csv, which says who is on both. Nobody on them exists."
    ),
    example="repatria generate --persons 5000 --seed 1 --out invented",
)
@click.option(
    "--persons",
    type=click.IntRange(1, 5_000_000),
    required=True,
    help=_("Persons on each list."),
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=1,
    show_default=True,
    help=_("The same number makes the same lists."),
)
@click.option("--out", type=A_FOLDER, required=True, help=_("Folder for the lists."))
@click.option(
    "--overlap",
    type=click.FloatRange(0, 1),
    default=0.6,
    show_default=True,
    help=_("Share of the persons who are on both lists."),
)
def generate(persons: int, seed: int, out: Path, overlap: float) -> None:
    """Make two invented lists and the truth about them."""
    from repatria.matching.engine.synthetic import generate as make

    made = make(out, persons=persons, seed=seed, overlap=overlap)
    click.echo(
        say(
            _(
                "{left} and {right} rows of invented people in {folder}; "
                "{both} are on both."
            ),
            left=made.left_rows,
            right=made.right_rows,
            folder=out,
            both=made.both_count,
        ),
        err=True,
    )


def _tell(totals: str, out: Path) -> None:
    click.echo(totals)
    click.echo(
        say(_("Everything is in {folder}; open report.html."), folder=out), err=True
    )
