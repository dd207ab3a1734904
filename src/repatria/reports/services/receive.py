"""Taking in a report: seal its bytes, read it, keep every draft."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version

from django.db import transaction

from repatria.access import vault
from repatria.ledger import services as ledger
from repatria.register.core.case_numbers import new_ref
from repatria.reports import queries
from repatria.reports.core.prompts import Prompts
from repatria.reports.core.proposals import Proposal
from repatria.reports.engine.answer import proposals_in
from repatria.reports.engine.ingest import Material, Told, ingest
from repatria.reports.models import Draft, Report
from repatria.shared.actors import Actor

_LONGEST_NAME = 200
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Received:
    """A report, and whether it is new here or was held already."""

    report: Report
    is_new: bool


@transaction.atomic
def receive_report(
    *,
    actor: Actor,
    content: bytes,
    name: str,
    told: Told | None = None,
    at: datetime,
) -> Received:
    """Keep a report and what the machine drafts from it; nothing else is recorded.

    ``name`` tells the format (``report.json``, ``.txt``, ``.html``, ``.eml``).  The
    same bytes twice are answered with the report that is here.  Raises
    ``ReportRefusedError`` for what cannot be read.
    """
    held = queries.report_with(hashlib.sha256(content).hexdigest())
    if held is not None:
        return Received(held, is_new=False)
    material = ingest(content, file=name, told=told)
    report = _kept(material, content, actor=actor, at=at)
    drafts = _drafted(report, proposals_in(material))
    ledger.append(
        actor=actor,
        act="reports.report-received",
        about=report.ref,
        facts={"sha256": report.sha256, "drafts": len(drafts)},
        at=at,
    )
    return Received(report, is_new=True)


def _kept(material: Material, content: bytes, *, actor: Actor, at: datetime) -> Report:
    ref = new_ref("P")
    owner = queries.owner(ref)
    return Report.objects.create(
        ref=ref,
        sha256=material.sha256,
        name=material.file[:_LONGEST_NAME],
        title=material.title[:_LONGEST_TITLE],
        language=material.language,
        published=material.published,
        source_class=material.source_class,
        source_party=material.source_party,
        sealed_original=vault.seal_bytes(owner, queries.ORIGINAL, content),
        sealed_text=vault.seal_text(owner, queries.TEXT, material.text),
        reader=version("repatria"),
        received_at=at,
        received_by=actor.ref,
    )


def _drafted(report: Report, found: list[tuple[Proposal, Prompts]]) -> list[Draft]:
    return Draft.objects.bulk_create(
        Draft(
            report=report,
            number=number,
            path=one.path,
            kind=one.kind,
            value={key: said for key, said in one.value.items() if key != "span"},
            hints={key: hint for key, hint in asdict(hints).items() if hint},
            span_start=one.span.start,
            span_end=one.span.end,
        )
        for number, (one, hints) in enumerate(found, start=1)
    )
