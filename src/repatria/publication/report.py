"""The public page and its data: the same bytes for everybody who may ask or not.

Everything here comes from published documents.  Nothing of it depends on who asks, on
the day, or on anything that is not public.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import rfc8785
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from repatria.publication.core.chart import Chart, lay_out
from repatria.publication.core.document import read
from repatria.publication.core.suppression import Cell, Count, Total, Totals
from repatria.shared.sheets import csv_file
from repatria.shared.text import current_language, is_complete, use_language

STYLES = Path(__file__).parent / "static" / "publication" / "totals.css"
COLUMNS = (
    "exchange round day from to counted_by number what approximate how_said said_on "
    "shown"
).split()


@dataclass(frozen=True, slots=True)
class Public:
    """What is public: documents, parties' names by language, who publishes."""

    documents: tuple[dict[str, Any], ...]
    names: dict[str, dict[str, str]]
    organisation: str
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One document as the page draws it."""

    exchange: str
    least_shown: int
    reason: str
    totals: Totals
    chart: Chart

    @property
    def whole(self) -> list[Total]:
        """The totals that are shown, to be drawn large."""
        return [one for one in self.totals.totals if one.n is not None]

    @property
    def any_withheld(self) -> bool:
        """Whether something is not shown, which the page then explains."""
        cells = self.totals.cells
        return any(cell.withheld for cell in cells)


def shown(document: dict[str, Any]) -> Shown:
    """Return a document ready to be drawn."""
    totals = read(document)
    return Shown(
        document["exchange"],
        document["least_shown"],
        document["reason"],
        totals,
        lay_out(totals.cells),
    )


def languages() -> list[str]:
    """Return the codes of the languages in which the page is published, whole."""
    return [code for code, _name in settings.LANGUAGES if is_complete(code)]


def page_name(language: str) -> str:
    """Return the name of the page in a language; English is the first page."""
    return "index.html" if language == "en" else f"index.{language}.html"


def makers_of(public: Public) -> dict[str, Callable[[], bytes]]:
    """Return every public file's name with what makes it: one file is often enough."""
    pages = {page_name(one): partial(_page, public, one) for one in languages()}
    return {
        **pages,
        "totals.json": partial(_json, public),
        "totals.csv": partial(_csv, public),
        "totals.css": STYLES.read_bytes,
    }


def files_of(public: Public) -> dict[str, bytes]:
    """Return every public file by its name."""
    return {name: make() for name, make in makers_of(public).items()}


def _page(public: Public, language: str) -> bytes:
    spoken = current_language()
    use_language(language)
    try:
        with translation.override(language):
            context = {
                "public": public,
                "exchanges": [shown(one) for one in public.documents],
                "parties": public.names.get(language, {}),
                "language": language,
                "pages": [(one, page_name(one)) for one in languages()],
            }
            return render_to_string("publication/public.html", context).encode()
    finally:
        use_language(spoken)


def _json(public: Public) -> bytes:
    return rfc8785.dumps(
        {
            "kind": "public-totals",
            "organisation": public.organisation,
            "synthetic": public.synthetic,
            "parties": public.names.get("en", {}),
            "published": list(public.documents),
        }
    )


def _csv(public: Public) -> bytes:
    """Return the counts as CSV (UTF-8 with BOM), no cell of which is a formula."""
    rows = (
        row
        for document in public.documents
        for cell in read(document).cells
        for row in _rows(document["exchange"], cell)
    )
    return csv_file([COLUMNS, *rows])


def _rows(exchange: str, cell: Cell) -> Iterator[tuple[object, ...]]:
    holder, _arrow, home = cell.direction.partition(">")
    for count in cell.counts:
        number = "" if count.n is None else count.n
        yield (exchange, cell.round, cell.on, holder, home, *_told(count, number))


def _told(count: Count, number: object) -> tuple[object, ...]:
    return (
        count.by,
        number,
        count.what,
        "yes" if count.approximate else "no",
        count.modality,
        count.said_on,
        "yes" if count.shown else "no",
    )
