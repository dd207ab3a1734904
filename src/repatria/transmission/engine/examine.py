"""``repatria verify``: does this thing say what it said when it was made?

A data folder, a transmission, a checkpoint, or a document in canonical JSON such as a
manifest or a receipt.  Offline, and without any secret.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import rfc8785

from repatria.ledger.core import checkpoints
from repatria.ledger.core.audit import Finding
from repatria.ledger.core.checkpoints import SignedCheckpoint
from repatria.ledger.engine.offline import verify_folder
from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _
from repatria.transmission.core import certificates, envelope, signing
from repatria.transmission.core.carried import read_payload
from repatria.transmission.core.signing import PublicKey, Signature
from repatria.transmission.engine.keyfiles import signatures_beside


@dataclass(slots=True)
class Answer:
    """What was found.

    ``kind``: ledger, checkpoint, transmission, certificate, document, or a document
    that a room knows, such as list.

    ``facts`` are for scripts; ``findings`` say what does not hold; ``signed_by`` the
    keys whose signatures hold, by the name under which the asker holds them, or empty.
    """

    kind: str
    facts: dict[str, str | int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    signed_by: list[tuple[bytes, str]] = field(default_factory=list)
    held: int = 0  # checkpoints from outside that it was held against

    @property
    def sound(self) -> bool:
        """Nothing was found."""
        return not self.findings

    def tell(self, code: str, what: str, **facts: str) -> None:
        """Add a finding in marked words."""
        self.findings.append(Finding(code, what, facts))


@dataclass(frozen=True, slots=True)
class Held:
    """What the asker brings along: checkpoints, public keys, signatures apart."""

    checkpoints: Sequence[SignedCheckpoint] = ()
    keys: Sequence[PublicKey] = ()
    signatures: Sequence[Signature] = ()


Look = Callable[[Mapping[str, Any]], tuple[dict[str, str | int], list[Finding]]]
"""What a room tells of a document of its own: facts, and what does not hold."""
_LOOKS: dict[str, tuple[str, Look]] = {}


def provide(kind: str, *, called: str, look: Look) -> None:
    """Let a later room look at documents of a ``kind``, which are ``called`` so."""
    _LOOKS[kind] = called, look


def examine(
    place: Path,
    held: Held,
    *,
    progress: Callable[[int], None] = lambda _done: None,
) -> Answer:
    """Look at a folder or file and say whether it holds."""
    if place.is_dir():
        return _folder(place, held, progress)
    content = place.read_bytes()
    if envelope.looks_like_one(content):
        return _transmission(content, held)
    if checkpoints.looks_like_one(content):
        return _checkpoint(content, place, held)
    if certificates.looks_like_one(content):
        return _certificate(content, place, held)
    return _document(content, held, signatures_beside(place))


def read_checkpoint(place: Path) -> SignedCheckpoint:
    """Return the checkpoint in a file: as downloaded, or as a transmission brought it.

    Raises ``NotACheckpointError`` and ``CheckpointForgedError``.
    """
    content = place.read_bytes()
    if envelope.looks_like_one(content):
        payload = envelope.read(content).payload
        content = read_payload(payload, file=str(place)).file
    return checkpoints.read(content, file=str(place))


def _folder(place: Path, held: Held, progress: Callable[[int], None]) -> Answer:
    verdict = verify_folder(place, held.checkpoints, progress=progress)
    facts: dict[str, str | int] = {
        "entries": verdict.size,
        "root": verdict.root,
        "checkpoints": verdict.agreed,
    }
    return Answer("ledger", facts, verdict.findings, held=verdict.held)


def _checkpoint(content: bytes, place: Path, held: Held) -> Answer:
    answer = Answer("checkpoint")
    try:
        found = checkpoints.read(content, file=place.name)
    except RepatriaError as refusal:
        _refuse(answer, refusal)
        return answer
    answer.facts = {
        "organisation": found.organisation,
        "entries": found.size,
        "root": found.root,
        "at": found.at,
        "key": signing.fingerprint(bytes.fromhex(found.public_key)),
    }
    for other in held.checkpoints:
        _compare(found, other, answer)
    return answer


def _compare(found: SignedCheckpoint, other: SignedCheckpoint, answer: Answer) -> None:
    if (other.organisation, other.size) != (found.organisation, found.size):
        return  # nothing can be said without the entries between them
    if other.root == found.root:
        answer.held += 1
    else:
        answer.tell(
            "ledger.two-histories",
            _("The held checkpoint over the same {size} entries has another root."),
            size=str(found.size),
        )


def _transmission(content: bytes, held: Held) -> Answer:
    answer = Answer("transmission")
    try:
        came = envelope.read(content)
    except RepatriaError as refusal:
        _refuse(answer, refusal)
        return answer
    header = came.header
    answer.facts = {
        "sender": header.sender,
        "recipient": header.recipient,
        "number": header.number,
        "kind": header.kind,
        "made_at": header.made_at,
        "sha256": header.payload_sha256,
    }
    made = [came.signature] if came.signature else []
    _check_signatures(came.content, [*made, *held.signatures], held, answer)
    return answer


def _certificate(content: bytes, place: Path, held: Held) -> Answer:
    """Look at a certificate's file, or at the line that its paper carries."""
    answer = Answer("certificate")
    try:
        seal = _seal_in(content, place)
    except RepatriaError as refusal:
        _refuse(answer, refusal)
        return answer
    answer.facts = {
        "organisation": seal.organisation,
        "number": seal.number,
        "version": seal.version,
        "sha256": seal.sha256,
    }
    key = seal.public_key
    if not seal.holds():
        answer.tell(
            "verify.signature-broken",
            _("The signature of the key {key} does not fit the content."),
            key=signing.fingerprint(key),
        )
        return answer
    # The key is that of a server: the organisation's checkpoints are signed with it.
    names = {one.key: one.organisation for one in held.keys}
    for one in held.checkpoints:
        if one.organisation == seal.organisation:
            names[bytes.fromhex(one.public_key)] = one.organisation
    if names and names.get(key) != seal.organisation:
        answer.tell(
            "verify.other-key",
            _("It is signed by the key {key}, which is none of those you hold."),
            key=signing.fingerprint(key),
        )
    else:
        answer.signed_by.append((key, names.get(key, "")))
    return answer


def _seal_in(content: bytes, place: Path) -> certificates.Seal:
    if content.lstrip().startswith(b"{"):
        return certificates.read(content, file=place.name).seal
    text = content.decode("ascii", errors="replace")
    return certificates.read_code(text, file=place.name)


def _document(content: bytes, held: Held, beside: Sequence[Signature]) -> Answer:
    answer = Answer("document", {"sha256": sha256(content).hexdigest()})
    if content.lstrip().startswith(b"{") and not _is_canonical(content):
        answer.tell(
            "verify.not-canonical",
            _(
                "The document is not in the form in which it was signed (canonical "
                "JSON): it was edited, or saved anew by another program."
            ),
        )
    _look_into(content, answer)
    _check_signatures(content, [*beside, *held.signatures], held, answer)
    return answer


def _look_into(content: bytes, answer: Answer) -> None:
    """Add what the room tells whose kind of document it is, if one does."""
    try:
        told = json.loads(content)
    except (ValueError, RecursionError):
        return
    kind = told.get("kind") if isinstance(told, dict) else None
    if isinstance(kind, str) and kind in _LOOKS:
        answer.kind, look = _LOOKS[kind]
        facts, findings = look(told)
        answer.facts |= facts
        answer.findings += findings


def _is_canonical(content: bytes) -> bool:
    try:
        return rfc8785.dumps(json.loads(content)) == content.rstrip(b"\n")
    except (ValueError, RecursionError):
        return False


def _check_signatures(
    content: bytes, made: Sequence[Signature], held: Held, answer: Answer
) -> None:
    names = {key.key: key.organisation for key in held.keys}
    for one in made:
        key = one.public_key
        if not one.holds_over(content):
            answer.tell(
                "verify.signature-broken",
                _("The signature of the key {key} does not fit the content."),
                key=signing.fingerprint(key),
            )
        elif names and key not in names:
            answer.tell(
                "verify.other-key",
                _("It is signed by the key {key}, which is none of those you hold."),
                key=signing.fingerprint(key),
            )
        else:
            answer.signed_by.append((key, names.get(key, "")))
    if names and not made:
        answer.tell("verify.unsigned", _("It carries no signature."))


def _refuse(answer: Answer, refusal: RepatriaError) -> None:
    answer.tell(refusal.code, refusal.what, **refusal.facts)
