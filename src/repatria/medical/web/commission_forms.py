"""Forms of commissions: set up, appoint, approve, sit, vote, tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.medical.core.commission import (
    FIELD_WORDS,
    GROUND_WORDS,
    NO_GROUND,
    PROPOSER_WORDS,
    SEAT_WORDS,
    VOTE_WORDS,
    WHOM_WORDS,
    Proposer,
    Whom,
)
from repatria.medical.models import Member
from repatria.medical.web.forms import KnownField, spoken
from repatria.register.queries import party_names
from repatria.shared.text import say


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


def _parties() -> list[tuple[str, str]]:
    return [("", "–"), *party_names().items()]


class CommissionForm(forms.Form):
    """A commission between two powers."""

    name = forms.CharField(label=_("How is the commission called?"), max_length=120)
    holder = forms.ChoiceField(label=_("Detaining power"), choices=_parties)
    home = forms.ChoiceField(label=_("Power of origin"), choices=_parties)
    protecting = forms.CharField(
        label=_("Protecting power"),
        help_text=_("Empty: there is none."),
        max_length=80,
        required=False,
    )
    alternative = forms.BooleanField(
        label=_("No neutral doctors could be had (annex II 13)"), required=False
    )


class MemberForm(forms.Form):
    """Somebody who is appointed."""

    name = forms.CharField(label=_("Who is appointed?"), max_length=120)
    seat = forms.ChoiceField(label=_("Place"), choices=lambda: spoken(SEAT_WORDS))
    power = forms.CharField(
        label=_("Of which power?"),
        help_text=_("A party's code as the lists name it, or the name of a country."),
        max_length=80,
        required=False,
    )
    field = forms.ChoiceField(
        label=_("By training"), choices=lambda: spoken(FIELD_WORDS), required=False
    )
    deputy = forms.BooleanField(label=_("Stands in for a member"), required=False)


class ApprovalForm(forms.Form):
    """A party's approval of the neutral members."""

    whom = forms.ChoiceField(
        label=_("Who approved the neutral members?"),
        choices=lambda: _of((Whom.HOLDER, Whom.HOME)),
    )
    on = _day(_("On which day?"))


class SittingForm(forms.Form):
    """Where and when a commission sat, and who."""

    place = forms.CharField(label=_("At which camp or hospital?"), max_length=120)
    on = _day(_("On which day?"))
    members = forms.MultipleChoiceField(
        label=_("Who sat?"),
        help_text=_("Three. A deputy may stand in for a member."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *given: Any, members: Iterable[Member], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["members"].choices = [  # type: ignore[attr-defined]
            (one.ref, f"{one.name}, {say(SEAT_WORDS[one.seat])}")  # type: ignore[index]
            for one in members
        ]


class PutForm(forms.Form):
    """Who is put before a sitting, and by whom."""

    case_ref = forms.ChoiceField(
        label=_("Who is to be examined?"),
        help_text=_("Of the cases assigned to you, those of this commission."),
    )
    proposed_by = forms.ChoiceField(
        label=_("Who proposed it?"),
        help_text=_("Sealed. Whoever nobody proposed is examined last (GC III 113)."),
        choices=lambda: spoken(PROPOSER_WORDS),
        initial=Proposer.CAMP_DOCTOR.value,
    )

    def __init__(
        self, *given: Any, cases: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*given, **options)
        self.fields["case_ref"].choices = cases  # type: ignore[attr-defined]


class VotesForm(forms.Form):
    """The vote of each who sat, and what the commission found."""

    injury = forms.CharField(
        label=_("Injury or disease"),
        help_text=_("As it is to stand on the certificate. Sealed."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    hospital = forms.CharField(label=_("Hospital"), max_length=120, required=False)
    ground = forms.ChoiceField(
        label=_("On which ground, if for repatriation?"),
        choices=lambda: [("", say(NO_GROUND)), *_grounds()],
        required=False,
    )
    fit_to_travel = KnownField(label=_("Fit to travel?"))

    def __init__(self, *given: Any, members: Iterable[Member], **options: Any) -> None:
        super().__init__(*given, **options)
        self.voters = [one.ref for one in members]
        for one in members:
            self.fields[one.ref] = forms.ChoiceField(
                label=one.name,
                help_text=say(SEAT_WORDS[one.seat]),  # type: ignore[index]
                choices=spoken(VOTE_WORDS),
                widget=forms.RadioSelect,
            )
        self.order_fields([*self.voters, "fit_to_travel", "ground", "injury"])

    def votes(self) -> dict[str, str]:
        """Return the votes by the number of the member."""
        return {member: self.cleaned_data[member] for member in self.voters}


def ground_words(rule: str) -> str:
    """Return a ground as a reader knows it: the article, then what it says."""
    article = rule.removeprefix("geneva3.art")
    return f"GC III {article}: {say(GROUND_WORDS[rule])}"


def _grounds() -> list[tuple[str, str]]:
    return [(rule, ground_words(rule)) for rule in GROUND_WORDS]


class ToldForm(forms.Form):
    """Whom a sitting's decisions were told, and when."""

    whom = forms.ChoiceField(label=_("Who was told?"))
    on = _day(_("On which day did it arrive?"))

    def __init__(self, *given: Any, whom: Iterable[Whom], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["whom"].choices = _of(whom)  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """On which day something was done."""

    on = _day(_("On which day?"))


def _of(whom: Iterable[Whom]) -> list[tuple[str, str]]:
    return [(one.value, say(WHOM_WORDS[one])) for one in whom]
