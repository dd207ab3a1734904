"""The commands ``backup`` and ``restore``."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.shared.cli import TranslatedCommand
from repatria.shared.text import mark as _
from repatria.shared.text import mark_number, say, say_number
from repatria.site import home
from repatria.site.at_work import NoInstallationError
from repatria.site.backups.errors import KeysTwiceError
from repatria.site.options import told

if TYPE_CHECKING:
    from repatria.site.backups.making import Made
    from repatria.site.backups.restoring import Restored

A_PATH = click.Path(path_type=Path)
TAMPERED = 1
_DOING = {
    "database": _("Copying the database ..."),
    "files": _("Sealing database and files ..."),
    "read": _("Opening the backup ..."),
    "verify": _("Verifying what came out ..."),
    "erase": _("Erasing again what was erased since ..."),
}


def _progress(step: str) -> None:
    if sys.stderr.isatty():
        click.echo(say(_DOING[step]), err=True)


@click.command(
    "backup",
    cls=TranslatedCommand,
    help=_(
        "Seal database and files of an installation into one file, for a public key of "
        "age; also while it is being served. The keys are left out: --keys seals them "
        "into a file of their own, for another key that somebody else holds."
    ),
    example=(
        "repatria backup --data north --to north.backup --recipient age1...\n"
        "repatria backup --data north --to north.backup --recipient age1... "
        "--keys north.keys --keys-recipient age1..."
    ),
)
@click.option(
    "--data", type=A_PATH, required=True, help=_("The installation's data folder.")
)
@click.option(
    "--to",
    type=A_PATH,
    required=True,
    help=_("The file to write, whole or not."),
)
@click.option(
    "--recipient", required=True, help=_("Public key of age that the backup is for.")
)
@click.option("--keys", type=A_PATH, help=_("Seal the keys too, into this file."))
@click.option(
    "--keys-recipient", default="", help=_("Public key of age that the keys are for.")
)
@click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON."))
def backup(
    *,
    data: Path,
    to: Path,
    recipient: str,
    keys: Path | None,
    keys_recipient: str,
    as_json: bool,
) -> int:
    """Make a backup, and say what is in it and what is not."""
    from repatria.site.backups import making, sealed
    from repatria.site.backups.databases import database_of

    address = told("DATABASE_URL")
    if not data.is_dir() or not (address or (data / home.DATABASE).is_file()):
        raise NoInstallationError(folder=str(data))
    sealed_for = sealed.recipient_of(recipient)
    keys_for = sealed.recipient_of(keys_recipient) if keys else None
    if keys and keys_recipient.strip() == recipient.strip():
        raise KeysTwiceError
    if not making.has_room(data):
        raise OSError(errno.ENOSPC, "", str(data))
    made = making.make_backup(
        data, database_of(data, address), to=to, recipient=sealed_for,
        at=datetime.now(UTC), progress=_progress,
    )  # fmt: skip
    held = (
        making.back_up_keys(data, _master_key(data), to=keys, recipient=keys_for)
        if keys
        else []
    )
    click.echo(_made_json(made, held) if as_json else _made_words(made, held, to))
    if not made.sound:
        click.echo(say(_UNSOUND), err=True)
    return 0 if made.sound else TAMPERED


def _master_key(data: Path) -> Path:
    place = Path(told("REPATRIA_MASTER_KEY_FILE") or data / "keys" / home.MASTER_KEY)
    if not place.is_file():
        raise home.NoMasterKeyError(folder=str(data))
    return place


_FILES = mark_number("{n} file", "{n} files")
_ENTRIES = mark_number("{n} entry of the ledger", "{n} entries of the ledger")
_KEYS_APART = _("The keys are not in it. Without the master key nothing sealed opens.")
_KEYS_SEALED = _("The keys are sealed in a file of their own. Keep it elsewhere.")
_UNSOUND = _(
    'The ledger does not hold: run "repatria verify" on the data folder. The backup '
    "was made all the same."
)


def _made_json(made: Made, keys: list[str]) -> str:
    said = made.manifest
    return json.dumps(
        {
            "organisation": said.organisation,
            "database": said.kind,
            "made_at": said.made_at,
            "files": len(said.files),
            "bytes": made.bytes,
            "ledger": said.ledger,
            "sound": made.sound,
            "keys": keys,
        },
        indent=1,
    )


def _made_words(made: Made, keys: list[str], to: Path) -> str:
    said = made.manifest
    return "\n".join(
        (
            say(_("{file}: a backup of {organisation}."), file=str(to),
                organisation=said.organisation),
            f"  {say_number(*_FILES, len(said.files))}, "
            f"{say_number(*_ENTRIES, said.ledger['size'])}",
            "  " + say(_("Root of the ledger: {root}"), root=said.ledger["root"]),
            say(_KEYS_SEALED if keys else _KEYS_APART),
        )
    )  # fmt: skip


@click.command(
    "restore",
    cls=TranslatedCommand,
    help=_(
        "Open a backup into a new folder: all files and the ledger are verified first, "
        "and what is not whole is refused. What was erased since the backup is erased "
        "again, from the journal beside the keys or from --erasures."
    ),
    example=(
        "repatria restore north.backup --identity key.txt --data north-again\n"
        "repatria restore north.backup --identity key.txt --data north-again "
        "--keys north.keys --keys-identity other.txt"
    ),
)
@click.argument("file", type=A_PATH)
@click.option(
    "--identity", type=A_PATH, required=True, help=_("The file with the age identity.")
)
@click.option(
    "--data", type=A_PATH, required=True, help=_("The folder to make; new or empty.")
)
@click.option("--keys", type=A_PATH, help=_("The file in which the keys are sealed."))
@click.option(
    "--keys-identity", type=A_PATH, help=_("The identity that file was sealed for.")
)
@click.option(
    "--erasures", type=A_PATH, help=_("A newer journal of erasures (erasures.jsonl).")
)
@click.option("--json", "as_json", is_flag=True, help=_("Print the result as JSON."))
def restore(
    file: Path,
    *,
    identity: Path,
    data: Path,
    keys: Path | None,
    keys_identity: Path | None,
    erasures: Path | None,
    as_json: bool,
) -> int:
    """Restore, and say what is there and what is missing."""
    from repatria.site.backups import restoring, sealed
    from repatria.site.backups.databases import Database, database_of

    opens = sealed.identity_in(identity)
    brought = (keys, sealed.identity_in(keys_identity or identity)) if keys else None
    made: Callable[[Path], Database] = lambda folder: database_of(  # noqa: E731
        folder, told("DATABASE_URL")
    )
    done = restoring.restore(
        file, opens, data=data, database_of=made, keys=brought,
        at=datetime.now(UTC), progress=_progress,
    )  # fmt: skip
    again = _erase_again(data, erasures)
    click.echo(
        _restored_json(done, again) if as_json else _restored_words(done, again, data)
    )
    return 0 if done.copied.verdict.sound else TAMPERED


def _erase_again(data: Path, journal: Path | None) -> int:
    from repatria.site.backups import journal as journals

    place = journal or data / journals.PLACE
    if not place.is_file():
        return 0
    _progress("erase")
    return journals.erase_again(data, journals.read(place), at=datetime.now(UTC))


_RECORDS = mark_number("{n} record", "{n} records")
_AGAIN = mark_number(
    "{n} record erased since the backup was erased again.",
    "{n} records erased since the backup were erased again.",
)
_NO_MASTER = _(
    "The master key is missing: put it into {place}. Without it what is sealed stays "
    "closed and the pages are not served."
)
_RUN_IT = _("Everything fits what the backup says. Serve it with: {command}")
_TAMPERED = _("The ledger in it does not hold, as when the backup was made.")


def _restored_json(done: Restored, again: int) -> str:
    said = done.manifest
    return json.dumps(
        {
            "organisation": said.organisation,
            "database": said.kind,
            "made_at": said.made_at,
            "files": len(said.files),
            "tables": said.tables,
            "ledger": said.ledger,
            "sound": done.copied.verdict.sound,
            "master_key": done.has_master_key,
            "erased_again": again,
        },
        indent=1,
    )


def _restored_words(done: Restored, again: int, data: Path) -> str:
    said = done.manifest
    lines = [
        say(_("The backup of {organisation} made at {at} lies in {folder}."),
            organisation=said.organisation, at=said.made_at, folder=str(data)),
        f"  {say_number(*_FILES, len(said.files))}, "
        f"{say_number(*_RECORDS, said.tables.get('register_record', 0))}, "
        f"{say_number(*_ENTRIES, said.ledger['size'])}",
        "  " + say(_("Root of the ledger: {root}"), root=said.ledger["root"]),
    ]  # fmt: skip
    if again:
        lines.append(say_number(*_AGAIN, again))
    if not done.copied.verdict.sound:
        lines.append(say(_TAMPERED))
    if not done.has_master_key:
        place = str(data / "keys" / home.MASTER_KEY)
        lines.append(say(_NO_MASTER, place=place))
    lines.append(say(_RUN_IT, command=f"repatria serve --data {data}"))
    return "\n".join(lines)
