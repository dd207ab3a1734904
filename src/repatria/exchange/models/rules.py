"""The rules that the parties agreed on, version after version."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.exchange.models.exchanges import Exchange


class RulesVersion(models.Model):
    """One version of an exchange's rules; the newest holds, none is ever changed.

    ``text`` is RULES.toml as agreed, empty where another organisation keeps it and
    only its hash is known.  ``uses`` names what it took from the rulebook, with
    versions: [{"id": "geneva3.art109.1", "version": 1}].  ``said_by`` is the
    organisation that told the hash, empty where the version was made here.
    """

    exchange = models.ForeignKey(
        Exchange, models.PROTECT, related_name="rules_versions"
    )
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("rules"), blank=True)
    sha256 = models.CharField(_("hash of the rules"), max_length=64)
    uses = models.JSONField(_("rules of law used"), default=list, blank=True)
    why = models.CharField(_("reason"), max_length=200, blank=True)
    said_by = models.CharField(_("told by"), max_length=40, blank=True)
    made_by = models.CharField(_("made by"), max_length=80)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["exchange", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["exchange", "number"], name="rules_are_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
