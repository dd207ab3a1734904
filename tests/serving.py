"""Real servers for tests: ``repatria serve`` over a database copied from a template.

A template holds what every test would otherwise wait for: the migrated tables, an
organisation, and one account for each role, named after it.
"""

from __future__ import annotations

import fcntl
import http.cookiejar
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from uuid import uuid4

from playwright.sync_api import Page

PASSWORD = "four quiet words here"  # noqa: S105  (of accounts that die with the test)
# For each kind of installation: its code, its name, the party it serves.
ORGANISATIONS = {
    "party": ("north", "Norland Coordination Bureau", "NORLAND"),
    "agency": ("agency", "Lake Agency", ""),
}
FILL = """
from datetime import UTC, datetime
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from repatria.access import links, services
from repatria.access.core.roles import roles_in
from repatria.access.models import RoleGrant, User
from django.db import connection
call_command("migrate", verbosity=0, interactive=False)
at = datetime(2022, 11, 1, 8, tzinfo=UTC)
services.set_up(
    actor=links.SERVER, code={code!r}, name={name!r}, kind={kind!r}, party={party!r},
    synthetic=True, at=at,
)
password = make_password({password!r})
for role in roles_in({kind!r}):
    user = User.objects.create(username=role.value, password=password)
    RoleGrant.objects.create(user=user, role=role, granted_by="test", granted_at=at)
if connection.vendor == "sqlite":
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""


@dataclass
class Template:
    """A data folder nobody serves, and its database's address ("" for SQLite)."""

    home: Path
    database: str = ""

    def copied(self, home: Path) -> str:
        """Copy folder and database to ``home``; return the new database's address."""
        shutil.copytree(self.home, home)
        return _new_database(self.database) if self.database else ""


def make_template(home: Path, kind: str) -> Template:
    """Make the template for one kind of installation, "party" or "agency"."""
    base = os.environ.get("DATABASE_URL", "")
    template = Template(home, _new_database("", beside=base) if base else "")
    code, name, party = ORGANISATIONS[kind]
    told = {"code": code, "name": name, "kind": kind, "party": party}
    run_inside(template.home, template.database, FILL, password=PASSWORD, **told)
    return template


def shared_template(folder: Path, kind: str) -> Template:
    """Return the template that lies in ``folder``; make it where it does not yet."""
    folder.mkdir(exist_ok=True)
    home, database = folder / kind, folder / f"{kind}.database"
    with (folder / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not database.exists():
            database.write_text(make_template(home, kind).database)
        return Template(home, database.read_text())


def run_inside(home: Path, database: str, program: str, **values: str) -> str:
    """Run a few lines of Python inside an installation; return what they print."""
    waking = "from pathlib import Path\nfrom repatria.site import home\n" + (
        f"home.prepare(Path({str(home)!r}))\nhome.wake(Path({str(home)!r}))\n"
    )
    lines = textwrap.dedent(program)
    ran = subprocess.run(
        [sys.executable, "-c", waking + (lines.format(**values) if values else lines)],
        check=False,
        env=_environment(database),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@dataclass
class Served:
    """A server that runs, and the ways in."""

    address: str
    home: Path
    database: str
    process: subprocess.Popen[str]
    password: str = PASSWORD
    openers: dict[str, urllib.request.OpenerDirector] = field(default_factory=dict)

    def url(self, path: str) -> str:
        """Return the whole address of a page."""
        return urllib.parse.urljoin(self.address, path)

    def sign_in(self, page: Page, role: str) -> None:
        """Sign in on a browser's page as the account that holds ``role``."""
        page.goto(self.url("/account/login/"))
        page.fill("[name=login]", role)
        page.fill("[name=password]", self.password)
        page.click("main form:first-of-type button.btn-primary")

    def opener(self, role: str) -> urllib.request.OpenerDirector:
        """Return something that asks for pages, signed in as ``role``."""
        if role not in self.openers:
            self.openers[role] = self._signed_in(role)
        return self.openers[role]

    def get(self, path: str, *, role: str) -> str:
        """Return a page as ``role`` sees it."""
        with self.opener(role).open(self.url(path)) as answer:
            return str(answer.read().decode())

    def run(self, program: str, **values: str) -> str:
        """Run a few lines of Python on its database; ``{values}`` are filled in."""
        return run_inside(self.home, self.database, program, **values)

    def _signed_in(self, role: str) -> urllib.request.OpenerDirector:
        jar = http.cookiejar.CookieJar()
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        where = self.url("/account/login/")
        with opener.open(where) as answer:
            found = re.search(
                r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode()
            )
        assert found
        told = {
            "csrfmiddlewaretoken": found.group(1),
            "login": role,
            "password": self.password,
        }
        with opener.open(where, urllib.parse.urlencode(told).encode()) as answer:
            assert "/account/login" not in answer.url
        return opener


@contextmanager
def serving(template: Template, home: Path, **environment: str) -> Iterator[Served]:
    """Serve a copy of ``template`` from ``home`` until the block ends."""
    database = template.copied(home)
    command = [sys.executable, "-m", "repatria", "serve", "--data", str(home)]
    told = {**_environment(database), **environment}
    with (home / "logs" / "stderr").open("w") as log:
        process = subprocess.Popen(
            [*command, "--port", "0", "--json"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            env=told,
            text=True,
        )
        try:
            address = _first_line(process.stdout, home)["address"]
            yield Served(address, home, database, process)
        finally:
            process.terminate()
            process.wait(30)
            if process.stdout is not None:
                process.stdout.close()


def _first_line(output: IO[str] | None, home: Path) -> dict[str, str]:
    assert output is not None
    line = output.readline()
    assert line, (home / "logs" / "stderr").read_text(encoding="utf-8")
    said: dict[str, str] = json.loads(line)
    return said


def _environment(database: str) -> dict[str, str]:
    told = {**os.environ, "REPATRIA_SECOND_FACTOR": "offered", "LANGUAGE": "en"}
    for name in ("DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        told.pop(name, None)
    return {**told, "DATABASE_URL": database} if database else told


def _new_database(template: str, *, beside: str = "") -> str:
    """Make a PostgreSQL database, empty or like ``template``; return its address."""
    import psycopg
    from psycopg import sql

    base = beside or os.environ["DATABASE_URL"]
    name = f"test_{uuid4().hex}"
    made = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    if template:
        like = sql.Identifier(template.rpartition("/")[2])
        made += sql.SQL(" TEMPLATE {}").format(like)
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(made)
    return f"{base.rpartition('/')[0]}/{name}"
