"""Every write of this room: one function, one act, one transaction."""

from repatria.custody.core.told import Told
from repatria.custody.services.statements import record_statement, take_back

__all__ = ["Told", "record_statement", "take_back"]
