"""The addresses of the room, under ``handovers/``."""

from django.urls import path

from repatria.handover.web import checkin, manifests, pages, receipts, sending

app_name = "handover"
urlpatterns = [
    path("", pages.handovers, name="handovers"),
    path("new/", pages.plan, name="plan"),
    path("<ref>/", pages.one_handover, name="handover"),
    path("<ref>/departure/", pages.departure, name="departure"),
    path("<ref>/manifest/", manifests.make, name="make-manifest"),
    path("<ref>/manifest/sign/", manifests.sign, name="sign-manifest"),
    path("<ref>/manifest/<int:version>/", manifests.printed, name="manifest"),
    path("<ref>/manifest/<int:version>/file/", manifests.file, name="manifest-file"),
    path("<ref>/check-in/", checkin.check_in, name="check-in"),
    path("<ref>/crossing/", checkin.crossing, name="crossing"),
    path("<ref>/crossing/all/", checkin.all_here, name="all-here"),
    path("<ref>/lines/<int:number>/", checkin.record, name="record"),
    path("<ref>/lines/<int:number>/substitute/", checkin.substitute, name="substitute"),
    path("<ref>/receipt/", receipts.receipt, name="receipt"),
    path("<ref>/receipt/make/", receipts.make, name="make-receipt"),
    path("<ref>/receipt/sign/", receipts.sign, name="sign-receipt"),
    path("<ref>/receipt/print/", receipts.printed, name="print-receipt"),
    path("<ref>/receipt/file/", receipts.file, name="receipt-file"),
    path("<ref>/send/<what>/", sending.send, name="send"),
]
