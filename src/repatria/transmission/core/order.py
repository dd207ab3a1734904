"""Numbers and what came before: nothing twice, nothing missing, one history."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.transmission.core.envelope import Header
from repatria.transmission.core.errors import (
    OtherHistoryError,
    OutOfOrderError,
    ReplayedError,
)


@dataclass(frozen=True, slots=True)
class Last:
    """The newest transmission of one direction; number 0 before the first."""

    number: int = 0
    header_sha256: str = ""


def check_follows(header: Header, last: Last) -> None:
    """Refuse a transmission that is not the next after ``last``.

    Raises ``ReplayedError``, ``OutOfOrderError`` or ``OtherHistoryError``.
    """
    number, sender = str(header.number), header.sender
    if header.number <= last.number:
        raise ReplayedError(number=number, sender=sender)
    if header.number > last.number + 1:
        missing = numbers(last.number + 1, header.number - 1)
        raise OutOfOrderError(number=number, sender=sender, missing=missing)
    if header.previous != last.header_sha256:
        raise OtherHistoryError(number=number, sender=sender, before=str(last.number))


def numbers(first: int, last: int) -> str:
    """Return how a run of numbers is written.

    >>> numbers(3, 3), numbers(3, 5)
    ('3', '3-5')
    """
    return str(first) if first == last else f"{first}-{last}"
