"""How Django finds the room."""

from django.apps import AppConfig


class CareConfig(AppConfig):
    """The room ``care``."""

    name = "repatria.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what goes when somebody is erased."""
        from repatria.care.erasing import let_go
        from repatria.register import erasing

        erasing.provide(let_go)
