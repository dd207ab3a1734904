"""The command ``repatria``: it finds the other commands and reports refusals.

Each command is loaded when it is called: ``repatria --help`` answers at once,
and a command pays only for what it uses.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
import traceback
from dataclasses import dataclass
from typing import NamedTuple

import click

from repatria.shared.cli import TranslatedGroup, language_named, speak
from repatria.shared.text import mark as _
from repatria.shared.text import say
from repatria.site.refusals import explain

DONE = 0
REFUSED = 1
INTERRUPTED = 130  # what shells expect of a program that Ctrl-C has stopped


class Entry(NamedTuple):
    """Where a command lives, and its line in the list of commands."""

    place: str
    short_help: str


COMMANDS = {
    "demo": Entry(
        "repatria.site.demo:demo",
        _("Show everything once, on invented lists."),
    ),
    "serve": Entry(
        "repatria.site.serve:serve",
        _("Serve the pages of an installation, and do its jobs."),
    ),
    "import": Entry(
        "repatria.site.importing:import_",
        _("Take a list into an installation."),
    ),
    "export": Entry(
        "repatria.site.exporting:export",
        _("Take a list out as a file, by the rules for exports."),
    ),
    "pfif": Entry(
        "repatria.site.pfif:pfif",
        _("Take in and give records of missing people as PFIF 1.4."),
    ),
    "backup": Entry(
        "repatria.site.backups.cli:backup",
        _("Seal an installation into one file, also while it is served."),
    ),
    "restore": Entry(
        "repatria.site.backups.cli:restore",
        _("Open a backup into a new folder, verified."),
    ),
    "erase": Entry(
        "repatria.site.erasing:erase",
        _("Ask that a case or a statement be erased, or confirm it."),
    ),
    "purge": Entry(
        "repatria.site.erasing:purge",
        _("Propose the erasure of what is kept beyond its time."),
    ),
    "reconcile": Entry(
        "repatria.matching.cli:reconcile",
        _("Compare two lists: who is on both, and who on one alone."),
    ),
    "dedupe": Entry(
        "repatria.matching.cli:dedupe",
        _("Find the rows of one list that may be one person."),
    ),
    "propose": Entry(
        "repatria.exchange.cli:propose",
        _("Propose who could go home together, by rules that were agreed."),
    ),
    "schedule": Entry(
        "repatria.exchange.cli:schedule",
        _("Plan rounds until everybody is home, by rules that were agreed."),
    ),
    "lot": Entry(
        "repatria.exchange.cli:lot",
        _("Commit to a secret of a lot, or check how one was drawn."),
    ),
    "read": Entry(
        "repatria.reports.cli:read",
        _("Read reports into drafts, each with the words that say it."),
    ),
    "index": Entry(
        "repatria.register.cli:index",
        _("Make an index of lists, to find one person in."),
    ),
    "search": Entry(
        "repatria.register.cli:search",
        _("Find one person in an index, however spelt."),
    ),
    "generate": Entry(
        "repatria.matching.cli:generate",
        _("Make invented lists to try the commands on."),
    ),
    "keys": Entry(
        "repatria.transmission.cli:keys",
        _("Make an organisation's signing keys, or show one."),
    ),
    "sign": Entry(
        "repatria.transmission.cli:sign",
        _("Sign a file, on a machine of the signer's."),
    ),
    "send": Entry(
        "repatria.site.transmissions.cli:send",
        _("Prepare a transmission to another organisation."),
    ),
    "receive": Entry(
        "repatria.site.transmissions.cli:receive",
        _("Take in a transmission from another organisation."),
    ),
    "verify": Entry(
        "repatria.site.verifying:verify",
        _("Say whether a ledger or a file still is what it was."),
    ),
}


class LazyGroup(TranslatedGroup):
    """A group that imports a command's module only to run it."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names, in the order a newcomer would need them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command called ``cmd_name``, if there is one."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, _colon, attribute = entry.place.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(entry.place)
        return command

    def format_commands(
        self, _ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands without importing one."""
        with formatter.section(say(_("Commands"))):
            formatter.write_dl(
                [(name, say(entry.short_help)) for name, entry in COMMANDS.items()]
            )


@dataclass
class Session:
    """What the options before the command's name ask for."""

    debug: bool = False


def _show_version(ctx: click.Context, _param: click.Parameter, *, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        click.echo(f"repatria {version('repatria')}")
        ctx.exit()


def _remember_debug(
    ctx: click.Context, _param: click.Parameter, *, wanted: bool
) -> None:
    ctx.ensure_object(Session).debug = wanted


repatria = LazyGroup(
    name="repatria",
    help=_(
        "The open register that brings prisoners of war home. "
        "The machine proposes; a person decides."
    ),
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=lambda ctx, param, value: _show_version(ctx, param, wanted=value),
            help=_("Show the version and exit."),
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=lambda ctx, param, value: _remember_debug(
                ctx, param, wanted=value
            ),
            help=_(
                "After an unexpected error show where it happened, step by step. "
                "This may show names from your lists."
            ),
        ),
    ],
    example=(
        "repatria demo\n"
        "repatria reconcile left.csv right.csv --out compared\n"
        "repatria reconcile --help"
    ),
)


def main() -> None:
    """Run the command line of this process and exit with its status."""
    # Give memory back soon: lists of a million rows come and go in steps.
    # Read when the library of tables is loaded, so it must be said before.
    os.environ.setdefault("_RJEM_MALLOC_CONF", "dirty_decay_ms:500,muzzy_decay_ms:0")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal that lacks our letters shows question marks and goes on.
        sys.stdout.reconfigure(errors="replace")
    sys.exit(run(sys.argv[1:]))


def run(words: list[str]) -> int:
    """Run one command line and return its exit status.

    0 done; 1 refused; 2 wrong usage; 130 stopped by the keyboard.
    """
    session = Session()
    speak(language_named(words))
    try:
        status = _run_and_flush(words, session)
    except click.ClickException as error:  # wrong usage: click chose the status
        error.show()
        return error.exit_code
    except click.Abort:
        stopped = _("Stopped. Results that were being written may be cut short.")
        click.echo(say(stopped), err=True)
        return INTERRUPTED
    except BrokenPipeError:
        return _nobody_listens()
    except Exception as error:
        click.echo(explain(error), err=True)
        if session.debug:
            click.echo("".join(traceback.format_exception(error)), err=True)
        return REFUSED
    return status if isinstance(status, int) else DONE


def _run_and_flush(words: list[str], session: Session) -> object:
    status: object = repatria.main(
        words, prog_name="repatria", standalone_mode=False, obj=session
    )
    sys.stdout.flush()  # here, where a reader who has gone is still handled
    return status


def _nobody_listens() -> int:
    """Leave quietly when the reader of our output (``| head``) has gone."""
    # Python flushes once more at its very end: give it somewhere to write.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return REFUSED
