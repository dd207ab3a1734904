"""Tags of the bureau's pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from repatria.bureau.queries import Wanted

register = template.Library()


@register.inclusion_tag("bureau/_choose.html")
def choose(
    name: str,
    label: str,
    choices: Mapping[str, Sequence[tuple[str, str]]],
    wanted: Wanted,
) -> dict[str, Any]:
    """Draw one question of the form by which the register is looked through."""
    return {
        "name": name,
        "label": label,
        "options": choices[name],
        "chosen": getattr(wanted, name),
        "all": name != "sort",
    }
