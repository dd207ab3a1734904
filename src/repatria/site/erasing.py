"""The commands ``erase`` and ``purge``: what is kept no longer."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.shared.cli import TranslatedCommand
from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _
from repatria.shared.text import mark_number, say, say_number
from repatria.site.at_work import at_work

if TYPE_CHECKING:
    from repatria.register.services.retention import Line
    from repatria.shared.actors import Actor

A_PATH = click.Path(path_type=Path)
REASONS = ("asked", "mistake", "ordered")
_ASKED = _("{number} is asked for: {about}. Somebody else confirms it on its page.")
_ERASED = mark_number("{n} statement is erased.", "{n} statements are erased.")


class NothingToDoError(RepatriaError):
    """Neither a case nor an erasure was named."""

    code = "site.nothing-named"
    what = _("It is not said what to erase.")
    remedy = _(
        "Give case numbers or numbers of statements with --reason, or --confirm with "
        "the number of an erasure that somebody asked for."
    )


@click.command(
    "erase",
    cls=TranslatedCommand,
    help=_(
        "Ask that cases (R- and eight signs) or single statements (their numbers) be "
        "erased. Nothing is erased by asking: another person confirms it on the page "
        "Erasures. With --confirm, carry out what a person asked for on that page. It "
        "cannot be taken back."
    ),
    example=(
        "repatria erase R-7K2M9QXA --data north --reason asked\n"
        "repatria erase --data north --confirm D-3F8T1WZC"
    ),
)
@click.argument("about", metavar="[CASE|STATEMENT]...", nargs=-1)
@click.option(
    "--data", type=A_PATH, required=True, help=_("The installation's data folder.")
)
@click.option("--reason", type=click.Choice(REASONS), help=_("Why."))
@click.option("--words", default="", help=_("The reason in words, without a name."))
@click.option("--confirm", help=_("Number of an erasure that a person asked for."))
@click.option("--json", "as_json", is_flag=True, help=_("One JSON object a line."))
def erase(
    about: tuple[str, ...],
    *,
    data: Path,
    reason: str | None,
    words: str,
    confirm: str | None,
    as_json: bool,
) -> None:
    """Ask for erasures, or confirm one."""
    if not confirm and not (about and reason):
        raise NothingToDoError
    with at_work(data, command="erase") as actor:
        if confirm:
            _confirm(confirm, actor, as_json=as_json)
        for one in about:
            _ask(one, str(reason), words, actor, as_json=as_json)


def _ask(about: str, reason: str, words: str, actor: Actor, *, as_json: bool) -> None:
    from repatria.register.core.case_numbers import is_ref
    from repatria.register.core.erasures import NothingToEraseError
    from repatria.register.services import ask_for_erasure

    if not is_ref(about, "R") and not about.isdigit():
        raise NothingToEraseError(about=about)
    case = is_ref(about, "R")
    made = ask_for_erasure(
        actor=actor,
        case_ref=about if case else "",
        record=None if case else int(about),
        reason=reason,
        words=words,
        at=datetime.now(UTC),
    )
    told = {"erasure": made.ref, "about": about, "statements": made.named.count()}
    said = say(_ASKED, number=made.ref, about=about)
    click.echo(json.dumps(told) if as_json else said)


def _confirm(ref: str, actor: Actor, *, as_json: bool) -> None:
    from repatria.register.core.erasures import NoSuchErasureError
    from repatria.register.models import Erasure
    from repatria.register.services import confirm_erasure

    found = Erasure.objects.filter(ref=ref).first()
    if found is None:
        raise NoSuchErasureError(erasure=ref)
    n = confirm_erasure(actor=actor, erasure=found, at=datetime.now(UTC))
    told = {"erasure": ref, "erased": n}
    click.echo(json.dumps(told) if as_json else say_number(*_ERASED, n))


@click.command(
    "purge",
    cls=TranslatedCommand,
    help=_(
        "Look what is kept beyond its time, and propose its erasure; a person confirms "
        "it, unless a rule was switched on that says otherwise. The server does it by "
        "itself once a day. With --dry-run nothing is written."
    ),
    example="repatria purge --data north --dry-run",
)
@click.option(
    "--data", type=A_PATH, required=True, help=_("The installation's data folder.")
)
@click.option("--dry-run", is_flag=True, help=_("Only say what would be done."))
@click.option("--json", "as_json", is_flag=True, help=_("One JSON object a line."))
def purge(*, data: Path, dry_run: bool, as_json: bool) -> None:
    """Propose what is due, or only say what is."""
    with at_work(data, command="purge") as actor:
        from repatria.register import services
        from repatria.site.keeping import note_missed

        now = datetime.now(UTC)
        if dry_run:
            lines = services.would_purge(at=now)
        else:
            note_missed()
            lines = services.purge(actor=actor, at=now)
        for line in lines:
            click.echo(_json(line) if as_json else _words(line))
        if not lines and not as_json:
            click.echo(say(_("Nothing is kept beyond its time.")))


def _json(line: Line) -> str:
    return json.dumps(
        {
            "about": line.about,
            "count": line.statements,
            "erasure": line.erasure,
            "done": line.done,
        }
    )


_DUE = _("{about}: {n} due, to be proposed")
_THROWN = _("{about}: {n}, without asking")
_PROPOSED = _("{about}: {n}, proposed as {number}; somebody confirms it")


def _words(line: Line) -> str:
    facts = {"about": line.about, "n": line.statements, "number": line.erasure}
    if line.done:
        return say(_THROWN, **facts)
    return say(_PROPOSED if line.erasure else _DUE, **facts)
