"""The crossing: who is on the manifest, what happened, what both sides signed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.handover.core.steps import STEP_WORDS, Step


class Handover(models.Model):
    """One leg of one round, on one day, at one place.

    ``maker`` is the organisation that makes its manifest; elsewhere the handover is
    known from the manifest that it sent.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    exchange_ref = models.CharField(_("exchange"), max_length=20, db_index=True)
    round_number = models.PositiveSmallIntegerField(_("round"))
    leg = models.CharField(_("from whom to whom"), max_length=90)
    place = models.CharField(_("place"), max_length=200)
    on = models.DateField(_("day"))
    list_sha256 = models.CharField(_("hash of the agreed list"), max_length=64)
    maker = models.CharField(_("made by"), max_length=40)
    planned_at = models.DateTimeField(_("planned"))
    planned_by = models.CharField(_("planned by"), max_length=80)

    class Meta:
        ordering = ["-on", "exchange_ref", "round_number", "leg"]
        constraints = [
            models.UniqueConstraint(
                fields=["exchange_ref", "round_number", "leg"],
                name="a_leg_is_handed_over_once",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def holder(self) -> str:
        """The detaining power."""
        return self.leg.partition(">")[0]

    @property
    def home(self) -> str:
        """The power of origin, or wherever the people go."""
        return self.leg.partition(">")[2]


class Line(models.Model):
    """One person of a handover; the number is printed beside the name and stays.

    ``shared_ref`` is the number in the agreed list; ``case_ref`` our own, empty where
    this installation knows none.  ``listed`` is taken away when a substitution was
    undone; the line's number is not given to anybody else.
    """

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField(_("line"))
    case_ref = models.CharField(
        _("case number"), max_length=20, blank=True, db_index=True
    )
    shared_ref = models.CharField(_("number in the list"), max_length=20)
    holder_id = models.CharField(_("number of the detaining power"), max_length=80)
    home_id = models.CharField(_("number of the power of origin"), max_length=80)
    name = models.CharField(_("name"), max_length=300)
    in_place_of = models.PositiveSmallIntegerField(_("in place of line"), default=0)
    listed = models.BooleanField(_("on the manifest"), default=True)

    class Meta:
        ordering = ["handover", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "number"], name="a_line_is_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handover_id}/{self.number}"


class Manifest(models.Model):
    """One version of the list that is complete before departure: canonical JSON."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="manifests")
    version = models.PositiveSmallIntegerField(_("version"))
    document = models.TextField(_("document"))
    sha256 = models.CharField(_("hash"), max_length=64, db_index=True)
    made_by = models.CharField(_("recorded by"), max_length=80)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["handover", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["handover", "version"], name="a_manifest_is_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class ManifestSignature(models.Model):
    """A party's signature over one version of the manifest and no other."""

    manifest = models.ForeignKey(Manifest, models.PROTECT, related_name="signatures")
    party = models.CharField(_("party"), max_length=40)
    signature = models.BinaryField()
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["manifest", "party"]
        constraints = [
            models.UniqueConstraint(
                fields=["manifest", "party"], name="a_manifest_is_signed_once_a_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.manifest_id} {self.party}"


class Departure(models.Model):
    """The people left on this version of the manifest."""

    handover = models.OneToOneField(Handover, models.PROTECT, related_name="departure")
    manifest = models.ForeignKey(Manifest, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("recorded by"), max_length=80)

    def __str__(self) -> str:
        return f"{self.handover_id}"


class HandoverEvent(models.Model):
    """What happened to one person of a handover; undone by another event.

    A reason is not asked and not kept: ``not crossed`` says all.  For a substitution
    ``for_line`` is the line of whoever goes instead, and the officers of both sides
    who agreed are sealed by name.
    """

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="events")
    line = models.ForeignKey(Line, models.PROTECT, related_name="events")
    case_ref = models.CharField(
        _("case number"), max_length=20, blank=True, db_index=True
    )
    kind = models.CharField(
        _("what happened"),
        max_length=12,
        choices=[(each.value, STEP_WORDS[each]) for each in Step],
    )
    for_line = models.ForeignKey(
        Line, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sealed_agreed = models.BinaryField(blank=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.line_id} {self.kind}"


class Receipt(models.Model):
    """What crossed and what did not, as seen here: canonical JSON, signed by both.

    A correction after the receipt was made is another receipt; signatures stay with
    the one they cover.
    """

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="receipts")
    document = models.TextField(_("document"))
    sha256 = models.CharField(_("hash"), max_length=64, db_index=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.CharField(_("made by"), max_length=80)

    class Meta:
        ordering = ["handover", "pk"]

    def __str__(self) -> str:
        return self.sha256[:12]


class ReceiptSignature(models.Model):
    """A party's signature over one receipt."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="signatures")
    party = models.CharField(_("party"), max_length=40)
    signature = models.BinaryField()
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["receipt", "party"]
        constraints = [
            models.UniqueConstraint(
                fields=["receipt", "party"], name="a_receipt_is_signed_once_a_party"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.party}"
