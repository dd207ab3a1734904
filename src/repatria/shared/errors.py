"""The shape of every refusal: what is so, and what to do next."""

from collections.abc import Mapping
from typing import ClassVar

from repatria.shared.text import mark as _
from repatria.shared.text import say


class RepatriaError(Exception):
    """A refusal: what is so, and the next step for the reader.

    ``facts`` hold file names, row numbers and case numbers, never personal
    names: errors end up in logs.  ``what`` and ``remedy`` are marked for
    translation and are translated at the edge (``in_words``).
    """

    code: ClassVar[str] = "repatria.refused"
    what: ClassVar[str] = _("This could not be done.")
    remedy: ClassVar[str] = _("Check the input and try again.")

    def __init__(self, **facts: str) -> None:
        self.facts = facts
        said = " ".join((self.what, self.remedy)).format(**facts)
        super().__init__(f"[{self.code}] {said}")


def in_words(refusal: RepatriaError) -> str:
    """Return what is so and what to do, in the language now spoken."""
    return " ".join(what_and_remedy(refusal))


def what_and_remedy(refusal: RepatriaError) -> tuple[str, str]:
    """Return a refusal's two sentences in the language now spoken."""
    return spoken((refusal.what, refusal.remedy), refusal.facts)


def spoken(told: tuple[str, str], facts: Mapping[str, str]) -> tuple[str, str]:
    """Translate two marked sentences and the facts in them."""
    # A fact may itself be words ("a PDF document"); a file's name never is.
    filled = {
        name: fact if name == "file" else say(fact) for name, fact in facts.items()
    }
    # format() also where there are no facts: a message may hold "{{".
    what, remedy = (say(part).format(**filled) for part in told)
    return what, remedy
