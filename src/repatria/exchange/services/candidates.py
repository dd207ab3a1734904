"""Who could go home: people on both a held and a missing list, confirmed to be one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max

from repatria.exchange import queries
from repatria.exchange.core.answers import Answer
from repatria.exchange.core.candidate import (
    Candidate,
    Consent,
    age_on,
    certain_day,
)
from repatria.exchange.core.document import Row
from repatria.exchange.models import Exchange, ListEntry, ListVersion, Outcome, Round
from repatria.exchange.services import destinations
from repatria.exchange.services.wishes import newest_answers
from repatria.matching.core.urgent import is_woman
from repatria.medical.core.strength import Word, known
from repatria.medical.queries.facts import FIT, SERIOUS, words_by_number
from repatria.register.models import Record, SourceFile, Subject
from repatria.rulebook.core.rule import Fact, Facts
from repatria.shared.dates import read_date

# Of whose health nobody tells.
_NOTHING: dict[str, Fact | None] = {SERIOUS: None, FIT: None}
_CONSENT = {
    Answer.YES: Consent.YES,
    Answer.NO: Consent.NO,
    Answer.WITHDRAWN: Consent.NO,  # nobody goes on a yes that was taken back
}


@dataclass(frozen=True, slots=True)
class Pair:
    """One person as both parties list him: the holder's record and the home's.

    ``destination`` is where powers agreed that the person goes, empty where home.
    """

    case_ref: str
    held: Record
    missing: Record
    destination: str = ""

    @property
    def holder(self) -> str:
        """The detaining power."""
        file = self.held.source_file
        return file.holder if file else ""

    @property
    def home(self) -> str:
        """The power of origin."""
        file = self.held.source_file
        return file.home if file else ""

    @property
    def leg(self) -> str:
        """The direction, "A>B"."""
        return f"{self.holder}>{self.destination or self.home}"

    def row(self) -> Row:
        """Return the person's line in the document both parties see."""
        return Row(
            leg=self.leg,
            holder_id=self.held.own_id,
            home_id=self.missing.own_id,
            case=self.case_ref,
            name=self.held.name or self.missing.name,
            home=self.home if self.destination else "",
        )


def pairs_between(*parties: str) -> list[Pair]:
    """Return everybody who stands on one party's held list and another's missing one.

    Only the newest version of each list counts.  Whoever is said to be dead or home,
    to be held by two parties or to belong to two, is not among them: a person looks
    first.
    """
    by_person: dict[str, list[Record]] = defaultdict(list)
    for record in _records_between(parties):
        by_person[record.membership.person.case_ref].append(record)
    pairs = (_pair(case_ref, records) for case_ref, records in by_person.items())
    found = sorted((pair for pair in pairs if pair), key=lambda pair: pair.case_ref)
    return _with_destinations(found)


def _with_destinations(pairs: list[Pair]) -> list[Pair]:
    """Return pairs with where powers agreed that each goes; the newest word counts."""
    agreed = destinations.agreed_now()
    standing = standing_numbers() if agreed else {}
    elsewhere = {
        (case_ref, one.holder, one.home): one.country
        for one in agreed
        for case_ref in standing.get(one.case_ref, {one.case_ref})
    }
    return [
        replace(pair, destination=elsewhere.get(key, ""))
        for pair in pairs
        for key in [(pair.case_ref, pair.holder, pair.home)]
    ]


def _records_between(parties: Sequence[str]) -> Iterable[Record]:
    wanted = [file.pk for file in _newest_files(parties)]
    records = Record.objects.filter(source_file__in=wanted, readable=True)
    return records.select_related("membership__person", "source_file").order_by("pk")


def _newest_files(parties: Sequence[str]) -> list[SourceFile]:
    files = SourceFile.objects.filter(holder__in=parties, home__in=parties)
    newest = files.values("source").annotate(newest=Max("version"))
    current = {(row["source"], row["newest"]) for row in newest}
    return [file for file in files if (file.source_id, file.version) in current]


def lists_between(parties: Sequence[str]) -> list[dict[str, str]]:
    """Return the lists that count between parties, each with its version's hash.

    Whoever sent one knows its hash, and can see that it is this one.
    """
    found = [
        {
            "holder": file.holder,
            "home": file.home,
            "subject": str(file.subject),
            "sha256": file.merkle_root,
        }
        for file in _newest_files(parties)
    ]
    return sorted(found, key=lambda one: tuple(one.values()))


def _pair(case_ref: str, records: list[Record]) -> Pair | None:
    if any(record.said_fate for record in records):
        return None
    found: dict[tuple[str, str], Record] = {}
    for record in records:
        file = record.source_file
        if file is not None:
            found.setdefault((file.subject, f"{file.holder}>{file.home}"), record)
    legs = {leg for subject, leg in found if subject == Subject.HELD}
    if len(legs) != 1:
        return None
    (leg,) = legs
    missing = found.get((Subject.MISSING, leg))
    return Pair(case_ref, found[Subject.HELD, leg], missing) if missing else None


def waiting_pairs(exchange: Exchange, *, before: Round) -> list[Pair]:
    """Return who is still to be exchanged when ``before`` is worked out.

    Whoever crossed, or is on the list of an earlier round and did not stay behind,
    is none any more.
    """
    gone = _gone(exchange, before)
    pairs = pairs_between(*queries.parties_of(exchange))
    return [pair for pair in pairs if pair.case_ref not in gone]


def _gone(exchange: Exchange, before: Round) -> set[str]:
    earlier = exchange.rounds.filter(number__lt=before.number)
    lists = (queries.newest_version(held) for held in earlier)
    gone = {
        entry.case_ref
        for version in lists
        if version is not None
        for entry in queries.entries_of(version)
    }
    for outcome in Outcome.objects.order_by("recorded_at", "pk"):
        (gone.add if outcome.crossed else gone.discard)(outcome.case_ref)
    return gone


def candidates_from(
    pairs: Iterable[Pair], *, on: date, standing: Mapping[str, frozenset[str]]
) -> list[Candidate]:
    """Return people as the engine looks at them, with wishes, holds and health.

    ``on`` is the day up to which a hold counts.
    """
    pairs = list(pairs)
    answers = newest_answers(standing)
    held_back = {
        case_ref: hold.article
        for hold in queries.holds_now(on)
        for case_ref in standing.get(hold.case_ref, {hold.case_ref})
    }
    health = _health_now(standing)
    return [
        _candidate(
            pair,
            consent=_consent(answers.get(pair.case_ref)),
            held_back=held_back.get(pair.case_ref, ""),
            facts=health.get(pair.case_ref, _NOTHING) | _said_of(pair, on=on),
        )
        for pair in pairs
    ]


def _candidate(
    pair: Pair, *, consent: Consent, held_back: str, facts: Facts
) -> Candidate:
    return Candidate(
        id=pair.case_ref,
        holder=pair.holder,
        home=pair.home,
        destination=pair.destination,
        rank=pair.held.rank or pair.missing.rank,
        captured_on=_captured(pair),
        consent=consent,
        held_back=held_back,
        facts=facts,
    )


def _captured(pair: Pair) -> date | None:
    said = pair.held.captured_on or pair.missing.captured_on
    return certain_day(read_date(said))


def _said_of(pair: Pair, *, on: date) -> dict[str, Fact | None]:
    """Return what the parties' records say for categories.

    None where they do not say it, or say different things.
    """
    captured = _captured(pair)
    records = (pair.held, pair.missing)
    sexes = [one.sex for one in records if one.sex]
    ages = {age_on(read_date(one.birth), on) for one in records} - {None}
    return {
        "woman": True if sexes and all(map(is_woman, sexes)) else None,
        "age_years": ages.pop() if len(ages) == 1 else None,
        "days_held": max(0, (on - captured).days) if captured else None,
    }


def _consent(answer: Answer | None) -> Consent:
    return _CONSENT[answer] if answer else Consent.UNKNOWN


def standing_numbers() -> dict[str, frozenset[str]]:
    """Return, for each case number ever given, the numbers that stand for it now.

    A statement keeps the number under which it was made.  After a merge it is about
    the elder number; after a split, to be safe, about each.
    """
    now = defaultdict(set)
    both = Record.objects.values_list(
        "first_person__case_ref", "membership__person__case_ref"
    )
    for given, stands in both:
        now[given].add(stands)
    return {given: frozenset(numbers) for given, numbers in now.items()}


def _health_now(
    standing: Mapping[str, frozenset[str]],
) -> dict[str, dict[str, Fact | None]]:
    """Return what is known of each person's health, by the number that stands.

    A commission's decision counts before a doctor's word, and that before a paper's.
    """
    found: dict[str, list[Word]] = defaultdict(list)
    for given, words in words_by_number().items():
        for stands in standing.get(given, ()):
            found[stands] += words
    return {ref: _NOTHING | known(words).facts for ref, words in found.items()}


def entries_from(
    version: ListVersion,
    rows: Iterable[tuple[Row, bool]],
    *,
    case_of: Mapping[str, str],
) -> list[ListEntry]:
    """Make the lines of a list version: each row, and whether it is proposed.

    ``case_of`` leads from the document's numbers to this installation's own.
    """
    return ListEntry.objects.bulk_create(
        ListEntry(
            version=version,
            case_ref=case_of.get(row.case, ""),
            shared_ref=row.case,
            direction=row.leg,
            holder_id=row.holder_id,
            home_id=row.home_id,
            origin=row.home,
            name=row.name,
            proposed=proposed,
            place=place,
        )
        for place, (row, proposed) in enumerate(rows, 1)
    )
