"""The addresses of the room ``bureau``."""

app_name = "bureau"
urlpatterns: list[object] = []
