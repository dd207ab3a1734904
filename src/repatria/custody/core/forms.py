"""The forms, read from one file each: which fields, in which order, on which paper.

The fields of the model forms are not verified against their text, so they are data:
an office changes a file, and neither tables nor programs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from repatria.custody.core.fields import FIELDS, LABELS, OWED, Field, Reader, Sort
from repatria.custody.core.kinds import RECORDED
from repatria.custody.core.words import Kind

PAPERS = frozenset({"card", "form-d", "sheet"})
_KEYS = frozenset({"kind", "article", "model", "paper", "verified", "fields"})


@dataclass(frozen=True, slots=True)
class FormField:
    """A field as it stands on one form; ``number`` is the model form's own."""

    field: Field
    label: str
    number: str = ""
    owed: bool = False

    @property
    def name(self) -> str:
        """The name by which its value is kept."""
        return self.field.name

    @property
    def sort(self) -> Sort:
        """How it is asked for."""
        return self.field.sort

    @property
    def reader(self) -> Reader:
        """Who reads it."""
        return self.field.reader


@dataclass(frozen=True, slots=True)
class Form:
    """One form: what it is for, by which article, and its fields in order.

    ``model`` names the model form it follows, "" where there is none; ``verified`` is
    whether somebody has compared its fields with the text.
    """

    kind: Kind
    article: str
    model: str
    paper: str
    verified: bool
    fields: tuple[FormField, ...]

    @property
    def owed(self) -> tuple[str, ...]:
        """The fields that must be answered, if only by saying that nobody knows."""
        return tuple(one.name for one in self.fields if one.owed)


@cache
def forms() -> Mapping[Kind, Form]:
    """Return the form of every kind that is recorded here."""
    folder = files("repatria.custody.core") / "forms"
    read = [
        read_form((folder / f"{kind.value}.toml").read_text(encoding="utf-8"))
        for kind in RECORDED
    ]
    return {form.kind: form for form in read}


def read_form(text: str) -> Form:
    """Read the text of one form; a mistake in it is raised as ValueError."""
    told = tomllib.loads(text)
    if told.keys() != _KEYS:
        raise ValueError(sorted(told.keys() ^ _KEYS))
    if told["paper"] not in PAPERS:
        raise ValueError(told["paper"])
    kind = Kind(told["kind"])
    return Form(
        kind=kind,
        article=told["article"],
        model=told["model"],
        paper=told["paper"],
        verified=told["verified"],
        fields=tuple(_field(row) for row in told["fields"]),
    )


def _field(row: Mapping[str, Any]) -> FormField:
    if unknown := row.keys() - {"name", "label", "number", "owed"}:
        raise ValueError(sorted(unknown))
    name, label = row["name"], row.get("label", "")
    if name not in FIELDS or (label and label not in LABELS):
        raise ValueError(name)
    owed = row.get("owed", False)
    if owed and name not in OWED:  # nothing else is ever required of a prisoner
        raise ValueError(name)
    words = LABELS[label] if label else FIELDS[name].label
    return FormField(FIELDS[name], words, row.get("number", ""), owed)
