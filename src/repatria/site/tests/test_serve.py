"""A real server: it starts, asks for what it lacks, answers, and ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import pages

pytestmark = pytest.mark.any_database
BY_HAND = ["/", "/account/2fa/", "/people/", "/people/add/", "/people/1/"]


def command(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "repatria", "serve", "--data", str(home), *words]


def run(home: Path, *words: str, **environment: str) -> Any:
    told = {**os.environ, "LANGUAGE": "en", **environment}
    return subprocess.run(
        command(home, *words),
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=told,
        text=True,
        timeout=60,
    )


def test_a_fresh_folder_is_set_up_by_a_link_that_works_once(
    serve: object, browser: Browser, tmp_path: Path
) -> None:
    del serve  # for its leave to speak to this machine
    home = tmp_path / "fresh"
    told = {**os.environ, "DATABASE_URL": "", "REPATRIA_SECOND_FACTOR": "required"}
    with subprocess.Popen(
        command(home, "--port", "0", "--json"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=told,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        try:
            page = browser.new_page()
            page.goto(said["set_up"])
            answers = {
                "code": "north",
                "name": "Norland Coordination Bureau",
                "party": "NORLAND",
                "username": "chief",
                "password1": "four quiet words here",
                "password2": "four quiet words here",
            }
            for name, answer in answers.items():
                page.fill(f"[name={name}]", answer)
            page.check("[name=kind][value=party]")
            page.click("main button.btn-primary")
            page.fill("[name=login]", "chief")
            page.fill("[name=password]", "four quiet words here")
            page.click("main form:first-of-type button.btn-primary")
            # Nothing opens before a second factor has been set up.
            page.goto(said["address"] + "people/")
            assert page.url.endswith("/account/2fa/")
            again = page.goto(said["set_up"])
            assert again is not None
            assert again.status == 404
            page.close()
        finally:
            process.terminate()
    assert process.returncode == 0


def test_served_pages_are_accessible_and_fit(served: Any, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": pages.NARROW, "height": 800})
    refused = pages.watch(page)
    page.goto(served.url("/account/login/"))
    found = {"/account/login/": pages.complaints(page)}
    served.sign_in(page, "administrator")
    for path in BY_HAND:
        page.goto(served.url(path))
        found[path] = pages.complaints(page) + ["too wide"] * pages.too_wide(page)
    page.close()
    assert {path: said for path, said in found.items() if said} == {}
    assert refused == []


def test_a_page_in_arabic_runs_from_the_right(served: Any, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(served.url("/account/login/"))
    page.click("button[value=ar]")
    title, box = page.locator("h1").bounding_box(), page.viewport_size
    assert title is not None
    assert box is not None
    assert title["x"] + title["width"] > box["width"] / 2
    assert pages.complaints(page) == []
    page.close()


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_when_told_to(serve: Callable[..., Any], way: int) -> None:
    process = serve("agency").process
    process.send_signal(way)
    assert process.wait(30) == 0


def test_a_folder_is_served_once(served: Any) -> None:
    second = run(served.home)
    assert second.returncode == 1
    assert "site.data-folder-in-use" in second.stderr
    assert served.get("/alive", role="auditor") == "ok"


def test_it_serves_one_organisation_for_good(served: Any) -> None:
    served.process.terminate()
    served.process.wait(30)
    environment = {"DATABASE_URL": served.database}
    other = run(served.home, "--organisation", "south", **environment)
    assert other.returncode == 1
    assert "serves north already" in other.stderr


def test_a_bad_option_is_named_with_a_hint(tmp_path: Path) -> None:
    said = run(tmp_path / "new", REPATRIA_HTTPS="maybe")
    assert said.returncode == 1
    assert "REPATRIA_HTTPS" in said.stderr
    assert not (tmp_path / "new").exists()
