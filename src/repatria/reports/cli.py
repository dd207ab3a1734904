"""The command ``read``."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.shared.cli import TranslatedCommand
from repatria.shared.errors import in_words
from repatria.shared.text import mark as _
from repatria.shared.text import say

if TYPE_CHECKING:
    from repatria.reports.core.errors import ReportRefusedError
    from repatria.reports.engine.ingest import Material, Told

A_FILE = click.Path(path_type=Path)
STANDARD_INPUT = "-"
REFUSED = 1


def _a_day(
    _ctx: click.Context, _param: click.Parameter, written: str | None
) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        wrong = _("{written} is no day of the calendar; write it as 2022-11-24.")
        raise click.BadParameter(say(wrong, written=written)) from error


@click.command(
    "read",
    cls=TranslatedCommand,
    help=_(
        "Read reports and statements into drafts: exchanges, numbers, allegations, "
        "evidence, claims, each with the words that say it. Changes nothing. FILE is "
        "text, a web page, a letter (.eml) or JSON; - is the standard input."
    ),
    example="repatria read report.txt --published 2022-11-24 --json",
)
@click.argument("named", metavar="FILE...", nargs=-1, required=True, type=A_FILE)
@click.option(
    "--published",
    metavar=_("DAY"),
    callback=_a_day,
    help=_("Day of publication, from which weekdays are counted: 2022-11-24."),
)
@click.option(
    "--lang", metavar=_("CODE"), default="", help=_("Language of the text, such as en.")
)
@click.option(
    "--source",
    metavar=_("CLASS:PARTY"),
    default="",
    help=_("Class of the medium and its party, such as party-state-media:RUS."),
)
@click.option(
    "--json", "as_json", is_flag=True, help=_("Print one JSON object a line.")
)
def read(
    named: tuple[Path, ...],
    published: date | None,
    lang: str,
    source: str,
    *,
    as_json: bool,
) -> None:
    """Read each file; those that cannot be read are told and spoil the status."""
    from repatria.reports.engine.ingest import Told

    told = Told(published=published, language=lang, source=source)
    refused = [path for path in named if not _read(path, told, as_json=as_json)]
    if refused:
        click.get_current_context().exit(REFUSED)


def _read(path: Path, told: Told, *, as_json: bool) -> bool:
    """Read one file and print its drafts; return whether that could be done."""
    from repatria.reports.core.errors import ReportRefusedError

    try:
        material = _material(path, told)
    except ReportRefusedError as error:
        _tell_refusal(path, error, as_json=as_json)
        return False
    click.echo(_shown(material, as_json=as_json))
    return True


def _material(path: Path, told: Told) -> Material:
    from repatria.reports.engine.ingest import ingest, ingest_file

    if str(path) == STANDARD_INPUT:
        return ingest(sys.stdin.buffer.read(), file=STANDARD_INPUT, told=told)
    return ingest_file(path, told=told)


def _tell_refusal(path: Path, error: ReportRefusedError, *, as_json: bool) -> None:
    words = in_words(error)
    if as_json:
        refusal = {"file": path.name or str(path), "error": words, "code": error.code}
        click.echo(json.dumps(refusal, ensure_ascii=False))
    else:
        click.echo(f"[{error.code}] {words}", err=True)


def _shown(material: Material, *, as_json: bool) -> str:
    from repatria.reports.engine.answer import answer_of, drafts_of
    from repatria.reports.terminal import listing

    if as_json:
        return json.dumps(answer_of(material), ensure_ascii=False)
    return listing(material, drafts_of(material))
