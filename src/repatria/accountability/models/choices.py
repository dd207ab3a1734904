"""The words an investigator chooses from, each with its stable code."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Modality(models.TextChoices):
    """How sure the words of a statement are of what they state."""

    SAID = "said", _("said")
    CLAIMED = "claimed", _("claimed")
    PURPORTED = "purported", _("purported")
    DENIED = "denied", _("denied")
    BELIEVED = "believed", _("believed")
    INFERRED = "inferred", _("inferred by the narrator")


class Act(models.TextChoices):
    """What is said to have been done, or left undone."""

    KILLING = "killing", _("Killing")
    TORTURE = "torture", _("Torture")
    MISTREATMENT = "mistreatment", _("Mistreatment")
    DENIAL_OF_MEDICAL_CARE = "denial_of_medical_care", _("Denial of medical care")
    SEXUAL_VIOLENCE = "sexual_violence", _("Sexual violence")
    ABDUCTION = "abduction", _("Abduction")
    UNLAWFUL_DETENTION = "unlawful_detention", _("Unlawful detention")
    PERFIDY = "perfidy", _("Perfidy")
    PUBLIC_HUMILIATION = "public_humiliation", _("Public humiliation")
    FORCED_LABOUR = "forced_labour", _("Forced labour")
    OTHER = "other", _("Another act")


class PlacePrecision(models.TextChoices):
    """How closely the place of an incident is known."""

    UNKNOWN = "unknown", _("Nobody knows")
    COUNTRY = "country", _("The country")
    REGION = "region", _("The region")
    DISTRICT = "district", _("The district")
    SETTLEMENT = "settlement", _("The town or village")
    EXACT = "exact", _("The very place")


class Part(models.TextChoices):
    """In which role somebody stands in an allegation."""

    VICTIM = "victim", _("Victims")
    ACCUSED = "accused", _("Accused")
    WITNESS = "witness", _("Witnesses")


class AnswerKind(models.TextChoices):
    """How an allegation is met; none of these settles it."""

    DENIES = "denies", _("Denies it")
    DISPUTES_FACTS = "disputes_facts", _("Disputes the facts")
    JUSTIFIES = "justifies", _("Justifies it")
    COUNTER_ACCUSES = "counter_accuses", _("Accuses in return")
    SILENT = "silent", _("Asked, and silent")


class EvidenceKind(models.TextChoices):
    """What kind of thing an item of evidence is."""

    VIDEO = "video", _("Video")
    FOOTAGE = "footage", _("Footage released by an office")
    PHOTOGRAPH = "photograph", _("Photograph")
    AUDIO = "audio", _("Sound recording")
    DOCUMENT = "document", _("Document")
    SATELLITE = "satellite", _("Satellite picture")
    STATEMENT = "statement", _("Written statement")
    OTHER = "other", _("Something else")


class Subjects(models.TextChoices):
    """Whom an item shows; prisoners are protected from public curiosity."""

    UNKNOWN = "unknown", _("Not known")
    RETURNEES = "returnees", _("Returned persons")
    CAPTIVES = "captives", _("Persons in captivity or surrendering")
    DEAD = "dead", _("The dead")
    OTHERS = "others", _("Others")
    NOBODY = "nobody", _("Nobody")


class Consent(models.TextChoices):
    """Whether those concerned agreed."""

    UNKNOWN = "unknown", _("Not known")
    GIVEN = "given", _("Given")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CustodyKind(models.TextChoices):
    """What was done with the file of an item."""

    RECEIVED = "received", _("Received and sealed")
    VIEWED = "viewed", _("Original looked at")
    COPIED = "copied", _("Copy taken")
    MOVED = "moved", _("Moved")
    CHECKED = "checked", _("Checked: unchanged")
    FAILED = "failed", _("Checked: missing or altered")


class SceneKind(models.TextChoices):
    """What is claimed about an item."""

    SHOWS = "shows", _("What it shows")
    SAME_SCENE = "same_scene", _("That it is from the same scene")


class State(models.TextChoices):
    """How far a proceeding has come."""

    OPENED = "opened", _("Opened")
    INVESTIGATING = "investigating", _("Being investigated")
    CHARGED = "charged", _("Charges brought")
    ON_TRIAL = "on_trial", _("On trial")
    JUDGED = "judged", _("Judgment given")
    CLOSED = "closed", _("Closed without a judgment")
    LAPSED = "lapsed", _("Lapsed: nothing more was heard")
