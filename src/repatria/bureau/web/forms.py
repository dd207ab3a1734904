"""Forms of the bureau's desk: one question in its own words each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from repatria.bureau.core.answers import ANSWER_WORDS, Answer
from repatria.bureau.core.certificate import REASON_WORDS
from repatria.bureau.core.pieces import (
    CHANNEL_WORDS,
    DIRECTION_WORDS,
    KIND_WORDS,
    OUTCOME_WORDS,
    Channel,
    Direction,
    Kind,
    Outcome,
    Whom,
)
from repatria.bureau.reading import names_in_file, names_typed
from repatria.bureau.services import To
from repatria.register.engine.apart import UPLOADED
from repatria.register.queries import party_names
from repatria.shared.text import mark, say
from repatria.tracing.models import TracingRequest
from repatria.transmission import queries as transmissions

FAMILY = "family"


def _said(words: dict[Any, str], *, without: tuple[Any, ...] = ()) -> Any:
    """Return choices whose marked words are said when the page is drawn."""
    return lambda: [
        (each.value, say(text)) for each, text in words.items() if each not in without
    ]


def _correspondents() -> list[tuple[str, str]]:
    others = transmissions.correspondents().values_list("code", "name")
    return [
        *((f"{Whom.ORGANISATION}:{code}", name) for code, name in others),
        *((f"{Whom.PARTY}:{code}", name) for code, name in party_names().items()),
        (FAMILY, say(_FAMILY_CHOICE)),
    ]


_FAMILY_CHOICE = mark("A family; its request is named below")


class NamesForm(forms.Form):
    """Whom a piece names: typed, or in a file."""

    names = forms.CharField(
        label=_("Names, one a line"),
        help_text=_(
            "The name, then a comma and the date of birth where it is known, such as: "
            "Kovalenko Ivan Petrovych, 9.5.1984. In any script."
        ),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    file = forms.FileField(
        label=_("Or a list file"),
        help_text=_("CSV, TSV, XLSX, XLS or ODS with any columns and encoding."),
        required=False,
    )

    def clean_file(self) -> UploadedFile[bytes] | None:
        """Refuse a file that is too large to be read here."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if file is not None and (file.size or 0) > UPLOADED.file_bytes:
            raise forms.ValidationError(_("The file is larger than 64 MB."))
        return file

    def rows(self) -> list[dict[str, str]]:
        """Return the people who are named; what the file holds after what is typed."""
        typed = names_typed(self.cleaned_data["names"])
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        return typed + (names_in_file(file.read(), file.name or "") if file else [])


class EnterForm(NamesForm):
    """A piece that came or went otherwise than as a transmission."""

    direction = forms.ChoiceField(
        label=_("Did it come or go?"), choices=_said(DIRECTION_WORDS)
    )
    kind = forms.ChoiceField(label=_("What is it?"), choices=_said(KIND_WORDS))
    whom = forms.ChoiceField(label=_("From whom, or to whom?"), choices=_correspondents)
    request_ref = forms.CharField(
        label=_("Number of the family's request"),
        help_text=_("Such as T-4K7QZ2M8. The family's name is never written here."),
        required=False,
        max_length=20,
    )
    channel = forms.ChoiceField(
        label=_("How?"),
        choices=_said(CHANNEL_WORDS, without=(Channel.TRANSMISSION,)),
    )
    on = forms.DateField(
        label=_("On which day?"), widget=forms.DateInput(attrs={"type": "date"})
    )
    their_ref = forms.CharField(
        label=_("The sender's own reference"), required=False, max_length=80
    )
    note = forms.CharField(
        label=_("What it says"),
        help_text=_("Kept sealed, and shown on its page alone."),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = (
        "direction", "kind", "whom", "request_ref", "channel", "on", "their_ref",
        "note", "names", "file",
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self) -> date:
        """Refuse a day that has not come."""
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(
                _("The day lies in the future. Compare it with the paper.")
            )
        return on

    def clean(self) -> dict[str, Any]:
        """Ask for the request where a family writes."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("whom") == FAMILY and not told.get("request_ref"):
            self.add_error("request_ref", _("Say which request of a family it is."))
        return told

    @property
    def direction_and_kind(self) -> tuple[Direction, Kind]:
        """Return what was chosen."""
        told = self.cleaned_data
        return Direction(told["direction"]), Kind(told["kind"])


class EnquireForm(NamesForm):
    """Whom to ask, and about whom."""

    to = forms.ChoiceField(label=_("Whom do you ask?"))
    field_order = ("to", "names", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - made above
        others = transmissions.correspondents().values_list("code", "name")
        field.choices = list(others)


class CloseForm(forms.Form):
    """What became of a piece."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        choices=_said(OUTCOME_WORDS, without=(Outcome.ANSWERED,)),
    )
    note = forms.CharField(
        label=_("Anything to remember"), required=False, max_length=1_000
    )


class AnswerForm(forms.Form):
    """What is answered about one row."""

    row = forms.IntegerField(min_value=1, max_value=1_000_000)
    answer = forms.ChoiceField(choices=_said(ANSWER_WORDS))
    case_ref = forms.CharField(required=False, max_length=20)

    @property
    def chosen(self) -> Answer:
        """Return the answer."""
        return Answer(self.cleaned_data["answer"])


class TieForm(forms.Form):
    """Whom a row is about."""

    row = forms.IntegerField(min_value=1, max_value=1_000_000)
    case_ref = forms.CharField(required=False, max_length=20)


class PolicyForm(forms.Form):
    """Within how many days this bureau means to act."""

    clock = forms.CharField(max_length=40)
    days = forms.IntegerField(
        label=_("Days"), min_value=0, max_value=3_650, required=True
    )


class IssueForm(forms.Form):
    """To whom a certificate is issued, and in which language it is read."""

    whom = forms.ChoiceField(
        label=_("To whom?"),
        help_text=_(
            "A family whose identity has been checked, the person's own power of "
            "origin, or a neutral agency."
        ),
    )
    language = forms.ChoiceField(
        label=_("In which language is it read?"),
        choices=[
            ("en", "English"),
            ("uk", "Українська"),
            ("ru", "Русский"),
        ],
    )

    def __init__(
        self, *args: Any, requests: Iterable[TracingRequest], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["whom"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - made above
        others = transmissions.correspondents().values_list("code", "name")
        field.choices = [
            *((f"{FAMILY}:{one.ref}", say(_REQUEST, ref=one.ref)) for one in requests),
            *((f"{Whom.ORGANISATION}:{code}", name) for code, name in others),
        ]

    def to(self) -> To:
        """Return to whom it goes."""
        kind, _colon, code = self.cleaned_data["whom"].partition(":")
        return To(request_ref=code) if kind == FAMILY else To(organisation=code)


_REQUEST = mark("The family of request {ref}")


class CheckForm(forms.Form):
    """The code that a paper carries."""

    code = forms.CharField(
        label=_("The code on the paper"),
        help_text=_(
            "Scan the square on the paper with any reader and put its text here, whole."
        ),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class WithdrawForm(forms.Form):
    """Why a certificate is withdrawn."""

    reason = forms.ChoiceField(
        label=_("Why is it withdrawn?"), choices=_said(REASON_WORDS)
    )
