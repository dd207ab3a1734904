"""The register of what came and went, the names in it, and certificates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from repatria.bureau.core.answers import ANSWER_WORDS, WHY_WORDS, Answer, Why
from repatria.bureau.core.pieces import (
    CHANNEL_WORDS,
    DIRECTION_WORDS,
    KIND_WORDS,
    OUTCOME_WORDS,
    STATE_WORDS,
    WHAT_WORDS,
    WHOM_WORDS,
    Channel,
    Direction,
    Kind,
    Outcome,
    Serial,
    State,
    What,
    Whom,
)


class Entry(models.Model):
    """One piece of correspondence, in or out, under our own running number.

    The numbers of a direction and a year have no gap.  Only ``state``, ``closed_on``
    and ``answered_by`` change: they repeat what the events say, for finding, and
    ``rebuild_states`` makes them anew.  ``correspondent`` is the code of an
    organisation or a party, or a family's request number: never a name.
    ``payload_sha256`` is of the content of a transmission, by which a reply names it.
    ``clock`` and ``due_on`` say by which rule an answer is due; no date where neither
    the rule nor this installation's policy names one.
    """

    direction = models.CharField(
        _("direction"), max_length=3,
        choices=[(each.value, DIRECTION_WORDS[each]) for each in Direction],
    )  # fmt: skip
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(
        _("kind"), max_length=16,
        choices=[(each.value, KIND_WORDS[each]) for each in Kind],
    )  # fmt: skip
    whom = models.CharField(
        _("with whom"), max_length=16,
        choices=[(each.value, WHOM_WORDS[each]) for each in Whom],
    )  # fmt: skip
    correspondent = models.CharField(_("correspondent"), max_length=80)
    party = models.CharField(_("party it serves"), max_length=40, blank=True)
    their_ref = models.CharField(_("their reference"), max_length=80, blank=True)
    channel = models.CharField(
        _("channel"), max_length=16,
        choices=[(each.value, CHANNEL_WORDS[each]) for each in Channel],
    )  # fmt: skip
    on = models.DateField(_("received or sent"))
    entered_at = models.DateTimeField(_("entered"))
    entered_by = models.CharField(_("entered by"), max_length=80)
    transmission_ref = models.CharField(_("transmission"), max_length=80, blank=True)
    payload_sha256 = models.CharField(
        _("hash of the content"), max_length=64, blank=True, db_index=True
    )
    sealed_note = models.BinaryField(default=b"")
    clock = models.CharField(_("clock"), max_length=40, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10,
        choices=[(each.value, STATE_WORDS[each]) for each in State],
    )  # fmt: skip
    closed_on = models.DateField(_("answered or closed"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answers",
        verbose_name=_("answered by"),
    )  # fmt: skip

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["direction", "year", "number"], name="each_serial_once"
            ),
            models.UniqueConstraint(
                fields=["transmission_ref"],
                condition=~Q(transmission_ref=""),
                name="a_transmission_is_entered_once",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="entry_due"),
            models.Index(fields=["state", "direction", "on"], name="entry_age"),
            models.Index(fields=["correspondent", "id"], name="entry_correspondent"),
            models.Index(fields=["kind", "direction", "id"], name="entry_kind"),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def serial(self) -> str:
        """Our number, such as "IN-2022-000017"."""
        return str(Serial(Direction(self.direction), self.year, self.number))

    @property
    def owner(self) -> str:
        """The owner of what is sealed here."""
        return f"piece:{self.serial}"

    @property
    def is_open(self) -> bool:
        """Whether it waits."""
        return self.state == State.OPEN.value


class EntryEvent(models.Model):
    """What happened about a piece; the newest word is its state."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="events")
    what = models.CharField(
        _("what happened"), max_length=10,
        choices=[(each.value, WHAT_WORDS[each]) for each in What],
    )  # fmt: skip
    outcome = models.CharField(
        _("outcome"), max_length=16, blank=True,
        choices=[(each.value, OUTCOME_WORDS[each]) for each in Outcome],
    )  # fmt: skip
    by_entry = models.ForeignKey(
        Entry, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("by which piece"),
    )  # fmt: skip
    sealed_note = models.BinaryField(default=b"")
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.what}"


class Subject(models.Model):
    """Somebody whom a piece names: the row as it was written.

    Whose case it is, a person decides.  What the machine proposes (``proposed...``)
    and what the newest decision says (``answer``, ``case_ref``) are repeated here for
    finding and may change; the row itself never does.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="subjects")
    row = models.PositiveIntegerField(_("row"))
    own_id = models.CharField(_("number on the list"), max_length=400, blank=True)
    family = models.CharField(_("family name"), max_length=400, blank=True)
    given = models.CharField(_("given name"), max_length=400, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=400, blank=True)
    birth = models.CharField(_("born"), max_length=400, blank=True)
    rank = models.CharField(_("rank"), max_length=400, blank=True)
    unit = models.CharField(_("military unit"), max_length=400, blank=True)
    service_number = models.CharField(_("service number"), max_length=400, blank=True)
    proposed = models.CharField(
        _("proposed"), max_length=20, blank=True,
        choices=[(each.value, ANSWER_WORDS[each]) for each in Answer],
    )  # fmt: skip
    proposed_case = models.CharField(_("case proposed"), max_length=20, blank=True)
    proposed_why = models.CharField(
        _("why"), max_length=24, blank=True,
        choices=[(each.value, WHY_WORDS[each]) for each in Why],
    )  # fmt: skip
    certain = models.BooleanField(_("certain"), default=False)
    answer = models.CharField(
        _("answer"), max_length=20, blank=True,
        choices=[(each.value, ANSWER_WORDS[each]) for each in Answer],
    )  # fmt: skip
    case_ref = models.CharField(_("case"), max_length=20, blank=True, db_index=True)

    class Meta:
        ordering = ["entry", "row"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "row"], name="names_of_a_piece_are_numbered"
            ),
        ]
        indexes = [models.Index(fields=["entry", "answer"], name="subject_answer")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.row}"

    @property
    def name(self) -> str:
        """The name as it was written; for pages, never for logs."""
        return " ".join(filter(None, (self.family, self.given, self.patronymic)))


class SubjectDecision(models.Model):
    """Somebody said what is so about a row: its case, and the answer to it.

    ``said_by`` is "" for a decision of ours, the sender's code for an answer that
    came with a reply.  The newest of ours counts for an enquiry that came, the
    newest of theirs for one that went out.
    """

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="decisions")
    answer = models.CharField(
        _("answer"), max_length=20, blank=True,
        choices=[(each.value, ANSWER_WORDS[each]) for each in Answer],
    )  # fmt: skip
    case_ref = models.CharField(_("case"), max_length=20, blank=True)
    said_by = models.CharField(_("who says so"), max_length=80, blank=True)
    together = models.BooleanField(_("confirmed together with others"), default=False)
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.answer}"


class ClockPolicy(models.Model):
    """Where a rule names no number: within how many days this bureau means to act.

    The newest counts; 0 days takes a limit back, and elapsed time alone is shown.
    """

    clock = models.CharField(_("clock"), max_length=40, db_index=True)
    days = models.PositiveSmallIntegerField(_("days"))
    at = models.DateTimeField(_("set"))
    by = models.CharField(_("set by"), max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.clock} {self.days}"


class Certificate(models.Model):
    """A version of what is established about one person's captivity, signed.

    The words are sealed; ``sha256`` is of them in canonical JSON, ``states`` of what
    they establish: while that is the same no new version is made, however many ask.
    """

    number = models.CharField(_("number"), max_length=20)
    version = models.PositiveIntegerField(_("version"))
    case_ref = models.CharField(_("case"), max_length=20, db_index=True)
    sealed_document = models.BinaryField()
    sha256 = models.CharField(_("hash"), max_length=64, unique=True)
    states = models.CharField(max_length=64)
    public_key = models.CharField(_("public key of the server"), max_length=64)
    signature = models.CharField(_("signature"), max_length=128)
    made_at = models.DateTimeField(_("made"))
    made_by = models.CharField(_("made by"), max_length=80)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "version"], name="certificate_versions_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}, version {self.version}"

    @property
    def owner(self) -> str:
        """The owner of the sealed words."""
        return f"certificate:{self.number}.{self.version}"


class CertificateEvent(models.Model):
    """A version was issued to somebody, replaced by a newer one, or withdrawn."""

    class What(models.TextChoices):
        """What happened."""

        ISSUED = "issued", _("Issued")
        REPLACED = "replaced", _("Replaced by a newer version")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="events")
    what = models.CharField(_("what happened"), max_length=10, choices=What)
    request_ref = models.CharField(_("request of a family"), max_length=20, blank=True)
    organisation = models.CharField(_("organisation"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    reason = models.CharField(_("reason"), max_length=24, blank=True)
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=80)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["what", "id"], name="certificate_event_what")]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.what}"
