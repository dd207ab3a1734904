"""The invented conflict: two states, a neutral agency, and who works for each."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from repatria.access.core.roles import Role, roles_in
from repatria.shared.actors import Actor
from repatria.site.story.installations import inside

ONE, OTHER = "NORLAND", "SUDMARK"
PARTIES = {
    ONE: {"en": "Norland", "uk": "Норланд", "ru": "Норланд"},
    OTHER: {"en": "Sudmark", "uk": "Судмарк", "ru": "Судмарк"},
}
# The week of the report: rounds on Wednesday and Thursday, the videos the week before.
BEGINNING = datetime(2022, 11, 14, 7, tzinfo=UTC)
FIRST_ROUND = datetime(2022, 11, 23, 9, tzinfo=UTC)
SECOND_ROUND = datetime(2022, 11, 24, 9, tzinfo=UTC)
PERSONS = 1_500
ACCOUNTS = "accounts.json"
# What one proposes for the public, another publishes.
SECOND_OFFICER = "publication-officer-2"


@dataclass(frozen=True, slots=True)
class Organisation:
    """One of the three: its installation's folder is named after its code."""

    code: str
    name: str
    party: str = ""

    @property
    def kind(self) -> str:
        """Party to the conflict or neutral agency."""
        return "party" if self.party else "agency"


NORTH = Organisation("north", "Norland Coordination Bureau", ONE)
SOUTH = Organisation("south", "Sudmark Information Bureau", OTHER)
AGENCY = Organisation("agency", "Lake Agency")
ORGANISATIONS = (NORTH, SOUTH, AGENCY)


class Clock:
    """The story's own time: every act takes a little of it.

    >>> clock = Clock(datetime(2022, 11, 14, 7, tzinfo=UTC))
    >>> clock.now() < clock.now()
    True
    """

    def __init__(self, start: datetime) -> None:
        self._time = start

    def now(self) -> datetime:
        """Return a moment later than any before."""
        self._time += timedelta(seconds=40)
        return self._time

    def go_to(self, moment: datetime) -> None:
        """Let time pass until ``moment``, never back."""
        self._time = max(self._time, moment)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the story plays: the folder of all three, its clock, and for how many.

    ``persons`` are those on each list.
    """

    folder: Path
    clock: Clock
    persons: int = PERSONS

    def home(self, organisation: Organisation) -> Path:
        """Return the data folder of an organisation's installation."""
        return self.folder / organisation.code

    @property
    def keys(self) -> Path:
        """Return where the organisations keep their signing keys: on no server."""
        return self.folder / "offline-keys"

    def now(self) -> datetime:
        """Return the story's time."""
        return self.clock.now()


def accounts_of(folder: Path, organisation: Organisation) -> dict[str, dict[str, str]]:
    """Return the accounts of an installation by user name, with their passwords."""
    told = json.loads((folder / ACCOUNTS).read_text(encoding="utf-8"))
    accounts: dict[str, dict[str, str]] = told[organisation.code]
    return accounts


def somebody(
    stage: Stage, organisation: Organisation, role: Role, *, username: str = ""
) -> Actor:
    """Return who acts in an installation: by user name, or whom the role names."""
    account = accounts_of(stage.folder, organisation)[username or role.value]
    return Actor(
        ref=f"user:{account['number']}",
        roles=frozenset({role.value}),
        organisation=organisation.code,
    )


def hire(stage: Stage) -> None:
    """Give every installation its organisation and one account a role.

    The passwords are drawn anew each time and kept beside the demonstration, for
    whoever walks about in it; they open nothing else.
    """
    told = {one.code: _settle(stage, one) for one in ORGANISATIONS}
    place = stage.folder / ACCOUNTS
    place.touch(mode=0o600)
    place.write_text(json.dumps(told, indent=1), encoding="utf-8")


def _settle(stage: Stage, organisation: Organisation) -> dict[str, dict[str, str]]:
    from repatria.access import services
    from repatria.register.services.parties import register_party

    maker = Actor(
        ref="command:demo",
        roles=frozenset({Role.ADMINISTRATOR.value}),
        organisation=organisation.code,
    )
    with inside(stage.home(organisation)):
        services.set_up(
            actor=maker,
            code=organisation.code,
            name=organisation.name,
            kind=organisation.kind,
            party=organisation.party,
            synthetic=True,
            at=stage.now(),
        )
        for code, names in PARTIES.items():
            register_party(actor=maker, code=code, names=names, at=stage.now())
        people = {role.value: role for role in roles_in(organisation.kind)}
        people[SECOND_OFFICER] = Role.PUBLICATION_OFFICER
        return {
            username: _account(maker, username, role, at=stage.now())
            for username, role in people.items()
        }


def _account(
    maker: Actor, username: str, role: Role, *, at: datetime
) -> dict[str, str]:
    from repatria.access import services

    password = "-".join(secrets.token_hex(3) for _ in range(4))
    user = services.create_user(actor=maker, username=username, at=at)
    user.password = _hashed(password)
    user.save(update_fields=["password"])
    services.grant_role(actor=maker, user=user, role=role.value, at=at)
    return {
        "number": str(user.pk),
        "username": username,
        "role": role.value,
        "password": password,
    }


def _hashed(password: str) -> str:
    """Return the password as the database keeps it.

    In few rounds: ninety-six random bits are not guessed faster for it, and the
    demonstration has many accounts.  Signing in makes it the usual number.
    """
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    hasher = PBKDF2PasswordHasher()
    return hasher.encode(password, hasher.salt(), iterations=1_000)
