"""What is asked about withdrawals, candidates, and files of other registers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from repatria.tracing.core.withdrawals import CAUSE_WORDS, Cause, SaidBy
from repatria.tracing.models import CandidateAnswer
from repatria.tracing.web.forms.requests import chosen_from

MOST_MEGABYTES = 16
_SAID_BY = [
    (SaidBy.REQUESTER.value, _("Whoever asked")),
    (SaidBy.SOUGHT.value, _("The person sought")),
]
_CAUSES = {
    cause: words for cause, words in CAUSE_WORDS.items() if cause is not Cause.EXPIRED
}


class WithdrawForm(forms.Form):
    """Who takes a request back, and why."""

    said_by = forms.ChoiceField(
        label=_("Who asks that it ends?"), choices=_SAID_BY, widget=forms.RadioSelect
    )
    cause = forms.ChoiceField(
        label=_("Why?"), choices=chosen_from(_CAUSES), widget=forms.RadioSelect
    )
    forget = forms.BooleanField(
        label=_("Erase what it said."),
        required=False,
        help_text=_(
            "Names, contacts and words of this request are destroyed for good. Only "
            "fingerprints stay by which it is known again; nobody can read a name from "
            "them."
        ),
    )


class ReopenForm(forms.Form):
    """Why a withdrawn request is open again."""

    reason = forms.CharField(
        label=_("Why is it open again?"),
        max_length=400,
        help_text=_("Who wants that, and how they were heard. Without names."),
    )


class CandidateForm(forms.Form):
    """Whether a candidate is whom the family seeks."""

    said = forms.ChoiceField(
        label=_("Is this the person?"), choices=CandidateAnswer.Said.choices
    )
    record = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why?"), max_length=400)


class PfifForm(forms.Form):
    """A file of another register."""

    file = forms.FileField(
        label=_("Which file is it?"),
        help_text=_("PFIF 1.4, an XML file, as the other register sent it."),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse what is larger than a page takes."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_MEGABYTES * 2**20:
            raise forms.ValidationError(
                _("The file is larger than %(most)d MB. Use the command for it.")
                % {"most": MOST_MEGABYTES}
            )
        return file
