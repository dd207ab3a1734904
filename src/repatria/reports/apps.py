"""How Django finds the room."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The room ``reports``."""

    name = "repatria.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how reports that other organisations send are read."""
        from repatria.reports.services import incoming

        incoming.register()
