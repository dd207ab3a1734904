"""What is asked about letters that are relayed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from repatria.shared.text import say
from repatria.tracing.core.errors import TooManyWordsError
from repatria.tracing.core.letters import (
    FORM_WORDS,
    MOST_WORDS_OF_FAMILY_NEWS,
    STEP_WORDS,
    WAY_WORDS,
    Form,
    Step,
    words_in,
)
from repatria.tracing.web.forms.families import A_DAY
from repatria.tracing.web.forms.requests import chosen_from

LATER_STEPS = {
    step: words for step, words in STEP_WORDS.items() if step is not Step.RECEIVED
}


class LetterForm(forms.Form):
    """A letter or card that came to be relayed."""

    way = forms.ChoiceField(
        label=_("From whom to whom?"),
        choices=chosen_from(WAY_WORDS),
        widget=forms.RadioSelect,
    )
    form = forms.ChoiceField(label=_("What is it?"), choices=chosen_from(FORM_WORDS))
    language = forms.ChoiceField(
        label=_("In which language is it written?"),
        choices=[("", _("Another, or not known")), *settings.LANGUAGES],
        required=False,
    )
    text = forms.CharField(
        label=_("What is written, word for word"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_(
            "Sealed. Whether somebody wants to go home is never asked for or gathered "
            "from a letter: that is for a neutral interviewer alone."
        ),
    )
    written_on = forms.DateField(
        label=_("Written on"),
        required=False,
        widget=A_DAY,
        help_text=_("Empty: not known."),
    )
    received_on = forms.DateField(label=_("Received here on"), widget=A_DAY)
    freely = forms.BooleanField(
        label=_("There is reason to believe that it was written without pressure."),
        required=False,
        help_text=_(
            "Otherwise a prisoner's words are marked as possibly written under duress."
        ),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Take today's date: no letter was received on a day to come."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("received_on", today)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Count a family news message; refuse days that have not come."""
        told = super().clean() or {}
        for name in ("written_on", "received_on"):
            if told.get(name) and told[name] > self.today:
                self.add_error(name, _("That day has not come yet."))
        words = words_in(told.get("text", ""))
        if told.get("form") == Form.FAMILY_NEWS and words > MOST_WORDS_OF_FAMILY_NEWS:
            refusal = TooManyWordsError
            facts = {"words": words, "most": MOST_WORDS_OF_FAMILY_NEWS}
            self.add_error("text", say(refusal.what, **facts))
        return told


class StepForm(forms.Form):
    """What happened to a letter."""

    step = forms.ChoiceField(
        label=_("What happened?"), choices=chosen_from(LATER_STEPS)
    )
    on = forms.DateField(label=_("On which day?"), widget=A_DAY)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Take today's date: nothing happened on a day to come."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", today)
        self.today = today

    def clean_on(self) -> date:
        """Refuse a day that has not come yet."""
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(_("That day has not come yet."))
        return day
