"""What relatives agreed to, in what they contradict each other, who may be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from repatria.access import vault
from repatria.access.numbers import all_numbers
from repatria.tracing.core.consents import Answer, Channel, Holds, Share, holds
from repatria.tracing.core.telling import Agrees, MayTell, Stop, in_the_way
from repatria.tracing.core.withdrawals import Turn
from repatria.tracing.models import (
    Consent,
    FamilyConflict,
    PersonAnswer,
    TellingDecision,
    TracingRequest,
    Withdrawal,
)


def consents_now(request: TracingRequest, *, on: date) -> dict[Share, Holds]:
    """Return what whoever asks agrees to on the day ``on``, for everything asked."""
    rows = request.consents.order_by("at", "pk")
    answers = [Answer(each.share, each.given, each.until) for each in rows]
    return {share: holds(answers, share, on=on) for share in Share}


def channels_of(request: TracingRequest) -> list[Channel]:
    """Return by which ways this family said that it may be reached."""
    rows = request.consents.exclude(channels=[]).order_by("at", "pk")
    newest = rows.last()
    return [Channel(each) for each in newest.channels] if newest else []


def conflicts_about(case_ref: str) -> QuerySet[FamilyConflict]:
    """Return the conflicts recorded about one person, oldest first."""
    return FamilyConflict.objects.filter(
        case_ref__in=all_numbers(case_ref)
    ).select_related("raised_by__requester", "other__requester")


def words_of_conflict(conflict: FamilyConflict) -> str:
    """Open what was said about a conflict."""
    owner = conflict.raised_by.requester.owner
    place = f"conflict:{conflict.ref}"
    return vault.open_text(owner, place, bytes(conflict.sealed_words))


def newest_telling(request: TracingRequest) -> TellingDecision | None:
    """Return the newest decision on what this requester may be told."""
    return request.tellings.order_by("at", "pk").last()


def newest_answer(request: TracingRequest) -> PersonAnswer | None:
    """Return the person's newest answer about this relative."""
    return request.answers.order_by("at", "pk").last()


def last_withdrawal(request: TracingRequest) -> Withdrawal | None:
    """Return the newest turn of a request, None where it was never withdrawn."""
    return request.withdrawals.order_by("at", "pk").last()


def is_withdrawn(request: TracingRequest) -> bool:
    """Tell whether the request is withdrawn now."""
    last = last_withdrawal(request)
    return last is not None and last.turn != Turn.REOPENED


def is_in_conflict(request: TracingRequest) -> bool:
    """Tell whether a conflict touches this request that no later decision settles."""
    touching = FamilyConflict.objects.filter(Q(raised_by=request) | Q(other=request))
    newest = touching.order_by("at", "pk").last()
    if newest is None:
        return False
    decided = newest_telling(request)
    return decided is None or decided.at < newest.at


def stop_for(request: TracingRequest) -> Stop | None:
    """Return what keeps this requester from being told where the person is."""
    in_conflict = is_in_conflict(request)
    decided, answer = newest_telling(request), newest_answer(request)
    return in_the_way(
        withdrawn=is_withdrawn(request),
        in_conflict=in_conflict,
        decided=MayTell(decided.may_tell) if decided and not in_conflict else None,
        agrees=Agrees(answer.agrees) if answer else None,
    )


def may_be_proposed(request: TracingRequest) -> bool:
    """Tell whether a notice may be drawn up: nothing is in the way, or only to ask."""
    return stop_for(request) in {None, Stop.PERSON_NOT_ASKED}


def excluded(requests: Sequence[TracingRequest]) -> set[int]:
    """Return the keys of those who are told nothing, or not everything."""
    rows = TellingDecision.objects.filter(request__in=requests).order_by("at", "pk")
    newest = dict(rows.values_list("request_id", "may_tell"))
    return {key for key, said in newest.items() if said != MayTell.EVERYTHING}


def open_conflicts() -> int:
    """Count the conflicts that no decision on both sides has settled yet."""
    count = 0
    for conflict in FamilyConflict.objects.select_related("raised_by", "other"):
        sides = (conflict.raised_by_id, conflict.other_id)
        settled = TellingDecision.objects.filter(
            request_id__in=sides, at__gte=conflict.at
        ).values("request_id")
        count += settled.distinct().count() < len(sides)
    return count


def consents_by_request(requests: Sequence[int], share: Share, *, on: date) -> set[int]:
    """Return those of many requests whose requester agrees to ``share`` that day."""
    rows = Consent.objects.filter(request_id__in=requests, share=share)
    answers: dict[int, list[Answer]] = {}
    for one in rows.order_by("at", "pk"):
        answers.setdefault(one.request_id, []).append(
            Answer(one.share, one.given, one.until)
        )
    return {
        key for key, said in answers.items() if holds(said, share, on=on) is Holds.GIVEN
    }
