"""What is asked at a handover."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.exchange.models import ListEntry
from repatria.handover import queries
from repatria.register.queries import party_names, sender_names
from repatria.transmission.queries import correspondents

SIGNATURE_BYTES = 4096  # a .sig file has some 300


def _legs() -> list[tuple[str, str]]:
    return [
        (
            each.key,
            f"{each.exchange} · {each.round} · {arrow(each.leg)} · {each.people}",
        )
        for each in queries.legs_to_plan()
    ]


def arrow(leg: str) -> str:
    """Return a leg as pages write it."""
    return leg.replace(">", " → ")


def _others() -> list[tuple[str, str]]:
    return [(each.code, each.name) for each in correspondents()]


class PlanForm(forms.Form):
    """Which leg, where and when."""

    leg = forms.ChoiceField(
        label=_("Which leg?"),
        choices=_legs,
        help_text=_("Exchange, round, from whom to whom, people on the agreed list."),
    )
    place = forms.CharField(
        label=_("Where do they cross?"),
        max_length=200,
        help_text=_("Stands on the manifest; no family is told the place."),
    )
    on = forms.DateField(
        label=_("On which day?"), widget=forms.DateInput(attrs={"type": "date"})
    )


class SignatureForm(forms.Form):
    """A detached signature, made away from the server."""

    party = forms.ChoiceField(label=_("Whose signature is it?"))
    signature = forms.FileField(
        label=_("Signature file"),
        help_text=_('The file ending in .sig that "repatria sign" has made.'),
    )

    def __init__(self, *args: Any, signers: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["party"]
        if isinstance(field, forms.ChoiceField):
            names = sender_names(signers) | party_names(signers)
            field.choices = [(code, names[code]) for code in signers]
            own = queries.own_signer()
            field.initial = own if own in signers else None

    def content(self) -> bytes:
        """Return the uploaded signature; more than a signature is cut off."""
        taken: bytes = self.cleaned_data["signature"].read(SIGNATURE_BYTES)
        return taken


class FindForm(forms.Form):
    """A line number, or what a scanner typed."""

    code = forms.CharField(
        label=_("Line number or scanned code"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )


class CountForm(forms.Form):
    """The head count, before everybody is recorded as crossed."""

    counted = forms.IntegerField(
        label=_("How many did you count?"),
        min_value=0,
        max_value=9999,
        widget=forms.NumberInput(attrs={"autocomplete": "off"}),
    )


class SubstituteForm(forms.Form):
    """Who goes instead, and who agreed to it."""

    reserve = forms.ChoiceField(
        label=_("Who goes instead?"),
        widget=forms.RadioSelect,
        help_text=_("From the reserve agreed for this direction, in its order."),
    )
    holder_officer = forms.CharField(
        label=_("Agreed for the detaining power by"), max_length=200
    )
    home_officer = forms.CharField(
        label=_("Agreed for the power of origin by"), max_length=200
    )

    def __init__(self, *args: Any, reserves: list[ListEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reserve"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (each.shared_ref, f"{each.name} · {each.holder_id} · {each.shared_ref}")
                for each in reserves
            ]


class SendForm(forms.Form):
    """To whom."""

    to = forms.ChoiceField(label=_("To whom?"), choices=_others)
