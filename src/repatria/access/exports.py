"""Files with persons in them: asked for with a purpose, agreed to, fetched once.

Every room's download of persons goes through here.  A room makes an ``Offer`` and
hands it to ``access.web.exports.ask`` (a page) or to ``ask_for`` (a service); the file
is made and sealed at once, marked with the number of the export, and its key is
destroyed when it has been fetched or when its time has passed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from repatria.access import restricted, vault
from repatria.access.core.errors import (
    ExportNotReadyError,
    NothingHereError,
    SecondPersonError,
)
from repatria.access.core.exports import State, needs_approval, state_of
from repatria.access.core.refs import new_ref
from repatria.access.models import Export
from repatria.access.queries import person_behind
from repatria.ledger import reads
from repatria.ledger.services import append
from repatria.shared.actors import Actor
from repatria.shared.text import mark as _
from repatria.shared.text import say

GOOD_FOR = timedelta(days=3)
MARK = _(
    "Export {ref} of {organisation}: taken out for one purpose, not to be passed on."
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that somebody may take out.

    ``what`` is a stable word ("register.list"), ``title`` marked words for it,
    ``about`` an opaque reference ("list:12").  ``cases`` are the case numbers of
    everybody in it, ``people`` how many there are where some have no number.
    ``make`` is told the line that marks the file, which it must show, and returns
    its bytes.  ``sensitive`` content always takes a second person.
    """

    what: str
    title: str
    file_name: str
    content_type: str
    cases: Sequence[str]
    make: Callable[[str], bytes] = field(repr=False)
    about: str = ""
    people: int = 0
    sensitive: bool = False

    @property
    def size(self) -> int:
        """How many people the file shows."""
        return max(self.people, len(set(self.cases)))


def takes_two(offer: Offer) -> bool:
    """Tell whether a second person must agree to this file."""
    secret = offer.sensitive or bool(restricted.numbers() & set(offer.cases))
    most = settings.REPATRIA_EXPORT_ALONE
    return needs_approval(people=offer.size, sensitive=secret, most_alone=most)


def new_number() -> str:
    """Return a number for an export whose file a job makes beforehand."""
    return new_ref("E")


def mark_of(ref: str, *, organisation: str) -> str:
    """Return the line that marks the file of an export."""
    return say(MARK, ref=ref, organisation=organisation)


@transaction.atomic
def ask_for(
    *,
    actor: Actor,
    offer: Offer,
    purpose: str,
    recipient: str,
    at: datetime,
    ref: str = "",
) -> Export:
    """Make the file, seal it, and keep for what and for whom it is.

    ``ref`` is the number given out beforehand, for a file that a job has made already.
    Raises ``NothingHereError`` where somebody is in it whom the actor may not see.
    """
    if restricted.hidden_cases(actor).intersection(offer.cases):
        raise NothingHereError
    ref = ref or new_number()
    content = offer.make(mark_of(ref, organisation=actor.organisation))
    held = Export(
        ref=ref,
        what=offer.what,
        title=offer.title,
        about=offer.about,
        purpose=purpose,
        file_name=_marked_name(offer.file_name, ref),
        content_type=offer.content_type,
        sha256=hashlib.sha256(content).hexdigest(),
        people=offer.size,
        sensitive=offer.sensitive,
        needs_approval=takes_two(offer),
        by=actor.ref,
        at=at,
        expires_at=at + GOOD_FOR,
    )
    cases = json.dumps(sorted(set(offer.cases)))
    held.sealed_file = vault.seal_bytes(held.owner, "file", content)
    held.sealed_cases = vault.seal_text(held.owner, "cases", cases)
    held.sealed_recipient = vault.seal_text(held.about_owner, "recipient", recipient)
    held.save()
    facts = {
        "what": offer.what,
        "about": offer.about,
        "purpose": purpose,
        "people": held.people,
        "sha256": held.sha256,
        "needs-approval": held.needs_approval,
    }
    append(actor=actor, act="access.export-asked", about=ref, facts=facts, at=at)
    return held


def _marked_name(name: str, ref: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{ref}{dot}{ending}" if dot else f"{name}-{ref}"


@transaction.atomic
def decide(*, actor: Actor, export: Export, approved: bool, at: datetime) -> Export:
    """Agree to a file, or refuse it; somebody else than who asked must."""
    held = Export.objects.select_for_update().get(pk=export.pk)
    if person_behind(actor.ref) == person_behind(held.by):
        raise SecondPersonError
    if state(held, at=at) is not State.WAITING:
        raise ExportNotReadyError(ref=held.ref)
    held.approved, held.decided_by, held.decided_at = approved, actor.ref, at
    if not approved:
        _destroy(held, at=at)
    held.save()
    act = "access.export-approved" if approved else "access.export-refused"
    append(actor=actor, act=act, about=held.ref, at=at)
    return held


@transaction.atomic
def fetch(*, actor: Actor, export: Export, at: datetime) -> bytes:
    """Return the file, once, to whoever asked for it; its key is then destroyed.

    Everybody in it is noted as seen.  Raises ``ExportNotReadyError``.
    """
    held = Export.objects.select_for_update().get(pk=export.pk)
    if held.by != actor.ref:
        raise NothingHereError
    if state(held, at=at) is not State.READY:
        raise ExportNotReadyError(ref=held.ref)
    cases = json.loads(vault.open_text(held.owner, "cases", bytes(held.sealed_cases)))
    # What became restricted since then, or is entrusted to this reader no longer.
    if restricted.hidden_cases(actor).intersection(cases):
        raise NothingHereError
    content = vault.open_bytes(held.owner, "file", bytes(held.sealed_file))
    for case_ref in cases:
        reads.note(case_ref)
    held.fetched_at = at
    _destroy(held, at=at)
    held.save()
    facts = {"sha256": held.sha256, "people": held.people}
    append(actor=actor, act="access.export-fetched", about=held.ref, facts=facts, at=at)
    return content


@transaction.atomic
def forget_expired(*, actor: Actor, at: datetime) -> int:
    """Destroy the keys of files that nobody fetched in time; return how many."""
    late = Export.objects.filter(expires_at__lte=at, fetched_at=None)
    held = list(late.exclude(sealed_file=b""))
    for one in held:
        _destroy(one, at=at)
        one.save()
        append(actor=actor, act="access.export-expired", about=one.ref, at=at)
    return len(held)


def end(held: Export, *, at: datetime) -> None:
    """Let a file that waits to be fetched expire now; the caller ends its key."""
    held.sealed_file = held.sealed_cases = b""
    held.expires_at = at
    held.save(update_fields=["sealed_file", "sealed_cases", "expires_at"])


def _destroy(held: Export, *, at: datetime) -> None:
    vault.erase(held.owner, at=at)
    held.sealed_file = held.sealed_cases = b""


def state(held: Export, *, at: datetime) -> State:
    """Return where an export stands."""
    return state_of(
        fetched=held.fetched_at is not None,
        expired=held.expires_at <= at,
        needs=held.needs_approval,
        approved=held.approved,
    )


def recipients_of(held: Sequence[Export]) -> dict[str, str]:
    """Return for whom each file is, by its number; "" once that has been erased."""
    sealed = {one.about_owner: bytes(one.sealed_recipient) for one in held}
    texts = vault.open_texts("recipient", sealed)
    return {one.ref: texts.get(one.about_owner, "") for one in held}


def waiting(*, at: datetime) -> QuerySet[Export]:
    """Return what waits for a second person."""
    return Export.objects.filter(
        needs_approval=True, approved=None, fetched_at=None, expires_at__gt=at
    )
