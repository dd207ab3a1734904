"""How Django finds the room."""

from django.apps import AppConfig


class TransmissionConfig(AppConfig):
    """The room ``transmission``."""

    name = "repatria.transmission"
    label = "transmission"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how the one kind that needs no later room is read."""
        from repatria.transmission import checkpoints

        checkpoints.register()
