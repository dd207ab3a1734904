"""One piece of correspondence: whom it names, what is answered, what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from repatria.access.core.errors import NothingHereError
from repatria.access.doors import may
from repatria.access.exports import Offer
from repatria.access.web import exports
from repatria.access.web.requests import actor_of, number_in, page
from repatria.bureau import doors, queries, services
from repatria.bureau.core.answers import ANSWER_WORDS, TONES, WHY_WORDS, Answer, Why
from repatria.bureau.core.pieces import Direction, Kind, Outcome, Whom
from repatria.bureau.models import Entry, Subject
from repatria.bureau.queries import answering
from repatria.bureau.web.forms import AnswerForm, CloseForm, TieForm
from repatria.bureau.web.register import events_of, row_of
from repatria.register.queries import names_of
from repatria.shared.actors import Actor
from repatria.shared.sheets import csv_file
from repatria.shared.text import mark, say

ONLY = ("open", "certain", *(answer.value for answer in Answer))


@page("bureau.read")
def piece(request: HttpRequest, serial: str) -> HttpResponse:
    """Show a piece: its names a page at a time, with what is proposed and decided."""
    actor = actor_of(request)
    entry = doors.open_piece(actor, serial)
    only = request.GET.get("only", "")
    only = only if only in ONLY else ""
    behind = number_in(request, "after")
    subjects, following = queries.page_of_subjects(entry, after=behind, only=only)
    subjects = doors.seen_names(actor, subjects)
    may_write = may(actor, doors.WRITE)
    told = {
        **row_of(entry, datetime.now(UTC).date()),
        "note": "" if _is_letter(entry) else queries.note_of(entry),
        "events": events_of(entry),
        "names": _names(subjects),
        "counts": _counts(entry),
        "only": only,
        "next": f"?only={only}&after={following}#names" if following else "",
        "is_enquiry": is_enquiry(entry),
        "may_answer": may_write and is_enquiry(entry) and entry.is_open,
        "may_write": may_write,
        "answers": [(one.value, say(ANSWER_WORDS[one])) for one in Answer],
        "by_transmission": entry.whom == Whom.ORGANISATION.value,
        "close_form": CloseForm(),
        "replied": _has_reply(entry),
    }
    return render(request, "bureau/piece.html", told)


def is_enquiry(entry: Entry) -> bool:
    """Tell whether this is an enquiry that came, which a bureau answers."""
    return (entry.direction, entry.kind) == (Direction.IN.value, Kind.ENQUIRY.value)


def _is_letter(entry: Entry) -> bool:
    """Tell whether what is kept beside a piece is the whole reply that left."""
    return (entry.direction, entry.kind) == (Direction.OUT.value, Kind.REPLY.value)


def _has_reply(entry: Entry) -> bool:
    return is_enquiry(entry) and entry.answered_by is not None


def _counts(entry: Entry) -> dict[str, Any]:
    held = queries.counts_of(entry)
    return {
        **held,
        "answers": [
            {"code": one.value, "words": ANSWER_WORDS[one], "tone": TONES[one],
             "n": held[one.value]}
            for one in Answer
            if held[one.value]
        ],
        "to_look_up": held["open"] - held["proposed_now"],
    }  # fmt: skip


def _names(subjects: Sequence[Subject]) -> list[dict[str, Any]]:
    """Return each row with the name that our register gives the person."""
    refs = {one.case_ref or one.proposed_case for one in subjects} - {""}
    known = names_of(refs)
    return [
        {
            "subject": one,
            "case": one.case_ref or one.proposed_case,
            "known_as": known.get(one.case_ref or one.proposed_case, ""),
            "answer": _worded(one.answer),
            "proposed": _worded(one.proposed),
            "why": WHY_WORDS[Why(one.proposed_why)] if one.proposed_why else "",
            "chosen": one.answer or one.proposed or Answer.NEEDS_DATA.value,
        }
        for one in subjects
    ]


def _worded(answer: str) -> dict[str, str] | None:
    if not answer:
        return None
    return {"words": ANSWER_WORDS[Answer(answer)], "tone": TONES[Answer(answer)]}


@page("bureau.write", methods=("POST",))
def look_up(request: HttpRequest, serial: str) -> HttpResponse:
    """Look the undecided names up in the register as it is now."""
    entry = doors.open_piece(actor_of(request), serial, right=doors.WRITE)
    services.look_up_again(entry=entry)
    left = services.look_up_some(entry=entry, at=datetime.now(UTC))
    if left:
        services.look_up_later(entry)
        messages.info(
            request,
            _("The rest is being looked up. You may close this page meanwhile."),
        )
    else:
        messages.success(request, _("Looked up. Nothing is decided by that."))
    return redirect("bureau:piece", serial=serial)


@page("bureau.write", methods=("POST",))
def answer(request: HttpRequest, serial: str) -> HttpResponse:
    """Decide what is answered about one row."""
    actor = actor_of(request)
    entry = doors.open_piece(actor, serial, right=doors.WRITE)
    form = AnswerForm(request.POST)
    if form.is_valid():
        services.decide(
            actor=actor,
            entry=entry,
            row=form.cleaned_data["row"],
            answer=form.chosen,
            case_ref=doors.known_case(form.cleaned_data["case_ref"]),
            at=datetime.now(UTC),
        )
        messages.success(request, _("Decided. It leaves only with the reply."))
    else:
        messages.error(request, _("Choose an answer for the row."))
    return redirect("bureau:piece", serial=serial)


@page("bureau.write", methods=("POST",))
def confirm(request: HttpRequest, serial: str) -> HttpResponse:
    """Confirm what is proposed: of the rows ticked, or of all that are certain."""
    actor = actor_of(request)
    entry = doors.open_piece(actor, serial, right=doors.WRITE)
    ticked = {int(row) for row in request.POST.getlist("ticked") if row.isdecimal()}
    certain = "certain" in request.POST
    confirmed = services.confirm(
        actor=actor,
        entry=entry,
        rows=None if certain else ticked,
        at=datetime.now(UTC),
    )
    said = ngettext(
        "%(n)s row is decided as proposed.", "%(n)s rows are decided as proposed.",
        confirmed,
    )  # fmt: skip
    messages.success(request, said % {"n": confirmed})
    return redirect("bureau:piece", serial=serial)


@page("bureau.write", methods=("POST",))
def tie(request: HttpRequest, serial: str) -> HttpResponse:
    """Decide whom a row of a letter is about."""
    actor = actor_of(request)
    entry = doors.open_piece(actor, serial, right=doors.WRITE)
    form = TieForm(request.POST)
    if form.is_valid():
        services.tie(
            actor=actor,
            entry=entry,
            row=form.cleaned_data["row"],
            case_ref=doors.known_case(form.cleaned_data["case_ref"]),
            at=datetime.now(UTC),
        )
        messages.success(request, _("Decided. It can be changed at any time."))
    return redirect("bureau:piece", serial=serial)


@page("bureau.write", methods=("GET", "HEAD", "POST"))
def reply(request: HttpRequest, serial: str) -> HttpResponse:
    """Show exactly what leaves, then let it leave."""
    actor = actor_of(request)
    entry = doors.open_piece(actor, serial, right=doors.WRITE)
    if not is_enquiry(entry):
        raise NothingHereError
    if request.method == "POST":
        on_paper = "paper" in request.POST
        services.reply(
            actor=actor, entry=entry, on_paper=on_paper, at=datetime.now(UTC)
        )
        if on_paper:
            said = _("Entered as sent on paper. Print the letter now.")
        else:
            said = _("The reply is prepared. It leaves once it is signed.")
        messages.success(request, said)
        return redirect("bureau:piece", serial=serial)
    counts = queries.counts_of(entry)
    told = {
        **row_of(entry, datetime.now(UTC).date()),
        "counts": _counts(entry),
        "lines": _lines(actor, entry) if not counts["open"] and counts["all"] else [],
        "by_transmission": entry.whom == Whom.ORGANISATION.value,
    }
    return render(request, "bureau/reply.html", told)


def _lines(
    actor: Actor, entry: Entry, told: Sequence[dict[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """Return what leaves, or left, about each row, beside what was asked."""
    subjects = {one.row: one for one in entry.subjects.order_by("row")}
    lines = answering.rows_told(entry) if told is None else told
    doors.open_rows(actor, [*subjects.values()])
    return [
        {
            "subject": subjects[line["row"]],
            "told": line,
            "words": ANSWER_WORDS[Answer(line["answer"])],
            "tone": TONES[Answer(line["answer"])],
            "differs": line["answer"] != subjects[line["row"]].answer,
        }
        for line in lines
    ]


def _left(actor: Actor, serial: str) -> tuple[Entry, Entry, list[dict[str, Any]]]:
    """Return an enquiry, the reply that left, and its lines."""
    entry = doors.open_piece(actor, serial)
    if not is_enquiry(entry) or entry.answered_by is None:
        raise NothingHereError
    told = json.loads(queries.payload_left(entry.answered_by))
    return entry, entry.answered_by, _lines(actor, entry, told["rows"])


@page("bureau.read")
def letter(request: HttpRequest, serial: str) -> HttpResponse:
    """Show the reply that left as a letter to be printed."""
    entry, sent, lines = _left(actor_of(request), serial)
    told = {"entry": entry, "sent": sent, "lines": lines}
    return render(request, "bureau/letter.html", told)


@page("bureau.read", methods=("GET", "POST"))
def names_csv(request: HttpRequest, serial: str) -> HttpResponse:
    """Ask for the reply that left as a table: the rows as asked, and a word each."""
    _entry, sent, lines = _left(actor_of(request), serial)
    return exports.ask(request, offer_of_reply(sent, lines))


def offer_of_reply(sent: Entry, lines: Sequence[dict[str, Any]]) -> Offer:
    """Return a reply as a table; the cases are what we know of it, and not in it."""
    subjects = [line["subject"] for line in lines]
    return Offer(
        what="bureau.reply",
        title=mark("A reply as a table (CSV)"),
        file_name=f"{sent.serial}.csv",
        content_type="text/csv; charset=utf-8",
        cases=[one.case_ref for one in subjects if one.case_ref],
        people=len(lines),
        about=sent.serial,
        make=lambda marked: csv_file(_table(lines, marked)),
    )


def _table(lines: Sequence[dict[str, Any]], marked: str) -> Iterator[Sequence[object]]:
    yield [marked]
    yield ["row", "id", "name", "birth", "answer", "as_of"]
    for line in lines:
        asked, told = line["subject"], line["told"]
        yield (
            asked.row, asked.own_id, asked.name, asked.birth, told["answer"],
            told.get("as_of", ""),
        )  # fmt: skip


@page("bureau.write", methods=("POST",))
def close(request: HttpRequest, serial: str) -> HttpResponse:
    """Say what became of a piece."""
    actor = actor_of(request)
    entry = doors.open_piece(actor, serial, right=doors.WRITE)
    form = CloseForm(request.POST)
    if form.is_valid():
        services.close(
            actor=actor,
            entry=entry,
            outcome=Outcome(form.cleaned_data["outcome"]),
            note=form.cleaned_data["note"],
            at=datetime.now(UTC),
        )
        messages.success(request, _("Closed. It can be opened again."))
    else:
        messages.error(request, _("Say what became of it."))
    return redirect("bureau:piece", serial=serial)


@page("bureau.write", methods=("POST",))
def reopen(request: HttpRequest, serial: str) -> HttpResponse:
    """Let a piece wait again."""
    actor = actor_of(request)
    entry = doors.open_piece(actor, serial, right=doors.WRITE)
    services.reopen(actor=actor, entry=entry, at=datetime.now(UTC))
    messages.success(request, _("It waits again. What happened before stays below."))
    return redirect("bureau:piece", serial=serial)
