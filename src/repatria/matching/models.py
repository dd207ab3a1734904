"""Comparisons of two lists: what the machine proposed, and what people answered."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from repatria.register.models import Decision, Record, SourceFile


class Verdict(models.TextChoices):
    """What a comparison says of one row of a list."""

    SAME_ON_BOTH = "same_on_both", _("Same on both")
    DIFFERS = "differs", _("Differs")
    ONLY_HERE = "only_here", _("Only here")
    DEAD = "dead", _("Said to be dead")
    DUPLICATE = "duplicate", _("Repeated row")
    ALREADY_RETURNED = "already_returned", _("Already returned")
    NEEDS_DATA = "needs_data", _("Needs data")


class Run(models.Model):
    """One comparison of two versions of lists, done as a job.

    ``totals`` holds numbers alone.  ``model`` is the fitted model, so that the same
    answer can be worked out again.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped by a fault")

    left = models.ForeignKey(SourceFile, models.PROTECT, related_name="+")
    right = models.ForeignKey(SourceFile, models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING
    )
    step = models.CharField(_("step"), max_length=20, blank=True)
    share = models.FloatField(_("share done"), default=0)
    opposite = models.BooleanField(_("lists of opposite direction"), default=False)
    totals = models.JSONField(_("totals"), default=dict)
    model = models.TextField(_("fitted model"), blank=True)
    fault = models.CharField(_("fault"), max_length=200, blank=True)
    by = models.CharField(_("started by"), max_length=80)
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(left=F("right")), name="a_run_compares_two_lists"
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"


class Pair(models.Model):
    """Two rows that may be one person: the machine's proposal, and the answer so far.

    ``why`` holds for each compared field its finding and weight in bits, never a
    value: ``[["family", "spelling", 9.1], ...]``.  ``answer`` is the newest of the
    pair's ``Answer`` rows.
    """

    class Proposal(models.TextChoices):
        """What the machine proposes."""

        SAME = "same", _("One person")
        REVIEW = "review", _("In question")

    class Answered(models.TextChoices):
        """What a person answered."""

        OPEN = "", _("Not looked at yet")
        SAME = "same", _("One person")
        DIFFERENT = "different", _("Two persons")
        UNSURE = "unsure", _("Not sure")
        NEEDS_DATA = "needs_data", _("Needs data")

    run = models.ForeignKey(Run, models.CASCADE, related_name="pairs")
    left = models.ForeignKey(Record, models.PROTECT, related_name="+")
    right = models.ForeignKey(Record, models.PROTECT, related_name="+")
    probability = models.FloatField(_("probability"))
    verdict = models.CharField(_("proposal"), max_length=10, choices=Proposal)
    differs = models.JSONField(_("fields in conflict"), default=list)
    why = models.JSONField(_("findings"), default=list)
    rivals = models.PositiveIntegerField(_("others in question"), default=0)
    answer = models.CharField(
        _("answer"), max_length=12, choices=Answered, blank=True, default=""
    )

    class Meta:
        ordering = ["-probability", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "left", "right"], name="a_pair_stands_once_in_a_run"
            ),
        ]
        indexes = [
            models.Index(
                fields=["run", "verdict", "answer", "-probability"],
                name="pairs_to_review",
            ),
        ]

    def __str__(self) -> str:
        return f"pair {self.pk}"


class Confirmation(models.Model):
    """Somebody confirmed in one act all proposals that were sure enough."""

    ref = models.CharField(_("number"), max_length=20, unique=True)
    run = models.ForeignKey(Run, models.PROTECT, related_name="confirmations")
    threshold = models.FloatField(_("least probability"))
    pairs = models.PositiveIntegerField(_("pairs"))
    left_out = models.PositiveIntegerField(_("left out"), default=0)
    by = models.CharField(_("confirmed by"), max_length=80)
    at = models.DateTimeField(_("confirmed"))
    undone_by = models.CharField(_("undone by"), max_length=80, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.ref


class Answer(models.Model):
    """What somebody answered about a pair, or that they took it back; never edited."""

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="answers")
    answer = models.CharField(
        _("answer"), max_length=12, choices=Pair.Answered, blank=True
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmation = models.ForeignKey(
        Confirmation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reasons = models.TextField(_("reasons"), blank=True)
    by = models.CharField(_("answered by"), max_length=80)
    at = models.DateTimeField(_("answered"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class RowVerdict(models.Model):
    """What a run says of one row, worked out from its pairs and their answers.

    ``reason`` is a code of ``core.verdicts.REASONS``; ``facts`` what a sentence about
    it needs (rows and shares, never a value).
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="rows")
    record = models.ForeignKey(Record, models.PROTECT, related_name="verdicts")
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    reason = models.CharField(_("reason"), max_length=20)
    facts = models.JSONField(default=dict)
    pair = models.ForeignKey(
        Pair, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "record"], name="a_row_has_one_verdict_in_a_run"
            ),
        ]
        indexes = [models.Index(fields=["run", "verdict"], name="rows_by_verdict")]

    def __str__(self) -> str:
        return f"record {self.record_id}: {self.verdict}"


class Reply(models.Model):
    """What another organisation answered to a list that it was sent."""

    source_file = models.ForeignKey(SourceFile, models.PROTECT, related_name="replies")
    sender = models.CharField(_("who replied"), max_length=80)
    transmission_ref = models.CharField(_("transmission"), max_length=80, unique=True)
    said_on = models.DateField(_("date of the reply"))
    received_at = models.DateTimeField(_("received"))

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"reply {self.pk}"


class ReplyRow(models.Model):
    """The reply to one row: a verdict, and which fields differ; no value of theirs."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="rows")
    record = models.ForeignKey(Record, models.PROTECT, related_name="replies")
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    differs = models.JSONField(_("fields in conflict"), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "record"], name="a_reply_answers_a_row_once"
            ),
        ]
        indexes = [models.Index(fields=["reply", "verdict"], name="replies_by_verdict")]

    def __str__(self) -> str:
        return f"record {self.record_id}: {self.verdict}"
