"""The questions that the pages of matching ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from repatria.register.models import SourceFile
from repatria.register.queries import files_with_names, newest_versions

THRESHOLDS = (("0.99", "99 %"), ("0.95", "95 %"), ("0.90", "90 %"), ("0.75", "75 %"))


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
    """From which probability on proposals are confirmed together."""

    threshold = forms.TypedChoiceField(
        label=_("Confirm every proposal at least this probable"),
        choices=THRESHOLDS,
        coerce=float,
        initial="0.99",
    )


class AnswerForm(forms.Form):
    """What somebody says about one pair."""

    ANSWERS = ("same", "different", "unsure", "needs_data", "undo")

    answer = forms.ChoiceField(choices=[(one, one) for one in ANSWERS])
    reasons = forms.CharField(
        label=_("Reasons (kept with the decision)"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
