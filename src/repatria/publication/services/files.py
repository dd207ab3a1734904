"""The public folder: what anybody may read, written anew after each decision."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings

from repatria.access.queries import installation
from repatria.publication import queries
from repatria.publication.report import (
    Public,
    files_of,
    languages,
    makers_of,
)
from repatria.register.queries import party_names
from repatria.shared.text import current_language, use_language


def public_folder() -> Path:
    """Return the folder whose content may be put on any web server as it is."""
    return Path(settings.REPATRIA_HOME) / "files" / "public"


def public_files() -> dict[str, bytes]:
    """Return every public file by its name: what is public now and nothing else."""
    return files_of(_public_now())


def public_file(name: str) -> bytes | None:
    """Return one public file as it lies in the folder, None where there is no such."""
    return _one(_public_now(), name)


def preview_file(told: dict[str, Any], name: str) -> bytes | None:
    """Return a file as it would be with only this document in it."""
    return _one(_public((told,)), name)


def _one(public: Public, name: str) -> bytes | None:
    make = makers_of(public).get(name)
    return make() if make else None


def _public_now() -> Public:
    return _public(tuple(queries.told_by(one) for one in queries.public_now()))


def _public(documents: tuple[dict[str, Any], ...]) -> Public:
    held = installation()
    return Public(documents, _names(), held.name, synthetic=held.synthetic)


def _names() -> dict[str, dict[str, str]]:
    """Return what the parties are called, by language."""
    spoken = current_language()
    names = {}
    for language in languages():
        use_language(language)
        names[language] = party_names()
    use_language(spoken)
    return names


def write_public_files() -> None:
    """Write the public folder: each file whole or not at all, no other left in it."""
    folder = public_folder()
    folder.mkdir(parents=True, exist_ok=True)
    files = public_files()
    for name, content in files.items():
        part = folder / f".{name}.part"
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / name)
    for other in folder.iterdir():
        if other.name not in files:
            other.unlink()
