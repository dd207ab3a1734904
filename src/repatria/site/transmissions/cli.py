"""The commands ``send`` and ``receive``: both write to an installation's data."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.shared.cli import TranslatedCommand
from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _
from repatria.shared.text import say
from repatria.site.at_work import at_work

if TYPE_CHECKING:
    from repatria.shared.actors import Actor
    from repatria.transmission.models import Incoming, Outgoing

A_PATH = click.Path(path_type=Path)
LIST = "list"
CHECKPOINT = "checkpoint"
COMMAND = "transmission"  # how the ledger names who sends and receives
UNREAD = 1


class ListNotHereError(RepatriaError):
    """A list is to be sent that was never taken in here."""

    code = "site.list-not-here"
    what = _("The list {file} has not been taken in here.")
    remedy = _("Import it on the page Lists first: what leaves is what was understood.")


class NothingToSendError(RepatriaError):
    """Neither a file nor a signature was given."""

    code = "site.nothing-to-send"
    what = _("It is not said what to send.")
    remedy = _(
        "Give --to, --kind and a file to prepare a transmission, or --signature with "
        "the .sig file to complete one."
    )


@click.command(
    "send",
    cls=TranslatedCommand,
    help=_(
        "Prepare a transmission: numbered, chained to the one before, laid into the "
        "outbox of the data folder, unsigned. Sign that file elsewhere with "
        '"repatria sign", then complete it with --signature. A list is sent as it was '
        "understood when it was imported; a checkpoint needs no file. What was sent "
        "cannot be unsent."
    ),
    example=(
        "repatria send --data north --to agency --kind list held.csv\n"
        "repatria send --data north --signature agency-0001-list.repatria.sig"
    ),
)
@click.argument("files", metavar="[FILE]...", nargs=-1, type=A_PATH)
@click.option(
    "--data", type=A_PATH, required=True, help=_("The installation's data folder.")
)
@click.option("--to", help=_("Code of the correspondent, or of its party."))
@click.option("--kind", help=_("What it is: list, reply, receipt, checkpoint ..."))
@click.option(
    "--signature",
    type=A_PATH,
    help=_('Complete a prepared transmission with the file that "sign" wrote.'),
)
@click.option("--json", "as_json", is_flag=True, help=_("One JSON object a line."))
def send(
    files: tuple[Path, ...],
    data: Path,
    to: str | None,
    kind: str | None,
    signature: Path | None,
    *,
    as_json: bool,
) -> None:
    """Prepare or complete, and say which files to carry where."""
    if signature is None and (not to or not kind):
        raise NothingToSendError
    with at_work(data, command=COMMAND) as actor:
        if signature is not None:
            done = [_completed(signature, actor)]
        else:
            done = _prepared(files, str(to), str(kind), actor)
        for one in done:
            _say_outgoing(one, as_json=as_json)


def _completed(signature: Path, actor: Actor) -> Outgoing:
    from repatria.transmission import services

    content = signature.read_bytes()
    outgoing = services.waiting_for(content)
    return services.attach_signature(
        actor=actor, outgoing=outgoing, signature=content, at=datetime.now(UTC)
    )


def _prepared(
    files: tuple[Path, ...], to: str, kind: str, actor: Actor
) -> list[Outgoing]:
    from repatria.transmission.checkpoints import send_checkpoint

    if kind == CHECKPOINT and not files:
        return [send_checkpoint(actor=actor, to=to, at=datetime.now(UTC))]
    if not files:
        raise NothingToSendError
    return [_one(file.read_bytes(), file, to, kind, actor) for file in files]


def _one(content: bytes, file: Path, to: str, kind: str, actor: Actor) -> Outgoing:
    from repatria.transmission import services

    at = datetime.now(UTC)
    if kind != LIST:
        return services.prepare(actor=actor, to=to, kind=kind, payload=content, at=at)
    from repatria.register.models import SourceFile
    from repatria.register.services import prepare_list_transmission

    version = SourceFile.objects.filter(sha256=sha256(content).hexdigest()).last()
    if version is None:
        raise ListNotHereError(file=file.name)
    return prepare_list_transmission(actor=actor, version=version, to=to, at=at)


def _say_outgoing(outgoing: Outgoing, *, as_json: bool) -> None:
    from repatria.transmission.services import outbox_file

    file = outbox_file(outgoing)
    if as_json:
        facts = {
            "file": str(file),
            "number": outgoing.number,
            "to": outgoing.to.code,
            "kind": outgoing.kind,
            "sha256": outgoing.sha256,
            "signed": outgoing.is_signed,
        }
        click.echo(json.dumps(facts))
        return
    click.echo(str(file))
    following = (
        _("Signed: carry this file to {to}. What was sent cannot be unsent.")
        if outgoing.is_signed
        else _("Carry this file to whoever signs for your organisation.")
    )
    click.echo(say(following, to=outgoing.to.code), err=True)


@click.command(
    "receive",
    cls=TranslatedCommand,
    help=_(
        "Take in a transmission: complete, in its turn, and signed by its sender, or "
        "nothing of it. Ends with 1 where it was refused, or kept but not read."
    ),
    example="repatria receive --data agency agency-0001-list.repatria",
)
@click.argument("file", type=A_PATH)
@click.option(
    "--data", type=A_PATH, required=True, help=_("The installation's data folder.")
)
@click.option("--signature", type=A_PATH, help=_("The .sig file, where it came apart."))
@click.option("--json", "as_json", is_flag=True, help=_("Print the answer as JSON."))
def receive(file: Path, data: Path, signature: Path | None, *, as_json: bool) -> int:
    """Receive, and say what became of it."""
    content = file.read_bytes()
    apart = signature.read_bytes() if signature else None
    with at_work(data, command=COMMAND) as actor:
        from repatria.transmission import services

        incoming = services.receive(
            actor=actor, content=content, signature=apart, at=datetime.now(UTC)
        )
        return _say_incoming(incoming, as_json=as_json)


def _say_incoming(incoming: Incoming, *, as_json: bool) -> int:
    from repatria.transmission import kinds, queries
    from repatria.transmission.models import Reading

    refused = incoming.state == Reading.Outcome.REFUSED
    if as_json:
        facts = {
            "from": incoming.sender.code,
            "number": incoming.number,
            "kind": incoming.kind,
            "state": incoming.state,
            "why": queries.why_unread(incoming),
        }
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        named = say(kinds.words_for(incoming.kind))
        click.echo(f"{incoming.ref}: {named}. {say(_BECAME[incoming.state])}")
        if refused:
            click.echo(queries.why_unread(incoming), err=True)
    return UNREAD if refused else 0


_BECAME = {
    "read": _("Read."),
    "kept": _("Kept unread: nobody here knows this kind."),
    "refused": _("Kept, but could not be read."),
}
