"""How Django finds the room."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """The room ``care``."""

    name = "repatria.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"
