"""The addresses of the room, under ``families/``."""

from django.urls import path

from repatria.tracing.web import contact, notices, requests

app_name = "tracing"
urlpatterns = [
    path("", requests.all_requests, name="requests"),
    path("new/", requests.new_request, name="new-request"),
    path("requests/<ref>/", requests.one_request, name="request"),
    path("requests/<ref>/check/", requests.check, name="check"),
    path("requests/<ref>/link/", requests.link, name="link"),
    path("requests/<ref>/unlink/", requests.unlink, name="unlink"),
    path("requests/<ref>/notice/", requests.propose, name="propose"),
    path("calls/", contact.all_calls, name="calls"),
    path("calls/<case_ref>/", contact.calls_of, name="calls-of"),
    path("notices/", notices.all_notices, name="notices"),
    path("notices/<ref>/", notices.one_notice, name="notice"),
    path("notices/<ref>/send/", notices.send, name="send"),
    path("notices/<ref>/withdraw/", notices.withdraw, name="withdraw"),
    path("notices/<ref>/print/", notices.printed, name="print"),
]
