"""How Django finds the room."""

from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    """The room ``accountability``."""

    name = "repatria.accountability"
    label = "accountability"
    default_auto_field = "django.db.models.BigAutoField"
