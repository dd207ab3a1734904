"""What is asked about consents, conflicts, decisions and the person's own answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.tracing.core.consents import CHANNEL_WORDS, SHARE_WORDS
from repatria.tracing.core.telling import (
    AGREES_WORDS,
    CONFLICT_WORDS,
    HEARD_WORDS,
    MAY_TELL_WORDS,
)
from repatria.tracing.models import TracingRequest
from repatria.tracing.web.forms.requests import chosen_from

A_DAY = forms.DateInput(attrs={"type": "date"})
YES_OR_NO = [("yes", _("Agreed")), ("no", _("Refused"))]


class DatedForm(forms.Form):
    """Something said on a day that is not to come."""

    said_on = forms.DateField(label=_("On which day was that said?"), widget=A_DAY)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Take today's date: nothing was said on a day to come."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("said_on", today)
        self.today = today

    def clean_said_on(self) -> date:
        """Refuse a day that has not come yet."""
        day: date = self.cleaned_data["said_on"]
        if day > self.today:
            raise forms.ValidationError(_("That day has not come yet."))
        return day


class ConsentForm(DatedForm):
    """What whoever asks agreed to."""

    field_order = ("share", "given", "until", "channels", "said_on")
    share = forms.ChoiceField(
        label=_("What may be shared, and with whom?"), choices=chosen_from(SHARE_WORDS)
    )
    given = forms.ChoiceField(
        label=_("What did they say?"), choices=YES_OR_NO, widget=forms.RadioSelect
    )
    until = forms.DateField(
        label=_("Until when?"),
        required=False,
        widget=A_DAY,
        help_text=_("Empty: until they say otherwise."),
    )
    channels = forms.MultipleChoiceField(
        label=_("How may they be reached?"),
        choices=chosen_from(CHANNEL_WORDS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class _AmongRequests(forms.Form):
    """A choice among the requests about one person, by number alone."""

    def offer(self, requests: Sequence[TracingRequest], *names: str) -> None:
        """Offer these requests in the fields called ``names``."""
        choices = [("", _("Choose")), *((one.ref, one.ref) for one in requests)]
        for name in names:
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices


class ConflictForm(_AmongRequests):
    """In what two requesters contradict each other."""

    kind = forms.ChoiceField(label=_("In what?"), choices=chosen_from(CONFLICT_WORDS))
    raised_by = forms.ChoiceField(label=_("Who says so?"))
    other = forms.ChoiceField(label=_("Whom does it concern?"))
    words = forms.CharField(
        label=_("What was said"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sealed with the key of whoever says so."),
    )

    def __init__(
        self, *args: Any, requests: Sequence[TracingRequest] = (), **kwargs: Any
    ) -> None:
        """Take the requests about this person."""
        super().__init__(*args, **kwargs)
        self.offer(requests, "raised_by", "other")

    def clean(self) -> dict[str, Any]:
        """A conflict has two sides."""
        told = super().clean() or {}
        if told.get("raised_by") and told.get("raised_by") == told.get("other"):
            self.add_error("other", _("Choose two requests that are not the same."))
        return told


class TellingForm(_AmongRequests):
    """How much one requester may be told."""

    request = forms.ChoiceField(label=_("About whom is decided?"))
    may_tell = forms.ChoiceField(
        label=_("What may they be told?"),
        choices=chosen_from(MAY_TELL_WORDS),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=400,
        help_text=_("Without names. Whoever reads the refusal later finds it here."),
    )

    def __init__(
        self, *args: Any, requests: Sequence[TracingRequest] = (), **kwargs: Any
    ) -> None:
        """Take the requests about this person."""
        super().__init__(*args, **kwargs)
        self.offer(requests, "request")


class PersonAnswerForm(DatedForm, _AmongRequests):
    """Whether the found person agrees that a relative is told."""

    field_order = ("request", "agrees", "heard", "said_on")
    request = forms.ChoiceField(label=_("About which relative?"))
    agrees = forms.ChoiceField(
        label=_("What did the person answer?"),
        choices=chosen_from(AGREES_WORDS),
        widget=forms.RadioSelect,
    )
    heard = forms.ChoiceField(
        label=_("How was it heard?"), choices=chosen_from(HEARD_WORDS)
    )

    def __init__(
        self, *args: Any, requests: Sequence[TracingRequest] = (), **kwargs: Any
    ) -> None:
        """Take the requests about this person."""
        super().__init__(*args, **kwargs)
        self.offer(requests, "request")


class WhoFiledForm(_AmongRequests):
    """How the person sought was answered who asked who filed a request."""

    request = forms.ChoiceField(label=_("Which request?"))
    with_name = forms.BooleanField(
        label=_("The person was told the requester's name."),
        required=False,
        help_text=_("Otherwise only the number, the day and the relation."),
    )
    reason = forms.CharField(
        label=_("Why was it answered so?"),
        max_length=400,
        help_text=_("Without names."),
    )

    def __init__(
        self, *args: Any, requests: Sequence[TracingRequest] = (), **kwargs: Any
    ) -> None:
        """Take the requests about this person."""
        super().__init__(*args, **kwargs)
        self.offer(requests, "request")
