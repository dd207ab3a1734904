"""Diagnoses by the lines of Annex I, opened."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from repatria.access import vault
from repatria.medical.core.diagnosis import Judged, judge
from repatria.medical.models import Diagnosis
from repatria.medical.queries.owners import asked_under, owner, taken_back
from repatria.rulebook.annex import annex_lines
from repatria.rulebook.core.rule import Fact, Facts, Rule
from repatria.rulebook.load import load_rule

DIAGNOSIS = "diagnosis"
MANIFEST, TOGETHER = "geneva3.annex1.II2", "geneva3.annex1.II1"
ARTICLE_110 = tuple(f"geneva3.art110.{n}" for n in ("1.1", "1.2", "1.3", "2.1", "2.2"))


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """One diagnosis, opened: the facts, and what the rules answered at that time."""

    ref: str
    case_ref: str
    said_by: str
    said_on: str
    lines: tuple[str, ...]
    facts: Mapping[str, Fact | None]
    found: Mapping[str, Any]
    words: str

    @property
    def source_ref(self) -> str:
        """No paper of its own."""
        return ""

    @property
    def is_listed(self) -> bool:
        """Whether a line listed the person for home; if not, a commission decides."""
        return bool(self.found["home"] == "yes")

    @property
    def is_manifest(self) -> bool:
        """Whether the case was beyond question."""
        return bool(self.found["manifest"] == "yes")


def judged(chosen: Collection[str], facts: Facts) -> Judged:
    """Hold facts against lines of the annex as the rulebook has them now."""
    return judge(
        annex_lines(), chosen, facts, manifest=load_rule(MANIFEST),
        together=load_rule(TOGETHER),
    )  # fmt: skip


def article_110() -> list[Rule]:
    """Return the conditions of article 110, which a doctor may speak of as well."""
    return [load_rule(rule) for rule in ARTICLE_110]


def diagnoses_of_each(case_refs: Iterable[str]) -> dict[str, list[Diagnosed]]:
    """Return the diagnoses of many people, newest first; erased ones are left out."""
    asked = asked_under(case_refs)
    found: dict[str, list[Diagnosed]] = {
        ref: [] for refs in asked.values() for ref in refs
    }
    for one in _read(Diagnosis.objects.filter(case_ref__in=asked)):
        for ref in asked[one.case_ref]:
            found[ref].insert(0, one)
    return found


def diagnosed_under(numbers: Collection[str] | None = None) -> list[Diagnosed]:
    """Return the diagnoses under these numbers, or under any, oldest first."""
    held = Diagnosis.objects.all()
    return _read(held if numbers is None else held.filter(case_ref__in=numbers))


def _read(asked: QuerySet[Diagnosis]) -> list[Diagnosed]:
    rows = list(asked.exclude(ref__in=taken_back()).order_by("said_on", "pk"))
    texts = vault.open_texts(
        DIAGNOSIS, {owner(row.ref): bytes(row.sealed_found) for row in rows}
    )
    opened = ((row, texts.get(owner(row.ref))) for row in rows)
    return [_diagnosed(row, text) for row, text in opened if text]


def _diagnosed(row: Diagnosis, text: str) -> Diagnosed:
    told = json.loads(text)
    return Diagnosed(
        ref=row.ref, case_ref=row.case_ref, said_by=row.said_by, said_on=row.said_on,
        lines=tuple(told["lines"]), facts=told["facts"], found=told["found"],
        words=told["words"],
    )  # fmt: skip
