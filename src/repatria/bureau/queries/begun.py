"""What starts and what stops the clocks of people, as the statements tell it.

Of an event of which only the month or the year is told, the latest day counts on
which it can have been, whoever owes: in doubt nobody is late.
"""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat, Greatest, Least, Length
from django.db.models.lookups import Exact

from repatria.access.queries import installation
from repatria.bureau import fed
from repatria.bureau.core.pieces import Kind as Piece
from repatria.bureau.models import Subject
from repatria.custody.core.words import EffectsSaid, Kind, StatusSaid, Voice
from repatria.custody.models import Statement
from repatria.register.models import Record
from repatria.register.models import Subject as ListSubject
from repatria.register.queries import newest_versions
from repatria.tracing.models import CrossingWord

BEGAN = "began"
OF_RECORD = "membership__person"
OF_STATEMENT = f"record__{OF_RECORD}"

_KNOWN_YEAR = r"^\d{4}(-\d{2}){0,2}$"
_NEVER = "9999-12-31"

_ARRIVED = (Kind.TRANSFER, Kind.HOSPITAL, Kind.VISIT)
_MOVED = (Kind.TRANSFER, Kind.HOSPITAL)
_HELD = (Kind.CAPTURE, Kind.TRANSFER, Kind.HOSPITAL, Kind.VISIT, Kind.SEEN)
_OVER = (Kind.RELEASE, Kind.ESCAPE, Kind.REPATRIATION, Kind.DEATH, Kind.IDENTIFIED)
_CHANGES = (*_MOVED, Kind.RELEASE, Kind.ESCAPE, Kind.REPATRIATION, Kind.DEATH)
_SENT_ON = EffectsSaid.SENT_ON

_CIVILIAN = (StatusSaid.CIVILIAN,)
_WITHOUT_STATUS = (StatusSaid.TRIBUNAL_NOT_POW, StatusSaid.NOT_POW)


def _latest_day(told: str, known_by: str) -> Combinable:
    """Return the latest day on which something can have been: not after it was told.

    Of a month that has fewer days the 31st stands for its last: as text it lies
    between that and the next month, and ``whole_day`` reads it so.
    """
    size = Length(told)
    last = Case(
        When(Q(**{f"{told}__contains": "?"}), then=Value(_NEVER)),
        When(Exact(size, 10), then=F(told)),
        When(Exact(size, 7), then=Concat(told, Value("-31"))),
        When(Exact(size, 4), then=Concat(told, Value("-12-31"))),
        default=Value(_NEVER),
        output_field=CharField(),
    )
    return Least(last, Cast(known_by, CharField()), output_field=CharField())


def standing() -> QuerySet[Statement]:
    """Return the statements that were neither corrected nor taken back."""
    held = Statement.objects.filter(replaced_by=None).exclude(kind=Kind.RETRACTION)
    return held.annotate(began=_latest_day("happened_on", "received_on"))


def _same_person() -> dict[str, OuterRef]:
    return {OF_STATEMENT: OuterRef(OF_STATEMENT)}


def _later(**more: Any) -> Exists:
    """Return that a statement about the same person may be as late, or later."""
    later = {"began__gte": OuterRef(BEGAN)}
    return Exists(standing().filter(**_same_person(), **later, **more))


def _crossed() -> Exists:
    """Return that the handover said that the person crossed."""
    case_ref = OuterRef(f"{OF_STATEMENT}__case_ref")
    return Exists(CrossingWord.objects.filter(case_ref=case_ref, crossed=True))


def _began(*kinds: Kind) -> QuerySet[Statement]:
    """Return statements of a known time about people who have not crossed since."""
    held = standing().filter(kind__in=kinds, happened_on__regex=_KNOWN_YEAR)
    return held.exclude(holder="").filter(~_crossed())


def _only_said(*details: StatusSaid) -> Q:
    """Return that of the status these are said, and nothing else is."""
    said = standing().filter(**_same_person(), kind=Kind.STATUS).exclude(detail="")
    return Q(Exists(said.filter(detail__in=details))) & ~Q(
        Exists(said.exclude(detail__in=details))
    )


def _civilian() -> Q:
    """Return that the person is said to be a civilian internee, and by nobody other."""
    return _only_said(*_CIVILIAN)


# --- Cards (GC III 70, GC IV 106) -------------------------------------------------


def _a_card() -> Exists:
    """Return that a card of the person was written, on whatever day."""
    cards = Record.objects.filter(
        **{OF_RECORD: OuterRef(OF_STATEMENT)}, kind=Record.Kind.CARD
    )
    return Exists(cards.exclude(custody_statement__replaced_by__isnull=False))


def _arrived_without_card() -> QuerySet[Statement]:
    """Return the first word of a place of captivity, of people without any card."""
    earlier = standing().filter(**_same_person(), kind__in=_ARRIVED)
    earlier = earlier.filter(
        Q(began__lt=OuterRef(BEGAN)) | Q(began=OuterRef(BEGAN), pk__lt=OuterRef("pk"))
    )
    held = _began(*_ARRIVED)
    return held.filter(~_a_card(), ~Exists(earlier), ~_later(kind__in=_OVER))


def _changed_without_card() -> QuerySet[Statement]:
    """Return transfers and stays in hospital after which no new card was written."""
    held = _began(*_MOVED).filter(_a_card())
    return held.filter(~_later(kind=Kind.CAPTURE), ~_later(kind__in=_OVER))


def arrived_prisoners() -> QuerySet[Statement]:
    """Return prisoners of war who arrived, and never wrote a card."""
    return _arrived_without_card().exclude(_civilian())


def arrived_internees() -> QuerySet[Statement]:
    """Return the same of civilian internees."""
    return _arrived_without_card().filter(_civilian())


def moved_prisoners() -> QuerySet[Statement]:
    """Return prisoners of war for whom something changed, and no new card tells it."""
    return _changed_without_card().exclude(_civilian())


def moved_internees() -> QuerySet[Statement]:
    """Return the same of civilian internees."""
    return _changed_without_card().filter(_civilian())


# --- The sick (GC III 122, GC IV 138) ---------------------------------------------


def _ill_without_report() -> QuerySet[Statement]:
    """Return the last word of a stay in hospital, while nothing newer is told.

    A report on the health of the person winds the clock up again.
    """
    since = Q(began__gt=OuterRef(BEGAN))
    newer = Exists(standing().filter(since, **_same_person()))
    held = _began(Kind.HOSPITAL).filter(~newer, ~_later(kind__in=_OVER))
    for report in fed.reports():
        last = Coalesce(report(OF_STATEMENT), Value(""))
        held = held.annotate(reported=last).annotate(
            began=Greatest(F(BEGAN), F("reported"))
        )
    return held


def ill_prisoners() -> QuerySet[Statement]:
    """Return prisoners of war in hospital of whom nothing newer is told."""
    return _ill_without_report().exclude(_civilian())


def ill_internees() -> QuerySet[Statement]:
    """Return the same of civilian internees."""
    return _ill_without_report().filter(_civilian())


# --- What changed, and is told across (GC III 122, GC IV 136) ------------------------


def _notified() -> Exists:
    """Return that a notification about the person came or went, on that day or later.

    Under whichever of the person's numbers the register of correspondence has it.
    """
    numbers = Record.objects.filter(
        **{OF_RECORD: OuterRef(OuterRef(OF_STATEMENT))}
    ).values("first_person__case_ref")
    # As expressions, so that the search goes by the person: by the index of the kind
    # SQLite would read every notification for each statement.
    named = Subject.objects.filter(case_ref__in=numbers).annotate(
        of_kind=Cast("entry__kind", CharField()), told_on=Cast("entry__on", CharField())
    )
    told = named.filter(of_kind=Piece.NOTIFICATION.value)
    return Exists(told.filter(told_on__gte=OuterRef(BEGAN)))


def _told_across() -> Q:
    """Return that the holder told the other side.

    Here, a notification says so.  A statement of the holder says so as well, except
    in the holder's own installation: there it says only what its bureau was told.
    """
    here = installation().party
    word = Q(_later(voice=Voice.HOLDER))
    return Q(_notified()) | (word & ~Q(holder=here) if here else word)


def _changed_untold() -> QuerySet[Statement]:
    """Return changes that the holder did not tell the other side."""
    home_knows = Q(kind=Kind.REPATRIATION, voice=Voice.HOME)
    return _began(*_CHANGES).exclude(home_knows).exclude(_told_across())


def changes_of_prisoners() -> QuerySet[Statement]:
    """Return what changed for prisoners of war and was not told across."""
    return _changed_untold().exclude(_civilian())


def changes_of_internees() -> QuerySet[Statement]:
    """Return the same of civilian internees."""
    return _changed_untold().filter(_civilian())


# --- The first word of somebody (GC III 122, GC IV 136, AP I 33) ---------------------


def _holders_word(person: str) -> Q:
    """Return that the holder named the person on a list, a card or a statement."""
    same = Record.objects.filter(**{OF_RECORD: OuterRef(person)})
    listed = Q(source_file__subject=ListSubject.HELD) | Q(kind=Record.Kind.CARD)
    stated = Statement.objects.filter(
        **{OF_STATEMENT: OuterRef(person)}, voice=Voice.HOLDER
    )
    return Q(Exists(same.filter(listed))) | Q(Exists(stated))


def captured_without_notification() -> QuerySet[Record]:
    """Return people whom their own side reports captured, and the holder has not.

    Of each list of missing people its newest version counts.
    """
    files = [
        file.pk for file in newest_versions() if file.subject == ListSubject.MISSING
    ]
    held = Record.objects.filter(source_file__in=files, said_fate="")
    held = held.filter(captured_on__regex=_KNOWN_YEAR)
    held = held.annotate(began=_latest_day("captured_on", "said_on"))
    return held.exclude(_holders_word(OF_RECORD))


def _kept_without_word() -> QuerySet[Statement]:
    """Return the first word that somebody is held, where the holder said none."""
    earlier = standing().filter(**_same_person(), kind__in=_HELD)
    earlier = earlier.filter(
        Q(began__lt=OuterRef(BEGAN)) | Q(began=OuterRef(BEGAN), pk__lt=OuterRef("pk"))
    )
    held = _began(*_HELD).exclude(_holders_word(OF_STATEMENT))
    return held.filter(~Exists(earlier), ~_later(kind__in=_OVER))


def kept_internees() -> QuerySet[Statement]:
    """Return civilians who are held without a word of the holder."""
    return _kept_without_word().filter(_civilian())


def kept_without_status() -> QuerySet[Statement]:
    """Return the same of people whom a tribunal found not to be prisoners of war."""
    decided = _only_said(*_WITHOUT_STATUS)
    tribunal = standing().filter(
        **_same_person(), kind=Kind.STATUS, detail=StatusSaid.TRIBUNAL_NOT_POW
    )
    return _kept_without_word().filter(decided, Exists(tribunal))


# --- The dead, and what is left behind (GC III 120, 122) -----------------------------


def dead_without_certificate() -> QuerySet[Statement]:
    """Return deaths that others tell of, and the detaining power has not."""
    told = standing().filter(kind=Kind.DEATH, happened_on__regex=_KNOWN_YEAR)
    certified = standing().filter(**_same_person(), kind=Kind.DEATH, voice=Voice.HOLDER)
    others = told.exclude(voice=Voice.HOLDER).exclude(holder="")
    return others.filter(~Exists(certified))


def left_behind() -> QuerySet[Statement]:
    """Return packed effects of people who are gone, until they are said to be sent."""
    packed = standing().filter(kind=Kind.EFFECTS, happened_on__regex=_KNOWN_YEAR)
    packed = packed.exclude(detail=_SENT_ON).exclude(holder="")
    gone = Exists(standing().filter(**_same_person(), kind__in=_OVER))
    sent = _later(kind=Kind.EFFECTS, detail=_SENT_ON)
    return packed.filter(Q(gone) | Q(_crossed()), ~sent)
