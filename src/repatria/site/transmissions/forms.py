"""What is asked of whoever sends and receives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from repatria.transmission import queries
from repatria.transmission.core.envelope import CODE
from repatria.transmission.core.errors import NotAKeyError
from repatria.transmission.core.signing import PublicKey, read_public_key

LARGEST_BYTES = 256 * 2**20
LARGEST_KEY_BYTES = 10_000


class ReceiveForm(forms.Form):
    """A transmission that came, and its signature where that came apart."""

    file = forms.FileField(
        label=_("The file that came"), help_text=_("Its name ends in .repatria.")
    )
    signature = forms.FileField(
        label=_("Its signature, if it came apart"),
        help_text=_("Its name ends in .sig."),
        required=False,
    )

    def clean_file(self) -> Any:
        """Refuse what no transmission would be."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than any transmission. Choose another one.")
            )
        return file


class SignatureForm(forms.Form):
    """The signature over a prepared transmission."""

    signature = forms.FileField(
        label=_("The signature"),
        help_text=_('The .sig file that "repatria sign" wrote beside the file.'),
    )


class CheckpointForm(forms.Form):
    """Whom to send a checkpoint of the ledger."""

    to = forms.ChoiceField(label=_("To"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the reader)
        field.choices = [(one.code, one.name) for one in queries.correspondents()]


class KeyForm(forms.Form):
    """A public key: entered first, and then compared aloud.

    The key travels from the first page to the second as text, so that the file is
    asked for once.
    """

    public_key = forms.FileField(
        label=_("Public key"),
        help_text=_('The .pub file that "repatria keys new" made.'),
        required=False,
    )
    key_text = forms.CharField(required=False, widget=forms.HiddenInput)
    found: PublicKey

    def clean(self) -> dict[str, Any]:
        """Read the key from the file, or from the page before."""
        told: dict[str, Any] = super().clean() or {}
        file = told.get("public_key")
        text = told.get("key_text", "")
        if file:
            text = file.read(LARGEST_KEY_BYTES).decode("ascii", errors="replace")
        try:
            self.found = read_public_key(text)
        except NotAKeyError:
            self.add_error(
                "public_key",
                _('Choose the file ending in .pub that "repatria keys new" has made.'),
            )
        return told

    @property
    def is_compared(self) -> bool:
        """Whether the fingerprint was shown before, and found to be the same.

        A file that comes with the answer is another key, not compared yet.
        """
        return "compared" in self.data and not self.files


class CorrespondentForm(KeyForm):
    """Another organisation."""

    code = forms.RegexField(
        CODE,
        label=_("Code"),
        help_text=_("As their installation calls itself, such as: south"),
        max_length=40,
    )
    name = forms.CharField(label=_("Name"), max_length=200)
    party = forms.CharField(
        label=_("Party it serves"),
        help_text=_("Its code, such as: SUDMARK. Empty for a neutral organisation."),
        max_length=40,
        required=False,
    )
    field_order = ("code", "name", "party", "public_key", "key_text")

    def clean(self) -> dict[str, Any]:
        """Compare the code with the one that the key names."""
        told = super().clean()
        found: PublicKey | None = getattr(self, "found", None)
        if found is not None and told.get("code", found.organisation) != (
            found.organisation
        ):
            self.add_error(
                "code", _("The key says that it is of another organisation.")
            )
        return told
