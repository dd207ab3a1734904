"""How Django finds the room."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The room ``exchange``."""

    name = "repatria.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how what others send about exchanges is read, and what is erased."""
        from repatria.exchange.erasing import let_go
        from repatria.exchange.services import incoming
        from repatria.register import erasing

        incoming.register()
        erasing.provide(let_go)
