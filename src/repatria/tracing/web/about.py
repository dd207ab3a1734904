"""What the page of one request shows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from repatria.access import vault
from repatria.access.core.errors import ErasedError
from repatria.shared.actors import Actor
from repatria.tracing import doors, queries
from repatria.tracing.core.consents import (
    CHANNEL_WORDS,
    HOLDS_WORDS,
    SHARE_WORDS,
    Share,
)
from repatria.tracing.core.consents import TONES as HOLDS_TONES
from repatria.tracing.core.notices import STATE_WORDS, TONES
from repatria.tracing.core.pfif import IS_THE_PERSON, NOTE_STATUS
from repatria.tracing.core.relations import (
    CHECK_WORDS,
    RELATION_WORDS,
    CheckedBy,
    Relation,
)
from repatria.tracing.core.telling import AGREES_TONES, AGREES_WORDS, Agrees
from repatria.tracing.core.withdrawals import (
    CAUSE_WORDS,
    SAID_BY_WORDS,
    STANDS_TONES,
    STANDS_WORDS,
    TURN_WORDS,
    Cause,
    SaidBy,
    Stands,
    Turn,
)
from repatria.tracing.models import RequestNote, TracingRequest, Withdrawal
from repatria.tracing.web.forms import (
    CheckForm,
    ConsentForm,
    LinkForm,
    ReopenForm,
    UnlinkForm,
)


def context_of(
    actor: Actor,
    asked: TracingRequest,
    *,
    at: datetime,
    link_form: LinkForm | None = None,
) -> dict[str, Any]:
    """Gather the page of one request: who asks, what was agreed, who it may be."""
    opened = queries.opened_all([asked])[asked.pk]
    withdrawn = queries.is_withdrawn(asked)
    waits = not asked.case_ref and not withdrawn
    return {
        "asked": asked,
        "sought": opened.sought,
        "reader": opened.reader,
        "contact": opened.contact,
        "relation": RELATION_WORDS[Relation(asked.relation)],
        "check": queries.last_check(asked.requester),
        "checks": _checks(asked),
        "decisions": asked.decisions.all(),
        "crossed_on": queries.crossed_on(asked.case_ref) if asked.case_ref else None,
        "candidates": doors.candidates_for(actor, asked) if waits else [],
        "answered": asked.candidate_answers.all(),
        "withdrawn": withdrawn,
        **_standing(asked),
        **notice_of(asked),
        **consents_of(asked, on=at.date()),
        "arrivals": asked.arrivals.all(),
        "notes": [_note(asked, each) for each in asked.notes.all()],
        "turns": [turn_of(each) for each in asked.withdrawals.all()],
        "letters": asked.letters.all(),
        "days": (at - asked.received_at).days,
        "check_form": CheckForm(),
        "link_form": link_form or LinkForm(),
        "unlink_form": UnlinkForm(),
        "consent_form": ConsentForm(today=at.date()),
        **_turned(asked),
    }


def _turned(asked: TracingRequest) -> dict[str, Any]:
    """Return how a request may come back: opened again, or only taken down anew."""
    last = queries.last_withdrawal(asked)
    withdrawn = last is not None and last.turn == Turn.WITHDRAWN
    forgotten = last is not None and withdrawn and last.forgotten
    return {
        "forgotten": forgotten,
        "may_reopen": withdrawn and not forgotten,
        "reopen_form": ReopenForm(),
    }


def _standing(asked: TracingRequest) -> dict[str, Any]:
    where = Stands(asked.state.stands)
    return {"stands": STANDS_WORDS[where], "stands_tone": STANDS_TONES[where]}


def _checks(asked: TracingRequest) -> list[dict[str, Any]]:
    return [
        {"at": each.at, "holds": each.holds, "how": CHECK_WORDS[CheckedBy(each.how)]}
        for each in asked.requester.checks.all()
    ]


def notice_of(asked: TracingRequest) -> dict[str, Any]:
    """Return how the notice of a request is drawn."""
    notice = queries.open_notice_of(asked)
    if notice is None:
        return {"notice": None}
    state = queries.notice_state(notice)
    return {
        "notice": notice,
        "notice_words": STATE_WORDS[state],
        "notice_tone": TONES[state],
    }


def consents_of(asked: TracingRequest, *, on: date) -> dict[str, Any]:
    """Return what whoever asks agrees to that day, and what they said before."""
    return {
        "consents": [
            {
                "share": SHARE_WORDS[share],
                "words": HOLDS_WORDS[held],
                "tone": HOLDS_TONES[held],
            }
            for share, held in queries.consents_now(asked, on=on).items()
        ],
        "consent_log": [
            {"consent": each, "share": SHARE_WORDS[Share(each.share)]}
            for each in asked.consents.all()
        ],
        "channels": [CHANNEL_WORDS[each] for each in queries.channels_of(asked)],
    }


def turn_of(each: Withdrawal) -> dict[str, Any]:
    """Return how one turn of a request is told."""
    return {
        "turn": each,
        "words": TURN_WORDS[Turn(each.turn)],
        "said_by": SAID_BY_WORDS[SaidBy(each.said_by)],
        "cause": CAUSE_WORDS[Cause(each.cause)] if each.cause else "",
        "ends": each.turn == Turn.WITHDRAWN,
        "stopped": each.stopped.filter(request=None).count(),
    }


def _note(asked: TracingRequest, note: RequestNote) -> dict[str, Any]:
    return {
        "note": note,
        "words": NOTE_STATUS.get(note.status, ""),
        "is_the_person": note.status == IS_THE_PERSON,
        "text": _text(asked, note),
    }


def _text(asked: TracingRequest, note: RequestNote) -> str:
    """Open a note; "" where it was erased."""
    if not note.sealed_text:
        return ""
    owner = asked.requester.owner
    try:
        return vault.open_text(owner, f"note:{note.digest}", bytes(note.sealed_text))
    except ErasedError:
        return ""


def person_answered(asked: TracingRequest) -> dict[str, Any]:
    """Return what the person sought said of being told of, if anything."""
    answer = queries.newest_answer(asked)
    if answer is None:
        return {"answer": None}
    agrees = Agrees(answer.agrees)
    return {
        "answer": answer,
        "answer_words": AGREES_WORDS[agrees],
        "answer_tone": AGREES_TONES[agrees],
    }
