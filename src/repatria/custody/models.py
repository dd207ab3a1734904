"""What is said of a captivity: cards, transfers, visits, refusals, deaths, returns."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from repatria.custody.core.words import FROM_LISTS, KIND_WORDS, VOICE_WORDS
from repatria.register.models import Record

_KINDS = [
    (kind.value, words) for kind, words in KIND_WORDS.items() if kind not in FROM_LISTS
]
_VOICES = [(voice.value, words) for voice, words in VOICE_WORDS.items()]


class Statement(models.Model):
    """One source's statement about a captivity, tied to the record that says so.

    Whom it is about is a decision about the record, which can be undone without
    touching this row.  Never edited: a correction is a new statement that names the
    one it replaces.  In clear stand dates, codes and places; everything else of the
    form is sealed with the record's own key, so that erasing one erases both.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    record = models.OneToOneField(
        Record, models.PROTECT, related_name="custody_statement"
    )
    kind = models.CharField(_("what it is about"), max_length=20, choices=_KINDS)
    voice = models.CharField(_("who says so"), max_length=12, choices=_VOICES)
    detail = models.CharField(_("in particular"), max_length=40, blank=True)
    happened_on = models.CharField(
        _("happened on"), max_length=20, blank=True, help_text=_("Empty: not known.")
    )
    said_on = models.CharField(
        _("said on"), max_length=20, blank=True, help_text=_("Empty: not known.")
    )
    holder = models.CharField(_("detaining power"), max_length=40, blank=True)
    home = models.CharField(_("power of origin"), max_length=40, blank=True)
    place_from = models.CharField(_("from"), max_length=400, blank=True)
    source_ref = models.CharField(_("sender's own number"), max_length=80, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    sealed_told = models.BinaryField()
    received_on = models.DateField(_("received"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.CharField(_("recorded by"), max_length=80)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(replaces=F("id")), name="a_statement_corrects_another"
            ),
        ]

    def __str__(self) -> str:
        return self.ref
