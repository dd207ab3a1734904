"""The rules of an exchange: read, checked, and kept version after version."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from repatria.exchange.core.refusals import RulesForOthersError
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.reading.rules import rules_in
from repatria.exchange.models import Exchange, RulesVersion
from repatria.ledger import services as ledger
from repatria.rulebook.tables import load_table
from repatria.shared.actors import Actor

RULES_FILE = "RULES.toml"
Used = list[dict[str, str | int]]


def read_rules_text(text: str) -> Rules:
    """Return the rules that a text says; raise ``RulesRefusedError``."""
    return rules_in(text, file=RULES_FILE)


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def rules_used(rules: Rules) -> Used:
    """Return what rules take from the rulebook, with the versions that hold now.

    Depends on what was agreed and on nobody's facts: it may stand in clear.
    """
    law = {one.id: one.version for one in rules.of_law}
    if rules.parity.named:
        law[rules.parity.named] = load_table(rules.parity.named).version
    return [{"id": one, "version": version} for one, version in law.items()]


def checked_rules(text: str, parties: Sequence[str]) -> Rules:
    """Return the rules that a text says, for just these parties.

    Raises ``RulesRefusedError`` with the line, or ``RulesForOthersError``.
    """
    read = read_rules_text(text)
    if sorted(read.parties) != sorted(parties):
        raise RulesForOthersError(
            rules=", ".join(sorted(read.parties)), parties=", ".join(sorted(parties))
        )
    return read


def keep_version(
    exchange: Exchange,
    *,
    text: str = "",
    sha256: str = "",
    uses: Used | None = None,
    why: str = "",
    said_by: str = "",
    actor: Actor,
    at: datetime,
) -> RulesVersion:
    """Make the next version of an exchange's rules, and its ledger entry.

    ``sha256`` alone where another organisation keeps the text.
    """
    before = exchange.rules_versions.order_by("number").last()
    made = RulesVersion.objects.create(
        exchange=exchange,
        number=1 + (before.number if before else 0),
        text=text,
        sha256=sha256 or sha256_of(text),
        uses=uses or [],
        why=why,
        said_by=said_by,
        made_by=actor.ref,
        made_at=at,
    )
    ledger.append(
        actor=actor,
        act="exchange.rules-kept",
        about=exchange.ref,
        facts={"version": made.number, "sha256": made.sha256},
        at=at,
    )
    return made
