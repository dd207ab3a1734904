"""Addresses of the register."""

from django.urls import path

from repatria.register.web import (
    changes,
    downloads,
    erasures,
    faults,
    imports,
    lists,
    parties,
    persons,
    restricting,
    retention,
    search,
)

app_name = "register"
urlpatterns = [
    path("lists/", lists.lists, name="lists"),
    path("lists/import/", imports.upload, name="import"),
    path("lists/import/<str:ref>/", imports.check, name="check"),
    path("lists/imports/<str:ref>/", imports.importing, name="importing"),
    path("lists/<int:number>/", lists.one_list, name="list"),
    path("lists/<int:number>/download/", downloads.download, name="download"),
    path("lists/<int:number>/ftm/", downloads.list_as_entities, name="list-ftm"),
    path("lists/<int:number>/changes/", changes.choose, name="choose-changes"),
    path("lists/<int:number>/changes/<int:since>/", changes.changes, name="changes"),
    path(
        "lists/<int:number>/changes/<int:since>/carry-on/",
        changes.carry_on,
        name="carry-on",
    ),
    path(
        "lists/<int:number>/changes/<int:since>/<int:row>/carry-on/",
        changes.carry_one_on,
        name="carry-one-on",
    ),
    path(
        "lists/<int:number>/changes/<int:since>/take-apart/",
        changes.take_apart,
        name="take-apart",
    ),
    path("lists/<int:number>/faults/", faults.faults, name="faults"),
    path("lists/<int:number>/faults/file/", faults.download, name="faults-file"),
    path("lists/<int:number>/send/", lists.send, name="send"),
    path("parties/", parties.parties, name="parties"),
    path("erasures/", erasures.erasures, name="erasures"),
    path("erasures/<str:ref>/", erasures.erasure, name="erasure"),
    path("retention/", retention.retention, name="retention"),
    path("retention/kinds/<slug:kind>/", retention.rule, name="retention-rule"),
    path("retention/sources/<int:number>/", retention.source, name="retention-source"),
    path("search/", search.search, name="search"),
    path("records/<int:number>/", persons.record, name="record"),
    path(
        "persons/<str:case_ref>/ftm/", downloads.person_as_entities, name="person-ftm"
    ),
    path("persons/<str:case_ref>/restrict/", restricting.restrict, name="restrict"),
    path(
        "persons/<str:case_ref>/decisions/<int:number>/undo/",
        persons.undo,
        name="undo",
    ),
]
