"""How a page that needs nothing else is put together, whatever it reports."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from repatria.shared.text import RIGHT_TO_LEFT, current_language, say, say_number


def environment_of(package: str) -> Environment:
    """Return what renders the templates of ``package``, and ``standalone.html``."""
    environment = Environment(
        loader=ChoiceLoader(
            [PackageLoader(package), PackageLoader("repatria.matching.report")]
        ),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        _spoken, _spoken_number, newstyle=False
    )
    return environment


def rendered(
    environment: Environment, template: str, *, style: str, **told: Any
) -> str:
    """Return a page in the language now spoken.

    ``style`` is our own stylesheet, with every value in it escaped; the page allows
    this one by its hash and nothing else.
    """
    language = current_language()
    return environment.get_template(template).render(
        language=language,
        direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
        style=Markup(style),  # noqa: S704 - our own file; values are CSS-escaped
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        **told,
    )


@cache
def stylesheet(package: str, name: str) -> str:
    """Return a stylesheet that lies with the templates of ``package``."""
    folder = files(package) / "templates"
    return (folder / name).read_text(encoding="utf-8").strip()


def _spoken(text: str, **values: object) -> Markup:
    """Translate for the page: the values are escaped, the sentence is ours."""
    return Markup(say(text, **_escaped(values)))  # noqa: S704


def _spoken_number(one: str, many: str, n: int, /, **values: object) -> Markup:
    return Markup(say_number(one, many, n, **_escaped(values)))  # noqa: S704


def _escaped(values: dict[str, object]) -> dict[str, object]:
    return {name: escape(value) for name, value in values.items()}
