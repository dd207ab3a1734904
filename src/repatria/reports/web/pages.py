"""The list of reports, a new one, and one report beside its drafts."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from repatria.access import doors as access
from repatria.access.web.requests import actor_of, page
from repatria.reports import doors, queries
from repatria.reports.core.errors import ReportRefusedError
from repatria.reports.core.proposals import COUNT, KINDS, NOT_STATED
from repatria.reports.engine.ingest import Told
from repatria.reports.models import Report
from repatria.reports.services import Received, receive_report
from repatria.reports.web import shown
from repatria.reports.web.forms import CLASSES, ReportForm
from repatria.shared.errors import in_words

_A_PAGE = 50
PASTED = "pasted.txt"
_EXCHANGES = (COUNT, NOT_STATED)


@page(doors.READ)
def reports(request: HttpRequest) -> HttpResponse:
    """List the reports, newest first, with what waits to be decided."""
    held = Paginator(Report.objects.order_by("-pk"), _A_PAGE)
    some = held.get_page(request.GET.get("page"))
    rows = [(report, queries.states_of(report)) for report in some]
    may_receive = access.may(actor_of(request), doors.RECEIVE)
    context = {
        "rows": rows,
        "some": some,
        "may_receive": may_receive,
        "classes": dict(CLASSES),
    }
    return render(request, "reports/reports.html", context)


@page(doors.RECEIVE, methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Take in a report that is pasted or uploaded."""
    asked = request.method == "POST"
    form = ReportForm(request.POST, request.FILES) if asked else ReportForm()
    if asked and form.is_valid():
        try:
            received = _received(request, form)
        except ReportRefusedError as refusal:
            form.add_error(None, in_words(refusal))
        else:
            _say_so(request, received)
            return HttpResponseRedirect(_address(received.report))
    return render(request, "reports/new.html", {"form": form})


def _received(request: HttpRequest, form: ReportForm) -> Received:
    told = form.cleaned_data
    upload = told["file"]
    content = upload.read() if upload else told["text"].encode()
    return receive_report(
        actor=actor_of(request),
        content=content,
        name=(upload.name or PASTED) if upload else PASTED,
        told=Told(told["published"], told["language"], form.source()),
        at=datetime.now(UTC),
    )


def _say_so(request: HttpRequest, received: Received) -> None:
    if not received.is_new:
        messages.info(request, gettext("This very report is here already."))
        return
    messages.success(
        request,
        gettext("The report is kept. Nothing is recorded until you confirm it."),
    )


def _address(report: Report) -> str:
    return reverse("reports:report", args=[report.ref])


@page(doors.READ)
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a report's text with coloured quotations beside the drafts."""
    actor = actor_of(request)
    held = doors.open_report(actor, ref)
    text = queries.text_of(held)
    drafts = list(held.drafts.all())
    may = [kind for kind in KINDS if access.may(actor, doors.right_for(kind))]
    opens = [
        made for made, right in shown.OPENED_BY.items() if access.may(actor, right)
    ]
    seen = {draft.kind for draft in drafts}
    context = {
        "report": held,
        "medium": dict(CLASSES).get(held.source_class, held.source_class),
        "pieces": shown.pieces_of(text, drafts),
        "drafts": shown.drafts_shown(held, text, drafts, may=may, opens=opens),
        "legend": [
            (shown.STYLES[kind], words) for kind, words in KINDS.items() if kind in seen
        ],
        "has_exchange": any(kind in seen for kind in _EXCHANGES),
        "may_tie": access.may(actor, doors.TIE),
        "may_open_original": access.may(actor, doors.ORIGINAL),
    }
    return render(request, "reports/report.html", context)


@page(doors.ORIGINAL)
def original(request: HttpRequest, ref: str) -> HttpResponse:
    """Hand out the bytes that came in, as a file that no browser runs."""
    held = doors.open_report(actor_of(request), ref, right=doors.ORIGINAL)
    answer = HttpResponse(
        queries.original_of(held), content_type="application/octet-stream"
    )
    answer["Content-Disposition"] = f'attachment; filename="{held.ref}.original"'
    return answer
