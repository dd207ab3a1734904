"""The addresses of the room ``medical``."""

from django.urls import path

from repatria.medical.web import commissions, diagnoses, inspections, pages, sittings

app_name = "medical"
_SITTING, _EXAMINATION = "commissions/sittings/<ref>/", "commissions/examined/<ref>/"
urlpatterns = [
    path("commissions/", commissions.commissions, name="commissions"),
    path("commissions/new/", commissions.new, name="commission-new"),
    path(
        "commissions/acts/<ref>/take-back/",
        commissions.take_back,
        name="commission-take-back",
    ),
    path(_SITTING, sittings.sitting, name="sitting"),
    path(f"{_SITTING}put/", sittings.put, name="sitting-put"),
    path(f"{_SITTING}told/", sittings.tell, name="sitting-told"),
    path(f"{_SITTING}notice/", sittings.notice, name="sitting-notice"),
    path(_EXAMINATION, sittings.examination, name="examination"),
    path(f"{_EXAMINATION}votes/", sittings.votes, name="examination-votes"),
    path(f"{_EXAMINATION}told/", sittings.person_told, name="examination-told"),
    path(f"{_EXAMINATION}notice/", sittings.person_notice, name="examination-notice"),
    path(f"{_EXAMINATION}done/", sittings.done, name="examination-done"),
    path(
        f"{_EXAMINATION}certificate/",
        sittings.certificate,
        name="examination-certificate",
    ),
    path(
        f"{_EXAMINATION}take-back/<step>/",
        sittings.take_back,
        name="examination-take-back",
    ),
    path("commissions/<ref>/", commissions.commission, name="commission"),
    path("commissions/<ref>/member/", commissions.member, name="commission-member"),
    path(
        "commissions/<ref>/approval/", commissions.approval, name="commission-approval"
    ),
    path("commissions/<ref>/sitting/", commissions.sitting, name="commission-sitting"),
    path("health/", pages.cases, name="cases"),
    path("health/inspections/", inspections.many, name="inspections"),
    path("health/inspections/file/", inspections.file, name="inspections-file"),
    path(
        "health/inspections/<ref>/take-back/",
        inspections.take_back,
        name="inspection-take-back",
    ),
    path(
        "health/diagnoses/<ref>/take-back/",
        diagnoses.take_back,
        name="diagnosis-take-back",
    ),
    path("health/<case_ref>/diagnosis/", diagnoses.diagnosis, name="diagnosis"),
    path("health/<case_ref>/inspection/", inspections.one, name="inspection"),
    path("health/<case_ref>/", pages.case, name="case"),
    path("health/<case_ref>/state/", pages.state, name="state"),
    path("health/<case_ref>/denied-care/", pages.denied, name="denied"),
]
