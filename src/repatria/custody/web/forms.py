"""What is asked to record a statement, built from the form of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from repatria.custody.core.fields import (
    HEALTH_WORDS,
    KNOWN_WORDS,
    UNKNOWN_SIGN,
    Sort,
)
from repatria.custody.core.forms import Form, FormField
from repatria.custody.core.kinds import details_of
from repatria.custody.core.told import PARTS, Told
from repatria.custody.core.words import VOICE_WORDS
from repatria.custody.web.answers import NOT_KNOWN, value_of
from repatria.register.core.speakers import SPEAKERS
from repatria.register.core.statements import COLUMNS, day_first
from repatria.register.queries import known_senders, party_names
from repatria.shared.dates import read_date_with_fault
from repatria.shared.text import say

_say = lazy(say, str)
_CHOOSE = _("Choose who says so")
_NO_DATE = _("No date can be read here. Write 9 May 2022, 05.2022, 2022, or nothing.")
_OWED = _("Write it as the paper has it, or ? where nobody knows.")


def _date(written: str) -> None:
    if read_date_with_fault(written).fault in {"unreadable", "impossible"}:
        raise forms.ValidationError(_NO_DATE)


class StatementForm(forms.Form):
    """Who says so and when, then the fields of the form in its own order."""

    voice = forms.ChoiceField(
        label=_("In which position does the source speak?"),
        choices=[(voice.value, _say(words)) for voice, words in VOICE_WORDS.items()],
    )
    sender = forms.ChoiceField(label=_("Who says so?"))
    said_on = forms.CharField(
        label=_("Date of the statement"),
        max_length=40,
        required=False,
        validators=[_date],
        help_text=_("As the paper dates it; empty where it does not."),
    )
    received_on = forms.DateField(
        label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    source_ref = forms.CharField(
        label=_("The source's own number"), max_length=80, required=False
    )

    def __init__(self, *args: Any, form: Form, fixed: bool = False, **kwargs: Any):
        """Take the form of a kind; ``fixed``: who says so stays as it was."""
        super().__init__(*args, **kwargs)
        self.form = form
        self.fields["sender"].choices = _senders  # type: ignore[attr-defined]
        for one in form.fields:
            self.fields[one.name] = _asked(one, form)
        for name in ("voice", "sender") if fixed else ():
            self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Ask for what a prisoner owes, or for the word that nobody knows it."""
        told = super().clean() or {}
        for name in self.form.owed:
            if not told.get(name) and name not in self.errors:
                self.add_error(name, _OWED)
        return told

    def told(self) -> Told:
        """Return the statement that the answers make."""
        given = {
            name: "" if text == UNKNOWN_SIGN else text
            for name, text in self.cleaned_data.items()
            if isinstance(text, str)
        }
        asked = [
            name for name, text in self.cleaned_data.items() if text == UNKNOWN_SIGN
        ]
        person = {name: given[name] for name in given if name in COLUMNS}
        private = {
            name: text
            for name, text in given.items()
            if name not in {*COLUMNS, *PARTS} and text
        }
        if asked:
            private[NOT_KNOWN] = ",".join(sorted(asked))
        parts = {name: given[name] for name in PARTS if name in given}
        return Told(
            **{**parts, "kind": self.form.kind.value}, person=person, private=private
        )

    @property
    def received(self) -> date:
        """The day on which the statement came in."""
        day: date = self.cleaned_data["received_on"]
        return day


def _senders() -> list[tuple[str, str]]:
    """Return who can have said something: organisations, parties, single people."""
    speakers = [(code, say(words)) for code, words in SPEAKERS.items()]
    nobody = ("", str(_CHOOSE))
    return [nobody, *known_senders().items(), *party_names().items(), *speakers]


def _asked(one: FormField, form: Form) -> forms.Field:
    """Return the question of one field."""
    number = f"{one.number}. " if one.number else ""
    told: dict[str, Any] = {
        "label": number + say(one.label),
        "required": False,
        "help_text": say(one.field.help),
    }
    choices = _choices(one, form)
    if choices is not None:
        return forms.ChoiceField(choices=choices, **told)
    if one.sort is Sort.WORDS:
        rows = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(max_length=4_000, widget=rows, **told)
    if one.sort is Sort.DATE:
        return forms.CharField(max_length=40, validators=[_date_or_unknown], **told)
    return forms.CharField(max_length=400, **told)


def _date_or_unknown(written: str) -> None:
    if written != UNKNOWN_SIGN:
        _date(written)


def _choices(one: FormField, form: Form) -> list[tuple[str, str]] | None:
    coded: Mapping[Sort, Mapping[str, str]] = {
        Sort.KNOWN: KNOWN_WORDS,
        Sort.HEALTH: HEALTH_WORDS,
        Sort.DETAIL: details_of(form.kind),
    }
    not_stated = ("", say("Not stated"))
    if one.sort is Sort.PARTY:
        return [not_stated, *party_names().items()]
    if one.sort not in coded:
        return None
    words = [(code, say(said)) for code, said in coded[one.sort].items() if code]
    first = ("", say(KNOWN_WORDS[""])) if one.sort is Sort.KNOWN else not_stated
    return [first, *words]


def first_answers(told: Told, form: Form, *, received: date) -> dict[str, Any]:
    """Return what stands in the fields before anybody types."""
    not_known = told.private.get(NOT_KNOWN, "").split(",")
    names = [*(one.name for one in form.fields), "voice", "sender", "said_on"]
    names.append("source_ref")
    first: dict[str, Any] = {}
    for name in names:
        text = value_of(told, name)
        first[name] = UNKNOWN_SIGN if name in not_known else _typed(text)
    return first | {"received_on": received}


def _typed(text: str) -> str:
    """Return a date with unknown parts as it can be typed again."""
    return day_first(text) if text.startswith(("????-", "~????-")) else text


class TakeBackForm(forms.Form):
    """Why a statement is taken back, and when that was said."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sealed. Readers see that it was taken back, not why."),
    )
    said_on = forms.CharField(
        label=_("When did the source say so?"),
        max_length=40,
        required=False,
        validators=[_date],
    )
    received_on = forms.DateField(
        label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"})
    )
    source_ref = forms.CharField(
        label=_("The source's own number"), max_length=80, required=False
    )
