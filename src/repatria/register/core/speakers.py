"""Who speaks and is no organisation: what they are called where a sender stands."""

from __future__ import annotations

from repatria.shared.text import mark as _

SPEAKERS = {
    "witness": _("a witness"),
    "family": _("the family"),
    "prisoner": _("the prisoner"),
    "published": _("a published source"),
}
