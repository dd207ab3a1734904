"""Statements about people, and which of them are about one person."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from repatria.register.models.lists import LONG, Source, SourceFile


class Person(models.Model):
    """An opaque case number, and nothing else of its own.

    Everything shown about a person is derived from the records that membership
    leads to.  A number is never given out twice nor taken away: after a merge the
    younger one still opens the page, and after a split it is in use again.
    """

    case_ref = models.CharField(_("case number"), max_length=20, unique=True)
    opened_at = models.DateTimeField(_("opened"))

    def __str__(self) -> str:
        return self.case_ref


class Record(models.Model):
    """One statement about somebody: verbatim, dated, attributed, never changed.

    The columns are what was understood of it, in the sender's own spelling; "" is
    what it does not say.  ``birth`` and ``captured_on`` are dates of which parts
    may be unknown ("1984-05", "????-05-09").  The ``key_...`` columns are codes by
    which a name is found however it is spelt.
    """

    class Kind(models.TextChoices):
        """What kind of statement it is."""

        ROW = "row", _("Row of a list")
        CARD = "card", _("Capture card")
        LETTER = "letter", _("Letter or message")
        SIGHTING = "sighting", _("Sighting by a witness")
        REQUEST = "request", _("Request of a family")
        REPORT = "report", _("Published report")
        NOTIFICATION = "notification", _("Notification")
        VISIT = "visit", _("Report of a visit")

    class Fate(models.TextChoices):
        """What the statement says became of the person, where it says so."""

        DEAD = "dead", _("Said to be dead")
        RETURNED = "returned", _("Said to have returned")

    source = models.ForeignKey(Source, models.PROTECT, related_name="records")
    source_file = models.ForeignKey(
        SourceFile, models.PROTECT, null=True, blank=True, related_name="records"
    )
    row = models.PositiveIntegerField(
        _("row"), help_text=_("From 1 after the heading, or in order of arrival.")
    )
    line = models.PositiveIntegerField(_("line of the file"), default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ROW)
    said_on = models.DateField(_("said on"))
    readable = models.BooleanField(_("could be read"), default=True)
    own_id = models.CharField(_("number on the list"), max_length=LONG, blank=True)
    family = models.CharField(_("family name"), max_length=LONG, blank=True)
    given = models.CharField(_("given name"), max_length=LONG, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=LONG, blank=True)
    birth = models.CharField(_("born"), max_length=20, blank=True)
    birth_place = models.CharField(_("place of birth"), max_length=LONG, blank=True)
    rank = models.CharField(_("rank"), max_length=LONG, blank=True)
    unit = models.CharField(_("military unit"), max_length=LONG, blank=True)
    service_number = models.CharField(_("service number"), max_length=LONG, blank=True)
    captured_on = models.CharField(_("captured on"), max_length=20, blank=True)
    captured_at = models.CharField(_("captured at"), max_length=LONG, blank=True)
    place = models.CharField(_("held at"), max_length=LONG, blank=True)
    sex = models.CharField(_("sex"), max_length=LONG, blank=True)
    call_sign = models.CharField(_("call sign"), max_length=LONG, blank=True)
    said_fate = models.CharField(_("fate"), max_length=20, choices=Fate, blank=True)
    sealed_verbatim = models.BinaryField()
    sealed_extra = models.BinaryField()
    salt = models.BinaryField()
    leaf = models.BinaryField()
    key_family = models.CharField(max_length=LONG, blank=True, db_index=True)
    key_given = models.CharField(max_length=LONG, blank=True, db_index=True)
    key_number = models.CharField(max_length=LONG, blank=True, db_index=True)
    first_person = models.ForeignKey(Person, models.PROTECT, related_name="first_of")

    class Meta:
        ordering = ["source_file", "row"]
        indexes = [models.Index(fields=["birth"], name="record_birth")]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_file", "row"], name="rows_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"record {self.pk}"

    @property
    def owner(self) -> str:
        """The owner of the keys of what is sealed here."""
        return record_owner(self.source_id, self.source_file_id, self.row)

    @property
    def name(self) -> str:
        """The name as this statement spells it; for pages, never for logs."""
        return " ".join(
            part for part in (self.family, self.given, self.patronymic) if part
        )


def record_owner(source: int, source_file: int | None, row: int) -> str:
    """Return the owner of a record's keys, known before the record is written."""
    return f"record:{source}.{source_file or 0}.{row}"


class Decision(models.Model):
    """A person decided that two records are about one person, or about two.

    Never edited: what was wrong is undone by another decision.  ``model`` and
    ``version`` name what proposed it, "" where nobody but the decider did.
    ``batch`` names those decided in one act.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        LINK = "link", _("One person")
        SEPARATE = "separate", _("Two persons")
        UNDO = "undo", _("Undone")

    kind = models.CharField(_("decision"), max_length=10, choices=Kind)
    left = models.ForeignKey(Record, models.PROTECT, related_name="+")
    right = models.ForeignKey(Record, models.PROTECT, related_name="+")
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    by = models.CharField(_("decided by"), max_length=80)
    at = models.DateTimeField(_("decided"))
    reasons = models.TextField(_("reasons"), blank=True)
    model = models.CharField(_("proposed by"), max_length=80, blank=True)
    version = models.CharField(_("version"), max_length=80, blank=True)
    batch = models.CharField(
        _("decided together"), max_length=20, blank=True, db_index=True
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(left=F("right")), name="a_decision_is_about_two_records"
            ),
            models.CheckConstraint(
                condition=Q(kind="undo", undoes__isnull=False)
                | (~Q(kind="undo") & Q(undoes=None)),
                name="an_undo_names_what_it_undoes",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Membership(models.Model):
    """Which person a record is about, worked out from the decisions.

    The one table of this room that changes; ``rebuild_memberships`` makes it anew.
    """

    record = models.OneToOneField(
        Record, models.PROTECT, primary_key=True, related_name="membership"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")

    def __str__(self) -> str:
        return f"record {self.record_id}: person {self.person_id}"


class LeftSearch(models.Model):
    """A record that must no longer be found: its words are to leave every memory.

    Servers look here before each search, so that all of them hear of it.
    """

    record = models.ForeignKey(Record, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"record {self.record_id}"
