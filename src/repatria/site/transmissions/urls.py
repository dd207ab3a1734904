"""Addresses of the pages of what crosses."""

from django.urls import path

from repatria.site.transmissions import correspondents, views

app_name = "transmissions"
urlpatterns = [
    path("", views.overview, name="all"),
    path("receive/", views.receive, name="receive"),
    path("checkpoint/", views.prepare_checkpoint, name="checkpoint"),
    path("in/<int:pk>/", views.incoming, name="incoming"),
    path("in/<int:pk>/file/", views.incoming_file, name="incoming-file"),
    path("in/<int:pk>/read/", views.read_again, name="read-again"),
    path("out/<int:pk>/", views.outgoing, name="outgoing"),
    path("out/<int:pk>/file/", views.outgoing_file, name="outgoing-file"),
    path("out/<int:pk>/signature/", views.attach, name="attach"),
    path("correspondents/", correspondents.overview, name="correspondents"),
    path("correspondents/add/", correspondents.add, name="add-correspondent"),
    path("correspondents/own/", correspondents.own, name="own-key"),
    path("correspondents/<int:pk>/", correspondents.new_key, name="new-key"),
]
