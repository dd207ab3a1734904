"""Saying that somebody goes elsewhere than home, and taking it back.

Third Convention, articles 109 and 111: powers arrange for a neutral country by
agreement.  Nothing here reads a wish, and no wish follows from anything here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from repatria.access import doors, vault
from repatria.access.queries import installation
from repatria.exchange.core.destination_refusals import (
    NobodysWordError,
    NoCountryError,
    NotConcernedError,
    NotElsewhereError,
    NotOnAListError,
)
from repatria.exchange.models import Destination, DestinationTakenBack
from repatria.ledger import services as ledger
from repatria.register.core.case_numbers import new_ref
from repatria.register.models import Record, Subject
from repatria.register.queries import party_names, records_of
from repatria.shared.actors import Actor

DESTINATION = "exchange.destination"
MOST = 40
"""The most signs of a country's name."""
_FIELD = "country"


@dataclass(frozen=True, slots=True)
class DestinationShown:
    """Where somebody goes, opened for a page or for making a list."""

    ref: str
    case_ref: str
    holder: str
    home: str
    country: str
    words_of: tuple[str, ...]
    recorded_by: str
    recorded_at: datetime
    taken_back_at: datetime | None

    @property
    def holds(self) -> bool:
        """Whether it was not taken back."""
        return self.taken_back_at is None

    @property
    def waits_for(self) -> tuple[str, ...]:
        """Which powers still have to say so before a list follows it.

        Both in the agency's installation; a party's own list follows its own word.
        """
        ours = installation().party
        needed = {self.holder, self.home} if not ours else {ours}
        return tuple(sorted(needed - set(self.words_of)))


@transaction.atomic
def record_destination(
    *, actor: Actor, case_ref: str, country: str, words_of: Iterable[str], at: datetime
) -> Destination:
    """Record where somebody goes instead of home, and on whose word.

    A party's installation speaks for its party alone, whatever ``words_of`` says.
    Raises ``NotOnAListError``, ``NotConcernedError``, ``NobodysWordError``,
    ``NoCountryError`` or ``NotElsewhereError``.
    """
    doors.require(actor, DESTINATION)
    holder, home = concerned(case_ref)
    ours = installation().party
    words = sorted({ours} if ours else set(words_of))
    if not words or not set(words) <= {holder, home}:
        raise NobodysWordError
    where = read_country(country)
    if where in {holder, home}:
        raise NotElsewhereError(case=case_ref, country=where)
    ref = new_ref("D")
    made = Destination.objects.create(
        ref=ref,
        case_ref=case_ref,
        holder=holder,
        home=home,
        sealed_country=vault.seal_text(owner_of(ref), _FIELD, _padded(where)),
        words_of=words,
        recorded_by=actor.ref,
        recorded_at=at,
    )
    ledger.append(
        actor=actor,
        act="exchange.destination-recorded",
        about=case_ref,
        facts={"destination": ref, "words_of": words},
        at=at,
    )
    return made


@transaction.atomic
def take_back(
    *, actor: Actor, destination: Destination, at: datetime
) -> DestinationTakenBack:
    """Take a destination back, as an entry of its own; twice does no harm."""
    doors.require(actor, DESTINATION)
    back, new = DestinationTakenBack.objects.get_or_create(
        destination=destination, defaults={"by": actor.ref, "at": at}
    )
    if new:
        ledger.append(
            actor=actor,
            act="exchange.destination-taken-back",
            about=destination.case_ref,
            facts={"destination": destination.ref},
            at=at,
        )
    return back


def concerned(case_ref: str) -> tuple[str, str]:
    """Return who holds somebody and where home is, by the newest held list.

    By a missing list where nobody says to hold them.  Raises ``NotOnAListError``, and
    ``NotConcernedError`` in the installation of a party that is neither.
    """
    held = sorted(records_of(case_ref), key=_how_telling)
    file = held[-1].source_file if held else None
    if file is None:
        raise NotOnAListError(case=case_ref)
    ours = installation().party
    if ours and ours not in {file.holder, file.home}:
        raise NotConcernedError(case=case_ref, party=ours)
    return file.holder, file.home


def _how_telling(record: Record) -> tuple[bool, bool, int]:
    file = record.source_file
    return file is not None, bool(file and file.subject == Subject.HELD), record.pk


def read_country(written: str) -> str:
    """Return a country as it stands in a direction: a party's code, or its name.

    Raises ``NoCountryError``.
    """
    name = " ".join(written.split())
    if not name or len(name) > MOST or ">" in name or not name.isprintable():
        raise NoCountryError(most=str(MOST))
    for code, called in party_names().items():
        if name.casefold() in {code.casefold(), called.casefold()}:
            return code
    return name


def shown(destinations: Iterable[Destination]) -> list[DestinationShown]:
    """Open destinations in one go, in their order; the caller has passed the door.

    Of one that was erased nothing is left to show: it is not among them.
    """
    held = list(destinations)
    sealed = {owner_of(one.ref): bytes(one.sealed_country) for one in held}
    texts = vault.open_texts(_FIELD, sealed)
    return [
        _shown(one, texts[owner_of(one.ref)].rstrip())
        for one in held
        if owner_of(one.ref) in texts
    ]


def _shown(one: Destination, country: str) -> DestinationShown:
    back = getattr(one, "taken_back", None)
    return DestinationShown(
        ref=one.ref,
        case_ref=one.case_ref,
        holder=one.holder,
        home=one.home,
        country=country,
        words_of=tuple(one.words_of),
        recorded_by=one.recorded_by,
        recorded_at=one.recorded_at,
        taken_back_at=back.at if back else None,
    )


def agreed_now() -> list[DestinationShown]:
    """Return what lists follow, oldest first: said by all needed, not taken back."""
    standing = Destination.objects.filter(taken_back=None)
    found = shown(standing.order_by("recorded_at", "pk"))
    return [one for one in found if not one.waits_for]


def _padded(country: str) -> str:
    """Pad to one length in bytes: a sealed text is as long as what it seals."""
    return country + " " * (4 * MOST - len(country.encode()))


def owner_of(ref: str) -> str:
    """Return the owner of the key that seals a destination."""
    return f"destination:{ref}"
