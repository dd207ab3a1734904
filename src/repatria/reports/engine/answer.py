"""A report's drafts, and the answer of ``repatria read --json``."""

from __future__ import annotations

from repatria.reports.core.document import Document
from repatria.reports.core.drafts import Drafts, Json
from repatria.reports.core.prompts import Prompts, prompts_in
from repatria.reports.core.proposals import Proposal, proposals_of
from repatria.reports.core.reading import document_of, read
from repatria.reports.engine.ingest import Material
from repatria.reports.engine.packs import load_pack

UNKNOWN = "unknown"


def drafts_of(material: Material) -> Drafts:
    """Read a report into drafts; an unknown language gives what formulas find."""
    return read(_marked(material))


def proposals_in(material: Material) -> list[tuple[Proposal, Prompts]]:
    """Return every draft apart, with what its words hint at."""
    document = _marked(material)
    return [
        (one, prompts_in(document, one.span)) for one in proposals_of(read(document))
    ]


def _marked(material: Material) -> Document:
    return document_of(
        material.text,
        load_pack(material.language.partition("-")[0]),
        published=material.published,
        source_party=material.source_party,
    )


def answer_of(material: Material) -> Json:
    """Return the whole answer for one report, ready for JSON."""
    return {
        "file": material.file,
        "language": material.language,
        "published": str(material.published) if material.published else None,
        "source": {
            "title": material.title,
            "class": material.source_class or UNKNOWN,
            "party": material.source_party or None,
        },
        **drafts_of(material).as_json(),
    }
