"""Writing the log of calls home."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from repatria.access.queries import left_alone_since
from repatria.ledger.services import append
from repatria.shared.actors import Actor
from repatria.tracing.core.contact import Contact
from repatria.tracing.core.errors import LeftAloneError
from repatria.tracing.models import ContactEvent, TracingRequest


@transaction.atomic
def log_contact(
    *,
    actor: Actor,
    case_ref: str,
    kind: Contact | str,
    at: datetime,
    request: TracingRequest | None = None,
) -> ContactEvent:
    """Record what happened about one call home, at ``at``.

    Nothing is recorded about somebody who asked to be left alone: nobody should have
    asked.  Raises ``LeftAloneError``.
    """
    refuse_to_ask(case_ref)
    event = ContactEvent.objects.create(
        case_ref=case_ref, request=request, kind=Contact(kind), at=at, by=actor.ref
    )
    append(
        actor=actor,
        act="tracing.contact-logged",
        about=case_ref,
        facts={"kind": event.kind, "request": request.ref if request else ""},
        at=at,
    )
    return event


def refuse_to_ask(case_ref: str) -> None:
    """Raise ``LeftAloneError`` where the person asked to be left alone."""
    since = left_alone_since(case_ref)
    if since is not None:
        raise LeftAloneError(case=case_ref, since=f"{since:%Y-%m-%d}")
