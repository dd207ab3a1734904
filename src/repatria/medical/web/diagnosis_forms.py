"""The two forms of a diagnosis: which lines, then the facts that they need."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.medical.core.diagnosis import PARTS, lines_to_ask, questions_of
from repatria.medical.queries.diagnoses import article_110
from repatria.medical.queries.facts import FIT, SERIOUS
from repatria.medical.web.forms import PARTIAL, KnownField, PartialDateField
from repatria.rulebook.annex import annex_lines
from repatria.rulebook.core.annex import Part
from repatria.rulebook.core.rule import Fact, Kind, Question
from repatria.rulebook.core.words import NEEDS
from repatria.shared.text import mark, say

PART_WORDS = {
    Part.A1: mark("A (1): a disability as the loss of a hand or a foot"),
    Part.A2: mark("A (2): wounded, and no recovery within a year"),
    Part.A3: mark("A (3): sick, and no recovery within a year"),
    Part.B: mark("B: to a neutral country"),
}
_MOST = 1_200  # months; nobody lives longer


def chosen_lines(asked: Sequence[str]) -> list[str]:
    """Return those of some ids that a doctor may choose, in the annex's order."""
    return [one.id for one in annex_lines() if one.id in asked and one.part in PARTS]


class FactsForm(forms.Form):
    """Who says it, and each fact that the chosen lines need; unknown is an answer."""

    said_by = forms.CharField(
        label=_("Who says so?"),
        help_text=_("A role, such as camp doctor, commission doctor."),
        max_length=120,
    )
    said_on = PartialDateField(
        label=_("When was it said?"), help_text=PARTIAL, required=False
    )
    words = forms.CharField(
        label=_("In more words"),
        help_text=_("Sealed: only the doctors of this case read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, *given: Any, lines: Collection[str], **options: Any) -> None:
        super().__init__(*given, **options)
        self.groups = {
            "line": [one.fact for one in _ask(lines)],
            "general": [SERIOUS, FIT],
            "article": [one.fact for one in questions_of(article_110())],
        }
        for question in [*_ask(lines), *questions_of(article_110())]:
            self.fields.setdefault(question.fact, _field(question))
        for fact in (SERIOUS, FIT):
            self.fields[fact] = _known(fact)

    def facts(self) -> dict[str, Fact | None]:
        """Return every fact by its name; None is unknown."""
        names = {name for names in self.groups.values() for name in names}
        return {name: self.cleaned_data[name] for name in sorted(names)}

    def fields_of(self, group: str) -> list[forms.BoundField]:
        """Return the fields of a group that no group before has."""
        names = list(self.groups)
        before = {
            fact for name in names[: names.index(group)] for fact in self.groups[name]
        }
        return [self[one] for one in self.groups[group] if one not in before]


def _ask(lines: Collection[str]) -> list[Question]:
    return questions_of(lines_to_ask(annex_lines(), lines))


def _field(question: Question) -> forms.Field:
    if question.kind is Kind.NUMBER:
        return forms.FloatField(
            label=_phrase(question.fact), min_value=0, max_value=_MOST, required=False,
            help_text=_("Empty: not known."),
        )  # fmt: skip
    return _known(question.fact)


def _known(fact: str) -> KnownField:
    return KnownField(label=_phrase(fact))


def _phrase(fact: str) -> str:
    words = say(NEEDS[fact])
    return words[:1].upper() + words[1:]
