"""Words for those who are counted in parts: one, a few, many."""

from __future__ import annotations

from repatria.shared.text import mark_number

# By the words that are written where a count is recorded.
PARTS = {
    "soldier": mark_number("{n} soldier", "{n} soldiers"),
    "civilian": mark_number("{n} civilian", "{n} civilians"),
    "soldiers": mark_number("{n} soldier", "{n} soldiers"),
    "military": mark_number("{n} soldier", "{n} soldiers"),
    "officers": mark_number("{n} officer", "{n} officers"),
    "civilians": mark_number("{n} civilian", "{n} civilians"),
    "wounded": mark_number("{n} wounded", "{n} wounded"),
    "bodies": mark_number("{n} body", "{n} bodies"),
}
