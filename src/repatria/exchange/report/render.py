"""Pages that need nothing else: no network, no scripts."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment

from repatria.exchange.engine.options import Option
from repatria.exchange.engine.proposal import Proposal
from repatria.exchange.engine.reserves import Reserves
from repatria.exchange.report.views import delegation_view, internal_view
from repatria.matching.report.figures import number
from repatria.matching.report.pages import environment_of, rendered, stylesheet
from repatria.matching.report.verbatim import verbatim

_PACKAGE = "repatria.exchange.report"


def delegation_html(proposal: Proposal) -> str:
    """Return the page that may leave: who goes, sums, and nobody's reason.

    Its bytes follow from ``proposal.shared()`` and the language alone.
    """
    return _page("delegation.html", delegation_view(proposal))


def internal_html(
    proposal: Proposal, options: list[Option], base: Proposal, found: Reserves
) -> str:
    """Return the page with everybody's reason.  It stays with whoever ran it."""
    return _page("internal.html", internal_view(proposal, options, base, found))


def _page(template: str, view: object) -> str:
    style = f"\n{stylesheet(_PACKAGE, 'exchange.css')}\n"
    return rendered(_environment(), template, style=style, view=view)


@cache
def _environment() -> Environment:
    environment = environment_of(_PACKAGE)
    environment.filters.update(verbatim=verbatim, number=number)
    return environment
