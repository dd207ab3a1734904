"""Commands that write to an installation's data: alone, and awake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _
from repatria.site import home
from repatria.site.options import told

if TYPE_CHECKING:
    from repatria.shared.actors import Actor


class NoInstallationError(RepatriaError):
    """The folder is no installation's data folder."""

    code = "site.no-installation"
    what = _("There is no installation in {folder}.")
    remedy = _("Name its data folder, or make one with: repatria serve --data FOLDER")


@contextmanager
def at_work(data: Path, *, command: str) -> Iterator[Actor]:
    """Work in an installation that nobody else writes to meanwhile.

    Raises ``NoInstallationError``, and ``InUseError`` while it is served from SQLite.
    """
    if told("DATABASE_URL"):
        yield _awake(data, command)
        return
    if not (data / home.DATABASE).is_file():
        raise NoInstallationError(folder=str(data))
    with home.alone(data):
        yield _awake(data, command)


def _awake(data: Path, command: str) -> Actor:
    home.wake(data)
    from repatria.access.queries import installation
    from repatria.shared.actors import Actor

    return Actor(ref=f"command:{command}", organisation=installation().code)
