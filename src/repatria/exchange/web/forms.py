"""Forms of the room ``exchange``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import permutations
from typing import Any

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from repatria.access.queries import installation
from repatria.exchange.core.answers import ANSWER_WORDS
from repatria.exchange.core.articles import ARTICLE_WORDS, GROUND_WORDS
from repatria.exchange.models import Round
from repatria.exchange.services.destinations import MOST
from repatria.exchange.services.exchanges import RoundPlan
from repatria.register.queries import party_names
from repatria.shared.partial import partial
from repatria.shared.text import say

ROUNDS = 2
"""How many rounds the form of a new exchange offers."""
_LARGEST = 64 * 1024


def _spoken(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Return choices in the reader's language; values are codes."""
    return [(code.value, say(text)) for code, text in words.items()]


def _parties() -> list[tuple[str, str]]:
    return sorted(party_names().items())


class ExchangeForm(forms.Form):
    """A new exchange: its parties, rules and rounds."""

    title = forms.CharField(label=_("What is it called?"), max_length=200)
    parties = forms.MultipleChoiceField(
        label=_("Between which parties?"),
        help_text=_("Two or more. In which order they stand changes nothing."),
        widget=forms.CheckboxSelectMultiple,
        choices=_parties,
    )
    rules = forms.CharField(
        label=_("Which rules have the parties agreed on?"),
        help_text=_("The text of RULES.toml, whose hash every party can compare."),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        max_length=_LARGEST,
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for number in range(1, ROUNDS + 1):
            self._ask_about_round(number)
        codes = [code for code, _name in _parties()]
        self.fields["parties"].initial = codes if len(codes) == 2 else []

    def _ask_about_round(self, number: int) -> None:
        needed = number == 1
        self.fields[f"on_{number}"] = forms.DateField(
            label=_("Round {n}: on which day?").format(n=number),
            widget=forms.DateInput(attrs={"type": "date"}),
            required=needed,
        )
        self.fields[f"size_{number}"] = forms.IntegerField(
            label=_("Round {n}: how many people in each direction?").format(n=number),
            help_text=_("Empty: not stated; the seats in the rules hold."),
            min_value=1,
            max_value=100_000,
            required=False,
        )

    def clean_parties(self) -> list[str]:
        """Refuse an exchange of one party with itself."""
        chosen: list[str] = self.cleaned_data["parties"]
        if len(chosen) < 2:
            raise forms.ValidationError(_("Choose two or more parties."))
        return chosen

    def rounds(self) -> list[RoundPlan]:
        """Return the rounds that were filled in: with a day, or with a number."""
        directions = permutations(sorted(self.cleaned_data["parties"]), 2)
        legs = [f"{holder}>{home}" for holder, home in directions]
        plans = []
        for number in range(1, ROUNDS + 1):
            size = self.cleaned_data[f"size_{number}"]
            on = self.cleaned_data[f"on_{number}"]
            if size or on:
                sizes = dict.fromkeys(legs, size) if size else {}
                plans.append(RoundPlan(number, on, sizes))
        return plans


class WishForm(forms.Form):
    """What somebody answered in private."""

    answer = forms.ChoiceField(
        label=_("What did the person answer, alone and with an interpreter?"),
        help_text=_("Sealed. Only neutral interviewers of this agency can read it."),
        widget=forms.RadioSelect,
        choices=lambda: _spoken(ANSWER_WORDS),
    )


class HoldForm(forms.Form):
    """Holding somebody back, by name."""

    article = forms.ChoiceField(
        label=_("Under which article?"), choices=lambda: _spoken(ARTICLE_WORDS)
    )
    ground = forms.ChoiceField(
        label=_("On which ground?"),
        help_text=_("A disciplinary penalty holds nobody back (GC III 115)."),
        choices=lambda: _spoken(GROUND_WORDS),
    )
    until = forms.CharField(
        label=_("Until when?"),
        help_text=_("As far as it is known, such as 2023-02. Empty: not stated."),
        required=False,
        max_length=40,
    )

    def clean_until(self) -> str:
        """Return the day as far as it is known."""
        written = self.cleaned_data["until"]
        found = partial(written)
        if written and not found:
            raise forms.ValidationError(_("No date could be read."))
        return found


class DestinationForm(forms.Form):
    """Where somebody goes instead of home, and on whose word."""

    country = forms.CharField(
        label=_("To which country does the person go?"),
        help_text=_(
            "A party's code or name, or a country's. Whoever goes home needs no entry."
        ),
        max_length=MOST,
    )

    def __init__(self, powers: Iterable[str], *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        names = party_names()
        if not installation().party:
            self.fields["words_of"] = forms.MultipleChoiceField(
                label=_("On whose word?"),
                help_text=_("A list follows it once both powers have said so."),
                widget=forms.CheckboxSelectMultiple,
                choices=[(code, names.get(code, code)) for code in sorted(powers)],
            )


class SignForm(forms.Form):
    """The signature file over a list."""

    signature = forms.FileField(
        label=_("The .sig file"),
        help_text=_("Written by: repatria sign FILE --key KEY, on your own machine."),
    )


class ScheduleForm(forms.Form):
    """The day of an agreed round."""

    on = forms.DateField(
        label=_("On which day is the round held?"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class AttachForm(forms.Form):
    """Which round a count is about."""

    held = forms.TypedChoiceField(label=_("Which round is it about?"))

    def __init__(self, rounds: Iterable[Round], *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        by_number = {str(held.pk): held for held in rounds}
        field = self.fields["held"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - made above
        field.choices = [
            *BLANK_CHOICE_DASH,
            *((number, _round_words(held)) for number, held in by_number.items()),
        ]
        field.coerce = by_number.__getitem__


def _round_words(held: Round) -> str:
    return _("{exchange}, round {n}").format(
        exchange=held.exchange.title, n=held.number
    )
