"""The second step: the story of one report, walked through three installations."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from repatria.shared.text import mark as _
from repatria.shared.text import say
from repatria.site.story import (
    agreement,
    answering,
    cast,
    comparing,
    conflict,
    crossing,
    post,
    reckoning,
    returning,
    statements,
    telling,
    witnessing,
)
from repatria.site.story.agreement import HOME_TO_ONE, HOME_TO_OTHER
from repatria.site.story.cast import NORTH, ORGANISATIONS, Clock, Stage
from repatria.site.story.installations import inside, make_databases, wake_django

Told = dict[str, Any]

BUREAUS = _(
    "Three organisations, each with an installation of its own: {north} and {south},\n"
    "which trust nobody else's server, and the neutral {agency} between them.\n"
    "  {rows} rows on four lists were imported, signed, carried over as files and\n"
    "  received by the agency."
)
COMPARED = _(
    "The agency compared what each side says of the other's captives:\n"
    "  {linked} pairs were confirmed in one act by an officer, {looked_at} looked at\n"
    "  one by one. Every row got its verdict, and each side its reply."
)
AGREED = _(
    "Two rounds were proposed, {first} and {second} to each side at most. Parity is\n"
    "  kept; the seriously sick go outside parity, and only by recorded consent.\n"
    "  Of everybody left out both sides read the same two words: not proposed.\n"
    "  Both signed the same hash, with keys that no server holds."
)
ANSWERED = _(
    "Over the second list each side answered person by person: {held} held, {home}\n"
    "  home already. That one was asked off: {off} leaves, {on} joins, nobody else\n"
    "  changes, and both signed the new hash. All that was said, and version {last}\n"
    "  beside version 1: {page} (negotiator)"
)
CROSSED = _(
    "Two days at the bridge: on the first {first_one} crossed to Norland and\n"
    "  {first_other} to Sudmark, on the second {second_one} and {second_other}.\n"
    "  One was absent and replaced from the agreed reserve; one did not cross.\n"
    "  Both sides signed the same receipts."
)
TOLD = _(
    "{notices} of {families} families were told, by a person; {calls} calls reached\n"
    "  somebody."
)
READ = _(
    "A report of the day was read into {drafts} drafts, each with its words; a person\n"
    "  confirmed them: counts, conditions, allegations, a pattern, evidence with what\n"
    "  nobody has seen between two clips, the answer of the other side, a vow."
)
RECONCILED = _(
    "Each side set every count of both rounds beside the others, 35 + 1 against 36,\n"
    "  and told the others its own. Whatever differs stays as it is."
)
CARED = _(
    "The returned go through rehabilitation before their families visit. One is\n"
    "  treated for what was left untreated; one asked to be left alone, and is."
)
PUBLISHED = _(
    "Totals were published, by a second person: how many came home, counted by whom.\n"
    "  No name, and nothing of who did not cross."
)

HELD = _(
    "Each ledger's root was signed, and is held by somebody else ({checkpoints}\n"
    "  checkpoints): whoever rewrites history can be shown so."
)


class Part(NamedTuple):
    """A part of the story: its name, what happens, and its words."""

    name: str
    play: Callable[[Stage, Told], Told]
    words: Callable[[Mapping[str, Any]], str]


def _bureaus(stage: Stage, _told: Told) -> Told:
    make_databases([stage.home(one) for one in ORGANISATIONS])
    cast.hire(stage)
    post.make_keys(stage)
    rows = conflict.make_lists(stage)
    conflict.import_and_send(stage)
    return {"rows": rows}


def _bureau_words(told: Mapping[str, Any]) -> str:
    names = {one.code: one.name for one in ORGANISATIONS}
    return say(BUREAUS, rows=told["rows"], **names)


def _compare(stage: Stage, _told: Told) -> Told:
    return comparing.compare(stage)


def _agree(stage: Stage, _told: Told) -> Told:
    agreement.hold_somebody_back(stage)
    asked = agreement.ask_in_private(stage)
    ref = agreement.agree(stage).ref
    seen = answering.seen_by_all(stage, ref, number=agreement.ANSWERED)
    sizes = list(agreement.SIZES)
    return {"exchange": ref, "sizes": sizes, "answered": seen, **asked}


def _agreed_words(told: Mapping[str, Any]) -> str:
    first, second = told["sizes"]
    return f"{say(AGREED, first=first, second=second)}\n\n{_answered_words(told)}"


def _answered_words(told: Mapping[str, Any]) -> str:
    seen = told["answered"][0]
    states: Counter[str] = sum(map(Counter, seen["answers"].values()), Counter())
    return say(
        ANSWERED,
        held=states["held"],
        home=states["already_returned"],
        off=len(seen["leaves"]),
        on=len(seen["joins"]),
        last=seen["version"],
        page=f"/exchanges/{told['exchange']}/rounds/{agreement.ANSWERED}/history/",
    )


def _cross(stage: Stage, told: Told) -> Told:
    ref = told["agreed"]["exchange"]
    cases = returning.families_ask(stage, _going_home(stage, ref))
    rounds = crossing.cross(stage, ref)
    return {"cases": cases, "rounds": rounds}


def _going_home(stage: Stage, exchange_ref: str) -> list[str]:
    """Return the bureau's case numbers of those on the second round's list."""
    from repatria.exchange import queries

    with inside(stage.home(NORTH)):
        agreed = queries.entries_of(queries.agreed_list(exchange_ref, 2))
        coming = [one for one in agreed if one.direction == HOME_TO_ONE]
        # Not whoever will be absent: his line is replaced before departure.
        del coming[crossing.ABSENT - 1]
        return [one.case_ref for one in coming if one.case_ref]


def _crossed_words(told: Mapping[str, Any]) -> str:
    first, second = told["rounds"][1], told["rounds"][2]
    return say(
        CROSSED,
        first_one=first[HOME_TO_ONE],
        first_other=first[HOME_TO_OTHER],
        second_one=second[HOME_TO_ONE],
        second_other=second[HOME_TO_OTHER],
    )


def _tell_families(stage: Stage, told: Told) -> Told:
    return returning.tell_families(stage, told["crossed"]["cases"])


def _told_words(told: Mapping[str, Any]) -> str:
    return say(TOLD, **told)


def _read(stage: Stage, told: Told) -> Told:
    sick = told["crossed"]["cases"][returning.SICK]
    return telling.tell(stage, told["agreed"]["exchange"], sick)


def _read_words(told: Mapping[str, Any]) -> str:
    return say(READ, drafts=told["drafts"])


def _reckon(stage: Stage, told: Told) -> Told:
    ref = told["agreed"]["exchange"]
    return {"rounds": reckoning.reconcile(stage, ref)}


def _care(stage: Stage, told: Told) -> Told:
    cases = told["crossed"]["cases"]
    return returning.care_for(stage, cases, told["report"]["denied"])


def _publish(stage: Stage, told: Told) -> Told:
    return {"totals": telling.publish(stage, told["agreed"]["exchange"])}


def _compared_words(told: Mapping[str, Any]) -> str:
    return say(COMPARED, linked=told["linked"], looked_at=told["looked_at"])


def _hold(stage: Stage, _told: Told) -> Told:
    return {"checkpoints": witnessing.hold_checkpoints(stage)}


def _statements(stage: Stage, told: Told) -> Told:
    return {"rows": statements.table(stage, told)}


PARTS = (
    Part("bureaus", _bureaus, _bureau_words),
    Part("compared", _compare, _compared_words),
    Part("agreed", _agree, _agreed_words),
    Part("crossed", _cross, _crossed_words),
    Part("told", _tell_families, _told_words),
    Part("report", _read, _read_words),
    Part("reconciled", _reckon, lambda _told: say(RECONCILED)),
    Part("cared", _care, lambda _told: say(CARED)),
    Part("published", _publish, lambda _told: say(PUBLISHED)),
    Part("held", _hold, lambda told: say(HELD, **told)),
    Part("statements", _statements, lambda told: statements.words(told["rows"])),
)


def play(folder: Path, *, persons: int = cast.PERSONS) -> Told:
    """Play the story in ``folder``, with so many people on each of its lists."""
    started = time.perf_counter()
    stage = begin(folder.resolve(), persons=persons)
    told: Told = {}
    for part in PARTS:
        told[part.name] = part.play(stage, told)
    told["seconds"] = round(time.perf_counter() - started, 1)
    return told


def begin(folder: Path, *, persons: int) -> Stage:
    """Throw away what an earlier demonstration left, and set the clock back."""
    stage = Stage(folder, Clock(cast.BEGINNING), persons)
    for place in (stage.keys, *(stage.home(one) for one in ORGANISATIONS)):
        shutil.rmtree(place, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    wake_django(stage.home(NORTH))
    return stage


def words(told: Mapping[str, Any]) -> str:
    """Tell what happened, part by part."""
    return "\n\n".join(part.words(told[part.name]) for part in PARTS)
