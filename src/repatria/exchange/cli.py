"""The commands ``propose`` and ``schedule``."""

from __future__ import annotations

from pathlib import Path

import click

from repatria.exchange.core.errors import OneWithoutTheOtherError
from repatria.shared.cli import TranslatedCommand
from repatria.shared.text import mark as _
from repatria.shared.text import say

A_FILE = click.Path(path_type=Path, dir_okay=False)
A_FOLDER = click.Path(path_type=Path, file_okay=False)
NO_PROPOSAL = 1
ABOUT_A_PROPOSAL = _("--why asks about a proposal, and --counter answers another list.")


@click.command(
    "propose",
    cls=TranslatedCommand,
    help=_(
        "Propose who could go home together, from a list of candidates and the rules "
        "agreed. Changes neither; writes proposal.json, options.json, reasons.csv, "
        "reserves.csv, internal.html and delegation.html to the folder OUT. Only "
        "delegation.html is made to leave."
    ),
    example=(
        "repatria propose candidates.csv --rules rules.toml --out proposed\n"
        "repatria propose candidates.csv --rules rules.toml --out answered "
        "--before proposed/proposal.json --counter asked.toml\n"
        "repatria propose candidates.csv --rules rules.toml --out proposed "
        "--why R-7K2M9Q4T --seconds 30"
    ),
)
@click.argument("candidates", type=A_FILE)
@click.option(
    "--rules", type=A_FILE, required=True, help=_("TOML file with what was agreed.")
)
@click.option("--out", type=A_FOLDER, required=True, help=_("Folder for the results."))
@click.option(
    "--before",
    type=A_FILE,
    help=_("proposal.json of what stood before a counter-proposal."),
)
@click.option(
    "--counter",
    type=A_FILE,
    help=_(
        "TOML file with what the other side asks: the lists wanted and unwanted of "
        "case numbers. Answered with the smallest change of what stood before."
    ),
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, max=86_400),
    help=_(
        "Stop after so many seconds with the best list found; it keeps every rule, and "
        "is marked as not proven."
    ),
)
@click.option(
    "--why",
    multiple=True,
    metavar="CASE",
    help=_(
        "Say what it would cost if this person went, or stayed, against the proposal; "
        "written to why.json too. May be given several times. Internal."
    ),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print the proposal as JSON."))
def propose(
    candidates: Path,
    rules: Path,
    out: Path,
    *,
    before: Path | None,
    counter: Path | None,
    seconds: float | None,
    why: tuple[str, ...],
    as_json: bool,
) -> int:
    """Propose who goes home, and write why."""
    from repatria.exchange.runs import Asked, counter_files, propose_files

    if (before is None) != (counter is None):
        raise OneWithoutTheOtherError
    if why and counter:
        raise click.UsageError(say(ABOUT_A_PROPOSAL))
    if before and counter:
        run = counter_files(
            candidates, rules, out, before=before, asked=counter, seconds=seconds
        )
    else:
        run = propose_files(candidates, rules, out, Asked(seconds, why))
    click.echo(run.as_json if as_json else run.words)
    click.echo(
        say(_("Everything is in {folder}; open internal.html."), folder=out), err=True
    )
    return 0 if run.is_proposal else NO_PROPOSAL


@click.command(
    "schedule",
    cls=TranslatedCommand,
    help=_(
        "Plan a series of rounds until everybody is home, from a list of candidates "
        "and rules that name the rounds. Changes neither; writes series.json, "
        "series.csv, series.html and series-delegation.html to the folder OUT. Only "
        "series-delegation.html is made to leave."
    ),
    example="repatria schedule candidates.csv --rules rules.toml --out planned",
)
@click.argument("candidates", type=A_FILE)
@click.option(
    "--rules",
    type=A_FILE,
    required=True,
    help=_("TOML file with what was agreed, and with [[rounds]] or [series]."),
)
@click.option("--out", type=A_FOLDER, required=True, help=_("Folder for the results."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the series as JSON."))
def schedule(candidates: Path, rules: Path, out: Path, *, as_json: bool) -> int:
    """Plan who goes home in which round, and write who never comes up."""
    from repatria.exchange.series_runs import schedule_files

    run = schedule_files(candidates, rules, out)
    click.echo(run.as_json if as_json else run.words)
    click.echo(
        say(_("Everything is in {folder}; open series.html."), folder=out), err=True
    )
    return 0 if run.is_plan else NO_PROPOSAL
