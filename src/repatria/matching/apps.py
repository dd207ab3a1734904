"""How Django finds the room."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """The room ``matching``."""

    name = "repatria.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how replies are read and what lists show; hear of what is undone."""
        from repatria.matching.erasing import let_go
        from repatria.matching.services.answers import forget_undone
        from repatria.matching.services.replies import KIND, read_incoming
        from repatria.matching.standings import provide
        from repatria.register import erasing
        from repatria.register.announcements import undone
        from repatria.transmission.kinds import register_kind

        register_kind(KIND, read=read_incoming)
        undone.subscribe(forget_undone)
        erasing.provide(let_go)
        provide()
