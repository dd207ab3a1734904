"""Forms with which a party answers, and the agency settles what contradicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.exchange.core.entry_states import (
    MISSING_WORDS,
    OF_THE_HOLDER,
    OF_THE_HOME,
    REFUSED_WORDS,
    STATE_WORDS,
    EntryState,
)
from repatria.exchange.models import ListEntry
from repatria.exchange.services.answers import Said
from repatria.shared.text import say

_STATES = [
    state for state in STATE_WORDS if state in OF_THE_HOLDER or state in OF_THE_HOME
]


def _spoken(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(code.value, say(text)) for code, text in words.items()]


class AnswerForm(forms.Form):
    """One answer about everybody who is marked."""

    state = forms.ChoiceField(
        label=_("What do you answer of those you marked?"),
        widget=forms.RadioSelect,
        choices=lambda: [(one.value, say(STATE_WORDS[one])) for one in _STATES],
    )
    on = forms.CharField(
        label=_("On which day did they die or return?"),
        help_text=_("As far as it is known, such as 2022-11. Empty: not stated."),
        required=False,
        max_length=40,
    )
    of = forms.CharField(
        label=_("Who is the same person?"),
        help_text=_("The number in the list of the other entry."),
        required=False,
        max_length=20,
    )
    missing = forms.MultipleChoiceField(
        label=_("What do you need to know?"),
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: _spoken(MISSING_WORDS),
        required=False,
    )
    ground = forms.ChoiceField(
        label=_("Why do you refuse?"),
        help_text=_(
            "Sealed, and never sent. Whoever is held under article 115 or 119 is named "
            "by a notification of its own: record the hold as well."
        ),
        choices=lambda: [("", "–"), *_spoken(REFUSED_WORDS)],
        required=False,
    )

    def said(self) -> Said:
        """Return the answer."""
        told = self.cleaned_data
        return Said(
            EntryState(told["state"]),
            on=told["on"],
            of=told["of"].strip(),
            missing=tuple(told["missing"]),
            ground=told["ground"],
        )


class SettleForm(forms.Form):
    """What a person decides of each whom the parties ask for both ways."""

    def __init__(self, entries: Iterable[ListEntry], *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for entry in entries:
            self.fields[entry.shared_ref] = forms.ChoiceField(
                label=f"{entry.name} ({entry.shared_ref})",
                widget=forms.RadioSelect,
                choices=[
                    ("go", _("goes")),
                    ("stay", _("does not go")),
                    ("rules", _("left to the rules")),
                ],
            )

    def settled(self) -> dict[str, str]:
        """Return the decisions by number in the list."""
        told = self.cleaned_data
        return {case: "" if way == "rules" else way for case, way in told.items()}
