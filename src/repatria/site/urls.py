"""Every address: each room brings its own."""

from django.urls import include, path

from repatria.site import persons, views

# Room -> where its pages begin.
ROOMS = {
    "register": "",
    "matching": "",
    "tracing": "families/",
    "custody": "",
    "bureau": "",
    "medical": "",
    "exchange": "exchanges/",
    "handover": "handovers/",
    "care": "care/",
    "accountability": "",
    "reports": "reports/",
    "publication": "",
    "access": "",
}

site_pages = (
    [
        path("", views.today, name="today"),
        path("language/", views.choose_language, name="language"),
        path("persons/<str:case_ref>/", persons.person, name="person"),
        path("alive", views.alive, name="alive"),
    ],
    "site",
)

urlpatterns = [
    path("", include(site_pages)),
    path("account/", include("repatria.access.web.account_urls")),
    path("api/v1/", include("repatria.site.api")),
    path("ledger/", include("repatria.site.ledger.urls")),
    path("transmissions/", include("repatria.site.transmissions.urls")),
    *(
        path(start, include(f"repatria.{room}.web.urls"))
        for room, start in ROOMS.items()
    ),
]
handler400 = "repatria.site.errors.not_understood"
handler403 = "repatria.site.errors.not_found"
handler404 = "repatria.site.errors.not_found"
handler500 = "repatria.site.errors.broken"
