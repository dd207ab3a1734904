"""The command line as a whole: languages, statuses, and what it says when it fails."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from types import SimpleNamespace

import click
import pytest

from repatria.register.core.errors import ListNotTextError
from repatria.shared.cli import TranslatedCommand
from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _
from repatria.site import cli

A_NAME = "Somebody Real"


class LateError(RepatriaError):
    code = "trying.late"
    what = _("Case {case} is closed.")
    remedy = _("Open it again first.")


@pytest.fixture
def command_that(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Make ``repatria fail`` a command that raises the given error."""

    def install(error: BaseException) -> None:
        @click.command("fail", cls=TranslatedCommand)
        def fail() -> None:
            raise error

        monkeypatch.setitem(sys.modules, "a_room", SimpleNamespace(fail=fail))
        monkeypatch.setitem(cli.COMMANDS, "fail", cli.Entry("a_room:fail", ""))

    return install


def fails(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = cli.run([*words, "fail"])
    return status, capsys.readouterr().err


def test_a_refusal_says_what_is_so_and_what_to_do(
    command_that: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    command_that(LateError(case="K-17"))
    told = "[trying.late] Case K-17 is closed. Open it again first.\n"
    assert fails(capsys) == (1, told)


def test_facts_that_are_words_are_translated_and_file_names_are_not(
    command_that: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    error = ListNotTextError(file="a picture", kind="a picture")
    command_that(error)
    told = fails(capsys, "--language", "uk")[1]
    assert "a picture" in told
    assert "зображення" in told


def test_an_unexpected_error_names_nobody(
    command_that: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    command_that(ZeroDivisionError(A_NAME))
    status, told = fails(capsys)
    assert status == 1
    assert "ZeroDivisionError in repatria.site.tests.test_cli:" in told
    assert A_NAME not in told
    assert "Traceback" not in told


def test_debug_shows_every_step(
    command_that: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    command_that(ZeroDivisionError(A_NAME))
    assert "Traceback" in fails(capsys, "--debug")[1]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        pytest.param(errno.ENOENT, "There is no out/pairs.csv", id="missing"),
        pytest.param(errno.EACCES, "does not let you read or write", id="forbidden"),
        pytest.param(errno.ENOSPC, "no room left for out/pairs.csv", id="full"),
        pytest.param(errno.EISDIR, "is a folder where a file", id="a folder"),
        pytest.param(errno.EIO, "could not be read or written (OSError)", id="broken"),
    ],
)
def test_trouble_with_a_file_names_the_file(
    error: int,
    words: str,
    command_that: Callable[[BaseException], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    command_that(OSError(error, os.strerror(error), "out/pairs.csv"))
    status, told = fails(capsys)
    assert (status, words in told) == (1, True)


def test_too_little_memory_is_said_plainly(
    command_that: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    command_that(MemoryError())
    assert "[repatria.memory]" in fails(capsys)[1]


def test_the_keyboard_stops_a_command_cleanly(
    command_that: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    command_that(KeyboardInterrupt())
    status, told = fails(capsys)
    assert status == 130
    assert "Stopped." in told


@pytest.mark.parametrize(
    ("words", "status"),
    [
        pytest.param(["--help"], 0, id="help"),
        pytest.param(["--version"], 0, id="version"),
        pytest.param([], 2, id="nothing asked"),
        pytest.param(["no-such-command"], 2, id="unknown command"),
        pytest.param(["--no-such-option"], 2, id="unknown option"),
        pytest.param(["--language", "xx", "--help"], 2, id="unknown language"),
    ],
)
def test_statuses(words: list[str], status: int) -> None:
    assert cli.run(words) == status


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        pytest.param(["--language", "uk"], {}, id="before"),
        pytest.param(["--language=uk"], {}, id="with an equals sign"),
        pytest.param([], {"REPATRIA_LANGUAGE": "uk"}, id="environment"),
        pytest.param([], {"LANG": "uk_UA.UTF-8"}, id="the machine's language"),
        pytest.param(
            ["--language", "uk"], {"REPATRIA_LANGUAGE": "ru"}, id="the option wins"
        ),
    ],
)
def test_wrong_usage_is_said_in_the_language_asked_for(
    words: list[str],
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cli.run(["--no-such-option", *words]) == 2
    assert "Немає такого параметра" in capsys.readouterr().err


def help_alone(*after: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from repatria.site.cli import run; run(['--help']); "
    return subprocess.run(
        [sys.executable, "-c", code + " ".join(after)],
        capture_output=True,
        text=True,
        check=True,
    )


def test_help_loads_no_room() -> None:
    asked = "print(*(name for name in sys.modules), file=sys.stderr)"
    loaded = set(help_alone(asked).stderr.split())
    assert "repatria.site.cli" in loaded
    assert not loaded & {"polars", "numpy", "jinja2", "rich", "django"}


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_no_command_loads_django(name: str) -> None:
    module = cli.COMMANDS[name].place.partition(":")[0]
    code = f"import sys, {module}; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_help_answers_at_once() -> None:
    def seconds() -> float:
        start = time.perf_counter()
        help_alone()
        return time.perf_counter() - start

    # The best of several: another program may be busy on this machine.
    assert min(seconds() for _again in range(5)) < 0.3


def test_nobody_need_read_to_the_end() -> None:
    """``repatria --help | head`` leaves no complaint behind."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "repatria", "--help"],
            stdout=gone,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, "")


def test_a_terminal_without_our_letters_is_no_reason_to_stop() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "repatria", "--language", "uk", "--help"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "repatria reconcile --help" in done.stdout
