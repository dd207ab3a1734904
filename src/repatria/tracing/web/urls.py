"""The addresses of the room, under ``families/``."""

from django.urls import path

from repatria.tracing.web import (
    board,
    contact,
    families,
    letters,
    notices,
    pfif,
    requests,
    withdrawals,
)

app_name = "tracing"
urlpatterns = [
    path("", board.all_requests, name="requests"),
    path("new/", requests.new_request, name="new-request"),
    path("requests/<ref>/", requests.one_request, name="request"),
    path("requests/<ref>/check/", requests.check, name="check"),
    path("requests/<ref>/link/", requests.link, name="link"),
    path("requests/<ref>/answer/", requests.answer, name="answer"),
    path("requests/<ref>/unlink/", requests.unlink, name="unlink"),
    path("requests/<ref>/notice/", requests.propose, name="propose"),
    path("requests/<ref>/consent/", families.consent, name="consent"),
    path("requests/<ref>/letter/", letters.new_letter, name="new-letter"),
    path(
        "requests/<ref>/withdraw/",
        withdrawals.withdraw_request,
        name="withdraw-request",
    ),
    path("requests/<ref>/reopen/", withdrawals.reopen, name="reopen"),
    path("cases/<case_ref>/", families.family, name="family"),
    path("cases/<case_ref>/conflict/", families.conflict, name="conflict"),
    path("cases/<case_ref>/telling/", families.telling, name="telling"),
    path("cases/<case_ref>/answer/", families.person_answer, name="person-answer"),
    path("cases/<case_ref>/who-filed/", families.who_filed, name="who-filed"),
    path("cases/<case_ref>/letters/", letters.letters_of, name="letters"),
    path("letters/<ref>/", letters.one_letter, name="letter"),
    path("letters/<ref>/print/", letters.printed, name="letter-print"),
    path("pfif/", pfif.exchange, name="pfif"),
    path("pfif/export/", pfif.export, name="pfif-export"),
    path("calls/", contact.all_calls, name="calls"),
    path("calls/<case_ref>/", contact.calls_of, name="calls-of"),
    path("notices/", notices.all_notices, name="notices"),
    path("notices/<ref>/", notices.one_notice, name="notice"),
    path("notices/<ref>/send/", notices.send, name="send"),
    path("notices/<ref>/withdraw/", notices.withdraw, name="withdraw"),
    path("notices/<ref>/print/", notices.printed, name="print"),
]
