"""The questions that the pages of the register ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from repatria.register.core.born import read_born
from repatria.register.core.search import LONGEST
from repatria.register.engine.apart import UPLOADED
from repatria.register.models import SourceFile, Subject
from repatria.register.queries import known_senders, party_names
from repatria.transmission.models import Correspondent

MEGABYTE = 2**20


class UploadForm(forms.Form):
    """A list, and what somebody says about it."""

    file = forms.FileField(
        label=_("Which file is the list?"),
        help_text=_("CSV, TSV, XLSX, XLS, ODS or Parquet, as it was sent."),
    )
    sender = forms.ChoiceField(label=_("Who sent it?"))
    subject = forms.ChoiceField(
        label=_("What does it say about these people?"),
        choices=Subject.choices,
        widget=forms.RadioSelect,
    )
    holder = forms.ChoiceField(
        label=_("Who holds them?"), help_text=_("The detaining power.")
    )
    home = forms.ChoiceField(
        label=_("Where are they at home?"), help_text=_("The power of origin.")
    )
    said_on = forms.DateField(
        label=_("What date does the list bear?"),
        help_text=_("The day for which it speaks, not the day it arrived."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        parties = [("", _("Choose")), *sorted(party_names().items())]
        senders = [("", _("Choose")), *known_senders().items()]
        for name, choices in (
            ("holder", parties),
            ("home", parties),
            ("sender", senders),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - made above
            field.choices = choices

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is larger than a page takes."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > UPLOADED.file_bytes:
            raise forms.ValidationError(
                _("The file has more than %(most)d MB. Import it by the command."),
                params={"most": UPLOADED.file_bytes // MEGABYTE},
            )
        return file

    def clean_said_on(self) -> date:
        """Refuse a list of the future."""
        day: date = self.cleaned_data["said_on"]
        # A day ahead may be another time zone, or this server's clock: said later.
        if day > self.today + timedelta(days=1):
            raise forms.ValidationError(
                _("The list bears a date in the future. Compare it with the paper.")
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse one party on both sides."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("holder") and told.get("holder") == told.get("home"):
            self.add_error(
                "home", _("The same party cannot be both. Say where they come from.")
            )
        return told


class CorrectedRowsForm(forms.Form):
    """Rows that were downloaded and corrected."""

    file = forms.FileField(
        label=_("Which file holds the corrected rows?"),
        help_text=_("The file you downloaded here, saved as CSV or XLSX."),
    )


class SinceForm(forms.Form):
    """With which other version a list is compared."""

    since = forms.ChoiceField(label=_("Compare with"))

    def __init__(self, *args: Any, others: Sequence[SourceFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["since"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - made above
        field.choices = [
            (str(one.version), _("Version %(version)d") % {"version": one.version})
            for one in others
        ]


class PartyForm(forms.Form):
    """A party to the conflict and what it is called."""

    code = forms.RegexField(
        label=_("Code"),
        regex=r"^[A-Z][A-Z0-9-]{0,39}$",
        help_text=_("Capital letters, digits and hyphens, such as NORLAND."),
        error_messages={
            "invalid": _("Use capital letters, digits and hyphens, such as NORLAND.")
        },
    )
    en = forms.CharField(label=_("Name in English"), max_length=120)
    uk = forms.CharField(label=_("Name in Ukrainian"), max_length=120, required=False)
    ru = forms.CharField(label=_("Name in Russian"), max_length=120, required=False)


class SendForm(forms.Form):
    """To whom a list is to go."""

    to = forms.ChoiceField(label=_("To whom is this list to go?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - made above
        others = Correspondent.objects.filter(own=False)
        field.choices = list(others.values_list("code", "name"))


class SearchForm(forms.Form):
    """Whom somebody looks for: one free line, and what is known apart from it."""

    asked = forms.CharField(
        label=_("Whom do you look for?"),
        help_text=_(
            "A name in any script, spelling and order, with whatever else is known: "
            "a date of birth, a service number, a place, or a case number."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    birth = forms.CharField(
        label=_("Born"),
        help_text=_("As far as it is known: 09.05.1984, 1984-05, 1984, ~1984, 198?"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    unit = forms.CharField(
        label=_("Unit"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    place = forms.CharField(
        label=_("Place"),
        help_text=_("Of birth, of capture, or where the person is held."),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    number = forms.CharField(
        label=_("Number"),
        help_text=_("Of service, on a list, or of the case."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    @property
    def line(self) -> forms.BoundField:
        """The free line."""
        return self["asked"]

    @property
    def apart(self) -> list[forms.BoundField]:
        """What may be told apart from the free line."""
        return [self[name] for name in _APART]

    @property
    def told_apart(self) -> bool:
        """Whether anything was, so that it is not hidden after the answer."""
        return any(self[name].value() or self[name].errors for name in _APART)

    @property
    def asked_for(self) -> dict[str, str]:
        """What was typed, as ``core.search.read_search`` takes it."""
        told = {name: self.cleaned_data[name] for name in _APART}
        return {"text": self.cleaned_data["asked"], **told}

    def clean_birth(self) -> str:
        """Refuse what is no date, and say how one is written."""
        written: str = self.cleaned_data["birth"]
        if written and read_born(written) is None:
            raise forms.ValidationError(
                _("No date could be read. Write 09.05.1984, 1984-05, ~1984 or 198?.")
            )
        return written

    def clean(self) -> dict[str, Any]:
        """Refuse a search for nothing."""
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(told.values()):
            self.add_error(
                "asked", _("Nothing was asked. Write a name, a number or a date.")
            )
        return told


_APART = ("birth", "unit", "place", "number")


class ReasonForm(forms.Form):
    """Why something is undone."""

    reasons = forms.CharField(
        label=_("Why?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )
