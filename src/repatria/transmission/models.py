"""With whom this organisation corresponds, what was sent, and what came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Correspondent(models.Model):
    """An organisation that sends to this one or receives from it; or this one itself.

    ``own`` marks the row of this installation's own organisation: it holds the public
    key under which what leaves is signed.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    party = models.CharField(
        _("party it serves"), max_length=40, blank=True, help_text=_("Empty: neutral.")
    )
    own = models.BooleanField(_("this organisation"), default=False)
    added_at = models.DateTimeField(_("added"))

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["own"], condition=Q(own=True), name="one_own_organisation"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def public_key(self) -> bytes:
        """The key that counts now, 32 bytes; empty where none has been given."""
        given = list(self.keys.all())  # few, and perhaps fetched with a whole list
        return bytes.fromhex(given[-1].key) if given else b""


class GivenKey(models.Model):
    """A correspondent's public key, as somebody entered it; the newest one counts."""

    correspondent = models.ForeignKey(
        Correspondent, models.PROTECT, related_name="keys"
    )
    key = models.CharField(_("public key"), max_length=64)
    given_at = models.DateTimeField(_("entered"))
    given_by = models.CharField(_("entered by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.correspondent_id} {self.key[:8]}"


class Outgoing(models.Model):
    """A transmission that was prepared here: numbered and chained, never changed.

    ``sha256`` is of the unsigned file, which is what is signed; the file itself is
    sealed here, and lies in the outbox to be carried to whoever signs.
    """

    to = models.ForeignKey(Correspondent, models.PROTECT, related_name="outgoing")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=40)
    facts = models.JSONField(_("about it"), default=dict)
    made_at = models.DateTimeField(_("prepared"))
    made_by = models.CharField(_("prepared by"), max_length=80)
    header_sha256 = models.CharField(max_length=64)
    payload_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    payload_bytes = models.PositiveBigIntegerField(_("bytes"))
    sha256 = models.CharField(_("SHA-256 of the file to sign"), max_length=64)
    sealed_content = models.BinaryField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["to", "number"], name="each_outgoing_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """How the ledger and other rooms name it, such as "to-south-7"."""
        return f"to-{self.to.code}-{self.number}"

    @property
    def file_name(self) -> str:
        """The name of its file, such as "south-0007-list.repatria"."""
        return f"{self.to.code}-{self.number:04}-{self.kind}.repatria"

    @property
    def is_signed(self) -> bool:
        """Whether the organisation's signature is attached: it may leave."""
        return hasattr(self, "signature")


class OutgoingSignature(models.Model):
    """The signature over a prepared transmission: from here on it may be sent."""

    outgoing = models.OneToOneField(
        Outgoing, models.PROTECT, related_name="signature", primary_key=True
    )
    public_key = models.CharField(_("public key"), max_length=64)
    signature = models.CharField(_("signature"), max_length=128)
    attached_at = models.DateTimeField(_("attached"))
    attached_by = models.CharField(_("attached by"), max_length=80)

    def __str__(self) -> str:
        return f"{self.outgoing_id}"


class Incoming(models.Model):
    """A transmission that came, complete, signed and in its turn; never changed."""

    sender = models.ForeignKey(Correspondent, models.PROTECT, related_name="incoming")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=40)
    facts = models.JSONField(_("about it"), default=dict)
    made_at = models.DateTimeField(_("made"))
    received_at = models.DateTimeField(_("received"))
    received_by = models.CharField(_("received by"), max_length=80)
    header_sha256 = models.CharField(max_length=64)
    payload_sha256 = models.CharField(_("SHA-256 of the content"), max_length=64)
    payload_bytes = models.PositiveBigIntegerField(_("bytes"))
    signed_with = models.CharField(_("public key"), max_length=64)
    sealed_content = models.BinaryField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "number"], name="each_incoming_number_once"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """How the ledger and other rooms name it, such as "from-north-7"."""
        return f"from-{self.sender.code}-{self.number}"

    @property
    def file_name(self) -> str:
        """The name of its file, such as "from-north-0007-list.repatria"."""
        return f"from-{self.sender.code}-{self.number:04}-{self.kind}.repatria"

    @property
    def newest_reading(self) -> Reading | None:
        """The attempt to read it that counts; None before the first."""
        made = list(self.readings.all())  # few, and perhaps fetched with a whole list
        return made[-1] if made else None

    @property
    def state(self) -> str:
        """What became of it: a value of ``Reading.Outcome``."""
        newest = self.newest_reading
        return newest.outcome if newest else Reading.Outcome.KEPT

    @property
    def is_read(self) -> bool:
        """Whether its room has taken it in."""
        return self.state == Reading.Outcome.READ


class Reading(models.Model):
    """An attempt to take a received transmission into the room that its kind is for.

    ``code``, ``what`` and ``remedy`` repeat the refusal where there was one: marked
    words and their facts, no names.
    """

    class Outcome(models.TextChoices):
        """What came of it."""

        READ = "read", _("Read")
        KEPT = "kept", _("Kept unread: nobody here knows this kind")
        REFUSED = "refused", _("Kept, but could not be read")

    incoming = models.ForeignKey(Incoming, models.PROTECT, related_name="readings")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    code = models.CharField(max_length=80, blank=True)
    what = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.incoming_id} {self.outcome}"
