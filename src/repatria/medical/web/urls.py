"""The addresses of the room ``medical``."""

from django.urls import path

from repatria.medical.web import pages

app_name = "medical"
urlpatterns = [
    path("health/", pages.cases, name="cases"),
    path("health/<case_ref>/", pages.case, name="case"),
    path("health/<case_ref>/state/", pages.state, name="state"),
    path("health/<case_ref>/denied-care/", pages.denied, name="denied"),
]
