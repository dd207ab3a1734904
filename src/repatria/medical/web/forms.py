"""Forms of the room ``medical``: one question each, in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.medical.core.errors import WeightImpossibleError
from repatria.medical.core.inspections import weight
from repatria.medical.core.words import CATEGORY_WORDS, MODALITY_WORDS
from repatria.shared.errors import in_words
from repatria.shared.partial import partial
from repatria.shared.text import say

_KNOWN = {"yes": True, "no": False, "unknown": None}
_YES_NO = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))]
PARTIAL_DAY = _("As far as it is known, such as 2022-07-14 or July 2022.")
PARTIAL = _("As far as it is known, such as 2022-07 or July 2022. Empty: not known.")


def spoken(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Return choices in the reader's language; values are codes."""
    return [(code.value, say(text)) for code, text in words.items()]


class PartialDateField(forms.CharField):
    """A date of which parts may be unknown."""

    def clean(self, value: Any) -> str:
        """Return the date as far as it is known; refuse words that give none."""
        written = super().clean(value)
        found = partial(written)
        if written and not found:
            raise forms.ValidationError(
                _("No date could be read. Write it such as 2022-07, or leave it out.")
            )
        return found


class KnownField(forms.ChoiceField):
    """Yes, no, or nobody knows."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            choices=_YES_NO, widget=forms.RadioSelect, initial="unknown", **options
        )

    def clean(self, value: Any) -> bool | None:
        """Return True, False, or None for not known."""
        return _KNOWN[super().clean(value)]


class WeightField(forms.CharField):
    """A weight in kilograms, which may be unknown."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=12, **options)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Decimal | None:
        """Return the weight; None for unknown; refuse what nobody weighs."""
        try:
            return weight(super().clean(value))
        except WeightImpossibleError as refusal:
            raise forms.ValidationError(in_words(refusal)) from refusal


class InspectedForm(forms.Form):
    """When, by whom and where people were inspected."""

    on = PartialDateField(label=_("When was the inspection?"), help_text=PARTIAL_DAY)
    by = forms.CharField(
        label=_("Who inspected?"),
        help_text=_("A role, such as camp doctor, commission doctor."),
        max_length=120,
    )
    place = forms.CharField(label=_("Where?"), max_length=120, required=False)


class InspectionForm(InspectedForm):
    """One inspection of one person."""

    kg = WeightField(
        label=_("Weight in kilograms"), help_text=_("Empty: nobody wrote it down.")
    )
    words = forms.CharField(
        label=_("What was found?"),
        help_text=_("Sealed: only the doctors of this case read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class InspectionFileForm(forms.Form):
    """A file of inspections."""

    file = forms.FileField(
        label=_("A CSV file"),
        help_text=_(
            "In UTF-8. The first row names the columns: case, on, weight_kg, by, "
            "place, words. All rows are recorded or none."
        ),
    )


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        help_text=_("Kept sealed beside it. What was recorded stays written."),
        max_length=400,
    )


class HealthForm(forms.Form):
    """A statement about somebody's health."""

    said_by = forms.CharField(
        label=_("Who says so?"),
        help_text=_("A role, such as camp doctor, commission doctor, the person."),
        max_length=120,
    )
    said_on = PartialDateField(
        label=_("When was it said?"), help_text=PARTIAL, required=False
    )
    category = forms.ChoiceField(
        label=_("State of health, as on a capture card"),
        choices=lambda: spoken(CATEGORY_WORDS),
        required=False,
    )
    seriously = KnownField(
        label=_("Seriously wounded or seriously sick?"),
        help_text=_("GC III 109: then home regardless of number or rank."),
    )
    fit_to_travel = KnownField(label=_("Fit to travel?"))
    text = forms.CharField(
        label=_("What was found or said?"),
        help_text=_("Sealed: only the doctors of this case read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )


class DeniedCareForm(forms.Form):
    """A statement that care was denied."""

    condition = forms.CharField(
        label=_("For what was care denied?"),
        help_text=_("Sealed: only the doctors of this case read it."),
        max_length=200,
    )
    said_by = forms.CharField(label=_("Who says so?"), max_length=120)
    modality = forms.ChoiceField(
        label=_("How is it said?"), choices=lambda: spoken(MODALITY_WORDS)
    )
    said_on = PartialDateField(
        label=_("When was it said?"), help_text=PARTIAL, required=False
    )
    duration_said = forms.CharField(
        label=_("For how long, in the words of whoever says it?"),
        help_text=_("Such as: four months. No dates are worked out from it."),
        max_length=80,
        required=False,
    )
    began = PartialDateField(label=_("From when?"), help_text=PARTIAL, required=False)
    ended = PartialDateField(label=_("Until when?"), help_text=PARTIAL, required=False)
    text = forms.CharField(
        label=_("In more words"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
