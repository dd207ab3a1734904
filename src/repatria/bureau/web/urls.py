"""The addresses of the room ``bureau``."""

from django.urls import path

from repatria.bureau.web import certificates, clocks, piece, register, writing

app_name = "bureau"
urlpatterns = [
    path("bureau/", register.register, name="register"),
    path("bureau/print/", register.printed, name="printed"),
    path("bureau/names/", register.tallies, name="tallies"),
    path("bureau/enter/", writing.enter, name="enter"),
    path("bureau/enquire/", writing.enquire, name="enquire"),
    path("bureau/clocks/", clocks.clocks, name="clocks"),
    path("bureau/clocks/policy/", clocks.policy, name="policy"),
    path(
        "bureau/clocks/<str:rule>/<str:holder>/<str:home>/", clocks.clock, name="clock"
    ),
    path("bureau/pieces/<str:serial>/", piece.piece, name="piece"),
    path("bureau/pieces/<str:serial>/look-up/", piece.look_up, name="look-up"),
    path("bureau/pieces/<str:serial>/answer/", piece.answer, name="answer"),
    path("bureau/pieces/<str:serial>/confirm/", piece.confirm, name="confirm"),
    path("bureau/pieces/<str:serial>/tie/", piece.tie, name="tie"),
    path("bureau/pieces/<str:serial>/reply/", piece.reply, name="reply"),
    path("bureau/pieces/<str:serial>/letter/", piece.letter, name="letter"),
    path("bureau/pieces/<str:serial>/names.csv", piece.names_csv, name="names-csv"),
    path("bureau/pieces/<str:serial>/close/", piece.close, name="close"),
    path("bureau/pieces/<str:serial>/reopen/", piece.reopen, name="reopen"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/key/", certificates.server_key, name="server-key"),
    path("persons/<str:case_ref>/certificates/", certificates.of_case, name="of-case"),
    path(
        "certificates/<str:number>/<int:version>/",
        certificates.certificate,
        name="certificate",
    ),
    path(
        "certificates/<str:number>/<int:version>/file/", certificates.file, name="file"
    ),
    path(
        "certificates/<str:number>/<int:version>/withdraw/",
        certificates.withdraw,
        name="withdraw",
    ),
]
