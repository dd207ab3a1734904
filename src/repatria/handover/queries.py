"""Where a handover stands: worked out from its events, lines and signatures."""

from __future__ import annotations

import base64
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from repatria.access import vault
from repatria.access.numbers import all_numbers
from repatria.access.queries import installation
from repatria.exchange import queries as exchange
from repatria.exchange.models import Round
from repatria.handover.core.errors import NotOnManifestError
from repatria.handover.core.steps import (
    Counts,
    Event,
    Standing,
    Step,
    counted,
    standing,
)
from repatria.handover.models import (
    Handover,
    HandoverEvent,
    Line,
    Manifest,
    Receipt,
)
from repatria.transmission import queries as transmission
from repatria.transmission.core.signing import verify
from repatria.transmission.models import Incoming, Reading


@dataclass(frozen=True, slots=True)
class Stand:
    """A line and where its person stands."""

    line: Line
    standing: Standing


def handover_called(ref: str) -> Handover | None:
    """Return the handover with this number, if it is here."""
    return Handover.objects.filter(ref=ref).first()


def lines_of(handover: Handover) -> list[Line]:
    """Return the lines on the manifest as it stands, by number."""
    return list(handover.lines.filter(listed=True).order_by("number"))


def line_about(handover: Handover, case_ref: str) -> Line:
    """Return the line of a person, by our number, an older one, or the list's own."""
    numbers = all_numbers(case_ref)
    for line in lines_of(handover):
        if numbers & {line.case_ref, line.shared_ref}:
            return line
    raise NotOnManifestError(asked=case_ref, handover=handover.ref)


def standing_of(line: Line) -> Standing:
    """Return where the person of one line stands."""
    others = Line.objects.filter(handover=line.handover_id, listed=True)
    if others.filter(in_place_of=line.number).exists():
        return Standing.REPLACED
    return standing(events_of(line))


def line_numbered(handover: Handover, number: int) -> Line:
    """Return a line by its number; raise ``NotOnManifestError``."""
    line = handover.lines.filter(number=number, listed=True).first()
    if line is None:
        raise NotOnManifestError(asked=str(number), handover=handover.ref)
    return line


def events_of(line: Line) -> list[Event]:
    """Return what was recorded of one line, oldest first."""
    return [event_value(row) for row in line.events.order_by("pk")]


def event_value(row: HandoverEvent) -> Event:
    """Return an entry as the value that core works on."""
    return Event(row.pk, Step(row.kind), row.undoes_id or 0)


def stands(handover: Handover) -> list[Stand]:
    """Return every line of the manifest and where its person stands."""
    return _stands(lines_of(handover), _events_by_line([handover]))


def _events_by_line(handovers: Iterable[Handover]) -> Mapping[int, list[Event]]:
    events: dict[int, list[Event]] = defaultdict(list)
    held = HandoverEvent.objects.filter(handover__in=[each.pk for each in handovers])
    for row in held.order_by("pk"):
        events[row.line_id].append(event_value(row))
    return events


def _stands(lines: Iterable[Line], events: Mapping[int, list[Event]]) -> list[Stand]:
    """Return where everybody on the lines of one handover stands."""
    lines = list(lines)
    replaced = {line.in_place_of for line in lines if line.in_place_of}
    return [
        Stand(
            line,
            Standing.REPLACED
            if line.number in replaced
            else standing(events.get(line.pk, ())),
        )
        for line in lines
    ]


def counts_of(handover: Handover) -> Counts:
    """Return how many lines stand where."""
    return counts_of_many([handover])[handover.pk]


def counts_of_many(handovers: Sequence[Handover]) -> dict[int, Counts]:
    """Return how many lines stand where in each handover, in one go, by its key."""
    events = _events_by_line(handovers)
    lines: dict[int, list[Line]] = {each.pk: [] for each in handovers}
    for line in Line.objects.filter(handover__in=lines, listed=True):
        lines[line.handover_id].append(line)
    return {
        key: counted([each.standing for each in _stands(held, events)])
        for key, held in lines.items()
    }


def current_manifest(handover: Handover) -> Manifest | None:
    """Return the newest version of the manifest."""
    return handover.manifests.order_by("version").last()


def current_receipt(handover: Handover) -> Receipt | None:
    """Return the newest receipt made here."""
    return handover.receipts.order_by("pk").last()


def own_signer() -> str:
    """Return under which code this organisation signs: its party's, or its own."""
    held = installation()
    return held.party or held.code


def manifest_signers(handover: Handover) -> list[str]:
    """Return who may sign the manifest: both parties, and whoever made it."""
    parties = [handover.holder, handover.home]
    own = own_signer()
    made_here = handover.maker == installation().code
    return [*parties, own] if made_here and own not in parties else parties


def receipt_signers(handover: Handover) -> list[str]:
    """Return the two parties whose signatures make the receipt mutual."""
    return [handover.holder, handover.home]


def signed_by(signed: Manifest | Receipt) -> list[str]:
    """Return whose signature over this very document is here, and still verifies."""
    content = signed.document.encode()
    return [
        row.party
        for row in signed.signatures.order_by("party")
        if any(
            verify(key, content, bytes(row.signature))
            for key in transmission.public_keys_of(row.party)
        )
    ]


def is_mutual(receipt: Receipt) -> bool:
    """Tell whether both parties signed this receipt."""
    return set(receipt_signers(receipt.handover)) <= set(signed_by(receipt))


def has_mutual_receipt(handover: Handover) -> bool:
    """Tell whether both parties signed the newest receipt made here."""
    receipt = current_receipt(handover)
    return receipt is not None and is_mutual(receipt)


@dataclass(frozen=True, slots=True)
class Theirs:
    """A receipt as another organisation sent it, and whether it was accepted."""

    incoming: Incoming
    sender: str
    sha256: str
    document: dict[str, Any]
    incoming_signatures: dict[str, bytes]
    accepted: bool


def receipts_received(handover: Handover) -> list[Theirs]:
    """Return every receipt that came for this handover, also those refused."""
    came = Incoming.objects.filter(kind="receipt", facts__handover=handover.ref)
    return [_theirs(incoming) for incoming in came.order_by("pk")]


def _theirs(incoming: Incoming) -> Theirs:
    told = json.loads(transmission.payload_of(incoming))
    return Theirs(
        incoming=incoming,
        sender=incoming.sender.code,
        sha256=str(told.get("sha256", "")),
        document=told.get("receipt", {}),
        incoming_signatures=read_signatures(told.get("signatures", {})),
        accepted=incoming.state == Reading.Outcome.READ,
    )


def read_signatures(written: dict[str, str]) -> dict[str, bytes]:
    """Return signatures as they travelled, by party, ready to be checked."""
    return {party: base64.b64decode(text) for party, text in written.items()}


def officers_of(event: HandoverEvent) -> dict[str, str]:
    """Open who agreed to a substitution, by party."""
    sealed = bytes(event.sealed_agreed)
    if not sealed:
        return {}
    owner = f"handover:{event.handover.ref}"
    said: dict[str, str] = json.loads(
        vault.open_text(owner, f"agreed:{event.line.number}", sealed)
    )
    return said


def crossed_counts_by_round(exchange_ref: str) -> dict[int, dict[str, int]]:
    """Return how many crossed in each direction "A>B" of an exchange, round by round.

    A leg that was handed over and that nobody crossed on counts 0; one without a
    handover here is not in the answer: not stated is not zero.
    """
    held = list(Handover.objects.filter(exchange_ref=exchange_ref))
    counts = counts_of_many(held)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for handover in held:
        found[handover.round_number][handover.leg] = counts[handover.pk].crossed
    return dict(found)


def crossed_in(handover: Handover) -> list[str]:
    """Return our case numbers of those who crossed; unknown ones are left out."""
    return [
        each.line.case_ref
        for each in stands(handover)
        if each.standing is Standing.CROSSED and each.line.case_ref
    ]


def handovers_of(case_refs: Iterable[str]) -> list[Line]:
    """Return the lines on which somebody with one of these numbers stood or stands."""
    lines = Line.objects.filter(case_ref__in=list(case_refs), listed=True)
    return list(lines.select_related("handover").order_by("handover__on", "pk"))


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg of an agreed list that no handover carries yet."""

    exchange: str
    round: int
    leg: str
    people: int

    @property
    def key(self) -> str:
        """Return the leg as one word, for a form."""
        return f"{self.exchange}|{self.round}|{self.leg}"


def legs_to_plan() -> list[Leg]:
    """Return the legs that both parties agreed and nobody has planned."""
    planned = set(Handover.objects.values_list("exchange_ref", "round_number", "leg"))
    found: list[Leg] = []
    for held in Round.objects.select_related("exchange"):
        version = exchange.agreed_version(held)
        people = exchange.entries_of(version) if version else []
        for leg, count in sorted(Counter(each.direction for each in people).items()):
            if (held.exchange.ref, held.number, leg) not in planned:
                found.append(Leg(held.exchange.ref, held.number, leg, count))
    return found
