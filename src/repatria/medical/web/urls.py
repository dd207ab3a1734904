"""The addresses of the room ``medical``."""

from django.urls import path

from repatria.medical.web import inspections, pages

app_name = "medical"
urlpatterns = [
    path("health/", pages.cases, name="cases"),
    path("health/inspections/", inspections.many, name="inspections"),
    path("health/inspections/file/", inspections.file, name="inspections-file"),
    path(
        "health/inspections/<ref>/take-back/",
        inspections.take_back,
        name="inspection-take-back",
    ),
    path("health/<case_ref>/inspection/", inspections.one, name="inspection"),
    path("health/<case_ref>/", pages.case, name="case"),
    path("health/<case_ref>/state/", pages.state, name="state"),
    path("health/<case_ref>/denied-care/", pages.denied, name="denied"),
]
