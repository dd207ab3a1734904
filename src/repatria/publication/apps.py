"""How Django finds the room."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """The room ``publication``."""

    name = "repatria.publication"
    label = "publication"
    default_auto_field = "django.db.models.BigAutoField"
