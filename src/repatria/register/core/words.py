"""What the fields of a list are called, and how a column was understood."""

from __future__ import annotations

from repatria.shared.text import mark as _

FIELDS: dict[str, str] = {
    "id": _("List number"),
    "name": _("Name"),
    "full_name": _("Full name"),
    "family": _("Family name"),
    "given": _("Given name"),
    "patronymic": _("Patronymic"),
    "birth_date": _("Date of birth"),
    "birth_place": _("Place of birth"),
    "rank": _("Rank"),
    "unit": _("Military unit"),
    "service_number": _("Service number"),
    "captured_on": _("Captured on"),
    "captured_at": _("Captured at"),
    "held_at": _("Held at"),
    "sex": _("Sex"),
    "status": _("Status"),
    "call_sign": _("Call sign"),
    "note": _("Note"),
}

HOW: dict[str, str] = {
    "header": _("by its heading"),
    "content": _("by its content"),
    "given": _("as you said"),
}

# Column of a record -> the word for it.
RECORD_FIELDS: dict[str, str] = {
    "own_id": FIELDS["id"],
    "family": FIELDS["family"],
    "given": FIELDS["given"],
    "patronymic": FIELDS["patronymic"],
    "birth": FIELDS["birth_date"],
    "birth_place": FIELDS["birth_place"],
    "rank": FIELDS["rank"],
    "unit": FIELDS["unit"],
    "service_number": FIELDS["service_number"],
    "captured_on": FIELDS["captured_on"],
    "captured_at": FIELDS["captured_at"],
    "place": FIELDS["held_at"],
    "sex": FIELDS["sex"],
    "call_sign": FIELDS["call_sign"],
    "said_fate": FIELDS["status"],
}
