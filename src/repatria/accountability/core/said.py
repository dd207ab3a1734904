"""What somebody said: the value that every claim is recorded from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from repatria.accountability.core.errors import (
    NarratorHasNoInferenceError,
    NobodySaidItError,
    SpanOutOfOrderError,
)

# How sure the words are, from "said" to what the narrator adds of his own.
MODALITIES = ("said", "claimed", "purported", "denied", "believed", "inferred")
INFERRED = "inferred"


@dataclass(frozen=True, slots=True)
class Said:
    """Who said something, how, when, in which words and where they stand.

    ``side`` is the code of the party that the claimant speaks for, empty where he
    speaks for none.  ``about`` tells in a few words of ours what is claimed,
    ``quotation`` holds the claimant's own.  ``span`` counts code points of the stored
    text of ``report_ref``, the end left out.  ``said_on`` is None where nobody knows.
    ``inferred_from`` is the number of the claim into which a narrator reads more than
    its speaker said; only a claim of the modality ``inferred`` has one.
    """

    claimant: str
    side: str = ""
    modality: str = "said"
    about: str = ""
    quotation: str = ""
    span: tuple[int, int] | None = None
    report_ref: str = ""
    said_on: date | None = None
    inferred_from: int | None = None

    def __post_init__(self) -> None:
        """Refuse what nobody said and a place in the text that cannot be."""
        if not self.claimant.strip():
            raise NobodySaidItError
        if self.modality not in MODALITIES:
            raise ValueError(self.modality)
        if self.inferred_from is not None and self.modality != INFERRED:
            raise NarratorHasNoInferenceError
        if self.span is not None and not 0 <= self.span[0] < self.span[1]:
            raise SpanOutOfOrderError(span=f"{self.span[0]}-{self.span[1]}")
