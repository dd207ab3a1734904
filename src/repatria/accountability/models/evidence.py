"""Evidence: what was announced, what is held, and everything that befell it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from repatria.accountability.models.choices import (
    Consent,
    CustodyKind,
    EvidenceKind,
    SceneKind,
    Subjects,
)
from repatria.accountability.models.claims import Claim
from repatria.accountability.models.incidents import Incident

# Persons in the hands of a power, or just out of them (GC III 13).
PROTECTED = frozenset({Subjects.RETURNEES, Subjects.CAPTIVES, Subjects.DEAD})


class EvidenceItem(models.Model):
    """A thing that is said to show or prove something.

    Announced until its file is here.  ``sequence`` is its place among the items of
    the incident, None where the order is not known.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    incident = models.ForeignKey(
        Incident, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    announced = models.ForeignKey(
        Claim,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="announces",
        help_text=_("The statement that told of it."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=EvidenceKind)
    sequence = models.PositiveSmallIntegerField(
        _("place in the sequence"), null=True, blank=True
    )
    subjects = models.CharField(
        _("whom it shows"), max_length=12, choices=Subjects, default=Subjects.UNKNOWN
    )
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["incident", "sequence", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "sequence"], name="one_item_a_place_in_sequence"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def protected(self) -> bool:
        """Whether those shown are protected from public curiosity."""
        return self.subjects in PROTECTED

    @property
    def held(self) -> bool:
        """Whether the file itself is here."""
        return hasattr(self, "file")


class EvidenceFile(models.Model):
    """The untouched copy of an item: sealed on disk, known by the hash of its bytes."""

    item = models.OneToOneField(EvidenceItem, models.PROTECT, related_name="file")
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=80)
    received_at = models.DateTimeField(_("received"))
    received_from = models.CharField(_("received from"), max_length=200, blank=True)
    address = models.CharField(
        _("address it was taken from"), max_length=500, blank=True
    )

    def __str__(self) -> str:
        return self.sha256[:12]


class CustodyEvent(models.Model):
    """Something was done with the file of an item: by whom, when, why."""

    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="custody")
    kind = models.CharField(_("what was done"), max_length=10, choices=CustodyKind)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    place = models.CharField(_("where to"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256 then"), max_length=64, blank=True)
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=80)

    class Meta:
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.kind}"


class ShownConsent(models.Model):
    """Whether those shown agreed to be seen, as known on one day; the newest counts."""

    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="consents")
    consent = models.CharField(_("consent"), max_length=10, choices=Consent)
    basis = models.CharField(_("how it is known"), max_length=300, blank=True)
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=80)

    class Meta:
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.consent}"


class UnseenInterval(models.Model):
    """Between two neighbours of a sequence lies something that nobody was shown.

    A correction is a newer row for the same two; the newest is drawn.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="unseen")
    after = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="unseen_after")
    before = models.ForeignKey(
        EvidenceItem, models.PROTECT, related_name="unseen_before"
    )
    length_said = models.CharField(
        _("how long, as far as anybody says"), max_length=120, blank=True
    )
    matters = models.CharField(_("what turns on it"), max_length=300, blank=True)
    at = models.DateTimeField(_("recorded"))
    by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(after=F("before")), name="unseen_between_two_items"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.after_id}-{self.before_id}"


class SceneClaim(models.Model):
    """A claim about an item: what it shows, or that it is from the same scene."""

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="scene")
    item = models.ForeignKey(EvidenceItem, models.PROTECT, related_name="scene_claims")
    kind = models.CharField(_("about"), max_length=12, choices=SceneKind)
    same_as = models.ForeignKey(
        EvidenceItem, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(item=F("same_as")), name="same_scene_as_another_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.kind}"
