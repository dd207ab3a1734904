"""A lot off the server: a new secret in a file, and the check of a list's lot."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rfc8785

from repatria.exchange.core.document import fault_in, rows_of
from repatria.exchange.core.lot import commitment
from repatria.exchange.core.lot_files import NoLotInFileError, SecretThereError
from repatria.exchange.core.lots import fault_in_section, is_hex
from repatria.shared.files import owner_only


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file holds: a secret's commitment, or a list's lot and what is amiss."""

    commitment: str = ""
    fault: str = ""
    witness: str = ""
    seed: str = ""
    not_shown: tuple[str, ...] = ()


def new_secret(place: Path) -> str:
    """Write a new secret, for its owner's eyes alone; return its commitment.

    Never over a file that is there: without its secret a commitment is lost.
    """
    secret = secrets.token_hex(32)
    try:
        with open(place, "x", encoding="ascii", opener=owner_only) as file:
            file.write(f"{secret}\n")
    except FileExistsError as fault:
        raise SecretThereError(file=place.name) from fault
    return commitment(secret)


def check_file(place: Path) -> Checked:
    """Say what a secret commits to, or whether the lot of a signed list holds.

    Raises ``NoLotInFileError``.
    """
    content = place.read_bytes()
    written = content.decode("utf-8", errors="replace").strip()
    if is_hex(written):
        return Checked(commitment=commitment(written))
    told = _list(content, place)
    going, others = rows_of(told)
    section = told["lot"]
    fault = fault_in_section(section, document=told, rows=[*going, *others])
    if fault:
        return Checked(fault=fault)
    return Checked(
        witness=section["witness"],
        seed=section["seed"],
        not_shown=tuple(section["not_shown"]),
    )


def _list(content: bytes, place: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(content)
    except (ValueError, RecursionError) as fault:
        raise NoLotInFileError(file=place.name) from fault
    if fault_in(told) or "lot" not in told or rfc8785.dumps(told) != content:
        raise NoLotInFileError(file=place.name)
    return told
