"""How Django finds the room."""

from django.apps import AppConfig


class MedicalConfig(AppConfig):
    """The room ``medical``."""

    name = "repatria.medical"
    label = "medical"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what goes when somebody is erased, and which clocks run from here."""
        from repatria.bureau import fed
        from repatria.medical.erasing import let_go
        from repatria.medical.queries import commission_clocks, inspections
        from repatria.register import erasing

        erasing.provide(let_go)
        fed.provide(
            inspections.clocks, clocks=[inspections.MONTHLY], cases=inspections.cases
        )
        fed.provide(commission_clocks.clocks, clocks=commission_clocks.CLOCKS)
        fed.provide_report(inspections.last_report)
