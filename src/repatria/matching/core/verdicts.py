"""What a comparison says of one row: the verdict, and why."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.shared.text import mark as _

REASONS = {
    "pair": _("The other list has the same person in row {other}."),
    "differs": _(
        "The other list has the same person in row {other}. In conflict: {fields}."
    ),
    "fate": _("One of the lists says so."),
    "stated": _("A statement about this person says so."),
    "duplicate": _("Repeats row {row} of this list (probability {share})."),
    "unreadable": _("This row could not be read."),
    "in_review": _("In question with rows of the other list; a person decides."),
    "too_little": _("The row states too little to be compared."),
    "nearest": _("The nearest row of the other list is {row} (probability {share})."),
    "nothing": _("No row of the other list comes near."),
}


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What is known of a row: from its list, from the machine, and from people.

    ``fates`` are what this row and its counterpart say became of the person ("dead",
    "returned"), ``stated`` what single statements do that somebody decided are about
    the same person; ``paired``: a pair with this row is proposed or decided as one
    person;
    ``in_question``: the number of pairs that wait for somebody.
    """

    readable: bool = True
    says_enough: bool = True
    repeats: bool = False
    fates: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()
    paired: bool = False
    differs: bool = False
    in_question: int = 0
    near: bool = False


def verdict(row: RowFacts) -> tuple[str, str]:
    """Return the verdict of a row and the code of its reason.

    >>> verdict(RowFacts(paired=True)), verdict(RowFacts(in_question=2))
    (('same_on_both', 'pair'), ('needs_data', 'in_review'))
    """
    if not row.readable:
        return "needs_data", "unreadable"
    if row.repeats:
        return "duplicate", "duplicate"
    if row.fates | row.stated:
        return _fate_of(row)
    if row.paired:
        return ("differs", "differs") if row.differs else ("same_on_both", "pair")
    return _alone(row)


def _fate_of(row: RowFacts) -> tuple[str, str]:
    dead = "dead" in row.fates | row.stated
    fate = "dead" if dead else "returned"
    reason = "fate" if fate in row.fates else "stated"
    return ("dead" if dead else "already_returned"), reason


def _alone(row: RowFacts) -> tuple[str, str]:
    if row.in_question:
        return "needs_data", "in_review"
    if not row.says_enough:
        return "needs_data", "too_little"
    return "only_here", "nearest" if row.near else "nothing"
