"""The rules of review in force: the signed threshold, and whether two have to look."""

from __future__ import annotations

from repatria.matching.models import FourEyes, Threshold
from repatria.transmission import queries as transmission
from repatria.transmission.core.errors import OwnKeyMissingError
from repatria.transmission.core.signing import verify


def threshold_in_force() -> Threshold | None:
    """Return the newest signed threshold, unless it was withdrawn.

    Its signature is verified each time, with the key of this organisation that
    counts now: a row that somebody altered allows nothing.
    """
    newest = Threshold.objects.exclude(signed_at=None).first()
    if newest is None or newest.withdrawn_at is not None:
        return None
    return newest if is_signed(newest, newest.signature.encode()) else None


def is_signed(threshold: Threshold, signature: bytes) -> bool:
    """Tell whether ``signature`` is this organisation's over a threshold's text."""
    try:
        key = transmission.own_public_key()
    except OwnKeyMissingError:
        return False
    return says_what_it_is(threshold) and verify(
        key, threshold.document.encode(), signature
    )


def says_what_it_is(threshold: Threshold) -> bool:
    """Tell whether the value beside a text is the one that the text states."""
    stated = f'"least_probability":"{threshold.value:.4f}'.rstrip("0")
    return f'{stated}",' in threshold.document


def four_eyes() -> bool:
    """Tell whether a decision needs a second, different person now."""
    newest = FourEyes.objects.first()
    return newest is not None and newest.required


def four_eyes_rule() -> FourEyes | None:
    """Return who said so last, and why; None where nobody has."""
    return FourEyes.objects.first()
