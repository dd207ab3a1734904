"""How far an allegation has been established, and on what footing."""

from __future__ import annotations

from enum import StrEnum

from repatria.shared.text import mark as _


class Level(StrEnum):
    """How far somebody who assessed it finds an allegation established."""

    UNASSESSED = "unassessed"
    INSUFFICIENT = "insufficient"
    CREDIBLE_ALLEGATION = "credible_allegation"
    REASONABLE_GROUNDS = "reasonable_grounds"
    ADJUDICATED = "adjudicated"
    REFUTED = "refuted"
    WITHDRAWN = "withdrawn"


LEVELS = {
    Level.UNASSESSED: _("Not assessed"),
    Level.INSUFFICIENT: _("Insufficient information"),
    Level.CREDIBLE_ALLEGATION: _("Credible allegation"),
    Level.REASONABLE_GROUNDS: _("Reasonable grounds to believe"),
    Level.ADJUDICATED: _("Decided by a court"),
    Level.REFUTED: _("Refuted"),
    Level.WITHDRAWN: _("Withdrawn by whoever alleged it"),
}
TONES = {
    Level.UNASSESSED: "open",
    Level.INSUFFICIENT: "open",
    Level.CREDIBLE_ALLEGATION: "waiting",
    Level.REASONABLE_GROUNDS: "waiting",
    Level.ADJUDICATED: "differs",
    Level.REFUTED: "ended",
    Level.WITHDRAWN: "ended",
}
# Two axes, scored apart: a reliable source may be wrong, a doubtful one right.
RELIABILITY = {
    "A": _("A: has always been reliable"),
    "B": _("B: usually reliable"),
    "C": _("C: fairly reliable"),
    "D": _("D: often not reliable"),
    "E": _("E: not reliable"),
    "F": _("F: cannot be judged"),
}
CREDIBILITY = {
    "1": _("1: confirmed by others, independently"),
    "2": _("2: probably so"),
    "3": _("3: possibly so"),
    "4": _("4: doubtful"),
    "5": _("5: improbable"),
    "6": _("6: cannot be judged"),
}
