"""Every setting of an installation: one table, read from the environment once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from repatria.shared.text import mark as _


@dataclass(frozen=True, slots=True)
class Option:
    """A setting: its name in the environment, its default, and what it is for."""

    name: str
    default: str
    help: str
    choices: tuple[str, ...] = ()  # none: anything goes

    def value(self) -> str:
        """Return what the environment says, or the default."""
        return os.environ.get(self.name, self.default)


OPTIONS = {
    option.name: option
    for option in (
        Option(
            "REPATRIA_HOME",
            "repatria-data",
            _("The installation's data folder: database, files, keys, logs."),
        ),
        Option(
            "DATABASE_URL",
            "",
            _("A PostgreSQL database in place of the data folder's SQLite file."),
        ),
        Option(
            "REPATRIA_MASTER_KEY_FILE",
            "",
            _("Where the master key lies; empty: keys/master.key in the data folder."),
        ),
        Option(
            "REPATRIA_HOSTS",
            "localhost,127.0.0.1,[::1]",
            _("Names under which the pages may be asked for, with commas between."),
        ),
        Option(
            "REPATRIA_HTTPS",
            "no",
            _("yes: served behind TLS, and cookies never travel without it."),
            choices=("yes", "no"),
        ),
        Option(
            "REPATRIA_SECOND_FACTOR",
            "required",
            _("required: nobody works here with a password alone; or offered."),
            choices=("required", "offered"),
        ),
        Option(
            "REPATRIA_BREAK_GLASS_MINUTES",
            "60",
            _("For how many minutes a case opened by break-glass stays open."),
        ),
        Option(
            "REPATRIA_EXPORT_ALONE",
            "50",
            _("The most people in a file that one person may take out alone."),
        ),
        Option(
            "REPATRIA_API_A_MINUTE",
            "120",
            _("How many requests a minute each program may make of the interface."),
        ),
        Option(
            "REPATRIA_DATA",
            "../shared/data",
            _("Benchmark data, fetched separately; used by tests and measurements."),
        ),
    )
}


def told(name: str) -> str:
    """Return the value of one option of the table."""
    return OPTIONS[name].value()


def number(name: str) -> int:
    """Return an option that is a number; its default where it cannot be one."""
    value = told(name)
    return int(value if value.isdecimal() and int(value) else OPTIONS[name].default)


@dataclass(frozen=True, slots=True)
class Mistake:
    """An option whose value cannot be meant so: its name, its value, and a hint."""

    name: str
    value: str
    hint: str  # marked for translation


_ONE_OF = _("Say one of the words that the table of options lists, or nothing.")
_POSTGRES = _("Write postgres://USER@HOST/NAME, or leave it empty for SQLite.")
_A_NUMBER = _("Write a whole number, 1 or more.")
_NUMBERS = (
    "REPATRIA_BREAK_GLASS_MINUTES",
    "REPATRIA_EXPORT_ALONE",
    "REPATRIA_API_A_MINUTE",
)
_NO_HOST = _("Name at least one host, such as localhost.")
_NO_FOLDER = _("The folder it should lie in does not exist. Make it first.")


def mistakes() -> list[Mistake]:
    """Return what is wrong with the options of this environment."""
    found = [
        Mistake(option.name, option.value(), _ONE_OF)
        for option in OPTIONS.values()
        if option.choices and option.value() not in option.choices
    ]
    found += [
        Mistake(name, told(name), _A_NUMBER)
        for name in _NUMBERS
        if not (told(name).isdecimal() and int(told(name)))
    ]
    url, key = told("DATABASE_URL"), told("REPATRIA_MASTER_KEY_FILE")
    if url and urlsplit(url).scheme not in ("postgres", "postgresql"):
        # The value may hold a password: only its first word is shown.
        found.append(Mistake("DATABASE_URL", urlsplit(url).scheme, _POSTGRES))
    if key and not Path(key).parent.is_dir():
        found.append(Mistake("REPATRIA_MASTER_KEY_FILE", key, _NO_FOLDER))
    if not told("REPATRIA_HOSTS").strip(", "):
        found.append(Mistake("REPATRIA_HOSTS", told("REPATRIA_HOSTS"), _NO_HOST))
    return found
