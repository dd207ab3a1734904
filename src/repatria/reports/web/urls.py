"""The addresses of the room, under ``reports/``."""

from django.urls import path

from repatria.reports.web import deciding, pages, testimonies

app_name = "reports"
_DRAFT = "<str:ref>/drafts/<int:number>/"
urlpatterns = [
    path("", pages.reports, name="reports"),
    path("new/", pages.new, name="new"),
    path("testimonies/<int:number>/", testimonies.tie, name="tie"),
    path("<str:ref>/", pages.report, name="report"),
    path("<str:ref>/original/", pages.original, name="original"),
    path(f"{_DRAFT}confirm/", deciding.confirm, name="confirm"),
    path(f"{_DRAFT}reject/", deciding.reject, name="reject"),
    path(f"{_DRAFT}undo/", deciding.undo, name="undo"),
]
