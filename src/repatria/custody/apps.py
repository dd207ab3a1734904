"""How Django finds the room."""

from django.apps import AppConfig


class CustodyConfig(AppConfig):
    """The room ``custody``."""

    name = "repatria.custody"
    label = "custody"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which statements no longer count, and hear of what is undone."""
        from repatria.custody.queries import replaced_records
        from repatria.custody.services.statements import settle_undone
        from repatria.register.announcements import undone
        from repatria.register.withdrawn import provide

        provide(replaced_records)
        undone.subscribe(settle_undone)
