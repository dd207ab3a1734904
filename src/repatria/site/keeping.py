"""Keeping in step with the database what lies beside it: the journal, the files."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings

from repatria.access.models import DataKey
from repatria.register.models import Erasure, ErasureStep, Record, SourceFile, Upload
from repatria.shared.pieces import pieces
from repatria.site.backups import journal


def note_erased(*, records: Sequence[int], erasure: str, at: datetime) -> None:
    """Write into the journal what was erased just now."""
    for piece in pieces(records):
        held = Record.objects.filter(pk__in=piece).order_by("pk")
        owners = [record.owner for record in held.only(*_OWNER)]
        journal.note(_data(), erasure=erasure, owners=owners, at=at)


_OWNER = ("source_id", "source_file_id", "row")


def note_missed() -> int:
    """Write what a machine that died after an erasure had no time to; return how much.

    The database is asked, so that the journal lacks nothing for longer than a day.
    """
    place = _data() / journal.PLACE
    known = journal.read(place) if place.is_file() else {}
    done = Erasure.objects.filter(step__kind=ErasureStep.Kind.CONFIRMED)
    missed = [one for one in done.select_related("step") if one.ref not in known]
    for one in missed:
        records = list(one.named.values_list("record_id", flat=True))
        note_erased(records=records, erasure=one.ref, at=one.step.at)
    return len(missed)


LEFT_S = 24 * 60 * 60  # nobody is still at work on what lies so long


def sweep(*, at: datetime) -> int:
    """Throw away what a machine that died had no time to; return how much.

    Sealed files that nothing names, whose keys were never kept or are destroyed;
    files that were half written; copies of a backup that did not come to its end.
    """
    live = set(
        SourceFile.objects.exclude(sha256__in=_shredded()).values_list(
            "file", flat=True
        )
    )
    live |= {f"uploads/{ref}.sealed" for ref in _uploads()}
    files = _data() / "files"
    swept = 0
    for folder in ("sources", "uploads"):
        for place in (files / folder).glob("*"):
            if f"{folder}/{place.name}" not in live and _lies_long(place, at):
                place.unlink()
                swept += 1
    for place in _data().glob("backup-*"):
        if _lies_long(place, at):
            shutil.rmtree(place, ignore_errors=True)
            swept += 1
    return swept


def _shredded() -> list[str]:
    begins = "sourcefile:"
    gone = DataKey.objects.filter(owner__startswith=begins)
    owners = gone.exclude(destroyed_at=None).values_list("owner", flat=True)
    return [owner.removeprefix(begins) for owner in owners]


def _uploads() -> list[str]:
    return list(Upload.objects.values_list("ref", flat=True))


def _lies_long(place: Path, at: datetime) -> bool:
    return at.timestamp() - place.stat().st_mtime > LEFT_S


def _data() -> Path:
    return Path(settings.REPATRIA_HOME)
