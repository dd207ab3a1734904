"""How Django finds the room."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The room ``register``."""

    name = "repatria.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how lists are read, which numbers mean one person, and what is erased."""
        from repatria.access.erasing import let_go
        from repatria.access.numbers import provide
        from repatria.register import erasing
        from repatria.register.queries import numbers_of, numbers_of_each
        from repatria.register.services.receiving import read_incoming
        from repatria.register.services.sending import KIND
        from repatria.transmission.kinds import register_kind

        register_kind(KIND, read=read_incoming)
        provide(numbers_of, numbers_of_each)
        erasing.provide(let_go)
