"""What somebody chose of a sender's columns: remembered for the next file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from repatria.ledger import services as ledger
from repatria.register.core.choices import CHOICES, Chosen, header_of
from repatria.register.core.refusals import ColumnChoiceError
from repatria.register.models import ColumnChoice
from repatria.register.services.locks import one_at_a_time
from repatria.shared.actors import Actor


def choices_of(sender: str) -> dict[str, Chosen]:
    """Return by heading what was last chosen for a sender's lists."""
    held = ColumnChoice.objects.filter(sender=sender).order_by("version")
    newest: dict[str, Chosen] = dict(held.values_list("header", "columns"))
    return {header: columns for header, columns in newest.items() if columns}


def choice_for(sender: str, header: str) -> ColumnChoice | None:
    """Return the choice that holds for a heading; None where none was made."""
    held = ColumnChoice.objects.filter(sender=sender, header=header)
    newest = held.order_by("-version").first()
    return newest if newest and newest.columns else None


@transaction.atomic
def choose_columns(
    *, actor: Actor, sender: str, columns: Mapping[str, str], at: datetime
) -> ColumnChoice:
    """Remember which column of a sender's lists is which field.

    ``columns`` gives every column of the heading, in order, a code of
    ``core.choices.CHOICES``.  It holds for every file of this sender with the same
    heading, until somebody chooses anew.  Raises ``ColumnChoiceError`` for a code that
    there is not, or where no column would hold a name or a number.
    """
    if not set(columns.values()) <= set(CHOICES) or not any(columns.values()):
        raise ColumnChoiceError
    return _keep(actor, sender, header_of([*columns]), list(columns.items()), at)


@transaction.atomic
def forget_columns(
    *, actor: Actor, sender: str, header: str, at: datetime
) -> ColumnChoice | None:
    """Leave it to the reader of the file again; what was chosen stays to be seen."""
    if choice_for(sender, header) is None:
        return None
    return _keep(actor, sender, header, [], at)


def _keep(
    actor: Actor, sender: str, header: str, columns: Chosen, at: datetime
) -> ColumnChoice:
    one_at_a_time()
    held = ColumnChoice.objects.filter(sender=sender, header=header)
    last = held.order_by("-version").first()
    version = last.version + 1 if last else 1
    choice = ColumnChoice.objects.create(
        sender=sender, header=header, version=version, columns=columns,
        by=actor.ref, at=at,
    )  # fmt: skip
    ledger.append(
        actor=actor,
        act="register.columns-chosen",
        about=f"columns:{choice.pk}",
        facts={
            "fields": sorted(code for _column, code in columns if code),
            "sender": sender,
            "version": version,
        },
        at=at,
    )
    return choice
