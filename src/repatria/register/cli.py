"""The commands ``index`` and ``search``: one person among many, without a server."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repatria.shared.cli import TranslatedCommand
from repatria.shared.text import mark as _
from repatria.shared.text import mark_number, say, say_number

if TYPE_CHECKING:
    import polars as pl

    from repatria.register.engine.finding.find import Answer

_FOUND = mark_number("{n} person found", "{n} persons found")
_INDEXED = _("{rows} rows of {lists} lists are in {folder}. It holds their names.")


@click.command(
    "index",
    cls=TranslatedCommand,
    help=_(
        "Make an index of lists, in which one person is found at once. Changes no "
        "list. The folder INDEX holds the names of the lists in clear: keep it as "
        "you keep the lists."
    ),
    example="repatria index north.csv south.xlsx --out found",
)
@click.argument("lists", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="INDEX",
    help=_("Folder for the index."),
)
def index(lists: tuple[Path, ...], out: Path) -> None:
    """Read lists and write the index."""
    from repatria.register.engine.finding.saved import indexed, rows_of, save
    from repatria.register.engine.intake import read_list

    quiet = not sys.stderr.isatty()
    with click.progressbar(lists, file=sys.stderr, hidden=quiet) as paths:
        rows = rows_of(read_list(path) for path in paths)
    save(out, rows, indexed(rows))
    click.echo(say(_INDEXED, rows=rows.height, lists=len(lists), folder=out), err=True)


@click.command(
    "search",
    cls=TranslatedCommand,
    help=_(
        "Find one person in an index, in any script and spelling, with whatever else "
        "is known: a date of birth, a number, a place."
    ),
    example=(
        "repatria search found 'Shevchenko Mykola 1984'\n"
        "repatria search found Шевченко --birth '198?' --place Уманський"
    ),
)
@click.argument(
    "folder", metavar="INDEX", type=click.Path(path_type=Path, file_okay=False)
)
@click.argument("query")
@click.option("--birth", default="", help=_("1984-05-09, 1984-05, 1984, ~1984, 198?"))
@click.option("--unit", default="", help=_("A unit, by number or name."))
@click.option("--place", default="", help=_("A place of birth or capture."))
@click.option("--number", default="", help=_("A service number or one on a list."))
@click.option(
    "--most", default=10, show_default=True, type=click.IntRange(1, 200),
    help=_("Most answers."),
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=_("One JSON object a line."))
def search(folder: Path, query: str, *, most: int, as_json: bool, **apart: str) -> None:
    """Find and print, the likeliest first."""
    from repatria.register.core.found import shares
    from repatria.register.core.search import read_search
    from repatria.register.engine.finding.find import find
    from repatria.register.engine.finding.saved import load

    rows, held = load(folder)
    found = find(held, read_search(query, **apart), most=most)
    sure = shares([one.bits for one in found], among=held.others)
    for one, share in zip(found, sure, strict=True):
        told = _told(rows, one, share)
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else _line(told))
    click.echo(say_number(*_FOUND, len(found)), err=True)


def _told(rows: pl.DataFrame, one: Answer, share: float) -> dict[str, Any]:
    from repatria.register.core.found import Sure

    row = rows.row(one.pk - 1, named=True)
    said = {
        name: row[name]
        for name in (
            "list", "row", "own_id", "family", "given", "patronymic", "birth", "rank",
            "unit", "service_number",
        )
    }  # fmt: skip
    return said | {
        "probability": round(share, 4),
        "sure": Sure.of(share).value,
        "why": " ".join(map(say, one.reasons.sentences)),
    }


def _line(told: dict[str, Any]) -> str:
    from repatria.register.core.found import Sure

    name = " ".join(filter(None, (told[p] for p in ("family", "given", "patronymic"))))
    where = say(_("{list}, row {row}"), list=told["list"], row=told["row"])
    number = f" ({told['own_id']})" if told["own_id"] else ""
    sure = say(Sure(told["sure"]).words)
    return (
        f"{name}  {told['birth']}\n    {where}{number}\n"
        f"    {sure} ({told['probability']:.2f}). {told['why']}"
    )
