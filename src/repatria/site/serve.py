"""``repatria serve``: the web pages and the worker of one installation."""

from __future__ import annotations

import contextlib
import http.client
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from repatria.shared.cli import TranslatedCommand
from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _
from repatria.shared.text import say
from repatria.site import home
from repatria.site.options import mistakes, told

THREADS = 8  # that answer at once; SQLite lets one of them write
PATIENCE_S = 30  # for the last job
KINDS = ("party", "agency")


class BadOptionError(RepatriaError):
    """An option in the environment cannot be meant so."""

    code = "site.bad-option"
    what = _("The option {name} says “{value}”.")
    remedy = _("{hint}")


class PortTakenError(RepatriaError):
    """Something else listens there."""

    code = "site.port-taken"
    what = _("Something else listens at {address}.")
    remedy = _("Choose another port with --port, or stop the other program.")


@click.command(
    "serve",
    cls=TranslatedCommand,
    help=_(
        "Serve the pages of an installation, and do its jobs. The first time it asks "
        "which organisation it serves and who its first administrator is; without a "
        "terminal it writes a link for one time to standard error. Ends with Ctrl-C."
    ),
    example=(
        "repatria serve --data north\n"
        "repatria serve --data try --organisation try --name Try --kind agency"
    ),
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help=_("The installation's data folder; made where there is none."),
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help=_("Address to listen at.")
)
@click.option(
    "--port", default=8000, show_default=True, help=_("Port; 0: any that is free.")
)
@click.option("--organisation", help=_("First start: code of the organisation."))
@click.option("--name", help=_("First start: its name."))
@click.option(
    "--kind", type=click.Choice(KINDS), help=_("First start: whom it serves.")
)
@click.option("--party", default="", help=_("First start: code of the party."))
@click.option(
    "--synthetic", is_flag=True, help=_("First start: everybody in it is invented.")
)
@click.option(
    "--json", "as_json", is_flag=True, help=_("Say the address as a line of JSON.")
)
def serve(
    *, data: Path, host: str, port: int, as_json: bool, **first_time: Any
) -> None:
    """Prepare the data folder, then serve until told to stop."""
    for mistake in mistakes():
        hint = say(mistake.hint)
        raise BadOptionError(name=mistake.name, value=mistake.value, hint=hint)
    master = told("REPATRIA_MASTER_KEY_FILE")
    home.prepare(data, master_key=Path(master) if master else None)
    with home.alone(data):
        home.wake(data)
        port = _free_port(host, port)
        address = _address(host, port)
        link = _make_ready(first_time, address)
        _announce(host, port, _said(address, link, as_json=as_json))
        _run(host, port)


def _make_ready(first_time: dict[str, Any], address: str) -> str:
    """Migrate, and set up what is not; return the link where one is needed."""
    from django.core.management import call_command
    from django.db import connections

    from repatria.site import first_start

    call_command("migrate", verbosity=0, interactive=False)
    _warn_of_the_clock(datetime.now(UTC))
    try:
        return first_start.make_ready(first_time, address)
    finally:
        connections.close_all()


_CLOCK = _(
    "This machine's clock says {now}, but the newest entry of the ledger is of {last}. "
    "Set the clock: entries keep their order, but would bear the wrong time."
)
_SLOW = timedelta(minutes=5)
_LOOKED_AT = 500


def _warn_of_the_clock(now: datetime) -> None:
    """Say so where the ledger has entries of what the clock takes for the future."""
    from repatria.ledger.queries import Wanted, newest_first

    # Not the newest alone: since the clock was set back, others may have followed.
    newest = newest_first(Wanted(), at_most=_LOOKED_AT)
    last = max((one.at for one in newest), default=now)
    if last > now + _SLOW:
        facts = {"now": f"{now:%Y-%m-%d %H:%M}", "last": f"{last:%Y-%m-%d %H:%M}"}
        click.echo(say(_CLOCK, **facts), err=True)


def _run(host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    # A fresh process: a copy of this one would hold copies of its threads' locks.
    multiprocessing.set_start_method("spawn", force=True)
    os.environ["REPATRIA_LOG_NAME"] = "web"  # in logs/, for the processes to come
    server = Granian(
        "repatria.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.error,
        workers_kill_timeout=PATIENCE_S,
    )
    worker = Jobs()
    worker.start()
    try:
        server.serve()
    finally:
        worker.stop()


class Jobs:
    """The worker's process: started again should it fall, ended with the server."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process = self._started()

    def start(self) -> None:
        """Watch over it from now on."""
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        """Let it finish what it is doing, for a while."""
        self._stopping.set()
        process = self._process
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()

    def _watch(self) -> None:
        while not self._stopping.is_set():
            self._process.wait()
            if not self._stopping.wait(1):
                self._process = self._started()

    @staticmethod
    def _started() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "repatria.site.jobs"]
        told = {**os.environ, "REPATRIA_LOG_NAME": "jobs"}
        return subprocess.Popen(command, stdin=subprocess.PIPE, env=told)  # noqa: S603


def _free_port(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except OSError as refusal:
            raise PortTakenError(address=_address(host, port)) from refusal
        return int(one.getsockname()[1])


def _address(host: str, port: int) -> str:
    # By its name: passkeys belong to a name and never to a number.
    name = "localhost" if host in ("127.0.0.1", "::1") else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def _said(address: str, link: str, *, as_json: bool) -> str:
    if as_json:
        return json.dumps({"address": address, "set_up": link or None})
    return say(_("Repatria is served at {address} (Ctrl-C ends it)"), address=address)


def _wake(host: str, port: int) -> None:
    """Ask for a page, so that the server begins to read names for the search."""
    asking = http.client.HTTPConnection(host, port, timeout=PATIENCE_S)
    with contextlib.suppress(OSError, http.client.HTTPException):
        asking.request("GET", "/account/login/", headers={"Host": _a_name()})
        asking.getresponse()
    asking.close()


def _a_name() -> str:
    """Return a name under which the server lets itself be asked."""
    name = told("REPATRIA_HOSTS").partition(",")[0].lstrip("*.")
    return name or "localhost"


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _announce(host: str, port: int, words: str) -> None:
    """Say where it is served, once it answers there."""

    def wait_and_say() -> None:
        while not _answers(host, port):  # a busy machine is slow, not wrong
            time.sleep(0.05)
        _wake(host, port)
        click.echo(words)
        sys.stdout.flush()

    threading.Thread(target=wait_and_say, daemon=True).start()
