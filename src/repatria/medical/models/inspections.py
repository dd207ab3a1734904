"""Monthly inspections of health (GC III 31)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Inspection(models.Model):
    """A doctor looked at somebody on a day, and perhaps wrote down the weight.

    In clear stand that it took place, when, where and by whom; the weight and what was
    found are sealed.  ``on`` is as far as it is known ("2022-07"), and ``latest`` the
    last day that it can mean.  Never edited: a mistake is taken back.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    case_ref = models.CharField(_("case number"), max_length=20)
    on = models.CharField(_("inspected on"), max_length=10)
    latest = models.DateField(_("at the latest"))
    by = models.CharField(_("by whom"), max_length=120)
    place = models.CharField(_("where"), max_length=120, blank=True)
    source_ref = models.CharField(_("source"), max_length=80, blank=True)
    sealed_found = models.BinaryField()
    recorded_by = models.CharField(_("recorded by"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["case_ref", "latest", "pk"]
        indexes = [models.Index(fields=["case_ref", "latest"], name="inspection_last")]

    def __str__(self) -> str:
        return self.ref
