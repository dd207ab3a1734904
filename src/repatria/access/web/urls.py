"""Addresses of the room ``access``."""

from django.urls import path

from repatria.access.web import links, people

app_name = "access"
urlpatterns = [
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
