"""What a run shows on the terminal: its progress, and how lists were understood."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from repatria.matching.engine.link import Progress, silent
from repatria.matching.engine.prepare import shared_columns
from repatria.matching.report.quality import is_nameless
from repatria.matching.report.words import field_word, how_word
from repatria.register.engine.records import ReadList
from repatria.shared.text import mark as _
from repatria.shared.text import say

_STEPS = {
    "read": _("Reading the lists"),
    "prepare": _("Reading the names"),
    "candidates": _("Looking for candidates"),
    "fit": _("Learning the weights"),
    "score": _("Comparing"),
    "duplicates": _("Looking for duplicates"),
    "resolve": _("Choosing"),
    "write": _("Writing"),
    "report": _("Writing the report"),
}


_NAMELESS = _(
    "No column of {file} was understood as a name: nobody on it can be found. "
    "Run again and say which column it is with --columns."
)


def show_columns(*lists: ReadList) -> None:
    """Say, before anything is compared, what each column was taken for."""
    as_it_stands = set(shared_columns(lists))
    for one in lists:
        rows = say(_("{file}: {rows} rows"), file=one.name, rows=one.rows)
        click.echo(rows, err=True)
        for used in one.layout.mapping:
            meant = say(_("not used"))
            if used.field:
                field = used.field.value
                meant = f"{field_word(field)} [{field}] ({how_word(used.how)})"
            elif used.column in as_it_stands:
                meant = say(_("compared as it stands"))
            click.echo(f"  {used.column} -> {meant}", err=True)
        if is_nameless(one):
            click.echo("  " + say(_NAMELESS, file=one.name), err=True)
        for note in one.layout.notes:
            click.echo(f"  {note}", err=True)
    click.echo(say(_("Wrong? Say what the columns are with --columns.")), err=True)


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Show a bar on a terminal, nothing elsewhere."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield silent
        return
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as bar:
        task = bar.add_task(say(_STEPS["read"]), total=None)

        def tell(step: str, share: float) -> None:
            total = 1.0 if share else None
            bar.update(
                task, description=say(_STEPS[step]), completed=share, total=total
            )

        yield tell
