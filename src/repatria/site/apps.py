"""How Django finds the room."""

from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The room ``site``: pages that gather many rooms, and the frame of them all."""

    name = "repatria.site"
    label = "site"

    def ready(self) -> None:
        """Register the check of the options, and seal what crosses with the vault."""
        import_module("repatria.site.checks")
        vault = import_module("repatria.access.vault")
        sealing = import_module("repatria.transmission.sealing")
        sealing.use(seal=vault.seal_bytes, open_=vault.open_bytes)
        erased = import_module("repatria.register.announcements").erased
        erased.subscribe(import_module("repatria.site.keeping").note_erased)
