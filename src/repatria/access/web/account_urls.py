"""The pages of one's own account: of allauth's, those that have a use here."""

from allauth.account import views
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path


def nothing(_request: HttpRequest) -> HttpResponse:
    """Answer as for an address that is not there: nobody signs up or writes mail."""
    raise Http404


urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("2fa/", include("allauth.mfa.urls")),
    # Names that allauth asks for while it draws its other pages.
    path("signup/", nothing, name="account_signup"),
    path("email/", nothing, name="account_email"),
    path("password/set/", nothing, name="account_set_password"),
]
