"""Words for those who are counted in parts: one, a few, many."""

from __future__ import annotations

from repatria.shared.text import mark_number as _

# By the words that are written where a count is recorded.
PARTS = {
    "soldier": _("{n} soldier", "{n} soldiers"),
    "civilian": _("{n} civilian", "{n} civilians"),
    "soldiers": _("{n} soldier", "{n} soldiers"),
    "military": _("{n} soldier", "{n} soldiers"),
    "officers": _("{n} officer", "{n} officers"),
    "civilians": _("{n} civilian", "{n} civilians"),
    "wounded": _("{n} wounded", "{n} wounded"),
    "bodies": _("{n} body", "{n} bodies"),
}
