"""Addresses of the room; those under ``totals/`` are open to everybody."""

from __future__ import annotations

from django.urls import path

from repatria.publication.web import pages

app_name = "publication"

urlpatterns = [
    path("totals/", pages.public_page, name="public"),
    path("totals/<str:name>", pages.public_file, name="public-file"),
    path("publication/", pages.publications, name="publications"),
    path("publication/propose/", pages.propose, name="propose"),
    path("publication/<str:ref>/", pages.proposal, name="proposal"),
    path("publication/<str:ref>/publish/", pages.publish, name="publish"),
    path("publication/<str:ref>/set-aside/", pages.set_aside, name="set-aside"),
    path("publication/<str:ref>/withdraw/", pages.withdraw, name="withdraw"),
    path("publication/<str:ref>/preview/<str:name>", pages.preview, name="preview"),
]
