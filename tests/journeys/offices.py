"""Three organisations as people meet them: a browser for each person, a real server."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, Response, ViewportSize
from pytest_socket import enable_socket, socket_allow_hosts

from repatria.site.story.cast import ACCOUNTS, ORGANISATIONS
from tests import pages
from tests.serving import Served, Template, serving

NAMES = {one.code: one.name for one in ORGANISATIONS}
CLERKS = {"north": "registrar", "south": "registrar", "agency": "agency-delegate"}
FOUND, REFUSED = 302, 409
NOTHING = "/no/such/address/"
# What differs in any two answers: the token of a form, and where it leads back to.
TOKEN = re.compile(r'name="(?:csrfmiddlewaretoken|next)" value="[^"]*"')
WIDE: ViewportSize = {"width": 1280, "height": 800}
TABLET: ViewportSize = {"width": 820, "height": 1180}
NARROW: ViewportSize = {"width": pages.NARROW, "height": 800}


class Visit(NamedTuple):
    """Somebody looked at a page: where, and under which name Django knows it."""

    role: str
    path: str


@dataclass
class Office:
    """One organisation: its server, its people, and its key, which is on no server."""

    code: str
    served: Served
    accounts: dict[str, dict[str, str]]
    folder: Path
    browser: Browser
    visits: list[Visit] = field(default_factory=list)
    stumbles: list[list[str]] = field(default_factory=list)
    _pages: dict[str, Page] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called on its pages."""
        return NAMES[self.code]

    @property
    def key(self) -> Path:
        """Where the organisation keeps its signing key."""
        return self.folder / "offline-keys" / f"{self.code}.key"

    @property
    def clerk(self) -> str:
        """The role that sends and receives."""
        return CLERKS[self.code]

    def page(self, role: str) -> Page:
        """Return the browser page of whoever holds ``role``, signed in."""
        if role not in self._pages:
            context = self.browser.new_context(
                viewport=WIDE, locale="en-GB", reduced_motion="reduce"
            )
            # A busy machine is slow, not wrong.
            context.set_default_timeout(60_000)
            page = context.new_page()
            page.on("response", self._notice(role))
            self.stumbles.append(pages.watch(page))
            self._sign_in(page, role)
            self._pages[role] = page
        return self._pages[role]

    def open(self, role: str, path: str) -> Page:
        """Let somebody open a page; it must be there."""
        page = self.page(role)
        answer = page.goto(self.served.url(path))
        assert answer is not None
        assert answer.ok, (self.code, role, path, answer.status)
        return page

    def status(self, role: str, path: str) -> int:
        """Return how the server answers when somebody asks for a page."""
        return self.page(role).request.get(self.served.url(path)).status

    def same_as_nothing(self, role: str, path: str) -> bool:
        """Tell whether a page answers exactly as one that does not exist."""
        client = self.page(role).request
        bodies = [
            (answer.status, TOKEN.sub("", answer.text()))
            for answer in map(client.get, map(self.served.url, (path, NOTHING)))
        ]
        return bodies[0] == bodies[1] and bodies[0][0] == 404

    def download(self, role: str, path: str) -> bytes:
        """Return a file that somebody takes from the server."""
        answer = self.page(role).request.get(self.served.url(path))
        assert answer.ok, (self.code, role, path, answer.status)
        return answer.body()

    def post(self, role: str, path: str, *, refused: bool = False, **told: str) -> str:
        """Send what a form on the last page of ``role`` would, without pressing."""
        page = self.page(role)
        token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
        answer = page.request.post(
            self.served.url(path),
            form={"csrfmiddlewaretoken": token, **told},
            headers={"Referer": page.url},
            max_redirects=0,
        )
        assert (answer.status == REFUSED) is refused, (role, path, answer.status)
        assert refused or answer.ok or answer.status == FOUND, (role, path)
        return answer.text()

    def signed(self, content: bytes, name: str) -> Path:
        """Sign a file with the real command, off the server; return FILE.sig."""
        desk = self.folder / "desks" / self.code
        desk.mkdir(parents=True, exist_ok=True)
        file = desk / name
        file.write_bytes(content)
        (desk / f"{name}.sig").unlink(missing_ok=True)
        run_command("sign", str(file), "--key", str(self.key))
        return desk / f"{name}.sig"

    def _sign_in(self, page: Page, role: str) -> None:
        # Without drawing the pages on the way: other tests press that button.
        account, where = self.accounts[role], self.served.url("/account/login/")
        form = page.request.get(where).text()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        assert token
        told = {"login": account["username"], "password": account["password"]}
        answer = page.request.post(
            where,
            form={"csrfmiddlewaretoken": token[1], **told},
            headers={"Referer": where},
            max_redirects=0,
        )
        assert answer.status == FOUND, (self.code, role, answer.status)

    def _notice(self, role: str) -> Callable[[Response], None]:
        def noticed(answer: Response) -> None:
            of_a_page = answer.request.is_navigation_request()
            html = "html" in answer.headers.get("content-type", "")
            if of_a_page and answer.request.method == "GET" and html and answer.ok:
                path = "/" + answer.url.split("/", 3)[3]
                self.visits.append(Visit(role, path))

        return noticed


@dataclass
class Three:
    """All three, each served from a copy of one point of the story once it is asked."""

    played: Path
    folder: Path
    browser: Browser
    running: ExitStack
    _begun: dict[str, Office] = field(default_factory=dict)

    @property
    def north(self) -> Office:
        """The bureau of one party."""
        return self._office("north")

    @property
    def south(self) -> Office:
        """The bureau of the other."""
        return self._office("south")

    @property
    def agency(self) -> Office:
        """The neutral agency."""
        return self._office("agency")

    def _office(self, code: str) -> Office:
        if code not in self._begun:
            served = office_served(self.played, code, self.folder, self.browser)
            self._begun[code] = self.running.enter_context(served)
        return self._begun[code]

    def __iter__(self) -> Iterator[Office]:
        """Those that somebody has asked for anything, in the order of their names."""
        return iter([self._begun[code] for code in NAMES if code in self._begun])

    def carry(self, sender: Office, receiver: Office) -> list[str]:
        """Carry every unsigned transmission for ``receiver``, as people do it.

        The clerk takes the file, signs it elsewhere, uploads the signature, takes the
        signed file, and the receiver's clerk uploads that.  Returns what the
        receiver's page says of each.
        """
        return [
            self.bring(self.sign_outgoing(sender, path), receiver)
            for path in self.unsigned(sender, receiver)
        ]

    def unsigned(self, sender: Office, receiver: Office) -> list[str]:
        """Return the addresses of transmissions that wait for a signature."""
        page = sender.open(sender.clerk, "/transmissions/")
        rows = page.locator("main tr").filter(has_text=receiver.name)
        links = rows.filter(has_text="Waits for a signature").locator(
            "a[href*='/out/']"
        )
        found = [link.get_attribute("href") or "" for link in links.all()]
        return sorted(found, key=lambda path: int(path.split("/")[-2]))

    def sign_outgoing(self, sender: Office, path: str) -> bytes:
        """Let a clerk sign a prepared transmission; return the file to be carried."""
        page = sender.open(sender.clerk, path)
        unsigned = sender.download(sender.clerk, f"{path}file/")
        signature = sender.signed(unsigned, f"out{path.split('/')[-2]}.repatria")
        page.set_input_files("main input[type=file]", str(signature))
        page.click("main form:has(input[type=file]) button")
        assert "Signed." in page.inner_text("main"), page.inner_text("main")
        return sender.download(sender.clerk, f"{path}file/")

    def bring(self, content: bytes, receiver: Office) -> str:
        """Let the receiver's clerk upload a file; return what the page then says."""
        page = receiver.open(receiver.clerk, "/transmissions/")
        page.set_input_files(
            "main input[name=file]",
            {
                "name": "brought.repatria",
                "mimeType": "application/octet-stream",
                "buffer": content,
            },
        )
        page.click("main form:has(input[name=file]) button")
        return page.inner_text("main")


@contextmanager
def office_served(
    played: Path, code: str, folder: Path, browser: Browser
) -> Iterator[Office]:
    """Serve one installation of a played folder, from a copy in ``folder``."""
    accounts = json.loads((played / ACCOUNTS).read_text(encoding="utf-8"))[code]
    allow_this_machine()
    with serving(Template(played / code), folder / code) as served:
        yield Office(code, served, accounts, folder, browser)


@contextmanager
def three_served(played: Path, folder: Path, browser: Browser) -> Iterator[Three]:
    """Serve the three installations of a played folder, from copies."""
    for beside in played.iterdir():  # keys, and the lists as their keepers have them
        if beside.is_dir() and beside.name not in NAMES:
            (folder / beside.name).symlink_to(beside)
    with ExitStack() as running:
        yield Three(played, folder, browser, running)


def run_command(*words: str, status: int = 0) -> str:
    """Run ``repatria`` as at a terminal; return what it says."""
    ran = subprocess.run(
        [sys.executable, "-m", "repatria", *words],
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == status, (ran.returncode, ran.stdout, ran.stderr)
    return ran.stdout + ran.stderr


def allow_this_machine() -> None:
    """Let this process speak to this machine, and to no other."""
    enable_socket()
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
