"""Django's check of the options: a bad value is reported with a hint."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, register

from repatria.shared.text import say
from repatria.site.options import mistakes


@register("repatria")
def options_make_sense(**_asked: Any) -> list[Error]:
    """Report every option whose value cannot be meant so."""
    return [
        Error(f"{one.name}={one.value}", hint=say(one.hint), id="repatria.E001")
        for one in mistakes()
    ]
