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
    pair's ``Answer`` rows that took effect, or ``SECOND`` where the newest waits for
    another person.  ``worth`` says how much an answer is worth (see ``core.worth``),
    ``worth_because`` the codes of the reasons.
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
        SECOND = "second", _("Waits for a second look")

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
    worth = models.FloatField(_("worth of an answer"), default=0)
    worth_because = models.JSONField(_("why it is worth that"), default=list)

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
            models.Index(
                fields=["run", "answer", "-worth", "id"], name="pairs_by_worth"
            ),
        ]

    def __str__(self) -> str:
        return f"pair {self.pk}"


class Claim(models.Model):
    """A pair lies on somebody's desk for some minutes; passing, and no promise.

    While it does, the queue hands it to nobody else.  Whoever opens the pair by its
    address may answer it all the same.
    """

    pair = models.OneToOneField(Pair, models.CASCADE, related_name="claim")
    by = models.CharField(_("whose desk"), max_length=80, db_index=True)
    until = models.DateTimeField(_("until"))

    def __str__(self) -> str:
        return f"pair {self.pair_id}: {self.by}"


class Threshold(models.Model):
    """From which probability on proposals may be confirmed together, set and signed.

    ``document`` is the canonical text that the organisation's key has signed;
    ``signature`` the ``.sig`` file, "" while nobody has signed.  In force is the
    newest that is signed, unless it was withdrawn.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    value = models.FloatField(_("least probability"))
    reason = models.TextField(_("reason"))
    document = models.TextField(_("what is signed"))
    set_by = models.CharField(_("set by"), max_length=80)
    set_at = models.DateTimeField(_("set"))
    signature = models.TextField(_("signature"), blank=True)
    signed_by = models.CharField(_("signature attached by"), max_length=80, blank=True)
    signed_at = models.DateTimeField(_("signed"), null=True, blank=True)
    withdrawn_by = models.CharField(_("withdrawn by"), max_length=80, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gt=0.5, value__lt=1),
                name="a_threshold_is_likelier_than_not",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class FourEyes(models.Model):
    """From now on a decision needs a second person, or needs none; never edited.

    The newest row counts; where there is none, one person decides.
    """

    required = models.BooleanField(_("a second person is needed"))
    reason = models.TextField(_("reason"))
    by = models.CharField(_("set by"), max_length=80)
    at = models.DateTimeField(_("set"))

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"four eyes {self.pk}"


class Confirmation(models.Model):
    """Somebody confirmed in one act all proposals that were sure enough.

    ``rule`` is the signed threshold that allowed it; None before there were any.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    run = models.ForeignKey(Run, models.PROTECT, related_name="confirmations")
    threshold = models.FloatField(_("least probability"))
    rule = models.ForeignKey(
        Threshold, models.PROTECT, null=True, blank=True, related_name="confirmations"
    )
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
    """What somebody answered about a pair, or that they took it back; never edited.

    Where four eyes are needed, "same" and "different" do not ``take_effect`` before
    another person has said the same.
    """

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
    takes_effect = models.BooleanField(_("takes effect"), default=True)
    by = models.CharField(_("answered by"), max_length=80)
    at = models.DateTimeField(_("answered"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class RowVerdict(models.Model):
    """What a run says of one row, worked out from its pairs and their answers.

    ``reason`` is a code of ``core.verdicts.REASONS``; ``facts`` what a sentence about
    it needs (rows and shares, never a value).  ``source_file`` and ``row`` are those
    of the record, so that a list of 100,000 rows pages by them.
    """

    run = models.ForeignKey(Run, models.CASCADE, related_name="rows")
    record = models.ForeignKey(Record, models.PROTECT, related_name="verdicts")
    source_file = models.ForeignKey(
        SourceFile, models.PROTECT, null=True, related_name="+"
    )
    row = models.PositiveIntegerField(_("row"), default=0)
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
        indexes = [
            models.Index(fields=["run", "source_file", "row"], name="rows_in_order"),
            models.Index(
                fields=["run", "source_file", "verdict", "row"], name="rows_by_verdict"
            ),
        ]

    def __str__(self) -> str:
        return f"record {self.record_id}: {self.verdict}"


class Workbook(models.Model):
    """The verdicts of a list as a file that somebody asked for, while a job makes it.

    ``ref`` is the number of the export that it becomes once it is made; for whom it is
    lies sealed here until then, with the key of that export.  ``verdict`` is "" where
    all rows were asked for, ``language`` the one in which the words are written.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped by a fault")

    ref = models.CharField(_("number"), max_length=20, unique=True)
    run = models.ForeignKey(Run, models.PROTECT, related_name="workbooks")
    source_file = models.ForeignKey(SourceFile, models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=20, blank=True)
    purpose = models.CharField(_("purpose"), max_length=20)
    sealed_recipient = models.BinaryField(blank=True, default=b"")
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING
    )
    share = models.FloatField(_("share done"), default=0)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    fault = models.CharField(_("fault"), max_length=200, blank=True)
    by = models.CharField(_("asked by"), max_length=80)
    at = models.DateTimeField(_("asked"))

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.ref

    @property
    def owner(self) -> str:
        """The owner of the key that seals for whom it is: the export's own."""
        return f"export-about:{self.ref}"


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
