"""What is known of requests, calls, crossings and notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from repatria.access import vault
from repatria.access.core.errors import ErasedError
from repatria.access.numbers import all_numbers
from repatria.register.models import Membership
from repatria.tracing.core.contact import Tally, tally
from repatria.tracing.core.notices import NoticeState, state_of
from repatria.tracing.core.sought import Sought
from repatria.tracing.models import (
    ContactEvent,
    CrossingWord,
    Notice,
    NoticeEvent,
    Requester,
    RequesterCheck,
    TracingRequest,
)


def crossed_on(case_ref: str) -> date | None:
    """Return the day on which this person crossed, None while nobody says so."""
    words = CrossingWord.objects.filter(case_ref__in=all_numbers(case_ref))
    word = words.order_by("at", "pk").last()
    return word.crossed_on if word is not None and word.crossed else None


def crossed_cases() -> dict[str, date]:
    """Return everybody known to have crossed, with the day, newest day first."""
    words = CrossingWord.objects.order_by("at", "pk")
    newest = {word.case_ref: word for word in words}
    there = [word for word in newest.values() if word.crossed]
    there.sort(key=lambda word: (-word.crossed_on.toordinal(), word.case_ref))
    return {word.case_ref: word.crossed_on for word in there}


def contacts_of(case_ref: str) -> QuerySet[ContactEvent]:
    """Return the log of calls of one person, oldest first."""
    return ContactEvent.objects.filter(
        case_ref__in=all_numbers(case_ref)
    ).select_related("request")


def logs_of(case_refs: Iterable[str]) -> dict[str, list[str]]:
    """Return the kinds of each person's log in order; nobody is left out."""
    logs: dict[str, list[str]] = {case_ref: [] for case_ref in case_refs}
    asked = by_number(logs)
    for event in ContactEvent.objects.filter(case_ref__in=asked):
        for case_ref in asked[event.case_ref]:
            logs[case_ref].append(event.kind)
    return logs


def by_number(case_refs: Iterable[str]) -> dict[str, set[str]]:
    """Return, for every number these persons ever had, which were asked for."""
    asked = {case_ref: {case_ref} for case_ref in case_refs}
    persons: dict[int, set[str]] = defaultdict(set)
    numbers = "record__first_person__case_ref"
    given = Membership.objects.filter(**{f"{numbers}__in": list(asked)})
    for person, case_ref in given.values_list("person_id", numbers):
        persons[person].add(case_ref)
    every = Membership.objects.filter(person_id__in=persons)
    for person, number in every.values_list("person_id", numbers):
        asked.setdefault(number, set()).update(persons[person])
    return asked


def contact_totals(case_refs: Iterable[str]) -> Tally:
    """Count how many of these persons reached somebody, and of how many all else."""
    return tally(logs_of(case_refs).values())


def requests_of(case_ref: str) -> QuerySet[TracingRequest]:
    """Return the requests that somebody decided are about this person."""
    return TracingRequest.objects.filter(
        case_ref__in=all_numbers(case_ref)
    ).select_related("requester")


def sought_in(request: TracingRequest) -> Sought:
    """Open whom the family seeks; raise ``ErasedError`` once that was erased."""
    if not request.sealed_sought:
        raise ErasedError
    owner = request.requester.owner
    place = f"sought:{request.ref}"
    return Sought.read(vault.open_text(owner, place, bytes(request.sealed_sought)))


def name_of_requester(requester: Requester) -> str:
    """Open the name of somebody who asks."""
    sealed = bytes(requester.sealed_name)
    return vault.open_or_erased(requester.owner, "name", sealed)


def contact_of_requester(requester: Requester) -> str:
    """Open how somebody who asks can be reached."""
    sealed = bytes(requester.sealed_contact)
    return vault.open_or_erased(requester.owner, "contact", sealed)


def last_check(requester: Requester) -> RequesterCheck | None:
    """Return the newest word on who asks, None where nobody has checked."""
    return requester.checks.order_by("at", "pk").last()


def is_verified(requester: Requester) -> bool:
    """Tell whether the newest check says that they are who they say."""
    check = last_check(requester)
    return check is not None and check.holds


def notice_state(notice: Notice) -> NoticeState:
    """Return where a notice stands."""
    kinds = notice.events.order_by("at", "pk").values_list("kind", flat=True)
    return state_of(list(kinds))


def text_of(notice: Notice) -> str:
    """Open the words of a notice, exactly as they go or went out."""
    owner = notice.request.requester.owner
    sealed = bytes(notice.sealed_text)
    return vault.open_or_erased(owner, f"notice:{notice.ref}", sealed)


def notices_by_state() -> dict[NoticeState, list[Notice]]:
    """Return every notice under its state, newest first."""
    kinds: dict[int, list[str]] = defaultdict(list)
    for event in NoticeEvent.objects.order_by("at", "pk"):
        kinds[event.notice_id].append(event.kind)
    found: dict[NoticeState, list[Notice]] = {state: [] for state in NoticeState}
    for notice in Notice.objects.select_related("request__requester"):
        found[state_of(kinds[notice.pk])].append(notice)
    return found


def told_too_early() -> list[Notice]:
    """Return notices that were sent about a crossing that was later taken back."""
    sent = notices_by_state()[NoticeState.SENT]
    return [notice for notice in sent if crossed_on(notice.case_ref) is None]


def open_notice_of(request: TracingRequest) -> Notice | None:
    """Return the notice of this request that is proposed or sent, if there is one."""
    for notice in request.notices.all():
        if notice_state(notice) is not NoticeState.WITHDRAWN:
            return notice
    return None
