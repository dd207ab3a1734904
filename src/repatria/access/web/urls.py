"""Addresses of the room ``access``."""

from django.urls import include, path

from repatria.access.web import break_glass, exports, links, people, tokens

app_name = "access"
_people = [
    path("", people.people, name="people"),
    path("add/", people.add, name="add"),
    path("<int:number>/", people.account, name="account"),
    path("<int:number>/roles/", people.give_role, name="give-role"),
    path("<int:number>/cases/", people.assign, name="assign"),
    path("<int:number>/link/", people.new_link, name="new-link"),
    path("<int:number>/close/", people.close, name="close"),
    path("roles/<int:number>/end/", people.take_role, name="take-role"),
    path("cases/<int:number>/end/", people.end_assignment, name="end-assignment"),
    path("link/<str:token>/", links.set_password, name="link"),
    path("start/<str:token>/", links.set_up, name="set-up"),
]
urlpatterns = [
    path("people/", include(_people)),
    path("break-glass/", break_glass.open_case, name="break-glass"),
    path("break-glass/<str:ref>/close/", break_glass.close, name="close-opening"),
    path("break-glass/log/", break_glass.log, name="openings"),
    path("break-glass/log/<str:ref>/", break_glass.review, name="review"),
    path("tokens/", tokens.made, name="tokens"),
    path("tokens/<int:number>/make/", tokens.make, name="make-token"),
    path("tokens/<int:number>/end/", tokens.end, name="end-token"),
    path("exports/", exports.exports, name="exports"),
    path("exports/<str:ref>/decide/", exports.decide, name="export-decide"),
    path("exports/<str:ref>/fetch/", exports.fetch, name="export-fetch"),
]
