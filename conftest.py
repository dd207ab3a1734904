"""What every test may ask for."""

from __future__ import annotations

import gettext
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from repatria.shared import cli, text
from tools import pseudo as pseudo_language

ROOT = Path(__file__).parent

# A busy machine is slow, not wrong.  New examples are for people who can look
# into them; a gate that answers differently each time is no gate.
settings.register_profile(
    "repatria",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("repatria")


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
    program = os.environ.get("REPATRIA_CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.skip("no chromium: install Debian's, or set REPATRIA_CHROMIUM")
    with sync_playwright() as playwright:
        # Chromium refuses to be root inside its own sandbox, and CI is root.
        sandboxed = os.geteuid() != 0
        chromium = playwright.chromium.launch(
            executable_path=program, chromium_sandbox=sandboxed
        )
        yield chromium
        chromium.close()


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
