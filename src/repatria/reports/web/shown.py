"""What the page of a report shows: its text in pieces, its drafts in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from repatria.register.queries import party_names
from repatria.reports import queries
from repatria.reports.core import proposals as kinds
from repatria.reports.core.words import (
    ABOUT,
    ALLEGED,
    ANSWERS,
    MODALITY,
    RECORDED,
    WHAT,
)
from repatria.reports.models import Draft, DraftDecision, Report
from repatria.shared.text import say

# What a confirmed draft became -> the right to open its page.
OPENED_BY = {
    "claim": "accountability.read",
    "evidence": "accountability.read",
    "count": "exchange.read",
}
# The kind of a draft -> the class its span is drawn with: a colour and a line.
STYLES = {
    kinds.COUNT: "count",
    kinds.NOT_STATED: "count",
    kinds.ALLEGATION: "allegation",
    kinds.PATTERN: "allegation",
    kinds.INFERENCE: "assertion",
    kinds.TESTIMONY: "testimony",
    kinds.EVIDENCE: "evidence",
    kinds.CONDITION: "claim",
    kinds.UNDERTAKING: "undertaking",
    kinds.ANSWER: "answer",
}
_STATES = {
    queries.OPEN: "waiting",
    queries.CONFIRMED: "good",
    queries.REJECTED: "ended",
}


@dataclass(frozen=True)
class Piece:
    """A run of the text: plain, or marked by the drafts that quote it.

    ``ends`` are the drafts whose quotation ends here: their numbers are shown.
    """

    text: str
    style: str = ""
    starts: tuple[Draft, ...] = ()
    ends: tuple[tuple[Draft, str], ...] = ()


def pieces_of(text: str, drafts: Sequence[Draft]) -> list[Piece]:
    """Cut a text wherever a quotation begins or ends; nothing of it is lost."""
    edges = {0, len(text)}
    for draft in drafts:
        edges |= {draft.span_start, draft.span_end}
    places = sorted(edges)
    return [_piece(text, start, end, drafts) for start, end in pairwise(places)]


def _piece(text: str, start: int, end: int, drafts: Sequence[Draft]) -> Piece:
    over = [one for one in drafts if one.span_start <= start and end <= one.span_end]
    nearest = min(over, key=lambda one: one.span_end - one.span_start, default=None)
    return Piece(
        text=text[start:end],
        style=STYLES[nearest.kind] if nearest else "",
        starts=tuple(one for one in over if one.span_start == start),
        ends=tuple(
            (one, say(kinds.KINDS[one.kind])) for one in over if one.span_end == end
        ),
    )


@dataclass(frozen=True)
class Shown:
    """A draft as the page shows it."""

    draft: Draft
    kind: str
    style: str
    words: str
    quotation: str
    who: str
    how: str
    state: str
    tone: str
    decision: DraftDecision | None
    became: str
    made: bool
    made_at: str
    may_decide: bool


def drafts_shown(
    report: Report,
    text: str,
    drafts: Sequence[Draft],
    *,
    may: Iterable[str],
    opens: Iterable[str],
) -> list[Shown]:
    """Return the drafts with their words and what was decided on them.

    ``may`` are the kinds that the reader may decide on; ``opens`` are those of
    ``OPENED_BY`` whose pages the reader may open: no link leads to a closed door.
    """
    decided = queries.newest_decisions(drafts)
    allowed, open_to = set(may), set(opens)
    held = [
        _shown(draft, text, decided.get(draft.pk), may_decide=draft.kind in allowed)
        for draft in drafts
        if draft.report_id == report.pk
    ]
    return [one if one.became in open_to else replace(one, made_at="") for one in held]


def _shown(
    draft: Draft, text: str, decision: DraftDecision | None, *, may_decide: bool
) -> Shown:
    state = queries.state_of(decision)
    told = draft.value
    who = told.get("asserted_by") or told.get("speaker") or ""
    return Shown(
        draft=draft,
        kind=say(kinds.KINDS[draft.kind]),
        style=STYLES[draft.kind],
        words=words_of(draft),
        quotation=text[draft.span_start : draft.span_end],
        who=who,
        how="" if draft.kind == kinds.INFERENCE else _how(told),
        state=_state_words(state),
        tone=_STATES[state],
        decision=decision if state != queries.OPEN else None,
        became=decision.made.get("made", "") if decision else "",
        made=bool(decision and _made(decision)),
        made_at=_made(decision) if decision else "",
        may_decide=may_decide,
    )


def _how(told: dict[str, Any]) -> str:
    return say(MODALITY.get(told.get("modality", ""), ""))


def _state_words(state: str) -> str:
    return {
        queries.OPEN: gettext("Waits for a decision"),
        queries.CONFIRMED: gettext("Confirmed"),
        queries.REJECTED: gettext("Rejected"),
    }[state]


def _made(decision: DraftDecision) -> str:
    """Return the address of what was recorded from a draft, "" for none."""
    made = decision.made.get("made")
    if made == "claim":
        return reverse("accountability:claim", args=[decision.made["number"]])
    if made == "evidence":
        return reverse("accountability:evidence", args=[decision.made["number"]])
    return reverse("exchange:counts") if made == "count" else ""


def words_of(draft: Draft) -> str:
    """Return in a few words what a draft proposes."""
    told = draft.value
    if draft.kind in (kinds.COUNT, kinds.NOT_STATED):
        return _number(told)
    if draft.kind in (kinds.ALLEGATION, kinds.PATTERN, kinds.INFERENCE):
        return gettext("%(act)s; victims of %(victims)s, accused %(accused)s") % {
            "act": say(ALLEGED[told["type"]]),
            "victims": _called(told["victims"]),
            "accused": _called(told["accused"]),
        }
    if draft.kind == kinds.EVIDENCE:
        return _recording(told)
    if draft.kind == kinds.ANSWER:
        return say(ANSWERS[told["answers"]])
    return say(ABOUT.get(told.get("about", ""), ""))


def _called(party: str) -> str:
    """Return a party's name in the reader's language, its code where it has none."""
    return party_names([party]).get(party, party) or gettext("a side not told")


def _number(told: dict[str, Any]) -> str:
    day = _day(told["date"]) or gettext("a day not stated")
    side = gettext("a side not told") if told["to"] == "*" else _called(told["to"])
    if told["n"] is None:
        words = gettext("Number to %(side)s not stated, %(day)s")
        return words % {"side": side, "day": day}
    hedge = gettext("about") + " " if told["approximate"] else ""
    ordinal = f" ({told['ordinal']})" if told.get("ordinal") else ""
    return gettext("%(number)s %(what)s to %(side)s, %(day)s") % {
        "number": f"{hedge}{told['n']}{ordinal}",
        "what": say(WHAT.get(told["what"], WHAT["all"])),
        "side": side,
        "day": day,
    }


def _day(written: str | None) -> str:
    return date_format(date.fromisoformat(written)) if written else ""


def _recording(told: dict[str, Any]) -> str:
    words = [say(RECORDED[told["kind"]])]
    if told.get("sequence"):
        words.append(gettext("number %(n)s in a row") % {"n": told["sequence"]})
    if told.get("same_scene"):
        words.append(gettext("said to be from the same scene"))
    return ", ".join(words)
