"""The addresses of the room ``custody``."""

from django.urls import path

from repatria.custody.web import pages, writing

app_name = "custody"
urlpatterns = [
    path("custody/new/", pages.new, name="new"),
    path("custody/new/<str:kind>/", writing.write, name="write"),
    path("custody/case/<str:case_ref>/", pages.case, name="case"),
    path(
        "custody/case/<str:case_ref>/<str:kind>/", writing.write_for, name="write-for"
    ),
    path("custody/statement/<str:ref>/", pages.statement, name="statement"),
    path("custody/statement/<str:ref>/print/", pages.printed, name="print"),
    path("custody/statement/<str:ref>/correct/", writing.correct, name="correct"),
    path("custody/statement/<str:ref>/take-back/", writing.take_back, name="take-back"),
]
