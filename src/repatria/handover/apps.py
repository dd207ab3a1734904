"""How Django finds the room."""

from django.apps import AppConfig


class HandoverConfig(AppConfig):
    """The room ``handover``."""

    name = "repatria.handover"
    label = "handover"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how manifests and receipts that come in are read."""
        from repatria.handover.services import incoming

        incoming.register()
