"""The addresses of the room, under ``exchanges/``."""

from django.urls import path

from repatria.exchange.web import (
    counts,
    course,
    holds,
    lists,
    proposing,
    rules,
    signing,
    wishes,
)

app_name = "exchange"
_ROUND = "<ref>/rounds/<int:number>/"
urlpatterns = [
    path("", lists.exchanges, name="exchanges"),
    path("new/", proposing.new, name="new"),
    path("rules/", rules.rules, name="rules"),
    path("counts/", counts.counts, name="counts"),
    path("counts/<int:claim>/", counts.attach, name="attach"),
    path("holds/", holds.holds, name="holds"),
    path("holds/names/<home>/", holds.notify, name="notify"),
    path("holds/persons/<case_ref>/", holds.new_hold, name="new-hold"),
    path("holds/<ref>/end/", holds.end_hold, name="end-hold"),
    path("interviews/", wishes.interviews, name="interviews"),
    path("interviews/<case_ref>/", wishes.wish, name="wish"),
    path("<ref>/", lists.exchange, name="exchange"),
    path(_ROUND, lists.one_list, name="list"),
    path(f"{_ROUND}propose/", proposing.propose, name="propose"),
    path(f"{_ROUND}reasons/", proposing.reasons, name="reasons"),
    path(f"{_ROUND}draft/", proposing.draft, name="draft"),
    path(f"{_ROUND}delegation/", lists.delegation, name="delegation"),
    path(f"{_ROUND}send/", signing.send, name="send"),
    path(f"{_ROUND}schedule/", proposing.schedule, name="schedule"),
    path(f"{_ROUND}course/", course.one_course, name="course"),
    path(f"{_ROUND}course/assemble/", course.assemble, name="assemble"),
    path(f"{_ROUND}course/cancel/", course.cancel, name="cancel"),
    path(f"{_ROUND}course/interviews/", course.interviews, name="close-interviews"),
    path(f"{_ROUND}course/partly/", course.partly, name="partly"),
    path(f"{_ROUND}course/reconcile/", course.reconcile, name="reconcile"),
    path(f"{_ROUND}course/resume/", course.resume, name="resume"),
    path(f"{_ROUND}course/suspend/", course.suspend, name="suspend"),
    path(f"{_ROUND}course/take-back/", course.take_back, name="take-back"),
    path(f"{_ROUND}course/tell/", course.tell, name="tell"),
    path(f"{_ROUND}versions/<int:version>/", lists.document, name="document"),
    path(f"{_ROUND}versions/<int:version>/sign/", signing.sign, name="sign"),
]
