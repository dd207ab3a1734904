"""A small invented conflict in the agency's or a party's installation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from repatria.exchange.models import Exchange
from repatria.exchange.services import exchanges
from repatria.register.models import Record
from repatria.register.queries import case_refs_of
from repatria.register.services.decisions import link_all
from repatria.register.services.lists import import_list
from repatria.register.services.parties import register_party
from repatria.shared.actors import Actor

AT = datetime(2022, 11, 22, 9, tzinfo=UTC)
ON = date(2022, 11, 23)
NORTH, SOUTH = "NORLAND", "SUDMARK"
RULES = """
parties = ["NORLAND", "SUDMARK"]
tiers = ["geneva3.art109.1"]
exempt = ["geneva3.art109.1"]
require_consent = ["geneva3.art109.1"]

[parity]
kind = "count"

[lot]
seed = "2022-11-22"
"""

FAMILIES = (
    "Abrel Bresk Corvan Dremin Estov Farsk Gerlin Hostrel Istvar Jorvik Kalden Lumrev "
    "Mirov Nersk Orvell Prenn Quorin Resk Sorvin Tarvel"
).split()


def command(*roles: str, organisation: str = "agency") -> Actor:
    """Return somebody who acts, known to no table."""
    held = frozenset(roles)
    return Actor(ref="command:test", roles=held, organisation=organisation)


def read_lists(folder: Path, *, each: int, actor: Actor) -> dict[str, str]:
    """Import both parties' lists and confirm who is the same; own numbers -> cases.

    ``each`` people a side.  The holder NORLAND numbers its prisoners N-1, N-2, ...,
    and SUDMARK looks for the same people as M-S-1, ...; and the other way round.
    """
    for code in (NORTH, SOUTH):
        register_party(actor=actor, code=code, names={"en": code.title()}, at=AT)
    found: dict[str, str] = {}
    for holder, home in ((NORTH, SOUTH), (SOUTH, NORTH)):
        held = _imported(folder, actor, each, subject="held", holder=holder, home=home)
        lost = _imported(
            folder, actor, each, subject="missing", holder=holder, home=home
        )
        pairs = [(one.pk, other.pk) for one, other in zip(held, lost, strict=True)]
        link_all(actor=actor, pairs=pairs, reasons="same number", at=AT)
        cases = case_refs_of([record.pk for record in held])
        found |= {record.own_id: cases[record.pk] for record in held}
    return found


def _imported(
    folder: Path, actor: Actor, each: int, *, subject: str, holder: str, home: str
) -> Sequence[Record]:
    sender = holder if subject == "held" else home
    start = f"{holder[0]}-" if subject == "held" else f"M-{home[0]}-"
    path = folder / f"{subject}-{holder}-{home}.csv"
    rows = [
        f"{start}{n + 1},{FAMILIES[n % len(FAMILIES)]},{holder.title()},"
        f"1990-01-{n % 28 + 1:02},2022-03-{n % 28 + 1:02}"
        for n in range(each)
    ]
    header = "id,surname,given name,date of birth,captured on"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    version = import_list(
        actor=actor, path=path, name=path.name, sender=sender.lower(),
        subject=subject, holder=holder, home=home, said_on=date(2022, 11, 20), at=AT,
    )  # fmt: skip
    return list(version.records.order_by("row"))


def opened(
    actor: Actor, *, sizes: Sequence[int] = (3, 4), rules: str = RULES
) -> Exchange:
    """Set up a series of rounds, one day after the other, as many people each way."""
    rounds = [
        exchanges.RoundPlan(
            number,
            date(2022, 11, 22 + number),
            {f"{NORTH}>{SOUTH}": size, f"{SOUTH}>{NORTH}": size},
        )
        for number, size in enumerate(sizes, 1)
    ]
    return exchanges.open_exchange(
        actor=actor, title="Lake series", parties=(SOUTH, NORTH), rules=rules,
        rounds=rounds, at=AT,
    )  # fmt: skip


def words(page: str) -> str:
    """Return what a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
