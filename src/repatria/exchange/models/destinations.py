"""Where powers agreed that somebody goes instead of home."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Destination(models.Model):
    """Powers say that somebody goes elsewhere than home: a neutral or third country.

    ``words_of`` are the codes of those who said so (GC III 109, 111).  Which country
    it is, is sealed, in one length for all.  It tells what powers agreed, never what
    the person wishes.  The newest that was not taken back counts.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    holder = models.CharField(_("held by"), max_length=40)
    home = models.CharField(_("power of origin"), max_length=40)
    sealed_country = models.BinaryField()
    words_of = models.JSONField(_("on whose word"))
    recorded_by = models.CharField(_("recorded by"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return self.ref


class DestinationTakenBack(models.Model):
    """A destination holds no more: what was said before it stands again."""

    destination = models.OneToOneField(
        Destination, models.PROTECT, related_name="taken_back"
    )
    by = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("when"))

    def __str__(self) -> str:
        return self.destination.ref
