"""Addresses of matching."""

from django.urls import path

from repatria.matching.web import confirming, replies, review, runs

app_name = "matching"
urlpatterns = [
    path("runs/", runs.runs, name="runs"),
    path("runs/<int:number>/", runs.one_run, name="run"),
    path("runs/<int:number>/confirm/", confirming.confirm, name="confirm"),
    path("runs/<int:number>/review/", review.following, name="review"),
    path("runs/<int:number>/reply/<int:file>/", replies.reply, name="reply"),
    path("review/<int:number>/", review.pair, name="pair"),
    path("confirmations/<str:ref>/undo/", confirming.undo, name="undo-confirmation"),
]
