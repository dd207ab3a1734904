"""Addresses of the register."""

from django.urls import path

from repatria.register.web import imports, lists, parties, persons, search

app_name = "register"
urlpatterns = [
    path("lists/", lists.lists, name="lists"),
    path("lists/import/", imports.upload, name="import"),
    path("lists/import/<str:ref>/", imports.check, name="check"),
    path("lists/<int:number>/", lists.one_list, name="list"),
    path("lists/<int:number>/send/", lists.send, name="send"),
    path("parties/", parties.parties, name="parties"),
    path("search/", search.search, name="search"),
    path("records/<int:number>/", persons.record, name="record"),
    path(
        "persons/<str:case_ref>/decisions/<int:number>/undo/",
        persons.undo,
        name="undo",
    ),
]
