"""Mixed medical commissions, their sittings and decisions (GC III, annex II)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from repatria.medical.core.commission import FIELD_WORDS, SEAT_WORDS, WHOM_WORDS, What

_SEATS = [(seat.value, words) for seat, words in SEAT_WORDS.items()]
_FIELDS = [(field.value, words) for field, words in FIELD_WORDS.items()]
_WHOM = [(whom.value, words) for whom, words in WHOM_WORDS.items()]
_WHAT = [(what.value, what.value) for what in What]


class Commission(models.Model):
    """A commission that examines prisoners of ``home`` whom ``holder`` holds.

    ``alternative`` is the one of annex II 13, without neutral doctors.  ``protecting``
    names the protecting power, "" where there is none.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    holder = models.CharField(_("detaining power"), max_length=40)
    home = models.CharField(_("power of origin"), max_length=40)
    protecting = models.CharField(_("protecting power"), max_length=80, blank=True)
    alternative = models.BooleanField(_("without neutral doctors"), default=False)
    recorded_by = models.CharField(_("recorded by"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(holder=models.F("home")), name="a_commission_has_two_sides"
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Member(models.Model):
    """Somebody appointed to a commission, or to stand in; a mistake is taken back."""

    ref = models.CharField(_("number"), max_length=20, unique=True)
    commission = models.ForeignKey(
        Commission, models.PROTECT, related_name="members", verbose_name=_("commission")
    )
    name = models.CharField(_("name"), max_length=120)
    seat = models.CharField(_("place"), max_length=10, choices=_SEATS)
    deputy = models.BooleanField(_("deputy"), default=False)
    power = models.CharField(_("of which power"), max_length=80, blank=True)
    field = models.CharField(
        _("by training"), max_length=10, choices=_FIELDS, blank=True
    )
    recorded_by = models.CharField(_("recorded by"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.ref


class Sitting(models.Model):
    """A commission sat at a camp on a day."""

    ref = models.CharField(_("number"), max_length=20, unique=True)
    commission = models.ForeignKey(
        Commission, models.PROTECT, related_name="sittings",
        verbose_name=_("commission"),
    )  # fmt: skip
    place = models.CharField(_("where"), max_length=120)
    on = models.DateField(_("day"))
    recorded_by = models.CharField(_("recorded by"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.ref


class Sat(models.Model):
    """A member, or a deputy, sat."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="sat")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "member"], name="a_member_sits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.member_id}"


class Examination(models.Model):
    """Somebody is put before a sitting; who proposed it is sealed."""

    ref = models.CharField(_("number"), max_length=20, unique=True)
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, related_name="examinations", verbose_name=_("sitting")
    )
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    sealed_put = models.BinaryField()
    recorded_by = models.CharField(_("recorded by"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.ref


class CommissionAct(models.Model):
    """What happened: approved, told, or a step of an examination.

    Which step, with its vote or decision, is sealed with the key of the examination:
    that a decision was carried out would tell what it was.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    commission = models.ForeignKey(
        Commission, models.PROTECT, related_name="acts", verbose_name=_("commission")
    )
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, null=True, blank=True, related_name="acts",
        verbose_name=_("sitting"),
    )  # fmt: skip
    examination = models.ForeignKey(
        Examination, models.PROTECT, null=True, blank=True, related_name="acts",
        verbose_name=_("examination"),
    )  # fmt: skip
    what = models.CharField(_("what happened"), max_length=10, choices=_WHAT)
    whom = models.CharField(_("whom"), max_length=12, choices=_WHOM, blank=True)
    on = models.DateField(_("day"))
    sealed_said = models.BinaryField(default=b"")
    recorded_by = models.CharField(_("recorded by"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["what", "whom"], name="commission_act_what")]

    def __str__(self) -> str:
        return self.ref
