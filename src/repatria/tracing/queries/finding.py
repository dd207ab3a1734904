"""Who a request may be about: asked of the register's search, and of new lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from repatria.matching.report.pairs import sentences
from repatria.names.compare import compare
from repatria.register.core.search import Asked, read_search
from repatria.register.models import Record, SourceFile
from repatria.register.queries.searching import search
from repatria.shared.text import mark as _
from repatria.shared.text import say
from repatria.tracing.models import Candidate, CandidateAnswer, TracingRequest

_AGREES = {
    "given": _("given name"),
    "birth": _("year of birth"),
    "unit": _("military unit"),
}
_DIFFERS_BIRTH = _("Other year of birth")
MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Proposed:
    """A person whom a request may be about, as one statement names them.

    ``why`` are sentences; ``new_from`` is the list that brought the statement where
    nobody has answered it yet, ``said`` the newest answer.
    """

    case_ref: str
    record: Record
    agrees: tuple[str, ...]
    why: tuple[str, ...]
    new_from: SourceFile | None = None
    said: str = ""

    @property
    def name(self) -> str:
        """The name as this statement spells it."""
        return self.record.name


def candidates_of(request: TracingRequest) -> list[Proposed]:
    """Return who a request may be about, the likeliest first.

    Those of new lists that nobody has answered stand first; then what the register's
    search finds.  Whoever was answered to be somebody else is left out.
    """
    answers = newest_answers(request)
    found = [*_of_new_lists(request, answers), *_of_search(request, answers)]
    best: dict[str, Proposed] = {}
    for one in found:
        known = best.get(one.case_ref)
        if known is None:
            best[one.case_ref] = one
    return [one for one in best.values() if one.said != "different"][:MOST_SHOWN]


def newest_answers(request: TracingRequest) -> dict[str, str]:
    """Return the newest answer for each person, by the case number in use."""
    rows = CandidateAnswer.objects.filter(request=request).order_by("at", "pk")
    return dict(rows.values_list("record__membership__person__case_ref", "said"))


def unanswered(request: TracingRequest) -> QuerySet[Candidate]:
    """Return the candidates of new lists whose person nobody has answered."""
    return still_unanswered(Candidate.objects.filter(request=request))


def still_unanswered(candidates: QuerySet[Candidate]) -> QuerySet[Candidate]:
    """Return those of these candidates whose person nobody has answered."""
    answered = CandidateAnswer.objects.filter(
        request=OuterRef("request"),
        record__membership__person=OuterRef("record__membership__person"),
    )
    return candidates.filter(~Exists(answered))


def _of_new_lists(
    request: TracingRequest, answers: Mapping[str, str]
) -> list[Proposed]:
    held = unanswered(request).select_related(
        "record__source", "record__membership__person", "source_file__source"
    )
    return [
        Proposed(
            case_ref=one.record.membership.person.case_ref,
            record=one.record,
            agrees=_agreeing(request.record, one.record),
            why=tuple(sentences(one.why)),
            new_from=one.source_file,
            said=answers.get(one.record.membership.person.case_ref, ""),
        )
        for one in held[:MOST_SHOWN]
    ]


def _of_search(request: TracingRequest, answers: Mapping[str, str]) -> list[Proposed]:
    asked = asked_of(request.record)
    if not asked.anything:
        return []
    return [
        Proposed(
            case_ref=one.case_ref,
            record=one.record,
            agrees=_agreeing(request.record, one.record),
            why=_why(request.record, one.record),
            said=answers.get(one.case_ref, ""),
        )
        for one in search(asked)
        if one.record.pk != request.record_id and one.record.kind != Record.Kind.REQUEST
    ]


def asked_of(record: Record) -> Asked:
    """Return a family's statement as a search: name, and birth date where known."""
    asked = read_search(f"{record.family} {record.given}".strip(), birth=record.birth)
    return asked if asked.words else Asked()


def _agreeing(asked: Record, record: Record) -> tuple[str, ...]:
    pairs = {
        "given": (asked.key_given, record.key_given),
        "birth": (_year(asked.birth), _year(record.birth)),
        "unit": (asked.unit.casefold(), record.unit.casefold()),
    }
    return tuple(_AGREES[word] for word, (a, b) in pairs.items() if a and a == b)


def _why(asked: Record, record: Record) -> tuple[str, ...]:
    """Return in sentences how the names compare, and a birth year that differs."""
    told: Sequence[str] = compare(asked.name, record.name).reasons
    ours, theirs = _year(asked.birth), _year(record.birth)
    if ours and theirs and ours != theirs:
        return (*told, say(_DIFFERS_BIRTH))
    return tuple(told)


def _year(birth: str) -> str:
    year = birth.removeprefix("~")[:4]
    return year if year.isdigit() else ""
