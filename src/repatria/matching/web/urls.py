"""Addresses of matching."""

from django.urls import path

from repatria.matching.web import (
    confirming,
    queues,
    replies,
    review,
    rules,
    runs,
    verdicts,
)

app_name = "matching"
urlpatterns = [
    path("runs/", runs.runs, name="runs"),
    path("runs/<int:number>/", runs.one_run, name="run"),
    path("runs/<int:number>/confirm/", confirming.confirm, name="confirm"),
    path("runs/<int:number>/review/", review.following, name="review"),
    path("runs/<int:number>/reply/<int:file>/", replies.reply, name="reply"),
    path("runs/<int:number>/lists/<int:file>/", verdicts.verdicts, name="verdicts"),
    path("runs/<int:number>/lists/<int:file>/paper/", verdicts.printed, name="printed"),
    path(
        "runs/<int:number>/lists/<int:file>/workbook/",
        verdicts.ask_workbook,
        name="ask-workbook",
    ),
    path("workbooks/<str:ref>/", verdicts.workbook, name="workbook"),
    path("review/", queues.queues, name="queues"),
    path("review/rules/", rules.thresholds, name="thresholds"),
    path("review/rules/four-eyes/", rules.four_eyes, name="four-eyes"),
    path("review/rules/<str:ref>/", rules.threshold, name="threshold"),
    path("review/rules/<str:ref>/text/", rules.document, name="threshold-text"),
    path("review/rules/<str:ref>/withdraw/", rules.withdraw, name="withdraw-threshold"),
    path("review/<int:number>/", review.pair, name="pair"),
    path("confirmations/<str:ref>/undo/", confirming.undo, name="undo-confirmation"),
]
