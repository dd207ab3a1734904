"""On which grounds a case is seen by few."""

from __future__ import annotations

from repatria.shared.text import mark as _

WITHHELD = "withheld"

# GC IV 137: what would harm the person or the relatives is not handed to a power,
# and never kept from the Central Agency.
GROUNDS = {
    "at-risk": _("The person or the family would be at risk"),
    WITHHELD: _("Withheld from the powers, never from the Agency (GC IV 137)"),
    "high-profile": _("Known to the public; the curious would look"),
    "colleague": _("A colleague here, or a relative of one"),
    "other": _("Another ground, told in the reason"),
}
