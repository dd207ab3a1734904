"""The base of every command: help, options and refusals in the reader's language.

A room writes its words marked (``help=_("...")``) and says
``cls=TranslatedCommand``; they are translated when they are shown, so that
one process can speak several languages.
"""

from __future__ import annotations

import copy
import gettext
import os
from itertools import pairwise
from typing import Any, Self

import click

from repatria.shared.text import (
    LANGUAGES,
    LOCALES,
    language_asked_for,
    say,
    use_language,
)
from repatria.shared.text import mark as _

# Click's own words ("Usage:", "Missing argument ...") have a catalogue apart:
# they change with click's releases, ours with our own.
CLICK_DOMAIN = "click"

# How click names the kinds of value, and how a reader would.
_KINDS = {
    "INTEGER": _("NUMBER"),
    "INTEGER RANGE": _("NUMBER"),
    "FLOAT": _("NUMBER"),
    "FLOAT RANGE": _("NUMBER"),
    "DIRECTORY": _("FOLDER"),
    "FILE": _("FILE"),
    "PATH": _("PATH"),
    "TEXT": _("TEXT"),
}


def speak(language: str) -> None:
    """Speak ``language`` from here on, click's own words included."""
    use_language(language)
    # Click asks gettext's default domain, which listens to the environment.
    gettext.bindtextdomain(CLICK_DOMAIN, LOCALES)
    gettext.textdomain(CLICK_DOMAIN)
    os.environ["LANGUAGE"] = language


def language_named(words: list[str]) -> str:
    """Return the language that a command line asks for, wherever it says so.

    Looked for before the line is parsed, since even a refusal to parse it
    should be in the reader's language.

    >>> language_named(["reconcile", "a.csv", "--language", "uk"])
    'uk'
    """
    for word, following in pairwise([*words, ""]):
        if word == "--":
            break
        option, _equals, value = word.partition("=")
        if option == "--language" and (value or following) in LANGUAGES:
            return value or following
    return language_asked_for()


def _use(_ctx: click.Context, _param: click.Parameter, language: str | None) -> None:
    if language:
        speak(language)


def _language_option() -> click.Option:
    return click.Option(
        ["--language"],
        type=click.Choice(LANGUAGES),
        is_eager=True,
        expose_value=False,
        callback=_use,
        help=_("Language of messages and reports."),
    )


def _in_words(param: click.Parameter, ctx: click.Context) -> click.Parameter:
    """Return a copy of ``param`` whose help and kind of value are translated."""
    said = copy.copy(param)
    if isinstance(said, click.Option | click.Argument):
        said.help = say(said.help) if said.help else said.help
    said.metavar = _metavar(param, ctx)
    return said


def _metavar(param: click.Parameter, ctx: click.Context) -> str | None:
    if param.metavar is not None:
        return say(param.metavar)
    if isinstance(param, click.Option):
        kind = param.make_metavar(ctx)
        return say(_KINDS[kind]) if kind in _KINDS else None
    return None


class TranslatedCommand(click.Command):
    """A command that speaks the reader's language and takes ``--language``.

    ``example`` is one command line or several, shown as they are at the end
    of the help; they should work when pasted.
    """

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example = example
        self.params.append(_language_option())

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return click's help option, its words in the language of the moment."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = gettext.gettext("Show this message and exit.")
        return option

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line, its words for values translated."""
        super(TranslatedCommand, self._spoken(ctx)).format_usage(ctx, formatter)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the whole help in the language of the moment."""
        super(TranslatedCommand, self._spoken(ctx)).format_help(ctx, formatter)

    def format_epilog(
        self, _ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the example, line by line, never wrapped: it is to be pasted."""
        if self.example:
            with formatter.section(say(_("Example"))):
                for line in self.example.splitlines():
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")

    def _spoken(self, ctx: click.Context) -> Self:
        """Return a copy of this command in the language of the moment."""
        spoken = copy.copy(self)
        spoken.help = say(self.help) if self.help else None
        spoken.options_metavar = say(_("[OPTIONS]"))
        spoken.params = [_in_words(param, ctx) for param in self.params]
        return spoken


class TranslatedGroup(TranslatedCommand, click.Group):
    """A command of commands that speaks the reader's language."""

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List the commands, each with its first sentence."""
        names = self.list_commands(ctx)
        held = [(name, self.get_command(ctx, name)) for name in names]
        with formatter.section(say(_("Commands"))):
            formatter.write_dl(
                [(name, say(one.help or "")) for name, one in held if one is not None]
            )

    def _spoken(self, ctx: click.Context) -> Self:
        spoken = super()._spoken(ctx)
        spoken.subcommand_metavar = say(_("COMMAND [ARGUMENTS]..."))
        return spoken
