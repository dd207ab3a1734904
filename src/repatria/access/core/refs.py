"""Numbers that tell nothing and are hard to misread: a letter and eight signs."""

from __future__ import annotations

import secrets

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U


def new_ref(letter: str) -> str:
    """Return a fresh number such as ``"E-4K7QZ2M8"``."""
    return f"{letter}-{''.join(secrets.choice(_SIGNS) for _place in range(8))}"
