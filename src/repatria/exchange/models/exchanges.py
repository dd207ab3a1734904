"""Exchanges, their lists and signatures; wishes and holds; what others counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from repatria.exchange.core.articles import ARTICLE_WORDS
from repatria.exchange.core.course import REASON_WORDS
from repatria.exchange.core.states import STATE_WORDS
from repatria.medical.core.words import MODALITY_WORDS

if TYPE_CHECKING:
    from repatria.exchange.models.rules import RulesVersion

# Plain values: a migration stands alone and knows none of our words.
_ARTICLES = [(article.value, words) for article, words in ARTICLE_WORDS.items()]
_STATES = [(state.value, words) for state, words in STATE_WORDS.items()]
_REASONS = [(reason.value, words) for reason, words in REASON_WORDS.items()]
_MODALITIES = [(modality.value, words) for modality, words in MODALITY_WORDS.items()]


class Wish(models.Model):
    """What somebody answered a neutral interviewer in private; newest counts.

    Exists in the neutral agency's installation alone.  The answer is sealed, in a
    length that does not tell which one it is; nothing but the interviewer's pages
    and the making of a proposal opens it.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    sealed_answer = models.BinaryField()
    interviewer = models.CharField(_("interviewer"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["case_ref", "recorded_at", "pk"]

    def __str__(self) -> str:
        return self.ref


class Hold(models.Model):
    """The detaining power says by name that it holds somebody back, and why.

    Only articles 115 and 119 of the Third Convention let it; the reason and, where
    no case of ours is known, the person's particulars are sealed.  ``rule`` and its
    version are those by which it was found lawful; empty where others judged that.
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    case_ref = models.CharField(
        _("case number"), max_length=20, blank=True, db_index=True
    )
    party = models.CharField(_("held back by"), max_length=40)
    home = models.CharField(_("power of origin"), max_length=40, blank=True)
    article = models.CharField(_("article"), max_length=12, choices=_ARTICLES)
    sealed_reason = models.BinaryField()
    rule = models.CharField(_("rule of law"), max_length=40, blank=True)
    rule_version = models.PositiveSmallIntegerField(
        _("version of the rule"), null=True, blank=True
    )
    until = models.CharField(
        _("until"), max_length=10, blank=True, help_text=_("Empty: not stated.")
    )
    said_by = models.CharField(_("told by"), max_length=40)
    recorded_by = models.CharField(_("recorded by"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return self.ref


class HoldEnd(models.Model):
    """A hold ended: the person can go home as anybody else."""

    hold = models.OneToOneField(Hold, models.PROTECT, related_name="end")
    ended_by = models.CharField(_("ended by"), max_length=80)
    ended_at = models.DateTimeField(_("ended"))

    def __str__(self) -> str:
        return self.hold.ref


class Exchange(models.Model):
    """An exchange between parties: one round or a series, under agreed rules.

    ``parties`` are the codes of two or more, sorted; no page treats one otherwise
    than another.  Its rules are kept in versions (``RulesVersion``).
    """

    ref = models.CharField(_("number"), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=200)
    parties = models.JSONField(_("parties"))
    made_by = models.CharField(_("made by"), max_length=80)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.ref

    @property
    def rules(self) -> str:
        """The text of RULES.toml that holds now; empty where it is kept elsewhere."""
        newest = self._newest_rules()
        return newest.text if newest else ""

    @property
    def rules_sha256(self) -> str:
        """The hash of the rules that hold now."""
        newest = self._newest_rules()
        return newest.sha256 if newest else ""

    def _newest_rules(self) -> RulesVersion | None:
        every = self.rules_versions.all()  # prefetched where many are shown
        return max(every, key=lambda one: one.number, default=None)


class Round(models.Model):
    """One round of a series: when, and how many go home in each direction.

    ``sizes`` gives people by direction, {"A>B": 36}; a direction that is not in it
    was not stated.
    """

    exchange = models.ForeignKey(Exchange, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("round"))
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    sizes = models.JSONField(_("people in each direction"), default=dict, blank=True)

    class Meta:
        ordering = ["exchange", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["exchange", "number"], name="a_round_is_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exchange_id}/{self.number}"


class ExchangeEvent(models.Model):
    """A round reached a state; the newest event that holds tells where it stands.

    ``said_by`` is the organisation that told so, empty where it happened here, and
    ``reason`` a word of a closed list for a round that is suspended or cancelled.
    ``facts`` keeps what was counted: heads by direction at the place, or how many came
    home by whose people they are.  ``undoes``: the event that this one takes back.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="events")
    state = models.CharField(_("state"), max_length=20, choices=_STATES)
    said_by = models.CharField(_("told by"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=20, blank=True, choices=_REASONS)
    facts = models.JSONField(_("counted"), default=dict, blank=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    by = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["round", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.state}"


class InterviewsEvent(models.Model):
    """The neutral interviewer closed the interviews of a round, or took that back.

    In the agency's installation alone, and with no result: it says that nobody has to
    be asked any more, and nothing of what anybody answered.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="interviews")
    closed = models.BooleanField(_("closed"))
    by = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["round", "pk"]

    def __str__(self) -> str:
        return f"{self.round_id} {self.closed}"


class ListVersion(models.Model):
    """One version of a round's list: a document that parties sign, by its hash.

    ``document`` is canonical JSON (RFC 8785) and ``sha256`` its hash.  It tells who
    goes; of everybody else only ``not proposed``.  ``rules_used`` names the rules of
    law by which it was worked out here, with versions; they follow from the agreed
    rules and from nobody's reasons.  A draft is a party's own and is
    never sent.
    """

    class Kind(models.TextChoices):
        """What the list is for."""

        PROPOSAL = "proposal", _("Proposal to every party")
        DRAFT = "draft", _("Own draft")

    round = models.ForeignKey(Round, models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    document = models.TextField(_("document"))
    sha256 = models.CharField(_("hash"), max_length=64, db_index=True)
    rules_used = models.JSONField(_("rules of law used"), default=list, blank=True)
    said_by = models.CharField(_("made by"), max_length=40)
    made_by = models.CharField(_("recorded by"), max_length=80)
    made_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["round", "kind", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "kind", "version"], name="a_version_is_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}"


class ListReasons(models.Model):
    """Why each person is on a list or off it, sealed; newest counts.

    Kept by whoever made the list and never sent.  Made anew when a proposal is
    worked out again and the same people go.
    """

    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="reasons")
    ref = models.CharField(_("number"), max_length=20, unique=True)
    sealed_reasons = models.BinaryField()
    made_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ["version", "pk"]

    def __str__(self) -> str:
        return self.ref


class ListEntry(models.Model):
    """One person of a list version: ``proposed``, or not and nothing more.

    ``case_ref`` is this installation's own case number, empty where it knows none;
    ``shared_ref`` is the one in the document.
    """

    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="entries")
    case_ref = models.CharField(
        _("case number"), max_length=20, blank=True, db_index=True
    )
    shared_ref = models.CharField(_("number in the list"), max_length=20)
    direction = models.CharField(_("direction"), max_length=90)
    holder_id = models.CharField(_("number of the detaining power"), max_length=80)
    home_id = models.CharField(_("number of the power of origin"), max_length=80)
    origin = models.CharField(
        _("power of origin"),
        max_length=40,
        blank=True,
        help_text=_("Empty: where the direction ends."),
    )
    name = models.CharField(_("name"), max_length=300)
    proposed = models.BooleanField(_("proposed"))
    place = models.PositiveIntegerField(_("place in the document"))

    class Meta:
        ordering = ["version", "-proposed", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "shared_ref"], name="a_person_is_listed_once"
            ),
        ]

    def __str__(self) -> str:
        return self.shared_ref

    @property
    def holder(self) -> str:
        """The detaining power."""
        return self.direction.partition(">")[0]

    @property
    def home(self) -> str:
        """The power of origin, also of somebody who goes elsewhere."""
        return self.origin or self.direction.partition(">")[2]


class ListSignature(models.Model):
    """A party's signature over one version of a list: over its hash and no other."""

    version = models.ForeignKey(ListVersion, models.PROTECT, related_name="signatures")
    party = models.CharField(_("party"), max_length=40)
    signature = models.BinaryField()
    recorded_by = models.CharField(_("recorded by"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["version", "party"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "party"], name="a_party_signs_a_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.party}"


class Outcome(models.Model):
    """Whether somebody crossed in a round, as the handover recorded it.

    Whoever crossed is no candidate any more; whoever did not is one again.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="outcomes")
    case_ref = models.CharField(_("case number"), max_length=20, db_index=True)
    crossed = models.BooleanField(_("crossed"))
    recorded_by = models.CharField(_("recorded by"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return self.case_ref


class CountClaim(models.Model):
    """Somebody says how many people came home in an exchange.

    ``to`` names whose people came home, empty where the source does not tell the
    side.  ``n`` is null where the claimant states an exchange and not the number:
    shown as *not stated*, never as the other side's number.  ``parts`` keeps a number
    told in parts, [{"n": 35, "what": "soldiers"}, {"n": 1, "what": "civilians"}].
    """

    round = models.ForeignKey(
        Round, models.PROTECT, null=True, blank=True, related_name="counts"
    )
    event_on = models.CharField(_("day of the exchange"), max_length=10, blank=True)
    parties = models.JSONField(_("parties of the exchange"), default=list)
    claimant = models.CharField(_("who says so"), max_length=200)
    to = models.CharField(_("whose people came home"), max_length=40, blank=True)
    n = models.PositiveIntegerField(_("how many"), null=True, blank=True)
    parts = models.JSONField(_("in parts"), default=list, blank=True)
    what = models.CharField(_("who is counted"), max_length=40, default="all")
    approximate = models.BooleanField(_("approximate"), default=False)
    ordinal = models.CharField(_("ordinal word"), max_length=40, blank=True)
    modality = models.CharField(_("how it is said"), max_length=12, choices=_MODALITIES)
    said_on = models.CharField(_("said on"), max_length=10, blank=True)
    report_ref = models.CharField(_("report"), max_length=20, blank=True)
    quotation = models.TextField(_("quotation"), blank=True)
    recorded_by = models.CharField(_("recorded by"), max_length=80)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        ordering = ["event_on", "to", "said_on", "pk"]

    def __str__(self) -> str:
        return f"{self.event_on} {self.pk}"
