"""What parties say of a list: an answer for each person, and counter-proposals."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.exchange.core.entry_states import STATE_WORDS
from repatria.exchange.models.exchanges import ListEntry, ListVersion

_STATES = [(state.value, words) for state, words in STATE_WORDS.items()]


class EntryAnswer(models.Model):
    """What one party says of one person of a list version; its newest counts.

    Nothing is overwritten: a correction, and an answer taken back, are rows of their
    own.  ``act`` is the number that the rows of one act share.  Why a holder refuses
    is sealed, and stays in the holder's installation.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    act = models.CharField(_("act"), max_length=20, db_index=True)
    entry = models.ForeignKey(ListEntry, models.PROTECT, related_name="answers")
    party = models.CharField(_("party"), max_length=40)
    state = models.CharField(_("answer"), max_length=20, choices=_STATES)
    on = models.CharField(
        _("day"), max_length=10, blank=True, help_text=_("Empty: not stated.")
    )
    of = models.CharField(_("same person as"), max_length=20, blank=True)
    missing = models.JSONField(_("what is missing"), default=list, blank=True)
    sealed_ground = models.BinaryField(default=bytes, blank=True)
    takes_back = models.CharField(_("takes back"), max_length=20, blank=True)
    said_by = models.CharField(_("told by"), max_length=40)
    by = models.CharField(_("recorded by"), max_length=80)
    at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["entry", "pk"]

    def __str__(self) -> str:
        return self.ref


class Counter(models.Model):
    """A party asks that a list be changed: who should go, and who should not.

    ``wanted`` and ``unwanted`` are numbers in the list, and there is no room for a
    reason.  The newest of each party over a version counts.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="counters")
    party = models.CharField(_("party"), max_length=40)
    wanted = models.JSONField(_("asked for"), default=list)
    unwanted = models.JSONField(_("asked off"), default=list)
    said_by = models.CharField(_("told by"), max_length=40)
    by = models.CharField(_("recorded by"), max_length=80)
    at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["version", "pk"]

    def __str__(self) -> str:
        return self.ref


class CounterAnswer(models.Model):
    """What the agency made of counter-proposals over ``base``: the list ``version``.

    ``version`` is ``base`` where the same people go as before.  ``counters`` are the
    numbers of those that were answered, ``wanted`` and ``unwanted`` what was asked of
    the engine once a person had settled what contradicted.
    """

    version = models.ForeignKey(
        ListVersion, models.PROTECT, related_name="answers_given"
    )
    base = models.ForeignKey(ListVersion, models.PROTECT, related_name="answered_by")
    counters = models.JSONField(_("counter-proposals"), default=list)
    wanted = models.JSONField(_("asked for"), default=list)
    unwanted = models.JSONField(_("asked off"), default=list)
    by = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["base", "pk"]

    def __str__(self) -> str:
        return f"{self.base_id} {self.version_id}"
