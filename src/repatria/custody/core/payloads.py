"""A statement as it crosses to another organisation: no contact, no free word, no wish.

What may cross is what the forms give to every reader and, unless it is left out, the
coarse word for health and the cause of a death (GC III 120, 122).  Ways to reach
relatives, witnesses and the source's own words have no place in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from repatria.custody.core.errors import PayloadError
from repatria.custody.core.fields import FIELDS, Reader
from repatria.custody.core.forms import forms
from repatria.custody.core.kinds import RECORDED
from repatria.custody.core.told import PARTS, Told
from repatria.custody.core.words import Kind
from repatria.register.core.statements import COLUMNS
from repatria.shared.text import mark as _
from repatria.shared.text import say

LONGEST = 4_000
_NO_STATEMENT = _("it is no statement")
_NOT_KNOWN = _("nobody knows the field {name}")
_NO_TEXT = _("the field {name} is no text, or too long")


def to_payload(told: Told, *, health: bool = True) -> dict[str, Any]:
    """Return a statement as plain values for a transmission; what is empty is left out.

    >>> told = Told("death", "holder", "south", {"family": "Abrel"}, private={
    ...     "next_of_kin": "an address", "cause": "pneumonia", "grave": "row 4"})
    >>> to_payload(told, health=False)["private"]
    {'grave': 'row 4'}
    """
    crossing = _crossing(Kind(told.kind), health=health)
    parts = {name: getattr(told, name) for name in PARTS}
    person = {name: told.person.get(name, "") for name in COLUMNS}
    private = {name: told.private.get(name, "") for name in crossing}
    return {
        **{name: text for name, text in parts.items() if text},
        "person": {name: text for name, text in person.items() if text},
        "private": {name: text for name, text in private.items() if text},
    }


def from_payload(payload: object) -> Told:
    """Return the statement in a transmission's payload, or raise ``PayloadError``.

    What no statement may carry is refused and not merely dropped: who sends a contact
    or a wish should learn that it went out.
    """
    told = _mapping(payload)
    kind = told.get("kind")
    if kind not in [one.value for one in RECORDED]:
        raise PayloadError(reason=say(_NO_STATEMENT))
    _refuse_unknown(told, {*PARTS, "person", "private"})
    person, private = (
        _mapping(told.get("person", {})),
        _mapping(told.get("private", {})),
    )
    _refuse_unknown(person, set(COLUMNS) - {"said_fate"})
    _refuse_unknown(private, _crossing(Kind(kind), health=True))
    return Told(
        **{name: _text(told, name) for name in PARTS},
        person={name: _text(person, name) for name in person},
        private={name: _text(private, name) for name in private},
    )


def _crossing(kind: Kind, *, health: bool) -> set[str]:
    """Return the private fields of a form that may cross."""
    readers = {Reader.ALL, *((Reader.HEALTH,) if health else ())}
    return {
        one.name
        for one in forms()[kind].fields
        if one.reader in readers and one.name not in {*PARTS, *COLUMNS}
    }


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise PayloadError(reason=say(_NO_STATEMENT))
    return value


def _refuse_unknown(told: Mapping[str, Any], known: set[str]) -> None:
    for name in told:
        if name not in known:
            shown = name if name in FIELDS else "?"
            raise PayloadError(reason=say(_NOT_KNOWN, name=shown))


def _text(told: Mapping[str, Any], name: str) -> str:
    text = told.get(name, "")
    if not isinstance(text, str) or len(text) > LONGEST or "\0" in text:
        raise PayloadError(reason=say(_NO_TEXT, name=name))
    return text
