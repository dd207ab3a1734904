"""How Django finds the room."""

from django.apps import AppConfig


class TracingConfig(AppConfig):
    """The room ``tracing``."""

    name = "repatria.tracing"
    label = "tracing"
    default_auto_field = "django.db.models.BigAutoField"
