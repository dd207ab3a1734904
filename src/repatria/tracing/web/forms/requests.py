"""What is asked about requests, calls and notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from repatria.shared.text import is_complete, say
from repatria.tracing.core.contact import CONTACT_WORDS
from repatria.tracing.core.relations import CHECK_WORDS, RELATION_WORDS
from repatria.tracing.core.sought import Sought

_say = lazy(say, str)


def chosen_from(words: Mapping[Any, str]) -> Callable[[], list[tuple[str, Any]]]:
    """Return the choices that ``words`` names, in the reader's language."""
    return lambda: [(str(code), _say(said)) for code, said in words.items()]


class RequestForm(forms.Form):
    """A family's request, in the order in which a family tells it."""

    name = forms.CharField(
        label=_("Who asks? Name"),
        max_length=200,
        help_text=_("Sealed. It never goes to the other party."),
    )
    relation = forms.ChoiceField(
        label=_("Who is the person you seek to you?"),
        choices=chosen_from(RELATION_WORDS),
    )
    contact = forms.CharField(
        label=_("How can we reach you?"),
        max_length=400,
        help_text=_("A telephone number or an address. Sealed, like the name."),
    )
    language = forms.ChoiceField(
        label=_("In which language shall we write to you?"),
        # Nobody is told the truth in half of their language.
        choices=[one for one in settings.LANGUAGES if is_complete(one[0])],
    )
    family = forms.CharField(
        label=_("Whom do you seek? Family name"),
        max_length=200,
        help_text=_("As the family spells it; other spellings are found too."),
    )
    given = forms.CharField(label=_("Given name"), max_length=200, required=False)
    patronymic = forms.CharField(
        label=_("Patronymic or father's name"), max_length=200, required=False
    )
    birth = forms.CharField(
        label=_("Born"),
        max_length=40,
        required=False,
        help_text=_("As far as known: a year alone helps."),
    )
    unit = forms.CharField(label=_("Military unit"), max_length=200, required=False)
    last_heard = forms.CharField(
        label=_("Last heard from: when and how"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    reason = forms.CharField(
        label=_("Why is it open again?"),
        max_length=400,
        required=False,
        widget=forms.HiddenInput,
        help_text=_("Who wants that, and how they were heard. Without names."),
    )

    def ask_why(self) -> None:
        """Ask for the reason: such a request was withdrawn before."""
        self.fields["reason"].widget = forms.TextInput()

    def sought(self) -> Sought:
        """Return whom the family seeks."""
        parts = ("family", "given", "patronymic", "birth", "unit", "last_heard")
        return Sought(**{part: self.cleaned_data[part].strip() for part in parts})


class CheckForm(forms.Form):
    """What came out when somebody checked who asks."""

    how = forms.ChoiceField(
        label=_("How was it checked?"), choices=chosen_from(CHECK_WORDS)
    )
    holds = forms.ChoiceField(
        label=_("What came out?"),
        choices=[
            ("yes", _("This is who they say they are")),
            ("no", _("This is not who they say they are")),
        ],
        widget=forms.RadioSelect,
    )


class LinkForm(forms.Form):
    """Whom the request is about."""

    case_ref = forms.CharField(
        label=_("Another case number"),
        max_length=20,
        required=False,
        help_text=_("Only where the right person is not among the candidates."),
    )
    reasons = forms.CharField(
        label=_("Why is this the person?"),
        max_length=400,
        help_text=_("Facts that agree, without names: birth, unit, last letter."),
    )

    def __init__(self, *args: Any, candidate: str = "", **kwargs: Any) -> None:
        """Take the candidate marked in the table beside the fields."""
        super().__init__(*args, **kwargs)
        self.candidate = candidate

    def chosen(self) -> str:
        """Return the number typed, or else the candidate marked."""
        return str(self.cleaned_data["case_ref"].strip() or self.candidate)

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        told = super().clean() or {}
        if not (told.get("case_ref") or self.candidate):
            self.add_error("case_ref", _("Mark a candidate, or type a case number."))
        return told


class UnlinkForm(forms.Form):
    """Why the request is not about that person."""

    reasons = forms.CharField(label=_("Why is this not the person?"), max_length=400)


class ContactForm(forms.Form):
    """What happened about a call."""

    kind = forms.ChoiceField(
        label=_("What happened?"),
        choices=chosen_from(CONTACT_WORDS),
        widget=forms.RadioSelect,
    )


class SendForm(forms.Form):
    """The one thing to confirm before a notice goes out."""

    agreed = forms.BooleanField(
        label=_("The person agrees that this relative is told."),
        required=False,
        help_text=_(
            "Somebody found may have reasons of their own. Where no answer stands on "
            "record yet, this records that you have heard it today."
        ),
    )
