"""The commands for keys, signatures and checking: no database, server or network."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from repatria.shared.cli import TranslatedCommand, TranslatedGroup
from repatria.shared.text import mark as _
from repatria.shared.text import mark_number, say, say_number

if TYPE_CHECKING:
    from repatria.transmission.engine.examine import Answer

A_PATH = click.Path(path_type=Path)
TAMPERED = 1


@click.group(
    "keys",
    cls=TranslatedGroup,
    help=_(
        "Make an organisation's signing keys, or show whose a public key is. The "
        "private key stays with whoever signs: it never lies on a server."
    ),
    example="repatria keys new --organisation north --out keys\n"
    "repatria keys show keys/north.pub",
)
def keys() -> None:
    """Hold the commands about keys."""


@keys.command(
    "new",
    cls=TranslatedCommand,
    help=_("Make a pair of keys: CODE.key to sign with, CODE.pub to give to others."),
    example="repatria keys new --organisation north --out keys",
)
@click.option(
    "--organisation",
    required=True,
    help=_("Code of the organisation, as its installation knows it."),
)
@click.option(
    "--out",
    type=A_PATH,
    required=True,
    help=_("Folder for both files; not a server's."),
)
@click.option(
    "--passphrase", is_flag=True, help=_("Ask for words without which nobody can sign.")
)
def new(organisation: str, out: Path, *, passphrase: bool) -> None:
    """Make both files, and show the fingerprint to compare."""
    from repatria.transmission.engine.keyfiles import make_keys

    words = _ask_for_new_words() if passphrase else ""
    made = make_keys(organisation, out, words)
    click.echo(str(out / f"{organisation}.key"))
    click.echo(str(out / f"{organisation}.pub"))
    _show(made.organisation, made.key)
    click.echo(
        say(
            _(
                "Keep {file} where no server reads it: whoever has it signs for the "
                "organisation."
            ),
            file=f"{organisation}.key",
        ),
        err=True,
    )


@keys.command(
    "show",
    cls=TranslatedCommand,
    help=_("Show whose a public key is, and its fingerprint to compare aloud."),
    example="repatria keys show keys/north.pub",
)
@click.argument("files", metavar="FILE", nargs=-1, required=True, type=A_PATH)
def show(files: tuple[Path, ...]) -> None:
    """Show each public key."""
    from repatria.transmission.engine.keyfiles import read_public

    for file in files:
        held = read_public(file)
        _show(held.organisation, held.key)


def _show(organisation: str, key: bytes) -> None:
    from repatria.transmission.core.signing import fingerprint

    click.echo(f"{organisation}: {fingerprint(key)}")


def _ask_for_new_words() -> str:
    asked = click.prompt(
        say(_("Passphrase")), hide_input=True, confirmation_prompt=True, err=True
    )
    return str(asked)


@click.command(
    "sign",
    cls=TranslatedCommand,
    help=_(
        "Sign a file with an organisation's private key and write FILE.sig beside it. "
        "Done on a machine of the signer's; the server takes the .sig alone."
    ),
    example="repatria sign south-0001-list.repatria --key keys/north.key",
)
@click.argument("file", type=A_PATH)
@click.option("--key", type=A_PATH, required=True, help=_("The private key's file."))
def sign(file: Path, key: Path) -> None:
    """Sign, asking for the passphrase where the key has one."""
    from repatria.transmission.core.signing import is_locked
    from repatria.transmission.engine.keyfiles import sign_file

    locked = is_locked(key.read_bytes())
    words = (
        click.prompt(say(_("Passphrase")), hide_input=True, err=True) if locked else ""
    )
    click.echo(str(sign_file(file, key, words)))


@click.command(
    "verify",
    cls=TranslatedCommand,
    help=_(
        "Say whether something still is what it was: a data folder with its ledger, "
        "a transmission, a checkpoint, a certificate of captivity (its file, or the "
        "text of its code), or a document such as a list, a manifest or a receipt. "
        "Offline; needs no key and no password. A ledger that was rewritten from its "
        "first entry is found out only by a checkpoint that somebody else holds: give "
        "it with --checkpoint. Ends with 1 where something does not hold."
    ),
    example=(
        "repatria verify north --checkpoint held/north.checkpoint\n"
        "repatria verify south-0001-list.repatria --key keys/north.pub\n"
        "repatria verify X-4K7QZ2M8-round1-version1.json --key keys/north.pub\n"
        "repatria verify C-4K7QZ2M8-1.repatria-certificate --key north-server.pub"
    ),
)
@click.argument("path", type=A_PATH)
@click.option(
    "--checkpoint",
    "held",
    type=A_PATH,
    multiple=True,
    help=_("A checkpoint that you hold; may be given several times."),
)
@click.option(
    "--key",
    "public",
    type=A_PATH,
    multiple=True,
    help=_("A public key (.pub) that you trust; a signature must be of one of them."),
)
@click.option(
    "--signature",
    "apart",
    type=A_PATH,
    multiple=True,
    help=_(
        "A signature (.sig) that lies elsewhere; PATH.sig and PATH.WHO.sig are found "
        "by themselves."
    ),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print the answer as JSON."))
def verify(
    path: Path,
    held: tuple[Path, ...],
    public: tuple[Path, ...],
    apart: tuple[Path, ...],
    *,
    as_json: bool,
) -> int:
    """Look, say what was found, and return the exit status."""
    from repatria.transmission.core.signing import read_signature
    from repatria.transmission.engine import examine
    from repatria.transmission.engine.keyfiles import read_public

    brought = examine.Held(
        checkpoints=[examine.read_checkpoint(file) for file in held],
        keys=[read_public(file) for file in public],
        signatures=[read_signature(file.read_bytes()) for file in apart],
    )
    answer = examine.examine(path, brought, progress=_progress())
    click.echo(_as_json(path, answer) if as_json else _in_words(answer))
    return 0 if answer.sound else TAMPERED


_READ = mark_number("\r{n} entry read", "\r{n} entries read")


def _progress() -> Callable[[int], None]:
    """Show how far it is, on a terminal, and only once it takes its time."""

    def shown(done: int) -> None:
        if done >= 200_000 and sys.stderr.isatty():
            click.echo(say_number(*_READ, done), err=True, nl=False)

    return shown


def _as_json(path: Path, answer: Answer) -> str:
    return json.dumps(
        {
            "path": str(path),
            "kind": answer.kind,
            "sound": answer.sound,
            "held_checkpoints": answer.held,
            **answer.facts,
            "signed_by": [
                {"key": key.hex(), "organisation": name}
                for key, name in answer.signed_by
            ],
            "findings": [
                {"code": one.code, "says": say(one.what, **one.facts)}
                for one in answer.findings
            ],
        },
        ensure_ascii=False,
    )


_KINDS = {
    "ledger": _("Ledger"),
    "checkpoint": _("Checkpoint"),
    "transmission": _("Transmission"),
    "certificate": _("Certificate"),
    "document": _("Document"),
    "list": _("List of an exchange"),
}
_FACTS = {
    "entries": _("Entries"),
    "root": _("Root"),
    "checkpoints": _("Checkpoints of its own that fit"),
    "organisation": _("Organisation"),
    "at": _("Made"),
    "key": _("Fingerprint of the key"),
    "sender": _("Sender"),
    "recipient": _("Recipient"),
    "number": _("Number"),
    "version": _("Version"),
    "kind": _("Kind"),
    "made_at": _("Made"),
    "sha256": _("SHA-256"),
    "exchange": _("Exchange"),
    "round": _("Round"),
    "people": _("People who go"),
    "lot": _("Witness of the lot"),
    "seed": _("Seed of the lot"),
}
_HELD = mark_number(
    "Fits {n} checkpoint held outside.", "Fits {n} checkpoints held outside."
)


def _in_words(answer: Answer) -> str:
    from repatria.transmission.core.signing import fingerprint

    lines = [say(_KINDS[answer.kind])]
    lines += [f"  {say(_FACTS[name])}: {fact}" for name, fact in answer.facts.items()]
    for key, name in answer.signed_by:
        said = (
            say(_("Signed by {organisation}."), organisation=name)
            if name
            else say(_("Signed with the key {key}."), key=fingerprint(key))
        )
        lines.append(said)
    lines += [say(one.what, **one.facts) for one in answer.findings]
    lines.append(_conclusion(answer))
    return "\n".join(lines)


def _conclusion(answer: Answer) -> str:
    if not answer.sound:
        return say(_("It does not hold."))
    if answer.held:
        return say_number(*_HELD, answer.held)
    if answer.kind == "ledger":
        return say(
            _(
                "Consistent in itself. Only a checkpoint that somebody else holds "
                "shows that nothing was rewritten: give it with --checkpoint."
            )
        )
    if any(name for _key, name in answer.signed_by):
        return say(_("It holds."))
    return say(
        _(
            "Consistent in itself. Whose signature it is shows a public key that you "
            "trust: give it with --key."
        )
    )
