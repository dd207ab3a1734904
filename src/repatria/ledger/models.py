"""The leaves of the ledger's one tree, and the signed roots over them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One change or one read, in canonical JSON; never edited, never deleted.

    ``leaf`` is HMAC-SHA-256 of ``body`` under ``salt``: whoever holds a checkpoint
    can be shown one entry and learns nothing about the others.  ``act`` and ``actor``
    repeat what the body says, to be searched by; an audit compares them.
    """

    number = models.BigIntegerField(_("number"), primary_key=True)
    body = models.TextField(_("what was done"))
    salt = models.BinaryField()
    leaf = models.BinaryField()
    act = models.CharField(_("act"), max_length=80, db_index=True)
    actor = models.CharField(_("who"), max_length=80, db_index=True)
    at = models.DateTimeField(_("when"), db_index=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)


class Checkpoint(models.Model):
    """The signed root over the first ``size`` entries of this installation's ledger.

    ``peaks`` are the roots of the tree's whole subtrees: the next checkpoint goes on
    from them and need not read what lies before.
    """

    size = models.BigIntegerField(_("entries"))
    root = models.CharField(_("root"), max_length=64)
    organisation = models.CharField(_("organisation"), max_length=40)
    at = models.DateTimeField(_("made"))
    public_key = models.CharField(_("public key of the server"), max_length=64)
    signature = models.CharField(_("signature"), max_length=128)
    peaks = models.BinaryField(editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.size}"


class HeldCheckpoint(models.Model):
    """Another organisation's checkpoint, kept and countersigned here.

    ``file`` is the checkpoint as it came.  Against it, a ledger that was rewritten
    from its first entry is found out.
    """

    organisation = models.CharField(_("organisation"), max_length=40)
    size = models.BigIntegerField(_("entries"))
    root = models.CharField(_("root"), max_length=64)
    made_at = models.DateTimeField(_("made"))
    received_at = models.DateTimeField(_("received"))
    file = models.BinaryField()
    countersignature = models.CharField(_("countersignature"), max_length=128)
    countersigned_by = models.CharField(_("public key of this server"), max_length=64)
    continues = models.BooleanField(
        _("proved to continue the one before"),
        help_text=_("No where it is the first, or came without the proof."),
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.size}"
