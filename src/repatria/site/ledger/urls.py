"""Addresses of the ledger's pages."""

from django.urls import path

from repatria.site.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("verify/", views.verify, name="verify"),
    path("checkpoints/<int:pk>/", views.checkpoint_file, name="checkpoint-file"),
    path("held/<int:pk>/", views.held_file, name="held-file"),
]
