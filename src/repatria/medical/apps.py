"""How Django finds the room."""

from django.apps import AppConfig


class MedicalConfig(AppConfig):
    """The room ``medical``."""

    name = "repatria.medical"
    label = "medical"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what goes when somebody is erased."""
        from repatria.medical.erasing import let_go
        from repatria.register import erasing

        erasing.provide(let_go)
