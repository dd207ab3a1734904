"""The addresses of the room, under ``care/``."""

from django.urls import path

from repatria.care.web import left_alone, pages, referrals, visits

app_name = "care"
urlpatterns = [
    path("", pages.returned, name="returned"),
    path("<case_ref>/", pages.one_case, name="case"),
    path("<case_ref>/stages/", pages.record_stage, name="stage"),
    path("<case_ref>/stages/undo/", pages.undo_stage, name="undo-stage"),
    path("<case_ref>/visit/", visits.visit, name="visit"),
    path("<case_ref>/referrals/new/", referrals.new_referral, name="refer"),
    path("<case_ref>/referrals/<ref>/", referrals.move, name="move-referral"),
    path("<case_ref>/left-alone/", left_alone.left_alone, name="left-alone"),
]
