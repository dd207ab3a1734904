"""What every test may ask for."""

from __future__ import annotations

import gc
import gettext
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.conf.locale import LANG_INFO
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser
from pytest_socket import enable_socket, socket_allow_hosts

from repatria.shared import cli, text
from repatria.shared.actors import Actor
from tests import serving
from tools import chromium
from tools import pseudo as pseudo_language

if TYPE_CHECKING:
    from django.test import Client

    from repatria.access.models import Installation, User

ROOT = Path(__file__).parent
# Read when Django's settings are, so said before any test asks for them.
os.environ["DJANGO_SETTINGS_MODULE"] = "repatria.site.settings"
HOME = os.environ["REPATRIA_HOME"] = tempfile.mkdtemp(prefix="repatria-tests-")
# Tests sign in without one, and those about second factors switch it on.
os.environ["REPATRIA_SECOND_FACTOR"] = "offered"
# A browser's event loop runs in the thread of the tests, and waits while they ask.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Each worker has one core to itself.
os.environ.setdefault("POLARS_MAX_THREADS", "1")
django.setup()
# What is imported stays: looking through it for rubbish again and again takes time.
gc.freeze()
gc.set_threshold(100_000, 20, 100)
# Workers beside each other inherit the environment.  Told of the settings there,
# pytest would read them before this file, and all would share our data folder.
del os.environ["DJANGO_SETTINGS_MODULE"]

# A busy machine is slow, not wrong.  New examples are for people who can look
# into them; a gate that answers differently each time is no gate.  ``make bench-full``
# asks for a thousand.
hypothesis_settings.register_profile(
    "repatria",
    max_examples=int(os.environ.get("REPATRIA_EXAMPLES", "25")),
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
hypothesis_settings.load_profile("repatria")


@pytest.fixture(scope="session")
def benchmark_data() -> Path:
    """The folder of public benchmark data; absent, the test is skipped and says so."""
    told = os.environ.get("REPATRIA_DATA", "../shared/data")
    folder = (ROOT / told).resolve()
    if not (folder / "README.md").exists():
        pytest.skip(f"no benchmark data in {told}: set REPATRIA_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one that REPATRIA_CHROMIUM names, without a window."""
    program = chromium.program()
    if not program:
        pytest.skip("no chromium: install Debian's, or set REPATRIA_CHROMIUM")
    with chromium.launched(program) as running:
        yield running


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test starts in English, whatever the machine or the last test spoke."""
    for name in ("REPATRIA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "en")
    text.use_language("en")
    yield
    text.use_language("en")


@pytest.fixture(scope="session")
def pseudo_catalogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with catalogues in which every phrase stands in brackets."""
    folder = tmp_path_factory.mktemp("locale")
    pseudo_language.write_catalogues(folder)
    return folder


@pytest.fixture
def pseudo(pseudo_catalogues: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Speak the language in which every translated phrase stands in brackets.

    Gives its code. ``tools.pseudo.unmarked_in_html`` and ``unmarked_words`` then
    find what was never marked for translation.
    """
    monkeypatch.setattr(text, "LOCALES", pseudo_catalogues)
    monkeypatch.setattr(cli, "LOCALES", pseudo_catalogues)
    monkeypatch.setattr(cli, "LANGUAGES", (*text.LANGUAGES, pseudo_language.LANGUAGE))
    before = gettext.textdomain()
    cli.speak(pseudo_language.LANGUAGE)
    yield pseudo_language.LANGUAGE
    gettext.textdomain(before)


@pytest.fixture
def pseudo_pages(
    pseudo: str,
    pseudo_catalogues: Path,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Client], Client]:
    """Return what lets a signed-in client read its pages in the pseudo-language."""
    about = {"bidi": False, "code": pseudo, "name": pseudo, "name_local": pseudo}
    monkeypatch.setitem(LANG_INFO, pseudo, about)
    settings.LOCALE_PATHS = [pseudo_catalogues]
    settings.LANGUAGES = [settings.LANGUAGES[0], (pseudo, "[Pseudo]")]

    def reading(client: Client) -> Client:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = pseudo
        return client

    return reading


# --- An installation, its people, and those who must see nothing ---------------


@pytest.fixture
def as_party(db: None) -> Installation:
    """Make the test database the installation of an invented state's bureau."""
    del db
    return _installation("north", "Norland Coordination Bureau", party="NORLAND")


@pytest.fixture
def as_agency(db: None) -> Installation:
    """Make the test database the installation of the invented neutral agency."""
    del db
    return _installation("agency", "Lake Agency", party="")


def _installation(code: str, name: str, *, party: str) -> Installation:
    from django.conf import settings as django_settings

    from repatria.access.models import Installation
    from repatria.site import home

    home.prepare(Path(django_settings.REPATRIA_HOME))
    return Installation.objects.create(
        code=code,
        name=name,
        kind="party" if party else "agency",
        party=party,
        synthetic=True,
        created_at=datetime(2022, 11, 1, 8, tzinfo=UTC),
    )


@pytest.fixture
def actor_with() -> Callable[..., Actor]:
    """Return somebody who holds the roles named, known to no table."""

    def made(*roles: str, ref: str = "command:test") -> Actor:
        return Actor(ref=ref, roles=frozenset(roles), organisation="north")

    return made


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """Return a browser's stand-in, signed in as somebody new with the roles named."""
    del db
    return sign_in


def sign_in(*roles: str, username: str = "") -> Client:
    """Make an account with ``roles`` and return a client signed in with it."""
    from django.test import Client

    from repatria.access.models import RoleGrant, User

    user = User.objects.create(username=username or f"reader{User.objects.count()}")
    at = datetime(2022, 11, 1, 9, tzinfo=UTC)
    for role in roles:
        RoleGrant.objects.create(
            user=user, role=role, granted_by="command:test", granted_at=at
        )
    client = Client()
    client.force_login(user)
    client.user = user  # type: ignore[attr-defined]
    return client


@pytest.fixture
def case_assigned(db: None) -> Callable[[User, str], None]:
    """Entrust a case to somebody."""
    del db

    def assigned(user: User, case_ref: str) -> None:
        from repatria.access.models import Assignment

        Assignment.objects.create(
            user=user,
            case_ref=case_ref,
            assigned_by="command:test",
            assigned_at=datetime(2022, 11, 1, 9, tzinfo=UTC),
        )

    return assigned


@pytest.fixture
def queries_for(db: None) -> Callable[[Client, str], int]:
    """Count how often the database is asked to show a page once more."""
    del db

    def counted(reader: Client, address: str) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        reader.get(address)  # what is asked but once, is asked
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(address).status_code == 200
        return len(asked)

    return counted


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(HOME, ignore_errors=True)


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Browsers first: they take longest.  With another database, only what asks one.

    There no browser: what a page shows, in which words, and to whom it opens
    (``any_database``) does not depend on where its rows lie.
    """
    items.sort(key=lambda item: "browser" not in getattr(item, "fixturenames", ()))
    if not os.environ.get("DATABASE_URL"):
        return
    asking = [item for item in items if _asks_a_database(item)]
    config.hook.pytest_deselected(items=[one for one in items if one not in asking])
    items[:] = asking


@pytest.hookimpl(tryfirst=True)  # while what the pages ask is still served
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Close what a file has opened in a browser: open pages go on asking for more."""
    opened = getattr(item, "funcargs", {}).get("browser")
    if opened is not None and (nextitem is None or nextitem.path != item.path):
        for context in list(opened.contexts):
            context.close()


def _asks_a_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    if names & {"browser", "pseudo_pages"} or item.get_closest_marker("any_database"):
        return False
    asks = names & {"db", "transactional_db", "served"}
    return bool(asks) or any(item.iter_markers("django_db"))


# --- A real server ---------------------------------------------------------------


@pytest.fixture(scope="session")
def templates(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], serving.Template]:
    """Return what makes the template of an installation, once for each kind.

    Once for all workers: whoever asks first makes it, and the others wait.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # of all workers
    return lambda kind: serving.shared_template(folder / "templates", kind)


@pytest.fixture
def serve(
    templates: Callable[[str], serving.Template], tmp_path: Path
) -> Iterator[Callable[..., serving.Served]]:
    """Return what starts a server: ``serve("party")``, ``serve("agency")``.

    Further words are its environment.  The test may then speak to this machine,
    and to no other.
    """
    enable_socket()
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    with ExitStack() as running:

        def started(kind: str = "party", **environment: str) -> serving.Served:
            home = tmp_path / f"{kind}-{len(list(tmp_path.iterdir()))}"
            served = serving.serving(templates(kind), home, **environment)
            return running.enter_context(served)

        yield started


@pytest.fixture
def served(serve: Callable[..., serving.Served]) -> serving.Served:
    """A party's installation, served by a process of its own.

    One account for each role, named after it; ``served.sign_in(page, "registrar")``
    in a browser, ``served.get("/", role="registrar")`` without one.
    """
    return serve("party")
