"""The course of a lot: what is fixed first, who commits, who shows, what it is worth.

First the inputs are fixed: the rules and everybody who could go, by hashes that all can
check.  Then each participant, the parties and the neutral agency, commits to a secret.
Once all have, nothing more is taken in, and only then are the secrets shown.  Whoever
shows last cannot choose, because what it committed to is fixed; as long as a single
participant keeps its secret until then, the others together cannot choose either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Any

import rfc8785

from repatria.exchange.core.document import Row, are_seats, is_day
from repatria.exchange.core.lot import Witness, commitment, seed_of
from repatria.shared.text import mark as _

EARLIER = "lot drawn for an earlier list"
"""What is said where people or rules changed after the lot was called."""
CALL, COMMITMENT, COMMITMENTS, SECRET = "call", "commitment", "commitments", "secret"
INPUT_KEYS = frozenset(
    {"candidates_sha256", "drawn_by", "exchange", "lists", "number", "parties"}
    | {"people", "round", "rules_sha256"}
)
SECTION_KEYS = frozenset(
    {"commitments", "inputs", "not_shown", "secrets", "seed", "witness"}
)
_HEX = re.compile(r"[0-9a-f]{64}")


class Stand(StrEnum):
    """Where a lot stands."""

    OPEN = "open"
    CLOSED = "closed"
    DRAWN = "drawn"
    GIVEN_UP = "given-up"


STAND_WORDS = {
    Stand.OPEN: _("Waits for commitments"),
    Stand.CLOSED: _("Every commitment is in; the secrets are shown now"),
    Stand.DRAWN: _("Drawn: every secret fits its commitment"),
    Stand.GIVEN_UP: _("Not witnessed: a secret was never shown"),
}
STAND_TONES = {
    Stand.OPEN: "waiting",
    Stand.CLOSED: "waiting",
    Stand.DRAWN: "good",
    Stand.GIVEN_UP: "differs",
}


def is_hex(written: object) -> bool:
    """Tell whether this is a commitment, or a secret as the command makes it.

    256 bits: a shorter secret could be found from its commitment by trying.
    """
    return isinstance(written, str) and _HEX.fullmatch(written) is not None


def people_sha256(rows: Iterable[Row]) -> str:
    """Return the hash of everybody who could go, in whatever order they come.

    Over case, leg and both powers' numbers, without names: whoever has the signed list,
    which names everybody, can repeat it.
    """
    told = sorted([row.case, row.leg, row.holder_id, row.home_id] for row in rows)
    return sha256(rfc8785.dumps(told)).hexdigest()


def participants(inputs: Mapping[str, Any]) -> list[str]:
    """Return who takes part: every party and the agency that draws."""
    return [*inputs["parties"], inputs["drawn_by"]]


def inputs_sha256(inputs: Mapping[str, Any]) -> str:
    """Return the hash of what is fixed first."""
    return sha256(rfc8785.dumps(dict(inputs))).hexdigest()


def section(
    inputs: Mapping[str, Any],
    commitments: Mapping[str, str],
    secrets: Mapping[str, str],
    *,
    rows: Iterable[Row],
    rules_sha256: str,
    seed: str,
) -> dict[str, Any]:
    """Return what the signed list tells of its lot.

    ``seed`` is the one that was used: of the secrets if all were shown, else the one
    that the rules name.
    """
    missing = [one for one in participants(inputs) if one not in secrets]
    return {
        "inputs": dict(inputs),
        "commitments": dict(commitments),
        "secrets": dict(secrets),
        "not_shown": missing,
        "seed": seed,
        "witness": _witness(inputs, missing, rows=rows, rules_sha256=rules_sha256),
    }


def _witness(
    inputs: Mapping[str, Any],
    missing: Sequence[str],
    *,
    rows: Iterable[Row],
    rules_sha256: str,
) -> str:
    if missing:
        return Witness.NOT_WITNESSED.value
    same = inputs["rules_sha256"] == rules_sha256
    same = same and inputs["candidates_sha256"] == people_sha256(rows)
    return Witness.WITNESSED.value if same else EARLIER


def fault_in_section(
    told: Any, *, document: Mapping[str, Any], rows: Sequence[Row]
) -> str:
    """Return which key of a list's lot does not hold, "" if all do.

    Nothing is believed: every hash is made anew, and the witness is worked out.
    """
    if not isinstance(told, dict) or told.keys() != SECTION_KEYS:
        return "keys"
    # In this order: each check may rely on those before it.
    checks = {
        "inputs": _inputs_hold,
        "commitments": _commitments_hold,
        "secrets": _secrets_hold,
        "not_shown": lambda told, _document: told["not_shown"] == _missing(told),
        "seed": _seed_holds,
    }
    for key, holds in checks.items():
        if not holds(told, document):
            return key
    fair = _witness(
        told["inputs"],
        _missing(told),
        rows=rows,
        rules_sha256=str(document["rules_sha256"]),
    )
    return "" if told["witness"] == fair else "witness"


def _inputs_hold(told: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    return not fault_in_inputs(told["inputs"]) and _about_the_same(
        told["inputs"], document
    )


def _commitments_hold(told: Mapping[str, Any], _document: Mapping[str, Any]) -> bool:
    who = set(participants(told["inputs"]))
    return _are_hex(told["commitments"]) and told["commitments"].keys() <= who


def _secrets_hold(told: Mapping[str, Any], _document: Mapping[str, Any]) -> bool:
    committed, secrets = told["commitments"], told["secrets"]
    return _are_hex(secrets) and all(
        commitment(secret) == committed.get(one) for one, secret in secrets.items()
    )


def _seed_holds(told: Mapping[str, Any], _document: Mapping[str, Any]) -> bool:
    if not isinstance(told["seed"], str):
        return False
    return bool(_missing(told)) or told["seed"] == seed_of(told["secrets"])


def _missing(told: Mapping[str, Any]) -> list[str]:
    return [one for one in participants(told["inputs"]) if one not in told["secrets"]]


def _about_the_same(inputs: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    return all(inputs[key] == document[key] for key in ("exchange", "round", "parties"))


def _are_hex(told: Any) -> bool:
    return isinstance(told, dict) and all(map(is_hex, told.values()))


def fault_in_inputs(told: Any) -> str:
    """Return which key of what is fixed first is not sound, "" if all are."""
    if not isinstance(told, dict) or told.keys() != INPUT_KEYS:
        return "keys"
    texts = ("drawn_by", "exchange")
    hashes = ("candidates_sha256", "rules_sha256")
    checks = {
        **{key: isinstance(told[key], str) for key in texts},
        **{key: is_hex(told[key]) for key in hashes},
        **{key: _is_number(told[key]) for key in ("number", "people", "round")},
        "parties": _are_words(told["parties"]),
        "lists": isinstance(told["lists"], list) and all(map(_is_list, told["lists"])),
    }
    wrong = next((key for key, sound in checks.items() if not sound), "")
    return wrong or ("drawn_by" if told["drawn_by"] in told["parties"] else "")


def _is_number(told: Any) -> bool:
    return isinstance(told, int) and not isinstance(told, bool) and told > 0


def _are_words(told: Any) -> bool:
    return isinstance(told, list) and all(isinstance(one, str) for one in told)


def _is_list(told: Any) -> bool:
    keys = {"holder", "home", "sha256", "subject"}
    return (
        isinstance(told, dict)
        and told.keys() == keys
        and all(isinstance(value, str) for value in told.values())
    )


_MESSAGES = {
    CALL: {"inputs", "on", "seats", "title"},
    COMMITMENT: {"commitment", "inputs_sha256", "party"},
    COMMITMENTS: {"commitments", "inputs_sha256"},
    SECRET: {"inputs_sha256", "party", "secret"},
}


def fault_in_message(told: Any) -> str:
    """Return which key of a message about a lot is not sound, "" if all are."""
    about = told.get("about") if isinstance(told, dict) else None
    keys = _MESSAGES.get(about) if isinstance(about, str) else None
    if keys is None or told.keys() != keys | {"about", "kind"}:
        return "keys"
    checks = {
        "inputs": lambda one: not fault_in_inputs(one),
        "party": lambda one: isinstance(one, str),
        "title": lambda one: isinstance(one, str),
        "on": is_day,
        "seats": are_seats,
        "commitments": _are_hex,
    }
    return next((key for key in keys if not checks.get(key, is_hex)(told[key])), "")
