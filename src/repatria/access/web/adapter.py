"""How allauth behaves here: nobody signs up alone, and second factors are sealed."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import user_logged_in
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from repatria.access import queries, vault
from repatria.access.models import User
from repatria.ledger.services import append

# Whose key seals the secrets of second factors.
_OWNER, _FIELD = "access:second-factors", "secret"


class Adapter(DefaultAccountAdapter):
    """Accounts are made by the administrator, never by a visitor."""

    error_messages: ClassVar[dict[str, Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The user name or the password is not right."),
        "too_many_login_attempts": _(
            "Too many attempts. Wait a few minutes, then try again."
        ),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("Enter your present password."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Answer no."""
        del request
        return False

    def is_reauthentication_required(self, *, app: str = "") -> bool:
        """Ask once more before the account changes, but not right after signing in.

        Whoever must set up a second factor has typed the password a moment ago.
        """
        if app != "allauth.mfa":
            return True
        known = get_authentication_records(self.request, self.request.user)
        newest = max((one["at"] for one in known), default=0.0)
        since = datetime.now(UTC).timestamp() - newest
        return bool(since > app_settings.REAUTHENTICATION_TIMEOUT)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: the pages themselves tell what is so."""


class SecondFactors(DefaultMFAAdapter):
    """Secrets of second factors lie sealed; where one is required, one stays."""

    error_messages: ClassVar[dict[str, Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "A second factor is required here. Add another one first."
        ),
        "cannot_generate_recovery_codes": _(
            "Recovery codes stand in for a second factor. Add that first."
        ),
        "incorrect_code": _("The code is not right. Codes change every 30 seconds."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return base64.b64encode(vault.seal_text(_OWNER, _FIELD, text)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret."""
        return vault.open_text(_OWNER, _FIELD, base64.b64decode(encrypted_text))

    def generate_authenticator_name(
        self,
        user: User,
        type: Authenticator.Type,
    ) -> str:
        """Suggest a name for a new key."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Key {number}").format(number=held + 1)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last one where a second factor is required."""
        if not settings.REPATRIA_SECOND_FACTOR_REQUIRED:
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id)
        others = others.exclude(type=Authenticator.Type.RECOVERY_CODES)
        return bool(others.exclude(pk=authenticator.pk).exists())


@receiver(user_logged_in)
def note_sign_in(user: User, **_facts: object) -> None:
    """Write on the ledger that somebody has signed in."""
    actor = queries.actor_for(user)
    append(actor=actor, act="access.signed-in", about=actor.ref, at=datetime.now(UTC))
