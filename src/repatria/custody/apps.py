"""How Django finds the room."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """The room ``custody``."""

    name = "repatria.custody"
    label = "custody"
    default_auto_field = "django.db.models.BigAutoField"
