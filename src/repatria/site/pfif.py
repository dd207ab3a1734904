"""The command ``pfif``: records of other registers of missing people, in and out."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.access.core.exports import OTHER, PURPOSES
from repatria.shared.cli import TranslatedCommand, TranslatedGroup
from repatria.shared.text import mark as _
from repatria.shared.text import say
from repatria.site.at_work import at_work
from repatria.site.exporting import export_called, write_export

if TYPE_CHECKING:
    from repatria.tracing.services.pfif import Taken

A_PATH = click.Path(path_type=Path)
COMMAND = "pfif"  # how the ledger names who takes in and gives
TAKEN = _(
    "New: {new}. Came again: {again}. Stopped, withdrawn before: {stopped}. Erased, "
    "their time is over: {ended}. Notes: {notes}. Left out: {faults}."
)
FAULT = _("Line {line}: {what}.")
GIVEN = _("Requests in the file: {requests}. Written to {file}.")
ENDED = _("Erased, their time is over: {ended}.")


@click.group(
    "pfif",
    cls=TranslatedGroup,
    help=_(
        "Take in and give records of missing people in PFIF 1.4, the format of other "
        "registers. Refused while the installation is being served from SQLite."
    ),
    example=(
        "repatria pfif import other.xml --data north\n"
        "repatria pfif export requests.xml --data north "
        '--purpose "Search by the Lake register"'
    ),
)
def pfif() -> None:
    """Hold the commands about other registers."""


@pfif.command(
    "import",
    cls=TranslatedCommand,
    help=_(
        "Take in a PFIF file: each record becomes a request whose source is that "
        "register. What was withdrawn here stays withdrawn; what may no longer be kept "
        "is erased."
    ),
    example="repatria pfif import other.xml --data north",
)
@click.argument("file", type=A_PATH)
@click.option(
    "--data", type=A_PATH, required=True, help=_("The installation's data folder.")
)
@click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON."))
def import_(file: Path, data: Path, *, as_json: bool) -> None:
    """Take in one file and say what came of it."""
    with at_work(data, command=COMMAND) as actor:
        from repatria.tracing.services import import_pfif

        taken = import_pfif(
            actor=actor, content=file.read_bytes(), name=file.name, at=datetime.now(UTC)
        )
        _tell(taken, as_json=as_json)


def _tell(taken: Taken, *, as_json: bool) -> None:
    faults: list[dict[str, object]] = [
        {"line": one.line, "what": say(one.what, **one.facts)} for one in taken.faults
    ]
    if as_json:
        told = {**taken.facts, "left_out": faults}
        click.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return
    click.echo(say(TAKEN, **taken.facts))
    for fault in faults:
        click.echo(say(FAULT, **fault))


@pfif.command(
    "export",
    cls=TranslatedCommand,
    help=_(
        "Write the open requests whose requester agreed to that into a PFIF file; who "
        "asks and how to reach them only where they agreed to that, too. It follows "
        "the rules for exports: a large one, or one that names who asks, first waits "
        "for a second person. What was given cannot be taken back."
    ),
    example=(
        "repatria pfif export requests.xml --data north "
        '--purpose "Search by the Lake register"'
    ),
)
@click.argument("file", type=A_PATH)
@click.option(
    "--data", type=A_PATH, required=True, help=_("The installation's data folder.")
)
@click.option(
    "--purpose",
    default="",
    help=_("For what it is, a word of the page Exports; or in words, with for whom."),
)
@click.option("--recipient", default="", help=_("Who will have it; kept sealed."))
@click.option("--ref", default="", help=_("Number of an export that was agreed to."))
def export(file: Path, data: Path, purpose: str, recipient: str, ref: str) -> None:
    """Ask for one file, or fetch one that was agreed to, and write it."""
    code = purpose if purpose in PURPOSES else OTHER
    # Words of one's own say for whom, too: they are kept sealed as that.
    whom = recipient or (purpose if code == OTHER else "")
    if not ref and not whom.strip():
        raise click.UsageError(
            say(_("Say with --purpose for what and for whom it is."))
        )
    with at_work(data, command=COMMAND) as actor:
        from repatria.tracing.services import export_pfif

        now = datetime.now(UTC)
        held = (
            export_called(ref, actor)
            if ref
            else export_pfif(actor=actor, purpose=code, recipient=whom[:200], at=now)
        )
        write_export(held, actor, file, command=COMMAND, at=now)
        click.echo(say(GIVEN, requests=held.people, file=file.name))


@pfif.command(
    "expire",
    cls=TranslatedCommand,
    help=_(
        "Erase every request of another register whose time is over, as its record "
        "says. Run it once a day."
    ),
    example="repatria pfif expire --data north",
)
@click.option(
    "--data", type=A_PATH, required=True, help=_("The installation's data folder.")
)
def expire(data: Path) -> None:
    """Erase what may no longer be kept, and say how much."""
    with at_work(data, command=COMMAND) as actor:
        from repatria.tracing.services import end_those_over

        ended = end_those_over(actor=actor, at=datetime.now(UTC))
        click.echo(say(ENDED, ended=len(ended)))
