"""What is asked of whoever makes accounts, and of whoever is given one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from repatria.access.core.roles import ROLE_NAMES, roles_to_give
from repatria.access.models import Installation
from repatria.shared.text import say

# What a fresh installation is told of its organisation.
ABOUT = ("code", "name", "kind", "party", "synthetic")
CODE = RegexValidator(
    r"^[A-Za-z][A-Za-z0-9_-]{0,39}$",
    _("Letters, digits, - and _ only, a letter first."),
)


def _user_name() -> forms.CharField:
    return forms.CharField(
        label=_("User name"),
        help_text=_("What this person types to sign in. Letters, digits and . _ -"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class AccountForm(forms.Form):
    """A new account."""

    username = _user_name()
    display_name = forms.CharField(
        label=_("Name shown to colleagues"),
        help_text=_("May stay empty."),
        max_length=120,
        required=False,
    )


class RoleForm(forms.Form):
    """A role to be given: those that exist in this kind of installation."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, kind: str, held: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the reader)
        field.choices = [
            (role.value, say(ROLE_NAMES[role]))
            for role in roles_to_give(kind=kind, held=held)
        ]


class CaseForm(forms.Form):
    """A case to be entrusted, by its number alone."""

    case_ref = forms.CharField(
        label=_("Case number"),
        help_text=_("R- and eight signs. Nothing about the case is shown here."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class PasswordForm(forms.Form):
    """A password, chosen by the person who will use it."""

    password1 = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 signs; several words are easier to keep in mind."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password1(self) -> str:
        """Refuse what is too short or known to everybody who guesses."""
        password: str = self.cleaned_data["password1"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        """Refuse two passwords that differ."""
        told = super().clean() or {}
        first, second = told.get("password1"), told.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords differ."))
        return told


class FirstAdministratorForm(PasswordForm):
    """The first account of an installation."""

    username = _user_name()
    field_order: tuple[str, ...] = ("username", "password1", "password2")


class SetUpForm(FirstAdministratorForm):
    """Whose installation this is, and its first account."""

    code = forms.CharField(
        label=_("Code of the organisation"),
        help_text=_("Short, in Latin letters, never changed: north, lake-agency."),
        validators=[CODE],
    )
    name = forms.CharField(label=_("Name of the organisation"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Whom does it serve?"),
        choices=Installation.Kind.choices,
        widget=forms.RadioSelect,
    )
    party = forms.CharField(
        label=_("Code of the party it serves"),
        help_text=_("Such as NORLAND. Empty for a neutral agency."),
        required=False,
        validators=[CODE],
    )
    synthetic = forms.BooleanField(
        label=_("Everybody in it will be invented"),
        help_text=_("For trying things out: every page and file says so, for good."),
        required=False,
    )
    field_order = (*ABOUT, *FirstAdministratorForm.field_order)

    def clean(self) -> dict[str, Any]:
        """Refuse a party's bureau that names no party."""
        told = super().clean()
        if told.get("kind") == Installation.Kind.PARTY and not told.get("party"):
            self.add_error("party", _("Say which party it serves."))
        return told
