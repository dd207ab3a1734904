"""Imports at work, what was wrong in a list, and what changed since the last."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.register.models.lists import LONG, SourceFile
from repatria.register.models.records import Record


class ImportJob(models.Model):
    """An upload that is being imported as a job, and how far that has come.

    ``told`` is what was said on the form; the share done lies beside the upload, since
    the rows are written in one transaction that shows nothing before its end.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped: nothing was imported")

    ref = models.CharField(max_length=20, unique=True)
    upload = models.CharField(max_length=20)
    name = models.CharField(_("file name"), max_length=255)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    fault = models.JSONField(_("fault"), default=dict)  # a refusal, untranslated
    by = models.CharField(_("started by"), max_length=80)
    organisation = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    source_file = models.ForeignKey(
        SourceFile, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.ref


class ColumnChoice(models.Model):
    """Which column is which field, as somebody said for one sender's heading.

    ``header`` is the SHA-256 of the columns' names; ``columns`` pairs each with a code
    of ``core.choices``.  Nobody edits a choice: the newest version holds, and one
    without columns leaves the matter to the reader of the file again.
    """

    sender = models.CharField(_("sender"), max_length=80)
    header = models.CharField(max_length=64)
    version = models.PositiveIntegerField(_("version"))
    columns = models.JSONField(default=list)
    by = models.CharField(_("chosen by"), max_length=80)
    at = models.DateTimeField(_("chosen"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sender", "header", "version"], name="choices_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"columns of {self.sender}, version {self.version}"


class RowFault(models.Model):
    """What is wrong in a row of a list: where and of what kind, never the value."""

    source_file = models.ForeignKey(SourceFile, models.PROTECT, related_name="faults")
    row = models.PositiveIntegerField(_("row"))
    line = models.PositiveIntegerField(_("line of the file"))
    column = models.CharField(_("column"), max_length=LONG, blank=True)
    code = models.CharField(_("what is so"), max_length=40)
    weight = models.PositiveSmallIntegerField()  # see core.faulty.Weight

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["source_file", "weight", "row"], name="faults_by_row")
        ]

    def __str__(self) -> str:
        return f"{self.code} in row {self.row}"


class ListDiff(models.Model):
    """What changed between two versions of a list: worked out, and made anew at will.

    ``counts`` holds numbers by ``core.differences.Change``; ``tied_by`` says how rows
    of the two were recognised.
    """

    before = models.ForeignKey(SourceFile, models.PROTECT, related_name="+")
    after = models.ForeignKey(SourceFile, models.PROTECT, related_name="diffs")
    tied_by = models.CharField(max_length=20)
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["before", "after"], name="two_versions_are_compared_once"
            ),
        ]

    def __str__(self) -> str:
        return f"changes {self.pk}"


class DiffRow(models.Model):
    """One row that is not the same in both versions; ``fields`` names what differs."""

    diff = models.ForeignKey(ListDiff, models.CASCADE, related_name="rows")
    change = models.CharField(max_length=10)
    place = models.PositiveIntegerField()
    old = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")
    new = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")
    fields = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["diff", "change", "place"], name="changes_in_order")
        ]

    def __str__(self) -> str:
        return f"row {self.place} of changes {self.diff_id}"
