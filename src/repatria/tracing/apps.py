"""How Django finds the room."""

from django.apps import AppConfig


class TracingConfig(AppConfig):
    """The room ``tracing``."""

    name = "repatria.tracing"
    label = "tracing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of new lists, and say what goes when a family's statement is erased."""
        from repatria.register import erasing
        from repatria.register.announcements import list_imported
        from repatria.tracing.erasing import let_go
        from repatria.tracing.services.finding import hear_of_list

        list_imported.subscribe(hear_of_list)
        erasing.provide(let_go)
