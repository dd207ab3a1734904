"""The report as one page that needs nothing else: no network, no scripts."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment

from repatria.matching.report import charts, figures, tables, words
from repatria.matching.report.data import DedupeData, ListCard, ReportData
from repatria.matching.report.pages import environment_of, rendered, stylesheet
from repatria.matching.report.verbatim import verbatim, visible
from repatria.shared.text import mark as _
from repatria.shared.text import say

_PACKAGE = "repatria.matching.report"

# Words the stylesheet shows: a telephone has no table heads, paper has margins.
STYLE_WORDS: tuple[tuple[str, str], ...] = (
    ("left", _("left")),
    ("right", _("right")),
    ("row", _("Row")),
    ("born", _("Date of birth")),
    ("further", _("Further")),
    ("nearest", _("Nearest on the other list")),
    ("probability", _("Probability")),
)


def render_report(data: ReportData) -> str:
    """Return the report of two lists as HTML, in the language now spoken."""
    return _page("reconcile.html", data, (data.left, data.right))


def render_dedupe_report(data: DedupeData) -> str:
    """Return the report of one list as HTML, in the language now spoken."""
    return _page("dedupe.html", data, (data.one,))


# Below this, error rates measured on large lists say little about a list.
FEW_ROWS = 200


def _page(
    template: str, data: ReportData | DedupeData, cards: tuple[ListCard, ...]
) -> str:
    return rendered(
        _environment(),
        template,
        style=_style(cards, synthetic=data.synthetic),
        data=data,
        cards=cards,
        few_rows=FEW_ROWS,
    )


@cache
def _environment() -> Environment:
    environment = environment_of(_PACKAGE)
    environment.filters.update(
        verbatim=verbatim,
        number=figures.number,
        percent=figures.percent,
        probability=figures.probability,
        rate=figures.rate,
        bits=figures.bits,
        expected=figures.expected,
        field=words.field_word,
        finding=words.finding_word,
        standing=words.standing_word,
        sureness=words.sureness,
        bin_word=charts.bin_word,
    )
    environment.globals.update(charts=charts, tables=tables)
    return environment


def _style(cards: tuple[ListCard, ...], *, synthetic: bool) -> str:
    """Return the stylesheet, with the words it shows in the reader's language."""
    said = "".join(f"--w-{name}:{css_text(say(word))};" for name, word in STYLE_WORDS)
    foot = " · ".join(f"{visible(one.name)[:60]} {one.sha256[:12]}" for one in cards)
    head = say(_("Synthetic people")) if synthetic else ""
    margins = (
        f"@page{{@bottom-left{{content:{css_text(foot)}}}"
        f"@top-right{{content:{css_text(head)}}}}}"
    )
    return f"{stylesheet(_PACKAGE, 'report.css')}\n:root{{{said}}}\n{margins}\n"


def css_text(text: str) -> str:
    r"""Return ``text`` as a CSS string; all but letters and digits is escaped.

    A file name may hold quotes, braces or ``</style>``; none may leave its string.

    >>> css_text("a</style>")
    '"a\\3c \\2f style\\3e "'
    """
    inside = re.sub(r"[^\w ]", lambda sign: f"\\{ord(sign[0]):x} ", text)
    return f'"{inside}"'
