"""Serving the demonstration: three installations, a process each, until Ctrl-C."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import click

from repatria.access.core.roles import ROLE_NAMES, Role
from repatria.shared.text import mark as _
from repatria.shared.text import say
from repatria.site.story.cast import ORGANISATIONS, accounts_of

FIRST_PORT = 8101
PATIENCE_S = 40

SERVED = _("{name}: {address}")
ACCOUNT = _("  {role:24} {username:22} {password}")
ENDS = _("Three installations are served. Ctrl-C ends all three.")
HINT = _(
    "Sign in with a user name and its password; they were drawn for this "
    "demonstration and open nothing else."
)


def serve(folder: Path, *, first_port: int = FIRST_PORT) -> None:
    """Serve the three data folders under ``folder`` until the keyboard ends it."""
    servers = [
        _started(folder / one.code, first_port + place if first_port else 0)
        for place, one in enumerate(ORGANISATIONS)
    ]
    try:
        addresses = [_address(server.stdout) for server in servers]
        _tell(folder, addresses)
        for server in servers:
            server.wait()
    except KeyboardInterrupt:
        pass  # they have heard it too
    finally:
        for server in servers:
            server.terminate()
        for server in servers:
            server.wait(PATIENCE_S)


def _started(home: Path, port: int) -> subprocess.Popen[str]:
    # Nobody has a second factor in a demonstration; it is offered all the same.
    told = {**os.environ, "REPATRIA_SECOND_FACTOR": "offered"}
    told.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "repatria", "serve", "--json"]
    return subprocess.Popen(  # noqa: S603 - our own program
        [*command, "--data", str(home), "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
        env=told,
    )


def _address(said: IO[str] | None) -> str:
    line = said.readline() if said else ""
    return str(json.loads(line)["address"]) if line else ""


def _tell(folder: Path, addresses: list[str]) -> None:
    for one, address in zip(ORGANISATIONS, addresses, strict=True):
        click.echo("\n" + say(SERVED, name=one.name, address=address))
        for account in accounts_of(folder, one).values():
            click.echo(_line(account))
    click.echo("\n" + say(HINT))
    click.echo(say(ENDS))
    sys.stdout.flush()


def _line(account: Mapping[str, str]) -> str:
    return say(
        ACCOUNT,
        role=say(ROLE_NAMES[Role(account["role"])]),
        username=account["username"],
        password=account["password"],
    )
