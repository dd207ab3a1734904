"""How the documentation is built: offline, from Markdown."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import click
from docutils import nodes
from docutils.parsers.rst import Directive

from repatria.site.cli import repatria

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "Repatria"
author = "The Repatria contributors"
project_copyright = author
language = "en"

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "Repatria"
html_show_sphinx = False
html_copy_source = False


class CommandHelp(Directive):
    """``{command-help} reconcile`` shows what ``repatria reconcile --help`` says.

    Rendered at each build, so that the page cannot fall behind the command.
    """

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the help as a block of its own."""
        words = [*self.arguments, "--help"]
        parent = click.Context(repatria, info_name="repatria", terminal_width=80)
        command = repatria.get_command(parent, words[0]) if self.arguments else repatria
        if command is None:
            raise self.error(f"there is no command {words[0]}")
        context = click.Context(
            command,
            info_name=" ".join(["repatria", *self.arguments]),
            terminal_width=80,
        )
        text = f"$ repatria {' '.join(words)}\n{command.get_help(context)}"
        return [nodes.literal_block(text, text, language="console")]


class Constants(Directive):
    """A table of numbers as the program has them: lines of ``meaning: module:NAME``.

    Read at each build, so that the page cannot fall behind the code.
    """

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        rows = [self._row(line) for line in self.content if line.strip()]
        words = ("What", "Value", "Where")
        head = nodes.thead("", self._cells(*map(nodes.Text, words)))
        group = nodes.tgroup("", cols=3)
        group += [nodes.colspec(colwidth=width) for width in (5, 2, 5)]
        group += [head, nodes.tbody("", *rows)]
        return [nodes.table("", group)]

    def _row(self, line: str) -> nodes.row:
        meaning, _colon, place = line.partition(": ")
        module, _colon, name = place.partition(":")
        value = getattr(importlib.import_module(module), name)
        where = nodes.literal("", f"{module.partition('.')[2]}.{name}")
        return self._cells(nodes.Text(meaning), nodes.Text(f"{value:,.6g}"), where)

    def _cells(self, *inside: nodes.Node) -> nodes.row:
        cells = (nodes.entry("", nodes.paragraph("", "", one)) for one in inside)
        return nodes.row("", *cells)


def setup(app: Sphinx) -> dict[str, bool]:
    """Teach Sphinx our directive."""
    app.add_directive("command-help", CommandHelp)
    app.add_directive("constants", Constants)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
