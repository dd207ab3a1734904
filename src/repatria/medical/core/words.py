"""The words in which health is stated."""

from __future__ import annotations

from enum import StrEnum

from repatria.custody.core.health import CATEGORY_WORDS, Category
from repatria.shared.text import mark as _

__all__ = ["CATEGORY_WORDS", "MODALITY_WORDS", "Category", "Modality"]


class Modality(StrEnum):
    """How firmly something is said, and by which layer of a text."""

    SAID = "said"
    CLAIMED = "claimed"
    PURPORTED = "purported"
    DENIED = "denied"
    BELIEVED = "believed"
    INFERRED = "inferred"


MODALITY_WORDS = {
    Modality.SAID: _("said"),
    Modality.CLAIMED: _("claimed"),
    Modality.PURPORTED: _("purported"),
    Modality.DENIED: _("denied"),
    Modality.BELIEVED: _("believed"),
    Modality.INFERRED: _("inferred by the narrator"),
}
