"""What is asked about care after return."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from repatria.care.core.referrals import URGENCY_WORDS
from repatria.care.core.stages import ASKS, STAGE_WORDS, STEP_WORDS, Step
from repatria.care.core.visits import VISIT_WORDS
from repatria.medical.queries import Denied
from repatria.shared.text import say

_say = lazy(say, str)
_DAY = {"type": "date"}


class StageForm(forms.Form):
    """A stage and how far it has come."""

    stage = forms.ChoiceField(label=_("Which stage?"))
    step = forms.ChoiceField(
        label=_("How far?"),
        choices=lambda: [
            (each.value, _say(STEP_WORDS[each]))
            for each in Step
            if each is not Step.UNDONE
        ],
    )
    due_on = forms.DateField(
        label=_("Planned for"),
        required=False,
        widget=forms.DateInput(attrs=_DAY),
        help_text=_("For a plan only. After this day it stands under Today as late."),
    )

    def __init__(self, *args: Any, may_ask: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stage"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (stage.value, _say(words))
                for stage, words in STAGE_WORDS.items()
                if may_ask or stage not in ASKS
            ]


class VisitForm(forms.Form):
    """What happened about the family's first visit."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=lambda: [
            (each.value, _say(words)) for each, words in VISIT_WORDS.items()
        ],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=_DAY))


class ReferralForm(forms.Form):
    """Where to, why, and how soon."""

    because_ref = forms.ChoiceField(
        label=_("Does it answer care that was denied?"), required=False
    )
    to = forms.CharField(label=_("Where to?"), max_length=300)
    reason = forms.CharField(
        label=_("Why?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    urgency = forms.ChoiceField(
        label=_("How soon must the person be seen?"),
        choices=lambda: [
            (each.value, _say(words)) for each, words in URGENCY_WORDS.items()
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, denied: list[Denied], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["because_ref"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("", _("No")),
                *((each.ref, _words(each)) for each in denied),
            ]


def _words(each: Denied) -> str:
    told = (each.ref, each.condition, each.duration_said, each.said_by)
    return " · ".join(part for part in told if part)
