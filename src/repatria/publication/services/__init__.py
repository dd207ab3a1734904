"""Every act of the room: propose, publish, withdraw."""

from repatria.publication.services.decisions import (
    propose_totals,
    publish,
    set_aside,
    withdraw,
)
from repatria.publication.services.files import write_public_files

__all__ = [
    "propose_totals",
    "publish",
    "set_aside",
    "withdraw",
    "write_public_files",
]
