"""The text that is signed when a threshold is set."""

from __future__ import annotations

import rfc8785


def document_of(
    *, ref: str, value: float, reason: str, organisation: str, set_by: str, set_at: str
) -> str:
    """Return what is signed, as canonical JSON (RFC 8785): the same bytes every time.

    ``set_by`` is the reference of an account, never a name; ``set_at`` in ISO 8601.
    """
    said = {
        "kind": "matching-threshold",
        "least_probability": f"{value:.4f}".rstrip("0"),
        "organisation": organisation,
        "reason": reason,
        "ref": ref,
        "set_at": set_at,
        "set_by": set_by,
    }
    return rfc8785.dumps(said).decode()
