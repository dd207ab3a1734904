"""The questions that the pages of matching ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from repatria.matching.report.figures import percent
from repatria.register.models import SourceFile
from repatria.register.queries import files_with_names, newest_versions

STEPS = (0.75, 0.9, 0.95, 0.99, 0.999)
SIGNATURE_BYTES = 4096  # a .sig file has some 300


class CompareForm(forms.Form):
    """Which two lists are to be compared."""

    left = forms.TypedChoiceField(label=_("Which list?"), coerce=int)
    right = forms.TypedChoiceField(label=_("With which other list?"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        files = newest_versions()
        names = files_with_names(files)
        choices = [
            ("", _("Choose")),
            *((file.pk, _title(file, names)) for file in files),
        ]
        for name in ("left", "right"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - made above
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse a list compared with itself."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("left") and told.get("left") == told.get("right"):
            self.add_error("right", _("Choose another list than the first."))
        return told

    def lists(self) -> tuple[SourceFile, SourceFile]:
        """Return the two lists chosen."""
        found = SourceFile.objects.in_bulk([*self.cleaned_data.values()])
        return found[self.cleaned_data["left"]], found[self.cleaned_data["right"]]


def _title(file: SourceFile, names: dict[str, str]) -> str:
    """Return a list as one line: who says what of whom, which version, from when."""
    words = (
        _("%(sender)s: held by %(holder)s, of %(home)s (version %(version)d, %(day)s)")
        if file.subject == "held"
        else _(
            "%(sender)s: missing from %(home)s, believed held by %(holder)s "
            "(version %(version)d, %(day)s)"
        )
    )
    return str(words) % {
        "sender": names.get(file.source.sender, file.source.sender),
        "holder": names.get(file.holder, file.holder),
        "home": names.get(file.home, file.home),
        "version": file.version,
        "day": date_format(file.said_on),
    }


class ThresholdForm(forms.Form):
    """From which probability on proposals are confirmed together.

    The signed threshold itself, or one of the usual steps above it.
    """

    threshold = forms.TypedChoiceField(
        label=_("Confirm every proposal at least this probable"), coerce=float
    )

    def __init__(self, *args: Any, least: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [least, *(step for step in STEPS if step > least)]
        field = self.fields["threshold"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - made above
        field.choices = [(f"{step:g}", percent(step, 1)) for step in steps]


class AnswerForm(forms.Form):
    """What somebody says about one pair, and the newest answer that they were shown."""

    ANSWERS = ("same", "different", "unsure", "needs_data", "undo")

    answer = forms.ChoiceField(choices=[(one, one) for one in ANSWERS])
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    reasons = forms.CharField(
        label=_("Reasons (kept with the decision)"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SetThresholdForm(forms.Form):
    """From which probability on many may be confirmed, and why."""

    value = forms.FloatField(
        label=_("Least probability, in per cent"),
        min_value=51,
        max_value=99.99,
        help_text=_("Of 100 proposals as sure as 99 %, about one is wrong."),
        widget=forms.NumberInput(attrs={"step": "any"}),
    )
    reason = forms.CharField(
        label=_("Why this one?"),
        max_length=1_000,
        help_text=_("Stands in the text that is signed. No name of anybody."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SignatureForm(forms.Form):
    """A detached signature, made away from the server."""

    signature = forms.FileField(
        label=_("Signature file"),
        help_text=_('The file ending in .sig that "repatria sign" has made.'),
    )

    def content(self) -> bytes:
        """Return the uploaded signature; more than a signature is cut off."""
        taken: bytes = self.cleaned_data["signature"].read(SIGNATURE_BYTES)
        return taken


class FourEyesForm(forms.Form):
    """Whether a decision needs a second person, and why."""

    required = forms.TypedChoiceField(
        label=_("How many look at a pair before a decision takes effect?"),
        choices=[("yes", _("Two different persons")), ("no", _("One person"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 2})
    )
