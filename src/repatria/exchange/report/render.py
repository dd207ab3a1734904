"""Pages that need nothing else: no network, no scripts."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from repatria.exchange.engine.options import Option
from repatria.exchange.engine.proposal import Proposal
from repatria.exchange.report.views import delegation_view, internal_view
from repatria.matching.report.figures import number
from repatria.matching.report.verbatim import verbatim
from repatria.shared.text import current_language, say, say_number

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he"})


def delegation_html(proposal: Proposal) -> str:
    """Return the page that may leave: who goes, sums, and nobody's reason.

    Its bytes follow from ``proposal.shared()`` and the language alone.
    """
    return _page("delegation.html", delegation_view(proposal))


def internal_html(proposal: Proposal, options: list[Option]) -> str:
    """Return the page with everybody's reason.  It stays with whoever ran it."""
    return _page("internal.html", internal_view(proposal, options))


def _page(template: str, view: object) -> str:
    style = _stylesheet()
    language = current_language()
    return (
        _environment()
        .get_template(template)
        .render(
            view=view,
            language=language,
            direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
            style=Markup(style),  # noqa: S704 - our own file
            style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("repatria.exchange.report"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        _spoken, _spoken_number, newstyle=False
    )
    environment.filters.update(verbatim=verbatim, number=number)
    return environment


def _spoken(text: str, **values: object) -> Markup:
    """Translate for the page: the values are escaped, the sentence is ours."""
    return Markup(say(text, **_escaped(values)))  # noqa: S704


def _spoken_number(one: str, many: str, n: int, /, **values: object) -> Markup:
    return Markup(say_number(one, many, n, **_escaped(values)))  # noqa: S704


def _escaped(values: dict[str, object]) -> dict[str, object]:
    return {name: escape(value) for name, value in values.items()}


@cache
def _stylesheet() -> str:
    folder = files("repatria.exchange.report") / "templates"
    text = (folder / "exchange.css").read_text(encoding="utf-8").strip()
    return f"\n{text}\n"
