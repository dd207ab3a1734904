"""The commands ``propose``, ``schedule`` and ``lot``."""

from __future__ import annotations

from pathlib import Path

import click

from repatria.exchange.core.errors import OneWithoutTheOtherError
from repatria.shared.cli import TranslatedCommand, TranslatedGroup
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
    "--valuations",
    type=A_FILE,
    help=_(
        "TOML file of one party's own, never shared: what people are worth to it. "
        "What it gets is then worth at least what it gives."
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
    valuations: Path | None,
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
            candidates, rules, out,
            before=before, asked=counter, seconds=seconds, own=valuations,
        )  # fmt: skip
    else:
        run = propose_files(candidates, rules, out, Asked(seconds, why, valuations))
    click.echo(run.as_json if as_json else run.words)
    click.echo(
        say(_("Everything is in {folder}; open internal.html."), folder=out), err=True
    )
    return 0 if run.is_answer else NO_PROPOSAL


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
    return 0 if run.is_answer else NO_PROPOSAL


@click.group(
    "lot",
    cls=TranslatedGroup,
    help=_(
        "Take part in a lot that nobody can choose: make a secret and commit to it, or "
        "check the lot of a signed list. Off the server; needs no key."
    ),
    example="repatria lot new --out our.secret\nrepatria lot check list.json",
)
def lot() -> None:
    """Hold the commands about lots."""


@lot.command(
    "new",
    cls=TranslatedCommand,
    help=_(
        "Write a new secret to a file and show its commitment. Give the commitment "
        "alone; show the secret when the agency says that every commitment is in."
    ),
    example="repatria lot new --out our.secret",
)
@click.option("--out", type=A_FILE, required=True, help=_("File for the secret."))
def new(out: Path) -> None:
    """Make a secret, and show what to give."""
    from repatria.exchange.engine.check_lot import new_secret

    click.echo(new_secret(out))
    click.echo(
        say(
            _("This is the commitment. Keep {file} where no server reads it."), file=out
        ),
        err=True,
    )


@lot.command(
    "check",
    cls=TranslatedCommand,
    help=_(
        "Show what a secret commits to, or make every hash of the lot of a signed "
        "list anew: the people, the commitments, the secrets and the seed. Ends with 1 "
        "where something does not hold."
    ),
    example="repatria lot check X-4K7QZ2M8-round1-version1.json",
)
@click.argument("file", type=A_FILE)
def check(file: Path) -> int:
    """Look at a secret, or at the lot of a list."""
    from repatria.exchange.engine.check_lot import check_file

    found = check_file(file)
    if found.commitment:
        click.echo(found.commitment)
    elif found.fault:
        click.echo(say(_("The lot does not hold: {fault}."), fault=found.fault))
        return NO_PROPOSAL
    else:
        click.echo(found.witness)
        click.echo(f"seed {found.seed}")
        for party in found.not_shown:
            click.echo(say(_("No secret was shown by {party}."), party=party))
    return 0
