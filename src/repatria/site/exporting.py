"""The command ``export``: take a list out as a file, by the rules for exports."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.access.core.exports import PURPOSES
from repatria.shared.cli import TranslatedCommand
from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _
from repatria.shared.text import say
from repatria.site.at_work import at_work

if TYPE_CHECKING:
    from repatria.access.models import Export
    from repatria.shared.actors import Actor

A_PATH = click.Path(path_type=Path)
FORMATS = ("csv", "ftm")
DONE = _("Written: {people} people, as export {ref}. Its copy here is destroyed.")


class ExportWaitsError(RepatriaError):
    """So many people that a second person must agree before the file is given."""

    code = "site.export-waits"
    what = _("Export {ref} shows {people} people and waits for a second person.")
    remedy = _(
        "Let somebody agree under Exports on the pages; then give --ref {ref} in place "
        "of saying what it is for."
    )


class NoSuchExportError(RepatriaError):
    """Neither a list nor an export of this number stands here."""

    code = "site.no-such-export"
    what = _("No list or export of that number stands in this installation.")
    remedy = _("Give --list with a number from the page Lists, or --ref of an export.")


@click.command(
    "export",
    cls=TranslatedCommand,
    help=_(
        "Take a list out as a file, marked and noted as on the page Exports. A large "
        "one is first made and waits for a second person. Restricted cases are left "
        "out. Refused while the installation is being served from SQLite."
    ),
    example=(
        "repatria export --data north --list 1 --format ftm --purpose work "
        "--recipient 'Records office' --out list.ftm.json"
    ),
)
@click.option(
    "--data", type=A_PATH, required=True, help=_("The installation's data folder.")
)
@click.option("--list", "number", type=int, help=_("Number of the version of a list."))
@click.option("--ref", default="", help=_("Number of an export that was agreed to."))
@click.option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    default="csv",
    show_default=True,
    help=_("csv: for a spreadsheet; ftm: entities of FollowTheMoney, one a line."),
)
@click.option(
    "--purpose",
    type=click.Choice([*PURPOSES]),
    default="work",
    show_default=True,
    help=_("For what it is."),
)
@click.option("--recipient", default="", help=_("Who will have it; kept sealed."))
@click.option("--out", type=A_PATH, required=True, help=_("The file to write."))
def export(
    data: Path,
    number: int | None,
    ref: str,
    kind: str,
    purpose: str,
    recipient: str,
    out: Path,
) -> None:
    """Ask for a file, or fetch one that was agreed to, and write it for its owner."""
    if not ref and not recipient:
        raise click.UsageError(say(_("Say with --recipient who will have the file.")))
    with at_work(data, command="export") as actor:
        now = datetime.now(UTC)
        held = (
            export_called(ref, actor)
            if ref
            else _asked(actor, number or 0, kind, purpose, recipient, at=now)
        )
        write_export(held, actor, out, command="export", at=now)
        click.echo(say(DONE, people=held.people, ref=held.ref))


def _asked(
    actor: Actor, number: int, kind: str, purpose: str, recipient: str, *, at: datetime
) -> Export:
    from repatria.access.exports import ask_for
    from repatria.register.models import SourceFile
    from repatria.register.web.downloads import entities_of_list, offer_of

    file = SourceFile.objects.select_related("source").filter(pk=number).first()
    if file is None:
        raise NoSuchExportError
    offer = entities_of_list(actor, file) if kind == "ftm" else offer_of(actor, file)
    return ask_for(
        actor=actor, offer=offer, purpose=purpose, recipient=recipient, at=at
    )


def export_called(ref: str, actor: Actor) -> Export:
    """Return an export for which this command asked before."""
    from repatria.access.models import Export

    held = Export.objects.filter(ref=ref, by=actor.ref).first()
    if held is None:
        raise NoSuchExportError
    return held


def write_export(
    held: Export, actor: Actor, out: Path, *, command: str, at: datetime
) -> None:
    """Fetch the file and note everybody in it; the file is its owner's alone."""
    from repatria.access.core.exports import State
    from repatria.access.exports import fetch, state
    from repatria.ledger import reads

    if state(held, at=at) is State.WAITING:
        raise ExportWaitsError(ref=held.ref, people=str(held.people))
    out.touch(mode=0o600, exist_ok=True)  # may it be written, before the copy is gone?
    with reads.collected() as cases:
        content = fetch(actor=actor, export=held, at=at)
        out.write_bytes(content)
    reads.keep(actor=actor, page=f"command:{command}", cases=sorted(cases), at=at)
