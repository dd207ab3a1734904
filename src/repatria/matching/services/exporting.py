"""The one place where an export of verdicts is written to the ledger.

Purpose first: who takes a list of people out of the register says what for.  A general
service for exports can take the place of this function.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from repatria.ledger import services as ledger
from repatria.shared.actors import Actor


def enter_export(
    *, actor: Actor, about: str, purpose: str, facts: Mapping[str, object], at: datetime
) -> None:
    """Write, in the caller's transaction, what is taken out and for which purpose.

    ``purpose`` is a code; its words are kept beside the export, not on the ledger.
    """
    ledger.append(
        actor=actor,
        act="matching.verdicts-exported",
        about=about,
        facts={"purpose": purpose, **facts},
        at=at,
    )
