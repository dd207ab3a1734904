"""How Django finds the room."""

from django.apps import AppConfig


class BureauConfig(AppConfig):
    """The room ``bureau``."""

    name = "repatria.bureau"
    label = "bureau"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep account of what comes and goes, read enquiries, let go of the erased."""
        from repatria.bureau.erasing import let_go
        from repatria.bureau.services import incoming
        from repatria.register import erasing

        incoming.register()
        erasing.provide(let_go)
