"""The command ``import``: take a list file into an installation."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.shared.cli import TranslatedCommand
from repatria.shared.text import mark as _
from repatria.shared.text import say
from repatria.site.at_work import at_work

if TYPE_CHECKING:
    from repatria.register.models import SourceFile

A_PATH = click.Path(path_type=Path)
SUBJECTS = ("held", "missing")
DONE = _(
    "Taken in as version {version} of this list: {rows} rows, {unreadable} of them "
    "unreadable. Version hash {root}."
)


@click.command(
    "import",
    cls=TranslatedCommand,
    help=_(
        "Take a list into an installation: the file is sealed, each row becomes a "
        "statement of its sender. The same file twice is refused. Refused while the "
        "installation is being served from SQLite."
    ),
    example=(
        "repatria import list.xlsx --data north --sender south --subject held "
        "--holder SUDMARK --home NORLAND --said-on 2022-11-20"
    ),
)
@click.argument("file", type=A_PATH)
@click.option(
    "--data",
    type=A_PATH,
    required=True,
    help=_("The installation's data folder."),
)
@click.option(
    "--sender", required=True, help=_("Code of the organisation that sent the list.")
)
@click.option(
    "--subject",
    type=click.Choice(SUBJECTS),
    required=True,
    help=_("held: whom the sender holds; missing: whom the sender looks for."),
)
@click.option("--holder", required=True, help=_("Code of the detaining power."))
@click.option("--home", required=True, help=_("Code of the power of origin."))
@click.option(
    "--said-on",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help=_("The day for which the list speaks."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON."))
def import_(
    file: Path,
    data: Path,
    sender: str,
    subject: str,
    holder: str,
    home: str,
    said_on: datetime,
    *,
    as_json: bool,
) -> None:
    """Import one file, registering parties that nobody has named before."""
    with at_work(data, command="import") as actor:
        from repatria.register.services import import_list, register_party

        now = datetime.now(UTC)
        for code in (holder, home):
            register_party(actor=actor, code=code, names={}, at=now)
        version = import_list(
            actor=actor, path=file, name=file.name.rpartition("#")[0] or file.name,
            sender=sender, subject=subject, holder=holder, home=home,
            said_on=said_on.date(), at=now,
        )  # fmt: skip
        _tell(version, as_json=as_json)


def _tell(version: SourceFile, *, as_json: bool) -> None:
    unreadable = version.summary["quality"]["unreadable"]
    if as_json:
        told = {
            "list": version.pk,
            "version": version.version,
            "rows": version.rows,
            "unreadable": unreadable,
            "sha256": version.sha256,
            "root": version.merkle_root,
        }
        click.echo(json.dumps(told, indent=1))
        return
    words = say(
        DONE,
        version=version.version,
        rows=version.rows,
        unreadable=unreadable,
        root=version.merkle_root,
    )
    click.echo(words)
