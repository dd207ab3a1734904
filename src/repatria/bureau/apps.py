"""How Django finds the room."""

from django.apps import AppConfig


class BureauConfig(AppConfig):
    """The room ``bureau``."""

    name = "repatria.bureau"
    label = "bureau"
    default_auto_field = "django.db.models.BigAutoField"
