"""How Django finds the room."""

from django.apps import AppConfig


class MedicalConfig(AppConfig):
    """The room ``medical``."""

    name = "repatria.medical"
    label = "medical"
    default_auto_field = "django.db.models.BigAutoField"
