"""How Django finds the room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    """The room ``ledger``."""

    name = "repatria.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guard every append-only table anew after each migration."""
        from repatria.ledger.triggers import put_back

        post_migrate.connect(put_back, sender=self)
