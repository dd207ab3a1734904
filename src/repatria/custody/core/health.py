"""The coarse word for health that a capture card tells (GC III, annex IV B)."""

from __future__ import annotations

from enum import StrEnum

from repatria.shared.text import mark as _


class Category(StrEnum):
    """State of health as a capture card tells it (GC III, annex IV B, field 11)."""

    NOT_STATED = ""
    GOOD_HEALTH = "good-health"
    NOT_WOUNDED = "not-wounded"
    RECOVERED = "recovered"
    CONVALESCENT = "convalescent"
    SICK = "sick"
    SLIGHTLY_WOUNDED = "slightly-wounded"
    SERIOUSLY_WOUNDED = "seriously-wounded"


CATEGORY_WORDS = {
    Category.NOT_STATED: _("Not stated"),
    Category.GOOD_HEALTH: _("Good health"),
    Category.NOT_WOUNDED: _("Not wounded"),
    Category.RECOVERED: _("Recovered"),
    Category.CONVALESCENT: _("Convalescent"),
    Category.SICK: _("Sick"),
    Category.SLIGHTLY_WOUNDED: _("Slightly wounded"),
    Category.SERIOUSLY_WOUNDED: _("Seriously wounded"),
}
