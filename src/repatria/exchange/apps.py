"""How Django finds the room."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The room ``exchange``."""

    name = "repatria.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how what other organisations send about exchanges is read."""
        from repatria.exchange.services import incoming

        incoming.register()
