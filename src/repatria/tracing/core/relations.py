"""How somebody who asks is related to the person they seek."""

from __future__ import annotations

from enum import StrEnum

from repatria.shared.text import mark as _


class Relation(StrEnum):
    """What the requester says; checked apart."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    OTHER_RELATIVE = "other_relative"
    CLOSE_PERSON = "close_person"
    NOT_TOLD = "not_told"


RELATION_WORDS = {
    Relation.SPOUSE: _("Spouse or partner"),
    Relation.PARENT: _("Mother or father"),
    Relation.CHILD: _("Daughter or son"),
    Relation.SIBLING: _("Sister or brother"),
    Relation.OTHER_RELATIVE: _("Another relative"),
    Relation.CLOSE_PERSON: _("Somebody close, not a relative"),
    Relation.NOT_TOLD: _("Not told"),
}


class CheckedBy(StrEnum):
    """How it was checked who asks."""

    PAPERS = "papers"
    IN_PERSON = "in_person"
    CALL_BACK = "call_back"
    OTHER_BODY = "other_body"


CHECK_WORDS = {
    CheckedBy.PAPERS: _("Papers that show the kinship"),
    CheckedBy.IN_PERSON: _("Came in person and is known"),
    CheckedBy.CALL_BACK: _("Called back on a number known before"),
    CheckedBy.OTHER_BODY: _("Another office confirmed it"),
}
