"""Answering a list person by person, taking that back, and carrying it to others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import rfc8785
from django.db import transaction

from repatria.access import doors, restricted, vault
from repatria.access.core.errors import WithheldError
from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core import replies
from repatria.exchange.core.document import Row, rows_of
from repatria.exchange.core.entry_states import (
    EntryState,
    Position,
    RefusedFor,
    fault_in,
    may_follow,
    states_for,
)
from repatria.exchange.core.position_refusals import (
    AnswerNotTheirsError,
    AnswerOutOfOrderError,
    AnswerUnfitError,
    NobodyChosenError,
    NothingToTakeBackError,
    OverUnknownListError,
)
from repatria.exchange.core.refusals import MessageAlteredError
from repatria.exchange.models import EntryAnswer, ListEntry, ListVersion
from repatria.exchange.queries import positions
from repatria.ledger import services as ledger
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor
from repatria.shared.partial import partial
from repatria.shared.text import mark as _
from repatria.transmission import services as transmission
from repatria.transmission.models import Outgoing

ANSWER = "exchange.answer"
_FIELD = "ground"
_DAY, _GROUND = _("the day"), _("the ground")
_PARTS = {"on": _DAY, "of": _("the other entry"), "missing": _("what is missing")}


@dataclass(frozen=True, slots=True)
class Said:
    """One answer that a party gives of one or of many people.

    ``on`` is a day as far as it is known; ``ground`` why a holder refuses, which never
    leaves this installation.
    """

    state: EntryState
    on: str = ""
    of: str = ""
    missing: tuple[str, ...] = ()
    ground: str = ""


@dataclass(frozen=True, slots=True)
class _Act:
    """Who says something, as which party, and when; one number for all its rows."""

    ref: str
    actor: Actor
    party: str
    said_by: str
    at: datetime
    takes_back: str = ""
    grounds: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def answer_entries(
    *,
    actor: Actor,
    version: ListVersion,
    entries: Collection[ListEntry],
    said: Said,
    at: datetime,
) -> str:
    """Answer some people of a list alike, for this installation's party, in one act.

    Returns the number of the act, by which it can be taken back.  Raises
    ``NobodyChosenError``, ``AnswerUnfitError``, ``AnswerNotTheirsError`` and
    ``AnswerOutOfOrderError``; then nothing is kept of any of them.
    """
    doors.require(actor, ANSWER)
    if not entries:
        raise NobodyChosenError
    position = _position(said, on=at.date())
    party = installation().party
    act = _Act(
        new_ref("V"), actor, party, installation().code, at,
        grounds={one.pk: said.ground for one in entries if said.ground},
    )  # fmt: skip
    rows = dict.fromkeys(entries, position)
    _append(act, version, rows, agreed=queries.is_agreed(version))
    _on_the_ledger(act, version, "exchange.entries-answered", len(entries))
    return act.ref


@transaction.atomic
def take_back(*, actor: Actor, version: ListVersion, act: str, at: datetime) -> str:
    """Take this party's act back: what stood before stands again, as rows of its own.

    Whoever was answered anew since keeps the newer answer.  Raises
    ``NothingToTakeBackError``.
    """
    doors.require(actor, ANSWER)
    party = installation().party
    newest = positions.answers_over(version, party)
    undone = {key: row for key, row in newest.items() if row.act == act}
    if not undone or any(row.takes_back for row in undone.values()):
        raise NothingToTakeBackError
    before = _before(version, party, act)
    rows = {
        entry: positions.position_of(before.get(entry.pk))
        for entry in version.entries.filter(pk__in=undone)
    }
    back = _Act(
        new_ref("V"), actor, party, installation().code, at, takes_back=act,
        grounds={key: ground_of(row) for key, row in before.items()},
    )  # fmt: skip
    _append(back, version, rows, agreed=queries.is_agreed(version))
    _on_the_ledger(back, version, "exchange.answers-taken-back", len(rows))
    return back.ref


def _before(version: ListVersion, party: str, act: str) -> dict[int, EntryAnswer]:
    rows = EntryAnswer.objects.filter(entry__version=version, party=party)
    return {row.entry_id: row for row in rows.exclude(act=act).order_by("pk")}


@transaction.atomic
def send_answers(
    *, actor: Actor, version: ListVersion, party: str, to: str, at: datetime
) -> Outgoing:
    """Prepare a party's answers over a list: its own, or as the agency another's.

    Raises ``WithheldError`` where the agency would tell a power of somebody who is
    withheld from the powers.
    """
    outgoing = transmission.prepare(
        actor=actor,
        to=to,
        kind=replies.KIND,
        payload=rfc8785.dumps(answers_told(version, party=party, to=to, on=at.date())),
        at=at,
    )
    ledger.append(
        actor=actor,
        act="exchange.answers-prepared",
        about=version.round.exchange.ref,
        facts={"sha256": version.sha256, "party": party, "to": to},
        at=at,
    )
    return outgoing


def answers_told(
    version: ListVersion, *, party: str, to: str, on: date
) -> dict[str, Any]:
    """Return the whole of what a party answers over this very version.

    By number in the list, in the order of the document.  A ground of a refusal is not
    in it, nor what anybody wishes.
    """
    rows = [(row.entry, positions.position_of(row)) for row in sent(version, party)]
    untold = restricted.withheld_from(to)
    if any(entry.case_ref in untold for entry, _position in rows):
        raise WithheldError(to=to)
    told = ((entry.shared_ref, position) for entry, position in rows)
    return replies.answers(over(version, party, on), told)


def sent(version: ListVersion, party: str) -> list[EntryAnswer]:
    """Return the answers of a party that stand over this very version."""
    newest = [row.pk for row in positions.answers_over(version, party).values()]
    rows = EntryAnswer.objects.filter(pk__in=newest).exclude(state=EntryState.OPEN)
    return list(rows.select_related("entry").order_by("entry__place"))


def over(version: ListVersion, party: str, on: date) -> replies.Over:
    """Return what a reply is about."""
    return replies.Over(
        version.round.exchange.ref,
        version.round.number,
        version.version,
        version.sha256,
        party,
        on,
    )


@transaction.atomic
def receive_answers(
    *, actor: Actor, sender: str, told: Mapping[str, Any], at: datetime
) -> ListVersion:
    """Keep what a party answers over a list; the same file twice adds nothing.

    The file is the whole of what it says: an answer that is no longer in it was taken
    back.  Raises ``OverUnknownListError``, ``MessageAlteredError`` for somebody who is
    not on that list, and what ``answer_entries`` raises.
    """
    version = version_for(told)
    party = told["party"]
    entries = {entry.shared_ref: entry for entry in version.entries.all()}
    said = replies.positions_of(told)
    if not said.keys() <= entries.keys():
        raise MessageAlteredError(fault="case")
    known = positions.answers_over(version, party)
    rows = {entries[case]: position for case, position in said.items()}
    for entry in entries.values():
        if entry.pk in known and entry not in rows:
            rows[entry] = Position(EntryState.OPEN)
    changed = {
        entry: position
        for entry, position in rows.items()
        if positions.position_of(known.get(entry.pk)) != position
    }
    if changed:
        act = _Act(new_ref("V"), actor, party, sender, at)
        # Said before or after both had signed: a statement by somebody else is kept.
        _append(act, version, changed, agreed=False)
        _on_the_ledger(act, version, "exchange.answers-received", len(changed))
    return version


def version_for(told: Mapping[str, Any]) -> ListVersion:
    """Return the list that a reply is about; raise ``OverUnknownListError``."""
    version = (
        ListVersion.objects.filter(
            sha256=told["sha256"], kind=ListVersion.Kind.PROPOSAL
        )
        .select_related("round__exchange")
        .first()
    )
    if version is None:
        raise OverUnknownListError(hash=str(told["sha256"])[:12])
    exchange = version.round.exchange
    parties = queries.parties_of(exchange)
    if told["exchange"] != exchange.ref or told["party"] not in parties:
        raise MessageAlteredError(fault="exchange")
    return version


def ground_of(answer: EntryAnswer) -> str:
    """Open why a holder refused; "" elsewhere than with the holder, or if erased."""
    sealed, owner = bytes(answer.sealed_ground), owner_of(answer.ref)
    if not sealed:
        return ""
    return vault.open_texts(_FIELD, {owner: sealed}).get(owner, "").strip()


def owner_of(ref: str) -> str:
    """Return the owner of the key that seals a ground."""
    return f"answer:{ref}"


def _position(said: Said, *, on: date) -> Position:
    day = partial(said.on)
    if bool(day) is not bool(said.on.strip()) or day > on.isoformat()[: len(day)]:
        raise AnswerUnfitError(part=_DAY)
    if (said.ground in set(RefusedFor)) is not (said.state is EntryState.REFUSED):
        raise AnswerUnfitError(part=_GROUND)
    return Position(said.state, day, said.of, tuple(sorted(said.missing)))


def _append(
    act: _Act,
    version: ListVersion,
    rows: Mapping[ListEntry, Position],
    *,
    agreed: bool,
) -> None:
    known = positions.answers_over(version, act.party)
    listed = frozenset(version.entries.values_list("shared_ref", flat=True))
    _check_whose(act.party, version, rows)
    out_of_order = []
    for entry, position in rows.items():
        part = fault_in(position, other_entries=listed - {entry.shared_ref})
        if part:
            raise AnswerUnfitError(part=_PARTS[part])
        now = positions.position_of(known.get(entry.pk)).state
        signed = agreed and entry.proposed
        if not may_follow(now, position.state, agreed=signed):
            out_of_order.append(entry.shared_ref)
    if out_of_order:
        raise AnswerOutOfOrderError(entries=", ".join(sorted(out_of_order)))
    EntryAnswer.objects.bulk_create(_rows(act, rows))


def _check_whose(
    party: str, version: ListVersion, rows: Mapping[ListEntry, Position]
) -> None:
    listed = {row.case: row for row in everybody_on(version)}
    strange = []
    for entry, position in rows.items():
        row = listed[entry.shared_ref]
        theirs = states_for(party, holder=row.holder, home=row.gets)
        if position.state not in theirs | {EntryState.OPEN}:
            strange.append(entry.shared_ref)
    if strange:
        raise AnswerNotTheirsError(party=party, entries=", ".join(sorted(strange)))


def everybody_on(version: ListVersion) -> list[Row]:
    """Return every row of a list's document: who goes, then everybody else."""
    going, others = rows_of(queries.document_of(version))
    return [*going, *others]


def _rows(act: _Act, rows: Mapping[ListEntry, Position]) -> Iterable[EntryAnswer]:
    for entry, position in rows.items():
        ref = new_ref("V")
        ground = act.grounds.get(entry.pk, "")
        yield EntryAnswer(
            ref=ref,
            act=act.ref,
            entry=entry,
            party=act.party,
            state=position.state,
            on=position.on,
            of=position.of,
            missing=list(position.missing),
            sealed_ground=_sealed(ref, ground),
            takes_back=act.takes_back,
            said_by=act.said_by,
            by=act.actor.ref,
            at=act.at,
        )


def _sealed(ref: str, ground: str) -> bytes:
    if not ground:
        return b""
    # As long for every ground: a sealed text is as long as what it seals.
    longest = max(map(len, RefusedFor))
    return vault.seal_text(owner_of(ref), _FIELD, ground.ljust(longest))


def _on_the_ledger(act: _Act, version: ListVersion, name: str, n: int) -> None:
    facts = {"sha256": version.sha256, "party": act.party, "entries": n, "act": act.ref}
    ledger.append(
        actor=act.actor,
        act=name,
        about=version.round.exchange.ref,
        facts=facts,
        at=act.at,
    )
