"""The forms of signing in, their questions in our own words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePassword
from allauth.account.forms import LoginForm as AllauthLogin
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticate
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticate
from allauth.mfa.base.forms import ReauthenticateForm as AllauthCodeAgain
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTP
from allauth.mfa.webauthn.forms import AddWebAuthnForm as AllauthAddKey
from allauth.mfa.webauthn.forms import EditWebAuthnForm as AllauthEditKey
from django import forms
from django.utils.translation import gettext_lazy as _

_CODE = _("Code from your application")
_CODE_HELP = _("Six digits, or one of your recovery codes.")
_KEY_HELP = _("To tell your keys apart, such as: blue key, telephone.")


def _ask(form: forms.Form, name: str, words: Any, help_text: Any = "") -> None:
    """Put one question in our words; a placeholder would only repeat it."""
    field = form.fields.get(name)
    if field is not None:
        field.label, field.help_text = words, help_text
        field.widget.attrs.pop("placeholder", None)


class LoginForm(AllauthLogin):
    """Sign in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "login", _("User name"))
        _ask(self, "password", _("Password"))
        self.fields["login"].widget.attrs["autofocus"] = True


class ReauthenticateForm(AllauthReauthenticate):
    """Say once more who one is, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "password", _("Password"))


class ChangePasswordForm(AllauthChangePassword):
    """Choose another password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "oldpassword", _("Present password"))
        _ask(
            self,
            "password1",
            _("New password"),
            _("At least 12 signs; several words are easier to keep in mind."),
        )
        _ask(self, "password2", _("New password, once more"))


class AuthenticateForm(AllauthAuthenticate):
    """The second factor, when signing in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "code", _CODE, _CODE_HELP)


class CodeAgainForm(AllauthCodeAgain):
    """The second factor, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "code", _CODE, _CODE_HELP)


class ActivateTOTPForm(AllauthActivateTOTP):
    """Turn on codes from an application."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "code", _CODE, _("Six digits."))


class AddKeyForm(AllauthAddKey):
    """Add a passkey or a security key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "name", _("Name of the key"), _KEY_HELP)
        _ask(
            self,
            "passwordless",
            _("Sign in with this key alone"),
            _("A passkey: it asks for a finger, a face or a PIN, not for a password."),
        )


class EditKeyForm(AllauthEditKey):
    """Rename a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "name", _("Name of the key"), _KEY_HELP)
