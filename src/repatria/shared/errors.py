"""The shape of every refusal: what is so, and what to do next."""

from typing import ClassVar

from repatria.shared.text import mark as _


class RepatriaError(Exception):
    """A refusal: what is so, and the next step for the reader.

    ``facts`` hold file names, row numbers and case numbers, never personal
    names: errors end up in logs.  ``what`` and ``remedy`` are marked for
    translation and are translated at the edge (``repatria.shared.text.say``).
    """

    code: ClassVar[str] = "repatria.refused"
    what: ClassVar[str] = _("This could not be done.")
    remedy: ClassVar[str] = _("Check the input and try again.")

    def __init__(self, **facts: str) -> None:
        self.facts = facts
        said = " ".join((self.what, self.remedy)).format(**facts)
        super().__init__(f"[{self.code}] {said}")
