"""The articles under which a detaining power may hold somebody back, by name."""

from __future__ import annotations

from enum import StrEnum

from repatria.shared.text import mark as _


class Article(StrEnum):
    """An article of the Third Convention that lets somebody be held back."""

    GC3_115 = "GC III 115"
    GC3_119 = "GC III 119"


ARTICLE_WORDS = {
    Article.GC3_115: _("GC III 115: judicial prosecution or sentence"),
    Article.GC3_119: _("GC III 119: indictable offence"),
}
RULES = {Article.GC3_115: "geneva3.art115", Article.GC3_119: "geneva3.art119"}


class Ground(StrEnum):
    """What the detaining power gives as the ground of a hold."""

    PROSECUTION = "judicial prosecution"
    SENTENCE = "judicial sentence"
    DISCIPLINARY = "disciplinary penalty"


GROUND_WORDS = {
    Ground.PROSECUTION: _("Judicial prosecution is pending"),
    Ground.SENTENCE: _("A judicial sentence is not yet served"),
    Ground.DISCIPLINARY: _("A disciplinary penalty"),
}
_PROCEEDINGS = {
    Ground.PROSECUTION: "pending",
    Ground.SENTENCE: "sentence not served",
    Ground.DISCIPLINARY: "none",
}


def facts_of(ground: Ground) -> dict[str, str | bool]:
    """Return the facts by which the rules of both articles judge a ground.

    The detaining power does not consent, else there would be no hold.
    """
    return {
        "held_for": ground.value,
        "holder_consents": False,
        "offence": "disciplinary" if ground is Ground.DISCIPLINARY else "indictable",
        "proceedings": _PROCEEDINGS[ground],
    }
