"""The addresses of the room ``custody``."""

app_name = "custody"
urlpatterns: list[object] = []
